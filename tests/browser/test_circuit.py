"""The drawing in the browser and plot_cell's are two texts of one picture: here they are compared."""

import base64
import io
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

import lstm_teach as lt
from lstm_teach.core.numbers import format_number
from lstm_teach.plots.circuit import plot_cell
from lstm_teach.widgets.explorer import browser as browser_side
from tests.browser.screen import Screen


def drawn(inputs, seed, functions, zeros=0.0):
    rng = np.random.default_rng(seed)
    gate, candidate, memory = functions
    cell = lt.LSTMCell(
        rng.normal(scale=2, size=(4, inputs)) * (rng.random((4, inputs)) >= zeros),
        rng.normal(size=(4, 1)), rng.normal(size=4),
        gate_activation=gate, candidate_activation=candidate, memory_activation=memory,
    )  # fmt: skip
    return cell, rng.normal(size=(6, inputs))


SIGMOID, LINEAR = ("sigmoid", "tanh", "tanh"), ("sigmoid", "linear", "linear")
HALVES = lt.LSTMCell.from_gates(  # f = 1/2: its memory ends in 5 where it is rounded
    i=[100, 0], f=[0, 0], g=[1, 0], o=[1, 0], candidate_activation="linear", memory_activation="linear"
)
EQUAL = lt.LSTMCell.from_gates(i=[1.23456, 0], f=[1, 1], g=[1, 0], o=[1, 0])  # a factor that is also the sum
CASES = {
    "the lecture": (lt.LSTMCell.lee(), lt.examples.NINE_STEPS),
    "standard": (lt.LSTMCell.standard(), lt.examples.NINE_STEPS),
    "halves": (HALVES, np.array([[0.5, 0.0], *[[-1.0, 1.0]] * 13])),
    "a factor equals the sum": (EQUAL, [[1.0, 0.0], [1.23456, 1.0], [1.234567891, 0.0]]),
    "1 input": drawn(1, 1, SIGMOID),
    "4 inputs": drawn(4, 2, SIGMOID),
    "4 inputs, linear": drawn(4, 3, LINEAR),
    "4 inputs, step": drawn(4, 4, ("step", "tanh", "sigmoid"), zeros=0.5),
    "9 inputs": drawn(9, 5, SIGMOID),
    "9 inputs, some weights zero": drawn(9, 6, LINEAR, zeros=0.6),
    "16 inputs": drawn(16, 7, SIGMOID),
}


@pytest.mark.parametrize(("cell", "x"), CASES.values(), ids=CASES)
def test_both_drawings_of_a_step_say_the_same(browser, tmp_path, cell, x):
    path = tmp_path / "cell.html"
    lt.CellExplorer(cell, x).save_html(path)
    trace = cell.run(x)
    page = browser.new_page()
    page.goto(path.as_uri())
    screen = Screen(page)
    for step in range(1, len(x) + 1):
        screen.select_step(step)
        (ax,) = plot_cell(trace, step, Figure())
        texts = [text.get_text() for text in ax.texts if text.get_text()]
        assert Counter(screen.circuit()) == Counter(texts), f"step {step}"
    page.close()


def test_both_languages_write_every_number_alike(browser, rng):
    """One formatter each: format_number in core/numbers.py and formatNumber in drawing.js."""
    numbers = [*rng.normal(size=300) * 10.0 ** rng.integers(-12, 12, 300)]
    numbers += [*rng.integers(-2000, 2000, 100) / 64, 0.0, -0.0, 1e-4, 9.9999995e-5, 999999.5, 4.54e-5]
    numbers = [float(number) for number in (*numbers, 0.0003178, 5e-324, -1.7e308, np.inf, np.nan)]
    settings = [(digits, characters) for digits in (4, 5, 6) for characters in (6, 8, 9, 99)]
    wanted = [[format_number(number, *setting) for setting in settings] for number in numbers]
    code = base64.b64encode((browser_side.HERE / "drawing.js").read_bytes()).decode()
    page = browser.new_page()
    written = page.evaluate(
        """async ([code, numbers, settings]) => {
            const { formatNumber } = await import(`data:text/javascript;base64,${code}`);
            return numbers.map((text) => settings.map((setting) => formatNumber(Number(text), ...setting)));
        }""",
        [code, [repr(number).replace("inf", "Infinity") for number in numbers], settings],
    )
    assert written == wanted
    page.close()


def test_the_browsers_sigmoid_is_pythons_also_where_exp_overflows(browser, rng):
    numbers = [*rng.uniform(-746, -709, 300), -745.2, -745.1, -709.79, -709.78, -1000.0]
    numbers += [*rng.uniform(-709, 40, 300), 0.0, 1000.0]
    code = base64.b64encode((browser_side.HERE / "recurrence.js").read_bytes()).decode()
    page = browser.new_page()
    written = page.evaluate(
        """async ([code, numbers]) => {
            const { run } = await import(`data:text/javascript;base64,${code}`);
            const weights = [[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]];
            return run(weights, numbers.map((z) => [z]), ["sigmoid", "tanh", "tanh"]).i;
        }""",
        [code, numbers],
    )
    assert written.count(0) > 250  # where exp(-z) is infinite, 1 / (1 + exp(-z)) is 0
    np.testing.assert_allclose(written, lt.SIGMOID(numbers), rtol=1e-14)
    page.close()


def test_strip_and_circuit_write_a_tiny_number_alike(browser, tmp_path):
    explorer = lt.CellExplorer(lt.LSTMCell.standard(), lt.examples.NINE_STEPS)
    page = browser.new_page()
    page.goto(explorer.save_html(tmp_path / "cell.html").as_uri())
    screen = Screen(page)
    tiny = set()
    for step in range(1, 10):
        screen.select_step(step)
        texts = screen.circuit()
        tiny |= {text for text in texts if "e-05" in text}
        for name in ("i", "f", "g", "o", "c", "c_prev", "h"):
            told = screen.cell(name, step).inner_text().strip()
            assert {f"{name} = {told}", f"{name} ≈ {told}"} & set(texts), (step, name, told)
    assert "o ≈ 4.54e-05" in tiny
    page.close()
    explorer.close()


# ---- legible

PLACES = """(svg) => {
    const bounds = (node) => {
        const { x, y, width, height } = node.getBBox();
        return [x, y, x + width, y + height];
    };
    const { x, y, width, height } = svg.viewBox.baseVal;
    const told = (texts) => [...texts].filter((t) => t.textContent).map((t) => [t.textContent, bounds(t)]);
    const beside = (texts, box) => told(texts).map(([text, place]) => [text, place, bounds(box)]);
    return {
        area: [x, y, x + width, y + height],
        texts: told(svg.querySelectorAll("text")),
        boxed: [...svg.querySelectorAll(".term")].flatMap((term) =>
            beside([term.querySelector("text")], term.querySelector("rect"))),
        memory: beside(svg.querySelectorAll("text.inside"), svg.querySelector(".memory")),
    };
}"""


def sized(size, functions=LINEAR, inputs=4, labels=None):
    draw = np.random.default_rng(3).standard_normal
    gate, candidate, memory = functions
    cell = lt.LSTMCell(
        size * draw((4, inputs)), size * draw((4, 1)), size * draw(4), input_labels=labels,
        gate_activation=gate, candidate_activation=candidate, memory_activation=memory,
    )  # fmt: skip
    return cell, draw((3, inputs))


EXTREMES = {
    "the lecture": (lt.LSTMCell.lee(), lt.examples.NINE_STEPS),
    "standard, h_prev = 0.0003178": (lt.LSTMCell.standard(), lt.examples.NINE_STEPS),
    "large": sized(-1.2345e5),
    "huge": sized(1.2345e20),
    "huge, squashed": sized(-1.2345e150, ("sigmoid", "sigmoid", "sigmoid")),
    "small": sized(-1.2345e-4),
    "tiny": sized(1.2345e-20),
    "tiny, squashed": sized(1.2345e-150, ("sigmoid", "tanh", "tanh")),
    "16 inputs": sized(10, inputs=16),
    "odd labels": sized(-1, labels=("👩‍🔬" * 5, "\u202eabcdefgh", "a\nb\tc", "W" * 200)),
    "wide labels": sized(-1, labels=("WWWWWWWW", "价格价格价格价格", "price in $", "1")),
}


@pytest.mark.parametrize("width", [900, 390])
@pytest.mark.parametrize(("cell", "x"), EXTREMES.values(), ids=EXTREMES)
def test_no_text_leaves_its_box_or_the_drawing_or_overlaps_another(browser, tmp_path, cell, x, width):
    """Also with the numbers of another run beside them. Lengths in units of the drawing, 840 of them wide."""
    explorer = lt.CellExplorer(cell, x)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(explorer.save_html(tmp_path / "cell.html").as_uri())
    screen = Screen(page)
    for ghost in (False, True):
        if ghost:
            screen.click("Pin")
            for row, value in {"i": "-3.456e-7", "g": "-123456.7", "o": "0.3", "f": "-0.01234"}.items():
                screen.box(row, "bias").fill(value)
        for step in range(1, len(x) + 1):
            screen.select_step(step)
            drawn = screen.root.locator("svg.circuit").evaluate(PLACES)
            left, top, right, bottom = drawn["area"]
            for text, (x0, y0, x1, y1) in drawn["texts"]:
                assert left - 1 <= x0 < x1 <= right + 1, f"{text!r} is cropped"
                assert top - 3 <= y0 < y1 <= bottom + 1, f"{text!r} is cropped"
            for (one, a), (other, b) in combinations(drawn["texts"], 2):
                beside = a[2] <= b[0] + 1 or b[2] <= a[0] + 1
                above = a[3] <= b[1] + 2 or b[3] <= a[1] + 2  # the room above letters is part of their box
                assert beside or above, f"{one!r} overlaps {other!r}"
            assert drawn["boxed"] or width < 600
            for text, inside, box in drawn["boxed"]:
                assert box[0] < inside[0] < inside[2] < box[2], f"{text!r} leaves its box"
            for text, inside, box in drawn["memory"]:
                assert inside[2] - inside[0] < box[2] - box[0], f"{text!r} leaves the memory"
    page.close()
    explorer.close()


# ---- open and closed


def test_one_look_tells_an_open_gate_from_a_closed_one(browser, tmp_path):
    """An open gate fills its valve but for the arrow, a closed one nothing, whichever gate it is."""
    openings = {"closed": -50.0, "half": 0.0, "open": 50.0}
    for scheme in ("light", "dark"):
        filled = {}
        for name, z in openings.items():
            cell = lt.LSTMCell.from_gates(i=[z], f=[z], g=[1.0], o=[z])
            explorer = lt.CellExplorer(cell, np.ones((2, 1)))
            page = browser.new_page(viewport={"width": 900, "height": 900}, color_scheme=scheme)
            page.goto(explorer.save_html(tmp_path / "cell.html").as_uri())
            for valve in page.locator(".node.product").all():
                picture = Image.open(io.BytesIO(valve.screenshot())).convert("L")
                grey = np.asarray(picture, float)[5:-5, 1:-1]  # between the plates
                page_grey = 255.0 if scheme == "light" else grey.min() if name == "closed" else 18.0
                filled.setdefault(name, []).append((np.abs(grey - page_grey) > 96).mean())
            page.close()
            explorer.close()
        assert len(filled["open"]) == 3
        assert max(filled["closed"]) == 0
        assert min(filled["open"]) > 0.6
        assert 0.3 < min(filled["half"]) <= max(filled["half"]) < 0.6
