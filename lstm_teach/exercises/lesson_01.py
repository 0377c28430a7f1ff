"""The exercises of lesson 01: the lecture's cell, by hand."""

import math

import numpy as np

from lstm_teach.cell import LSTMCell
from lstm_teach.exercises.judging import as_cell, call, compare, exercise

SIX_STEPS = [[2, 1, 0, 1], [5, 0, 1, 1], [1, 1, 1, 1], [4, -1, 1, 1], [3, 1, 0, 1], [9, 0, 1, 1]]
REPLACING = {"f": (0, -100, 0, 10)}  # closes where x2 = 1: what is written replaces the memory
LINEAR = "Use the lecture's activations: step, linear, linear."


def with_rows(cell, **rows):
    """Return a cell over (x1, x2, x3, 1) with the rows of some gates changed."""
    weights = dict(zip("ifgo", cell.weight_ih, strict=True))
    return cell.replace(weight_ih=np.array([(weights | rows)[gate] for gate in "ifgo"]))


def draw_inputs(rng, T, x2):
    """Return T steps of (x1, x2, x3, 1), shape (T, 4); x2 is drawn from the given numbers."""
    return np.column_stack([rng.integers(1, 10, T), rng.choice(x2, T), rng.integers(0, 2, T), np.ones(T)])


@exercise("1a")
def by_hand(answer):
    """Judge the six outputs of the lecture's cell."""
    lee = LSTMCell.lee()
    run, not_wiping = lee.run(SIX_STEPS), with_rows(lee, f=(0, 0, 0, 10)).run(SIX_STEPS)
    likely = [
        ("These are the memories. The output is the memory only where the output gate is open.", run.c),
        ("At each step first write or wipe, then show: the output shows the new memory.", run.o * run.c_prev),
        ("Writing adds to the memory; it does not replace it.", [0, 2, 1, 0, 0, 3]),
        ("x2 = -1 closes the forget gate: the old memory is gone before it is shown.", not_wiping.h),
    ]
    likely = [(hint, np.ravel(value)) for hint, value in likely]
    compare(answer, run.h.ravel(), hint="One step at a time: the gates first, then c, then h.", likely=likely)


@exercise("1b")
def a_cell_that_replaces(answer):
    """Judge a cell in which x2 = 1 replaces the memory, on drawn sequences."""
    cell, x = as_cell(answer, D=4), draw_inputs(np.random.default_rng(1), 50, x2=[0, 1])
    wanted = with_rows(LSTMCell.lee(), **REPLACING).run(x).h
    never = with_rows(LSTMCell.lee(), f=(0, 0, 0, -10)).run(x).h
    likely = [
        ("Your cell still adds. Which gate must close where x2 = 1?", LSTMCell.lee().run(x).h),
        ("Your forget gate never opens. Where x2 = 0 it must keep the memory.", never),
    ]
    names = cell.gate_activation.name, cell.candidate_activation.name, cell.memory_activation.name
    hint = "Only the row of f must change." if names == ("step", "linear", "linear") else LINEAR
    compare(cell.run(x).h, wanted, axes=("step", "unit"), hint=hint, likely=likely)


@exercise("1c")
def how_long_a_soft_memory_lasts(answer):
    """Judge a function of (memory, limit): the first step after which the memory is below the limit."""
    keep = 1 / (1 + math.exp(-10))
    for memory, limit in [(7, 6.99), (7, 3.5), (100, 99), (2, 1.9999)]:
        steps = math.log(limit / memory) / math.log(keep)
        compare(
            call(answer, memory, limit),
            math.floor(steps) + 1,
            f"my_steps({memory}, {limit})",
            hint="Solve memory · sigmoid(10)^n = limit for n.",
            likely=[
                ("Give a whole number: the first step below the limit.", steps),
                ("After this step it is not yet below the limit: round up.", math.floor(steps)),
            ],
        )
