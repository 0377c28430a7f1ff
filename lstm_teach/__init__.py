"""LSTM cells that can be worked out by hand, seen, and proved equal to PyTorch's.

The rooms, from the ground up; each imports only from those above it:

- activations, examples, palette: the four activations, the lecture's numbers, one look per signal
- validation, table, trace: numbers at the door, the slide as a table, the record of a run
- cell: LSTMCell, one recurrence with three replaceable activations
- plots: a trace as matplotlib axes
- stamp, export: figures and tables to take home, with what made them inside
- explorer: the cell with sliders
- health: what `python -m lstm_teach` reports

Importing lstm_teach loads NumPy only; matplotlib and the widgets arrive with the first name that
needs them.
"""

from importlib import import_module

from lstm_teach import examples
from lstm_teach.activations import LINEAR, SIGMOID, STEP, TANH, Activation
from lstm_teach.cell import GATE_ORDER, LSTMCell
from lstm_teach.trace import Trace

_LATER = {
    "CellExplorer": "explorer",
    "health_report": "health",
    "plot_gates": "plots",
    "plot_memory": "plots",
    "plot_trace": "plots",
    "read_stamp": "export",
    "save_figure": "export",
    "save_table": "export",
}

__all__ = [
    "GATE_ORDER",
    "LINEAR",
    "SIGMOID",
    "STEP",
    "TANH",
    "Activation",
    "LSTMCell",
    "Trace",
    "examples",
    *_LATER,
]


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"lstm_teach has no {name!r}")
    return getattr(import_module(f"lstm_teach.{_LATER[name]}"), name)


def __dir__():
    return sorted({*globals(), *__all__})
