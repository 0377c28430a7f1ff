"""TorchLSTMCell, and the conversion of a cell to PyTorch and back."""

from typing import Any, Self

import torch
from torch import nn
from torch.nn.functional import linear

from lstm_teach.core.activations import SIGMOID, TANH
from lstm_teach.core.cell import ROLES, LSTMCell, lstm_step
from lstm_teach.core.validation import check_kind, shown, whole_number
from lstm_teach.torch_bridge.activations import ACTIVATIONS, NAMES, check_known, torch_function
from lstm_teach.torch_bridge.weights import (
    check_dense,
    check_finite,
    check_like,
    checked_state,
    fill,
    full_name,
    torch_dtype,
    weights_of,
)
from lstm_teach.words import later, say

__all__ = ["TorchLSTMCell", "from_torch", "to_torch", "weights_as_cell"]

KINDS = ("LSTMCell", "LSTM", "TorchLSTMCell")


class TorchLSTMCell(nn.LSTMCell):
    """nn.LSTMCell with activations to choose, which PyTorch does not offer; it can be trained like it.

    Parameters, state_dict, shapes and initial weights are those of nn.LSTMCell. gate_activation,
    candidate_activation, memory_activation: "step", "sigmoid", "tanh", "linear", the Activation of
    lstm_teach with that name, or a function of a tensor, which is tried once on six numbers. Raises
    TypeError or ValueError in one sentence for anything else, an Activation of your own among them: its
    functions take arrays.

    >>> lee = TorchLSTMCell.from_cell(LSTMCell.lee())
    >>> h, c = lee(torch.tensor([3.0, 1, 0, 1], dtype=torch.float64))
    >>> c.item(), h.item()
    (3.0, 0.0)
    """

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, device: Any = None, dtype: Any = None, *,
        gate_activation: Any = "sigmoid", candidate_activation: Any = "tanh", memory_activation: Any = "tanh",
    ) -> None:  # fmt: skip
        sizes = whole_number("input_size", input_size, 1), whole_number("hidden_size", hidden_size, 1)
        check_kind("bias", bias, bool, say("True or False"))
        _check_place(device, dtype)
        try:
            super().__init__(*sizes, bias, device, dtype)
        except (RuntimeError, TypeError, MemoryError):
            raise ValueError(
                say(
                    "the weights would have 4 x {1} rows of {0} and {1} columns: "
                    "there is no memory for so many",
                    *map(shown, sizes),
                )
            ) from None
        self.gate_activation = gate_activation
        self.candidate_activation = candidate_activation
        self.memory_activation = memory_activation

    def __setattr__(self, name: str, value: Any) -> None:
        """Set an attribute; what is given for an activation becomes a function of a tensor."""
        if name in ROLES:
            value = torch_function(name, value, self.weight_ih)
        super().__setattr__(name, value)

    @classmethod
    def from_cell(cls, cell: LSTMCell) -> Self:
        """Return a TorchLSTMCell with the weights and activations of an LSTMCell.

        Raises TypeError for anything else, ValueError if an activation of the cell is your own.
        """
        check_kind("cell", cell, LSTMCell, say("an LSTMCell of lstm_teach"))
        activations: dict[str, Any] = dict(zip(ROLES, cell.activations, strict=True))
        check_known(activations)  # before the weights are made
        module = cls(cell.input_size, cell.hidden_size, dtype=torch_dtype(cell), **activations)
        return fill(module, cell, "")

    def forward(
        self, input: torch.Tensor, hx: tuple[torch.Tensor, torch.Tensor] | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (h_1, c_1), each (N, H) or (H,).

        input: (N, D) or (D,). hx: (h_0, c_0), zeros if left out; dtype and device those of the weights.
        Raises TypeError for what is no tensor, ValueError for what does not fit, NaN and infinity.
        """
        check_kind("input", input, torch.Tensor, say("a tensor, as torch.tensor(...) makes it"))
        check_dense("input", input)
        if input.dim() not in (1, 2):
            raise ValueError(say("input has shape {}: it must be (N, D) or (D,)", tuple(input.shape)))
        if input.shape[-1] != self.input_size:
            sizes = input.shape[-1], self.input_size
            raise ValueError(say("input has {} features but the cell takes {}", *sizes))
        check_like("input", input, self.weight_ih)
        check_finite("input", input)
        shape = (*input.shape[:-1], self.hidden_size)
        if hx is None:
            h = c = input.new_zeros(shape)
        else:
            h, c = checked_state(hx, (shape, shape), self.weight_ih)
        z = linear(input, self.weight_ih, self.bias_ih) + linear(h, self.weight_hh, self.bias_hh)
        *_, c, h = lstm_step(z, c, [getattr(self, role) for role in ROLES])
        return h, c


def _check_place(device, dtype):
    """Raise ValueError if there is no such device here, or no such dtype of real numbers."""
    texts = {
        "device": later("{} is {}, which the weights cannot have: write one that is here, such as 'cpu'"),
        "dtype": later("{} is {}, which the weights cannot have: write torch.float32 or torch.float64"),
    }
    for name, value in (("device", device), ("dtype", dtype)):
        try:
            fits = torch.empty(0, **{name: value}).dtype.is_floating_point
        except Exception:  # PyTorch has many kinds of error for it
            fits = False
        if not fits:
            raise ValueError(say(texts[name], name, shown(value)))


def to_torch(cell: LSTMCell, kind: str = "LSTMCell") -> nn.Module:
    """Return an nn.LSTMCell, nn.LSTM or TorchLSTMCell with the weights of a cell, in its dtype.

    kind: "LSTMCell", "LSTM" (one layer) or "TorchLSTMCell". bias_ih gets the bias, bias_hh zeros: PyTorch
    adds the two. Raises TypeError for what is no cell, ValueError for another kind, an Activation of your
    own, and, but for a TorchLSTMCell, activations other than those of nn.LSTM.
    """
    if not isinstance(cell, LSTMCell):
        raise TypeError(say("to_torch takes an LSTMCell of lstm_teach, not {}", full_name(cell)))
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(say("{} is {}: write one of {}", "kind", shown(kind), ", ".join(KINDS)))
    if kind == "TorchLSTMCell":
        return TorchLSTMCell.from_cell(cell)
    check_known(dict(zip(ROLES, cell.activations, strict=True)))
    if cell.activations != (SIGMOID, TANH, TANH):
        raise ValueError(
            say(
                "nn.{} has sigmoid gates, tanh candidate and tanh memory and cannot change them, but this "
                'cell has {}: use to_torch(cell, "TorchLSTMCell")',
                kind, ", ".join(map(str, cell.activations)),
            )
        )  # fmt: skip
    module = getattr(nn, kind)(cell.input_size, cell.hidden_size, dtype=torch_dtype(cell))
    return fill(module, cell, "_l0" if kind == "LSTM" else "")


def from_torch(module: nn.Module, layer: int = 0, direction: int = 0) -> LSTMCell:
    """Return the LSTMCell with the weights of an nn.LSTMCell, a TorchLSTMCell, or one cell of an nn.LSTM.

    layer: from 0. direction: 0 forward, 1 backward (its cell reads the sequence from the end). The two
    biases are added; float32 and float64 are kept. Raises TypeError for another module, also one with a
    forward of its own, ValueError for a layer that is not there, a projection, weights in half precision or
    not finite, and a TorchLSTMCell with a function of its own.
    """
    if not isinstance(module, (nn.LSTMCell, nn.LSTM)):
        raise TypeError(say("from_torch takes an nn.LSTMCell or nn.LSTM, not {}", full_name(module)))
    if type(module).forward not in (nn.LSTM.forward, nn.LSTMCell.forward, TorchLSTMCell.forward):
        raise TypeError(
            say("{} has a forward of its own: no LSTMCell is known to do the same", full_name(module))
        )
    return weights_as_cell(module, layer, direction)


def weights_as_cell(module: Any, layer: int = 0, direction: int = 0) -> LSTMCell:
    """Return the LSTMCell with the weights of a module, whatever its forward does; else as from_torch."""
    suffix = ""
    if isinstance(module, nn.LSTM):
        layer, direction = _cell_of(module, layer, direction)
        suffix = f"_l{layer}" + ("_reverse" if direction else "")
        if module.proj_size:
            raise ValueError(
                say(
                    "this nn.LSTM has a projection (proj_size = {}), which a cell has not: "
                    "trace_lstm shows it all the same",
                    module.proj_size,
                )
            )
    elif _place(layer, 1) is None or _place(direction, 1) is None:
        raise ValueError(say("an nn.LSTMCell has one layer and one direction: leave out layer and direction"))
    weight_ih, weight_hh, bias, _ = weights_of(module, suffix)
    settings = {}
    for role in ROLES if isinstance(module, TorchLSTMCell) else ():
        function = getattr(module, role)
        names = [name for name, known in ACTIVATIONS.items() if known is function]
        if not names:
            raise ValueError(say("{} is a function of its own: an LSTMCell knows {}", role, NAMES))
        settings[role] = names[0]
    return LSTMCell(weight_ih, weight_hh, bias, **settings)


def _place(value, size):
    """Return value as an int if it is a whole number from 0 to size - 1, else None."""
    try:
        return whole_number("", value, 0, size - 1)
    except (TypeError, ValueError):
        return None


def _cell_of(lstm, layer, direction):
    """Return layer and direction as two ints, or raise ValueError."""
    directions = 2 if lstm.bidirectional else 1
    row, turn = _place(layer, lstm.num_layers), _place(direction, directions)
    if row is None:
        last = lstm.num_layers - 1
        raise ValueError(say("this nn.LSTM has the layers 0 to {}: there is no {}", last, shown(layer)))
    if turn is None:
        if directions == 2:
            text = say("this nn.LSTM has no direction {}: 0 is forward, 1 is backward", shown(direction))
        else:
            text = say(
                "this nn.LSTM has no direction {}: it is not bidirectional, so only 0", shown(direction)
            )
        raise ValueError(text)
    return row, turn
