"""A figure as files: the same bytes each time, text as text, with what made it inside.

FIGURE_FORMATS holds the formats. For another one, such as JPEG, add a line there and, for load_figure, a
function to _FINDERS in stamp_reader.py.
"""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine, TightLayoutEngine

from lstm_teach.core.trace import Trace
from lstm_teach.plots.short_text import one_line
from lstm_teach.takehome.fonts import fonts_for
from lstm_teach.takehome.stamp import make_stamp, stamp_text
from lstm_teach.words import say

__all__ = ["FIGURE_FORMATS", "SETTINGS", "draw_figure", "drawable", "figure_of", "laid_out", "stamp_of"]

#: By ending: the entry of Matplotlib's metadata that holds the stamp, and the one that is left out, the date.
FIGURE_FORMATS = {
    "png": ("lstm_teach", None),
    "svg": ("Description", "Date"),
    "pdf": ("Subject", "CreationDate"),
}
DPI = 300
MAX_AREA = 1000  # square inches: 360 MB of pixels
MARGINS = ("left", "right", "bottom", "top", "wspace", "hspace")
#: Text stays text: a reader can search, copy and listen to it.
SETTINGS: dict = {"svg.hashsalt": "lstm_teach", "svg.fonttype": "none", "pdf.fonttype": 42}


def stamp_of(figures: Iterable[Figure]) -> str:
    """Return the stamp of some figures, as text: the traces of their Axes, each once."""
    axes = [ax for fig in figures for ax in fig.axes]
    axes = [ax for ax in axes if getattr(ax, "title_of_trace", ax.title) is ax.title]  # not cleared since
    traces = dict.fromkeys(trace for ax in axes if isinstance(trace := getattr(ax, "trace", None), Trace))
    return stamp_text(make_stamp(traces, ["numpy", "matplotlib"]))


def draw_figure(fig: Figure, endings: Iterable[str], caption: str | None = None) -> dict[str, bytes]:
    """Return a Figure as bytes by ending, of FIGURE_FORMATS, at 300 dpi; the figure stays as it is.

    Raises ValueError if it cannot be drawn.
    """
    stamp, caption = stamp_of([fig]), one_line(caption or "")
    contents = {}
    with drawable(fig), mpl.rc_context(SETTINGS), fonts_for(fig), laid_out(fig):
        for ending in endings:
            place, date = FIGURE_FORMATS[ending]
            metadata = {place: stamp} | ({date: None} if date else {})
            if caption:
                metadata["Title"] = caption
            buffer = io.BytesIO()
            fig.savefig(buffer, format=ending, dpi=DPI, metadata=metadata, facecolor="white")
            contents[ending] = buffer.getvalue()
    if "svg" in contents:  # XML has no control characters, not even escaped
        contents["svg"] = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b" ", contents["svg"])
    return contents


@contextmanager
def drawable(fig: Figure) -> Iterator[None]:
    """Raise ValueError, in one sentence, for a figure that is too large or whatever else fails in it."""
    width, height = fig.get_size_inches()
    if width * height > MAX_AREA:
        raise ValueError(
            say(
                "fig is {:.4g} by {:.4g} inches: make it smaller, up to {} square inches",
                width,
                height,
                MAX_AREA,
            )
        )
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {one_line(str(error))}"
        message = say("fig cannot be drawn ({}): look at its texts and numbers", reason[:160])
        raise ValueError(message) from None


def figure_of(thing: Any) -> Figure:
    """Return the figure meant by a Figure, an Axes or an array of Axes; raise TypeError if it is none."""
    figures, other = set(), False
    is_array = isinstance(thing, np.ndarray) and thing.dtype == object
    for part in thing.flat if is_array else thing if isinstance(thing, (list, tuple)) else [thing]:
        while isinstance(part, (Axes, SubFigure)):
            part = part.figure
        if isinstance(part, Figure):
            figures.add(part)
        else:
            other = True
    if len(figures) != 1 or other:
        raise TypeError(
            say("fig is a {}: give one figure, or the Axes of a plot function", type(thing).__name__[:40])
        )
    return figures.pop()


@contextmanager
def laid_out(fig: Figure) -> Iterator[None]:
    """Lay a figure out once for all formats; afterwards its Axes stand where they stood.

    A layout engine begins where the last drawing left the Axes, and its results differ in the last bit:
    without this the bytes differ each time.
    """
    engine = fig.get_layout_engine()
    if not isinstance(engine, (ConstrainedLayoutEngine, TightLayoutEngine)):
        yield
        return
    margins = {side: getattr(fig.subplotpars, side) for side in MARGINS}
    places = {ax: ax.get_position(original=True).bounds for ax in fig.axes}
    try:
        for ax in fig.axes:
            if ax.get_in_layout() and (place := ax.get_subplotspec()):
                ax.set_subplotspec(place)  # back to its place in the grid
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
