"""The exercises of lesson 06: gates that learn."""

import math

import numpy as np

from lstm_teach.exercises.functions import judge_function, own_rng
from lstm_teach.exercises.judging import NotYet, as_cell, exercise, need_standard, run_cell
from lstm_teach.exercises.wording import capital


@exercise("6a")
def a_gate_that_is_nearly_open(answer):
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
        hint="Each step multiplies by f: solve f^n = left.",
        mistakes=[
            ("This is not always whole. Fix: give a whole number of steps.", steps),
            ("After so many steps there is still too much left. Fix: one step more.",
             lambda f, left: math.floor(steps(f, left))),
            ("For f = 0.5, after 3 steps just 0.125 is left, and less than 0.125 is wanted.",
             lambda f, left: math.ceil(steps(f, left))),
            ("This is one step too late.", lambda f, left: right(f, left) + 1),
            ("Rounding to the nearest is sometimes a step too early.", lambda f, left: round(steps(f, left))),
            *(("The memory does not lose the same amount at each step; it is multiplied.", lost)
              for lost in same_amount()),
            ("left is the part that is still there, not the part that is lost.",
             lambda f, left: math.floor(steps(f, 1 - left)) + 1),
            ("It is ln(left) / ln(f), not the other way round. Or are f and left exchanged in def?",
             lambda f, left: math.floor(1 / steps(f, left)) + 1),
        ],
    )  # fmt: skip


@exercise("6b")
def a_counter_by_hand(answer):
    """Judge a standard cell over (a, b) whose memory counts a's up and b's down, for n up to 1000."""
    cell = as_cell(answer, D=2)
    need_standard(cell)
    for n in (1, 2, 10, 100, 1000):
        trace = run_cell(cell, [[1, 0]] * n + [[0, 1]] * n)
        c = trace.c[:, 0]
        after = f"after {_letters(n, 'a')}"
        if not c[n - 1] >= n / 2:
            raise NotYet(f"{after} the memory is {c[n - 1]:.3g}, less than n/2 = {n / 2:g}.",
                         hint=_why_too_small(trace, n))  # fmt: skip
        wrong = np.abs(c[n:] - np.append(c[: n - 1][::-1], 0)) > 1e-9
        if wrong.any():
            k = int(wrong.argmax()) + 1
            before = np.append(c[: n - 1][::-1], 0)[k - 1]
            raise NotYet(
                f"{after} and {_letters(k, 'b')} the memory is {c[n + k - 1]:.6g}, "
                f"and it should be {before:.6g}, as after {_letters(n - k, 'a')}.",
                hint=_why_not_undone(trace, n),
            )


RECURRENT = "The first steps are right, later ones differ: is something written into weight_hh?"


def _letters(n, letter):
    return f"{n} {letter}" + "'s" * (n != 1)


def _why_too_small(trace, n):
    """What the first a writes, and what the forget gate keeps of it at the next ones."""
    i, g = trace.i[0, 0], trace.g[0, 0]
    if i * g < 0.5:
        gates = f"the input gate is {i:.3g}, the candidate {g:.3g}"
        return f"An a must add at least 0.5, and yours adds {i * g:.3g}: {gates}."
    leaks = _leaks(a=trace.f[:n, 0])
    return capital(leaks) if leaks else RECURRENT


def _why_not_undone(trace, n):
    """What an a adds and a b takes away, and what is kept meanwhile."""
    up, down = (float(trace.i[t, 0] * trace.g[t, 0]) for t in (0, n))
    if abs(up + down) > 1e-12:
        up, down = (f"{round(number, 9) + 0.0:.9g}" for number in (up, down))
        return f"An a adds {up}, a b adds {down}. Fix: both must be the same number, with opposite signs."
    leaks = _leaks(a=trace.f[:n, 0], b=trace.f[n:, 0])
    return f"What an a adds, a b takes away. But {leaks}" if leaks else RECURRENT


def _leaks(**gates):
    """At which letters the forget gate is not quite open, and how far; no text where it is open."""
    found = [f"{f.min():.12g} at {'an' if letter == 'a' else 'a'} {letter}" for letter, f in gates.items()
             if f.min() < 1]  # fmt: skip
    return f"the forget gate is {' and '.join(found)}: the memory leaks there." if found else ""
