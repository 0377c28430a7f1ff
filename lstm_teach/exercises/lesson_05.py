"""The exercises of lesson 05: gradients."""

from typing import Any

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.gradients import backward
from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.functions import judge_function
from lstm_teach.exercises.judging import NotYet, call, exercise
from lstm_teach.exercises.wording import Axis
from lstm_teach.words import later, say

UNITS = Axis(later("{}, unit {}"), later("one for each unit"))


@exercise("5a")
def how_open(answer: Any) -> None:
    """Judge a function of a number of steps: the forget bias with which half of the gradient is left."""

    def gate(steps):
        return 0.5 ** (1 / steps)

    def right(steps):
        return np.log(gate(steps) / (1 - gate(steps)))

    judge_function(
        answer,
        "my_bias",
        [(steps,) for steps in (100, 1, 10, 1000)],
        right,
        tolerance=1e-6,
        hint=say("Half is left: sigmoid(b) ** steps = 0.5. Solve for sigmoid(b), then for b."),
        mistakes=[
            (say("This is the gate itself. Which b gives it?"), gate),
            (say("All signs are wrong: an open gate has a positive bias."), lambda steps: -right(steps)),
        ],
    )


@exercise("5b")
def other_activations(answer: Any) -> None:
    """Judge (my_dc, my_dz_g, my_dz_o): three lines of the derivation for linear candidate and memory."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 3:
        raise NotYet(
            say("Give three functions, (my_dc, my_dz_g, my_dz_o)."),
            hint=say("Which of the six lines of the derivation hold a tanh or its slope?"),
        )
    my_dc, my_dz_g, my_dz_o = answer
    rng = np.random.default_rng(5)
    for H in (3, 1, 4):
        cell = LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, 2), (4 * H, H), (4 * H,))),
                        candidate_activation="linear", memory_activation="linear")  # fmt: skip
        run = cell.run(rng.normal(size=(5, 2)))
        wanted, t = backward(cell, run, rng.normal(size=(5, H))), 2
        from_c, dc, dh = wanted.c[t + 1] * run.f[t + 1], wanted.c[t], wanted.h[t]
        i, g, o, c = run.i[t], run.g[t], run.o[t], run.c[t]
        compare(call(my_dc, from_c.copy(), dh.copy(), o.copy(), c.copy(), what="my_dc"), dc, "my_dc",
                axis=UNITS, hint=say("h = o · c: what is its slope in c? And what comes from step t + 1?"),
                likely=[
                    (say("The slope of tanh is still in it; here the output is o · c."),
                     from_c + dh * o * (1 - np.tanh(c) ** 2)),
                    (say("What comes from the next step's memory is missing."), dh * o),
                ])  # fmt: skip
        compare(call(my_dz_g, dc.copy(), i.copy(), g.copy(), what="my_dz_g"), wanted.z_g[t], "my_dz_g",
                axis=UNITS, hint=say("c = f · c_prev + i · g, and g = z_g."),
                likely=[
                    (say("The slope of tanh is still in it; here g = z_g."), dc * i * (1 - g**2)),
                    (say("This is the way to i. What stands beside g?"), dc * g),
                ])  # fmt: skip
        compare(call(my_dz_o, dh.copy(), o.copy(), c.copy(), what="my_dz_o"), wanted.z_o[t], "my_dz_o",
                axis=UNITS, hint=say("h = o · c, and o = sigmoid(z_o)."),
                likely=[
                    (say("tanh(c) is still in it; here o is multiplied by c itself."),
                     dh * np.tanh(c) * o * (1 - o)),
                    (say("The slope of the sigmoid is missing: the output gate is still soft."), dh * c),
                    (say("This is the way to c. What stands beside o?"), dh * o),
                ])  # fmt: skip


@exercise("5c")
def the_gradient_that_is_lost(answer: Any) -> None:
    """Judge a function of the memory c: the factor by which the tanh of the output shrinks its gradient."""
    standard = LSTMCell.standard()
    linear = standard.replace(memory_activation="linear")
    factors = {}  # by memory
    for x1 in (3, 0.1, 1, -2):
        x, dL_dh = [[x1, 1, 1, 1]], [[1.0]]
        run = standard.run(x)
        factor = backward(standard, run, dL_dh).c / backward(linear, linear.run(x), dL_dh).c
        factors[run.c.item()] = factor.item()
    judge_function(
        answer,
        "my_factor",
        [(c,) for c in factors],
        factors.get,
        hint=say("It is the slope of tanh at the memory."),
        mistakes=[
            (say("This is tanh itself; its slope is wanted."), np.tanh),
            (say("The slope is 1 - tanh², not 1 - tanh."), lambda c: 1 - np.tanh(c)),
            (say("This is what is lost; wanted is what is left."), lambda c: np.tanh(c) ** 2),
        ],
    )
