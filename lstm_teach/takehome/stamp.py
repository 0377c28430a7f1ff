"""The stamp: what made a figure or a table, carried inside the file itself.

A stamp is plain data: the versions, and for each trace the cell's weights and activations, the inputs
and the state it started from. Floats are written so that they read back to the last bit.
"""

import json
import re
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from lstm_teach.core.activations import ACTIVATIONS, Activation
from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.validation import finite_array, path_of, shown, whole_number

__all__ = ["load_figure", "make_stamp", "read_stamp", "stamp_text", "tex_comment", "told"]

KEYWORD = "lstm_teach"
MAX_NUMBERS = 200_000  # of all traces together; those beyond are stamped with their shapes only
MAX_BYTES = 64_000_000
MAX_STAMP = 8_000_000
MAX_PARTS = 800_000  # commas, colons and opening brackets in a stamp: so much has to be kept of it at most
MAX_LINE = 100_000  # TeX gives up at lines of 200 000 characters, even in comments


def make_stamp(traces, packages):
    """Return the stamp of some traces: a dict that JSON can hold.

    traces: Traces, in the order of appearance. packages: names whose versions count.
    A trace is stamped with the shapes of its weights and inputs only if it has NaN or infinity among its
    numbers, or if there are more than 200 000 of them, with those of the traces before it and the letters
    of the labels. Of a recipe that was made by hand, what is neither text nor numbers becomes text.
    """
    versions = {name: _version(name) for name in (KEYWORD, *packages)}
    entries, room = [], MAX_NUMBERS
    for trace in traces:
        recipe = {str(name): _written(value) for name, value in trace.recipe.items()}
        parts = {"x": trace.x, "h0": trace.h_prev[0], "c0": trace.c_prev[0]}
        numbers = [value for value in (*recipe.values(), *parts.values()) if isinstance(value, np.ndarray)]
        labels = [label for value in recipe.values() if isinstance(value, list) for label in value]
        size = sum(array.size for array in numbers) + sum(map(len, labels))
        whole = size <= room and all(a.dtype.kind in "fiub" and np.isfinite(a).all() for a in numbers)
        room -= size * whole
        dtype = "float32" if {array.dtype for array in numbers} == {np.dtype(np.float32)} else "float64"
        write = _whole(dtype) if whole else _shape
        cell = {name: write(value) for name, value in recipe.items()}
        entries.append({"dtype": dtype, "whole": whole, "cell": cell})
        entries[-1] |= {name: write(value) for name, value in parts.items()}
    return {**versions, "traces": entries}


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:  # used from its folder
        return "not installed"


def _written(value):
    """A value of a recipe as text, a list of texts or an array.

    An activation is its name, but one of someone's own is never written like one of the package.
    """
    if isinstance(value, Activation):
        return f"{value.name} (own)" if value.name in ACTIVATIONS else value.name
    if isinstance(value, (list, tuple)):
        return [str(label) for label in value]
    return value if isinstance(value, (str, np.ndarray)) else shown(value)


def _whole(dtype):
    return lambda value: value.astype(dtype).tolist() if isinstance(value, np.ndarray) else value


def _shape(value):
    if isinstance(value, list):
        return {"shape": [len(value)]}
    return {"shape": list(value.shape)} if isinstance(value, np.ndarray) else value


def stamp_text(stamp):
    """Return a stamp as one line of ASCII without -- or <>, so that it can stand in any comment."""
    text = json.dumps(stamp, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # Two hyphens in a row occur only inside a string, where JSON may write them as an escape.
    return text.replace("--", "\\u002d\\u002d")


def tex_comment(text):
    """Return a line of text as a TeX comment, continued on lines that begin with %+ if it is too long."""
    return "% " + "\n%+".join(text[k : k + MAX_LINE] for k in range(0, len(text), MAX_LINE))


def told(path, most=80):
    """Return a path as a message tells it: in one line, without its middle if it is long."""
    text = "".join(c if c.isprintable() else "?" for c in str(path))
    return text if len(text) <= most else f"{text[: most // 2]}…{text[1 - most // 2 :]}"


def read_stamp(path):
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
            raise ValueError("too long")
        stamp = json.loads(text.decode("ascii"), parse_constant=_refuse)
        if not isinstance(stamp[KEYWORD], str) or not isinstance(stamp["traces"], list):
            raise TypeError("no version, or no traces")
        return {**stamp, "traces": [_with_arrays(entry) for entry in stamp["traces"]]}
    except (AttributeError, LookupError, OverflowError, RecursionError, TypeError, ValueError):
        message = f"{told(path.name)} carries no stamp: only files that lstm_teach saved do"
        raise ValueError(message) from None


def _read(path):
    """Return what a file holds; ValueError if it is too large, OSError if it is none."""
    name = told(path.name or path)
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        if path.exists() and not path.is_file():  # to open a pipe may last for ever
            raise OSError(None, "it is a pipe or a device")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise type(error)(f"{name} cannot be read ({error.strerror}): give the path of a file") from None
    if len(data) > MAX_BYTES:
        raise ValueError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: no file with a stamp is")
    return data


def _refuse(constant):
    raise ValueError(f"{constant} is no number of JSON")


def _with_arrays(entry):
    """Turn the lists of numbers in a trace's entry into arrays; input_labels are strings."""
    if entry["whole"] is False:
        return entry
    if entry["whole"] is not True:
        raise TypeError("neither")
    dtype = {"float32": np.float32, "float64": np.float64}[entry["dtype"]]

    def array(value):
        if not isinstance(value, list) or any(isinstance(label, str) for label in value):
            return value
        numbers = np.asarray(value)
        if numbers.dtype.kind not in "fi":  # null would become NaN, and "1" a number
            raise TypeError("no numbers")
        with np.errstate(over="ignore"):
            numbers = numbers.astype(dtype)
        if not np.isfinite(numbers).all():
            raise ValueError("1e999")
        return numbers

    cell = {name: array(value) for name, value in entry["cell"].items()}
    return {name: array(value) for name, value in entry.items()} | {"cell": cell}


def load_figure(path, k=0):
    """Return (cell, x) of a run inside a file that save_figure, save_table or report wrote.

    The LSTMCell and its inputs, (T, D) or (T, N, D), are the saved ones to the last bit, in their dtype:
    CellExplorer(*load_figure(path)) shows the figure's cell with sliders. path: as for read_stamp.
    k: which of the file's runs, from 0 on. Raises what read_stamp raises, TypeError if k is no whole number,
    and ValueError in one sentence for no such run, one too large to be stamped, an activation that is not the
    package's, or a run that did not start from zeros.
    """
    path = path_of("path", path)
    name, traces = told(path.name), read_stamp(path)["traces"]
    if not traces:
        raise ValueError(f"{name} carries no run: only figures and tables of a trace do")
    k = whole_number("k", k)
    if not 0 <= k < len(traces):
        size = (
            f"{len(traces)} runs, numbered 0 to {len(traces) - 1}" if len(traces) > 1 else "1 run, number 0"
        )
        raise ValueError(f"{name} carries {size}: there is no '{shown(k)}'")
    entry = traces[k]
    if not entry["whole"]:
        raise ValueError(f"{name} carries only the shapes of this run: it is too large, save a shorter one")
    try:
        cell, x = _run_of(entry)
    except (LookupError, TypeError, ValueError):
        problem = "its stamp was changed, or holds no weights"
        for role, value in entry["cell"].items():
            if role.endswith("_activation") and not (isinstance(value, str) and value in ACTIVATIONS):
                problem = f"{shown(role)} is {shown(value)}, not one of {', '.join(ACTIVATIONS)}"
        message = (
            f"{name} carries a run that cannot be made again ({problem}): see what read_stamp(path) gives"
        )
        raise ValueError(message) from None
    if entry["h0"].any() or entry["c0"].any():
        raise ValueError(f"this run in {name} did not start from zeros: read_stamp(path) gives its h0 and c0")
    return cell, x


def _run_of(entry):
    """Return (cell, x) of a trace's entry; LookupError, TypeError or ValueError if they do not fit."""
    recipe = entry["cell"]
    arrays = [entry[name] for name in ("x", "h0", "c0")]
    arrays += [recipe[name] for name in ("weight_ih", "weight_hh", "bias")]
    if not all(isinstance(array, np.ndarray) for array in arrays):
        raise TypeError("no arrays")
    if not all(isinstance(label, str) for label in recipe["input_labels"]):
        raise TypeError("no labels")
    cell, x = LSTMCell(**recipe), finite_array("x", entry["x"])
    cell.run(x[:1], entry["h0"], entry["c0"])  # do the shapes fit? all steps might take long
    return cell, x


def _from_png(data):
    """The text chunk of our keyword: 4 bytes length, 4 bytes type, then keyword, 0 and text."""
    head = b"tEXt" + KEYWORD.encode() + b"\0"
    start = data.index(head)
    end = start + 4 + int.from_bytes(data[start - 4 : start])
    return data[start + len(head) : min(end, start + MAX_STAMP)]


def _from_svg(data):
    start = data.index(b"<dc:description>") + len(b"<dc:description>")
    return data[start : data.index(b"</dc:description>", start, start + MAX_STAMP)]


def _from_pdf(data):
    """A string of PDF: in round brackets, brackets and backslashes inside it after a backslash."""
    start = data.index(b"/Subject (") + len(b"/Subject (")
    text = data[start : start + MAX_STAMP].replace(rb"\\", b"\0\0")  # now each backslash left is an escape
    text = text[: text.replace(rb"\)", b"\0\0").index(b")")]
    return text.replace(b"\\", b"").replace(b"\0\0", b"\\")


def _from_text(data):
    data = data.replace(b"\r\n", b"\n").replace(b"\n%+", b"")
    return re.search(rb'^(?:# |% |<!-- )(\{"lstm_teach":.*\})(?: -->)?$', data, re.MULTILINE)[1]


_FINDERS = {".png": _from_png, ".svg": _from_svg, ".pdf": _from_pdf}
_FINDERS |= dict.fromkeys((".csv", ".md", ".tex"), _from_text)
