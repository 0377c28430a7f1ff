"""The functions of tensors that belong to the names of activations, and those that a student gives."""

from collections.abc import Callable, Mapping
from typing import Any

import torch

from lstm_teach.core.activations import Activation
from lstm_teach.core.validation import shown
from lstm_teach.words import say

__all__ = ["ACTIVATIONS", "NAMES", "check_known", "torch_function"]


def _step(z):
    return (z >= 0).to(z.dtype)  # its gradient is zero: nothing to learn from


def _linear(z):
    return z


ACTIVATIONS = {"step": _step, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "linear": _linear}
NAMES = ", ".join(ACTIVATIONS)


def check_known(activations: Mapping[str, Any]) -> None:
    """Raise ValueError if an Activation, by role, is not one of the package."""
    for role, activation in activations.items():
        if isinstance(activation, Activation) and not activation.is_known:
            raise ValueError(
                say(
                    "{} is {}, an Activation of your own, and its functions take arrays: "
                    "choose one of {}, or give TorchLSTMCell a function of a tensor",
                    role, shown(activation.name), NAMES,
                )
            )  # fmt: skip


def torch_function(role: str, activation: Any, weight: torch.Tensor) -> Callable:
    """Return the function of a tensor that is meant; raise ValueError if it is none, or does not fit.

    role: one of ROLES, for the messages. weight: a tensor of the dtype and device that it is tried on.
    """
    check_known({role: activation})
    name = activation.name if isinstance(activation, Activation) else activation
    if isinstance(name, str) and name in ACTIVATIONS:
        return ACTIVATIONS[name]
    if not callable(name):
        raise ValueError(say("for {} there is no activation {}: write one of {}", role, shown(name), NAMES))
    problem = _problem(role, name, weight)
    if problem:
        raise ValueError(problem)
    return name


def _problem(role, function, weight):
    """Return a sentence on what is wrong with a function of a tensor; "" if nothing is."""
    z = torch.tensor([[1.5, -0.25, 0], [0.25, -2, 1]], dtype=weight.dtype, requires_grad=True)
    z = z if weight.is_meta else z.to(weight.device)
    try:
        with torch.enable_grad():
            value, alone = function(z), [function(number[None]) for number in z.flatten()]
    except Exception as error:
        kind, reason = type(error).__name__[:40], " ".join(str(error).split())[:100]
        return say("{} fails on a tensor ({}: {}): give a function such as torch.relu", role, kind, reason)
    if not isinstance(value, torch.Tensor):
        return say("{} makes {} of a tensor: it has to make a tensor", role, shown(value))
    if value.shape != z.shape:
        shapes = tuple(value.shape), tuple(z.shape)
        return say("{} makes shape {} of a tensor of {}: it has to keep the shape", role, *shapes)
    if value.dtype != z.dtype:
        return say("{} makes {} of {}: end it with .to(z.dtype)", role, value.dtype, z.dtype)
    if not z.is_meta and not torch.allclose(value.flatten(), torch.cat(alone), rtol=1e-3, equal_nan=True):
        return say(
            "{} gives a number another value beside other numbers: each number must count by itself", role
        )
    return ""
