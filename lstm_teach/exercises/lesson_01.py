"""The exercises of lesson 01: the lecture's cell, by hand."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lstm_teach.core.cell import LSTMCell
from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.functions import judge_function, own_rng
from lstm_teach.exercises.gates import Plan, why_gates
from lstm_teach.exercises.judging import NotYet, as_cell, exercise, numbers, run_cell
from lstm_teach.words import later, say

SIX_STEPS = [[2, 1, 0, 1], [5, 0, 1, 1], [1, 1, 1, 1], [4, -1, 1, 1], [3, 1, 0, 1], [9, 0, 1, 1]]
REPLACING = {"f": (0, -100, 0, 10)}  # closes where x2 = 1: what is written replaces the memory
SIGMOID_10 = 1 / (1 + math.exp(-10))  # a forget gate that is nearly open
LINEAR = later("Use the lecture's activations: step, linear, linear.")


def with_rows(cell: LSTMCell, **rows: ArrayLike) -> LSTMCell:
    """Return a cell over (x1, x2, x3, 1) with the rows of some gates changed."""
    weights = dict(zip("ifgo", cell.weight_ih, strict=True))
    return cell.replace(weight_ih=np.array([(weights | rows)[gate] for gate in "ifgo"]))


def draw_inputs(rng: np.random.Generator, T: int, x2: Sequence[int]) -> np.ndarray:
    """Return T steps of (x1, x2, x3, 1), shape (T, 4): x1 from -9 to 9, x2 one of the given, x3 0 or 1."""
    return np.column_stack([rng.integers(-9, 10, T), rng.choice(x2, T), rng.integers(0, 2, T), np.ones(T)])


@exercise("1a")
def by_hand(answer: Any) -> None:
    """Judge the six outputs of the lecture's cell."""
    lee = LSTMCell.lee()
    run, not_wiping = lee.run(SIX_STEPS), with_rows(lee, f=(0, 0, 0, 10)).run(SIX_STEPS)
    likely = [
        (say("These are the memories. The output is the memory only where the output gate is open."), run.c),
        (say("These are the memories before each step. Fix: first write or wipe, then show the new memory."),
         run.c_prev),
        (say("Writing adds to the memory; it does not replace it."), [0, 2, 1, 0, 0, 3]),
        (say("First the memory of step 4 is wiped, then it is shown."), [0, 2, 3, 3, 0, 3]),
        (say("x2 = -1 closes the forget gate: the old memory is gone before it is shown."), not_wiping.h),
        (say("These are the inputs x1 where x3 = 1. The output gate shows the memory."), run.o * run.g),
    ]  # fmt: skip
    likely = [(hint, np.ravel(value)) for hint, value in likely]
    numbers(answer)  # what cannot be read is called "Your answer", not "Output"
    compare(
        answer, run.h.ravel(), hint=say("One step at a time: the gates first, then c, then h."), likely=likely
    )


@exercise("1b")
def a_cell_that_replaces(answer: Any) -> None:
    """Judge a cell in which x2 = 1 replaces the memory, on drawn sequences."""
    cell, x = as_cell(answer, D=4), draw_inputs(own_rng("1b"), 50, x2=[0, 1])
    x[:, 0] *= 2.5
    wanted = with_rows(LSTMCell.lee(), **REPLACING).run(x).h
    try:
        compare(run_cell(cell, x).h, wanted)
    except NotYet as problem:
        plan = Plan(x[:, 0] * x[:, 1], keep=1 - x[:, 1], show=x[:, 2])
        if cell.activations != LSTMCell.lee().activations:
            problem.hint = say(LINEAR)
        elif problem.place is not None:
            problem.hint = why_gates(cell, x, plan, problem.place[0], ("x1", "x2", "x3"))
        raise


@exercise("1c")
def how_long_a_soft_memory_lasts(answer: Any) -> None:
    """Judge a function of (memory, limit): the first step after which the memory is below the limit."""

    def steps(memory, limit, keep=SIGMOID_10):
        return math.log(limit / memory) / math.log(keep)

    def rounded(decimals):
        return lambda memory, limit: math.floor(steps(memory, limit, round(SIGMOID_10, decimals))) + 1

    rng = own_rng("1c")
    hidden = [(memory, memory * rng.uniform(0.2, 0.999)) for memory in rng.uniform(1, 200, 8).round(2)]
    judge_function(
        answer,
        "my_steps",
        [(7, 6.99), (7, 3.5), (100, 99), (2, 1.9999), *((float(m), float(k)) for m, k in hidden)],
        lambda memory, limit: math.floor(steps(memory, limit)) + 1,
        whole=True,
        hint=say("Solve memory · sigmoid(10)^n = limit for n, with all digits of sigmoid(10)."),
        mistakes=[
            (say("This is not whole. Fix: give a whole number, the first step below the limit."), steps),
            (say("After so many steps the memory is still above the limit. Fix: one step more."),
             lambda *given: math.floor(steps(*given))),
            (say("This is one step too late: after one step less the memory is below the limit already."),
             lambda *given: math.floor(steps(*given)) + 2),
            (say("Rounding to the nearest is sometimes one step too early. Fix: go up to the next "
                 "whole number."),
             lambda *given: round(steps(*given))),
            (say("The memory does not lose the same amount at each step; it is multiplied."),
             lambda memory, limit: math.floor((memory - limit) / (memory * (1 - SIGMOID_10))) + 1),
            *((say("This is what you get with {} for sigmoid(10). Fix: use all its digits.",
                   round(SIGMOID_10, k)), rounded(k)) for k in range(5, 9)),
        ],
    )  # fmt: skip
