"""A figure as files: the same bytes each time, text as text, with what made it inside."""

import io
import re
from contextlib import contextmanager

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine, TightLayoutEngine

from lstm_teach.core.trace import Trace
from lstm_teach.takehome.fonts import fonts_for
from lstm_teach.takehome.stamp import make_stamp, stamp_text
from lstm_teach.takehome.table_files import one_line

__all__ = ["DPI", "SETTINGS", "draw_figure", "drawable", "figure_of", "laid_out", "stamp_of"]

DPI = 300
MAX_AREA = 1000  # square inches: 360 MB of pixels
MARGINS = ("left", "right", "bottom", "top", "wspace", "hspace")
#: Text stays text: a reader can search, copy and listen to it.
SETTINGS = {"svg.hashsalt": "lstm_teach", "svg.fonttype": "none", "pdf.fonttype": 42}


def stamp_of(figures):
    """Return the stamp of some figures, as text: the traces of their Axes, each once."""
    axes = [ax for fig in figures for ax in fig.axes]
    axes = [ax for ax in axes if getattr(ax, "title_of_trace", ax.title) is ax.title]  # not cleared since
    traces = dict.fromkeys(ax.trace for ax in axes if isinstance(getattr(ax, "trace", None), Trace))
    return stamp_text(make_stamp(traces, ["numpy", "matplotlib"]))


def draw_figure(fig, endings, caption=None):
    """Return a Figure as bytes by ending: png (300 dpi), svg or pdf; the figure stays as it is.

    Raises ValueError if it cannot be drawn.
    """
    stamp = stamp_of([fig])
    metadata = {
        "png": {"lstm_teach": stamp},
        "svg": {"Description": stamp, "Date": None},
        "pdf": {"Subject": stamp, "CreationDate": None},
    }
    caption, contents = one_line(caption or ""), {}
    with drawable(fig), mpl.rc_context(SETTINGS), fonts_for(fig), laid_out(fig):
        for ending in endings:
            entries = metadata[ending] | ({"Title": caption} if caption else {})
            buffer = io.BytesIO()
            fig.savefig(buffer, format=ending, dpi=DPI, metadata=entries, facecolor="white")
            contents[ending] = buffer.getvalue()
    if "svg" in contents:  # XML has no control characters, not even escaped
        contents["svg"] = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b" ", contents["svg"])
    return contents


@contextmanager
def drawable(fig):
    """Raise ValueError, in one sentence, for a figure that is too large or whatever else fails in it."""
    width, height = fig.get_size_inches()
    if width * height > MAX_AREA:
        raise ValueError(
            f"fig is {width:.4g} by {height:.4g} inches: make it smaller, up to {MAX_AREA} square inches"
        )
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {one_line(str(error))}"
        raise ValueError(f"fig cannot be drawn ({reason[:160]}): look at its texts and numbers") from None


def figure_of(thing):
    """Return the figure meant by a Figure, an Axes or an array of Axes; raise TypeError if it is none."""
    figures = set()
    is_array = isinstance(thing, np.ndarray) and thing.dtype == object
    for part in thing.flat if is_array else thing if isinstance(thing, (list, tuple)) else [thing]:
        while isinstance(part, (Axes, SubFigure)):
            part = part.figure
        figures.add(part if isinstance(part, Figure) else None)
    if len(figures) != 1 or None in figures:
        raise TypeError(
            f"fig is a {type(thing).__name__[:40]}: give one figure, or the Axes of a plot function"
        )
    return figures.pop()


@contextmanager
def laid_out(fig):
    """Lay a figure out once for all formats; afterwards its Axes stand where they stood.

    A layout engine begins where the last drawing left the Axes, and its solver wavers in the last bit:
    left alone, it gives other bytes each time.
    """
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
