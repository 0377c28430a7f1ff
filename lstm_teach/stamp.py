"""The stamp: what made a figure or a table, carried inside the file itself.

A stamp is plain data: the versions, and for each trace the cell's weights and activations, the inputs
and the state it started from. Floats are written so that they read back to the last bit.
"""

import json
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from lstm_teach.activations import ACTIVATIONS, Activation
from lstm_teach.cell import LSTMCell
from lstm_teach.validation import finite_array

__all__ = ["load_figure", "make_stamp", "read_stamp", "stamp_text", "tex_comment"]

KEYWORD = "lstm_teach"
MAX_NUMBERS = 200_000  # a larger trace is stamped with its shapes only
MAX_BYTES = 64_000_000
MAX_STAMP = 16_000_000
MAX_LINE = 100_000  # TeX gives up at lines of 200 000 characters, even in comments


def make_stamp(traces, packages):
    """Return the stamp of some traces: a dict that JSON can hold.

    traces: Traces, in the order of appearance. packages: names whose versions count.
    A trace of more than 200 000 numbers, or with NaN or infinity among them, is stamped with the shapes
    of its weights and inputs only.
    """
    versions = {name: _version(name) for name in (KEYWORD, *packages)}
    return {**versions, "traces": [_of_trace(trace) for trace in traces]}


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:  # used from its folder
        return "not installed"


def _of_trace(trace):
    recipe = {name: _written(value) for name, value in trace.recipe.items()}
    parts = {"cell": recipe, "x": trace.x, "h0": trace.h_prev[0], "c0": trace.c_prev[0]}
    numbers = [value for value in (*parts["cell"].values(), *parts.values()) if isinstance(value, np.ndarray)]
    whole = sum(a.size for a in numbers) <= MAX_NUMBERS and all(np.isfinite(a).all() for a in numbers)
    dtype = "float32" if np.result_type(*numbers) == np.float32 else "float64"
    return {"dtype": dtype, "whole": whole, **_plain(parts, whole)}


def _written(value):
    """Text that names an activation, and one of someone's own never like one of the package."""
    if not isinstance(value, Activation):
        return value
    return f"{value.name} (own)" if value.name in ACTIVATIONS else value.name


def _plain(value, whole):
    if isinstance(value, dict):
        return {key: _plain(entry, whole) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        return value.tolist() if whole else {"shape": list(value.shape)}
    return value


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


def read_stamp(path):
    """Return the stamp inside a file that save_figure or save_table wrote.

    path: a .png, .svg, .pdf, .csv, .md or .tex file. For entry in stamp["traces"], a whole one, the run is
    LSTMCell(**entry["cell"]).run(entry["x"], entry["h0"], entry["c0"]), in its dtype.
    Raises ValueError if the file carries none, OSError if it cannot be read.
    """
    path = Path(path)
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB: no file with a stamp is")
    try:
        text = _FINDERS[path.suffix.lower()](data)
        if len(text) > MAX_STAMP:
            raise ValueError("too long")
        stamp = json.loads(text, parse_constant=_refuse)
        if not isinstance(stamp[KEYWORD], str):
            raise TypeError("no version")
        return {**stamp, "traces": [_with_arrays(entry) for entry in stamp["traces"]]}
    except (AttributeError, LookupError, OverflowError, RecursionError, TypeError, ValueError):
        message = f"{path.name} carries no stamp: only files that lstm_teach saved do"
        raise ValueError(message) from None


def _refuse(constant):
    raise ValueError(f"{constant} is no number of JSON")


def _with_arrays(entry):
    """Turn the lists of numbers in a trace's entry into arrays; input_labels are strings."""
    if not entry["whole"]:
        return entry
    dtype = {"float32": np.float32, "float64": np.float64}[entry["dtype"]]

    def array(value):
        if not isinstance(value, list) or any(isinstance(label, str) for label in value):
            return value
        numbers = np.asarray(value)
        if numbers.dtype.kind not in "fi":  # null would become NaN, and "1" a number
            raise TypeError("no numbers")
        with np.errstate(over="ignore"):
            return numbers.astype(dtype)

    cell = {name: array(value) for name, value in entry["cell"].items()}
    return {name: array(value) for name, value in entry.items()} | {"cell": cell}


def load_figure(path, k=0):
    """Return (cell, x) of a run inside a file that save_figure, save_table or report wrote.

    The LSTMCell and its inputs, (T, D) or (T, N, D), are the saved ones to the last bit, in their dtype:
    CellExplorer(*load_figure(path)) shows the figure's cell with sliders. path: as for read_stamp.
    k: which of the file's runs, from 0 on. Raises ValueError in one sentence for no such run, one too large
    to be stamped, an activation that is not the package's, or a run that did not start from zeros.
    """
    name, traces = Path(path).name, read_stamp(path)["traces"]
    if not traces:
        raise ValueError(f"{name} carries no run: only figures and tables of a trace do")
    if not isinstance(k, int | np.integer) or not 0 <= k < len(traces):
        size = (
            f"{len(traces)} runs, numbered 0 to {len(traces) - 1}" if len(traces) > 1 else "1 run, number 0"
        )
        raise ValueError(f"{name} carries {size}: there is no {str(k)[:20]!r}")
    entry = traces[k]
    if not entry["whole"]:
        raise ValueError(f"{name} carries only the shapes of this run: it is too large, save a shorter one")
    try:
        cell, x = _run_of(entry)
    except (LookupError, TypeError, ValueError):
        problem = "its stamp was changed, or holds no weights"
        for role, value in entry["cell"].items():
            if role.endswith("_activation") and str(value) not in ACTIVATIONS:
                problem = f"{role[:40]!r} is {str(value)[:40]!r}, not one of {', '.join(ACTIVATIONS)}"
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
    position = 8
    while position < len(data):
        length, kind = int.from_bytes(data[position : position + 4]), data[position + 4 : position + 8]
        if kind == b"tEXt":
            keyword, _, text = data[position + 8 : position + 8 + length].partition(b"\0")
            if keyword == KEYWORD.encode():
                return text
        position += 12 + length
    raise ValueError("no text chunk")


def _from_svg(data):
    start = data.index(b"<dc:description>") + len(b"<dc:description>")
    return data[start : data.index(b"</dc:description>", start)]


def _from_pdf(data):
    """A string of PDF: in round brackets, brackets and backslashes inside it after a backslash."""
    start = data.index(b"/Subject (") + len(b"/Subject (")
    text = re.compile(rb"(?:[^\\)]++|\\.)*+(?=\))", re.DOTALL).match(data, start)[0]
    return re.sub(rb"\\(.)", rb"\1", text, flags=re.DOTALL)


def _from_text(data):
    data = data.replace(b"\r\n", b"\n").replace(b"\n%+", b"")
    return re.search(rb"^(?:# |% |<!-- )(\{.*\})(?: -->)?$", data, re.MULTILINE)[1]


_FINDERS = {".png": _from_png, ".svg": _from_svg, ".pdf": _from_pdf}
_FINDERS |= dict.fromkeys((".csv", ".md", ".tex"), _from_text)
