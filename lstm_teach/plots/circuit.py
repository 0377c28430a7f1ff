"""plot_cell: steps of a cell as the circuit on the lecture's slide, alone or several on a sheet.

- how wide it is on paper: SHEET_WIDTH (in sheet.py) for one step, CONTACT_WIDTH here for several
- where its parts stand, and how wide they are: circuit_layout.json, in units of its own, y runs down; what of
  it is drawn: "size" for one step, "block" for several
- what it says: circuit_texts.py; how each part is drawn: circuit_drawing.py
- circuit.js draws the same in the browser, from the same circuit_layout.json
"""

from collections.abc import Sized
from itertools import islice
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import shown
from lstm_teach.plots.circuit_drawing import StepDrawing
from lstm_teach.plots.circuit_texts import LAYOUT, ROWS, VALUE_CHARACTERS, cell_texts
from lstm_teach.plots.sheet import SHEET_WIDTH, STYLE, attach, check_trace, make_sheet
from lstm_teach.words import say

__all__ = ["plot_cell"]

CONTACT_WIDTH, SMALLEST_FONT, MOST_STEPS = 7.0, 6.0, 24  # of a sheet of several steps: inches, points
SHORT = 7  # characters of a number in three columns


def plot_cell(trace: Trace, step: Any = None, fig: Figure | None = None) -> np.ndarray:
    """Draw one step as the lecture's circuit, or several as a contact sheet; return their Axes.

    One step stands on a sheet 6.3 inches wide, with all that goes into the four sums. Several stand on
    a sheet up to 7 inches wide, in 2 columns, from 5 steps on in 3, each above its sums written out; up
    to 15 fit on one page of A4.
    trace: a Trace of one unit; ValueError if it has more, or is a batch. step: a number from 1, or
    several of them, at most 24; all steps if left out. fig: a Figure to clear and draw in; a new one if
    left out.
    """
    check_trace("plot_cell", trace, fig, Figure)
    if (units := trace.c.shape[1]) != 1:
        raise ValueError(
            say("plot_cell draws one unit but this trace has H = {}: plot_trace(trace) shows them all", units)
        )
    steps = _chosen(trace, step)
    fig = plt.figure() if fig is None else fig  # outside the style: see _panel in trace.py
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
        message = say("step is {}, which stops with {}", shown(step), type(error).__name__[:40])
        raise TypeError(message) from None
    for number in steps:
        if isinstance(number, bool) or not isinstance(number, int | np.integer):
            kind = type(number).__name__[:40]
            raise TypeError(
                say("a step is a whole number such as 2, and several are [2, 3], but not a {}", kind)
            )
        if number not in every:
            raise ValueError(
                say("this trace has the steps 1 to {}: there is no step {}", len(trace), shown(int(number)))
            )
    if not steps:
        raise ValueError(say("no step is chosen: give at least one, as in plot_cell(trace, [2, 3])"))
    if len(steps) > MOST_STEPS:
        count = f"{len(chosen)}" if isinstance(chosen, Sized) else say("more")
        message = say(
            "plot_cell draws at most {} steps on a sheet but these are {}: "
            "choose some, as in plot_cell(trace, range(1, {}))",
            MOST_STEPS,
            count,
            MOST_STEPS + 1,
        )
        raise ValueError(message)
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
    characters = SHORT if columns == 3 else VALUE_CHARACTERS
    texts = [cell_texts(trace, step, line, characters, title=line - 4) for step in steps]
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
    """Return a StepDrawing for each step, titled and in its place on the sheet.

    view: the part of the layout that is drawn, and what stands below it: left, top, width and height in the
    layout's units. column: the width of a column in inches. font: the size of the letters in units.
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
        drawings.append(StepDrawing(ax, trace, step, texts[k], scale, font))
    return drawings
