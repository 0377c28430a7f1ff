r"""The four activations of the series: a function, its derivative and a name.

Which function runs is decided by the Activation itself, never by its name: one of your own that is called
"sigmoid" is not SIGMOID.

>>> SIGMOID([-10, 0, 90]).round(6).tolist()     # closed, undecided, open
[4.5e-05, 0.5, 1.0]
>>> STEP([-10, 0, 90]).tolist()
[0.0, 1.0, 1.0]
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from lstm_teach.core.validation import check_text, real_array, shown
from lstm_teach.words import say

__all__ = ["ACTIVATIONS", "LINEAR", "SIGMOID", "STEP", "TANH", "Activation", "as_activation"]


FLOATS = (np.dtype(np.float64), np.dtype(np.float32))


@dataclass(frozen=True)
class Activation:
    """An element-wise function of z with its derivative; call it like a function.

    name: up to 100 characters. function, derivative: map an array to an array of the same shape and dtype,
    each number by itself; a derivative that is the same everywhere may be one number. Raises TypeError for
    what cannot be called. A cell tries functions of your own on six numbers before its first run; whether
    the derivative is that of the function is yours to know (for STEP people also take that of SIGMOID).
    """

    name: str
    function: Callable
    derivative: Callable

    def __post_init__(self):
        check_text(say("the name of an activation"), self.name, most=100)
        for part in ("function", "derivative"):
            if not callable(getattr(self, part)):
                raise TypeError(
                    say(
                        "the {} of activation {!r} is {}: give a function of an array, such as np.tanh",
                        part, self.name, shown(getattr(self, part)),
                    )
                )  # fmt: skip

    def __call__(self, z: ArrayLike) -> Any:
        """Return the function of z, an array of the same shape; no warning where exp() overflows.

        z: a real number or an array of them; float32 stays float32, anything else becomes float64.
        """
        z = real_array("z", z)
        with np.errstate(all="ignore"):
            return np.asarray(self.checked.function(z), z.dtype)[()]

    def __repr__(self):
        return f"<activation {self.name}>"

    def __str__(self):
        return self.name

    def __reduce__(self):
        if self.is_known:
            return as_activation, (self.name,)
        return Activation, (self.name, self.function, self.derivative)

    @property
    def is_known(self) -> bool:
        """True for the four of the package, which a name is enough to find."""
        return ACTIVATIONS.get(self.name) is self

    @cached_property
    def checked(self) -> Self:
        """The Activation itself, after its functions were tried once; ValueError if one does not fit."""
        if not self.is_known:
            for part in ("function", "derivative"):
                name = say("the {} of activation {!r}", part, self.name)
                problem = _problem(name, getattr(self, part), part == "derivative")
                if problem:
                    raise ValueError(problem)
        return self


def _problem(name, function, may_be_one_number):
    """Return a sentence on what is wrong with a function of an array; "" if nothing is."""
    z = np.array([[1.5, -0.25, 0], [0.25, -2, 1]])
    z.flags.writeable = False
    try:
        with np.errstate(all="ignore"):
            whole = function(z)
            alone = [np.ravel(function(z[t : t + 1, k])) for t, k in np.ndindex(z.shape)]
    except Exception as error:
        reason = " ".join(str(error).split())[:100]
        kind = type(error).__name__
        return say("{} fails on an array ({}: {}): write it with functions of NumPy", name, kind, reason)
    if whole is None:
        return say("{} returns nothing: does it end with return …?", name)
    whole = np.asarray(whole)
    if may_be_one_number and whole.shape == () and whole.dtype.kind in "fiu":
        return ""
    if whole.shape != z.shape:
        return say(
            "{} makes shape {} of an array of shape {}: it has to keep the shape", name, whole.shape, z.shape
        )
    if whole.dtype != z.dtype:
        return say("{} makes {} of float64: end it with .astype(z.dtype)", name, whole.dtype)
    if np.shape(alone) != (z.size, 1) or not np.allclose(whole.ravel(), np.ravel(alone), equal_nan=True):
        return say(
            "{} gives a number another value beside other numbers: each number must count by itself", name
        )
    return ""


def _of_floats(function):
    """Return the function, but of floats only: the numbers of a uint8 array would wrap around in -z."""

    @wraps(function)
    def of_floats(z):
        return function(z if type(z) is np.ndarray and z.dtype in FLOATS else real_array("z", z))

    return of_floats


def _known(name, function, derivative):
    return Activation(name, _of_floats(function), _of_floats(derivative))


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))  # exp(1000) is infinite, and 1 / infinity is right


def _sigmoid_derivative(z):
    e = np.exp(-np.abs(z))  # the slope is the same at z and -z, and this cannot overflow
    return e / (1 + e) ** 2


#: 1 / (1 + exp(-z)), right for any z.
SIGMOID = _known("sigmoid", _sigmoid, _sigmoid_derivative)
#: tanh z.
TANH = _known("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2)
#: z itself.
LINEAR = _known("linear", np.positive, np.ones_like)
#: 1 where z >= 0, else 0. Its derivative is 0 almost everywhere: nothing to learn from.
STEP = _known("step", lambda z: np.heaviside(z, 1), np.zeros_like)

ACTIVATIONS = {a.name: a for a in (STEP, SIGMOID, TANH, LINEAR)}


def as_activation(activation: Any, role: str = "activation") -> Activation:
    """Return the Activation meant by a name or an Activation.

    role: what it is for, named in the message. Raises ValueError for an unknown name.
    """
    if isinstance(activation, Activation):
        return activation
    if isinstance(activation, str) and activation in ACTIVATIONS:
        return ACTIVATIONS[activation]
    raise ValueError(
        say(
            "{} is {}: write one of {}, or an Activation(name, function, derivative)",
            role, shown(activation), ", ".join(ACTIVATIONS),
        )
    )  # fmt: skip
