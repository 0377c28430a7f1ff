r"""Back-propagation through time over a Trace.

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
from numpy.typing import ArrayLike

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import finite_array
from lstm_teach.words import say

__all__ = ["Gradients", "Record", "backward", "check_pair", "finite_only"]


class Record:
    """Arrays that stay read-only in a copy and after pickle, too."""

    def __setstate__(self, arrays):
        self.__dict__.update(arrays)
        _read_only(*arrays.values())


@dataclass(frozen=True, eq=False, repr=False)
class Gradients(Record):
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


def backward(
    cell: LSTMCell, trace: Trace, dL_dh: ArrayLike, dL_dc_last: ArrayLike | None = None
) -> Gradients:
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
    check_pair(cell, trace)
    meaning = say("one number for each output, 0 where the loss does not use it")
    dh = _like(trace.h, "dL_dh", dL_dh, meaning)
    dh.flags.writeable = True  # a copy: it begins as dL_dh and becomes dL/dh_t in the loop
    through_h, through_c = np.zeros_like(trace.h[-1]), np.zeros_like(trace.c[-1])
    if dL_dc_last is not None:
        meaning = say("one number for each memory at the end")
        through_c = _like(trace.c[-1], "dL_dc_last", dL_dc_last, meaning)

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
    finite_only(say("the gradients"), weight_ih, weight_hh, bias, x, h0, c0)
    _read_only(dz_i, dz_f, dz_g, dz_o, dc, dh)  # finite, since bias, which sums all dz, is
    return Gradients(weight_ih, weight_hh, bias, x, h0, c0, dz_i, dz_f, dz_g, dz_o, dc, dh)


def check_pair(cell: LSTMCell, trace: Trace) -> None:
    """Raise TypeError or ValueError if the trace was not made by the cell."""
    if not isinstance(cell, LSTMCell) or not isinstance(trace, Trace):
        kinds = type(cell).__name__[:40], type(trace).__name__[:40]
        raise TypeError(say("give the LSTMCell, then the Trace of its run, not {} and {}", *kinds))
    if trace.h.shape != trace.c.shape:
        raise ValueError(
            say(
                "this trace is of an nn.LSTM with a projection, whose h has fewer numbers than c: "
                "the gradients here are those of a cell without one"
            )
        )
    made_for, needed = (trace.x.shape[-1], trace.h.shape[-1]), (cell.input_size, cell.hidden_size)
    if made_for != needed:
        raise ValueError(
            say(
                "this trace has {} inputs and {} units but the cell has {} and {}: "
                "give the trace that this cell's run() returned",
                *made_for,
                *needed,
            )
        )
    for name, value in cell.recipe().items():
        if name != "input_labels" and not np.array_equal(trace.recipe.get(name, value), value):
            raise ValueError(say("this trace was made by a cell with another {}: run this cell again", name))


def _like(array, name, value, meaning):
    value = finite_array(name, value, array.dtype)
    if value.shape != array.shape:
        raise ValueError(say("{} has shape {}: it must be {}, {}", name, value.shape, array.shape, meaning))
    return value


def finite_only(what: str, *arrays: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the arrays read-only; ValueError, with the text what as its subject, if one is not finite."""
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError(
            say(
                "{} outgrow the largest float: use smaller weights or inputs, fewer steps or a smaller loss",
                what,
            )
        )
    return _read_only(*arrays)


def _read_only(*arrays):
    for array in arrays:
        array.flags.writeable = False
    return arrays
