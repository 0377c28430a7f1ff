"""The arguments of an LSTMCell, its run and its step: checked, and made into arrays."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lstm_teach.core.labels import by_label
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.core.validation import check_kind, finite_array, shown
from lstm_teach.words import say

__all__ = ["check_weights", "inputs_of", "rows_by_gate", "state_of", "state_pair"]


def check_weights(weight_ih: ArrayLike, weight_hh: Any, bias: Any) -> list[np.ndarray]:
    """Return weight_ih (4H, D), weight_hh (4H, H) and bias (4H,) as arrays; zeros for None."""
    first = finite_array("weight_ih", weight_ih)
    if first.ndim != 2 or 0 in first.shape or len(first) % 4:
        raise ValueError(
            say(
                "weight_ih has shape {}: it must be (4H, D), the rows of i, f, g and o under one another, "
                "so their number is a multiple of 4",
                first.shape,
            )
        )
    rows, arrays = len(first), [first]
    shapes = {"weight_hh": (rows, rows // 4), "bias": (rows,)}
    for (name, shape), value in zip(shapes.items(), (weight_hh, bias), strict=True):
        array = finite_array(name, np.zeros(shape) if value is None else value, first.dtype)
        if array.shape != shape:
            raise ValueError(
                say(
                    "{0} has shape {1}: weight_ih has {2} rows, so H = {3} and {0} must be {4}",
                    name, array.shape, rows, rows // 4, shape,
                )
            )  # fmt: skip
        arrays.append(array)
    return arrays


def rows_by_gate(name: str, rows: Mapping | None, shape: tuple[int, ...]) -> np.ndarray:
    """Return (4H, …) from a mapping by gate name; a gate left out has zeros.

    shape: of the rows of one gate. Raises TypeError or ValueError, with the name of the argument.
    """
    rows = {} if rows is None else rows
    check_kind(name, rows, Mapping, say('a mapping by gate, such as {}={{"f": …}}', name))
    unknown = [key for key in rows if key not in GATE_ORDER]
    if unknown:
        gates = ", ".join(GATE_ORDER)
        raise ValueError(say("{} names a gate {}: the gates are {}", name, shown(unknown[0]), gates))
    values = {key: finite_array(f"{name}[{key!r}]", value) for key, value in rows.items()}
    for key, value in values.items():
        if value.size != np.prod(shape):
            raise ValueError(say("{}[{!r}] has shape {}: it must be {}", name, key, value.shape, shape))
    return np.concatenate([np.reshape(values.get(key, np.zeros(shape)), shape) for key in GATE_ORDER])


def inputs_of(cell: Any, name: str, value: Any) -> np.ndarray:
    """Return the inputs of an LSTMCell: "x" of run(), (T, D) or (T, N, D), or "x_t" of step(), (..., D).

    Raises ValueError, too, if an activation of the cell does not fit.
    """
    for activation in cell.activations:
        _ = activation.checked
    x = finite_array(name, by_label(name, value, cell.input_labels), cell.weight_ih.dtype)
    if name == "x" and x.ndim == 1:
        raise ValueError(
            say(
                "x has shape {}: it must be (T, D), one row per step, or (T, N, D); "
                "for a single step write [x]",
                x.shape,
            )
        )
    if name == "x" and x.ndim not in (2, 3):
        raise ValueError(say("x has shape {}: it must be (T, D), one row per step, or (T, N, D)", x.shape))
    if x.ndim not in range(1, 65):
        raise ValueError(say("{} has shape {}: it must be (D,) or (N, D)", name, x.shape))
    if 0 in x.shape[:-1]:
        raise ValueError(say("{} is empty (shape {}): give it at least one step", name, x.shape))
    features, columns = x.shape[-1], cell.input_size
    if features == columns:
        return x
    if features == columns - 1:
        text = say(
            "{0} has {1} features per step but weight_ih has {2} columns: did you leave out the constant 1?",
            name, features, columns,
        )  # fmt: skip
    elif len(x) == columns:
        text = say(
            "{0} has {1} features per step but weight_ih has {2} columns: "
            "did you mean {0}.T, one row per step?",
            name, features, columns,
        )  # fmt: skip
    else:
        text = say(
            "{0} has {1} features per step but weight_ih has {2} columns: give one number per column",
            name, features, columns,
        )  # fmt: skip
    raise ValueError(text)


def state_pair(state: Any) -> tuple:
    """Return the pair (h, c) that step() was given; (None, None) for None; TypeError for another thing."""
    if state is None:
        return None, None
    if not isinstance(state, (tuple, list)) or len(state) != 2:
        raise TypeError(say("state must be the pair (h, c), and this is {}", shown(state)))
    return tuple(state)


def state_of(name: str, value: ArrayLike | None, shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an output or a memory as an array of this shape; zeros for None."""
    if value is None:
        return np.zeros(shape, dtype)
    state = finite_array(name, value, dtype)
    if state.shape != shape:
        raise ValueError(say("{} has shape {}: for this input it must be {}", name, state.shape, shape))
    return state
