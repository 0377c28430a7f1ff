"""The names of what a cell has at each step, as every table, plot and sentence calls them."""

from lstm_teach.words import later

__all__ = ["GATES", "GATE_ORDER", "MEANINGS"]

#: The order of the four groups of rows in weight_ih, weight_hh and bias, as in PyTorch.
GATE_ORDER = ("i", "f", "g", "o")

#: The three signals that open and close.
GATES = ("i", "f", "o")

#: What each signal is, in words: texts for say().
MEANINGS = {
    "i": later("input gate"),
    "f": later("forget gate"),
    "g": later("candidate"),
    "o": later("output gate"),
    "c_prev": later("memory before"),
    "c": later("memory after"),
    "h": later("output"),
}
