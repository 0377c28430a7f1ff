r"""The four activations of the series: a function, its derivative and a name.

>>> SIGMOID([-10, 0, 90]).round(6).tolist()     # closed, undecided, open
[4.5e-05, 0.5, 1.0]
>>> STEP([-10, 0, 90]).tolist()
[0.0, 1.0, 1.0]
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["ACTIVATIONS", "LINEAR", "SIGMOID", "STEP", "TANH", "Activation", "as_activation"]


@dataclass(frozen=True)
class Activation:
    """An element-wise function of z with its derivative; call it like a function.

    function, derivative: map an array to an array of the same shape and dtype.
    """

    name: str
    function: Callable
    derivative: Callable

    def __call__(self, z):
        """Return the function of z, an array of the same shape; no warning where exp() overflows."""
        with np.errstate(over="ignore", under="ignore"):
            return self.function(np.asarray(z))

    def __repr__(self):
        return f"<activation {self.name}>"


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))  # exp(1000) is infinite, and 1 / infinity is right


def _sigmoid_derivative(z):
    e = np.exp(-np.abs(z))  # the slope is the same at z and -z, and this cannot overflow
    return e / (1 + e) ** 2


#: 1 / (1 + exp(-z)), right for any z.
SIGMOID = Activation("sigmoid", _sigmoid, _sigmoid_derivative)
#: tanh z.
TANH = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2)
#: z itself.
LINEAR = Activation("linear", np.positive, np.ones_like)
#: 1 where z >= 0, else 0. Its derivative is 0 almost everywhere: nothing to learn from.
STEP = Activation("step", lambda z: np.heaviside(z, 1), np.zeros_like)

ACTIVATIONS = {a.name: a for a in (STEP, SIGMOID, TANH, LINEAR)}


def as_activation(activation, role="activation"):
    """Return the Activation meant by a name or an Activation.

    role: what it is for, named in the message. Raises ValueError for an unknown name.
    """
    if isinstance(activation, Activation):
        return activation
    if isinstance(activation, str) and activation in ACTIVATIONS:
        return ACTIVATIONS[activation]
    raise ValueError(
        f"{role} is {activation!r}: write one of {', '.join(ACTIVATIONS)}, "
        "or an Activation(name, function, derivative)"
    )
