"""Plots: a trace as Matplotlib Axes, legible in a full hall and in grey print.

Up to 5 units and 59 steps every signal of every unit has a strip of its own, so that no line hides
another; beyond that the signals are heat maps. The notebook's own style is neither used nor changed.
"""

import textwrap
from contextlib import contextmanager

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colors, ticker, transforms

from lstm_teach.core.signals import GATES
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS, Signal
from lstm_teach.plots.sheet import STYLE, attach, check, make_sheet, narrow, numbers_of

__all__ = ["plot_gates", "plot_memory", "plot_trace"]

MAP_ROWS, MAP_STEPS = 6, 60  # heat maps from here on
MARKED_STEPS = 20  # up to here every step has its number and every value its marker
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def plot_gates(trace, ax=None):
    """Draw the gates i, f and o, each from 0 (closed) to 1 (open), and return the Axes.

    Each gate of each unit has its own strip, so that hard gates do not hide one another.
    trace: a Trace. ax: the Axes to draw on; a new figure if left out. Raises TypeError for anything else,
    ValueError for a batch and for NaN and infinity.
    """
    with _panel("gates", trace, ax, "0 closed, 1 open") as (ax, trace):
        labels = [f"{SIGNALS[gate].meaning} ${gate}_t$".replace(" ", "\n", 1) for gate in GATES]
        gates = [getattr(trace, gate) for gate in GATES]
        limits = min(0.0, np.min(gates)), max(1.0, np.max(gates))  # beyond 0 and 1 with "linear" gates
        if _needs_maps(trace.c):
            _draw_maps(ax, labels, gates, SEQUENTIAL, limits)
        else:
            _draw_strips(ax, labels, gates, [SIGNALS[gate] for gate in GATES], limits)
    return ax


def plot_memory(trace, ax=None):
    """Draw the memory before and after each step, what is kept and what is written; return the Axes.

    Read each step from left to right: the memory before it (c_prev); a bar from 0 to the part kept
    (f * c_prev); from there a bar up or down for the part written (i * g); where that ends, the memory
    after the step (c), which a line carries on to the next one.
    trace, ax: as for plot_gates, and the same errors.
    """
    with _panel("memory", trace, ax, "memory") as (ax, trace):
        labels = [f"{SIGNALS['c_prev'].meaning} $c_{{t-1}}$", r"kept $f_t \odot c_{t-1}$"]
        labels += [r"written $i_t \odot g_t$", f"{SIGNALS['c'].meaning} $c_t$"]
        parts = [trace.c_prev, trace.f * trace.c_prev, trace.i * trace.g, trace.c]
        if _needs_maps(trace.c):
            _draw_maps(ax, [label.replace(" ", "\n", 1) for label in labels], parts)
        else:
            _draw_bars(ax, labels, *parts)
    return ax


def plot_trace(trace, fig=None):
    """Draw inputs, gates, memory and output on a sheet 6.3 inches wide; return the four Axes, top first.

    trace: a Trace. fig: a Figure to clear and draw in; a new one if left out. The output of an nn.LSTM with
    a projection has fewer units than its memory. Errors as in plot_gates.
    """
    check("plot_trace", trace, fig, plt.Figure)
    title, lines = _title(trace), _title(trace).count("\n")
    heights = list(_heights(numbers_of(trace)).values())
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
        return "LSTM"
    gate, candidate, memory = (narrow(str(activation), 20) for activation in roles.values())
    return textwrap.fill(f"LSTM: {gate} gates, {candidate} candidate, {memory} memory", 55)


def _plot_inputs(trace, ax):
    with _panel("inputs", trace, ax, "input") as (ax, trace):
        labels = [narrow(label, 20).replace("$", r"\$") for label in trace.input_labels]
        if len(labels) >= MAP_ROWS:
            _draw_maps(ax, [""], [trace.x])
            ax.set_ylabel("column of $x$")
        elif _fits_as_numbers(trace.x):
            ax.set(yticks=range(len(labels)), yticklabels=labels, ylim=(len(labels) - 0.5, -0.5))
            for (step, row), value in np.ndenumerate(trace.x):
                ax.text(step + 1, row, _number(value), ha="center", va="center_baseline")
        else:
            ink = Signal("input", plt.rcParams["text.color"], "-", ".")
            _draw_strips(ax, labels, trace.x.T[..., None], [ink] * len(labels))


def _plot_output(trace, ax):
    look = SIGNALS["h"]
    with _panel("output", trace, ax, f"{look.meaning} $h_t$") as (ax, trace):
        limits = _limits(trace.h)
        if _needs_maps(trace.h):
            _draw_maps(ax, [""], [trace.h])
        else:
            label = "" if trace.h.shape[1] == 1 else f"{_number(limits[0])}\nto {_number(limits[1])}"
            _draw_strips(ax, [label], [trace.h], [look], limits)


@contextmanager
def _panel(name, trace, ax, label):
    """Give the Axes to draw on, its steps numbered, in the house style, and the numbers to draw.

    Afterwards the trace is attached to the Axes.
    """
    check(f"plot_{name}", trace, ax, plt.Axes)
    numbers, steps = numbers_of(trace), len(trace)
    # Made outside the style: the first figure of a notebook wakes its backend, whose settings must stay.
    fig = plt.figure() if ax is None else None
    with plt.style.context(STYLE):
        if fig:
            make_sheet(fig, _heights(numbers)[name] + 0.6)
            ax = fig.subplots()
        elif hasattr(ax, "trace"):
            ax.clear()  # of the run that was drawn before
        margin = max(0.5, 2 - steps / 2)  # one step alone would fill the page
        ax.set(xlim=(1 - margin, steps + margin), xlabel="step $t$", ylabel=label)
        ax.set_xticks(range(1, steps + 1) if steps <= MARKED_STEPS else [1, *_ticks(2, steps, 10, room=0)])
        ax.set_xticks(np.arange(0.5, steps + 1) if steps <= MARKED_STEPS else [], minor=True)
        ax.grid(axis="x", which="minor")
        yield ax, numbers
    attach(ax, trace)


def _needs_maps(values):
    return values.shape[1] >= MAP_ROWS or len(values) >= MAP_STEPS


def _fits_as_numbers(x):
    return len(x) <= MARKED_STEPS and len(x) * max(len(_number(value)) for value in x.ravel()) <= 70


def _heights(trace):
    """Return the inches each panel needs, from the top."""
    inputs = (0.2 if _fits_as_numbers(trace.x) else 0.44) * min(trace.x.shape[1], MAP_ROWS - 1)
    c, h = (2.4 if _needs_maps(values) else values.shape[1] for values in (trace.c, trace.h))
    return {"inputs": inputs, "gates": 0.95 + 0.35 * c, "memory": 1.8 + 0.25 * c, "output": 0.6 + 0.2 * h}


def _limits(values):
    """Return (low, high) around the values and 0."""
    low, high = min(0.0, np.min(values)), max(0.0, np.max(values))
    return (low, high) if high - low > 1e-300 else (0.0, 1.0)  # smaller ones are 0 to the eye


def _ticks(low, high, most, room=0.05):
    """Return round numbers from low to high as {value: text}; if most is 1, 0 and the end far from it.

    room: how far outside, as a part of high - low, a round number is still worth its place.
    """
    ticks = [0.0, float(f"{max(low, high, key=abs):.2g}")]
    if most > 1:
        ticks = ticker.MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(low, high)
    room *= high - low
    return {tick: _number(tick) for tick in ticks if most == 1 or low - room <= tick <= high + room}


def _number(value):
    """Return a number with up to four digits, such as 0.5 or 2×10⁶."""
    digits, _, power = f"{value + 0.0:.4g}".partition("e")
    return digits.replace("-", "−") + (f"×10{str(int(power)).translate(SUPERSCRIPT)}" if power else "")


def _stack(ax, limits, ticks, labels, gap):
    """Divide ax into rows, the first on top; return for each the transform that draws its values.

    limits: (low, high) of each row; the first row keeps its values as y. ticks: {value: text} of each
    row. labels: of the rows, or of groups of as many rows each. gap: between these, in rows.
    """
    (base, top), marks, places, centres = limits[0], {}, [], []
    height, group = top - base, len(limits) // len(labels)
    for k, (low, high) in enumerate(limits, start=1):
        row = transforms.Affine2D().translate(0, -low).scale(1, height / (high - low)).translate(0, base)
        marks |= {row.transform((0, value))[1]: text for value, text in ticks[k - 1].items()}
        places.append(row + ax.transData)
        centres.append(base + height / 2)
        if low < high:
            ax.axhline(row.transform((0, 0))[1], color=plt.rcParams["axes.edgecolor"], lw=0.7, zorder=1.5)
        base -= height * (1.2 if k % group else 1 + gap)
    ax.set_ylim(centres[-1] - 0.56 * height, top + 0.06 * height)
    ax.yaxis.remove_overlapping_locs = False
    ax.set_yticks(list(marks), marks.values())
    ax.set_yticks(np.reshape(centres, (-1, group)).mean(axis=1), labels, minor=True)
    ax.tick_params(axis="y", which="minor", pad=11 + 4.5 * max(map(len, marks.values()), default=0))
    return places


def _draw_strips(ax, labels, groups, looks, limits=None):
    """Draw each group (T, H) as H strips: a block from 0 to the value at each step."""
    steps, units = groups[0].shape
    edges = np.arange(0.5, steps + 1)
    scales = [limits or _limits(group) for group in groups for _ in range(units)]
    ticks = [_ticks(*scale, 4 if len(scales) == 1 else 1) for scale in scales]
    if units > 1:
        ticks = [{np.mean(scale): str(k % units)} for k, scale in enumerate(scales)]
    ax.grid(axis="y", visible=units == 1)
    places = iter(_stack(ax, scales, ticks, labels, gap=0.35 if units == 1 else 0.7))
    for group, look in zip(groups, looks, strict=True):
        for values, place in zip(group.T, places, strict=False):
            style = {"color": look.colour, "transform": place, "clip_on": False}
            ax.stairs(values, edges, fill=True, alpha=0.25, lw=0, **style)
            ax.stairs(values, edges, ls=look.linestyle, lw=np.clip(60 / steps, 0.4, 1.2), **style)
            if steps <= MARKED_STEPS:
                ax.plot(edges[1:] - 0.5, values, look.marker, ms=4.5 if units == 1 else 2.5, **style)


def _draw_bars(ax, labels, before, kept, written, after):
    """Draw the way of the memory through each step, one row for each unit; arrays (T, H)."""
    steps, units = before.shape
    step, few = np.arange(1, steps + 1), steps <= MARKED_STEPS
    limits = _limits([before, kept, after])
    ticks = [_ticks(*limits, 5 if units == 1 else 2)] * units
    names = [f"unit {k}" for k in range(units)] if units > 1 else [""]
    keep = {"facecolor": (SIGNALS["f"].colour, 0.35), "edgecolor": SIGNALS["f"].colour}
    write = {"facecolor": "none", "edgecolor": SIGNALS["i"].colour, "hatch": "/////"}
    for k, place in enumerate(_stack(ax, [limits] * units, ticks, names, gap=0.35)):
        bar, ends = {"width": 0.26, "lw": 1 if few else 0.5, "transform": place}, []
        bars = [ax.bar(step - 0.13, kept[:, k], **keep, **bar)]
        bars += [ax.bar(step + 0.13, written[:, k], bottom=kept[:, k], **write, **bar)]
        for look, values, side in ((SIGNALS["c_prev"], before[:, k], -1), (SIGNALS["c"], after[:, k], 1)):
            x = np.add.outer(step, side * np.array([0.27, 0.38, 0.5, np.nan])).ravel()
            style = {"color": look.colour, "ls": look.linestyle, "marker": look.marker if few else ""}
            ends += ax.plot(x, values.repeat(4), markevery=(1, 4), clip_on=False, transform=place, **style)
    ax.legend([ends[0], *bars, ends[1]], labels, loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    ax.grid(axis="y")


def _draw_maps(ax, labels, groups, stops=DIVERGING, limits=None):
    """Draw each group (T, H) as a heat map of H rows and T columns, with one colour bar for all."""
    steps, units = groups[0].shape
    low, high = limits or np.array([-1, 1]) * np.max(np.abs(_limits(groups)))
    colours = colors.LinearSegmentedColormap.from_list("stops", stops)
    ticks = {unit + 0.5: text for unit, text in _ticks(0, 0.85 * units, 3).items() if unit % 1 == 0}
    places = _stack(ax, [(units, 0)] * len(groups), [ticks] * len(groups), labels, gap=0.12)
    for place, values in zip(places, groups, strict=True):
        style = {"aspect": "auto", "interpolation": "nearest", "extent": (0.5, steps + 0.5, units, 0)}
        image = ax.imshow(values.T, colours, vmin=low, vmax=high, transform=place, **style)
        if units <= 10 and steps <= 80:  # cells large enough to mark the negative ones for grey print
            x, y = np.add(np.argwhere(values < 0), (1, 0.5)).T
            ax.plot(x, y, "_", color=plt.rcParams["text.color"], ms=3, mew=0.7, transform=place)
    bar = ax.figure.colorbar(image, cax=ax.inset_axes([1.015, 0, 0.015, 1]), label=ax.get_ylabel())
    bar.set_ticks(list(ticks := _ticks(low, high, 4)), labels=ticks.values())
    ax.set_ylabel("unit")
