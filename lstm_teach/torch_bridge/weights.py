"""The parameters and tensors of PyTorch as NumPy arrays, and back."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.parameter import is_lazy

from lstm_teach.core.cell import LSTMCell
from lstm_teach.words import say

__all__ = ["as_array", "check_finite", "check_like", "checked_state", "fill", "full_name", "torch_dtype"]
__all__ += ["weights_of"]


def full_name(thing: object) -> str:
    """Return a thing's class with its module: PyTorch and lstm_teach both have an LSTMCell."""
    if isinstance(thing, type):
        return say("the class {}: make one of it first", thing.__name__[:40])
    return say("a {}.{}", type(thing).__module__, type(thing).__name__)[:120]


def check_dense(name: str, tensor: Any) -> None:
    """Raise TypeError for a tensor that is no plain array of numbers."""
    if is_lazy(tensor) or tensor.is_nested or tensor.is_quantized or tensor.layout != torch.strided:
        raise TypeError(say("{} is a sparse, nested, quantized or unfilled tensor: give a plain one", name))


def check_like(name: str, tensor: torch.Tensor, weight: torch.Tensor) -> None:
    """Raise ValueError if a tensor has another dtype or device than a weight."""
    if tensor.device != weight.device:
        device = str(weight.device)
        raise ValueError(
            say(
                "{0} is on the device {1} but the weights are on {2}: write {0}.to({2!r})",
                name, tensor.device, device,
            )
        )  # fmt: skip
    if tensor.dtype != weight.dtype:
        given, wanted = (str(t.dtype).removeprefix("torch.") for t in (tensor, weight))
        raise ValueError(
            say("{0} is {1} but the weights are {2}: write {0}.to({3})", name, given, wanted, weight.dtype)
        )


def check_finite(name: str, tensor: torch.Tensor) -> None:
    """Raise ValueError for NaN and infinity."""
    try:
        finite = torch.isfinite(tensor)
        where = () if finite.all() else torch.argwhere(~finite)[0].tolist()
    except (RuntimeError, NotImplementedError):  # on meta or inside torch.func there are no numbers to see
        return
    if where:
        value = tensor[tuple(where)].item()
        raise ValueError(say("{}{} is {}: every number must be finite, replace it", name, where, value))


def checked_state(state: Any, shapes: Sequence[tuple], weight: torch.Tensor) -> Any:
    """Return the pair (h_0, c_0) if it has these shapes and fits a weight, else TypeError or ValueError."""
    is_pair = isinstance(state, (tuple, list)) and len(state) == 2
    if not is_pair or not all(isinstance(tensor, torch.Tensor) for tensor in state):
        raise TypeError(say("the state must be the pair (h_0, c_0) of tensors"))
    for name, tensor, shape in zip(("h_0", "c_0"), state, shapes, strict=True):
        check_dense(name, tensor)
        if tuple(tensor.shape) != shape:
            raise ValueError(
                say("{} has shape {}: for this input it must be {}", name, tuple(tensor.shape), shape)
            )
        check_like(name, tensor, weight)
        check_finite(name, tensor)
    return state


def weights_of(
    module: nn.Module, suffix: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None, np.ndarray | None]:
    """Return weight_ih, weight_hh, the sum of the biases (or None) and weight_hr (or None) as arrays."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
    tensors = {name: getattr(module, name + suffix, None) for name in names}
    arrays = {name: as_array(name + suffix, tensor) for name, tensor in tensors.items() if tensor is not None}
    with np.errstate(all="ignore"):  # the cell that gets it finds what is not finite
        bias = arrays["bias_ih"] + arrays["bias_hh"] if "bias_ih" in arrays else None
    return arrays["weight_ih"], arrays["weight_hh"], bias, arrays.get("weight_hr")


def as_array(name: str, tensor: Any) -> np.ndarray:
    """Return a tensor as an array, whatever its device."""
    check_dense(name, tensor)
    if tensor.dtype not in (torch.float32, torch.float64):
        kind = str(tensor.dtype).removeprefix("torch.")
        raise ValueError(
            say("{} is {}: NumPy computes in float32 or float64, convert with .float()", name, kind)
        )
    if tensor.device.type == "meta":
        raise ValueError(say("{} is on the device meta, which holds shapes and no numbers", name))
    return tensor.detach().cpu().resolve_neg().numpy()


def torch_dtype(cell: LSTMCell) -> torch.dtype:
    """Return PyTorch's name of a cell's dtype."""
    return torch.from_numpy(np.zeros(0, cell.weight_ih.dtype)).dtype


def fill(module: Any, cell: LSTMCell, suffix: str) -> Any:
    """Copy a cell into the parameters of a suffix: its bias into the first one, zero into the other."""
    values = {
        "weight_ih": cell.weight_ih,
        "weight_hh": cell.weight_hh,
        "bias_ih": cell.bias,
        "bias_hh": np.zeros_like(cell.bias),
    }
    with torch.no_grad():
        for name, value in values.items():
            getattr(module, name + suffix).copy_(torch.tensor(value))
    return module
