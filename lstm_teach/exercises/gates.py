"""What the gates of a student's cell do that they should not: read off its own run, step by step."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lstm_teach.core.activations import LINEAR
from lstm_teach.core.cell import LSTMCell
from lstm_teach.exercises.wording import in_short
from lstm_teach.words import say

__all__ = ["Plan", "why_gates"]

NEAR = 1e-3  # a gate that is so near to 0 or 1 counts as closed or open


class Plan:
    """What a cell with an unscaled memory should do at each step, each array (T,).

    write: what comes to the memory; keep, show: 1 where the memory is kept and shown, 0 where it is not.
    """

    def __init__(self, write: ArrayLike, keep: ArrayLike = 1.0, show: ArrayLike = 1.0) -> None:
        self.write = np.asarray(write, dtype=float)
        self.keep, self.show = (np.broadcast_to(part, self.write.shape) for part in (keep, show))


def why_gates(cell: LSTMCell, x: np.ndarray, plan: Plan, last: int, labels: Sequence[str]) -> str:
    """Return a hint on the first step, up to index last, at which a cell of one unit leaves the plan, or "".

    x: its inputs (T, D); labels: the names of the first ones, which the hint shows.
    """
    trace, (_, candidate, bend) = cell.run(x), cell.activations
    i, f, g, o, c_prev, c = (getattr(trace, name)[:, 0] for name in ("i", "f", "g", "o", "c_prev", "c"))
    for t in range(last + 1):
        wrong = _of_writing(i[t], g[t], plan.write[t], candidate)
        if not wrong and abs(c_prev[t]) > NEAR:
            wrong = _of_keeping(f[t], plan.keep[t])
        if not wrong and abs(c[t]) > NEAR:
            wrong = _of_showing(o[t], plan.show[t])
        if wrong:
            inputs = ", ".join(f"{label} = {value:g}" for label, value in zip(labels, x[t], strict=False))
            return say("At step {} ({}) {}.", t + 1, inputs, wrong)
    if abs(bend(c[last]) - c[last]) > NEAR * max(1, abs(c[last])):
        return say("At step {} the memory is {:.3g}, and {} changes it on the way out.",
                   last + 1, c[last], in_short(bend, 40))  # fmt: skip
    gates = np.stack([i, f, o])[:, : last + 1]
    if ((gates != 0) & (gates != 1)).any():
        return say("Your gates are not quite 0 or 1: they leak a little at every step, and the leaks add up.")
    return ""


def _of_writing(i, g, wanted, activation):
    """What is wrong with input gate and candidate at a step, "" if nothing is; so the next two functions."""
    written = i * g
    if abs(written - wanted) <= NEAR * max(1, abs(wanted)):
        return ""
    if wanted == 0:
        return say("the input gate is {:.3g} and the candidate {:.3g}: something is written, and nothing "
                   "should be", i, g)  # fmt: skip
    if abs(i) <= NEAR:
        return say("the input gate is {:.3g}: nothing is written, and something should be", i)
    if activation == LINEAR:
        return say("the input gate is {:.3g} and the candidate {:.3g}: {:.3g} is written, and another number "
                   "should be", i, g, written)  # fmt: skip
    return say("the input gate is {:.3g} and the candidate {:.3g} (the candidate goes through {}): {:.3g} is "
               "written, and another number should be", i, g, in_short(activation, 40), written)  # fmt: skip


def _of_keeping(f, wanted):
    if abs(f - wanted) <= NEAR:
        return ""
    if not wanted:
        return say("the forget gate is {:.3g}: the old memory stays, and it should be forgotten", f)
    if abs(f) <= NEAR:
        return say("the forget gate is {:.3g}: the memory is lost, and it should be kept", f)
    return say("the forget gate is {:.3g}: not all of the memory is kept, and all should be", f)


def _of_showing(o, wanted):
    if abs(o - wanted) <= NEAR:
        return ""
    if not wanted:
        return say("the output gate is {:.3g}: the memory is shown, and it should not be", o)
    if abs(o) <= NEAR:
        return say("the output gate is {:.3g}: nothing is shown, and the memory should be", o)
    return say("the output gate is {:.3g}: not all of the memory is shown, and all should be", o)
