"""CellExplorer: one LSTM unit with a slider for every weight.

Its state is in synced traits; the browser (explorer.js) runs the recurrence and draws, so that no drag waits
for the kernel. cell and trace are what the screen shows, computed by LSTMCell.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import anywidget
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import finite_array, path_of
from lstm_teach.widgets.explorer.browser import loader, module, stylesheet
from lstm_teach.widgets.explorer.config import configuration
from lstm_teach.widgets.explorer.link import state_from_link, state_to_fragment
from lstm_teach.widgets.explorer.messages import export_screen, take_changes
from lstm_teach.widgets.explorer.page import TITLE, page_file, page_html, still_html
from lstm_teach.widgets.explorer.places import note_place
from lstm_teach.widgets.explorer.state import (
    STATE,
    Names,
    Rows,
    StepNumber,
    activation_names,
    cell_of,
    checked_labels,
    listed,
    state_of,
)
from lstm_teach.words import say

__all__ = ["CellExplorer"]

ROWS = {"sync": True, "to_json": lambda rows, explorer: [list(row) for row in rows]}


class CellExplorer(anywidget.AnyWidget):
    """A cell of one unit with sliders, and its run over x, in the notebook.

    cell: an LSTMCell with H = 1 and at most 16 inputs, activations by name. x: (T, D), at most 500
    steps. The explorer computes in float64.

    - weights: (4, D + 2), rows i f g o; columns: the inputs, h (recurrent), bias
    - x, activations (gates, candidate, memory), step: the rest of the state
    - second: the activations of a second cell with the same weights; () if there is none
    - cell, trace: what the screen shows now; cells, traces: a list with the second one too.
      cell can be set, x too; D stays
    - export(name): the same as the button; save_html(path): a page of its own; link: the state as text

    Raises ValueError or TypeError in one sentence for what does not fit; nothing is changed then.
    """

    layout: Any  # of ipywidgets, which has no types
    weights = Rows().tag(**ROWS)
    x = Rows().tag(**ROWS)
    activations = Names().tag(sync=True)
    second = Names((), may_be_empty=True).tag(sync=True)
    step = StepNumber().tag(sync=True)
    _confirmed = traitlets.Tuple(("", 0)).tag(sync=True)  # the last change by hand: its tab and its number
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    _code = traitlets.Unicode().tag(sync=True)
    _config = traitlets.Dict().tag(sync=True)

    def __init__(self, cell: LSTMCell, x: ArrayLike, *, second: Sequence[str] = (), step: int = 1):
        self._input_labels = checked_labels(cell)
        rows = cell.run(x).x  # the cell says what is wrong with x
        if rows.ndim != 2:
            raise ValueError(say("x has shape {}: an explorer shows one sequence, (T, D)", rows.shape))
        state = {**state_of(cell), "x": rows, "second": second}
        config = configuration(self._input_labels, state)
        super().__init__(**state, step=step, _config=config, _code=module(), _esm=loader(), _css=stylesheet())
        self._kept_config = config  # the trait _config is empty while the explorer is closed
        self._is_shown = False
        self._last_numbers: dict[Any, Any] = {}  # by browser tab: the number of its last message
        self.on_msg(self._answer)
        note_place(self)

    @classmethod
    def compare(cls, cells: Sequence[LSTMCell], x: ArrayLike, *, step: int = 1) -> Self:
        """Return an explorer of two cells side by side: one set of weights, two sets of activations.

        cells: two LSTMCells with the same weights and input labels. x: (T, D). Raises ValueError if the
        weights differ, and as CellExplorer.
        """
        if not isinstance(cells, (list, tuple)) or len(cells) != 2:
            raise ValueError(say("compare takes two cells: CellExplorer.compare([cell_a, cell_b], x)"))
        first, second = cells
        if checked_labels(first) != checked_labels(second) or any(
            not np.array_equal(getattr(first, name), getattr(second, name))
            for name in ("weight_ih", "weight_hh", "bias")
        ):
            text = (
                "the two cells differ in their weights or inputs: compare shows what other activations do to "
                "the same weights, as in [cell, cell.replace(gate_activation='sigmoid')]"
            )
            raise ValueError(say(text))
        return cls(first, x, second=activation_names(second), step=step)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Return the explorer that a link holds, made by a page of save_html or by explorer.link.

        url: text that ends in #lstm=…; Raises TypeError or ValueError in one sentence for anything else.
        """
        state = state_from_link(url)
        weights = finite_array("weights", state["weights"])
        if weights.shape != (4, len(state["labels"]) + 2):
            raise ValueError(say("the link is damaged: its weights have shape {}", weights.shape))
        cell = cell_of(weights, state["activations"], state["labels"])
        return cls(cell, state["x"], second=state["second"], step=state["step"])

    def wanted_shape(self, name: str) -> tuple[int | None, int]:
        """Return the shape that weights or x must have here; None stands for any number of steps."""
        inputs = len(self._input_labels)
        return (4, inputs + 2) if name == "weights" else (None, inputs)

    @traitlets.observe("x")
    def _keep_step_inside(self, change):
        if self.step > len(self.x):
            self.step = len(self.x)

    @property
    def cell(self) -> LSTMCell:
        """The cell on the screen; setting it changes weights and activations together."""
        return self.cells[0]

    @cell.setter
    def cell(self, cell: LSTMCell) -> None:
        if checked_labels(cell) != self._input_labels:
            text = "this explorer shows the inputs {}, the cell has {}: make a new explorer"
            raise ValueError(say(text, listed(self._input_labels), listed(cell.input_labels)))
        state = state_of(cell)
        with self.hold_sync():
            self.weights, self.activations = state["weights"], state["activations"]

    @property
    def cells(self) -> list[LSTMCell]:
        """The cells on the screen: one, or two if it compares."""
        names = [self.activations, *([self.second] if self.second else [])]
        return [cell_of(np.array(self.weights), activations, self._input_labels) for activations in names]

    @property
    def trace(self) -> Trace:
        """The Trace of what the screen shows."""
        return self.cell.run(self.x)

    @property
    def traces(self) -> list[Trace]:
        """The Traces of what the screen shows, one for each cell."""
        return [cell.run(self.x) for cell in self.cells]

    @property
    def link(self) -> str:
        """The state as the end of a link: put it behind the address of a page of save_html."""
        return state_to_fragment({"labels": self._input_labels, **self.get_state(STATE)})

    def save_html(self, path: str | os.PathLike[str]) -> Path:
        """Write the explorer as one HTML file that needs no kernel, server or network; return its path.

        With four inputs it stays under 110 kB up to 200 steps, whatever the numbers.
        path: a name that ends in .html or .htm, for the project's figures/homework, or with a folder, such as
        "./page.html", for that folder; an old file there is replaced. Raises ValueError for another ending or
        no good name, TypeError for no path, OSError if the file cannot be written.
        """
        from lstm_teach.takehome.save import write_whole

        name, folder = page_file(path)
        html = page_html(self.get_state(STATE), self._kept_config, self._still_html())
        return write_whole({name: html.encode()}, folder)[0]

    def export(self, name: str = "lstm-explorer", folder: str | os.PathLike[str] | None = None) -> list[Path]:
        """Save the figure and the table of what the screen shows; return the paths.

        With two cells, those of the second are named name-2. Raises ValueError for a name or numbers that
        cannot be saved, TypeError for a folder that is no path, OSError if the folder cannot be written.
        """
        from matplotlib.figure import Figure  # only an export needs matplotlib

        from lstm_teach.plots.trace import plot_trace
        from lstm_teach.takehome.save import check_name, save_figure, save_table

        folder = None if folder is None else path_of("folder", folder)
        traces, paths = self.traces, []
        names = [check_name(name), *([check_name(f"{name}-2")] if self.second else [])]
        for trace, name in zip(traces, names, strict=True):
            figure = Figure()
            plot_trace(trace, figure)
            paths += [*save_figure(figure, name, folder), *save_table(trace, name, folder)]
        return paths

    def close(self) -> None:
        """Free the explorer, its layout, and what the page would keep of it; shown again, it opens again."""
        layout = self.layout
        with self.hold_sync():
            self._code, self._css, self._config = "", "", {}
        self.send_state("_code")  # a model in the browser keeps what it had before its last message
        super().close()
        layout.close()

    def _open_again(self):
        self.__dict__.pop("_repr_mimebundle_", None)  # closing has put None before the method
        self.layout, self._model_id = type(self.layout)(), None
        self._code, self._css, self._config = module(), stylesheet(), self._kept_config
        self.open()

    def _ipython_display_(self):
        """Show the explorer, and below it its table, which the explorer hides while it is alive.

        A closed one opens again. In a saved or exported notebook no explorer runs, and the table is what a
        reader sees, and no error.
        """
        from IPython.display import HTML, display

        if self.comm is None:
            self._open_again()
        note_place(self)
        data, metadata = self._repr_mimebundle_() or ({}, {})
        data["text/plain"] = say("{}: run this cell to move its weights. Its numbers:", say(TITLE))
        display(data, metadata=metadata, raw=True)
        display(HTML(self._still_html()), display_id=self._kept_config["still"])
        self._is_shown = True

    def _still_html(self):
        name = self._kept_config["still"]
        try:
            return still_html([trace.table() for trace in self.traces], name)
        except ValueError as error:  # the numbers outgrow the floats
            return still_html([], name, str(error))

    def _answer(self, _, content, buffers):
        """Answer a message of the browser: a change by hand, its export button, or that the hand rests."""
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind == "hand":
            take_changes(self, content)
        elif kind == "export":
            self.send(export_screen(self, content))
        elif kind == "settled" and self._is_shown:
            from IPython.display import HTML, update_display

            update_display(HTML(self._still_html()), display_id=self._kept_config["still"])
