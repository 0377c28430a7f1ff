"""The numbers of a module as NumPy arrays, and back."""

import numpy as np
import torch
from torch.nn.parameter import UninitializedTensorMixin

__all__ = ["as_array", "check_finite", "check_like", "checked_state", "fill", "full_name", "torch_dtype"]
__all__ += ["weights_of"]


def full_name(thing):
    """Return a thing's class with its module: PyTorch and lstm_teach both have an LSTMCell."""
    if isinstance(thing, type):
        return f"the class {thing.__name__[:40]}: make one of it first"
    return f"a {type(thing).__module__}.{type(thing).__name__}"[:120]


def check_dense(name, tensor):
    """Raise TypeError for a tensor that is no plain array of numbers."""
    is_filled = not isinstance(tensor, UninitializedTensorMixin)
    if not is_filled or tensor.is_nested or tensor.is_quantized or tensor.layout != torch.strided:
        raise TypeError(f"{name} is a sparse, nested, quantized or unfilled tensor: give a plain one")


def check_like(name, tensor, weight):
    """Raise ValueError if a tensor has another dtype or device than a weight."""
    if tensor.device != weight.device:
        device = str(weight.device)
        raise ValueError(
            f"{name} is on the device {tensor.device} but the weights are on {device}: "
            f"write {name}.to({device!r})"
        )
    if tensor.dtype != weight.dtype:
        given, wanted = (str(t.dtype).removeprefix("torch.") for t in (tensor, weight))
        raise ValueError(f"{name} is {given} but the weights are {wanted}: write {name}.to({weight.dtype})")


def check_finite(name, tensor):
    """Raise ValueError for NaN and infinity."""
    try:
        finite = torch.isfinite(tensor)
        where = () if finite.all() else torch.argwhere(~finite)[0].tolist()
    except (RuntimeError, NotImplementedError):  # on meta or inside torch.func there are no numbers to see
        return
    if where:
        value = tensor[tuple(where)].item()
        raise ValueError(f"{name}{where} is {value}: every number must be finite, replace it")


def checked_state(state, shapes, weight):
    """Return the pair (h_0, c_0) if it has these shapes and fits a weight, else TypeError or ValueError."""
    is_pair = isinstance(state, (tuple, list)) and len(state) == 2
    if not is_pair or not all(isinstance(tensor, torch.Tensor) for tensor in state):
        raise TypeError("the state must be the pair (h_0, c_0) of tensors")
    for name, tensor, shape in zip(("h_0", "c_0"), state, shapes, strict=True):
        check_dense(name, tensor)
        if tuple(tensor.shape) != shape:
            raise ValueError(f"{name} has shape {tuple(tensor.shape)}: for this input it must be {shape}")
        check_like(name, tensor, weight)
        check_finite(name, tensor)
    return state


def weights_of(module, suffix):
    """Return weight_ih, weight_hh, the sum of the biases (or None) and weight_hr (or None) as arrays."""
    arrays = [
        as_array(f"{name}{suffix}", getattr(module, name + suffix))
        if hasattr(module, name + suffix) and getattr(module, name + suffix) is not None
        else None
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
    ]
    weight_ih, weight_hh, bias_ih, bias_hh, weight_hr = arrays
    with np.errstate(all="ignore"):  # the cell that gets it tells what is not finite
        bias = None if bias_ih is None else bias_ih + bias_hh
    return weight_ih, weight_hh, bias, weight_hr


def as_array(name, tensor):
    """Return a tensor's numbers, wherever it lives."""
    check_dense(name, tensor)
    if tensor.dtype not in (torch.float32, torch.float64):
        kind = str(tensor.dtype).removeprefix("torch.")
        raise ValueError(f"{name} is {kind}: NumPy computes in float32 or float64, convert with .float()")
    if tensor.device.type == "meta":
        raise ValueError(f"{name} is on the device meta, which holds shapes and no numbers")
    return tensor.detach().cpu().resolve_neg().numpy()


def torch_dtype(cell):
    """Return PyTorch's name of a cell's dtype."""
    return torch.from_numpy(np.zeros(0, cell.weight_ih.dtype)).dtype


def fill(module, cell, suffix):
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
