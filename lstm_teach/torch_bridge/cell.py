"""TorchLSTMCell, and the way of a cell to PyTorch and back."""

import torch
from torch import nn
from torch.nn.functional import linear

from lstm_teach.activations import Activation
from lstm_teach.cell import LSTMCell
from lstm_teach.torch_bridge.weights import checked_state, fill, full_name, torch_dtype, weights_of

__all__ = ["TorchLSTMCell", "from_torch", "to_torch"]

KINDS = ("LSTMCell", "LSTM", "TorchLSTMCell")


def _step(z):
    return (z >= 0).to(z.dtype)  # its gradient is zero: nothing to learn from


def _linear(z):
    return z


ACTIVATIONS = {"step": _step, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "linear": _linear}


class TorchLSTMCell(nn.LSTMCell):
    """nn.LSTMCell with activations to choose, which PyTorch does not offer; it can be trained like it.

    Parameters, state_dict, shapes and initial weights are those of nn.LSTMCell. gate_activation,
    candidate_activation, memory_activation: "step", "sigmoid", "tanh", "linear", an Activation of
    that name, or a function of a tensor. Raises ValueError for another name.

    >>> lee = TorchLSTMCell.from_cell(LSTMCell.lee())
    >>> h, c = lee(torch.tensor([3.0, 1, 0, 1], dtype=torch.float64))
    >>> c.item(), h.item()
    (3.0, 0.0)
    """

    def __init__(
        self, input_size, hidden_size, bias=True, device=None, dtype=None, *,
        gate_activation="sigmoid", candidate_activation="tanh", memory_activation="tanh",
    ):  # fmt: skip
        super().__init__(input_size, hidden_size, bias, device, dtype)
        self.gate_activation = _torch_function(gate_activation)
        self.candidate_activation = _torch_function(candidate_activation)
        self.memory_activation = _torch_function(memory_activation)

    @classmethod
    def from_cell(cls, cell):
        """Return a TorchLSTMCell with the weights and activations of an LSTMCell."""
        names = {
            role: getattr(cell, role).name
            for role in ("gate_activation", "candidate_activation", "memory_activation")
        }
        module = cls(cell.input_size, cell.hidden_size, dtype=torch_dtype(cell), **names)
        return fill(module, cell, "")

    def forward(self, input, hx=None):
        """Return (h_1, c_1), each (N, H) or (H,).

        input: (N, D) or (D,). hx: (h_0, c_0), zeros if left out.
        """
        if input.dim() not in (1, 2):
            raise ValueError(f"input has shape {tuple(input.shape)}: it must be (N, D) or (D,)")
        if input.shape[-1] != self.input_size:
            raise ValueError(f"input has {input.shape[-1]} features but the cell takes {self.input_size}")
        shape = (*input.shape[:-1], self.hidden_size)
        h, c = checked_state(hx, (shape, shape)) if hx is not None else [input.new_zeros(shape)] * 2
        z = linear(input, self.weight_ih, self.bias_ih) + linear(h, self.weight_hh, self.bias_hh)
        z_i, z_f, z_g, z_o = z.chunk(4, dim=-1)
        i, f, o = self.gate_activation(z_i), self.gate_activation(z_f), self.gate_activation(z_o)
        g = self.candidate_activation(z_g)
        c = f * c + i * g
        h = o * self.memory_activation(c)
        return h, c


def _torch_function(activation):
    if isinstance(activation, Activation):
        activation = activation.name
    if callable(activation):
        return activation
    if activation not in ACTIVATIONS:
        raise ValueError(f"there is no activation {activation!r}: write one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[activation]


def to_torch(cell, kind="LSTMCell"):
    """Return an nn.LSTMCell, nn.LSTM or TorchLSTMCell with the weights of a cell, in its dtype.

    kind: "LSTMCell", "LSTM" (one layer) or "TorchLSTMCell". bias_ih gets the bias, bias_hh zeros: PyTorch
    adds the two. Raises ValueError if the cell's activations are not those of nn.LSTM.
    """
    if not isinstance(cell, LSTMCell):
        raise TypeError(f"to_torch takes an LSTMCell of lstm_teach, not a {full_name(cell)}")
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}: write one of {', '.join(KINDS)}")
    if kind == "TorchLSTMCell":
        return TorchLSTMCell.from_cell(cell)
    names = (cell.gate_activation.name, cell.candidate_activation.name, cell.memory_activation.name)
    if names != ("sigmoid", "tanh", "tanh"):
        raise ValueError(
            f"nn.{kind} has sigmoid gates, tanh candidate and tanh memory and cannot change them, but this "
            f'cell has {", ".join(names)}: use to_torch(cell, "TorchLSTMCell")'
        )
    module = getattr(nn, kind)(cell.input_size, cell.hidden_size, dtype=torch_dtype(cell))
    return fill(module, cell, "_l0" if kind == "LSTM" else "")


def from_torch(module, layer=0, direction=0):
    """Return the LSTMCell with the weights of an nn.LSTMCell, a TorchLSTMCell, or one cell of an nn.LSTM.

    layer: from 0. direction: 0 forward, 1 backward (its cell reads the sequence from the end). The two
    biases are added; float32 and float64 are kept. Raises TypeError for another module, ValueError for a
    layer that is not there, a projection, or weights in half precision.
    """
    if not isinstance(module, (nn.LSTMCell, nn.LSTM)):
        raise TypeError(f"from_torch takes an nn.LSTMCell or nn.LSTM, not a {full_name(module)}")
    suffix = ""
    if isinstance(module, nn.LSTM):
        _check_place(module, layer, direction)
        suffix = f"_l{layer}" + ("_reverse" if direction else "")
        if module.proj_size:
            raise ValueError(
                f"this nn.LSTM has a projection (proj_size = {module.proj_size}), which a cell has not: "
                "trace_lstm shows it all the same"
            )
    elif (layer, direction) != (0, 0):
        raise ValueError("an nn.LSTMCell has one layer and one direction: leave out layer and direction")
    weight_ih, weight_hh, bias, _ = weights_of(module, suffix)
    settings = {}
    if isinstance(module, TorchLSTMCell):
        known = {function: name for name, function in ACTIVATIONS.items()}
        for role in ("gate_activation", "candidate_activation", "memory_activation"):
            function = getattr(module, role)
            if function not in known:
                raise ValueError(
                    f"{role} is a function of its own: an LSTMCell knows {', '.join(ACTIVATIONS)}"
                )
            settings[role] = known[function]
    return LSTMCell(weight_ih, weight_hh, bias, **settings)


def _check_place(lstm, layer, direction):
    directions = 2 if lstm.bidirectional else 1
    if layer not in range(lstm.num_layers):
        raise ValueError(f"this nn.LSTM has the layers 0 to {lstm.num_layers - 1}: there is no {layer!r}")
    if direction not in range(directions):
        mend = "0 is forward, 1 is backward" if directions == 2 else "it is not bidirectional, so only 0"
        raise ValueError(f"this nn.LSTM has no direction {direction!r}: {mend}")
