"""Values over the steps as rows of one Axes, the first on top: strips, bars or heat maps."""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import colors, ticker, transforms
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from lstm_teach.plots.palette import DIVERGING, SIGNALS, Signal
from lstm_teach.words import say

__all__ = ["MARKED_STEPS", "draw_bars", "draw_maps", "draw_strips", "limits_of", "number_text", "round_ticks"]

MARKED_STEPS = 20  # up to here every step has its number and every value its marker
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Limits = tuple[float, float]
Groups = list[np.ndarray]


def limits_of(values: ArrayLike) -> Limits:
    """Return (low, high) around the values and 0."""
    low, high = min(0.0, np.min(values)), max(0.0, np.max(values))
    return (low, high) if high - low > 1e-300 else (0.0, 1.0)  # smaller ones are 0 to the eye


def round_ticks(low: float, high: float, most: int, slack: float = 0.05) -> dict[float, str]:
    """Return round numbers from low to high as {value: text}; if most is 1, 0 and the end far from it.

    slack: how far outside, as a part of high - low, a round number may still be.
    """
    ticks: Sequence[float] = [0.0, float(f"{max(low, high, key=abs):.2g}")]
    if most > 1:
        ticks = ticker.MaxNLocator(most, steps=[1, 2, 5, 10]).tick_values(low, high)
    slack *= high - low
    return {tick: number_text(tick) for tick in ticks if most == 1 or low - slack <= tick <= high + slack}


def number_text(value: float) -> str:
    """Return a number with up to four digits, such as 0.5 or 2×10⁶."""
    digits, _, power = f"{value + 0.0:.4g}".partition("e")
    return digits.replace("-", "−") + (f"×10{str(int(power)).translate(SUPERSCRIPT)}" if power else "")


def _stack(ax, limits, ticks, labels, gap):
    """Divide ax into rows, the first on top; return for each the transform that draws its values.

    limits: (low, high) of each row; the first row keeps its values as y. ticks: {value: text} of each
    row. labels: of the rows, or of groups of as many rows each. gap: between these, in rows.
    """
    (base, top), places, centres = limits[0], [], []
    marks: dict[float, str] = {}
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


def draw_strips(
    ax: Axes, labels: list[str], groups: Groups, styles: list[Signal], limits: Limits | None = None
) -> None:
    """Draw each group (T, H) as H strips: a block from 0 to the value at each step.

    labels, styles: of each group. limits: (low, high) of all strips; around its own values if left out.
    """
    steps, units = groups[0].shape
    edges = np.arange(0.5, steps + 1)
    scales = [limits or limits_of(group) for group in groups for _ in range(units)]
    ticks = [round_ticks(*scale, 4 if len(scales) == 1 else 1) for scale in scales]
    if units > 1:
        ticks = [{float(np.mean(scale)): str(k % units)} for k, scale in enumerate(scales)]
    ax.grid(axis="y", visible=units == 1)
    places = iter(_stack(ax, scales, ticks, labels, gap=0.35 if units == 1 else 0.7))
    for group, signal in zip(groups, styles, strict=True):
        for values, place in zip(group.T, places, strict=False):
            style = {"color": signal.colour, "transform": place, "clip_on": False}
            ax.stairs(values, edges, fill=True, alpha=0.25, lw=0, **style)
            ax.stairs(values, edges, ls=signal.linestyle, lw=np.clip(60 / steps, 0.4, 1.2), **style)
            if steps <= MARKED_STEPS:
                ax.plot(edges[1:] - 0.5, values, signal.marker, ms=4.5 if units == 1 else 2.5, **style)


def draw_bars(
    ax: Axes, labels: list[str], before: np.ndarray, kept: np.ndarray, written: np.ndarray, after: np.ndarray
) -> None:
    """Draw how each step changes the memory, one row for each unit; arrays (T, H); labels: of the four."""
    steps, units = before.shape
    step, few = np.arange(1, steps + 1), steps <= MARKED_STEPS
    limits = limits_of([before, kept, after])
    ticks = [round_ticks(*limits, 5 if units == 1 else 2)] * units
    names = [say("unit {}", k) for k in range(units)] if units > 1 else [""]
    keep: dict[str, Any] = {"facecolor": (SIGNALS["f"].colour, 0.35), "edgecolor": SIGNALS["f"].colour}
    write: dict[str, Any] = {"facecolor": "none", "edgecolor": SIGNALS["i"].colour, "hatch": "/////"}
    for k, place in enumerate(_stack(ax, [limits] * units, ticks, names, gap=0.35)):
        bar: dict[str, Any] = {"width": 0.26, "lw": 1 if few else 0.5, "transform": place}
        ends: list[Line2D] = []
        bars = [ax.bar(step - 0.13, kept[:, k], **keep, **bar)]
        bars += [ax.bar(step + 0.13, written[:, k], bottom=kept[:, k], **write, **bar)]
        for signal, values, side in ((SIGNALS["c_prev"], before[:, k], -1), (SIGNALS["c"], after[:, k], 1)):
            x = np.add.outer(step, side * np.array([0.27, 0.38, 0.5, np.nan])).ravel()
            style: dict[str, Any] = {
                "color": signal.colour,
                "ls": signal.linestyle,
                "marker": signal.marker if few else "",
            }
            ends += ax.plot(x, values.repeat(4), markevery=(1, 4), clip_on=False, transform=place, **style)
    ax.legend([ends[0], *bars, ends[1]], labels, loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    ax.grid(axis="y")


def draw_maps(
    ax: Axes,
    labels: list[str],
    groups: Groups,
    stops: tuple[str, ...] = DIVERGING,
    limits: Limits | None = None,
) -> None:
    """Draw each group (T, H) as a heat map of H rows and T columns, with one colour bar for all.

    stops: the colours from the lowest to the highest value. limits: these two; around all if left out.
    """
    steps, units = groups[0].shape
    low, high = limits or np.array([-1, 1]) * np.max(np.abs(limits_of(groups)))
    colours = colors.LinearSegmentedColormap.from_list("stops", stops)
    ticks = {unit + 0.5: text for unit, text in round_ticks(0, 0.85 * units, 3).items() if unit % 1 == 0}
    places = _stack(ax, [(units, 0)] * len(groups), [ticks] * len(groups), labels, gap=0.12)
    for place, values in zip(places, groups, strict=True):
        style: dict[str, Any] = {
            "aspect": "auto",
            "interpolation": "nearest",
            "extent": (0.5, steps + 0.5, units, 0),
        }
        image = ax.imshow(values.T, colours, vmin=low, vmax=high, transform=place, **style)
        if units <= 10 and steps <= 80:  # cells large enough to mark the negative ones for grey print
            x, y = np.add(np.argwhere(values < 0), (1, 0.5)).T
            ax.plot(x, y, "_", color=plt.rcParams["text.color"], ms=3, mew=0.7, transform=place)
    bar = ax.figure.colorbar(image, cax=ax.inset_axes((1.015, 0, 0.015, 1)), label=ax.get_ylabel())
    bar.set_ticks(list(ticks := round_ticks(low, high, 4)), labels=list(ticks.values()))
    ax.set_ylabel(say("unit"))
