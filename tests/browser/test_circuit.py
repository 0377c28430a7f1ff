"""The drawing in the browser and plot_cell's are two texts of one picture: here they are compared."""

import io
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

import lstm_teach as lt
from lstm_teach.plots.circuit import plot_cell
from tests.test_twins import CELLS, LINEAR


@pytest.mark.parametrize("name", ["the lecture", "9 inputs, some weights zero"])
def test_the_drawing_and_plot_cells_say_the_same(make, open_page, name):
    """The texts are compared in test_twins.py, for more cells; here, that all of them are in the drawing."""
    cell, x = CELLS[name]
    screen = open_page(make(cell, x))
    trace = cell.run(x)
    for step in (1, 2, len(x)):
        screen.select_step(step)
        (ax,) = plot_cell(trace, step, Figure())
        texts = [text.get_text() for text in ax.texts if text.get_text()]
        assert Counter(screen.circuit()) == Counter(texts), f"step {step}"


def test_strip_and_circuit_write_a_tiny_number_alike(make, open_page):
    screen = open_page(make(lt.LSTMCell.standard(), lt.examples.NINE_STEPS))
    tiny = set()
    for step in range(1, 10):
        screen.select_step(step)
        texts = screen.circuit()
        tiny |= {text for text in texts if "e-05" in text}
        for name in ("i", "f", "g", "o", "c", "c_prev", "h"):
            told = screen.cell(name, step).inner_text().strip()
            assert {f"{name} = {told}", f"{name} ≈ {told}"} & set(texts), (step, name, told)
    assert "o ≈ 4.54e-05" in tiny


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


def assert_legible(drawn):
    """No text is cropped, overlaps another one or leaves its box."""
    left, top, right, bottom = drawn["area"]
    for text, (x0, y0, x1, y1) in drawn["texts"]:
        assert left - 1 <= x0 < x1 <= right + 1, f"{text!r} is cropped"
        assert top - 3 <= y0 < y1 <= bottom + 1, f"{text!r} is cropped"
    for (one, a), (other, b) in combinations(drawn["texts"], 2):
        beside = a[2] <= b[0] + 1 or b[2] <= a[0] + 1
        above = a[3] <= b[1] + 2 or b[3] <= a[1] + 2  # the space above letters is part of their box
        assert beside or above, f"{one!r} overlaps {other!r}"
    for text, inside, box in drawn["boxed"]:
        assert box[0] < inside[0] < inside[2] < box[2], f"{text!r} leaves its box"
    for text, inside, box in drawn["memory"]:
        assert inside[2] - inside[0] < box[2] - box[0], f"{text!r} leaves the memory"


@pytest.mark.parametrize(("cell", "x"), EXTREMES.values(), ids=EXTREMES)
def test_no_text_leaves_its_box_or_the_drawing_or_overlaps_another(make, open_page, cell, x):
    """Also with the numbers of another run beside them. Lengths in units of the drawing, 840 of them wide."""
    screen = open_page(make(cell, x))
    circuit = screen.root.locator("svg.circuit")
    for ghost in (False, True):
        if ghost:
            screen.click("Pin")
            for row, value in {"i": "-3.456e-7", "g": "-123456.7", "o": "0.3", "f": "-0.01234"}.items():
                screen.box(row, "bias").fill(value)
        for width, boxes in ((900, True), (390, False)):
            screen.page.set_viewport_size({"width": width, "height": 900})
            screen.page.wait_for_function(
                "(boxes) => Boolean(document.querySelector('svg.circuit .term')) === boxes", arg=boxes
            )
            for step in range(1, len(x) + 1):
                screen.select_step(step)
                drawn = circuit.evaluate(PLACES)
                assert bool(drawn["boxed"]) == boxes
                assert_legible(drawn)


# ---- open and closed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_look_tells_an_open_gate_from_a_closed_one(make, open_page, scheme):
    """An open gate fills its valve but for the arrow, a closed one nothing, whichever gate it is."""
    screen = open_page(make(lt.LSTMCell.from_gates(i=[0.0], f=[0.0], g=[1.0], o=[0.0]), np.ones((2, 1))))
    screen.page.emulate_media(color_scheme=scheme)
    filled = {}
    for name, z in {"closed": "-50", "half": "0", "open": "50"}.items():
        for gate in "ifo":
            screen.box(gate, "x1").fill(z)
        for valve in screen.page.locator(".node.product").all():
            picture = Image.open(io.BytesIO(valve.screenshot())).convert("L")
            grey = np.asarray(picture, float)[5:-5, 1:-1]  # between the plates
            page_grey = 255.0 if scheme == "light" else grey.min() if name == "closed" else 18.0
            filled.setdefault(name, []).append((np.abs(grey - page_grey) > 96).mean())
    assert len(filled["open"]) == 3
    assert max(filled["closed"]) == 0
    assert min(filled["open"]) > 0.6
    assert 0.3 < min(filled["half"]) <= max(filled["half"]) < 0.6


def test_the_memory_has_the_colours_of_the_strip_after_the_step_above_before_it_below(make, open_page):
    screen = open_page(make(lt.LSTMCell.lee(), lt.examples.NINE_STEPS))
    halves = """() => [...document.querySelectorAll("svg.circuit .memory rect")]
        .filter((rect) => rect.style.fill)
        .sort((a, b) => a.getBBox().y - b.getBBox().y)
        .map((rect) => getComputedStyle(rect).fill)"""
    for step in (2, 4, 7):  # 0 -> 3, 3 -> 7, 7 -> 0
        screen.select_step(step)
        after, before = (
            screen.cell(name, step).evaluate("(cell) => getComputedStyle(cell).backgroundColor")
            for name in ("c", "c_prev")
        )
        assert after != before
        assert screen.page.evaluate(halves) == [after, before]
