"""CellExplorer: one LSTM unit with a slider for every weight.

The state lives in four synced traits; the browser (explorer.js) runs the recurrence and draws, so that
no drag waits for the kernel. cell and trace are what the screen shows, computed by LSTMCell.
"""

from pathlib import Path

import anywidget
import numpy as np
import traitlets

from lstm_teach.activations import ACTIVATIONS
from lstm_teach.cell import LSTMCell
from lstm_teach.palette import DIVERGING, SEQUENTIAL, SIGNALS
from lstm_teach.validation import finite_array

__all__ = ["CellExplorer"]

MAX_STEPS = 500
MAX_INPUTS = 16
GATE_CHOICES = ("step", "sigmoid")  # a gate stays between closed (0) and open (1)
HERE = Path(__file__).parent


def _activation_names(cell):
    return tuple(a.name for a in (cell.gate_activation, cell.candidate_activation, cell.memory_activation))


PRESETS = {
    "lecture": _activation_names(LSTMCell.lee()),
    "sigmoid_gates": _activation_names(LSTMCell.lee().replace(gate_activation="sigmoid")),
    "standard": _activation_names(LSTMCell.standard()),
}


class Rows(traitlets.TraitType):
    """Rows of finite numbers, kept as a tuple of tuples so that they change only as a whole."""

    def validate(self, explorer, value):
        """Return value as a tuple of rows, or raise ValueError or TypeError before anything changes."""
        array = finite_array(self.name, value)
        shape = explorer.wanted_shape(self.name)
        fits = array.ndim == 2 and all(n is None or n == m for n, m in zip(shape, array.shape, strict=True))
        if not fits:
            wanted = f"({', '.join('steps' if n is None else str(n) for n in shape)})"
            raise ValueError(f"{self.name} has shape {array.shape}: in this explorer it must be {wanted}")
        if not 1 <= len(array) <= MAX_STEPS:
            raise ValueError(
                f"{self.name} has {len(array)} rows: an explorer shows 1 to {MAX_STEPS} steps; "
                "plot_trace shows longer runs"
            )
        return tuple(map(tuple, array.tolist()))


class Names(traitlets.TraitType):
    """The names of the three activations: gates, candidate, memory."""

    def validate(self, explorer, value):
        """Return value as a tuple of three known names, or raise ValueError."""
        names = tuple(value) if isinstance(value, (list, tuple)) else ()
        if len(names) != 3:
            raise ValueError(
                f"{self.name} is {value!r}: it must be three names, for gates, candidate, memory"
            )
        for name, known in zip(names, (GATE_CHOICES, ACTIVATIONS, ACTIVATIONS), strict=True):
            if not isinstance(name, str) or name not in known:
                raise ValueError(f"{self.name} holds {name!r}: here it must be one of {', '.join(known)}")
        return names


class StepNumber(traitlets.TraitType):
    """The selected step, from 1."""

    def validate(self, explorer, value):
        """Return value if there is such a step, or raise ValueError."""
        if type(value) is not int or not 1 <= value <= len(explorer.x):
            raise ValueError(f"{self.name} is {value!r}: the steps are numbered 1 to {len(explorer.x)}")
        return value


def _as_lists(value, widget):
    return [list(row) for row in value]


class CellExplorer(anywidget.AnyWidget):
    """A cell of one unit with sliders, and its run over x, in the notebook.

    cell: an LSTMCell with H = 1 and at most 16 inputs, activations by name. x: (T, D), at most 500
    steps. The explorer computes in float64.

    - weights: (4, D + 2), rows i f g o; columns: the inputs, h (recurrent), bias
    - x, activations (gates, candidate, memory), step: the rest of the state
    - cell, trace: what the screen shows now. cell can be set, x too; D stays
    - export(name): the same as the button

    Raises ValueError or TypeError in one sentence for what does not fit; nothing is changed then.
    """

    _esm = HERE / "explorer.js"
    _css = HERE / "explorer.css"

    weights = Rows().tag(sync=True, to_json=_as_lists)
    x = Rows().tag(sync=True, to_json=_as_lists)
    activations = Names().tag(sync=True)
    step = StepNumber().tag(sync=True)
    _look = traitlets.Dict().tag(sync=True)

    def __init__(self, cell, x):
        self._input_labels = _checked_labels(cell)
        state = {**_state_of(cell), "x": cell.run(x).x}  # the cell says what is wrong with x
        if len(state["x"].shape) != 2:
            raise ValueError(f"x has shape {state['x'].shape}: an explorer shows one sequence, (T, D)")
        look = {
            "labels": self._input_labels,
            "colours": {name: signal.colour for name, signal in SIGNALS.items()},
            "meanings": {name: signal.meaning for name, signal in SIGNALS.items()},
            "sequential": SEQUENTIAL,
            "diverging": DIVERGING,
            "presets": PRESETS,
            "start": {key: np.asarray(value).tolist() for key, value in state.items()},
        }
        super().__init__(**state, step=1, _look=look)
        self.on_msg(self._answer)

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
        weights = np.array(self.weights)
        gate, candidate, memory = self.activations
        return LSTMCell(
            weights[:, :-2],
            weights[:, -2:-1],
            weights[:, -1],
            gate_activation=gate,
            candidate_activation=candidate,
            memory_activation=memory,
            input_labels=self._input_labels,
        )

    @cell.setter
    def cell(self, cell):
        if _checked_labels(cell) != self._input_labels:
            here, there = (", ".join(labels) for labels in (self._input_labels, cell.input_labels))
            raise ValueError(
                f"this explorer shows the inputs {here}, the cell has {there}: make a new explorer"
            )
        state = _state_of(cell)
        with self.hold_sync():
            self.weights, self.activations = state["weights"], state["activations"]

    @property
    def trace(self):
        """The Trace of what the screen shows."""
        return self.cell.run(self.x)

    def close(self):
        """Free the explorer, and the layout that every widget brings along."""
        layout = self.layout
        super().close()
        layout.close()

    def export(self, name="lstm-explorer", folder=None):
        """Save the figure and the table of what the screen shows; return the paths.

        Raises ValueError for a name or numbers that cannot be saved, OSError if the folder cannot be written.
        """
        from matplotlib.figure import Figure  # only an export needs matplotlib

        from lstm_teach.export import check_name, save_figure, save_table
        from lstm_teach.plots import plot_trace

        check_name(name)
        trace, figure = self.trace, Figure()
        plot_trace(trace, figure)
        return [*save_figure(figure, name, folder), *save_table(trace, name, folder)]

    def _answer(self, _, content, buffers):
        """Answer the export button; what it sends is the state on the screen, checked like any other."""
        if not isinstance(content, dict) or content.get("kind") != "export":
            return
        try:
            traits = {key: getattr(type(self), key) for key in ("x", "weights", "activations")}
            state = {key: trait.validate(self, content.get(key)) for key, trait in traits.items()}
            with self.hold_sync():
                for key, value in state.items():
                    setattr(self, key, value)
            paths = self.export(content.get("name"))
        except (ValueError, TypeError, OSError) as error:
            self.send({"kind": "refused", "reason": str(error)})
        else:
            folder = str(paths[0].parent)
            self.send({"kind": "exported", "names": [path.name for path in paths], "folder": folder})


def _state_of(cell):
    """Return weights and activations of a cell as an explorer holds them, or raise ValueError."""
    if cell.hidden_size != 1:
        raise ValueError(
            f"the explorer shows one unit but this cell has H = {cell.hidden_size}: "
            "plot_trace(cell.run(x)) shows them all"
        )
    names = _activation_names(cell)
    for name in names:
        if name not in ACTIVATIONS:
            raise ValueError(f"the explorer knows {', '.join(ACTIVATIONS)}: this cell has {name!r}")
    return {
        "weights": np.column_stack([cell.weight_ih, cell.weight_hh, cell.bias]),
        "activations": names,
    }


def _checked_labels(cell):
    """Return the input labels of a cell if an explorer can show them, or raise."""
    if not isinstance(cell, LSTMCell):
        raise TypeError(f"cell is a {type(cell).__name__}: an explorer takes an LSTMCell")
    labels = cell.input_labels
    if len(labels) > MAX_INPUTS:
        raise ValueError(f"the cell has {len(labels)} inputs: an explorer shows at most {MAX_INPUTS}")
    if len(set(labels)) < len(labels) or set(labels) & {*SIGNALS, "bias"}:
        raise ValueError(
            f"the inputs are named {', '.join(labels)}: give each a name of its own in input_labels"
        )
    return labels
