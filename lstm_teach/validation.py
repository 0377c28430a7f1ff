"""What comes in at the door becomes an array of finite numbers, or one plain sentence."""

import numbers

import numpy as np


def finite_array(name, value, dtype=None):
    """Return value as a read-only float array (a copy) in which every number is finite.

    name: what the message calls it. dtype: float32 or float64; if None, float32 stays float32 and
    everything else becomes float64. Raises TypeError for what is not real numbers, ValueError for
    ragged lists, NaN and infinity.
    """
    array = _real_array(name, value)
    if dtype is None:
        dtype = array.dtype if array.dtype == np.float32 else np.float64
    with np.errstate(over="ignore"):
        array = array.astype(dtype, order="C")  # one order in memory: the same sums for the same numbers
    if not np.isfinite(array).all():
        where = tuple(int(k) for k in np.argwhere(~np.isfinite(array))[0])
        index = f"[{', '.join(map(str, where))}]" if where else ""
        raise ValueError(f"{name}{index} is {array[where]}: every number must be finite, replace it")
    array.flags.writeable = False
    return array


def check_growth(*arrays):
    """Raise ValueError if any number left the range of floats; axis 0 of each array is the step."""
    if all(np.isfinite(array).all() for array in arrays):
        return
    finite = np.all([np.isfinite(a).reshape(len(a), -1).all(axis=1) for a in arrays], axis=0)
    raise ValueError(
        f"the numbers outgrow the largest float at step {np.argmin(finite) + 1}: "
        "use smaller weights or inputs, or fewer steps"
    )


def _real_array(name, value):
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(_ragged_message(name, value)) from None
    except (RuntimeError, TypeError) as error:  # for example a tensor that requires grad
        reason = str(error).splitlines()[0]
        raise TypeError(f"{name} cannot be read as numbers ({reason})") from None
    if array.dtype.kind in "fiub":
        return array
    for entry in array.ravel().tolist():
        if not isinstance(entry, numbers.Real):
            kind = type(entry).__name__
            raise TypeError(f"{name} holds {entry!r} ({kind}): it takes real numbers only")
    try:
        return array.astype(np.float64)
    except OverflowError:
        raise ValueError(
            f"{name} holds a number above 1.8e308, the largest float: use smaller ones"
        ) from None


def _ragged_message(name, value):
    lengths = [len(row) if hasattr(row, "__len__") else 1 for row in value]
    odd = next((k for k, n in enumerate(lengths) if n != lengths[0]), None)
    if odd is None:
        return f"{name} is ragged inside its rows: give every row the same shape"
    return (
        f"{name} is ragged: row 0 has length {lengths[0]}, row {odd} has length {lengths[odd]}; "
        "give every row the same length"
    )
