"""What comes in at the door becomes what the package computes with, or one plain sentence.

Every message names the argument, says what it was and what to do, in at most 300 characters: whatever a
message shows of a value goes through shown().
"""

import numbers
import os
import reprlib
import warnings
from decimal import Decimal
from pathlib import Path

import numpy as np

__all__ = ["NoSuchName", "check_growth", "check_kind", "check_names", "check_text", "finite_array"]
__all__ += ["one_of", "path_of", "real_array", "shown", "whole_number"]


class NoSuchName(KeyError, ValueError):
    """A name or place that is not there: a KeyError that prints as a sentence."""

    __str__ = Exception.__str__


_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = 40
_short.maxlevel, _short.maxlist, _short.maxtuple, _short.maxdict, _short.maxset = 2, 3, 3, 2, 3


def shown(value, most=60):
    """Return a value as it is shown in a message: its repr in one line, shortened, whatever it is."""
    try:
        text = " ".join(_short.repr(value).split())
    except Exception:  # the value's own repr fails
        text = f"<{type(value).__name__}>"
    return text if len(text) <= most else f"{text[: most - 1]}…"


def check_kind(name, value, kind, wanted):
    """Raise TypeError if value is not of a kind; wanted: what to give instead, for the message."""
    if not isinstance(value, kind):
        what = f"the class {value.__name__[:40]}" if isinstance(value, type) else shown(value)
        raise TypeError(f"{name} is {what}: give {wanted}")


def check_names(what, given, names):
    """Raise TypeError if an argument has a name that is not among these."""
    for name in given:
        if name not in names:
            raise TypeError(f"{what} has no argument {shown(name)}: it has {', '.join(names)}")


def check_text(name, value, most=200):
    """Raise TypeError if value is no text, ValueError if it is empty or has more than so many characters."""
    check_kind(name, value, str, "text")
    if not value.strip():
        raise ValueError(f"{name} is empty: give text")
    if len(value) > most:
        raise ValueError(f"{name} has {len(value)} characters: use at most {most}")


def whole_number(name, value, low=None, high=None):
    """Return value as an int from low to high; NumPy's whole numbers count, True and 3.0 do not.

    Raises TypeError for what is no whole number, ValueError for one that is too low or too high.
    """
    limits = "" if low is None else f" from {low} on" if high is None else f" from {low} to {high}"
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        raise TypeError(f"{name} is {shown(value)}: it must be a whole number{limits}")
    if (low is not None and value < low) or (high is not None and value > high):
        raise ValueError(f"{name} is {shown(value)}: it must be a whole number{limits}")
    return int(value)


def one_of(name, value, choices):
    """Return value if it is one of the names to choose from; raise ValueError for any other thing."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} is {shown(value)}: write one of {', '.join(map(repr, choices))}")
    return value


def path_of(name, value):
    """Return value as a Path, ~ being the home; raise TypeError if it is none, ValueError if it is odd."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{name} is {shown(value)}: it is a path, as text or as a pathlib.Path")
    try:
        path = os.fspath(value)
        if not isinstance(path, str):
            raise TypeError("bytes")
        if not path.strip() or "\0" in path:
            raise ValueError("empty")
        path.encode()  # lone surrogates
        return Path(path).expanduser()
    except Exception:
        raise ValueError(f"{name} is {shown(value)}: no file can have this path, give another") from None


def real_array(name, value):
    """Return value as an array of real numbers, NaN and infinity among them: float32 stays, else float64.

    name: what the message calls it. Raises TypeError for what is not real numbers, such as text, dates
    or masked numbers; ValueError for ragged lists and numbers beyond the largest float.
    """
    array = _as_array(name, value)
    if array.dtype.kind not in "fiub":
        _check_entries(name, array)
    dtype = np.float32 if array.dtype.char == "f" else np.float64
    try:
        with np.errstate(over="ignore"):
            return array.astype(dtype, order="C")  # one order in memory: the same sums for the same numbers
    except OverflowError:
        raise ValueError(
            f"{name} holds a number above 1.8e308, the largest float: use smaller ones"
        ) from None
    except Exception as error:
        raise TypeError(f"{name} cannot be read as numbers ({_reason(error)})") from None


def finite_array(name, value, dtype=None):
    """Return value as a read-only float array (a copy) in which every number is finite.

    name: what the message calls it. dtype: float32 or float64; if None, float32 stays float32 and
    everything else becomes float64. Raises TypeError and ValueError as real_array does, ValueError also
    for NaN and infinity.
    """
    given = real_array(name, value)
    with np.errstate(over="ignore"):
        array = given.astype(dtype or given.dtype, copy=False)
    if not np.isfinite(array).all():
        where = tuple(int(k) for k in np.argwhere(~np.isfinite(array))[0])
        index = f"[{', '.join(map(str, where))}]" if where else ""
        if np.isfinite(given[where]):
            raise ValueError(
                f"{name}{index} is {given[where]}, above 3.4e38, the largest float32: "
                "use smaller numbers, or weights in float64"
            )
        raise ValueError(f"{name}{index} is {array[where]}: every number must be finite, replace it")
    array.flags.writeable = False
    return array


def check_growth(own=(), **arrays):
    """Raise ValueError if any number left the range of floats; axis 0 of each array, by name, is the step.

    own: names of activations that may be to blame.
    """
    if all(np.isfinite(np.vdot(array, array)) for array in arrays.values()):
        return  # a sum of squares is finite only if every number is
    finite = {name: np.isfinite(a).reshape(len(a), -1).all(axis=1) for name, a in arrays.items()}
    if all(rows.all() for rows in finite.values()):
        return
    step = min(np.argmin(rows) for rows in finite.values() if not rows.all())
    name = next(name for name, rows in finite.items() if not rows[step])
    if own and np.isnan(arrays[name][step]).any():
        raise ValueError(
            f"{name} is nan at step {step + 1}: some number is none that activation "
            f"{' or '.join(map(repr, own))[:150]} is made for, or too large"
        )
    raise ValueError(
        f"the numbers outgrow the largest float at step {step + 1}, in {name}: "
        "use smaller weights or inputs, or fewer steps"
    )


def _as_array(name, value):
    if type(value) is np.ndarray:
        return value
    if np.ma.isMaskedArray(value) and np.ma.is_masked(value):
        raise TypeError(f"{name} has masked numbers: put a number in their place, as in x.filled(0)")
    if isinstance(value, bytearray):  # which NumPy would take for small whole numbers
        raise TypeError(f"{name} holds {shown(value)} (bytearray): it takes real numbers only")
    if isinstance(value, (list, tuple)) and any(map(np.ma.isMaskedArray, _leaves(name, value))):
        raise TypeError(f"{name} holds masked arrays: give one array without masked numbers")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return np.asarray(value)
    except Exception as error:  # for example a tensor that requires grad; ragged lists; a failing __array__
        if isinstance(error, ValueError) and isinstance(value, (list, tuple)):
            raise ValueError(_ragged_message(name, value)) from None
        fix = f": give {name}.detach().float()" if hasattr(type(value), "detach") else ""
        raise TypeError(f"{name} cannot be read as numbers ({_reason(error)}){fix}") from None


def _leaves(name, value, depth=1):
    """Yield what stands in nested lists and tuples; ValueError for a list that holds itself."""
    if depth > 64:  # no array has more axes
        raise ValueError(f"{name} holds lists in lists without end: give one list of numbers")
    for entry in value:
        if isinstance(entry, (list, tuple)):
            yield from _leaves(name, entry, depth + 1)
        else:
            yield entry


def _reason(error):
    return " ".join(str(error).split())[:120]


def _check_entries(name, array):
    """Raise TypeError if an array that is not of numbers holds anything but real numbers."""
    if array.dtype.kind in "mM":
        raise TypeError(f"{name} holds dates or times ({array.dtype}): it takes real numbers only")
    for entry in array.ravel().tolist():
        if not isinstance(entry, (numbers.Real, Decimal)):
            kind = type(entry).__name__[:40]
            raise TypeError(f"{name} holds {shown(entry)} ({kind}): it takes real numbers only")


def _ragged_message(name, value):
    lengths = [len(row) if hasattr(row, "__len__") else 1 for row in value]
    odd = next((k for k, n in enumerate(lengths) if n != lengths[0]), None)
    if odd is None:
        return f"{name} is ragged inside its rows: give every row the same shape"
    return (
        f"{name} is ragged: row 0 has length {lengths[0]}, row {odd} has length {lengths[odd]}; "
        "give every row the same length"
    )
