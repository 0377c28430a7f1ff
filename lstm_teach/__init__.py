"""LSTM cells that can be worked out by hand, seen, and proved equal to PyTorch's.

The folders, in the order in which data pass through them; each may import those above it:

- words: every text that a person reads, in the language that was chosen
- examples: the lecture's numbers
- core: what a cell computes: activations, LSTMCell, its traces, tables and gradients
- plots: a trace as pictures; one step as the lecture's circuit
- takehome: figures, tables and reports as files
- torch_bridge: weights to and from PyTorch, a trainable cell, the X-ray of nn.LSTM; needs torch
- widgets: the explorer of a cell, the explorer of shapes, any plot behind sliders
- exercises: check, progress and diagnose
- health: what `python -m lstm_teach` reports

Importing lstm_teach loads nothing: NumPy, matplotlib and the widgets arrive with the first name that
needs them, so that health_report() works where NumPy does not. In a notebook it sees to it that plots
follow a dark theme.
"""

from __future__ import annotations  # in a Python that is too old, health still has to say so

from importlib import import_module
from typing import Any

from lstm_teach.plots.theme import follow_theme
from lstm_teach.words import say

#: The public names, by the module that defines them.
_NAMES = {
    "core.activations": ("LINEAR", "SIGMOID", "STEP", "TANH", "Activation"),
    "core.signals": ("GATE_ORDER",),
    "core.cell": ("LSTMCell",),
    "core.trace": ("Trace",),
    "core.gradients": ("backward",),
    "core.jacobian": ("memory_jacobian",),
    "examples": ("examples",),
    "plots.trace": ("plot_gates", "plot_memory", "plot_trace"),
    "plots.circuit": ("plot_cell",),
    "plots.weights": ("plot_weights",),
    "takehome.save": ("save_figure", "save_table"),
    "takehome.stamp_reader": ("load_figure", "read_stamp"),
    "takehome.report": ("report",),
    "torch_bridge": ("TorchLSTMCell", "XRay", "from_torch", "to_torch", "trace_lstm"),
    "widgets.explorer": ("CellExplorer",),
    "widgets.tensor_shapes": ("ShapeExplorer",),
    "widgets.live": ("live_plot",),
    "exercises": ("check", "diagnose", "progress"),
    "health": ("health_report",),
}
_MODULE = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(_MODULE)


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(say("lstm_teach has no {!r}", name))
    try:
        module = import_module(f"lstm_teach.{_MODULE[name]}")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        message = say("lstm_teach.{} needs torch, which is not installed: see the README, Start", name)
        raise ModuleNotFoundError(message, name="torch") from None
    return module if name == _MODULE[name] else getattr(module, name)


follow_theme()


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
