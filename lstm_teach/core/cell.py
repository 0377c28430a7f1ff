r"""LSTMCell: one recurrence, three replaceable activations.

With z = weight_ih x_t + weight_hh h_{t-1} + bias, its rows in four groups z_i, z_f, z_g, z_o:

    i, f, o = gate(z_i), gate(z_f), gate(z_o)        g = candidate(z_g)
    c_t = f * c_{t-1} + i * g                        h_t = o * memory(c_t)

Sources: Hochreiter and Schmidhuber (1997); Gers, Schmidhuber and Cummins (2000) for the forget gate;
symbols and row order as in the documentation of torch.nn.LSTMCell; Hung-yi Lee's lecture for lee().
"""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, fields, replace

import numpy as np

from lstm_teach.core.activations import LINEAR, SIGMOID, STEP, TANH, Activation, as_activation
from lstm_teach.core.labels import as_labels, by_label
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import check_growth, check_kind, check_names, finite_array, shown
from lstm_teach.examples import INPUT_LABELS, LEE_WEIGHTS

__all__ = ["ROLES", "LSTMCell"]

ROLES = ("gate_activation", "candidate_activation", "memory_activation")


@dataclass(frozen=True, eq=False, repr=False)
class LSTMCell:
    """An LSTM cell of H units over D inputs. Immutable: replace() gives a changed copy.

    - weight_ih: (4H, D), rows in GATE_ORDER
    - weight_hh: (4H, H), zeros if left out
    - bias: (4H,), zeros if left out; one bias, where PyTorch has two and adds them
    - gate_activation, candidate_activation, memory_activation: an Activation or its name
    - input_labels: names of the D columns, x1, x2, … if left out; "1" names a constant input

    float32 weights stay float32; anything else is computed in float64. Raises TypeError for what is
    not real numbers, ValueError for shapes that do not fit and for NaN or infinity.

    >>> cell = LSTMCell.lee()
    >>> h, c = cell.step([3, 1, 0, 1])        # x1 = 3, write it, do not let it out
    >>> c, h
    (array([3.]), array([0.]))
    """

    weight_ih: np.ndarray
    weight_hh: np.ndarray | None = None
    bias: np.ndarray | None = None
    _: KW_ONLY
    gate_activation: Activation | str = SIGMOID
    candidate_activation: Activation | str = TANH
    memory_activation: Activation | str = TANH
    input_labels: tuple[str, ...] | None = None

    def __post_init__(self):
        weight_ih = finite_array("weight_ih", self.weight_ih)
        if weight_ih.ndim != 2 or 0 in weight_ih.shape or len(weight_ih) % 4:
            raise ValueError(
                f"weight_ih has shape {weight_ih.shape}: it must be (4H, D), "
                "the rows of i, f, g and o under one another, so their number is a multiple of 4"
            )
        rows, inputs = weight_ih.shape
        self._set("weight_ih", weight_ih)
        self._set("weight_hh", self._like_weights("weight_hh", (rows, rows // 4)))
        self._set("bias", self._like_weights("bias", (rows,)))
        for role in ROLES:
            self._set(role, as_activation(getattr(self, role), role))
        self._set("input_labels", as_labels(self.input_labels, inputs))

    def _set(self, name, value):
        object.__setattr__(self, name, value)  # the one moment a frozen dataclass may be written

    def _like_weights(self, name, shape):
        value = getattr(self, name)
        value = finite_array(name, np.zeros(shape) if value is None else value, self.weight_ih.dtype)
        if value.shape != shape:
            rows = len(self.weight_ih)
            raise ValueError(
                f"{name} has shape {value.shape}: weight_ih has {rows} rows, so H = {rows // 4} "
                f"and {name} must be {shape}"
            )
        return value

    @classmethod
    def from_gates(cls, *, i, f, g, o, weight_hh=None, bias=None, **settings):
        """Return a cell from rows given by name, so that a wrong order cannot be written.

        i, f, g, o: (D,) for one unit or (H, D). weight_hh, bias: mappings by gate, such as
        bias={"f": 1}; a gate left out has zeros. settings: activations and input_labels.
        """
        gates = {"i": i, "f": f, "g": g, "o": o}
        rows = {name: np.atleast_2d(finite_array(name, value)) for name, value in gates.items()}
        check_names("LSTMCell.from_gates", settings, [*gates, "weight_hh", "bias", *ROLES, "input_labels"])
        shape = rows["i"].shape
        for name, value in rows.items():
            if value.shape != shape:
                raise ValueError(
                    f"the weights of {name} are {value.shape} but those of i are {shape}: "
                    "give every gate a weight for each input"
                )
        hidden = shape[0]
        return cls(
            np.concatenate([rows[name] for name in GATE_ORDER]),
            _by_gate("weight_hh", weight_hh, (hidden, hidden)),
            _by_gate("bias", bias, (hidden,)),
            **settings,
        )

    @classmethod
    def lee(cls):
        """Return the lecture's cell: step gates, linear candidate and memory, inputs x1, x2, x3, 1."""
        return cls.standard().replace(
            gate_activation=STEP, candidate_activation=LINEAR, memory_activation=LINEAR
        )

    @classmethod
    def standard(cls):
        """Return the standard cell (sigmoid, tanh, tanh) with the lecture's weights."""
        return cls.from_gates(**LEE_WEIGHTS, input_labels=INPUT_LABELS)

    def replace(self, **changes):
        """Return a copy with some arguments changed: cell.replace(gate_activation="sigmoid")."""
        check_names("LSTMCell", changes, [f.name for f in fields(self)])
        return replace(self, **changes)

    @property
    def hidden_size(self):
        """H, the number of units."""
        return self.weight_hh.shape[1]

    @property
    def input_size(self):
        """D, the number of inputs at each step."""
        return self.weight_ih.shape[1]

    @property
    def activations(self):
        """The three Activations: of the gates, of the candidate, of the memory."""
        return self.gate_activation, self.candidate_activation, self.memory_activation

    def __repr__(self):
        gate, candidate, memory = self.activations
        return (
            f"<LSTMCell, H = {self.hidden_size}, over {', '.join(self.input_labels)}: "
            f"{gate} gates, {candidate} candidate, {memory} memory>"
        )

    def __reduce__(self):
        return _made_of, (self.recipe(),)  # a copy is made like any cell: its arrays are read-only, too

    def step(self, x_t, state=None):
        """Return (h, c) after one step.

        x_t: (..., D). state: (h, c), each (..., H), zeros if left out.
        """
        x_t = self._inputs("x_t", x_t, "(D,) or (N, D)", ndim=range(1, 65))
        if state is None:
            state = (None, None)
        elif not isinstance(state, (tuple, list)) or len(state) != 2:
            raise TypeError(f"state must be the pair (h, c), and this is {shown(state)}")
        shape = (*x_t.shape[:-1], self.hidden_size)
        h, c = (self._state(name, value, shape) for name, value in zip("hc", state, strict=True))
        with np.errstate(all="ignore"):
            z, _, _, c, h = self._advance(self._input_share(x_t), h, c)
        check_growth(self._own(), z=z[None], c=c[None], h=h[None])
        return h.astype(x_t.dtype, copy=False), c.astype(x_t.dtype, copy=False)

    def run(self, x, h0=None, c0=None):
        """Return the Trace of all steps.

        x: (T, D), or (T, N, D) for N sequences; the columns of a data frame go by their names.
        h0, c0: (H,) or (N, H), zeros if left out.
        """
        x = self._inputs("x", x, "(T, D), one row per step, or (T, N, D)", ndim=(2, 3))
        if c0 is None and isinstance(h0, tuple) and [hasattr(part, "shape") for part in h0] == [True, True]:
            raise TypeError("h0 is a pair: give h0 and c0 by themselves, as in run(x, h0, c0)")
        steps, batch = x.shape[0], x.shape[1:-1]
        units = (*batch, self.hidden_size)
        z = np.empty((steps, *batch, 4 * self.hidden_size), x.dtype)
        gates, g = np.empty_like(z), np.empty((steps, *units), x.dtype)
        c = np.empty((steps + 1, *units), x.dtype)
        h = np.empty_like(c)
        h[0], c[0] = self._state("h0", h0, units), self._state("c0", c0, units)
        with np.errstate(all="ignore"):
            z_x = self._input_share(x)
            for t in range(steps):
                z[t], gates[t], g[t], c[t + 1], h[t + 1] = self._advance(z_x[t], h[t], c[t])
        check_growth(self._own(), z=z, c=c[1:], h=h[1:])
        for array in (z, gates, g, c, h):
            array.flags.writeable = False
        z_i, z_f, z_g, z_o = _split(z)
        i, f, _, o = _split(gates)
        return Trace(
            x=x, z_i=z_i, z_f=z_f, z_g=z_g, z_o=z_o, i=i, f=f, g=g, o=o,
            c_prev=c[:-1], c=c[1:], h_prev=h[:-1], h=h[1:],
            input_labels=self.input_labels, recipe=self.recipe(),
        )  # fmt: skip

    def _input_share(self, x):
        """Return weight_ih x + bias for every step at once, (..., 4H)."""
        if self.hidden_size > 1:
            return x @ self.weight_ih.T + self.bias
        # One unit: add the terms from left to right, as on paper and as the explorer does in the
        # browser, so that rounding cannot put the two on different sides of a hard threshold.
        return np.add.accumulate(x[..., None, :] * self.weight_ih, axis=-1)[..., -1] + self.bias

    def _advance(self, z_x, h, c):
        """The recurrence: one step, from the input's share of z, the output and the memory."""
        z = z_x + np.dot(h, self.weight_hh.T)
        gates = self.gate_activation.function(z)  # of all four rows: one call is quicker than three
        i, f, _, o = _split(gates)
        g = self.candidate_activation.function(_split(z)[2])
        c = f * c + i * g
        h = o * self.memory_activation.function(c)
        return z, gates, g, c, h

    def _inputs(self, name, value, wanted, ndim):
        for role in ROLES:
            _ = getattr(self, role).checked
        x = finite_array(name, by_label(name, value, self.input_labels), self.weight_ih.dtype)
        if x.ndim not in ndim:
            mend = "; for a single step write [x]" if (x.ndim, name) == (1, "x") else ""
            raise ValueError(f"{name} has shape {x.shape}: it must be {wanted}{mend}")
        if 0 in x.shape[:-1]:
            raise ValueError(f"{name} is empty (shape {x.shape}): give it at least one step")
        features, columns = x.shape[-1], self.input_size
        if features != columns:
            mend = "give one number per column"
            if features == columns - 1:
                mend = "did you leave out the constant 1?"
            elif len(x) == columns:
                mend = f"did you mean {name}.T, one row per step?"
            raise ValueError(
                f"{name} has {features} features per step but weight_ih has {columns} columns: {mend}"
            )
        return x

    def _state(self, name, value, shape):
        if value is None:
            return np.zeros(shape, self.weight_ih.dtype)
        state = finite_array(name, value, self.weight_ih.dtype)
        if state.shape != shape:
            raise ValueError(f"{name} has shape {state.shape}: for this input it must be {shape}")
        return state

    def _own(self):
        return [activation.name for activation in self.activations if not activation.is_known]

    def recipe(self):
        """Return what makes this cell: the arguments of LSTMCell by name.

        An activation of the package stands there by its name, one of your own as itself.
        """
        return {
            "weight_ih": self.weight_ih,
            "weight_hh": self.weight_hh,
            "bias": self.bias,
            **{role: a.name if a.is_known else a for role, a in zip(ROLES, self.activations, strict=True)},
            "input_labels": self.input_labels,
        }


def _made_of(recipe):
    return LSTMCell(**recipe)


def _split(z):
    """Return the four groups of z's last axis, in GATE_ORDER."""
    hidden = z.shape[-1] // 4
    return z[..., :hidden], z[..., hidden : 2 * hidden], z[..., 2 * hidden : -hidden], z[..., -hidden:]


def _by_gate(name, rows, shape):
    """Return (4H, …) from a mapping by gate name; a gate left out has zeros."""
    rows = {} if rows is None else rows
    check_kind(name, rows, Mapping, f'a mapping by gate, such as {name}={{"f": …}}')
    unknown = [key for key in rows if key not in GATE_ORDER]
    if unknown:
        raise ValueError(f"{name} names a gate {shown(unknown[0])}: the gates are {', '.join(GATE_ORDER)}")
    values = {key: finite_array(f"{name}[{key!r}]", value) for key, value in rows.items()}
    for key, value in values.items():
        if value.size != np.prod(shape):
            raise ValueError(f"{name}[{key!r}] has shape {value.shape}: it must be {shape}")
    return np.concatenate([np.reshape(values.get(key, np.zeros(shape)), shape) for key in GATE_ORDER])
