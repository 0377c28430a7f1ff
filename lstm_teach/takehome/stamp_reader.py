"""Reading a stamp: what made a figure or a table, from a file that may be damaged or forged."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from lstm_teach.core.activations import ACTIVATIONS
from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.validation import finite_array, path_of, shown, whole_number
from lstm_teach.plots.short_text import shortened
from lstm_teach.takehome.stamp import KEYWORD
from lstm_teach.words import say

__all__ = ["load_figure", "read_stamp"]

MAX_BYTES = 64_000_000  # of a file
MAX_STAMP = 8_000_000  # bytes of a stamp
MAX_PARTS = 800_000  # commas, colons and opening brackets in a stamp: each becomes an object in memory


def read_stamp(path: Any) -> dict[str, Any]:
    """Return the stamp inside a file that save_figure or save_table wrote.

    path: a .png, .svg, .pdf, .csv, .md or .tex file. For entry in stamp["traces"], a whole one, the run is
    LSTMCell(**entry["cell"]).run(entry["x"], entry["h0"], entry["c0"]), in its dtype.
    Raises TypeError or ValueError for what is no path, ValueError if the file carries no stamp, OSError, such
    as FileNotFoundError, if it cannot be read: a folder, a pipe or a device is no file.
    """
    path = path_of("path", path)
    data = _read(path)
    try:
        text = _FINDERS[path.suffix.lower()](data)
        del data
        if len(text) >= MAX_STAMP or sum(map(text.count, (b",", b":", b"[", b"{"))) > MAX_PARTS:
            raise ValueError
        stamp = json.loads(text.decode("ascii"), parse_constant=_refuse)
        if not isinstance(stamp[KEYWORD], str) or not isinstance(stamp["traces"], list):
            raise TypeError
        return {**stamp, "traces": [_with_arrays(entry) for entry in stamp["traces"]]}
    except (AttributeError, LookupError, OverflowError, RecursionError, TypeError, ValueError):
        message = say("{} carries no stamp: only files that lstm_teach saved do", shortened(path.name))
        raise ValueError(message) from None


def _read(path: Path) -> bytes:
    """Return what a file holds; ValueError if it is too large, OSError if it is none."""
    name = shortened(path.name or path)
    try:
        if path.is_dir():
            raise IsADirectoryError(None, say("it is a folder"))
        if path.exists() and not path.is_file():  # to open a pipe may last for ever
            raise OSError(None, say("it is a pipe or a device"))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        message = say("{} cannot be read ({}): give the path of a file", name, error.strerror)
        raise type(error)(message) from None
    if len(data) > MAX_BYTES:
        size = MAX_BYTES // 1_000_000
        raise ValueError(say("{} is larger than {} MB: no file with a stamp is", name, size))
    return data


def _refuse(constant: str) -> None:
    """Refuse NaN and infinity, which Python's JSON would take."""
    raise ValueError(constant)


def _with_arrays(entry: dict[str, Any]) -> dict[str, Any]:
    """Turn the lists of numbers in a trace's entry into arrays; input_labels are strings."""
    if entry["whole"] is False:
        return entry
    if entry["whole"] is not True:
        raise TypeError
    dtype = {"float32": np.float32, "float64": np.float64}[entry["dtype"]]

    def array(value: Any) -> Any:
        if not isinstance(value, list) or any(isinstance(label, str) for label in value):
            return value
        numbers = np.asarray(value)
        if numbers.dtype.kind not in "fi":  # null would become NaN, and "1" a number
            raise TypeError
        with np.errstate(over="ignore"):
            numbers = numbers.astype(dtype)
        if not np.isfinite(numbers).all():  # such as 1e999
            raise ValueError
        return numbers

    cell = {name: array(value) for name, value in entry["cell"].items()}
    return {name: array(value) for name, value in entry.items()} | {"cell": cell}


def load_figure(path: Any, k: int = 0) -> tuple[LSTMCell, np.ndarray]:
    """Return (cell, x) of a run inside a file that save_figure, save_table or report wrote.

    The LSTMCell and its inputs, (T, D) or (T, N, D), are the saved ones to the last bit, in their dtype:
    CellExplorer(*load_figure(path)) shows the figure's cell with sliders. path: as for read_stamp.
    k: which of the file's runs, from 0 on. Raises what read_stamp raises, TypeError if k is no whole number,
    and ValueError in one sentence for no such run, one too large to be stamped, an activation that is not the
    package's, or a run that did not start from zeros.
    """
    path = path_of("path", path)
    name, traces = shortened(path.name), read_stamp(path)["traces"]
    if not traces:
        raise ValueError(say("{} carries no run: only figures and tables of a trace do", name))
    k = whole_number("k", k)
    if not 0 <= k < len(traces):
        if len(traces) == 1:
            raise ValueError(say("{} carries 1 run, number 0: there is no '{}'", name, shown(k)))
        counts = len(traces), len(traces) - 1
        raise ValueError(
            say("{} carries {} runs, numbered 0 to {}: there is no '{}'", name, *counts, shown(k))
        )
    entry = traces[k]
    if not entry["whole"]:
        raise ValueError(
            say("{} carries only the shapes of this run: it is too large, save a shorter one", name)
        )
    try:
        cell, x = _run_of(entry)
    except (LookupError, TypeError, ValueError):
        problem = say("its stamp was changed, or holds no weights")
        for role, value in entry["cell"].items():
            if role.endswith("_activation") and not (isinstance(value, str) and value in ACTIVATIONS):
                names = ", ".join(ACTIVATIONS)
                problem = say("{} is {}, not one of {}", shown(role), shown(value), names)
        raise ValueError(
            say(
                "{} carries a run that cannot be made again ({}): see what read_stamp(path) gives",
                name,
                problem,
            )
        ) from None
    if entry["h0"].any() or entry["c0"].any():
        raise ValueError(
            say("this run in {} did not start from zeros: read_stamp(path) gives its h0 and c0", name)
        )
    return cell, x


def _run_of(entry: dict[str, Any]) -> tuple[LSTMCell, np.ndarray]:
    """Return (cell, x) of a trace's entry; LookupError, TypeError or ValueError if they do not fit."""
    recipe = entry["cell"]
    arrays = [entry[name] for name in ("x", "h0", "c0")]
    arrays += [recipe[name] for name in ("weight_ih", "weight_hh", "bias")]
    if not all(isinstance(array, np.ndarray) for array in arrays):
        raise TypeError
    if not all(isinstance(label, str) for label in recipe["input_labels"]):
        raise TypeError
    cell, x = LSTMCell(**recipe), finite_array("x", entry["x"])
    cell.run(x[:1], entry["h0"], entry["c0"])  # do the shapes fit? all steps might take long
    return cell, x


def _from_png(data: bytes) -> bytes:
    """Return the text chunk of our keyword: 4 bytes length, 4 bytes type, then keyword, 0 and text.

    Not by Pillow: it unpacks every chunk before the pixels, and a crafted file of 8 MB takes it a minute.
    """
    head = b"tEXt" + KEYWORD.encode() + b"\0"
    start = data.index(head)
    end = start + 4 + int.from_bytes(data[start - 4 : start])
    return data[start + len(head) : min(end, start + MAX_STAMP)]


def _from_svg(data: bytes) -> bytes:
    start = data.index(b"<dc:description>") + len(b"<dc:description>")
    return data[start : data.index(b"</dc:description>", start, start + MAX_STAMP)]


def _from_pdf(data: bytes) -> bytes:
    """Return a string of PDF: in round brackets; brackets and backslashes inside it have a backslash."""
    start = data.index(b"/Subject (") + len(b"/Subject (")
    text = data[start : start + MAX_STAMP].replace(rb"\\", b"\0\0")  # now each backslash left is an escape
    text = text[: text.replace(rb"\)", b"\0\0").index(b")")]
    return text.replace(b"\\", b"").replace(b"\0\0", b"\\")


def _from_text(data: bytes) -> bytes:
    data = data.replace(b"\r\n", b"\n").replace(b"\n%+", b"")
    match = re.search(rb'^(?:# |% |<!-- )(\{"lstm_teach":.*\})(?: -->)?$', data, re.MULTILINE)
    return match[1] if match else b""


#: By ending: finds the stamp among the bytes of a file; raises ValueError if there is none.
_FINDERS = {".png": _from_png, ".svg": _from_svg, ".pdf": _from_pdf}
_FINDERS |= dict.fromkeys((".csv", ".md", ".tex"), _from_text)
