"""The configuration of an explorer: what the browser needs beside the state."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from lstm_teach.core.cell import LSTMCell
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS
from lstm_teach.plots.theme import dark, light_dark
from lstm_teach.widgets.explorer.browser import circuit
from lstm_teach.widgets.explorer.state import activation_names
from lstm_teach.words import language, say

__all__ = ["PRESETS", "configuration"]

PRESETS = {
    "lecture": activation_names(LSTMCell.lee()),
    "sigmoid_gates": activation_names(LSTMCell.lee().replace(gate_activation="sigmoid")),
    "standard": activation_names(LSTMCell.standard()),
}


def configuration(labels: Sequence[str], start: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration of a new explorer, as data for the browser.

    labels: of the inputs. start: the state that the button Reset goes back to.
    """
    return {
        "labels": labels,
        "colours": {name: light_dark(signal.colour) for name, signal in SIGNALS.items()},
        "meanings": {name: say(signal.meaning) for name, signal in SIGNALS.items()},
        "sequential": [SEQUENTIAL, [dark(stop) for stop in SEQUENTIAL]],
        "diverging": [DIVERGING, [dark(stop) for stop in DIVERGING]],
        "circuit": circuit(),
        "presets": PRESETS,
        "start": {key: value.tolist() if hasattr(value, "tolist") else value for key, value in start.items()},
        "still": f"explorer-{secrets.token_hex(8)}",
        "language": language(),
        "page": False,
    }
