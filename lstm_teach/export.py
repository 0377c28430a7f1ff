"""Figures and tables to take home: whole files or none, with what made them stamped inside."""

import io
import os
import re
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from lstm_teach.stamp import load_figure, make_stamp, read_stamp, stamp_text, tex_comment
from lstm_teach.table import format_number
from lstm_teach.trace import Trace

__all__ = ["check_name", "homework_folder", "load_figure", "read_stamp", "save_figure", "save_table"]

RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)  # Windows keeps these for devices
MAX_NAME = 64
DPI = 300
MARGINS = ("left", "right", "bottom", "top", "wspace", "hspace")
MAX_WIDTH = 12  # more steps than these stand below one another, so that a page can hold them


def homework_folder():
    """Return the folder for a student's files: figures/homework of the project, wherever a notebook runs."""
    project = Path(__file__).resolve().parents[1]
    if not (project / "pyproject.toml").is_file():  # installed away from its project
        here = Path.cwd()
        project = next((p for p in (here, *here.parents) if (p / "figures/homework").is_dir()), here)
    return project / "figures" / "homework"


def check_name(name):
    """Return name if it is safe as a file name on every system, without ending.

    Allowed: 1 to 64 letters a-z, A-Z, digits, - and _, the first a letter or digit. Raises TypeError for
    what is not text, ValueError for any other name.
    """
    if not isinstance(name, str):
        raise TypeError(f"the file name is a {type(name).__name__}: it must be text, such as 'my-figure'")
    odd = re.search(r"[/\\]", name) or re.search(r"[^A-Za-z0-9_-]", name)
    if not name:
        problem = "is empty: give one, such as 'my-figure'"
    elif odd and odd[0] in "/\\":
        problem = f"has {odd[0]!r} in it: give the name alone, and the folder as folder=…"
    elif odd and "." in name:
        problem = "has a dot in it: leave out the ending, it is added"
    elif odd:
        problem = f"has {odd[0]!r} in it: use the letters a-z, A-Z, digits, - and _"
    elif name[0] in "-_":
        problem = f"starts with {name[0]!r}: start with a letter or digit"
    elif len(name) > MAX_NAME:
        problem = f"has {len(name)} characters: use at most {MAX_NAME}"
    elif RESERVED.fullmatch(name):
        problem = "is reserved on Windows: add a word to it"
    else:
        return name
    raise ValueError(f"the file name {name[:80]!r} {problem}")


def save_figure(fig, name, folder=None):
    """Save a figure as name.png (300 dpi), name.svg and name.pdf; return the paths.

    fig: a Figure, an Axes or an array of Axes, as plot_trace returns; it stays as it is. folder: where
    to; the project's figures/homework if left out. The same figure gives the same bytes. Raises TypeError
    or ValueError for no figure or no good name, OSError for no good folder; then nothing is written.
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
    settings = {"svg.hashsalt": "lstm_teach", "svg.fonttype": "path", "pdf.fonttype": 42}
    with mpl.rc_context(settings), _laid_out(fig):
        for ending, entries in metadata.items():
            buffer = io.BytesIO()
            fig.savefig(buffer, format=ending, dpi=DPI, metadata=entries, facecolor="white")
            contents[f"{name}.{ending}"] = buffer.getvalue()
    return write_whole(contents, folder)


def _figure_of(thing):
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    figures = set()
    for part in thing.flat if isinstance(thing, np.ndarray) else [thing]:
        while isinstance(part, (Axes, SubFigure)):
            part = part.figure
        figures.add(part if isinstance(part, Figure) else None)
    if len(figures) != 1 or None in figures:
        raise TypeError(f"fig is a {type(thing).__name__}: give one figure, or the Axes of a plot function")
    return figures.pop()


@contextmanager
def _laid_out(fig):
    """Lay a figure out once for all formats; afterwards its Axes stand where they stood.

    A layout engine begins where the last drawing left the Axes, and its solver wavers in the last bit:
    left alone, it gives other bytes each time.
    """
    from matplotlib.layout_engine import ConstrainedLayoutEngine, TightLayoutEngine

    engine = fig.get_layout_engine()
    if not isinstance(engine, (ConstrainedLayoutEngine, TightLayoutEngine)):
        yield
        return
    margins = {side: getattr(fig.subplotpars, side) for side in MARGINS}
    places = {ax: ax.get_position(original=True).bounds for ax in fig.axes}
    try:
        for ax in fig.axes:
            if ax.get_in_layout() and ax.get_subplotspec():
                ax.set_subplotspec(ax.get_subplotspec())  # back to its place in the grid
        fig.savefig(io.BytesIO(), format="raw", dpi=DPI)
        fig.set_layout_engine("none")
        _place({ax: np.round(ax.get_position(original=True).bounds, 9) for ax in fig.axes})
        yield
    finally:
        fig.set_layout_engine(engine)
        fig.subplotpars.update(**margins)
        _place(places)


def _place(places):
    for ax, bounds in places.items():
        ax.set(position=bounds, in_layout=ax.get_in_layout())  # a position alone takes it out of the layout


def save_table(trace, name, folder=None):
    """Save a trace as name.csv (every digit), name.md and name.tex (six digits); return the paths.

    The CSV has one row per step, below one # line with the stamp; read it with
    np.genfromtxt(path, delimiter=",", names=True, skip_header=1). Markdown and LaTeX (booktabs) have
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
        f"{name}.tex": f"{tex_comment(stamp)}\n{_latex(table)}",
    }
    return write_whole({name: text.encode() for name, text in texts.items()}, folder)


def _csv(table):
    def quoted(name):
        return '"{}"'.format(name.replace('"', '""')) if re.search(r'[",#\r\n]', name) else name

    columns = table.steps, *(row.tolist() for row in table.rows.values())
    lines = [["step", *map(quoted, table.rows)], *(map(repr, row) for row in zip(*columns, strict=True))]
    return "".join(",".join(line) + "\n" for line in lines)


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
    special |= {"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"}
    special |= {"[": "{[}", "*": "{*}"}  # at the start of a row these would belong to the \\ before it

    def write_name(name):
        signal = re.fullmatch(r"(\w+)(\[\d+\])?", name)
        if signal and signal[1] in symbols:
            return f"${symbols[signal[1]]}{signal[2] or ''}$ {table.meaning(name)}"
        return "".join(special.get(character, character) for character in " ".join(name.split()))

    def write_cell(text):
        number = re.fullmatch(r"(-?[\d.]+)(?:e([+-]\d+))?", text)
        if not number or text == number[1].lstrip("-"):
            return text
        return f"${number[1]}" + (rf" \cdot 10^{{{int(number[2])}}}$" if number[2] else "$")

    header, *rows = _grid(table, write_name)
    lines = [" & ".join([line[0], *map(write_cell, line[1:])]) + r" \\" for line in rows]
    top = [rf"\begin{{tabular}}{{l{'r' * (len(header) - 1)}}}", r"\toprule"]
    top += [" & ".join(header) + r" \\", r"\midrule"]
    return "\n".join([*top, *lines, r"\bottomrule", r"\end{tabular}", ""])


def write_whole(contents, folder=None):
    """Write files of the given bytes into a folder, all or none; return the paths.

    contents: bytes by file name. All are written beside their places first, then moved there: whoever
    looks finds an old file or a new one. If that fails the old ones are put back; OSError tells why.
    """
    written, moved = {}, []
    try:
        folder = Path(homework_folder() if folder is None else folder).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            path = folder / name
            if path.is_dir():
                raise IsADirectoryError(None, f"{name} is a folder there")
            new, old = written[path] = [folder / f".{name}.{secrets.token_hex(4)}" for _ in range(2)]
            with open(new, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copy2(path, old)
        for path, (new, _) in written.items():
            moved.append(path)
            os.replace(new, path)
    except BaseException as error:
        for path in moved:
            _, old = written[path]
            with suppress(OSError):
                os.replace(old, path) if old.exists() else path.unlink()
        if not isinstance(error, (OSError, RuntimeError, ValueError)):  # such as the stop button
            raise
        kind = type(error) if isinstance(error, OSError) else OSError
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise kind(f"cannot write to {folder} ({reason}): choose another folder with folder=…") from None
    finally:
        for copy in (copy for pair in written.values() for copy in pair):
            with suppress(OSError):
                copy.unlink()
    return list(written)
