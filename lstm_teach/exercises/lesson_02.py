"""The exercises of lesson 02: the standard cell."""

import math

import numpy as np

from lstm_teach.cell import LSTMCell
from lstm_teach.exercises.judging import NotYet, as_cell, call, compare, exercise, numbers


@exercise("2a")
def two_steps(answer):
    """Judge a function of (a, b): h_2 of the standard cell after (a, 1, 0) and (b, 0, 1)."""
    standard = LSTMCell.standard()
    for a, b in [(2, 5), (3, 1), (0.5, 9), (-2, 4)]:
        run = standard.run([[a, 1, 0, 1], [b, 0, 1, 1]])
        compare(
            call(answer, a, b),
            run.h[1, 0],
            f"my_h({a}, {b})",
            tolerance=1e-12,
            hint="Write down the four sums z of both steps; each gate is sigmoid(z), also near 1.",
            likely=[
                ("Right but for the leaks of step 2: there i = sigmoid(-10) and f = sigmoid(10).",
                 np.tanh(np.tanh(a))),
                ("This is the memory. The output is o · tanh(c).", run.c[1, 0]),
                ("The candidate goes through tanh, too.",
                 run.o[1, 0] * np.tanh(run.f[1, 0] * run.i[0, 0] * a + run.i[1, 0] * b)),
            ],
        )  # fmt: skip


@exercise("2b")
def how_soon(answer):
    """Judge a function of a limit: the earliest step after which a standard cell's memory can be above it."""
    for limit in (5, 2.5, 1, 99, 0):
        wanted = math.floor(limit) + 1
        compare(
            call(answer, limit),
            wanted,
            f"my_steps({limit})",
            hint="Each step adds less than 1. What is the bound after n steps?",
            likely=[
                ("After n steps the memory is below n, never equal to it.", wanted - 1),
                ("One step less is enough: the memory may come as near to n as you like.", wanted + 1),
            ],
        )


@exercise("2c")
def your_own_scale(answer):
    """Judge a pair (scale, cell): a standard cell whose h / scale is within 0.001 of the lecture's."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise NotYet("give the pair (my_scale, my_cell).")
    scale, cell = numbers(answer[0], "my_scale"), as_cell(answer[1], D=4)
    names = cell.gate_activation.name, cell.candidate_activation.name, cell.memory_activation.name
    if names != ("sigmoid", "tanh", "tanh"):
        raise NotYet("your cell is not a standard one.", hint="Standard: sigmoid gates, tanh and tanh.")
    if scale.ndim or scale == 0:
        raise NotYet("my_scale must be one number other than 0.")
    rng, size = np.random.default_rng(3), (20, 50)
    x1, x2, x3 = rng.integers(1, 10, size), rng.integers(-1, 2, size), rng.integers(0, 2, size)
    x = np.stack([x1, x2, x3, np.ones(size)], axis=-1)
    x[:, 0, 1] = 1  # one sequence writes at every step
    error = np.abs(cell.run(x).h / scale - LSTMCell.lee().run(x).h)
    if not error.max() < 0.001:
        hard = cell.replace(gate_activation="step").run(x).h / scale  # the same without leaks
        bend = np.abs(hard - LSTMCell.lee().run(x).h).max() >= 0.001
        step = np.unravel_index(error.argmax(), error.shape)[0] + 1
        raise NotYet(
            f"the largest error is {error.max():.2g}, at step {step}.",
            hint="Large memories suffer most: tanh bends. A smaller scale helps."
            if bend
            else "Gates that leak: are they hard enough for so small a scale?",
        )
