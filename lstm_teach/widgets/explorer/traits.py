"""What the state of an explorer may hold; anything else is one plain sentence, and nothing changes."""

import numpy as np
import traitlets

from lstm_teach.core.activations import ACTIVATIONS
from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.validation import finite_array, shown, whole_number
from lstm_teach.plots.palette import SIGNALS

__all__ = [
    "Names",
    "Rows",
    "StepNumber",
    "activation_names",
    "cell_of",
    "changed_by_hand",
    "checked_labels",
    "listed",
    "state_of",
]

MAX_STEPS = 500
MAX_INPUTS = 16
GATE_CHOICES = ("step", "sigmoid")  # a gate stays between closed (0) and open (1)


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
    """The names of the three activations: gates, candidate, memory; none at all where none is allowed."""

    def __init__(self, *args, may_be_empty=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_be_empty = may_be_empty

    def validate(self, explorer, value):
        """Return value as a tuple of three known names, or raise ValueError."""
        names = tuple(value) if isinstance(value, (list, tuple)) else (None,)
        if self.may_be_empty and not names:
            return names
        if len(names) != 3:
            raise ValueError(
                f"{self.name} is {shown(value)}: it must be three names, for gates, candidate, memory"
            )
        for name, known in zip(names, (GATE_CHOICES, ACTIVATIONS, ACTIVATIONS), strict=True):
            if not isinstance(name, str) or name not in known:
                raise ValueError(
                    f"{self.name} holds {shown(name)}: here it must be one of {', '.join(known)}"
                )
        return names


class StepNumber(traitlets.TraitType):
    """The selected step, from 1."""

    def validate(self, explorer, value):
        """Return value if there is such a step, or raise ValueError."""
        try:
            return whole_number(self.name, value, 1, len(explorer.x))
        except (TypeError, ValueError):
            raise ValueError(
                f"{self.name} is {shown(value)}: the steps are numbered 1 to {len(explorer.x)}"
            ) from None


def activation_names(cell):
    """Return the names of a cell's activations as a tuple: gates, candidate, memory."""
    return tuple(activation.name for activation in cell.activations)


def checked_labels(cell):
    """Return the input labels of a cell if an explorer can show it, or raise TypeError or ValueError."""
    if not isinstance(cell, LSTMCell):
        raise TypeError(f"cell is a {type(cell).__name__[:40]}: an explorer takes an LSTMCell")
    if cell.hidden_size != 1:
        raise ValueError(
            f"the explorer shows one unit but this cell has H = {cell.hidden_size}: "
            "plot_trace(cell.run(x)) shows them all"
        )
    for activation in cell.activations:
        if not activation.is_known:
            own = " of your own" if activation.name in ACTIVATIONS else ""
            raise ValueError(
                f"the explorer knows {', '.join(ACTIVATIONS)}: this cell has {shown(activation.name)}{own}"
            )
    labels = cell.input_labels
    for label in labels:
        if any("\ud800" <= letter <= "\udfff" for letter in label):  # no message to a browser may hold it
            raise ValueError(
                f"an input is named {shown(label)}, which has half a letter in it: give a whole name"
            )
    if len(labels) > MAX_INPUTS:
        raise ValueError(f"the cell has {len(labels)} inputs: an explorer shows at most {MAX_INPUTS}")
    taken = {*SIGNALS, "h_prev", "bias"} & set(labels)
    if len(set(labels)) < len(labels) or taken:
        clash = f", and {sorted(taken)[0]} is a name of the explorer's own" if taken else ""
        raise ValueError(
            f"the inputs are named {listed(labels)}{clash}: give each a name of its own in input_labels"
        )
    return labels


def listed(labels):
    """Return names as they stand in a message: in one line, shortened."""
    text = " ".join(", ".join(labels).split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def state_of(cell):
    """Return weights and activations of a cell as an explorer holds them."""
    weights = np.column_stack([cell.weight_ih, cell.weight_hh, cell.bias])
    return {"weights": weights, "activations": activation_names(cell)}


def changed_by_hand(explorer, changes):
    """Return what the changes of a browser tab make new in the state of an explorer, by name.

    changes: {key, value} for a whole part, {key, at: [row, column], value} for one number of a table.
    """
    state = {}
    for change in changes:
        key, at, value = change["key"], change.get("at"), change["value"]
        if at is None:
            state[key] = value
            continue
        rows = state.setdefault(key, [list(row) for row in getattr(explorer, key)])
        if at[0] < len(rows):  # Python may have set fewer steps
            rows[at[0]][at[1]] = value
    return state


def cell_of(weights, activations, labels):
    """Return the cell of an explorer's weights, (4, D + 2), and three names of activations."""
    if not isinstance(activations, (list, tuple)) or len(activations) != 3:
        raise ValueError(f"activations is {shown(activations)}: it must be three names")
    gate, candidate, memory = activations
    return LSTMCell(
        weights[:, :-2],
        weights[:, -2:-1],
        weights[:, -1],
        gate_activation=gate,
        candidate_activation=candidate,
        memory_activation=memory,
        input_labels=labels,
    )
