"""The sheet that every plot is drawn on: house style, size, and what is refused at the door."""

import unicodedata
import warnings
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import finite_array

__all__ = ["SHEET_WIDTH", "STYLE", "attach", "check", "check_place", "make_sheet", "narrow", "numbers_of"]
__all__ += ["plain"]

STYLE = ["default", Path(__file__).with_name("lstm_teach.mplstyle")]  # laid over Matplotlib's defaults
SHEET_WIDTH = 6.3  # inches: A4 with margins
DRAWN = ("c", "x", "i", "f", "g", "o", "c_prev", "h")
LARGEST = 1e300  # beyond it Matplotlib's own sums are infinite


def check(name, trace, place, kind):
    """Refuse what the plot function of this name cannot draw, or cannot draw on: None or a kind of place."""
    if not isinstance(trace, Trace):
        raise TypeError(f"{name} draws a Trace, as cell.run(x) returns it, not a {_kind(trace)}")
    if trace.batched:
        size = trace.x.shape[1]
        raise ValueError(f"this trace holds {size} sequences: choose one, as in {name}(trace.sequence(0))")
    check_place(name, place, kind)


def check_place(name, place, kind):
    """Refuse what is neither None nor one Figure, or one Axes with x and y, whichever the kind is."""
    if not isinstance(place, kind | None):
        raise TypeError(f"{name} draws into one {kind.__name__} of Matplotlib, not a {_kind(place)}")
    if isinstance(place, plt.Axes) and (place.figure is None or place.name != "rectilinear"):
        what = "removed from their Figure" if place.figure is None else place.name
        raise ValueError(
            f"{name} draws on Axes with x and y but these are {what}: leave out ax, or take others"
        )


def _kind(thing):
    return type(thing).__name__[:40]


def attach(ax, trace):
    """Attach what was drawn, for those who save the figure; an Axes that is cleared gets another title."""
    ax.trace, ax.title_of_trace = trace, ax.title


def numbers_of(trace):
    """Return a Trace of one sequence with its numbers in float64; its z, which no plot shows, as they are.

    Raises ValueError for what a plot cannot show: NaN, infinity, numbers beyond 1e300.
    """
    arrays = {name: finite_array(f"trace.{name}", getattr(trace, name), np.float64) for name in DRAWN}
    with np.errstate(all="ignore"):
        parts = {"f * c_prev": arrays["f"] * arrays["c_prev"], "i * g": arrays["i"] * arrays["g"]}
    for name, array in {**arrays, **parts}.items():
        if np.abs(array).max() > LARGEST:
            raise ValueError(f"{name} of this trace goes beyond 1e300: a plot cannot show such numbers")
    return replace(trace, **arrays)


def plain(text, most):
    """Return the start of a text, so many characters, in one line and without what no font shows."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))[
        :most
    ]


def narrow(text, most):
    """Return the start of a text as plain() does, but no wider than so many letters x."""
    text = plain(text, most)
    while _width(text) > _width("x" * most):
        text = text[:-1]
    return text


def _width(text):
    """Return about how wide a text is; Chinese characters, from whichever font, are as wide as high."""
    rest = "".join(c for c in text if unicodedata.east_asian_width(c) not in "WF")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of characters that the font lacks
        font = FontProperties(["DejaVu Sans"], size=1)
        width, *_ = text_to_path.get_text_width_height_descent(rest, font, ismath=False)
    return width + len(text) - len(rest)


def make_sheet(fig, height, width=SHEET_WIDTH, layout="constrained"):
    """Give a figure the paper of the style in use and its size in inches."""
    fig.set(facecolor=plt.rcParams["figure.facecolor"], layout_engine=layout)
    fig.set(size_inches=(width, height), dpi=plt.rcParams["figure.dpi"])
