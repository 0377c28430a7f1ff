"""What the lessons tell is true, and their exercises accept right answers and refuse wrong ones."""

import re

import numpy as np
import pytest

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from tests.lessons import sources

LEE = lt.LSTMCell.lee()


def with_weight(gate, column, value, cell=LEE):
    """The cell with one weight changed, as with a slider."""
    weight_ih = cell.weight_ih.copy()
    weight_ih[lt.GATE_ORDER.index(gate), cell.input_labels.index(column)] = value
    return cell.replace(weight_ih=weight_ih)


def outputs(cell, x=NINE_STEPS):
    return cell.run(x).h.ravel().tolist()


class TestLesson00:
    def test_writing_5_instead_of_4_shows_8_until_the_wipe(self):
        x = NINE_STEPS.copy()
        x[3, 0] = 5
        trace = LEE.run(x)
        assert trace.c.ravel().tolist() == [0, 3, 3, 8, 8, 8, 0, 6, 6]
        assert trace.h[5] == 8

    def test_below_a_weight_of_10_nothing_is_written(self):
        assert with_weight("i", "x2", 9.9).run(NINE_STEPS).c.max() == 0
        assert with_weight("i", "x2", 10).run(NINE_STEPS).c.max() == 7
        assert with_weight("i", "x2", -9.9).run(NINE_STEPS).c.max() == 0
        assert with_weight("i", "x2", -10).run(NINE_STEPS).c.ravel().tolist() == [0, 0, 0, 0, 0, 0, 3, 3, 3]


class TestLesson01:
    def test_doubling_the_candidate_doubles_the_outputs(self):
        assert outputs(with_weight("g", "x1", 2)) == [0, 0, 0, 0, 0, 14, 0, 0, 12]

    def test_a_forget_gate_that_closes_loses_the_memory_one_step_after_writing(self):
        trace = with_weight("f", "1", -10).run(NINE_STEPS)
        assert trace.h.ravel().tolist() == [0] * 9
        assert trace.c[3] == 4

    def test_a_small_input_weight_never_writes_and_10_just_does(self):
        assert outputs(with_weight("i", "x2", 5)) == [0] * 9
        assert outputs(with_weight("i", "x2", 10)) == outputs(LEE)

    def test_an_open_output_gate_shows_the_memory_at_every_step(self):
        trace = with_weight("o", "1", 10).run(NINE_STEPS)
        assert trace.h.tolist() == trace.c.tolist()
        assert (trace.h[5], trace.h[8]) == (7, 6)

    def test_the_soft_cell_gives_the_numbers_told(self):
        y = outputs(LEE.replace(gate_activation="sigmoid"))
        assert [round(y[k], 6) for k in (5, 8, 1)] == [6.999501, 5.999773, 0.000136]
        text = "\n".join(sources("01_lee_cell.ipynb", "markdown").values())
        for told in ("6.999501", "5.999773", "0.000136"):
            assert told in text

    def test_smaller_gate_weights_leak(self):
        y6 = []
        for factor in (1, 0.1, 0.01):
            rows = {
                gate: np.array(w) * (factor if gate != "g" else 1)
                for gate, w in lt.examples.LEE_WEIGHTS.items()
            }
            cell = lt.LSTMCell.from_gates(**rows, candidate_activation="linear", memory_activation="linear")
            y6.append(outputs(cell)[5])
        assert abs(y6[0] - 7) < 0.001
        assert all(abs(y - 7) > 1 for y in y6[1:])


ANSWERS = {
    1: ["[0, 2, 3, 3, 0, 3]", "[0, 2, 3, 0, 0]", "[0, 2, 2, 0, 0, 3]", "[0] * 6"],
    2: ["lee", "lee.replace(gate_activation='sigmoid')", "lee.replace(bias=[0, -100, 0, 0])"],
    3: ["31", "33", "31.49", "0"],
}


def attempt(number, answer):
    """Run the check of an exercise of lesson 01 on an answer, given as code; return what it prints."""
    cells = sources("01_lee_cell.ipynb")
    printed = []
    names = {"print": lambda *words: printed.append(" ".join(map(str, words)))}
    for cell in ("imports", "package", "soft"):
        exec(cells[cell], names)
    exec(answer, names)
    exec(cells[f"check-{number}"], names)
    return printed[-1]


def variable(number):
    return sources("01_lee_cell.ipynb")[f"exercise-{number}"].partition(" =")[0]


@pytest.mark.parametrize("number", ANSWERS)
def test_an_exercise_starts_open(number):
    assert attempt(number, f"{variable(number)} = ...") == f"Exercise {number}: open"


@pytest.mark.parametrize("number", ANSWERS)
def test_the_solution_in_the_lesson_is_right(number):
    text = sources("01_lee_cell.ipynb", "markdown")[f"solution-{number}"]
    solution = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    assert attempt(number, solution) == f"Exercise {number}: right"


@pytest.mark.parametrize(("number", "answer"), [(n, a) for n, answers in ANSWERS.items() for a in answers])
def test_a_wrong_answer_is_refused_with_a_hint(number, answer):
    with pytest.raises(AssertionError, match="not yet"):
        attempt(number, f"{variable(number)} = {answer}")
