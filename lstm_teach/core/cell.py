r"""LSTMCell: one recurrence, three replaceable activations.

With z = weight_ih x_t + weight_hh h_{t-1} + bias, its rows in four groups z_i, z_f, z_g, z_o:

    i, f, o = gate(z_i), gate(z_f), gate(z_o)        g = candidate(z_g)
    c_t = f * c_{t-1} + i * g                        h_t = o * memory(c_t)

Sources: Hochreiter and Schmidhuber (1997); Gers, Schmidhuber and Cummins (2000) for the forget gate;
symbols and row order as in the documentation of torch.nn.LSTMCell; Hung-yi Lee's lecture for lee().
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from lstm_teach.core.activations import LINEAR, SIGMOID, STEP, TANH, Activation, as_activation
from lstm_teach.core.cell_arguments import check_weights, inputs_of, rows_by_gate, state_of, state_pair
from lstm_teach.core.labels import as_labels
from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import check_growth, check_names, finite_array
from lstm_teach.examples import INPUT_LABELS, LEE_WEIGHTS
from lstm_teach.words import say

__all__ = ["ROLES", "LSTMCell", "lstm_step"]

#: The arguments of a cell that are activations, in the order of cell.activations.
ROLES = ("gate_activation", "candidate_activation", "memory_activation")


def lstm_step(z: Any, c: Any, activations: Sequence) -> tuple:
    """Return i, f, g, o, c and h of one step, of arrays as well as of tensors.

    z: (..., 4H), its groups in GATE_ORDER. c: (..., H), the memory before. activations: the functions of
    the gates, of the candidate and of the memory.
    """
    gate, candidate, memory = activations
    z_i, z_f, z_g, z_o = _split(z)
    i, f, o = gate(z_i), gate(z_f), gate(z_o)
    g = candidate(z_g)
    c = f * c + i * g
    h = o * memory(c)
    return i, f, g, o, c, h


def _split(z):
    """Return the four groups of z's last axis, in GATE_ORDER."""
    hidden = z.shape[-1] // 4
    return z[..., :hidden], z[..., hidden : 2 * hidden], z[..., 2 * hidden : -hidden], z[..., -hidden:]


@dataclass(frozen=True, eq=False, repr=False)
class LSTMCell:
    """An LSTM cell of H units over D inputs. Immutable: replace() gives a changed copy.

    - weight_ih: (4H, D), rows in GATE_ORDER
    - weight_hh: (4H, H), zeros if left out
    - bias: (4H,), zeros if left out; one bias, where PyTorch has two and adds them
    - gate_activation, candidate_activation, memory_activation: an Activation or its name
    - input_labels: names of the D columns, x1, x2, … if left out; "1" names a constant input

    What is left out, or given as a list or a name, becomes an array, an Activation or a tuple of names.
    float32 weights stay float32; anything else is computed in float64. Raises TypeError for what is
    not real numbers, ValueError for shapes that do not fit and for NaN or infinity.

    >>> cell = LSTMCell.lee()
    >>> h, c = cell.step([3, 1, 0, 1])        # x1 = 3, write it, do not let it out
    >>> c, h
    (array([3.]), array([0.]))
    """

    weight_ih: np.ndarray
    weight_hh: Any = None
    bias: Any = None
    _: KW_ONLY
    gate_activation: Any = SIGMOID
    candidate_activation: Any = TANH
    memory_activation: Any = TANH
    input_labels: Any = None

    def __post_init__(self):
        weights = check_weights(self.weight_ih, self.weight_hh, self.bias)
        for name, array in zip(("weight_ih", "weight_hh", "bias"), weights, strict=True):
            self._set(name, array)
        for role in ROLES:
            self._set(role, as_activation(getattr(self, role), role))
        self._set("input_labels", as_labels(self.input_labels, self.input_size))

    def _set(self, name, value):
        object.__setattr__(self, name, value)  # a frozen dataclass is written here only, when it is made

    @classmethod
    def from_gates(
        cls, *, i: ArrayLike, f: ArrayLike, g: ArrayLike, o: ArrayLike,
        weight_hh: Mapping | None = None, bias: Mapping | None = None, **settings: Any,
    ) -> Self:  # fmt: skip
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
                    say(
                        "the weights of {} are {} but those of i are {}: "
                        "give every gate a weight for each input",
                        name, value.shape, shape,
                    )
                )  # fmt: skip
        hidden = shape[0]
        return cls(
            np.concatenate([rows[name] for name in GATE_ORDER]),
            rows_by_gate("weight_hh", weight_hh, (hidden, hidden)),
            rows_by_gate("bias", bias, (hidden,)),
            **settings,
        )

    @classmethod
    def lee(cls) -> Self:
        """Return the lecture's cell: step gates, linear candidate and memory, inputs x1, x2, x3, 1."""
        return cls.standard().replace(
            gate_activation=STEP, candidate_activation=LINEAR, memory_activation=LINEAR
        )

    @classmethod
    def standard(cls) -> Self:
        """Return the standard cell (sigmoid, tanh, tanh) with the lecture's weights."""
        return cls.from_gates(**LEE_WEIGHTS, input_labels=INPUT_LABELS)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some arguments changed: cell.replace(gate_activation="sigmoid")."""
        check_names("LSTMCell", changes, [f.name for f in fields(self)])
        return replace(self, **changes)

    @property
    def hidden_size(self) -> int:
        """H, the number of units."""
        return self.weight_hh.shape[1]

    @property
    def input_size(self) -> int:
        """D, the number of inputs at each step."""
        return self.weight_ih.shape[1]

    @property
    def activations(self) -> tuple[Activation, Activation, Activation]:
        """The three Activations: of the gates, of the candidate, of the memory."""
        return self.gate_activation, self.candidate_activation, self.memory_activation

    def __repr__(self):
        gate, candidate, memory = self.activations
        return (
            f"<LSTMCell, H = {self.hidden_size}, over {', '.join(self.input_labels)}: "
            f"{gate} gates, {candidate} candidate, {memory} memory>"
        )

    def __reduce__(self):
        return _made_of, (
            self.recipe(),
        )  # pickle and copy call LSTMCell(…): the arrays of a copy are read-only, too

    def step(self, x_t: ArrayLike, state: tuple | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return (h, c) after one step.

        x_t: (..., D). state: (h, c), each (..., H), zeros if left out.
        """
        x_t = inputs_of(self, "x_t", x_t)
        h0, c0 = state_pair(state)
        record = self._recurrence(x_t[None], ("h", h0), ("c", c0))
        return record["h"][0].copy(), record["c"][0].copy()

    def run(self, x: ArrayLike, h0: ArrayLike | None = None, c0: ArrayLike | None = None) -> Trace:
        """Return the Trace of all steps.

        x: (T, D), or (T, N, D) for N sequences; the columns of a data frame are matched to input_labels.
        h0, c0: (H,) or (N, H), zeros if left out.
        """
        x = inputs_of(self, "x", x)
        if c0 is None and isinstance(h0, tuple) and [hasattr(part, "shape") for part in h0] == [True, True]:
            raise TypeError(say("h0 is a pair: give h0 and c0 by themselves, as in run(x, h0, c0)"))
        record = self._recurrence(x, ("h0", h0), ("c0", c0))
        for array in record.values():
            array.flags.writeable = False
        return Trace(x=x, **record, input_labels=self.input_labels, recipe=self.recipe())

    def _recurrence(self, x, h0, c0):
        """Return the arrays of a Trace, all except x, by name.

        x: (T, ..., D). h0, c0: pairs of the name in messages and the value, (..., H) or None.
        """
        shape = (*x.shape[1:-1], self.hidden_size)
        i, f, g, o, c, h = np.empty((6, len(x) + 1, *shape), x.dtype)  # row t belongs to step t
        h[0], c[0] = (state_of(name, value, shape, x.dtype) for name, value in (h0, c0))
        activations = [activation.function for activation in self.activations]
        with np.errstate(all="ignore"):
            z, weight_hh = self._input_sum(x), self.weight_hh.T
            for t, z_t in enumerate(z, start=1):
                z_t += np.dot(h[t - 1], weight_hh)
                i[t], f[t], g[t], o[t], c[t], h[t] = lstm_step(z_t, c[t - 1], activations)
        own = [activation.name for activation in self.activations if not activation.is_known]
        check_growth(own, z=z, c=c[1:], h=h[1:])
        z_i, z_f, z_g, z_o = _split(z)
        return {
            "z_i": z_i, "z_f": z_f, "z_g": z_g, "z_o": z_o, "i": i[1:], "f": f[1:], "g": g[1:], "o": o[1:],
            "c_prev": c[:-1], "c": c[1:], "h_prev": h[:-1], "h": h[1:],
        }  # fmt: skip

    def _input_sum(self, x):
        """Return weight_ih x + bias of all steps at once, (..., 4H)."""
        if self.hidden_size > 1:
            z = np.dot(x.reshape(-1, self.input_size), self.weight_ih.T)  # one product for all steps
            z = z.reshape(*x.shape[:-1], -1)
        else:
            # One unit: add the terms from left to right, as on paper and as the explorer does in the
            # browser, so that rounding cannot put the two on different sides of a hard threshold.
            z = np.add.accumulate(x[..., None, :] * self.weight_ih, axis=-1)[..., -1].copy()
        z += self.bias
        return z

    def recipe(self) -> dict[str, Any]:
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
