"""The numbers of a module as NumPy arrays, and back."""

import numpy as np
import torch

__all__ = ["as_array", "checked_state", "fill", "full_name", "torch_dtype", "weights_of"]


def full_name(thing):
    """Return the name of a thing's class with its module: PyTorch and lstm_teach both have an LSTMCell."""
    return f"{type(thing).__module__}.{type(thing).__name__}"


def checked_state(state, shapes):
    """Return the pair (h_0, c_0) if it has these shapes, or raise TypeError or ValueError."""
    is_pair = isinstance(state, (tuple, list)) and len(state) == 2
    if not is_pair or not all(isinstance(tensor, torch.Tensor) for tensor in state):
        raise TypeError("the state must be the pair (h_0, c_0) of tensors")
    for name, tensor, shape in zip(("h_0", "c_0"), state, shapes, strict=True):
        if tuple(tensor.shape) != shape:
            raise ValueError(f"{name} has shape {tuple(tensor.shape)}: for this input it must be {shape}")
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
    return weight_ih, weight_hh, None if bias_ih is None else bias_ih + bias_hh, weight_hr


def as_array(name, tensor):
    """Return a tensor's numbers, wherever it lives."""
    if tensor.dtype not in (torch.float32, torch.float64):
        kind = str(tensor.dtype).removeprefix("torch.")
        raise ValueError(f"{name} is {kind}: NumPy computes in float32 or float64, convert with .float()")
    if tensor.device.type == "meta":
        raise ValueError(f"{name} is on the device meta, which holds shapes and no numbers")
    return tensor.detach().cpu().numpy()


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
