"""The colours, line styles and markers of every signal. To change a colour, change it here.

Plots, the explorer and the page take them from here. The colours are Okabe and Ito's colour-blind-safe set;
line styles and markers tell the signals apart in grey print as well. A test of the contrast on dark pages is
in tests/test_theme.py. The few colours of the circuit that belong to no signal are in circuit_layout.json.
"""

from typing import NamedTuple

from lstm_teach.core.signals import MEANINGS

__all__ = ["DIVERGING", "SEQUENTIAL", "SIGNALS", "Signal"]


class Signal(NamedTuple):
    """How one signal of the cell is named and drawn; meaning goes through say() when it is drawn."""

    meaning: str
    colour: str
    linestyle: str | tuple
    marker: str


SIGNALS = {
    "i": Signal(MEANINGS["i"], "#0072B2", "-", "o"),
    "f": Signal(MEANINGS["f"], "#009E73", "--", "s"),
    "g": Signal(MEANINGS["g"], "#E69F00", ":", "D"),
    "o": Signal(MEANINGS["o"], "#CC79A7", "-.", "^"),
    "c_prev": Signal(MEANINGS["c_prev"], "#8C4A00", (0, (1, 1)), "<"),
    "c": Signal(MEANINGS["c"], "#D55E00", "-", "P"),
    "h": Signal(MEANINGS["h"], "#555555", (0, (5, 1)), "X"),
}

#: The colours of a gate, from 0 (closed) to 1 (open).
SEQUENTIAL = ("#FBFBF6", "#C3DBEA", "#6BA6CD", "#1F6FA8", "#083D6B")
#: The colours of memory, output and weights, from the most negative number through 0 to the largest.
DIVERGING = ("#5A3A8C", "#A794C9", "#F7F7F7", "#F2AE72", "#B35000")
