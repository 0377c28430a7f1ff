"""Exercise 7a: the gradients as a loop, compared with the right ones and with the mistakes of derivations."""

from itertools import permutations
from typing import Any

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.gradients import backward
from lstm_teach.core.signals import GATE_ORDER, MEANINGS
from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.functions import own_rng
from lstm_teach.exercises.judging import NotYet, call, numbers
from lstm_teach.exercises.wording import Axis, of_weights, sentences
from lstm_teach.words import later, say

__all__ = ["judge_gradients"]

NAMES = ("weight_ih", "weight_hh", "bias")
ROWS = Axis(later("{}[{}]"), later("one for each row of bias"))

#: The hint for each mistake that _derivation() can make.
MISTAKES = {
    "h": later("The path through h is missing: h_t goes into the sums z of step t + 1, too."),
    "tanh": later("The slope of tanh(c) is missing in δc."),
    "1 - tanh": later("The slope of tanh(c) is 1 - tanh(c)², not 1 - tanh(c)."),
    "o": later("h = o · tanh(c): the o is missing in δc."),
    "one": later("δc_t needs what comes from the next memory: δc_{{t+1}} · f_{{t+1}}."),
    "from_c f": later(
        "What comes from the next memory is not multiplied by its forget gate: δc_{{t+1}} · f_{{t+1}}."
    ),
    "f": later(
        "δc_{{t+1}} is multiplied by the forget gate of step t + 1, where it was made, not by that of step t."
    ),
    "c": later("δz_f needs the memory before the step, c_{{t-1}}."),
    "swapped": later("δz_i needs g, and δz_f needs the old memory c_{{t-1}}: they are exchanged."),
    "z_i": later("δz_i needs g, what stands beside i."),
    "z_g": later("δz_g needs i, what stands beside g."),
    "z_o": later("δz_o needs tanh(c), what stands beside o, not c."),
    "slopes": later("The slopes of the gates are missing: i (1 - i), f (1 - f), o (1 - o)."),
    "slope i": later("δz_i needs the slope of its sigmoid, i (1 - i)."),
    "slope f": later("δz_f needs the slope of its sigmoid, f (1 - f)."),
    "slope g": later("δz_g needs the slope of its tanh, 1 - g²."),
    "slope 1 - g": later("The slope of the candidate's tanh is 1 - g², not 1 - g."),
    "slope o": later("δz_o needs the slope of its sigmoid, o (1 - o)."),
    "h_t": later("weight_hh is multiplied by h_{{t-1}}, the output of the step before: trace.h_prev."),
    "last": later("Only the last step's dL_dh is used. Fix: take dL_dh[t] at each step."),
    "now": later("dL_dh[t] is missing in δh: the direct part, what the loss itself gives at step t."),
    "forwards": later("The loop must go backwards in time: step t needs what comes from step t + 1."),
    "no sum": later(
        "The bias has no sum over the steps: one row for each step is left. Fix: dz.sum(axis=0)."
    ),
    "mean bias": later("The gradients of the steps are averaged for the bias. Fix: add them."),
    "mean": later("The gradients of the steps are averaged. Fix: add them."),
    "f, i, g, o": later("The rows of i and f are exchanged. Fix: stack them as i, f, g, o."),
    "i, f, o, g": later("The rows of g and o are exchanged. Fix: stack them as i, f, g, o."),
    "sign": later("All signs are wrong."),
    "step": later("This is the gradient of one step only. Fix: add those of all steps."),
}


def judge_gradients(answer: Any) -> None:
    """Judge a function of (cell, trace, dL_dh) -> the gradients of weight_ih, weight_hh and bias."""
    rng = own_rng("7a")
    for D, H, T in [(4, 3, 6), (2, 1, 4), (3, 5, 9)]:
        cell = LSTMCell(*(rng.normal(size=shape) for shape in ((4 * H, D), (4 * H, H), (4 * H,))))
        trace, dL_dh = cell.run(rng.normal(size=(T, D))), rng.normal(size=(T, H))
        mine = call(answer, cell, trace, dL_dh.copy(), what="my_gradients")
        if not isinstance(mine, (tuple, list)) or len(mine) != 3:
            raise NotYet(say("Return three arrays: the gradients of weight_ih, weight_hh and bias."))
        right, called = backward(cell, trace, dL_dh), [say("The gradient of {}", name) for name in NAMES]
        mine = [numbers(part, what) for part, what in zip(mine, called, strict=True)]
        for gradient, name, what in zip(mine, NAMES, called, strict=True):
            try:
                compare(gradient, getattr(right, name), what, axis=ROWS, place=of_weights(H=H))
            except NotYet as problem:
                problem.hint = (
                    _likely_mistake(mine, cell, trace, dL_dh)
                    or problem.hint
                    or sentences(
                        _of_one_step(answer, cell, rng),
                        say("Check one line after the other against lesson 05, section 3."),
                    )
                )
                raise


def _derivation(cell, trace, dL_dh, mistake=""):
    """The gradients of weight_ih (4H, D), weight_hh (4H, H) and bias (4H,), with one of MISTAKES."""
    i, f, g, o, c_prev, c = trace.i, trace.f, trace.g, trace.o, trace.c_prev, trace.c
    dz, from_h, from_c = np.zeros((len(trace), 4 * cell.hidden_size)), 0, 0
    steps = range(len(trace))
    for t in steps if mistake == "forwards" else reversed(steps):
        loss = dL_dh[t] * (mistake != "now") * (mistake != "last" or t == len(trace) - 1)
        dh = loss + from_h * (mistake != "h")
        slope = {"tanh": 1, "1 - tanh": 1 - np.tanh(c[t])}.get(mistake, 1 - np.tanh(c[t]) ** 2)
        dc = from_c * (mistake != "one") + dh * (1 if mistake == "o" else o[t]) * slope
        beside_i = c_prev[t] if mistake == "swapped" else i[t] if mistake == "z_i" else g[t]
        beside_f = {"c": c[t], "swapped": g[t]}.get(mistake, c_prev[t])
        s = {gate: 1 if mistake in ("slopes", f"slope {gate}") else a * (1 - a)
             for gate, a in zip("ifo", (i[t], f[t], o[t]), strict=True)}  # fmt: skip
        slope_g = {"slope g": 1, "slope 1 - g": 1 - g[t]}.get(mistake, 1 - g[t] ** 2)
        parts = [
            dc * beside_i * s["i"],
            dc * beside_f * s["f"],
            dc * (g[t] if mistake == "z_g" else i[t]) * slope_g,
            dh * (c[t] if mistake == "z_o" else np.tanh(c[t])) * s["o"],
        ]
        order = {"f, i, g, o": (1, 0, 2, 3), "i, f, o, g": (0, 1, 3, 2)}.get(mistake, (0, 1, 2, 3))
        dz[t] = np.concatenate([parts[k] for k in order])
        from_h = cell.weight_hh.T @ dz[t]
        from_c = dc * (1 if mistake == "from_c f" else f[t - 1] if mistake == "f" else f[t])
    dz *= {"mean": 1 / len(trace), "sign": -1}.get(mistake, 1)
    if mistake == "step":
        dz[1:] = 0
    h = trace.h if mistake == "h_t" else trace.h_prev
    bias = {"mean bias": dz.mean(axis=0), "no sum": dz}.get(mistake, dz.sum(axis=0))
    return dz.T @ trace.x, dz.T @ h, bias


def _likely_mistake(mine, cell, trace, dL_dh):
    """The hint for the mistake that gives all three gradients of an answer; "" if none does."""
    right = _derivation(cell, trace, dL_dh)
    if _equal(mine, [part.T for part in right]):
        return say("They are transposed. Fix: give each gradient the shape of its weights.")
    if any(_equal(mine, [right[k] for k in order]) for order in permutations(range(3))):
        return say("All three are right, in another order. Fix: return weight_ih, weight_hh, bias.")
    for mistake, hint in MISTAKES.items():
        if _equal(mine, _derivation(cell, trace, dL_dh, mistake)):
            return say(hint)
    return ""


def _equal(mine, others):
    pairs = zip(mine, others, strict=True)
    return all(a.shape == b.shape and np.allclose(a, b, rtol=1e-9, atol=1e-11) for a, b in pairs)


def _of_one_step(answer, cell, rng):
    """What the gradients of one step alone show: which gates are wrong in it, or that none is."""
    D, H = cell.input_size, cell.hidden_size
    trace, dL_dh = cell.run(rng.normal(size=(1, D)), *rng.normal(size=(2, H))), rng.normal(size=(1, H))
    try:
        mine = [numbers(part) for part in call(answer, cell, trace, dL_dh)]
        wrong = [
            ~np.isclose(a, b, rtol=1e-9, atol=1e-11).reshape(4, -1).all(axis=1)
            for a, b in zip(mine, _derivation(cell, trace, dL_dh), strict=True)
        ]
    except Exception:  # it stops, or gives no three arrays of these shapes
        return ""
    gates = [gate for gate, any_wrong in zip(GATE_ORDER, np.any(wrong, axis=0), strict=True) if any_wrong]
    if not gates:
        return say(
            "For a run of one single step it is right: look at what step t hands back to step t - 1. "
            "dL_dh[t] is only the direct part, what the loss itself gives at step t."
        )
    return say(
        "Even for a run of one single step, these rows of the gradients are wrong: {}.",
        ", ".join(say(MEANINGS[gate]) for gate in gates),
    )
