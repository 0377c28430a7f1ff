"""What is written in Python and again in the explorer's JavaScript gives the same for many cases."""

import base64
import json
import re

import numpy as np
import pytest

import lstm_teach as lt
from lstm_teach.core.numbers import format_number
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS
from lstm_teach.plots.circuit_texts import Term, cell_texts, sum_lines
from lstm_teach.widgets.explorer import browser
from lstm_teach.widgets.explorer import state as state_in_python
from lstm_teach.widgets.explorer.link import MAX_CHARACTERS, state_from_link, state_to_fragment
from tests.node import PROJECT, in_javascript, run_node

LEE = lt.LSTMCell.lee()
LABELS = ["x1", "x2", "x3", "1"]
SIGNALS = ("i", "f", "g", "o", "c_prev", "c", "h")
GATES = ("step", "sigmoid")
OTHERS = ("linear", "tanh", "sigmoid", "step")


def test_the_tests_in_javascript_pass():
    files = sorted((PROJECT / "tests/js").glob("*.test.js"))
    assert len(files) > 8
    run_node("--test", *files)


def test_the_files_of_the_browser_make_one_module():
    """Joined they share their names, so that no two may have a name of the same spelling."""
    run_node("--input-type=module", "--check", text=browser.module())
    run_node("--input-type=module", "--check", text=browser.loader())


# --- numbers ------------------------------------------------------------------------------------------------


def test_both_write_every_number_alike(rng):
    numbers = [*rng.normal(size=3000) * 10.0 ** rng.integers(-12, 12, 3000)]
    numbers += [*rng.integers(-2000, 2000, 1000) / 64, 0.0, -0.0, 1e-4, 9.9999995e-5, 999999.5, 4.54e-5]
    numbers = [float(number) for number in (*numbers, 0.0003178, 5e-324, -1.7e308, np.inf, np.nan)]
    settings = [(digits, characters) for digits in (4, 5, 6) for characters in (6, 8, 9, 99)]
    cases = [(number, *setting) for number in numbers for setting in settings]
    written = in_javascript("formatNumber", [[repr(x).replace("inf", "Infinity"), *s] for x, *s in cases])
    assert written == [format_number(*case) for case in cases]


# --- the recurrence -----------------------------------------------------------------------------------------


def draw(rng, size, decimals=False):
    """A cell of one unit and an input: any sizes and activations, weights up to about size."""
    steps, inputs = rng.integers(1, 13), rng.integers(1, 7)
    weights = rng.uniform(-size, size, (4, inputs + 2)) * rng.choice([0, 0.1, 1], (4, inputs + 2))
    x = rng.uniform(-5, 5, (steps, inputs))
    if decimals:  # sums of tenths: on paper often exactly 0, the hard gates' threshold
        weights, x = weights.round(1), x.round(0)
    names = rng.choice(GATES), rng.choice(OTHERS), rng.choice(OTHERS)
    return weights, x, [str(name) for name in names]


def run(weights, x, names):
    return state_in_python.cell_of(np.asarray(weights), names, [f"x{k}" for k in range(len(x[0]))]).run(x)


def both(cases):
    """The cases, each with its run in Python and in JavaScript."""
    listed = [[np.asarray(w).tolist(), np.asarray(x).tolist(), names] for w, x, names in cases]
    for case, rows in zip(cases, in_javascript("run", listed), strict=True):
        yield case, run(*case), rows


def assert_agree(cases):
    for (_, _, names), trace, rows in both(cases):
        assert rows["overflow"] == 0
        for name in SIGNALS:
            values = getattr(trace, name).ravel()
            np.testing.assert_allclose(rows[name], values, 1e-12, 1e-12, err_msg=f"{name} of {names}")
        for gate in "ifgo":
            assert rows["z"][0][gate] == getattr(trace, f"z_{gate}")[0], f"z_{gate} at step 1 of {names}"


@pytest.mark.parametrize("size", [1, 5, 20, 200])
def test_the_recurrences_agree_on_drawn_cells(rng, size):
    assert_agree([draw(rng, size) for _ in range(300)])


def test_the_recurrences_agree_on_the_threshold_of_hard_gates_to_the_last_bit(rng):
    cases = []
    for _ in range(400):
        weights, x, names = draw(rng, 3, decimals=True)
        weights[:, -2] = 0
        cases.append((weights, x, ["step", *names[1:]]))
    for _, trace, rows in both(cases):
        for gate in "ifo":
            assert rows[gate] == getattr(trace, gate).ravel().tolist()
            assert [z[gate] for z in rows["z"]] == getattr(trace, f"z_{gate}").ravel().tolist()


def test_the_recurrences_agree_on_extreme_numbers(rng):
    cases = []
    for value in [0.0, -0.0, 5e-324, 1e-300, 1e-16, 36.7, 709.0, 746.0, 1e6, 1e15, 1e100]:
        for names in [[gate, other, other] for gate in GATES for other in OTHERS]:
            for _ in range(5):
                weights, x, _ = draw(rng, 1)
                weights[:, -2] = 0  # no recurrence: see the next test
                cases.append((weights * rng.choice([0, 1, value, -value], weights.shape), x, names))
    assert_agree(cases)


def test_the_recurrences_agree_on_both_examples_of_the_lecture_to_the_last_bit():
    weights = np.column_stack([LEE.weight_ih, LEE.weight_hh, LEE.bias])
    cases = [(weights, x, ["step", "linear", "linear"]) for x in (NINE_STEPS, FIVE_STEPS)]
    for _, trace, rows in both(cases):
        for name in SIGNALS:
            assert rows[name] == getattr(trace, name).ravel().tolist()


def test_the_recurrences_notice_the_same_overflow():
    case = (np.full((4, 3), 100.0), np.ones((300, 1)), ["sigmoid", "linear", "linear"])
    (rows,) = in_javascript("run", [[case[0].tolist(), case[1].tolist(), case[2]]])
    with pytest.raises(ValueError, match=f"largest float at step {rows['overflow']}, in z:"):
        run(*case)


def test_the_sigmoids_agree_also_where_exp_overflows(rng):
    numbers = [*rng.uniform(-746, -709, 300), -745.2, -745.1, -709.79, -709.78, -1000.0]
    numbers += [*rng.uniform(-709, 40, 300), 0.0, 1000.0]
    weights = [[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]
    (rows,) = in_javascript("run", [[weights, [[z] for z in numbers], ["sigmoid", "tanh", "tanh"]]])
    assert rows["i"].count(0) > 250  # where exp(-z) is infinite, 1 / (1 + exp(-z)) is 0
    np.testing.assert_allclose(rows["i"], lt.SIGMOID(numbers), rtol=1e-14)


# --- the texts of the circuit -------------------------------------------------------------------------------


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
NAMED = LEE.replace(input_labels=("👩‍🔬" * 5, "\u202eabcdefgh", "价格" * 20, "1"))
CELLS = {
    "the lecture": (LEE, NINE_STEPS),
    "standard": (lt.LSTMCell.standard(), NINE_STEPS),
    "halves": (HALVES, np.array([[0.5, 0.0], *[[-1.0, 1.0]] * 13])),
    "a factor equals the sum": (EQUAL, np.array([[1.0, 0.0], [1.23456, 1.0], [1.234567891, 0.0]])),
    "odd names": (NAMED, NINE_STEPS),
    "1 input": drawn(1, 1, SIGMOID),
    "4 inputs": drawn(4, 2, SIGMOID),
    "4 inputs, linear": drawn(4, 3, LINEAR),
    "4 inputs, step": drawn(4, 4, ("step", "tanh", "sigmoid"), zeros=0.5),
    "9 inputs": drawn(9, 5, SIGMOID),
    "9 inputs, some weights zero": drawn(9, 6, LINEAR, zeros=0.6),
    "16 inputs": drawn(16, 7, SIGMOID),
}


def test_both_drawings_of_a_step_say_the_same():
    cases = []
    for cell, x in CELLS.values():
        state = state_in_python.state_of(cell)
        cases.append([state["weights"].tolist(), x.tolist(), state["activations"], cell.input_labels])
    told = in_javascript("cellTexts", cases)
    for name, (cell, x), steps in zip(CELLS, CELLS.values(), told, strict=True):
        trace = cell.run(x)
        for step, texts in enumerate(steps, 1):
            python = cell_texts(trace, step)
            assert texts["values"] == python.values, f"{name}, step {step}"
            boxes = {
                row: [("".join(box["texts"]), box["weight"]) for box in told["boxes"]]
                for row, told in texts["sums"].items()
            }
            assert boxes == python.boxes, f"{name}, step {step}"
            lines = {row: told["lines"] for row, told in texts["sums"].items()}
            assert lines == python.sums, f"{name}, step {step}"


def test_both_break_a_sum_into_the_same_lines(rng):
    cases, wanted = [], []
    for _ in range(500):
        inputs = int(rng.integers(1, 12))
        labels = [f"x{k}" for k in range(inputs)]
        values = (rng.normal(size=inputs + 1) * 10.0 ** rng.integers(-3, 4)).round(int(rng.integers(0, 6)))
        weights = rng.normal(size=inputs + 2).round(int(rng.integers(0, 6))) * (rng.random(inputs + 2) > 0.3)
        total = float(weights @ [*values, 1.0])
        characters, lines, most = int(rng.integers(12, 60)), int(rng.integers(1, 4)), int(rng.choice([7, 9]))
        place = {"characters": characters, "lines": lines}
        row = ["z_i", weights.tolist(), values[:-1].tolist(), float(values[-1]), labels, total, place, most]
        cases.append(row)
        terms = map(Term, [*labels, "h_prev", "bias"], weights.tolist(), [*values.tolist(), 1.0])
        wanted.append(sum_lines("z_i", list(terms), total, characters, lines, most))
    assert in_javascript("sumLines", cases) == wanted


# --- sequences ----------------------------------------------------------------------------------------------

FIVE = FIVE_STEPS.tolist()
LESSON = "(3, 1, 0), (4, 1, 0), (2, 0, 0), (1, 0, 1), (3, \u22121, 0)"
PASTES = {
    "Python list": repr(FIVE),
    "NumPy array": repr(FIVE_STEPS),
    "without the constant": repr(FIVE_STEPS[:, :3].astype(int).tolist()),
    "CSV": "\n".join(",".join(map(str, row)) for row in FIVE),
    "CSV with names in another order": "step,x3,x2,x1,h\n"
    + "\n".join(f"{t},{r[2]},{r[1]},{r[0]},9" for t, r in enumerate(FIVE)),
    "spreadsheet": "\r\n".join("\t".join(map(str, row[:3])) for row in FIVE) + "\r\n",
    "decimal commas": "\n".join(";".join(f"{v:.1f}".replace(".", ",") for v in row) for row in FIVE),
    "spaces": "\n".join("  ".join(map(str, row)) for row in FIVE),
    "as in the lessons": LESSON,
    "as in the lessons, with names": f"(x1, x2, x3) = {LESSON}",
    "tuples in lines": "(3, 1, 0),\n(4, 1, 0),\n(2, 0, 0)\n(1, 0, 1),\n\n(3, -1, 0),",
    "list of tuples": "[(3, 1, 0), (4, 1, 0), (2, 0, 0), (1, 0, 1), (3, -1, 0)]",
    "lists and tuples in lines": "x = [\n(3, 1, 0),\n[4, 1, 0],\n(2, 0, 0,),\n(1, 0, 1),\n(3, -1, 0),\n]",
    "Python code": f"x = np.{FIVE_STEPS!r}",
    "with a type": f"array({FIVE}, dtype=float32)",
    "tensor": f"tensor({FIVE})",
    "printed array": str(FIVE_STEPS),
    "full-width signs": "（3，1，0），（4，1，0），（2，0，0），（1，0，1），（3，－1，0）",
    "full-width digits": "（３，１，０）\n（４，１，０）\n（２，０，０）\n（１，０，１）\n（３，－１，０）",
    "full-width brackets": "［［3,1,0］,［4,1,0］,［2,0,0］,［1,0,1］,［3,-1,0］］",
    "Chinese brackets and commas": "【3、1、0】、【4、1、0】、【2、0、0】、【1、0、1】、【3、−1、0】",
    "full-width lines": "３，１，０\n４，１，０\n２，０，０\n１，０，１\n３，－１，０",
    "lines with 、": "3、1、0\n4、1、0\n2、0、0\n1、0、1\n3、-1、0",
    "with quotes": '"x1","x2","x3"\n' + "\n".join(f'"{r[0]}","{r[1]}","{r[2]}"' for r in FIVE),
    "as on the slide": "\n".join("\t".join(map(str, column)) for column in FIVE_STEPS[:, :3].T.tolist()),
    "as on the slide, with names": "\n".join(
        f"{name}," + ",".join(map(str, column))
        for name, column in zip(["x1", "x2", "x3"], FIVE_STEPS[:, :3].T.tolist(), strict=True)
    ),
}


def test_a_sequence_is_read_in_every_form_that_python_and_people_write(homework):
    path, *_ = lt.save_table(LEE.run(FIVE_STEPS), "mine")
    pastes = PASTES | {"the table that an export left": path.read_text()}
    read = in_javascript("parseSequence", [[text, LABELS] for text in pastes.values()])
    assert dict(zip(pastes, read, strict=True)) == dict.fromkeys(pastes, FIVE)


@pytest.mark.slow
def test_every_random_sequence_writes_shows_and_wipes():
    """For 1000 seeds and several lengths, by the lecture's own cell."""
    lengths, seeds = [1, 2, 3, 5, 9, 20, 100], [*range(1000), 4294967295]
    drawn = in_javascript("randomSequence", [[LABELS, steps, seed] for steps in lengths for seed in seeds])
    for k in range(len(lengths)):
        sequences = drawn[k * len(seeds) : (k + 1) * len(seeds)]
        x = np.array(sequences, float).swapaxes(0, 1)  # all seeds as one batch: (T, N, 4)
        trace = LEE.run(x)
        assert (trace.i * trace.g > 0).any(axis=0).all(), f"{len(x)} steps: one writes nothing"
        assert (trace.h > 0).any(axis=0).all(), f"{len(x)} steps: one shows nothing"
        if len(x) > 1:  # one step has no memory to wipe
            wiped = (trace.f == 0) & (trace.c_prev > 0) & (trace.c == 0)
            assert wiped.any(axis=0).all(), f"{len(x)} steps: one wipes nothing"
        assert set(np.unique(x[..., 1])) <= {-1, 0, 1}
        assert set(np.unique(x[..., 0])) <= set(range(10))
        assert set(np.unique(x[..., 3])) == {1}


# --- states and links ---------------------------------------------------------------------------------------


def test_both_sides_have_the_same_bounds():
    (constants,) = in_javascript("constants", [[]])
    assert tuple(constants["KEYS"]) == state_in_python.STATE
    assert constants["LIMITS"]["steps"] == state_in_python.MAX_STEPS
    assert constants["LIMITS"]["characters"] == MAX_CHARACTERS
    known = (state_in_python.GATE_CHOICES, lt.core.activations.ACTIVATIONS, lt.core.activations.ACTIVATIONS)
    assert [set(names) for names in constants["CHOICES"]] == [set(names) for names in known]


def drawn_state(rng):
    inputs, steps = int(rng.integers(1, 7)), int(rng.integers(1, 20))
    second = [[], ["step", "tanh", "sigmoid"]][int(rng.integers(2))]
    return {
        "labels": [f'输入 {k} <&>"\\ 😀é' for k in range(inputs)],
        "weights": (rng.normal(size=(4, inputs + 2)) * 10 ** rng.uniform(-20, 20, (4, inputs + 2))).tolist(),
        "x": rng.normal(size=(steps, inputs)).round(int(rng.integers(0, 17))).tolist(),
        "activations": ["sigmoid", "tanh", "linear"],
        "second": second,
        "step": int(rng.integers(1, steps + 1)),
    }


def as_floats(state):
    """The state with its numbers as floats: in a link 1e17 has no point, and Python reads it as an int."""
    return {**state, **{key: np.array(state[key], float).tolist() for key in ("weights", "x")}}


def test_a_link_of_either_side_is_read_by_the_other(rng):
    states = [drawn_state(rng) for _ in range(200)]
    links = in_javascript("stateToFragment", [[state] for state in states])
    assert [as_floats(state_from_link(link)) for link in links] == states
    cases = [[state_to_fragment(state), state["labels"]] for state in states]
    read = in_javascript("stateFromFragment", cases)
    for state, rest in zip(states, read, strict=True):
        assert {"labels": state["labels"], **as_floats(rest)} == state


def fragment(**changes):
    """The fragment of a link to the lecture's example, with some parts changed."""
    state = {
        "labels": LABELS, "weights": np.ones((4, 6)).tolist(), "x": NINE_STEPS.tolist(),
        "activations": ["step", "linear", "linear"], "second": [], "step": 1, **changes,
    }  # fmt: skip
    return fragment_of(state)


def fragment_of(value):
    return "#lstm=" + base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


SCRIPT = "<img src=x onerror='document.title=\"hacked\"'>"
HOSTILE = {
    "script text": "#lstm=" + SCRIPT,
    "script as a name": fragment(activations=["step", SCRIPT, "linear"]),
    "script as a label": fragment(labels=[SCRIPT, "x2", "x3", "1"]),
    "script as a number": fragment(weights=[[SCRIPT] * 6] * 4),
    "a hundred thousand steps": fragment(x=[[1, 0, 0, 1]] * 10**5),
    "501 steps": fragment(x=[[1, 0, 0, 1]] * 501),
    "no steps": fragment(x=[]),
    "NaN": fragment(x=[[float("nan"), 0, 0, 1]]),
    "infinity": fragment(x=[[float("inf"), 0, 0, 1]]),
    "null": fragment(x=[[None, 0, 0, 1]]),
    "a narrow sequence": fragment(x=[[1, 0, 0]]),
    "weights of another shape": fragment(weights=[[1] * 6] * 3),
    "ragged weights": fragment(weights=[[1] * 6] * 3 + [[1]]),
    "weights as text": fragment(weights="1"),
    "weights missing": fragment(weights=None),
    "unbounded gates": fragment(activations=["linear", "linear", "linear"]),
    "a prototype": fragment(activations=["constructor", "toString", "__proto__"]),
    "half a second cell": fragment(second=["step"]),
    "step 0": fragment(step=0),
    "step 10": fragment(step=10),
    "step 1.5": fragment(step=1.5),
    "step as text": fragment(step="1"),
    "no JSON": "#lstm=" + base64.urlsafe_b64encode(b"{").decode(),
    "no UTF-8": "#lstm=" + base64.urlsafe_b64encode(b'"\xff"').decode(),
    "a number alone": "#lstm=" + base64.urlsafe_b64encode(b"1").decode(),
    "null alone": "#lstm=" + base64.urlsafe_b64encode(b"null").decode(),
    "deeply nested": "#lstm=" + base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    "empty": "#lstm=",
}


def test_the_browser_refuses_a_hostile_link_in_a_sentence():
    results = in_javascript("stateFromFragment", [[link, LABELS] for link in HOSTILE.values()])
    for name, result in zip(HOSTILE, results, strict=True):
        assert result.keys() == {"refused"}, name
        assert 5 < len(result["refused"]) < 200, name
        assert "\n" not in result["refused"], name


@pytest.mark.parametrize("link", HOSTILE.values(), ids=HOSTILE)
def test_python_refuses_the_same_links_in_a_sentence(link):
    if link == HOSTILE["script as a label"]:
        return  # an explorer of its own may have any labels, as text
    with pytest.raises((ValueError, TypeError)) as caught:
        lt.CellExplorer.from_url("https://example.org/page.html" + link)
    assert "\n" not in str(caught.value)


# --- one name for both --------------------------------------------------------------------------------------


def test_a_file_that_calls_itself_a_twin_has_the_name_of_the_other():
    """Where link.js says that it is the twin of link.py."""
    for path in (PROJECT / "lstm_teach").rglob("*.js"):
        for twin in re.findall(r"the twin of ([\w/]+)\.py", path.read_text(encoding="utf-8")):
            assert twin.split("/")[-1] == path.stem, path
