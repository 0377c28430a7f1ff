"""The names of a cell's inputs, and the columns of a data frame brought into their order."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_teach.core.validation import shown
from lstm_teach.words import say

__all__ = ["as_labels", "by_label"]


def as_labels(labels: Iterable | None, inputs: int) -> tuple[str, ...]:
    """Return the names of so many inputs as a tuple of texts: x1, x2, … if labels is None.

    labels: texts or numbers, also the columns of a data frame. Raises TypeError or ValueError.
    """
    if labels is None:
        return _default(inputs)
    if isinstance(labels, (set, frozenset, Mapping)):
        raise TypeError(
            say("input_labels is {}, which has no order of its own: give a list of names", shown(labels))
        )
    try:
        labels = tuple(labels)
    except Exception:
        raise TypeError(say("input_labels is {}: give a name for each input", shown(labels))) from None
    for label in labels:
        if not isinstance(label, (str, int, float, np.generic)):
            raise TypeError(say("input_labels holds {}: give each input a name, as text", shown(label)))
    if len(labels) != inputs:
        raise ValueError(
            say("input_labels names {} inputs but weight_ih has {} columns", len(labels), inputs)
        )
    return tuple(str(label) for label in labels)


def by_label(name: str, value: Any, labels: Sequence[str]) -> Any:
    """Return the columns of a data frame, or the entries of a series, as an array in the labels' order.

    value: also a list of series, one for each step. They are taken as they stand if they have no names but
    numbers, or the cell's inputs no names but x1, x2, …; other names than the labels are a ValueError.
    Whatever is no data frame comes back as it is.
    """
    if isinstance(value, (list, tuple)) and value and _is_frame(value[0]):
        return [by_label(name, row, labels) for row in value]
    if not _is_frame(value):
        return value
    names = value.columns if hasattr(value, "columns") else value.index
    names = tuple(str(column) for column in names)
    if len(set(names)) == len(names) and set(names) == set(labels):
        return value.to_numpy()[..., [names.index(label) for label in labels]]
    if labels in (names, _default(len(labels))) or names == tuple(map(str, range(len(names)))):
        return value.to_numpy()
    raise ValueError(
        say(
            "{} is a data frame with the names {} but the inputs are named {}: "
            "name them alike, or give x.to_numpy()",
            name, shown(names), shown(labels),
        )
    )  # fmt: skip


def _is_frame(value):
    """True for the data frames and series of pandas, and what is made like them."""
    try:
        return callable(value.to_numpy) and hasattr(
            value, "columns" if hasattr(value, "columns") else "index"
        )
    except Exception:
        return False


def _default(inputs):
    return tuple(f"x{k}" for k in range(1, inputs + 1))
