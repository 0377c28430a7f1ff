"""The exercises of lesson 02: the standard cell."""

import math
from itertools import product
from typing import Any

import numpy as np

from lstm_teach.core.activations import SIGMOID
from lstm_teach.core.cell import LSTMCell
from lstm_teach.exercises.functions import judge_function, own_rng
from lstm_teach.exercises.judging import NotYet, as_cell, exercise, need_standard, numbers, run_cell
from lstm_teach.exercises.wording import sentences
from lstm_teach.words import say

OPEN, CLOSED = float(SIGMOID(10)), float(SIGMOID(-10))


@exercise("2a")
def two_steps(answer: Any) -> None:
    """Judge a function of (a, b): h_2 of the standard cell after (a, 1, 0) and (b, 0, 1)."""
    standard = LSTMCell.standard()

    def run(a, b):
        return standard.run([[a, 1, 0, 1], [b, 0, 1, 1]])

    def written_out(a, b, f=OPEN, i=CLOSED, bend=np.tanh, out=np.tanh):
        return out(f * bend(a) + i * bend(b))

    def linear(z):
        return z

    def constants(f, i):
        return lambda a, b: written_out(a, b, f, i)

    mistakes = [
        (say("Right but for the leaks of step 2: there i = sigmoid(-10) and f = sigmoid(10)."),
         constants(1, 0)),
        (say("Right but for the input gate of step 2: i = sigmoid(-10) is not quite 0."), constants(OPEN, 0)),
        (say("Right but for the forget gate of step 2: f = sigmoid(10) is not quite 1."),
         constants(1, CLOSED)),
        (say("This is the memory. Fix: return the output, o · tanh(c)."), lambda a, b: run(a, b).c[1, 0]),
        (say("The candidate goes through tanh, too."), lambda a, b: written_out(a, b, bend=linear)),
        (say("The output goes through tanh, too, and the candidate: tanh(z_g) and tanh(c)."),
         lambda a, b: written_out(a, b, bend=linear, out=linear)),
        (say("This is h_1, the output of step 1. It is h_2 that is wanted."), lambda a, b: run(a, b).h[0, 0]),
        (say("Either a and b are exchanged (a comes in step 1, b in step 2), or the two gates of step 2: "
             "there f = sigmoid(10) and i = sigmoid(-10)."),
         constants(CLOSED, OPEN)),
        (say("In step 2 the memory is not written anew: f · c_1 is missing."), constants(0, CLOSED)),
        (say("At step 2 x2 = 0: its input gate is sigmoid(-10), nearly closed."), constants(OPEN, 1)),
    ]  # fmt: skip
    forget = dict.fromkeys([OPEN, 1.0, *(round(OPEN, k) for k in range(4, 12))])
    write = dict.fromkeys([CLOSED, 0.0, *(round(CLOSED, k) for k in range(5, 16))])
    for f, i in product(forget, write):
        if (f, i) != (OPEN, CLOSED):
            mistakes.append((_rounded(f, i), constants(f, i)))
    hidden = [(float(a), float(b)) for a, b in own_rng("2a").uniform(-3, 3, (6, 2)).round(2)]
    judge_function(
        answer,
        "my_h",
        [(2, 5), (3, 1), (0.5, 9), (-2, 4), *hidden],
        lambda a, b: run(a, b).h[1, 0],
        hint=say("Write down the four sums z of both steps; each gate is sigmoid(z), also near 1."),
        mistakes=mistakes,
    )


def _rounded(f, i):
    """The hint for a sigmoid(10) or a sigmoid(-10) that is not exact."""
    if i == CLOSED:
        return say(
            "This is what you get with {:.12g} for sigmoid(10). Fix: call sigmoid, it gives all digits.", f
        )
    if f == OPEN:
        return say(
            "This is what you get with {:.12g} for sigmoid(-10). Fix: call sigmoid, it gives all digits.", i
        )
    return say("This is what you get with {:.12g} for sigmoid(10) and {:.12g} for sigmoid(-10). "
               "Fix: call sigmoid, it gives all digits.", f, i)  # fmt: skip


@exercise("2b")
def how_soon(answer: Any) -> None:
    """Judge a function of a limit: the earliest step after which a standard cell's memory can be above it."""
    rng = own_rng("2b")
    hidden = [*rng.uniform(0, 60, 10).round(3).tolist(), *rng.integers(3, 40, 3).tolist()]
    judge_function(
        answer,
        "my_steps",
        [(limit,) for limit in (5, 2.5, 1, 99, 0, 2.7, 7.2, *hidden)],
        lambda limit: math.floor(limit) + 1,
        whole=True,
        hint=say("Each step adds less than 1. What is the bound after n steps?"),
        mistakes=[
            (say("After n steps the memory is below n, never equal to it."), math.floor),
            (say("For a whole limit it is one step more: after n steps the memory is below n, "
                 "never equal to it."),
             math.ceil),
            (say("One step less is enough: after n steps the memory can be just below n."),
             lambda limit: math.floor(limit) + 2),
            (say("It is one step too many where the limit is not whole: for 2.5 it is 3 steps."),
             lambda limit: math.ceil(limit) + 1),
            (say("Rounding to the nearest goes up for 2.7 and down for 2.2. Fix: go to the whole "
                 "number below."),
             lambda limit: round(limit) + 1),
            (say("This is not always whole. Fix: give a whole number of steps."), lambda limit: limit + 1),
        ],
    )  # fmt: skip


@exercise("2c")
def your_own_scale(answer: Any) -> None:
    """Judge a pair (scale, cell): a standard cell whose h / scale is within 0.001 of the lecture's."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise NotYet(say("Give the pair (my_scale, my_cell)."))
    if isinstance(answer[0], LSTMCell):
        raise NotYet(
            say("The first part is a cell."), hint=say("Give the pair (my_scale, my_cell), the scale first.")
        )
    scale, cell = numbers(answer[0], "my_scale"), as_cell(answer[1], D=4)
    need_standard(cell)
    if scale.ndim or scale == 0 or not np.isfinite(scale):
        raise NotYet(say("my_scale must be one number other than 0."))
    rng, size = own_rng("2c"), (20, 50)
    x1, x2, x3 = rng.integers(1, 10, size), rng.integers(-1, 2, size), rng.integers(0, 2, size)
    x = np.stack([x1, x2, x3, np.ones(size)], axis=-1)
    x[:, 0, 1] = 1  # one sequence writes at every step
    wanted = LSTMCell.lee().run(x).h

    def error(**activations):
        return np.abs(run_cell(cell.replace(**activations), x).h / scale - wanted)

    if error().max() < 0.001:
        return
    step = np.unravel_index(error().argmax(), wanted.shape)[0] + 1
    linear = {"candidate_activation": "linear", "memory_activation": "linear"}
    if not error(gate_activation="step", **linear).max() < 1e-9:
        hint = say(
            "Even with gates of just 0 and 1, and without tanh, h / my_scale is not the lecture's output. "
            "Only the row of g is multiplied by my_scale; the gates may only become harder."
        )
    else:
        bends = leaks = ""
        if not error(gate_activation="step").max() < 0.001:
            bends = say("Large memories suffer most: tanh bends. Fix: a smaller scale.")
        if not error(**linear).max() < 0.001:
            leaks = say("Gates leak, and a smaller scale does not help there. Fix: harder gates.")
        little = say("tanh bends a little and the gates leak a little: it is too much together.")
        hint = sentences(bends, leaks) or little
    raise NotYet(say("The largest error is {:.2g}, at step {}.", error().max(), step), hint=hint)
