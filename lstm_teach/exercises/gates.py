"""What the gates of a student's cell do that they should not: read off its own run, step by step."""

import numpy as np

from lstm_teach.core.activations import LINEAR
from lstm_teach.exercises.wording import in_short

__all__ = ["Plan", "why_gates"]

NEAR = 1e-3  # a gate that is so near to 0 or 1 counts as closed or open


class Plan:
    """What a cell with an unscaled memory should do at each step, each array (T,).

    write: what comes to the memory; keep, show: 1 where the memory is kept and shown, 0 where it is not.
    """

    def __init__(self, write, keep=1.0, show=1.0):
        self.write = np.asarray(write, dtype=float)
        self.keep, self.show = (np.broadcast_to(part, self.write.shape) for part in (keep, show))


def why_gates(cell, x, plan, last, labels):
    """Return a hint on the first step, up to index last, at which a cell of one unit leaves the plan, or "".

    x: its inputs (T, D); labels: the names of those that the hint tells.
    """
    trace = cell.run(x)
    i, f, g, o, c_prev, c = (getattr(trace, name)[:, 0] for name in ("i", "f", "g", "o", "c_prev", "c"))
    for t in range(last + 1):
        said = _of_writing(i[t], g[t], plan.write[t], cell.candidate_activation)
        if not said and abs(c_prev[t]) > NEAR:
            said = _of_keeping(f[t], plan.keep[t])
        if not said and abs(c[t]) > NEAR:
            said = _of_showing(o[t], plan.show[t])
        if said:
            inputs = ", ".join(f"{label} = {value:g}" for label, value in zip(labels, x[t], strict=False))
            return f"At step {t + 1} ({inputs}) {said}."
    shown = in_short(cell.memory_activation, 40)
    if abs(cell.memory_activation(c[last]) - c[last]) > NEAR * max(1, abs(c[last])):
        return f"At step {last + 1} the memory is {c[last]:.3g}, and {shown} changes it on the way out."
    gates = np.stack([i, f, o])[:, : last + 1]
    if ((gates != 0) & (gates != 1)).any():
        return "Your gates are not quite 0 or 1: they leak a little at every step, and the leaks add up."
    return ""


def _of_writing(i, g, wanted, activation):
    written = i * g
    if abs(written - wanted) <= NEAR * max(1, abs(wanted)):
        return ""
    where = f"the input gate is {i:.3g} and the candidate {g:.3g}"
    if wanted == 0:
        return f"{where}: something is written, and nothing should be"
    if abs(i) <= NEAR:
        return f"the input gate is {i:.3g}: nothing is written, and something should be"
    bent = "" if activation == LINEAR else f" (the candidate goes through {in_short(activation, 40)})"
    return f"{where}{bent}: {written:.3g} is written, and another number should be"


def _of_keeping(f, wanted):
    if abs(f - wanted) <= NEAR:
        return ""
    if not wanted:
        return f"the forget gate is {f:.3g}: the old memory stays, and it should be forgotten"
    if abs(f) <= NEAR:
        return f"the forget gate is {f:.3g}: the memory is lost, and it should be kept"
    return f"the forget gate is {f:.3g}: not all of the memory is kept, and all should be"


def _of_showing(o, wanted):
    if abs(o - wanted) <= NEAR:
        return ""
    if not wanted:
        return f"the output gate is {o:.3g}: the memory is shown, and it should not be"
    if abs(o) <= NEAR:
        return f"the output gate is {o:.3g}: nothing is shown, and the memory should be"
    return f"the output gate is {o:.3g}: not all of the memory is shown, and all should be"
