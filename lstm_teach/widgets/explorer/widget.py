"""CellExplorer: one LSTM unit with a slider for every weight.

The state lives in synced traits; the browser (explorer.js) runs the recurrence and draws, so that
no drag waits for the kernel. cell and trace are what the screen shows, computed by LSTMCell.
"""

import os
import secrets
from contextlib import suppress

import anywidget
import numpy as np
import traitlets

from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.validation import finite_array, path_of, shown
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS
from lstm_teach.plots.theme import dark, light_dark
from lstm_teach.widgets.explorer.browser import circuit, loader, module, stylesheet
from lstm_teach.widgets.explorer.page import page_html, state_from_link, state_to_fragment, still_html
from lstm_teach.widgets.explorer.places import note_place
from lstm_teach.widgets.explorer.traits import (
    Names,
    Rows,
    StepNumber,
    activation_names,
    cell_of,
    changed_by_hand,
    checked_labels,
    listed,
    state_of,
)

__all__ = ["CellExplorer"]

PRESETS = {
    "lecture": activation_names(LSTMCell.lee()),
    "sigmoid_gates": activation_names(LSTMCell.lee().replace(gate_activation="sigmoid")),
    "standard": activation_names(LSTMCell.standard()),
}
STATE = ("weights", "x", "activations", "second", "step")
TITLE = "Explorer of one LSTM unit"
# Where a saved explorer has lost its kernel, JupyterLab writes an error above the table, as bare text.
NO_ERROR = """<style>
.jp-OutputArea-child:has(> .jupyter-widgets):has(+ * [data-explorer="{}"]):not(
  :has(> .jupyter-widgets > *)
) {{ display: none }}
</style>"""


def _as_lists(value, widget):
    return [list(row) for row in value]


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

    weights = Rows().tag(sync=True, to_json=_as_lists)
    x = Rows().tag(sync=True, to_json=_as_lists)
    activations = Names().tag(sync=True)
    second = Names((), may_be_empty=True).tag(sync=True)
    step = StepNumber().tag(sync=True)
    _heard = traitlets.Tuple(("", 0)).tag(
        sync=True
    )  # the last change by hand: its tab, its number: shared.js
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    _code = traitlets.Unicode().tag(sync=True)
    _look = traitlets.Dict().tag(sync=True)

    def __init__(self, cell, x, *, second=(), step=1):
        self._input_labels = checked_labels(cell)
        x = cell.run(x).x  # the cell says what is wrong with x
        if x.ndim != 2:
            raise ValueError(f"x has shape {x.shape}: an explorer shows one sequence, (T, D)")
        state = {**state_of(cell), "x": x, "second": second}
        look = {
            "labels": self._input_labels,
            "colours": {name: light_dark(signal.colour) for name, signal in SIGNALS.items()},
            "meanings": {name: signal.meaning for name, signal in SIGNALS.items()},
            "sequential": [SEQUENTIAL, [dark(stop) for stop in SEQUENTIAL]],
            "diverging": [DIVERGING, [dark(stop) for stop in DIVERGING]],
            "circuit": circuit(),
            "presets": PRESETS,
            "start": {
                key: value.tolist() if key in ("weights", "x") else value for key, value in state.items()
            },
            "still": f"explorer-{secrets.token_hex(8)}",
            "language": "en",
            "page": False,
        }
        super().__init__(**state, step=step, _look=look, _code=module(), _esm=loader(), _css=stylesheet())
        self._facts = look  # _look is what the browser has of them, while the explorer is open
        self._is_shown = False
        self._numbers = {}  # of each browser tab: its last change that was heard of
        self.on_msg(self._answer)
        note_place(self)

    @classmethod
    def compare(cls, cells, x, *, step=1):
        """Return an explorer of two cells side by side: one set of weights, two sets of activations.

        cells: two LSTMCells with the same weights and input labels. x: (T, D). Raises ValueError if the
        weights differ, and as CellExplorer.
        """
        if not isinstance(cells, (list, tuple)) or len(cells) != 2:
            raise ValueError("compare takes two cells: CellExplorer.compare([cell_a, cell_b], x)")
        first, second = cells
        if checked_labels(first) != checked_labels(second) or any(
            not np.array_equal(getattr(first, name), getattr(second, name))
            for name in ("weight_ih", "weight_hh", "bias")
        ):
            raise ValueError(
                "the two cells differ in their weights or inputs: compare shows what other activations do to "
                "the same weights, as in [cell, cell.replace(gate_activation='sigmoid')]"
            )
        return cls(first, x, second=activation_names(second), step=step)

    @classmethod
    def from_url(cls, url):
        """Return the explorer that a link holds, made by a page of save_html or by explorer.link.

        url: text that ends in #lstm=…; Raises TypeError or ValueError in one sentence for anything else.
        """
        state = state_from_link(url)
        labels = state["labels"]
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            raise ValueError("the link is damaged: its labels are not a list of names")
        weights = finite_array("weights", state["weights"])
        if weights.shape != (4, len(labels) + 2):
            raise ValueError(f"the link is damaged: its weights have shape {weights.shape}")
        cell = cell_of(weights, state["activations"], labels)
        return cls(cell, state["x"], second=state["second"], step=state["step"])

    def wanted_shape(self, name):
        """Return the shape that weights or x must have here; None stands for any number of steps."""
        inputs = len(self._input_labels)
        return {"weights": (4, inputs + 2), "x": (None, inputs)}[name]

    @traitlets.observe("x")
    def _keep_step_inside(self, change):
        if self.step > len(self.x):
            self.step = len(self.x)

    @property
    def cell(self):
        """The cell on the screen; setting it changes weights and activations together."""
        return self.cells[0]

    @cell.setter
    def cell(self, cell):
        if checked_labels(cell) != self._input_labels:
            here, there = listed(self._input_labels), listed(cell.input_labels)
            raise ValueError(
                f"this explorer shows the inputs {here}, the cell has {there}: make a new explorer"
            )
        state = state_of(cell)
        with self.hold_sync():
            self.weights, self.activations = state["weights"], state["activations"]

    @property
    def cells(self):
        """The cells on the screen: one, or two if it compares."""
        names = [self.activations, *([self.second] if self.second else [])]
        return [cell_of(np.array(self.weights), activations, self._input_labels) for activations in names]

    @property
    def trace(self):
        """The Trace of what the screen shows."""
        return self.cell.run(self.x)

    @property
    def traces(self):
        """The Traces of what the screen shows, one for each cell."""
        return [cell.run(self.x) for cell in self.cells]

    @property
    def link(self):
        """The state as the end of a link: put it behind the address of a page of save_html."""
        return state_to_fragment({"labels": self._input_labels, **self.get_state(STATE)})

    def save_html(self, path):
        """Write the explorer as one HTML file that needs no kernel, server or network; return its path.

        With four inputs it stays under 110 kB up to 200 steps, whatever the numbers.
        path: a name that ends in .html or .htm, for the project's figures/homework, or with a folder, such as
        "./page.html", for that folder; an old file there is replaced. Raises ValueError for another ending or
        no good name, TypeError for no path, OSError if the file cannot be written.
        """
        from lstm_teach.takehome.save import check_name, write_whole

        asked, path = path, path_of("path", path)
        if path.suffix.lower() not in (".html", ".htm"):
            raise ValueError(f"the page's name is {shown(path.name)}: let it end in .html")
        if "." in path.stem.strip("."):
            raise ValueError(f"the page's name is {shown(path.name)}: leave out each dot but that of .html")
        name = check_name(path.stem) + path.suffix
        folder = path.parent if set(os.fspath(asked)) & {"/", os.sep} else None
        html = page_html(self.get_state(STATE), self._facts, TITLE, self._still_html())
        return write_whole({name: html.encode()}, folder)[0]

    def export(self, name="lstm-explorer", folder=None):
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

    def close(self):
        """Free the explorer, its layout, and what the page would keep of it; shown again, it opens again."""
        layout = self.layout
        with self.hold_sync():
            self._code, self._css, self._look = "", "", {}
        self.send_state("_code")  # a model in the browser keeps what it had before its last message
        super().close()
        layout.close()

    def _open_again(self):
        self.__dict__.pop("_repr_mimebundle_", None)  # closing has put None before the method
        self.layout, self._model_id = type(self.layout)(), None
        self._code, self._css, self._look = module(), stylesheet(), self._facts
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
        data, metadata = self._repr_mimebundle_()
        data["text/plain"] = f"{TITLE}: run this cell to move its weights. Its numbers:"
        display(data, metadata=metadata, raw=True)
        display(HTML(self._still_html()), display_id=self._facts["still"])
        self._is_shown = True

    def _still_html(self):
        name = self._facts["still"]
        try:
            table = still_html([trace.table() for trace in self.traces], name)
        except ValueError as error:  # the numbers outgrow the floats
            table = still_html([], name) + str(error)
        return NO_ERROR.format(name) + table

    def _answer(self, _, content, buffers):
        """Answer the browser: its export button, and its word that the hand is at rest."""
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind == "hand":
            self._change_by_hand(content)
        elif kind == "export":
            self.send(self._export_screen(content))
        elif kind == "settled" and self._is_shown:
            from IPython.display import HTML, update_display

            update_display(HTML(self._still_html()), display_id=self._facts["still"])

    def _change_by_hand(self, content):
        """Make the changes of a browser tab, checked like any other state; all tabs hear of it."""
        tab, number = content.get("tab"), content.get("number")
        is_new = self._numbers.get(tab) != number  # a tab that got no answer repeats itself
        state = changed_by_hand(self, content["changes"]) if is_new else {}
        with self.hold_sync(), self.hold_trait_notifications():
            self._numbers[tab], self._heard = number, (tab, number)
            for key in STATE:
                with suppress(ValueError, TypeError):
                    if key in state:
                        setattr(self, key, state[key])
        if not is_new:
            self.send_state("_heard")

    def _export_screen(self, content):
        """Export what the browser says is on the screen, checked like any other state; return the answer."""
        try:
            traits = {key: getattr(type(self), key) for key in ("x", "weights", "activations", "second")}
            state = {key: trait.validate(self, content.get(key)) for key, trait in traits.items()}
            with self.hold_sync():
                for key, value in state.items():
                    setattr(self, key, value)
            paths = self.export(content.get("name"))
        except (ValueError, TypeError, OSError) as error:
            return {"kind": "refused", "reason": str(error)}
        return {"kind": "exported", "names": [path.name for path in paths], "folder": str(paths[0].parent)}
