"""Figures and tables to take home: whole files or none, with what made them stamped inside."""

import io
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from lstm_teach.stamp import make_stamp, read_stamp, stamp_text
from lstm_teach.table import format_number
from lstm_teach.trace import Trace

__all__ = ["check_name", "homework_folder", "read_stamp", "save_figure", "save_table"]

RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)  # Windows keeps these for devices
MAX_WIDTH = 12  # more steps than these stand below one another, so that a page can hold them


def homework_folder():
    """Return the folder for a student's files: figures/homework of the project, wherever a notebook runs."""
    project = Path(__file__).resolve().parents[1]
    if not (project / "pyproject.toml").is_file():  # installed away from its project
        here = Path.cwd()
        project = next((p for p in (here, *here.parents) if (p / "figures/homework").is_dir()), here)
    return project / "figures" / "homework"


def check_name(name):
    """Return name if it is safe as a file name on every system, without ending; raise if not.

    Allowed: 1 to 64 letters a-z, A-Z, digits, - and _, the first a letter or digit.
    """
    if not isinstance(name, str):
        raise TypeError(f"the file name is {name!r}: it must be text, such as 'my-figure'")
    if not name:
        raise ValueError("the file name is empty: give it a name, such as 'my-figure'")
    if re.fullmatch(r".*\.(png|svg|pdf|csv|md|tex)", name, re.IGNORECASE):
        raise ValueError(f"the file name is {name!r}: leave out the ending, it is added")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
        raise ValueError(
            f"the file name is {name[:80]!r}: it takes 1 to 64 of the letters a-z, A-Z, digits, - and _, "
            "and starts with a letter or digit"
        )
    if RESERVED.fullmatch(name):
        raise ValueError(f"the file name {name!r} is reserved on Windows: add a word to it")
    return name


def save_figure(fig, name, folder=None):
    """Save a figure as name.png (300 dpi), name.svg and name.pdf; return the paths.

    fig: a Figure, an Axes or an array of Axes, as plot_trace returns. folder: where to; the project's
    figures/homework if left out. The same figure gives the same bytes. Raises TypeError or ValueError
    for what is no figure or no good name, OSError if the folder cannot be written; then nothing is
    written.
    """
    import matplotlib as mpl  # tables need no matplotlib

    check_name(name)
    fig = _figure_of(fig)
    traces = dict.fromkeys(ax.trace for ax in fig.axes if isinstance(getattr(ax, "trace", None), Trace))
    stamp = stamp_text(make_stamp(traces, ["numpy", "matplotlib"]))
    metadata = {
        "png": {"lstm_teach": stamp},
        "svg": {"Description": stamp, "Date": None},
        "pdf": {"Subject": stamp, "CreationDate": None},
    }
    contents = {}
    with mpl.rc_context({"svg.hashsalt": "lstm_teach", "svg.fonttype": "path", "pdf.fonttype": 42}):
        for ending, entries in metadata.items():
            buffer = io.BytesIO()
            fig.savefig(buffer, format=ending, dpi=300, metadata=entries, facecolor="white")
            contents[f"{name}.{ending}"] = buffer.getvalue()
    return write_whole(contents, folder)


def _figure_of(thing):
    from matplotlib.artist import Artist

    first = thing.flat[0] if hasattr(thing, "flat") and thing.size else thing
    if not isinstance(first, Artist) or first.get_figure(root=True) is None:
        raise TypeError(
            f"fig is a {type(thing).__name__}: give a figure, or the Axes that a plot function returned"
        )
    return first.get_figure(root=True)


def save_table(trace, name, folder=None):
    """Save a trace as name.csv (every digit), name.md and name.tex (six digits); return the paths.

    The CSV has one row per step, below one # line with the stamp. Markdown and LaTeX (booktabs) have
    one column per step, as the slide, up to 12 steps. trace: a Trace of one sequence. folder and
    errors: as for save_figure.
    """
    check_name(name)
    if not isinstance(trace, Trace):
        raise TypeError(f"trace is a {type(trace).__name__}: give what cell.run(x) returned")
    table = trace.table()
    stamp = stamp_text(make_stamp([trace], ["numpy"]))
    texts = {
        f"{name}.csv": f"# {stamp}\n{_csv(table)}",
        f"{name}.md": f"{_markdown(table)}\n<!-- {stamp} -->\n",
        f"{name}.tex": f"% {stamp}\n{_latex(table)}",
    }
    return write_whole({name: text.encode() for name, text in texts.items()}, folder)


def _csv(table):
    def quoted(name):
        return '"{}"'.format(name.replace('"', '""')) if re.search(r'[",\r\n]', name) else name

    lines = [["step", *map(quoted, table.rows)]]
    lines += [[str(step), *map(repr, values)] for step, *values in _by_step(table)]
    return "".join(",".join(line) + "\n" for line in lines)


def _by_step(table):
    return zip(table.steps, *(row.tolist() for row in table.rows.values()), strict=True)


def _grid(table, write_name):
    """The table as strings, the header first; one column per step, or one row if there are many."""
    rows = [["step", *map(str, table.steps)]]
    rows += [[write_name(name), *map(format_number, row)] for name, row in table.rows.items()]
    return rows if len(table.steps) <= MAX_WIDTH else [list(column) for column in zip(*rows, strict=True)]


def _markdown(table):
    def write_name(name):
        return re.sub(r"([\\|*_<>`&])", r"\\\1", " ".join(name.split()))

    header, *rows = _grid(table, write_name)
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _latex(table):
    symbols = {"i": "i_t", "f": "f_t", "g": "g_t", "o": "o_t", "c_prev": "c_{t-1}", "c": "c_t", "h": "h_t"}
    special = {character: rf"\{character}" for character in "{}$&#_%"}
    special |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}

    def write_name(name):
        signal, bracket, unit = name.partition("[")
        if signal in symbols:
            return f"${symbols[signal]}{bracket}{unit}$ {table.meaning(name)}"
        return "".join(special.get(character, character) for character in " ".join(name.split()))

    def write_cell(text):
        number = re.fullmatch(r"(-?[\d.]+)(?:e([+-]\d+))?", text)
        if not number or text == number[1].lstrip("-"):
            return text
        power = rf" \cdot 10^{{{int(number[2])}}}" if number[2] else ""
        return f"${number[1]}{power}$"

    header, *rows = _grid(table, write_name)
    body = [" & ".join([line[0], *map(write_cell, line[1:])]) + r" \\" for line in rows]
    return "\n".join(
        [
            r"\begin{tabular}{l" + "r" * (len(header) - 1) + "}",
            r"\toprule",
            " & ".join(header) + r" \\",
            r"\midrule",
            *body,
            r"\bottomrule",
            r"\end{tabular}",
            "",
        ]
    )


def write_whole(contents, folder=None):
    """Write files of the given bytes into a folder, each whole or not at all; return the paths.

    contents: bytes by file name. All are written beside their places first, then moved there, so that
    whoever looks finds the old file or the new one. Raises OSError in one sentence if that fails.
    """
    folder = homework_folder() if folder is None else Path(folder).expanduser()
    written = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            if (folder / name).is_dir():
                raise IsADirectoryError(None, "there is a folder of that name", name)
            handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
            written[temporary] = folder / name
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
        for temporary, path in written.items():
            os.replace(temporary, path)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot write to {folder} ({reason}): choose another folder with folder=…"
        raise type(error)(message) from None
    finally:
        for temporary in written:
            with suppress(OSError):
                os.unlink(temporary)
    return list(written.values())
