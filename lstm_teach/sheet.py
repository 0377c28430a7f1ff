"""The sheet that every plot is drawn on: house style, size, and what is refused at the door."""

from pathlib import Path

import matplotlib.pyplot as plt

from lstm_teach.trace import Trace

__all__ = ["SHEET_WIDTH", "STYLE", "check", "make_sheet"]

STYLE = ["default", Path(__file__).with_name("lstm_teach.mplstyle")]  # laid over Matplotlib's defaults
SHEET_WIDTH = 6.3  # inches: A4 with margins


def check(name, trace, place, kind):
    """Refuse what the plot function of this name cannot draw, or cannot draw on: None or a kind of place."""
    if not isinstance(trace, Trace):
        raise TypeError(f"{name} draws a Trace, as cell.run(x) returns it, not a {type(trace).__name__}")
    if trace.batched:
        size = trace.x.shape[1]
        raise ValueError(f"this trace holds {size} sequences: choose one, as in {name}(trace.sequence(0))")
    if not isinstance(place, kind | None):
        raise TypeError(f"{name} draws into one {kind.__name__} of Matplotlib, not a {type(place).__name__}")


def make_sheet(fig, height, width=SHEET_WIDTH, layout="constrained"):
    """Give a figure the paper of the style in use and its size in inches."""
    fig.set(facecolor=plt.rcParams["figure.facecolor"], layout_engine=layout)
    fig.set(size_inches=(width, height), dpi=plt.rcParams["figure.dpi"])
