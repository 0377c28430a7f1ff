r"""gradients: back-propagation through time over a Trace, and the two paths from memory to memory.

For a loss L write da for dL/da, ∘ for the product number by number and ' for a derivative. The recurrence
of cell.py, read backwards from the last step to the first, gives

    dh_t   = dL_dh_t + weight_hhᵀ dz_{t+1}
    dc_t   = dc_{t+1} ∘ f_{t+1} + dh_t ∘ o_t ∘ memory'(c_t)
    dz_i   = dc_t ∘ g_t ∘ gate'(z_i)            dz_f = dc_t ∘ c_{t-1} ∘ gate'(z_f)
    dz_g   = dc_t ∘ i_t ∘ candidate'(z_g)       dz_o = dh_t ∘ memory(c_t) ∘ gate'(z_o)

and the weights, which all steps share, get the sum over the steps: dweight_ih = Σ dz_t x_tᵀ.

Sources: Werbos (1990), Backpropagation through time; Greff et al. (2017), LSTM: A Search Space Odyssey,
section II-B, for the same equations of a cell with peepholes.
"""

from dataclasses import dataclass

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import finite_array, one_of, shown, whole_number

__all__ = ["Gradients", "MemoryJacobian", "backward", "memory_jacobian"]


class _Record:
    """Arrays that stay read-only in a copy and after pickle, too."""

    def __setstate__(self, arrays):
        self.__dict__.update(arrays)
        _read_only(*arrays.values())


@dataclass(frozen=True, eq=False, repr=False)
class Gradients(_Record):
    """The gradient of a loss L by everything in a run; each array has the shape of what it belongs to.

    - weight_ih (4H, D), weight_hh (4H, H), bias (4H,): rows in GATE_ORDER, summed over steps and batch
    - x: (T, D) or (T, N, D); h0, c0: (H,) or (N, H)
    - z_i, z_f, z_g, z_o: the deltas dL/dz of every step, (T, H) or (T, N, H)
    - c, h: dL/dc_t and dL/dh_t over all ways to the loss, also those through later steps

    Read-only, in the dtype of the trace.
    """

    weight_ih: np.ndarray
    weight_hh: np.ndarray
    bias: np.ndarray
    x: np.ndarray
    h0: np.ndarray
    c0: np.ndarray
    z_i: np.ndarray
    z_f: np.ndarray
    z_g: np.ndarray
    z_o: np.ndarray
    c: np.ndarray
    h: np.ndarray

    def __repr__(self):
        shapes = ", ".join(f"{name} {getattr(self, name).shape}" for name in ("weight_ih", "weight_hh", "x"))
        zero = [name for name in ("z_i", "z_f", "z_g", "z_o") if not getattr(self, name).any()]
        note = f"; 0 at every step: {', '.join(zero)}" if zero else ""
        return f"<Gradients over {len(self.x)} steps: {shapes}{note}>"


def backward(cell, trace, dL_dh, dL_dc_last=None):
    """Return the Gradients of a loss L: back-propagation through time, from the last step to the first.

    cell, trace: the cell, and what its run() returned. dL_dh: like trace.h, how L depends on each h_t
    directly, not through later steps. dL_dc_last: (H,) or (N, H), how L depends directly on the last
    memory, zeros if left out. Any Activation will do. The derivative of STEP is 0: behind hard gates the
    rows of i, f and o come out as zeros, and gradient descent cannot learn them. Raises TypeError or
    ValueError for a trace of another cell, wrong shapes, NaN, and gradients beyond the largest float.

    >>> from lstm_teach.examples import NINE_STEPS
    >>> cell = LSTMCell.lee()
    >>> trace = cell.run(NINE_STEPS)
    >>> backward(cell, trace, trace.h - 1)          # L = the sum of (h - 1)² / 2
    <Gradients over 9 steps: weight_ih (4, 4), weight_hh (4, 1), x (9, 4); 0 at every step: z_i, z_f, z_o>
    """
    _check_pair(cell, trace)
    dh = _like(trace.h, "dL_dh", dL_dh, "one number for each output, 0 where the loss does not use it")
    dh.flags.writeable = True  # a copy: it begins as dL_dh and becomes dL/dh_t in the loop
    through_h, through_c = np.zeros_like(trace.h[-1]), np.zeros_like(trace.c[-1])
    if dL_dc_last is not None:
        through_c = _like(trace.c[-1], "dL_dc_last", dL_dc_last, "one number for each memory at the end")

    gate, candidate, memory = cell.activations
    i, f, g, o, c_prev, c = trace.i, trace.f, trace.g, trace.o, trace.c_prev, trace.c
    dc, dz = np.empty_like(c), np.empty((*c.shape[:-1], 4 * cell.hidden_size), c.dtype)
    dz_i, dz_f, dz_g, dz_o = np.split(dz, 4, axis=-1)  # views: what is written into them stands in dz
    with np.errstate(all="ignore"):
        for t in reversed(range(len(trace))):
            dh[t] += through_h
            dc[t] = through_c + dh[t] * o[t] * memory.derivative(c[t])
            dz_i[t] = dc[t] * g[t] * gate.derivative(trace.z_i[t])
            dz_f[t] = dc[t] * c_prev[t] * gate.derivative(trace.z_f[t])
            dz_g[t] = dc[t] * i[t] * candidate.derivative(trace.z_g[t])
            dz_o[t] = dh[t] * memory.function(c[t]) * gate.derivative(trace.z_o[t])
            through_h = dz[t] @ cell.weight_hh  # what reaches h_{t-1} and c_{t-1} through step t
            through_c = dc[t] * f[t]
        rows = dz.reshape(-1, dz.shape[-1])  # of every step and sequence: one product sums over all
        weight_ih = rows.T @ trace.x.reshape(len(rows), -1)
        weight_hh = rows.T @ trace.h_prev.reshape(len(rows), -1)
        bias = rows.sum(axis=0)
        x = dz @ cell.weight_ih
    h0, c0 = through_h, through_c
    _checked("the gradients", weight_ih, weight_hh, bias, x, h0, c0)
    _read_only(dz_i, dz_f, dz_g, dz_o, dc, dh)  # finite, since bias, which sums all dz, is
    return Gradients(weight_ih, weight_hh, bias, x, h0, c0, dz_i, dz_f, dz_g, dz_o, dc, dh)


@dataclass(frozen=True, eq=False, repr=False)
class MemoryJacobian(_Record):
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

    def span(self, s, t, path="total"):
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
            span = f"c_{shown(s)} to c_{shown(t)}"
            raise ValueError(f"no span from {span}: s ≤ t, and the memories are c_0 to c_{last}")
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
        return _checked(f"the derivatives of c_{t} by c_{s}", dc)[0]


def memory_jacobian(cell, trace):
    """Return the MemoryJacobian of one sequence: dc_t/dc_{t-1} of every step, split into its two paths.

    cell, trace: the cell, and what its run() returned for x of shape (T, D); of a batch choose one
    sequence, as in trace.sequence(0). Raises TypeError or ValueError like backward().

    >>> from lstm_teach.examples import NINE_STEPS
    >>> cell = LSTMCell.standard()
    >>> memory_jacobian(cell, cell.run(NINE_STEPS)).span(2, 6).round(4)    # written at 2, kept until 6
    array([[0.9999]])
    """
    _check_pair(cell, trace)
    if trace.batched:
        raise ValueError(
            f"this trace holds {trace.x.shape[1]} sequences: choose one, "
            "as in memory_jacobian(cell, trace.sequence(0))"
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
        arrays = (direct, recurrent, direct + recurrent, dc_dh, dh_dh, dh_dc)
    arrays = (array.astype(trace.c.dtype, copy=False) for array in arrays)
    return MemoryJacobian(*_checked("the derivatives of the memory", *arrays))


def _check_pair(cell, trace):
    """Raise TypeError or ValueError if the trace was not made by the cell."""
    if not isinstance(cell, LSTMCell) or not isinstance(trace, Trace):
        kinds = f"{type(cell).__name__[:40]} and {type(trace).__name__[:40]}"
        raise TypeError(f"give the LSTMCell, then the Trace of its run, not {kinds}")
    if trace.h.shape != trace.c.shape:
        raise ValueError(
            "this trace is of an nn.LSTM with a projection, whose h has fewer numbers than c: "
            "the gradients here are those of a cell without one"
        )
    made_for, needed = (trace.x.shape[-1], trace.h.shape[-1]), (cell.input_size, cell.hidden_size)
    if made_for != needed:
        raise ValueError(
            "this trace has {} inputs and {} units but the cell has {} and {}: "
            "give the trace that this cell's run() returned".format(*made_for, *needed)
        )
    for name, value in cell.recipe().items():
        if name != "input_labels" and not np.array_equal(trace.recipe.get(name, value), value):
            raise ValueError(f"this trace was made by a cell with another {name}: run this cell again")


def _like(array, name, value, meaning):
    value = finite_array(name, value, array.dtype)
    if value.shape != array.shape:
        raise ValueError(f"{name} has shape {value.shape}: it must be {array.shape}, {meaning}")
    return value


def _checked(what, *arrays):
    """Return the arrays read-only, or raise ValueError if a number left the range of floats."""
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError(
            f"{what} outgrow the largest float: use smaller weights or inputs, fewer steps or a smaller loss"
        )
    return _read_only(*arrays)


def _read_only(*arrays):
    for array in arrays:
        array.flags.writeable = False
    return arrays
