"""The drawing in the browser and plot_cell's are two texts of one picture: here they are compared."""

from collections import Counter

import numpy as np
import pytest
from matplotlib.figure import Figure

import lstm_teach as lt
from lstm_teach.circuit import plot_cell
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
