r"""The four activations of the series: a function, its derivative and a name.

Which function runs is told by the Activation itself, never by its name: one of your own that is called
"sigmoid" is not SIGMOID.

>>> SIGMOID([-10, 0, 90]).round(6).tolist()     # closed, undecided, open
[4.5e-05, 0.5, 1.0]
>>> STEP([-10, 0, 90]).tolist()
[0.0, 1.0, 1.0]
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps

import numpy as np

from lstm_teach.core.validation import check_text, real_array, shown

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
        check_text("the name of an activation", self.name, most=100)
        for part in ("function", "derivative"):
            if not callable(getattr(self, part)):
                raise TypeError(
                    f"the {part} of activation {self.name!r} is {shown(getattr(self, part))}: "
                    "give a function of an array, such as np.tanh"
                )

    def __call__(self, z):
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
    def is_known(self):
        """True for the four of the package, which their name is enough to tell."""
        return ACTIVATIONS.get(self.name) is self

    @cached_property
    def checked(self):
        """The Activation itself, after its functions were tried once; ValueError if one does not fit."""
        if not self.is_known:
            for part in ("function", "derivative"):
                problem = _problem(getattr(self, part), part == "derivative")
                if problem:
                    raise ValueError(f"the {part} of activation {self.name!r} {problem}")
        return self


def _problem(function, may_be_one_number):
    """Return what is wrong with a function of an array, in words; "" if nothing is."""
    z = np.array([[1.5, -0.25, 0], [0.25, -2, 1]])
    z.flags.writeable = False
    try:
        with np.errstate(all="ignore"):
            whole = function(z)
            alone = [np.ravel(function(z[t : t + 1, k])) for t, k in np.ndindex(z.shape)]
    except Exception as error:
        reason = " ".join(str(error).split())[:100]
        return f"fails on an array ({type(error).__name__}: {reason}): write it with functions of NumPy"
    if whole is None:
        return "returns nothing: does it end with return …?"
    whole = np.asarray(whole)
    if may_be_one_number and whole.shape == () and whole.dtype.kind in "fiu":
        return ""
    if whole.shape != z.shape:
        return f"makes shape {whole.shape} of an array of shape {z.shape}: it has to keep the shape"
    if whole.dtype != z.dtype:
        return f"makes {whole.dtype} of float64: end it with .astype(z.dtype)"
    if np.shape(alone) != (z.size, 1) or not np.allclose(whole.ravel(), np.ravel(alone), equal_nan=True):
        return "gives a number another value beside other numbers: each number must count by itself"
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


def as_activation(activation, role="activation"):
    """Return the Activation meant by a name or an Activation.

    role: what it is for, named in the message. Raises ValueError for an unknown name.
    """
    if isinstance(activation, Activation):
        return activation
    if isinstance(activation, str) and activation in ACTIVATIONS:
        return ACTIVATIONS[activation]
    raise ValueError(
        f"{role} is {shown(activation)}: write one of {', '.join(ACTIVATIONS)}, "
        "or an Activation(name, function, derivative)"
    )
