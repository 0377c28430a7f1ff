"""The sheet that every plot is drawn on: its style and size, and checks of what a plot function was given."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import finite_array
from lstm_teach.words import say

__all__ = ["LARGEST", "SHEET_WIDTH", "STYLE", "attach", "check_target", "check_trace", "drawable_trace"]
__all__ += ["make_sheet"]

#: The style of every plot, laid over Matplotlib's defaults.
STYLE: list[str | Path] = ["default", Path(__file__).with_name("lstm_teach.mplstyle")]
SHEET_WIDTH = 6.3  # inches: A4 with margins
DRAWN = ("c", "x", "i", "f", "g", "o", "c_prev", "h")
LARGEST = 1e300  # beyond it Matplotlib's own sums are infinite


def check_trace(name: str, trace: Any, target: Any, kind: type) -> None:
    """Raise TypeError or ValueError if the plot function of this name cannot draw a trace on a target."""
    if not isinstance(trace, Trace):
        raise TypeError(say("{} draws a Trace, as cell.run(x) returns it, not a {}", name, _kind(trace)))
    if trace.batched:
        size = trace.x.shape[1]
        raise ValueError(
            say("this trace holds {} sequences: choose one, as in {}(trace.sequence(0))", size, name)
        )
    check_target(name, target, kind)


def check_target(name: str, target: Any, kind: type) -> None:
    """Raise TypeError or ValueError for a target that is neither None nor a Figure or Axes, as kind says.

    Axes must have x and y, and stand in a Figure.
    """
    if not isinstance(target, kind | None):
        raise TypeError(
            say("{} draws into one {} of Matplotlib, not a {}", name, kind.__name__, _kind(target))
        )
    if isinstance(target, Axes) and target.figure is None:
        raise ValueError(
            say(
                "{} draws on Axes with x and y but these are removed from their Figure: "
                "leave out ax, or take others",
                name,
            )
        )
    if isinstance(target, Axes) and target.name != "rectilinear":
        raise ValueError(
            say(
                "{} draws on Axes with x and y but these are {}: leave out ax, or take others",
                name,
                target.name,
            )
        )


def _kind(thing: object) -> str:
    return type(thing).__name__[:40]


def attach(ax: Axes, trace: Trace) -> None:
    """Attach what was drawn, for those who save the figure; an Axes that is cleared gets another title."""
    vars(ax).update(trace=trace, title_of_trace=ax.title)


def drawable_trace(trace: Trace) -> Trace:
    """Return a Trace of one sequence in float64; its z, which no plot shows, as they are.

    Raises ValueError for what a plot cannot show: NaN, infinity, numbers beyond 1e300.
    """
    arrays: dict[str, Any] = {
        name: finite_array(f"trace.{name}", getattr(trace, name), np.float64) for name in DRAWN
    }
    with np.errstate(all="ignore"):
        parts = {"f * c_prev": arrays["f"] * arrays["c_prev"], "i * g": arrays["i"] * arrays["g"]}
    for name, array in {**arrays, **parts}.items():
        if np.abs(array).max() > LARGEST:
            raise ValueError(say("{} of this trace goes beyond 1e300: a plot cannot show such numbers", name))
    return replace(trace, **arrays)


def make_sheet(
    fig: FigureBase, height: float, width: float = SHEET_WIDTH, layout: str = "constrained"
) -> None:
    """Give a figure the paper of the style in use and its size in inches."""
    fig.set(facecolor=plt.rcParams["figure.facecolor"], layout_engine=layout)
    fig.set(size_inches=(width, height), dpi=plt.rcParams["figure.dpi"])
