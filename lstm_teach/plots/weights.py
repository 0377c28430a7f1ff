"""plot_weights: which rows of the stacked weights belong to which gate, as a picture."""

import textwrap
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colors
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.core.validation import check_kind, finite_array, shown
from lstm_teach.plots.palette import DIVERGING, SIGNALS
from lstm_teach.plots.sheet import LARGEST, STYLE, check_target, make_sheet
from lstm_teach.plots.short_text import narrow, one_line
from lstm_teach.words import say

__all__ = ["plot_weights"]

MOST_ROWS, MOST_COLUMNS = 24, 9  # up to here every weight is written out; beyond it is a heat map
MOST_ARRAYS = 12  # their names stand side by side


def plot_weights(weights: Mapping[str, ArrayLike], fig: Figure | None = None) -> np.ndarray:
    """Draw stacked weights with the rows of each gate in its colour; return their Axes, from the left.

    weights: a mapping of names to arrays (4H, columns) or (4H,), rows i, f, g, o as in PyTorch, such as
    module.state_dict() of an nn.LSTMCell. fig: a Figure to clear and draw in; a new one if left out.
    Raises TypeError or ValueError in one sentence for anything else.
    """
    if not isinstance(weights, Mapping) or not len(weights):
        raise TypeError(say("plot_weights draws a mapping of names to arrays, such as module.state_dict()"))
    check_target("plot_weights", fig, Figure)
    arrays = {name: _matrix(name, value) for name, value in weights.items()}
    shapes = {name: tuple(np.shape(value)) for name, value in weights.items()}
    if (count := len(arrays)) > MOST_ARRAYS:
        raise ValueError(
            say("plot_weights draws at most {} arrays but these are {}: choose some", MOST_ARRAYS, count)
        )
    rows = len(next(iter(arrays.values())))
    for name, array in arrays.items():
        if len(array) != rows or rows % 4:
            name = shown(name).strip("'")
            message = say("{} has {} rows: all weights of a cell have 4H rows, i, f, g, o", name, len(array))
            raise ValueError(message)
    columns = [array.shape[1] for array in arrays.values()]
    longest = max(len(_number(value)) for array in arrays.values() for value in array[:MOST_ROWS].flat)
    written = rows <= MOST_ROWS and sum(columns) * max(longest, 5) <= 5 * MOST_COLUMNS
    largest = max(np.abs(array).max() for array in arrays.values()) or 1
    fig = plt.figure() if fig is None else fig
    with plt.style.context(STYLE):
        fig.clear()
        titles = [f"{_title(name, len(arrays))}\n{shape}" for name, shape in shapes.items()]
        lines = max(title.count("\n") for title in titles)
        make_sheet(fig, (0.24 * rows + 0.7 if written else 4) + 0.14 * max(0, lines - (1 if written else 2)))
        widths = np.maximum(columns, 1.2 if written else 0.15 * sum(columns))  # the names need some width
        axes = fig.subplots(1, len(arrays), width_ratios=widths.tolist(), squeeze=False, sharey=True)[0]
        for ax, array, title in zip(axes, arrays.values(), titles, strict=True):
            _draw(ax, array, written, largest)
            ax.set_title(title, fontsize=plt.rcParams["xtick.labelsize"], parse_math=False)
        _name_gates(axes[0], rows // 4)
        map_label = say("column (purple: negative, orange: positive, up to {:.3g})", largest)
        fig.supxlabel(say("column") if written else map_label, fontsize=plt.rcParams["axes.labelsize"])
    return axes


def _matrix(name: Any, value: Any) -> np.ndarray:
    """Return an array (rows, columns) of an array, or of a tensor, also one that needs its gradient."""
    check_kind(say("a name of the weights"), name, str, say("text"))
    name = shown(name).strip("'")
    with suppress(Exception):  # what is no tensor is checked below
        tensor = value.detach() if hasattr(type(value), "itemsize") else None
        value = value if tensor is None else tensor.float() if tensor.itemsize == 2 else tensor
    array = finite_array(name, value)
    if array.ndim not in (1, 2) or array.size == 0:
        raise ValueError(say("{} has shape {}: it must be (4H, columns) or (4H,)", name, array.shape))
    if float(np.abs(array).max()) > LARGEST:
        raise ValueError(say("{} goes beyond 1e300: a plot cannot show such numbers", name))
    return array.reshape(len(array), -1)


def _title(name, arrays):
    """Return a name in lines that fit beside those of so many arrays."""
    start, line, rest = name.partition("_") if arrays > 4 else ("", "", name)
    lines = textwrap.wrap(one_line(line + rest, "\ufffd")[:48].replace("_", " _"), 8 if arrays > 4 else 14)
    return "\n".join(narrow(line.replace(" _", "_"), 12) for line in [start, *lines] if line)


def _draw(ax, array, written, largest):
    """Draw one array, row 0 on top: its numbers on the colours of the gates, or a heat map."""
    rows, columns = array.shape
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    for gate, start in zip(GATE_ORDER, range(0, rows, rows // 4), strict=True):
        edges = (start - 0.5, start + rows // 4 - 0.5)
        ax.axhspan(*edges, facecolor=(SIGNALS[gate].colour, 0.3 if written else 0), edgecolor="none")
    if written:
        for (row, column), value in np.ndenumerate(array):
            ax.text(column, row, _number(value), ha="center", va="center_baseline")
        ax.set_xticks(range(columns))
    else:
        style = {"aspect": "auto", "interpolation": "nearest", "vmin": -largest, "vmax": largest}
        ax.imshow(array, colors.LinearSegmentedColormap.from_list("stops", DIVERGING), **style)
        ax.set_xticks(sorted({0, columns - 1}))
    ax.set_yticks([])
    for edge in range(0, rows + 1, rows // 4):
        ax.axhline(edge - 0.5, color=plt.rcParams["axes.edgecolor"], lw=1.2, clip_on=False)


def _name_gates(ax, units):
    """Name the four groups of rows at the left edge, each on its colour."""
    for k, gate in enumerate(GATE_ORDER):
        first, last = k * units, (k + 1) * units - 1
        label = say("{}: {}, rows {}–{}", gate, say(SIGNALS[gate].meaning), first, last)
        if first == last:
            label = say("{}: {}, row {}", gate, say(SIGNALS[gate].meaning), first)
        ax.annotate(
            label, (0, (first + last) / 2),
            xycoords=ax.get_yaxis_transform(), xytext=(-8, 0), textcoords="offset points",
            ha="right", va="center",
            bbox={"facecolor": (SIGNALS[gate].colour, 0.3), "edgecolor": "none", "pad": 2.5},
        )  # fmt: skip


def _number(value):
    """Return a number with two decimals where it has any, and a true minus."""
    return f"{value + 0.0:{'.3g' if abs(value) >= 10 or value % 1 == 0 else '.2f'}}".replace("-", "−")
