"""How the memory of a run depends on earlier memories, split into its two paths."""

from dataclasses import dataclass

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.gradients import Record, check_pair, finite_only
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import one_of, shown, whole_number
from lstm_teach.words import say

__all__ = ["MemoryJacobian", "memory_jacobian"]


@dataclass(frozen=True, eq=False, repr=False)
class MemoryJacobian(Record):
    """How the memory of one sequence depends on the memory one step earlier, and on any earlier one.

    Entry [t - 1] belongs to step t = 1 … T; rows are the units of the result, columns those it depends on.

    - direct (T, H, H): c_t depends on c_{t-1} through the forget gate's product alone, diag(f_t)
    - recurrent (T, H, H): and through h_{t-1}, dc_t/dh_{t-1} · dh_{t-1}/dc_{t-1}. Zero at the first step,
      where h_0 is given and not made of c_0
    - total (T, H, H): their sum, all of dc_t/dc_{t-1}
    - dc_dh, dh_dh, dh_dc (T, H, H): the pieces it is made of. How c_t depends on h_{t-1}; how h_t depends
      on h_{t-1} through o_t alone; how h_t depends on c_t, diag(o_t ∘ memory'(c_t))

    In each, x, the weights, and all that happened before the memory in question stay as they are.
    """

    direct: np.ndarray
    recurrent: np.ndarray
    total: np.ndarray
    dc_dh: np.ndarray
    dh_dh: np.ndarray
    dh_dc: np.ndarray

    def __repr__(self):
        return f"<MemoryJacobian of {len(self.total)} steps: direct, recurrent, total {self.total.shape}>"

    def span(self, s: int, t: int, path: str = "total") -> np.ndarray:
        """Return dc_t/dc_s over the steps s + 1 … t, an (H, H) array.

        s, t: 0 ≤ s ≤ t ≤ T; c_0 is c0, and c_t is trace.c[t - 1]. path: "direct" is the product of
        diag(f), step by step. "total" is all of it, which from the second step on is not the product of
        the totals: o_{t-1} depends on c_{t-2} too, so that h is carried along beside c. It starts with
        dh_s/dc_s = diag(o_s ∘ memory'(c_s)) and dc_s/dc_s = 1; h_0 is given, and starts with 0.
        Raises ValueError for other steps or paths, and beyond the largest float.
        """
        last = len(self.total)
        s, t = whole_number("s", s), whole_number("t", t)
        if not 0 <= s <= t <= last:
            raise ValueError(
                say(
                    "no span from c_{} to c_{}: s ≤ t, and the memories are c_0 to c_{}",
                    shown(s), shown(t), last,
                )
            )  # fmt: skip
        one_of("path", path, ("total", "direct"))
        dc = np.eye(self.total.shape[-1], dtype=self.total.dtype)  # dc_k/dc_s, here of k = s
        dh = self.dh_dc[s - 1] if s > 0 else np.zeros_like(dc)  # dh_k/dc_s; h_0 is given
        with np.errstate(all="ignore"):
            for k in range(s, t):
                if path == "direct":
                    dc = self.direct[k] @ dc
                else:
                    dc = self.direct[k] @ dc + self.dc_dh[k] @ dh
                    dh = self.dh_dh[k] @ dh + self.dh_dc[k] @ dc
        return finite_only(say("the derivatives of c_{} by c_{}", t, s), dc)[0]


def memory_jacobian(cell: LSTMCell, trace: Trace) -> MemoryJacobian:
    """Return the MemoryJacobian of one sequence: dc_t/dc_{t-1} of every step, split into its two paths.

    cell, trace: the cell, and what its run() returned for x of shape (T, D); of a batch choose one
    sequence, as in trace.sequence(0). Raises TypeError or ValueError like backward().

    >>> from lstm_teach.examples import NINE_STEPS
    >>> cell = LSTMCell.standard()
    >>> memory_jacobian(cell, cell.run(NINE_STEPS)).span(2, 6).round(4)    # written at 2, kept until 6
    array([[0.9999]])
    """
    check_pair(cell, trace)
    if trace.batched:
        raise ValueError(
            say(
                "this trace holds {} sequences: choose one, as in memory_jacobian(cell, trace.sequence(0))",
                trace.x.shape[1],
            )
        )
    gate, candidate, memory = cell.activations
    W_i, W_f, W_g, W_o = np.split(cell.weight_hh, 4)
    with np.errstate(all="ignore"):
        dc_dz_i = trace.g * gate.derivative(trace.z_i)  # (T, H): each factor belongs to a row
        dc_dz_f = trace.c_prev * gate.derivative(trace.z_f)
        dc_dz_g = trace.i * candidate.derivative(trace.z_g)
        dh_dz_o = memory.function(trace.c) * gate.derivative(trace.z_o)
        dc_dh = dc_dz_i[:, :, None] * W_i + dc_dz_f[:, :, None] * W_f + dc_dz_g[:, :, None] * W_g
        dh_dh = dh_dz_o[:, :, None] * W_o
        dh_dc = (trace.o * memory.derivative(trace.c))[:, :, None] * np.eye(cell.hidden_size)
        direct = trace.f[:, :, None] * np.eye(cell.hidden_size)
        recurrent = np.zeros_like(direct)
        recurrent[1:] = dc_dh[1:] @ dh_dc[:-1]
        parts = (direct, recurrent, direct + recurrent, dc_dh, dh_dh, dh_dc)
    arrays = [part.astype(trace.c.dtype, copy=False) for part in parts]
    return MemoryJacobian(*finite_only(say("the derivatives of the memory"), *arrays))
