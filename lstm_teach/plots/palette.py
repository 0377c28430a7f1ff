"""One fixed look for each signal: plots, explorer and text all take it from here.

Colours are Okabe and Ito's colour-blind-safe set; line styles and markers tell the signals apart in
grey print as well. SEQUENTIAL colours a gate from 0 (closed) to 1 (open), DIVERGING colours memory
and output around 0.
"""

from typing import NamedTuple

from lstm_teach.core.signals import MEANINGS

__all__ = ["DIVERGING", "SEQUENTIAL", "SIGNALS", "Signal"]


class Signal(NamedTuple):
    """How one signal of the cell is named and drawn."""

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

#: From 0 to 1.
SEQUENTIAL = ("#FBFBF6", "#C3DBEA", "#6BA6CD", "#1F6FA8", "#083D6B")
#: From -max through 0 to +max.
DIVERGING = ("#5A3A8C", "#A794C9", "#F7F7F7", "#F2AE72", "#B35000")
