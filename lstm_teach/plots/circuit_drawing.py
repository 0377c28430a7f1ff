"""The circuit of one step, drawn piece by piece; where the pieces stand is in circuit_layout.json."""

from math import atan2, isfinite
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import patches
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from lstm_teach.core.trace import Trace
from lstm_teach.plots.circuit_texts import LAYOUT, ROWS, CellTexts, boxed_terms, terms_at, values_at
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS
from lstm_teach.plots.short_text import one_line

__all__ = ["StepDrawing"]

TERM_FONT, LINE = 11, 15  # units: letters of a box, lines of a sum
MUTED, COLOURS = "#696969", LAYOUT["colours"]
BOXES = {"1": COLOURS["constant"], "h_prev": "white", "bias": "white"}  # any other is an input


class StepDrawing:
    """Draws a step, later parts over earlier ones, on Axes whose data units are the layout's.

    scale: points in a unit. font: the size of the letters in units.
    """

    def __init__(self, ax: Axes, trace: Trace, step: int, texts: CellTexts, scale: float, font: float):
        self.ax, self.texts, self.scale, self.font = ax, texts, scale, font
        self.now, self.terms = values_at(trace, step), terms_at(trace, step)
        self.recipe, self.ink = trace.recipe, plt.rcParams["text.color"]
        self.largest = max(float(np.max(np.abs([trace.c, trace.h]))), 1e-300)

    def draw_wires(self) -> None:
        """Draw the frame and the wires: thin and grey where they carry 0."""
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
            turn = Affine2D().rotate(angle).translate(*points[-1])
            self._shape(patches.Polygon(turn.transform([(0, 0), (-6, -3.5), (-6, 3.5)])), colour, 0)

    def draw_sums(self) -> None:
        """Draw the boxes of the four sums and write the sums out."""
        width, height = LAYOUT["box"]
        for row, boxes in self.texts.boxes.items():
            place, centre = LAYOUT["sums"][row], LAYOUT["nodes"][f"z_{row}"]["at"]
            for k, (term, (text, weight)) in enumerate(zip(boxed_terms(self.terms[row]), boxes, strict=True)):
                text = one_line(text, "\ufffd")
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

    def write_sums(self, x: float, y: float) -> None:
        """Write the sums out below one another, from (x, y) on."""
        for k, row in enumerate(ROWS):
            self._text((x, y + 1.3 * self.font * (k + 0.6)), self.texts.sums[row][0], "left")

    def draw_nodes(self) -> None:
        """Draw the sums, activations, products and the memory."""
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

    def write_values(self, values: list[dict[str, Any]], halo: bool = True) -> None:
        """Write values of the layout; halo: on white, so that no line runs through them."""
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
        # a stroke around the letters would turn them into outlines: text in a PDF is to stay text
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.4 * self.scale} if halo else None
        x, y = place
        self.ax.text(
            x, y, text, ha=align, va="center_baseline", fontsize=(font or self.font) * self.scale,
            color=colour or self.ink, parse_math=False, zorder=2, bbox=box,
        )  # fmt: skip


def _shade(stops, fraction):
    """Return the colour at a fraction 0..1 of a list of stops, and an ink to read on it."""
    if not isfinite(fraction):
        return "white", "black"
    channels = np.transpose([to_rgb(stop) for stop in stops])
    fill = [np.interp(fraction, np.linspace(0, 1, len(stops)), channel) for channel in channels]
    luminance = np.dot([0.2126, 0.7152, 0.0722], np.power(fill, 2.2))
    return fill, "black" if luminance > 0.18 else "white"
