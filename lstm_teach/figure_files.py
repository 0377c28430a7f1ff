"""A figure as files: the same bytes each time, text as text, with what made it inside."""

import io
from contextlib import contextmanager

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine, TightLayoutEngine

from lstm_teach.fonts import fonts_for
from lstm_teach.stamp import make_stamp, stamp_text
from lstm_teach.trace import Trace

__all__ = ["DPI", "SETTINGS", "draw_figure", "figure_of", "laid_out", "stamp_of"]

DPI = 300
MARGINS = ("left", "right", "bottom", "top", "wspace", "hspace")
#: Text stays text: a reader can search, copy and listen to it.
SETTINGS = {"svg.hashsalt": "lstm_teach", "svg.fonttype": "none", "pdf.fonttype": 42}


def stamp_of(figures):
    """Return the stamp of some figures, as text: the traces of their Axes, each once."""
    axes = [ax for fig in figures for ax in fig.axes]
    traces = dict.fromkeys(ax.trace for ax in axes if isinstance(getattr(ax, "trace", None), Trace))
    return stamp_text(make_stamp(traces, ["numpy", "matplotlib"]))


def draw_figure(fig, endings, caption=None):
    """Return a Figure as bytes by ending: png (300 dpi), svg or pdf; the figure stays as it is."""
    stamp = stamp_of([fig])
    metadata = {
        "png": {"lstm_teach": stamp},
        "svg": {"Description": stamp, "Date": None},
        "pdf": {"Subject": stamp, "CreationDate": None},
    }
    contents = {}
    with mpl.rc_context(SETTINGS), fonts_for(fig), laid_out(fig):
        for ending in endings:
            entries = metadata[ending] | ({"Title": caption} if caption else {})
            buffer = io.BytesIO()
            fig.savefig(buffer, format=ending, dpi=DPI, metadata=entries, facecolor="white")
            contents[ending] = buffer.getvalue()
    return contents


def figure_of(thing):
    """Return the figure meant by a Figure, an Axes or an array of Axes; raise TypeError if it is none."""
    figures = set()
    for part in thing.flat if isinstance(thing, np.ndarray) else [thing]:
        while isinstance(part, (Axes, SubFigure)):
            part = part.figure
        figures.add(part if isinstance(part, Figure) else None)
    if len(figures) != 1 or None in figures:
        raise TypeError(f"fig is a {type(thing).__name__}: give one figure, or the Axes of a plot function")
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
