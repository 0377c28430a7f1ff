"""plot_weights: which rows of the stacked weights belong to which gate, as a picture."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colors

from lstm_teach.cell import GATE_ORDER
from lstm_teach.palette import DIVERGING, SIGNALS
from lstm_teach.sheet import STYLE, make_sheet
from lstm_teach.validation import finite_array

__all__ = ["plot_weights"]

MOST_ROWS, MOST_COLUMNS = 24, 9  # up to here every weight is written out; beyond it is a heat map


def plot_weights(weights, fig=None):
    """Draw stacked weights with the rows of each gate in its colour; return their Axes, from the left.

    weights: a mapping of names to arrays (4H, columns) or (4H,), rows i, f, g, o as in PyTorch, such as
    module.state_dict() of an nn.LSTMCell. fig: a Figure to clear and draw in; a new one if left out.
    Raises TypeError or ValueError in one sentence for anything else.
    """
    if not hasattr(weights, "items") or not weights:
        raise TypeError("plot_weights draws a mapping of names to arrays, such as cell.state_dict()")
    if not isinstance(fig, plt.Figure | None):
        raise TypeError(f"plot_weights draws into one Figure of Matplotlib, not a {type(fig).__name__}")
    arrays = {str(name): _matrix(name, value) for name, value in weights.items()}
    rows = len(next(iter(arrays.values())))
    for name, array in arrays.items():
        if len(array) != rows or rows % 4:
            raise ValueError(f"{name} has {len(array)} rows: all weights of a cell have 4H rows, i, f, g, o")
    columns = [array.shape[1] for array in arrays.values()]
    written = rows <= MOST_ROWS and sum(columns) <= MOST_COLUMNS
    largest = max(np.abs(array).max() for array in arrays.values()) or 1
    fig = plt.figure() if fig is None else fig
    with plt.style.context(STYLE):
        fig.clear()
        make_sheet(fig, 0.24 * rows + 0.7 if written else 4)
        widths = np.maximum(columns, 1.2 if written else 0.15 * sum(columns))  # room for the names
        axes = fig.subplots(1, len(arrays), width_ratios=widths, squeeze=False, sharey=True)[0]
        for ax, (name, array) in zip(axes, arrays.items(), strict=True):
            _draw(ax, array, written, largest)
            title = f"{name}\n{tuple(np.shape(weights[name]))}"
            if len(arrays) > 4:  # two layers stand close: the name in two lines
                title = title.replace("_", "\n_", 1)
            ax.set_title(title, fontsize=plt.rcParams["xtick.labelsize"])
        _name_gates(axes[0], rows // 4)
        scale = "" if written else f" (purple: negative, orange: positive, up to {largest:.3g})"
        fig.supxlabel("column" + scale, fontsize=plt.rcParams["axes.labelsize"])
    return axes


def _matrix(name, value):
    array = finite_array(str(name), value)
    if array.ndim not in (1, 2) or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}: it must be (4H, columns) or (4H,)")
    return array.reshape(len(array), -1)


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
        rows = f"row {first}" if first == last else f"rows {first}–{last}"
        ax.annotate(
            f"{gate}: {SIGNALS[gate].meaning}, {rows}", (0, (first + last) / 2),
            xycoords=ax.get_yaxis_transform(), xytext=(-8, 0), textcoords="offset points",
            ha="right", va="center",
            bbox={"facecolor": (SIGNALS[gate].colour, 0.3), "edgecolor": "none", "pad": 2.5},
        )  # fmt: skip


def _number(value):
    """Return a number with two decimals where it has any, and a true minus."""
    return f"{value + 0.0:{'.3g' if abs(value) >= 10 or value % 1 == 0 else '.2f'}}".replace("-", "−")
