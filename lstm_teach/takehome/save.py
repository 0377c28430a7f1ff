"""save_figure, save_table: figures and tables to take home, as whole files or none."""

import os
import platform
import re
import secrets
import shutil
import time
import unicodedata
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import check_text, path_of, shown
from lstm_teach.plots.short_text import shortened
from lstm_teach.takehome.stamp import make_stamp, stamp_text, tex_comment
from lstm_teach.takehome.table_files import csv_table, latex_table, markdown_table
from lstm_teach.words import say

__all__ = ["check_name", "homework_folder", "save_figure", "save_table"]

RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)  # Windows keeps these for devices
MAX_NAME, MAX_BYTES = 64, 192  # a file name has 255 bytes; some are for endings and unfinished files
HERE = f"{zlib.crc32(platform.node().encode()):08x}"  # of this computer, in a folder that some may share
#: The name of a file in the making: the computer and the process that make it.
UNFINISHED = re.compile(r"\..+\.([0-9a-f]{8})-([0-9]{1,9})-[0-9a-f]{8}\.unfinished", re.DOTALL)
OLD = 86_400  # seconds: no save lasts a day, even if the computer slept in the middle of it


def homework_folder() -> Path:
    """Return the folder for a student's files: figures/homework of the project, wherever a notebook runs."""
    project = Path(__file__).resolve().parents[2]
    if not (project / "pyproject.toml").is_file():  # installed away from its project
        here = Path.cwd()
        project = next((p for p in (here, *here.parents) if (p / "figures/homework").is_dir()), here)
    return project / "figures" / "homework"


def check_name(name: Any) -> str:
    """Return a name, in Unicode's form NFC, if it is safe as a file name on every system, without ending.

    Allowed: 1 to 64 letters of any script (at most 192 bytes in UTF-8), digits, - and _, the first a letter
    or digit. Raises TypeError for what is not text, ValueError for any other name.
    """
    if not isinstance(name, str):
        raise TypeError(
            say("the file name is a {}: it must be text, such as 'my-figure'", type(name).__name__[:40])
        )
    name = unicodedata.normalize("NFC", name)
    slash = re.search(r"[/\\]", name)
    odd = slash[0] if slash else next((letter for letter in name if not _is_plain(letter)), "")
    size, it = len(name.encode("utf-8", "replace")), shown(name)
    if not name:
        message = say("the file name {} is empty: give one, such as 'my-figure'", it)
    elif slash:
        message = say(
            "the file name {} has {!r} in it: give the name alone, and the folder as folder=…", it, odd
        )
    elif odd and "." in name:
        message = say("the file name {} has a dot in it: leave out the ending, it is added", it)
    elif odd:
        message = say("the file name {} has {!r} in it: use letters, digits, - and _", it, odd)
    elif not name[0].isalnum():
        message = say("the file name {} starts with {!r}: start with a letter or digit", it, name[0])
    elif len(name) > MAX_NAME:
        message = say("the file name {} has {} characters: use at most {}", it, len(name), MAX_NAME)
    elif size > MAX_BYTES:
        message = say("the file name {} has {} bytes: use a shorter one, of at most {}", it, size, MAX_BYTES)
    elif RESERVED.fullmatch(name):
        message = say("the file name {} is reserved on Windows: add a word to it", it)
    else:
        return name
    raise ValueError(message)


def _is_plain(letter: str) -> bool:
    """Whether it is a letter of any script, a mark on one, a decimal digit, - or _."""
    return letter in "-_" or unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd")


def save_figure(fig: Any, name: str, folder: Any = None, *, caption: str | None = None) -> list[Path]:
    """Save a figure as name.png (300 dpi), name.svg and name.pdf; return the paths.

    fig: a Figure, an Axes or an array of Axes, as plot_trace returns; it stays as it is. folder: where
    to; the project's figures/homework if left out. caption: a sentence that the files carry as their
    title. The same figure gives the same bytes. Raises TypeError or ValueError for no figure, one that cannot
    be drawn, no good name or caption, TypeError for a folder that is no path, OSError for one that cannot be
    written; then nothing is written.
    """
    from lstm_teach.takehome import figure_files  # tables need no matplotlib

    name = check_name(name)
    if caption is not None and not (isinstance(caption, str) and caption == ""):
        check_text("caption", caption, most=1000)
    fig = figure_files.figure_of(fig)
    contents = figure_files.draw_figure(fig, figure_files.FIGURE_FORMATS, caption)
    return write_whole({f"{name}.{ending}": data for ending, data in contents.items()}, folder)


def save_table(trace: Trace, name: str, folder: Any = None) -> list[Path]:
    """Save a trace as name.csv (every digit), name.md and name.tex (six digits); return the paths.

    The CSV has one row per step, below one # line with the stamp; read it with
    np.genfromtxt(path, delimiter=",", names=True, skip_header=1). Markdown and LaTeX (booktabs) have
    one column per step, as the slide, up to 12 steps. trace: a Trace of one sequence. folder and
    errors: as for save_figure. Labels stay text: Markdown and LaTeX show them without line breaks and unseen
    characters; in the CSV one that a spreadsheet would take for a formula, such as =A1, gets a ' in front.
    """
    name = check_name(name)
    if not isinstance(trace, Trace):
        kind = type(trace).__name__[:40]
        raise TypeError(say("trace is a {}: give what cell.run(x) returned", kind))
    table = trace.table()
    stamp = stamp_text(make_stamp([trace], ["numpy"]))
    texts = {
        f"{name}.csv": f"# {stamp}\n{csv_table(table)}",
        f"{name}.md": f"{markdown_table(table)}\n<!-- {stamp} -->\n",
        f"{name}.tex": f"{tex_comment(stamp)}\n{latex_table(table)}",
    }
    return write_whole({name: text.encode(errors="replace") for name, text in texts.items()}, folder)


def write_whole(contents: Mapping[str, bytes], folder: Any = None) -> list[Path]:
    """Write files of the given bytes into a folder, all or none; return the paths.

    contents: bytes by file name. All are written beside their places first, then moved there: at
    every moment there is the old file or the new one. If that fails the old ones are put back, and OSError
    says why, also for text that no folder can have as its path; TypeError for what is no path at all.
    """
    written: dict[Path, tuple[Path, Path]] = {}
    moved = []
    try:
        folder = path_of("folder", homework_folder() if folder is None else folder)
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        for name, data in contents.items():
            path = folder / name
            if path.is_dir():
                raise IsADirectoryError(None, say("{} is a folder there", name))
            if path.exists() and not path.is_file():
                raise OSError(None, say("{} is a pipe or a device there", name))
            new, old = written[path] = _unfinished(path), _unfinished(path)
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
        if not isinstance(error, (OSError, ValueError)):  # such as the stop button
            raise
        kind, reason = OSError, say("no folder can have this path")
        if isinstance(error, OSError):
            kind, reason = type(error), error.strerror or shortened(error)
        raise kind(
            say("cannot write to {} ({}): choose another folder with folder=…", shortened(folder), reason)
        ) from None
    finally:
        for copy in (copy for pair in written.values() for copy in pair):
            with suppress(OSError):
                copy.unlink()
    return list(written)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.{HERE}-{os.getpid()}-{secrets.token_hex(4)}.unfinished")


def _clear(folder: Path) -> None:
    """Remove what killed saves left in a folder; what may belong to one that still runs stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            made_by = UNFINISHED.fullmatch(entry.name)
            if made_by and entry.is_file(follow_symlinks=False):
                with suppress(OSError):  # a copy of an old file has the old time, but not as its ctime
                    is_old = time.time() - os.lstat(entry).st_ctime > OLD
                    if is_old or (made_by[1] == HERE and not _runs(int(made_by[2]))):
                        os.unlink(entry)


def _runs(process: int) -> bool:
    """Whether a process with this number runs."""
    try:
        import psutil
    except ImportError:  # it comes with Jupyter
        return True
    return psutil.pid_exists(process)
