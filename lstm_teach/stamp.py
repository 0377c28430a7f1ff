"""The stamp: what made a figure or a table, carried inside the file itself.

A stamp is plain data: the versions, and for each trace the cell's weights and activations, the inputs
and the state it started from. Floats are written so that they read back to the last bit.
"""

import json
import re
from importlib.metadata import version
from pathlib import Path

import numpy as np

__all__ = ["make_stamp", "read_stamp", "stamp_text"]

KEYWORD = "lstm_teach"
MAX_NUMBERS = 200_000  # a larger trace is stamped with its shapes only
MAX_BYTES = 64_000_000


def make_stamp(traces, packages):
    """Return the stamp of some traces: a dict that JSON can hold.

    traces: Traces, in the order of appearance. packages: names whose versions count.
    A trace of more than 200 000 numbers is stamped with the shapes of its weights and inputs only.
    """
    return {
        KEYWORD: {name: version(name) for name in ("lstm_teach", *packages)},
        "traces": [_of_trace(trace) for trace in traces],
    }


def _of_trace(trace):
    parts = {"cell": dict(trace.recipe), "x": trace.x, "h0": trace.h_prev[0], "c0": trace.c_prev[0]}
    arrays = [value for value in (*parts["cell"].values(), trace.x) if isinstance(value, np.ndarray)]
    whole = sum(array.size for array in arrays) <= MAX_NUMBERS
    return {"dtype": str(trace.x.dtype), "whole": whole, **_plain(parts, whole)}


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


def read_stamp(path):
    """Return the stamp inside a file that save_figure or save_table wrote.

    path: a .png, .svg, .pdf, .csv, .md or .tex file. The cell is LSTMCell(**stamp["traces"][0]["cell"]).
    Raises ValueError if the file carries none, OSError if it cannot be read.
    """
    path = Path(path)
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB: no file with a stamp is")
    reader = {".png": _from_png, ".svg": _from_svg, ".pdf": _from_pdf}.get(path.suffix, _from_text)
    try:
        stamp = json.loads(reader(path.read_bytes()))
    except (ValueError, TypeError, StopIteration, RecursionError):
        stamp = None
    if not isinstance(stamp, dict) or KEYWORD not in stamp or not isinstance(stamp.get("traces"), list):
        raise ValueError(f"{path.name} carries no stamp: only files that lstm_teach saved do")
    return stamp


def _from_png(data):
    """The text chunk of our keyword: 4 bytes length, 4 bytes type, then keyword, 0 and text."""
    position = 8
    while position < len(data):
        length, kind = int.from_bytes(data[position : position + 4]), data[position + 4 : position + 8]
        chunk = data[position + 8 : position + 8 + length]
        if kind == b"tEXt" and chunk.startswith(KEYWORD.encode() + b"\0"):
            return chunk.partition(b"\0")[2]
        position += 12 + length
    raise ValueError("no text chunk")


def _from_svg(data):
    return re.search(rb"<dc:description>(.*?)</dc:description>", data, re.DOTALL)[1]


def _from_pdf(data):
    text = re.search(rb"/Subject \(((?:\\.|[^\\)])*)\)", data, re.DOTALL)[1]
    return re.sub(rb"\\(.)", rb"\1", text, flags=re.DOTALL)


def _from_text(data):
    line = next(line for line in data.splitlines() if KEYWORD.encode() in line)
    return line[line.index(b"{") : line.rindex(b"}") + 1]
