"""The names of what a cell has at each step, as every table, plot and sentence calls them."""

__all__ = ["GATES", "GATE_ORDER", "MEANINGS"]

#: The order of the four groups of rows in weight_ih, weight_hh and bias, as in PyTorch.
GATE_ORDER = ("i", "f", "g", "o")

#: The three signals that open and close.
GATES = ("i", "f", "o")

#: What each signal is, in words.
MEANINGS = {
    "i": "input gate",
    "f": "forget gate",
    "g": "candidate",
    "o": "output gate",
    "c_prev": "memory before",
    "c": "memory after",
    "h": "output",
}
