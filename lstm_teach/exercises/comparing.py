"""Compare an answer with the wanted numbers; where they differ, NotYet says where, by how much and why."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lstm_teach.exercises.judging import NotYet, numbers
from lstm_teach.exercises.wording import STEPS, Axis, Name, difference, in_short, kind, many, rounded_to
from lstm_teach.words import later, say

__all__ = ["NARROW", "TOLERANCE", "compare"]

TOLERANCE, NARROW = 1e-12, 2e-6  # relative to the largest wanted number above 1; where all are float32


def compare(answer: Any, wanted: ArrayLike, what: str = "", *, axis: Axis = STEPS, place: Name | None = None,
            whole: bool = False, shaped: bool = False, tolerance: float = TOLERANCE, hint: str = "",
            likely: Sequence[tuple[str, ArrayLike]] = ()) -> None:  # fmt: skip
    """Raise NotYet if an answer is not equal to the wanted array, unrounded.

    what: what is compared, at the beginning of a sentence; else "Output". axis: what the first axis counts;
    place: makes of what and an index the name of the entry, where that is not enough. whole: whole numbers
    are wanted. shaped: the axes count, too. tolerance: relative to the largest wanted number above 1; where
    every number of the answer is a float32, 2e-6 at least. hint: if no other is found. likely: pairs (hint,
    what this mistake gives).
    """
    wanted, what = np.asarray(wanted, dtype=float), what or say("Output")
    mine = numbers(answer, what)
    if (
        not shaped
        and mine.size == wanted.size
        and (min(mine.ndim, wanted.ndim) < 2 or _long(mine) == _long(wanted))
    ):
        mine = mine.reshape(wanted.shape)  # a row, a column or a list: the same numbers
    if mine.shape != wanted.shape:
        named = [said for said, value in likely if mine.shape == np.shape(value) and np.allclose(mine, value)]
        size = _size(mine, wanted, axis, answer)
        raise NotYet(say("{}: {}.", what, size), hint=named[0] if named else hint)
    with np.errstate(over="ignore"):
        if not whole and (mine == mine.astype(np.float32)).all():
            tolerance = max(tolerance, NARROW)
    tolerance *= max(1, np.abs(wanted).max())
    wrong = ~(np.abs(mine - wanted) <= tolerance)  # NaN is wrong, too
    if not wrong.any():
        return
    first = tuple(int(k) for k in np.argwhere(wrong)[0])
    if place:
        what = place(what, first)
    elif first:
        what = say(axis.one, what, first[0] + axis.first)
    yours, right = mine[first], wanted[first]
    raise NotYet(
        say("{}: {}.", what, difference(yours, right)),
        say("{}: yours is {:.10g}, it should be {:.10g}.", what, yours, right),
        _likely(mine, wanted, tolerance, likely) or hint,
        first,
    )


def _long(array):
    return [n for n in array.shape if n > 1]


def _size(mine, wanted, axis, answer):
    """How many numbers there are, and how many are wanted; where there are rows and columns, the shapes."""
    shape = in_short(mine.shape, 60)
    if wanted.ndim > 1:
        if not mine.ndim:
            return say("this is one number, and the shape {} is wanted", wanted.shape)
        return say("the shape is {}, and {} is wanted", shape, wanted.shape)
    counted = many(mine.size, later("{} number"), later("{} numbers"))
    if mine.ndim > 1:
        counted = say("{} (shape {})", counted, shape)
    if not wanted.ndim:
        return say("one number is wanted, and this is {} of {}", kind(answer), counted)
    have = say("{} of {}", kind(answer), counted) if mine.ndim else say("one number")
    are_wanted = many(wanted.size, later("{} is wanted"), later("{} are wanted"))
    return say("this is {}; {}, {}", have, are_wanted, say(axis.each))


def _likely(mine, wanted, tolerance, likely):
    """The hint of the mistake that gives these numbers, "" if none does."""
    for hint, value in likely:
        value = np.asarray(value, dtype=float)
        if value.size in (1, wanted.size):
            value = np.broadcast_to(value.reshape(wanted.shape) if value.size > 1 else value, wanted.shape)
            if np.abs(mine - value).max() <= tolerance:
                return hint
    for decimals in range(0 if wanted.size > 2 else 3, 9):
        rounded = np.round(wanted, decimals)
        if rounded.any() and np.abs(mine - rounded).max() <= tolerance:
            return rounded_to(decimals)
    return ""
