"""The exercises of lesson 06: gates that learn."""

import math
from typing import Any

import numpy as np

from lstm_teach.exercises.functions import judge_function, own_rng
from lstm_teach.exercises.judging import NotYet, as_cell, exercise, need_standard, run_cell
from lstm_teach.exercises.wording import many
from lstm_teach.words import later, say

#: How many letters, in exercise 6b.
A, B = (later("{} a"), later("{} a's")), (later("{} b"), later("{} b's"))
RECURRENT = later("The first steps are right, later ones differ: is something written into weight_hh?")


@exercise("6a")
def a_gate_that_is_nearly_open(answer: Any) -> None:
    """Judge a function of (f, left): the steps after which less than this part of the memory is left."""

    def steps(f, left):
        return math.log(left) / math.log(f)

    def right(f, left):
        n = 1
        while f**n >= left:
            n += 1
        return n

    def same_amount():
        """The steps of somebody who subtracts 1 - f, in the ways in which people round."""
        for digits in (9, 16):
            for whole in (math.ceil, round, lambda n: math.floor(n) + 1, lambda n: round(n) + 1):
                yield lambda f, left, digits=digits, whole=whole: whole(round((1 - left) / (1 - f), digits))

    rng = own_rng("6a")
    hidden = [(float(f), float(left)) for f, left in rng.uniform((0.3, 0.05), (0.995, 0.95), (8, 2)).round(3)]
    judge_function(
        answer,
        "my_steps",
        [(0.99, 0.9), (0.99, 0.5), (0.999, 0.9), (0.5, 0.125), *hidden, (0.25, 0.0625)],
        right,
        whole=True,
        hint=say("Each step multiplies by f: solve f^n = left."),
        mistakes=[
            (say("This is not always whole. Fix: give a whole number of steps."), steps),
            (say("After so many steps there is still too much left. Fix: one step more."),
             lambda f, left: math.floor(steps(f, left))),
            (say("For f = 0.5, after 3 steps just 0.125 is left, and less than 0.125 is wanted."),
             lambda f, left: math.ceil(steps(f, left))),
            (say("This is one step too late."), lambda f, left: right(f, left) + 1),
            (say("Rounding to the nearest is sometimes a step too early."),
             lambda f, left: round(steps(f, left))),
            *((say("The memory does not lose the same amount at each step; it is multiplied."), lost)
              for lost in same_amount()),
            (say("left is the part that is still there, not the part that is lost."),
             lambda f, left: math.floor(steps(f, 1 - left)) + 1),
            (say("It is ln(left) / ln(f), not the other way round. Or are f and left exchanged in def?"),
             lambda f, left: math.floor(1 / steps(f, left)) + 1),
        ],
    )  # fmt: skip


@exercise("6b")
def a_counter_by_hand(answer: Any) -> None:
    """Judge a standard cell over (a, b) whose memory counts a's up and b's down, for n up to 1000."""
    cell = as_cell(answer, D=2)
    need_standard(cell)
    for n in (1, 2, 10, 100, 1000):
        trace = run_cell(cell, [[1, 0]] * n + [[0, 1]] * n)
        c, after = trace.c[:, 0], many(n, *A)
        if not c[n - 1] >= n / 2:
            said = say("After {} the memory is {:.3g}, less than n/2 = {:g}.", after, c[n - 1], n / 2)
            raise NotYet(said, hint=_why_too_small(trace, n))
        before = np.append(c[: n - 1][::-1], 0)
        wrong = np.abs(c[n:] - before) > 1e-9
        if wrong.any():
            k = int(wrong.argmax()) + 1
            said = say("After {} and {} the memory is {:.6g}, and it should be {:.6g}, as after {}.",
                       after, many(k, *B), c[n + k - 1], before[k - 1], many(n - k, *A))  # fmt: skip
            raise NotYet(said, hint=_why_not_undone(trace, n))


def _why_too_small(trace, n):
    """What the first a writes, and what the forget gate keeps of it at the next ones."""
    i, g, kept = trace.i[0, 0], trace.g[0, 0], trace.f[:n, 0].min()
    if i * g < 0.5:
        return say("An a must add at least 0.5, and yours adds {:.3g}: the input gate is {:.3g}, "
                   "the candidate {:.3g}.", i * g, i, g)  # fmt: skip
    if kept < 1:
        return say("The forget gate is {:.12g} at an a: the memory leaks there.", kept)
    return say(RECURRENT)


def _why_not_undone(trace, n):
    """What an a adds and a b takes away, and what is kept meanwhile."""
    up, down = (float(trace.i[t, 0] * trace.g[t, 0]) for t in (0, n))
    if abs(up + down) > 1e-12:
        return say("An a adds {:.9g}, a b adds {:.9g}. Fix: both must be the same number, with opposite "
                   "signs.", round(up, 9) + 0.0, round(down, 9) + 0.0)  # fmt: skip
    at_a, at_b = trace.f[:n, 0].min(), trace.f[n:, 0].min()
    if at_a < 1 and at_b < 1:
        return say("What an a adds, a b takes away. But the forget gate is {:.12g} at an a and {:.12g} at a "
                   "b: the memory leaks there.", at_a, at_b)  # fmt: skip
    if at_a < 1:
        return say("What an a adds, a b takes away. But the forget gate is {:.12g} at an a: "
                   "the memory leaks there.", at_a)  # fmt: skip
    if at_b < 1:
        return say("What an a adds, a b takes away. But the forget gate is {:.12g} at a b: "
                   "the memory leaks there.", at_b)  # fmt: skip
    return say(RECURRENT)
