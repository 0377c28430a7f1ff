"""Making a stamp: what made a figure or a table, carried inside the file itself.

A stamp is plain data: the versions, and for each trace the cell's weights and activations, the inputs
and the state it started from. Floats are written so that they read back to the last bit.
"""

import json
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from lstm_teach.core.activations import ACTIVATIONS, Activation
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import shown

__all__ = ["KEYWORD", "make_stamp", "stamp_text", "tex_comment"]

KEYWORD = "lstm_teach"  # the first key of a stamp, and its name in a PNG
MAX_NUMBERS = 200_000  # of all traces together; those beyond are stamped with their shapes only
MAX_LINE = 100_000  # TeX gives up at lines of 200 000 characters, even in comments


def make_stamp(traces: Iterable[Trace], packages: Iterable[str]) -> dict[str, Any]:
    """Return the stamp of some traces: a dict that JSON can hold.

    traces: Traces, in the order of appearance. packages: names whose versions count.
    A trace is stamped with the shapes of its weights and inputs only if it has NaN or infinity among its
    numbers, or if there are more than 200 000 of them, with those of the traces before it and the letters
    of the labels. Of a recipe that was made by hand, what is neither text nor numbers becomes text.
    """
    versions = {name: _version(name) for name in (KEYWORD, *packages)}
    entries, left = [], MAX_NUMBERS
    for trace in traces:
        recipe = {str(name): _plain_value(value) for name, value in trace.recipe.items()}
        parts = {"x": trace.x, "h0": trace.h_prev[0], "c0": trace.c_prev[0]}
        arrays = [value for value in (*recipe.values(), *parts.values()) if isinstance(value, np.ndarray)]
        labels = [label for value in recipe.values() if isinstance(value, list) for label in value]
        size = sum(array.size for array in arrays) + sum(map(len, labels))
        whole = size <= left and all(a.dtype.kind in "fiub" and np.isfinite(a).all() for a in arrays)
        left -= size * whole
        dtype = "float32" if {array.dtype for array in arrays} == {np.dtype(np.float32)} else "float64"
        write = _whole(dtype) if whole else _shape
        cell = {name: write(value) for name, value in recipe.items()}
        entry = {name: write(value) for name, value in parts.items()}
        entries.append({"dtype": dtype, "whole": whole, "cell": cell, **entry})
    return {**versions, "traces": entries}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # used from its folder
        return "not installed"


def _plain_value(value: Any) -> Any:
    """Return a value of a recipe as text, a list of texts or an array.

    An activation is its name, but one of someone's own is never written like one of the package.
    """
    if isinstance(value, Activation):
        return f"{value.name} (own)" if value.name in ACTIVATIONS else value.name
    if isinstance(value, (list, tuple)):
        return [str(label) for label in value]
    return value if isinstance(value, (str, np.ndarray)) else shown(value)


def _whole(dtype: str) -> Callable[[Any], Any]:
    return lambda value: value.astype(dtype).tolist() if isinstance(value, np.ndarray) else value


def _shape(value: Any) -> Any:
    if isinstance(value, list):
        return {"shape": [len(value)]}
    return {"shape": list(value.shape)} if isinstance(value, np.ndarray) else value


def stamp_text(stamp: dict[str, Any]) -> str:
    """Return a stamp as one line of ASCII without -- or <>, so that it can stand in any comment."""
    text = json.dumps(stamp, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Two hyphens in a row occur only inside a string, where JSON may write them as an escape.
    return text.replace("--", "\\u002d\\u002d")


def tex_comment(text: str) -> str:
    """Return a line of text as a TeX comment, continued on lines that begin with %+ if it is too long."""
    return "% " + "\n%+".join(text[k : k + MAX_LINE] for k in range(0, len(text), MAX_LINE))
