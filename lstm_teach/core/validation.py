"""Arguments are checked and become what the package computes with; what does not fit is an error.

Every message is one sentence that names the argument, says what it was and what to do, in at most 300
characters: whatever a message shows of a value goes through shown().
"""

import numbers
import os
import reprlib
import warnings
from collections.abc import Collection, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from lstm_teach.words import say

__all__ = ["NoSuchName", "check_growth", "check_kind", "check_names", "check_text", "finite_array"]
__all__ += ["one_of", "path_of", "real_array", "shown", "whole_number"]


class NoSuchName(KeyError, ValueError):
    """A name or place that is not there: a KeyError that prints as a sentence."""

    __str__ = Exception.__str__  # that of KeyError shows the repr of the sentence


_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = 40
_short.maxlevel, _short.maxlist, _short.maxtuple, _short.maxdict, _short.maxset = 2, 3, 3, 2, 3


def shown(value: object, most: int = 60) -> str:
    """Return a value as it is shown in a message: its repr in one line, shortened, whatever it is."""
    try:
        text = " ".join(_short.repr(value).split())
    except Exception:  # the value's own repr fails
        text = f"<{type(value).__name__}>"
    return text if len(text) <= most else f"{text[: most - 1]}…"


def check_kind(name: str, value: object, kind: type | tuple[type, ...], wanted: str) -> None:
    """Raise TypeError if value is not of a kind; wanted: what to give instead, a text from say()."""
    if not isinstance(value, kind):
        if isinstance(value, type):
            raise TypeError(say("{} is the class {}: give {}", name, value.__name__[:40], wanted))
        raise TypeError(say("{} is {}: give {}", name, shown(value), wanted))


def check_names(what: str, given: Iterable[str], names: Collection[str]) -> None:
    """Raise TypeError if an argument has a name that is not among these."""
    for name in given:
        if name not in names:
            raise TypeError(say("{} has no argument {}: it has {}", what, shown(name), ", ".join(names)))


def check_text(name: str, value: str, most: int = 200) -> None:
    """Raise TypeError if value is no text, ValueError if it is empty or has more than so many characters."""
    check_kind(name, value, str, say("text"))
    if not value.strip():
        raise ValueError(say("{} is empty: give text", name))
    if len(value) > most:
        raise ValueError(say("{} has {} characters: use at most {}", name, len(value), most))


def whole_number(name: str, value: Any, low: int | None = None, high: int | None = None) -> int:
    """Return value as an int from low to high; NumPy's whole numbers count, True and 3.0 do not.

    Raises TypeError for what is no whole number, ValueError for one that is too low or too high.
    """
    if low is None:
        text = say("{} is {}: it must be a whole number", name, shown(value))
    elif high is None:
        text = say("{} is {}: it must be a whole number from {} on", name, shown(value), low)
    else:
        text = say("{} is {}: it must be a whole number from {} to {}", name, shown(value), low, high)
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        raise TypeError(text)
    number = int(value)
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(text)
    return number


def one_of(name: str, value: Any, choices: Collection[str]) -> str:
    """Return value if it is one of the names to choose from; raise ValueError for any other thing."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(say("{} is {}: write one of {}", name, shown(value), ", ".join(map(repr, choices))))
    return value


def path_of(name: str, value: str | os.PathLike) -> Path:
    """Return value as a Path, ~ being the home; raise TypeError or ValueError if it cannot be one."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(say("{} is {}: it is a path, as text or as a pathlib.Path", name, shown(value)))
    try:
        path = os.fspath(value)
        if not isinstance(path, str):
            raise TypeError("bytes")
        if not path.strip() or "\0" in path:
            raise ValueError("empty")
        path.encode()  # lone surrogates
        return Path(path).expanduser()
    except Exception:
        raise ValueError(
            say("{} is {}: no file can have this path, give another", name, shown(value))
        ) from None


def real_array(name: str, value: Any) -> np.ndarray:
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
            say("{} holds a number above 1.8e308, the largest float: use smaller ones", name)
        ) from None
    except Exception as error:
        raise TypeError(say("{} cannot be read as numbers ({})", name, _reason(error))) from None


def finite_array(name: str, value: Any, dtype: DTypeLike | None = None) -> np.ndarray:
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
                say(
                    "{}{} is {}, above 3.4e38, the largest float32: "
                    "use smaller numbers, or weights in float64",
                    name, index, given[where],
                )
            )  # fmt: skip
        raise ValueError(
            say("{}{} is {}: every number must be finite, replace it", name, index, array[where])
        )
    array.flags.writeable = False
    return array


def check_growth(own: Collection[str] = (), **arrays: np.ndarray) -> None:
    """Raise ValueError if a number of a run is infinite or NaN; axis 0 of each array, by name, is the step.

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
        blamed = say(" or ").join(map(repr, own))[:150]
        raise ValueError(
            say(
                "{} is nan at step {}: some number is none that activation {} is made for, or too large",
                name, step + 1, blamed,
            )
        )  # fmt: skip
    raise ValueError(
        say(
            "the numbers outgrow the largest float at step {}, in {}: "
            "use smaller weights or inputs, or fewer steps",
            step + 1, name,
        )
    )  # fmt: skip


def _as_array(name, value):
    if type(value) is np.ndarray:
        return value
    if np.ma.isMaskedArray(value) and np.ma.is_masked(value):
        raise TypeError(say("{} has masked numbers: put a number in their place, as in x.filled(0)", name))
    if isinstance(value, bytearray):  # which NumPy would take for small whole numbers
        raise TypeError(_not_real(name, value))
    if isinstance(value, (list, tuple)) and any(map(np.ma.isMaskedArray, _leaves(name, value))):
        raise TypeError(say("{} holds masked arrays: give one array without masked numbers", name))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return np.asarray(value)
    except Exception as error:  # for example a tensor that requires grad; ragged lists; a failing __array__
        if isinstance(error, ValueError) and isinstance(value, (list, tuple)):
            raise ValueError(_ragged_message(name, value)) from None
        text = say("{} cannot be read as numbers ({})", name, _reason(error))
        if hasattr(type(value), "detach"):  # a tensor of PyTorch
            text = say("{0} cannot be read as numbers ({1}): give {0}.detach().float()", name, _reason(error))
        raise TypeError(text) from None


def _leaves(name, value, depth=1):
    """Yield what stands in nested lists and tuples; ValueError for a list that holds itself."""
    if depth > 64:  # no array has more axes
        raise ValueError(say("{} holds lists in lists without end: give one list of numbers", name))
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
        raise TypeError(say("{} holds dates or times ({}): it takes real numbers only", name, array.dtype))
    for entry in array.ravel().tolist():
        if not isinstance(entry, (numbers.Real, Decimal)):
            raise TypeError(_not_real(name, entry))


def _not_real(name, entry):
    kind = type(entry).__name__[:40]
    return say("{} holds {} ({}): it takes real numbers only", name, shown(entry), kind)


def _ragged_message(name, value):
    lengths = [len(row) if hasattr(row, "__len__") else 1 for row in value]
    odd = next((k for k, n in enumerate(lengths) if n != lengths[0]), None)
    if odd is None:
        return say("{} is ragged inside its rows: give every row the same shape", name)
    return say(
        "{} is ragged: row 0 has length {}, row {} has length {}; give every row the same length",
        name, lengths[0], odd, lengths[odd],
    )  # fmt: skip
