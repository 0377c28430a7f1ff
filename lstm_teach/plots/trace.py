"""plot_gates, plot_memory, plot_trace: a trace as Matplotlib Axes, legible in a full hall and in grey print.

Up to 5 units and 59 steps every signal of every unit has a strip of its own, so that no line hides
another; beyond that the signals are heat maps. The notebook's own style is neither used nor changed.
"""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lstm_teach.core.signals import GATES
from lstm_teach.core.trace import Trace
from lstm_teach.plots import signal_rows
from lstm_teach.plots.palette import SEQUENTIAL, SIGNALS, Signal
from lstm_teach.plots.sheet import STYLE, attach, check_trace, drawable_trace, make_sheet
from lstm_teach.plots.short_text import narrow
from lstm_teach.words import say

__all__ = ["plot_gates", "plot_memory", "plot_trace"]

MAP_ROWS, MAP_STEPS = 6, 60  # heat maps from here on


def plot_gates(trace: Trace, ax: Axes | None = None) -> Axes:
    """Draw the gates i, f and o, each from 0 (closed) to 1 (open), and return the Axes.

    Each gate of each unit has its own strip, so that hard gates do not hide one another.
    trace: a Trace. ax: the Axes to draw on; a new figure if left out. Raises TypeError for anything else,
    ValueError for a batch and for NaN and infinity.
    """
    with _panel("gates", trace, ax, say("0 closed, 1 open")) as (ax, trace):
        labels = [f"{say(SIGNALS[gate].meaning)} ${gate}_t$".replace(" ", "\n", 1) for gate in GATES]
        gates = [getattr(trace, gate) for gate in GATES]
        limits = min(0.0, np.min(gates)), max(1.0, np.max(gates))  # beyond 0 and 1 with "linear" gates
        if _needs_maps(trace.c):
            signal_rows.draw_maps(ax, labels, gates, SEQUENTIAL, limits)
        else:
            signal_rows.draw_strips(ax, labels, gates, [SIGNALS[gate] for gate in GATES], limits)
    return ax


def plot_memory(trace: Trace, ax: Axes | None = None) -> Axes:
    """Draw the memory before and after each step, what is kept and what is written; return the Axes.

    Read each step from left to right: the memory before it (c_prev); a bar from 0 to the part kept
    (f * c_prev); from there a bar up or down for the part written (i * g); where that ends, the memory
    after the step (c), which a line carries on to the next one.
    trace, ax: as for plot_gates, and the same errors.
    """
    with _panel("memory", trace, ax, say("memory")) as (ax, trace):
        before, after = say(SIGNALS["c_prev"].meaning), say(SIGNALS["c"].meaning)
        labels = [f"{before} $c_{{t-1}}$", say(r"kept $f_t \odot c_{{t-1}}$")]
        labels += [say(r"written $i_t \odot g_t$"), f"{after} $c_t$"]
        parts = [trace.c_prev, trace.f * trace.c_prev, trace.i * trace.g, trace.c]
        if _needs_maps(trace.c):
            signal_rows.draw_maps(ax, [label.replace(" ", "\n", 1) for label in labels], parts)
        else:
            signal_rows.draw_bars(ax, labels, *parts)
    return ax


def plot_trace(trace: Trace, fig: Figure | None = None) -> np.ndarray:
    """Draw inputs, gates, memory and output on a sheet 6.3 inches wide; return the four Axes, top first.

    trace: a Trace. fig: a Figure to clear and draw in; a new one if left out. The output of an nn.LSTM with
    a projection has fewer units than its memory. Errors as in plot_gates.
    """
    check_trace("plot_trace", trace, fig, Figure)
    title, lines = _title(trace), _title(trace).count("\n")
    heights = list(_heights(drawable_trace(trace)).values())
    fig = plt.figure() if fig is None else fig
    with plt.style.context(STYLE):
        fig.clear()
        make_sheet(fig, sum(heights) + 0.9 + 0.2 * lines)
        axes = fig.subplots(len(heights), sharex=True, height_ratios=heights)
        for draw, ax in zip((_plot_inputs, plot_gates, plot_memory, _plot_output), axes, strict=True):
            draw(trace, ax)
            ax.label_outer(remove_inner_ticks=True)
        legend = axes[2].get_legend()
        if legend and max(map(len, trace.input_labels)) > 6:  # a wide margin: the legend may begin in it
            legend.set_loc("lower right")
            legend.set_bbox_to_anchor((1, 1), axes[2].transAxes)
        fig.align_ylabels(axes)
        fig.suptitle(title, parse_math=False)
    return axes


def _title(trace):
    roles = {role: trace.recipe.get(f"{role}_activation") for role in ("gate", "candidate", "memory")}
    if None in roles.values():
        return say("LSTM")
    gate, candidate, memory = (narrow(str(activation), 20) for activation in roles.values())
    return textwrap.fill(say("LSTM: {} gates, {} candidate, {} memory", gate, candidate, memory), 55)


def _plot_inputs(trace, ax):
    with _panel("inputs", trace, ax, say("input")) as (ax, trace):
        labels = [narrow(label, 20).replace("$", r"\$") for label in trace.input_labels]
        if len(labels) >= MAP_ROWS:
            signal_rows.draw_maps(ax, [""], [trace.x])
            ax.set_ylabel(say("column of $x$"))
        elif _fits_as_numbers(trace.x):
            ax.set(yticks=range(len(labels)), yticklabels=labels, ylim=(len(labels) - 0.5, -0.5))
            for (step, row), value in np.ndenumerate(trace.x):
                ax.text(step + 1, row, signal_rows.number_text(value), ha="center", va="center_baseline")
        else:
            ink = Signal("input", plt.rcParams["text.color"], "-", ".")
            signal_rows.draw_strips(ax, labels, list(trace.x.T[..., None]), [ink] * len(labels))


def _plot_output(trace, ax):
    signal = SIGNALS["h"]
    with _panel("output", trace, ax, f"{say(signal.meaning)} $h_t$") as (ax, trace):
        limits = signal_rows.limits_of(trace.h)
        if _needs_maps(trace.h):
            signal_rows.draw_maps(ax, [""], [trace.h])
        else:
            span = say("{}\nto {}", *map(signal_rows.number_text, limits))
            signal_rows.draw_strips(ax, [span if trace.h.shape[1] > 1 else ""], [trace.h], [signal], limits)


@contextmanager
def _panel(name: str, trace: Trace, ax: Axes | None, label: str) -> Iterator[tuple[Axes, Trace]]:
    """Give the Axes to draw on, its steps numbered, in the style of all plots, and the trace in float64.

    Afterwards the trace is attached to the Axes.
    """
    check_trace(f"plot_{name}", trace, ax, Axes)
    drawn, steps = drawable_trace(trace), len(trace)
    # Made outside the style: the first figure of a notebook wakes its backend, whose settings must stay.
    fig = plt.figure() if ax is None else ax.figure
    with plt.style.context(STYLE):
        if ax is None:
            make_sheet(fig, _heights(drawn)[name] + 0.6)
            ax = fig.subplots()
        elif hasattr(ax, "trace"):
            ax.clear()  # of the run that was drawn before
        margin = max(0.5, 2 - steps / 2)  # one step alone would fill the page
        ax.set(xlim=(1 - margin, steps + margin), xlabel=say("step $t$"), ylabel=label)
        some = [1, *signal_rows.round_ticks(2, steps, 10, slack=0)]
        ax.set_xticks(range(1, steps + 1) if steps <= signal_rows.MARKED_STEPS else some)
        ax.set_xticks(np.arange(0.5, steps + 1) if steps <= signal_rows.MARKED_STEPS else [], minor=True)
        ax.grid(axis="x", which="minor")
        yield ax, drawn
    attach(ax, trace)


def _needs_maps(values):
    return values.shape[1] >= MAP_ROWS or len(values) >= MAP_STEPS


def _fits_as_numbers(x):
    few = len(x) <= signal_rows.MARKED_STEPS
    return few and len(x) * max(len(signal_rows.number_text(value)) for value in x.ravel()) <= 70


def _heights(trace):
    """Return the inches each panel needs, from the top."""
    inputs = (0.2 if _fits_as_numbers(trace.x) else 0.44) * min(trace.x.shape[1], MAP_ROWS - 1)
    c, h = (2.4 if _needs_maps(values) else values.shape[1] for values in (trace.c, trace.h))
    return {"inputs": inputs, "gates": 0.95 + 0.35 * c, "memory": 1.8 + 0.25 * c, "output": 0.6 + 0.2 * h}
