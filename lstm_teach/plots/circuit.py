"""One step of a cell as the circuit on the lecture's slide: the twin of the explorer's drawing.

Where everything stands is data, in circuit.json: lengths in units of its own, y runs down. What the
drawing says is in circuit_texts.py. explorer/circuit.js draws the same in the browser.
"""

from itertools import islice
from math import atan2, cos, isfinite, sin

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches
from matplotlib.colors import to_rgb
from matplotlib.textpath import TextPath

from lstm_teach.core.validation import shown
from lstm_teach.plots.circuit_texts import LAYOUT, ROWS, boxed_terms, cell_texts, terms_at, values_at
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS
from lstm_teach.plots.sheet import SHEET_WIDTH, STYLE, attach, check, make_sheet, plain

__all__ = ["plot_cell"]

CONTACT_WIDTH, SMALLEST_FONT, MOST_STEPS = 7.0, 6.0, 24  # of a contact sheet: inches, points
SHORT = 7  # characters of a number in three columns
TERM_FONT, LINE = 11, 15  # units: letters of a box, lines of a sum
MUTED, COLOURS = "#696969", LAYOUT["colours"]
BOXES = {"1": COLOURS["constant"], "h_prev": "white", "bias": "white"}  # any other is an input


def plot_cell(trace, step=None, fig=None):
    """Draw one step as the lecture's circuit, or several as a contact sheet; return their Axes.

    One step stands on a sheet 6.3 inches wide, with all that goes into the four sums. Several stand on
    a sheet up to 7 inches wide, in 2 columns, from 5 steps on in 3, each above its sums written out; up
    to 15 fit on one page of A4.
    trace: a Trace of one unit; ValueError if it has more, or is a batch. step: a number from 1, or
    several of them, at most 24; all steps if left out. fig: a Figure to clear and draw in; a new one if
    left out.
    """
    check("plot_cell", trace, fig, plt.Figure)
    if (units := trace.c.shape[1]) != 1:
        mend = "plot_trace(trace) shows them all"
        raise ValueError(f"plot_cell draws one unit but this trace has H = {units}: {mend}")
    steps = _chosen(trace, step)
    fig = plt.figure() if fig is None else fig  # outside the style: see plots.py
    with plt.style.context(STYLE):
        fig.clear()
        alone = step is not None and not np.iterable(step)
        axes = _draw_alone(fig, trace, *steps) if alone else _draw_contacts(fig, trace, steps)
    return np.array(axes)


def _chosen(trace, step):
    """Return the numbers of the steps to draw."""
    every = range(1, len(trace) + 1)
    try:
        chosen = every if step is None else step if np.iterable(step) else [step]
        steps = list(islice(chosen, MOST_STEPS + 1))  # what is chosen may have no end
    except Exception as error:
        raise TypeError(f"step is {shown(step)}, which stops with {type(error).__name__[:40]}") from None
    for number in steps:
        if isinstance(number, bool) or not isinstance(number, int | np.integer):
            kind = type(number).__name__[:40]
            raise TypeError(f"a step is a whole number such as 2, and several are [2, 3], but not a {kind}")
        if number not in every:
            raise ValueError(
                f"this trace has the steps 1 to {len(trace)}: there is no step {shown(int(number))}"
            )
    if not steps:
        raise ValueError("no step is chosen: give at least one, as in plot_cell(trace, [2, 3])")
    if len(steps) > MOST_STEPS:
        these = len(chosen) if hasattr(chosen, "__len__") else "more"
        raise ValueError(
            f"plot_cell draws at most {MOST_STEPS} steps on a sheet but these are {these}: "
            f"choose some, as in plot_cell(trace, range(1, {MOST_STEPS + 1}))"
        )
    return steps


def _draw_alone(fig, trace, step):
    view, font, texts = [0, 0, *LAYOUT["size"]], LAYOUT["font"], cell_texts(trace, step)
    (drawing,) = _lay_out(fig, trace, [step], [texts], view, SHEET_WIDTH, 1, font)
    drawing.draw_wires()
    drawing.draw_sums()
    drawing.draw_nodes()
    drawing.write_values(LAYOUT["values"])
    return [drawing.ax]


def _draw_contacts(fig, trace, steps):
    columns = min(2, len(steps)) if len(steps) <= 4 else 3
    column = CONTACT_WIDTH / max(2, columns)
    left, top, width, height = LAYOUT["block"]
    font = max(LAYOUT["font"], SMALLEST_FONT * width / column / 72)
    line = int(1.65 * width / font)  # characters: at 0.6 of the font's size each, they fill the width
    room = {"room": SHORT} if columns == 3 else {}
    texts = [cell_texts(trace, step, line=line, title=line - 4, **room) for step in steps]
    view = [left, top, width, height + 1.3 * font * (len(ROWS) + 0.5)]
    drawings = _lay_out(fig, trace, steps, texts, view, column, columns, font)
    for drawing in drawings:
        drawing.draw_wires()
        drawing.draw_nodes()
        values = [value for value in LAYOUT["values"] if not value["shows"].startswith("z_")]
        drawing.write_values(values, halo=False)  # they hardly meet a line
        drawing.write_sums(left + 8, top + height)
    return [drawing.ax for drawing in drawings]


def _lay_out(fig, trace, steps, texts, view, column, columns, font):
    """Return a _Drawing for each step, titled and in its place on the sheet.

    view: what of the layout is seen, with room below it. column: inches. font: the letters, in units.
    """
    left, top, width, height = view
    scale = 72 * column / width  # points in a unit
    above = 1.4 * font * (1.7 + max(text.title.count("\n") for text in texts))
    rows = -(-len(steps) // columns)
    make_sheet(fig, rows * (above + height) * scale / 72, columns * column, layout="none")
    drawings = []
    for k, step in enumerate(steps):
        row, share = k // columns, height / (above + height)
        place = (k % columns / columns, 1 - (row + 1) / rows, 1 / columns, share / rows)
        ax = fig.add_axes(place, xlim=(left, left + width), ylim=(top + height, top))
        ax.set_axis_off()
        ax.set_title(texts[k].title, fontsize=1.1 * font * scale, pad=0.5 * font * scale, parse_math=False)
        attach(ax, trace)
        drawings.append(_Drawing(ax, trace, step, texts[k], scale, font))
    return drawings


class _Drawing:
    """Draws a step, later things over earlier ones, on Axes whose data units are the layout's."""

    def __init__(self, ax, trace, step, texts, scale, font):
        self.ax, self.texts, self.scale, self.font = ax, texts, scale, font
        self.now, self.terms = values_at(trace, step), terms_at(trace, step)
        self.recipe, self.ink = trace.recipe, plt.rcParams["text.color"]
        self.largest = max(float(np.max(np.abs([trace.c, trace.h]))), 1e-300)

    def draw_wires(self):
        (x, y), (width, height) = LAYOUT["frame"]["at"], LAYOUT["frame"]["size"]
        self._shape(
            patches.FancyBboxPatch((x, y), width, height, "round,pad=0,rounding_size=10"), "none", 1.5
        )
        for wire in LAYOUT["wires"]:
            carries, points = wire["carries"], wire["points"]
            off = self.now[carries] == 0
            colour = MUTED if off else SIGNALS[carries].colour if carries in SIGNALS else self.ink
            self._line(points, colour, 1 if off else 2.5, ls=(0, (3, 3)) if off else "-")
            angle = atan2(*np.subtract(points[-1], points[-2])[::-1])
            head = [_turn(points[-1], end, angle) for end in [(0, 0), (-6, -3.5), (-6, 3.5)]]
            self._shape(patches.Polygon(head), colour, 0)

    def draw_sums(self):
        """Draw the boxes of the four sums and write the sums out."""
        width, height = LAYOUT["box"]
        for row, boxes in self.texts.boxes.items():
            place, centre = LAYOUT["sums"][row], LAYOUT["nodes"][f"z_{row}"]["at"]
            for k, (term, (text, weight)) in enumerate(zip(boxed_terms(self.terms[row]), boxes, strict=True)):
                text = plain(text, len(text))
                x, y = np.add(place["first"], np.multiply(k, place["pitch"]))
                start, note, align = {
                    "right": ((x + width, y + height / 2), (6, 0), "left"),
                    "left": ((x, y + height / 2), (-6, 0), "right"),
                    "top": ((x + width / 2, y), (0, -9), "center"),
                }[place["edge"]]
                sign = COLOURS["positive" if term.weight > 0 else "negative"] if term.weight else MUTED
                self._line([start, centre], sign, 1)
                box = patches.FancyBboxPatch((x, y), width, height, "round,pad=0,rounding_size=2")
                self._shape(box, BOXES.get(term.label, COLOURS["input"]), 1, MUTED)
                wide = TextPath((0, 0), text.replace("$", r"\$"), TERM_FONT).get_extents().width
                font = TERM_FONT * min(1, (width - 6) / max(wide, 1))
                self._text((x + width / 2, y + height / 2), text, "center", font, halo=False)
                self._text(np.add(start, note), weight, align, TERM_FONT, self.ink if term.weight else MUTED)
            for k, line in enumerate(self.texts.sums[row]):
                self._text(np.add(place["line"], (0, k * LINE)), line, place["align"])

    def write_sums(self, x, y):
        """Write the sums out below one another, from (x, y) on."""
        for k, row in enumerate(ROWS):
            self._text((x, y + 1.3 * self.font * (k + 0.6)), *self.texts.sums[row], "left")

    def draw_nodes(self):
        for name, node in LAYOUT["nodes"].items():
            at, shape = node["at"], node["shape"]
            if shape == "memory":
                self._draw_memory(*at, *node["size"])
                continue
            if shape == "product":
                self._draw_product(at, self.now[node["gate"]], node["flow"])
                continue
            fill, ink = _shade(SEQUENTIAL, self.now[name]) if shape == "gate" else ("white", self.ink)
            radius = LAYOUT["radius"][shape]
            self._shape(patches.Circle(at, radius), fill, 1.2)
            if shape == "sum":
                for arm in ([(-4, 0), (4, 0)], [(0, -4), (0, 4)]):
                    self._line(np.add(at, arm), ink, 1.5)
            elif icon := LAYOUT["icons"].get(self._activation(node["role"])):
                self._line(np.add(at, icon), ink, 1.5)

    def _activation(self, role):
        """Return the name of an activation of the package, or "" for one of someone's own."""
        activation = self.recipe.get(f"{role}_activation")
        return activation if isinstance(activation, str) else ""

    def _draw_product(self, at, opening, flow):
        """Draw a piece of pipe between two plates, as wide as the gate is open: closed, it is a gap."""
        r, valve = LAYOUT["radius"]["product"], LAYOUT["valve"]
        half = r * np.clip(opening, 0, 1) if isfinite(opening) else 0  # a gate need not end at 1: "linear"
        inner = r - valve["plate"]
        rectangles = [(half, -r, r), (r, -r, -inner), (r, inner, r)]
        parts = [([(-x, y0), (x, y0), (x, y1), (-x, y1)], self.ink) for x, y0, y1 in rectangles]
        for corners, colour in [*parts, (np.multiply(valve["arrow"], half / r), "white")]:
            turned = np.multiply(corners, 1 if flow == "up" else -1)
            self._shape(patches.Polygon(at + turned), colour, 0)

    def _draw_memory(self, x, y, width, height):
        for signal, top in (("c", y - height / 2), ("c_prev", y)):
            half = patches.Rectangle((x - width / 2, top), width, height / 2)
            self._shape(half, self._memory_shade(signal)[0], 1.2)

    def _memory_shade(self, signal):
        return _shade(DIVERGING, 0.5 + 0.5 * self.now[signal] / self.largest)

    def write_values(self, values, halo=True):
        for value in values:
            name = value["shows"]
            inside = name in ("c", "c_prev")
            colour = self._memory_shade(name)[1] if inside else self.ink
            self._text(
                value["at"], self.texts.values[name], value["align"], colour=colour, halo=halo and not inside
            )

    def _line(self, points, colour, width, **style):
        style = {"solid_capstyle": "butt", "solid_joinstyle": "miter", "zorder": 2, **style}
        self.ax.plot(*np.transpose(points), color=colour, lw=width * self.scale, **style)

    def _shape(self, patch, fill, width, edge=None):
        patch.set(facecolor=fill, edgecolor=edge or self.ink, linewidth=width * self.scale, zorder=2)
        self.ax.add_patch(patch)

    def _text(self, place, text, align, font=None, colour=None, halo=True):
        # a stroke around the letters would turn them into outlines: in a PDF text shall be text
        halo = {"bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.4 * self.scale}} if halo else {}
        self.ax.text(
            *place, text, ha=align, va="center_baseline", fontsize=(font or self.font) * self.scale,
            color=colour or self.ink, parse_math=False, zorder=2, **halo,
        )  # fmt: skip


def _turn(centre, offset, angle):
    """Return the point at an offset from a centre, turned about it."""
    x, y = offset
    return centre[0] + x * cos(angle) - y * sin(angle), centre[1] + x * sin(angle) + y * cos(angle)


def _shade(stops, fraction):
    """Return the colour at a fraction 0..1 of a list of stops, and an ink to read on it."""
    if not isfinite(fraction):
        return "white", "black"
    channels = np.transpose([to_rgb(stop) for stop in stops])
    fill = [np.interp(fraction, np.linspace(0, 1, len(stops)), channel) for channel in channels]
    luminance = np.dot([0.2126, 0.7152, 0.0722], np.power(fill, 2.2))
    return fill, "black" if luminance > 0.18 else "white"
