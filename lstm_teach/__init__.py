"""LSTM cells that can be worked out by hand, seen, and proved equal to PyTorch's.

The rooms, from the ground up; each imports only from those above it:

- activations, examples, palette: the four activations, the lecture's numbers, one look per signal
- validation, labels, table, trace: numbers at the door, their names, the slide as a table, a run as a record
- cell: LSTMCell, one recurrence with three replaceable activations
- gradients: back-propagation through time, and how the memory depends on earlier memories
- theme: plots and explorer on dark pages
- sheet, circuit_texts, circuit, plots: a trace as matplotlib axes, one step as the lecture's circuit
- live: any plot function behind sliders
- weights_plot: which rows of the weights belong to which gate
- shapes: which tensor of nn.LSTM has which axes, and an explorer of them
- stamp, fonts, table_files, figure_files, export: figures and tables to take home, with what made them inside
- reporting: figures, tables and answers in one PDF and one Markdown file
- explorer: the cell with sliders, also as a page of its own
- torch_bridge: weights to and from PyTorch, a trainable cell, the X-ray of nn.LSTM; needs torch
- exercises: check, progress and diagnose
- health: what `python -m lstm_teach` reports

Importing lstm_teach loads nothing: NumPy, matplotlib and the widgets arrive with the first name that
needs them, so that health_report() works where NumPy does not. In a notebook it sees to it that plots
follow a dark theme.
"""

from importlib import import_module

from lstm_teach.theme import follow_theme

_NAMES = {
    "activations": ("LINEAR", "SIGMOID", "STEP", "TANH", "Activation"),
    "cell": ("GATE_ORDER", "LSTMCell"),
    "examples": ("examples",),
    "exercises": ("check", "diagnose", "progress"),
    "explorer": ("CellExplorer",),
    "export": ("load_figure", "read_stamp", "save_figure", "save_table"),
    "gradients": ("backward", "memory_jacobian"),
    "health": ("health_report",),
    "live": ("live_plot",),
    "reporting": ("report",),
    "plots": ("plot_cell", "plot_gates", "plot_memory", "plot_trace"),
    "shapes": ("ShapeExplorer",),
    "torch_bridge": ("TorchLSTMCell", "XRay", "from_torch", "to_torch", "trace_lstm"),
    "trace": ("Trace",),
    "weights_plot": ("plot_weights",),
}
_ROOM = {name: room for room, names in _NAMES.items() for name in names}

__all__ = sorted(_ROOM)


def __getattr__(name):
    if name not in _ROOM:
        raise AttributeError(f"lstm_teach has no {name!r}")
    try:
        room = import_module(f"lstm_teach.{_ROOM[name]}")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        message = f"lstm_teach.{name} needs torch, which is not installed: see the README, Start"
        raise ModuleNotFoundError(message, name="torch") from None
    return room if name == _ROOM[name] else getattr(room, name)


follow_theme()


def __dir__():
    return sorted({*globals(), *__all__})
