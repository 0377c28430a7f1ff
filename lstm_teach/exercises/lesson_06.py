"""The exercises of lesson 06: gates that learn."""

import math

import numpy as np

from lstm_teach.exercises.judging import NotYet, as_cell, call, compare, exercise


@exercise("6a")
def a_gate_that_is_nearly_open(answer):
    """Judge a function of (f, left): the steps after which less than this part of the memory is left."""
    for f, left in [(0.99, 0.9), (0.99, 0.5), (0.999, 0.9), (0.5, 0.125)]:
        steps, wanted = math.log(left) / math.log(f), 1
        while f**wanted >= left:
            wanted += 1
        compare(
            call(answer, f, left),
            wanted,
            f"my_steps({f}, {left})",
            hint="Each step multiplies by f: solve f^n = left.",
            likely=[
                ("Give a whole number of steps.", steps),
                ("One step too few. Put your number in: is f ** n less than left?", wanted - 1),
                ("The memory does not lose the same amount each step; it is multiplied.",
                 math.floor((1 - left) / (1 - f)) + 1),
            ],
        )  # fmt: skip


@exercise("6b")
def a_counter_by_hand(answer):
    """Judge a standard cell over (a, b) whose memory counts a's up and b's down, for n up to 1000."""
    cell = as_cell(answer, D=2)
    names = cell.gate_activation.name, cell.candidate_activation.name, cell.memory_activation.name
    if names != ("sigmoid", "tanh", "tanh"):
        raise NotYet("your cell is not a standard one.", hint="Standard: sigmoid gates, tanh and tanh.")
    for n in (1, 2, 10, 100, 1000):
        c = cell.run([[1, 0]] * n + [[0, 1]] * n).c[:, 0]
        if not c[n - 1] >= n / 2:
            raise NotYet(
                f"after {n} a's the memory is {c[n - 1]:.3g}, less than n/2 = {n / 2:g}.",
                hint="An a must add at least 0.5: an open input gate, and a candidate near 1.",
            )
        wrong = np.abs(c[n:] - np.append(c[: n - 1][::-1], 0)) > 1e-9
        if wrong.any():
            k = wrong.argmax() + 1
            raise NotYet(
                f"after {n} a's and {k} b's the memory is {c[n + k - 1]:.6g}, not as after {n - k} a's.",
                hint="A b takes away just what an a adds, and nothing may leak: are the gates hard enough?",
            )
