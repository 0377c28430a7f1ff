"""What the state of an explorer may hold: the twin of state.js, which checks the same in the browser.

Anything else is refused in one sentence, and nothing changes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets

from lstm_teach.core.activations import ACTIVATIONS
from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.validation import finite_array, shown, whole_number
from lstm_teach.plots.palette import SIGNALS
from lstm_teach.words import say

__all__ = ["STATE", "Names", "Rows", "StepNumber", "activation_names", "cell_of", "checked_labels", "listed"]
__all__ += ["state_of"]

STATE = ("weights", "x", "activations", "second", "step")
MAX_STEPS = 500
MAX_INPUTS = 16
GATE_CHOICES = ("step", "sigmoid")  # a gate stays between closed (0) and open (1)


class Rows(traitlets.TraitType):
    """Rows of finite numbers, kept as a tuple of tuples so that they change only as a whole."""

    def validate(self, explorer: Any, value: Any) -> tuple[tuple[float, ...], ...]:
        """Return value as a tuple of rows, or raise ValueError or TypeError before anything changes."""
        array = finite_array(str(self.name), value)
        count, width = explorer.wanted_shape(self.name)
        if array.ndim != 2 or array.shape[1] != width or count not in (None, len(array)):
            if count is None:
                text = "{} has shape {}: in this explorer it must be (steps, {})"
                raise ValueError(say(text, self.name, array.shape, width))
            text = "{} has shape {}: in this explorer it must be ({}, {})"
            raise ValueError(say(text, self.name, array.shape, count, width))
        if not 1 <= len(array) <= MAX_STEPS:
            text = "{} has {} rows: an explorer shows 1 to {} steps; plot_trace shows longer runs"
            raise ValueError(say(text, self.name, len(array), MAX_STEPS))
        return tuple(map(tuple, array.tolist()))


class Names(traitlets.TraitType):
    """The names of the three activations: gates, candidate, memory; none at all where none is allowed."""

    def __init__(self, *args: Any, may_be_empty: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.may_be_empty = may_be_empty

    def validate(self, explorer: Any, value: Any) -> tuple[str, ...]:
        """Return value as a tuple of three known names, or raise ValueError."""
        names = tuple(value) if isinstance(value, (list, tuple)) else (None,)
        if self.may_be_empty and not names:
            return ()
        if len(names) != 3:
            text = "{} is {}: it must be three names, for gates, candidate, memory"
            raise ValueError(say(text, self.name, shown(value)))
        for name, known in zip(names, (GATE_CHOICES, ACTIVATIONS, ACTIVATIONS), strict=True):
            if not isinstance(name, str) or name not in known:
                text = "{} holds {}: here it must be one of {}"
                raise ValueError(say(text, self.name, shown(name), ", ".join(known)))
        return names


class StepNumber(traitlets.TraitType):
    """The selected step, from 1."""

    def validate(self, explorer: Any, value: Any) -> int:
        """Return value if there is such a step, or raise ValueError."""
        steps = len(explorer.x)
        try:
            return whole_number(str(self.name), value, 1, steps)
        except (TypeError, ValueError):
            text = "{} is {}: the steps are numbered 1 to {}"
            raise ValueError(say(text, self.name, shown(value), steps)) from None


def activation_names(cell: LSTMCell) -> tuple[str, ...]:
    """Return the names of a cell's activations: gates, candidate, memory."""
    return tuple(activation.name for activation in cell.activations)


def checked_labels(cell: LSTMCell) -> tuple[str, ...]:
    """Return the input labels of a cell if an explorer can show it, or raise TypeError or ValueError."""
    if not isinstance(cell, LSTMCell):
        raise TypeError(say("cell is a {}: an explorer takes an LSTMCell", type(cell).__name__[:40]))
    if cell.hidden_size != 1:
        text = "the explorer shows one unit but this cell has H = {}: plot_trace(cell.run(x)) shows them all"
        raise ValueError(say(text, cell.hidden_size))
    for activation in cell.activations:
        if not activation.is_known:
            text = "the explorer knows {}: this cell has {}"
            if activation.name in ACTIVATIONS:
                text = "the explorer knows {}: this cell has {} of your own"
            raise ValueError(say(text, ", ".join(ACTIVATIONS), shown(activation.name)))
    labels = cell.input_labels
    for label in labels:
        if any("\ud800" <= letter <= "\udfff" for letter in label):  # no message to a browser may hold it
            text = "an input is named {}, which has half a letter in it: give a whole name"
            raise ValueError(say(text, shown(label)))
    if len(labels) > MAX_INPUTS:
        text = "the cell has {} inputs: an explorer shows at most {}"
        raise ValueError(say(text, len(labels), MAX_INPUTS))
    taken = sorted({*SIGNALS, "h_prev", "bias"} & set(labels))
    if taken:
        text = (
            "the inputs are named {}, and {} is a name of the explorer's own: "
            "give each a name of its own in input_labels"
        )
        raise ValueError(say(text, listed(labels), taken[0]))
    if len(set(labels)) < len(labels):
        text = "the inputs are named {}: give each a name of its own in input_labels"
        raise ValueError(say(text, listed(labels)))
    return labels


def listed(labels: Sequence[str]) -> str:
    """Return names as they stand in a message: in one line, shortened."""
    text = " ".join(", ".join(labels).split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def state_of(cell: LSTMCell) -> dict[str, Any]:
    """Return weights and activations of a cell as an explorer holds them."""
    weights = np.column_stack([cell.weight_ih, cell.weight_hh, cell.bias])
    return {"weights": weights, "activations": activation_names(cell)}


def cell_of(weights: np.ndarray, activations: Sequence[str], labels: Sequence[str]) -> LSTMCell:
    """Return the cell of an explorer's weights, (4, D + 2), and three names of activations."""
    if not isinstance(activations, (list, tuple)) or len(activations) != 3:
        raise ValueError(say("activations is {}: it must be three names", shown(activations)))
    gate, candidate, memory = activations
    return LSTMCell(
        weights[:, :-2],
        weights[:, -2:-1],
        weights[:, -1],
        gate_activation=gate,
        candidate_activation=candidate,
        memory_activation=memory,
        input_labels=tuple(labels),
    )
