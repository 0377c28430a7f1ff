"""An attempt: a solution as a student might have it, and the numbers that it gives."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lstm_teach.cell import LSTMCell

__all__ = ["Attempt"]


@dataclass(frozen=True, eq=False)
class Attempt:
    """A cell, its inputs, and the ways in which people run it. A mistake is a changed copy: with_().

    - cell: the weights and activations; biases: its bias as PyTorch has it, two that are added
    - x: (T, D) or (T, N, D), or None where only weights are compared
    - shows: "h", "c", "h_prev" or "c_prev", what is handed in
    - product: f·c · i·g in place of the sum; late: the output is made of the old memory
    - reset: the state is zero before every step; carried: it is not zero before every sequence
    - across: the batch axis is taken for time; transposed: so is that of the result
    - backwards: the result begins with the last step
    - decimals: rounded to so many, None if not
    - random: the names of parameters that hold whatever they held before
    """

    cell: LSTMCell
    biases: tuple
    x: np.ndarray | None = None
    shows: str = "h"
    product: bool = False
    late: bool = False
    reset: bool = False
    carried: bool = False
    across: bool = False
    transposed: bool = False
    backwards: bool = False
    decimals: int | None = None
    random: tuple = ()

    def with_(self, **changes):
        """Return a changed copy."""
        return replace(self, **changes)

    def with_rows(self, order):
        """Return a copy with the four groups of rows stacked in another order, such as (1, 0, 2, 3)."""

        def moved(array):
            return np.concatenate([np.split(array, 4)[k] for k in order])

        cell = self.cell
        cell = cell.replace(weight_ih=moved(cell.weight_ih), weight_hh=moved(cell.weight_hh))
        return self.with_(cell=cell, biases=tuple(moved(bias) for bias in self.biases))

    def parameters(self):
        """Return weight_ih (4H, D), weight_hh (4H, H) and the sum of the biases (4H,), by name."""
        return {
            "weight_ih": self.cell.weight_ih,
            "weight_hh": self.cell.weight_hh,
            "bias": self.biases[0] + self.biases[1],
        }

    def parameter(self, name):
        """Return "weight_hh" or "bias_hh", which a module may have left random."""
        return {"weight_hh": self.cell.weight_hh, "bias_hh": self.biases[1]}[name]

    @cached_property
    def numbers(self):
        """What is handed in, (T, H) or (T, N, H); None where this attempt gives no numbers."""
        if self.random or self.x is None:
            return None
        cell = self.cell.replace(bias=self.biases[0] + self.biases[1])
        x = self.x.swapaxes(0, 1) if self.across else self.x
        try:
            result = self._sequences(cell, x)
        except ValueError:  # the numbers outgrow floats
            return None
        if self.across != self.transposed:
            result = result.swapaxes(0, 1)
        if self.backwards:
            result = result[::-1]
        return result if self.decimals is None else np.round(result, self.decimals)

    def _sequences(self, cell, x):
        """The sequences of a batch at once or, if the state is carried on, one after the other."""
        zero = np.zeros((*x.shape[1:-1], cell.hidden_size))
        if not self.carried:
            return self._steps(cell, x, (zero, zero))[0]
        if x.ndim == 2 or x.shape[1] == 1:  # one sequence: what it was run on before was itself
            return self._steps(cell, x, self._steps(cell, x, (zero, zero))[1])[0]
        results, state = [], (zero[0], zero[0])
        for n in range(x.shape[1]):
            result, state = self._steps(cell, x[:, n], state)
            results.append(result)
        return np.stack(results, axis=1)

    def _steps(self, cell, x, state):
        """Return what is shown at each step, and the last state."""
        if not (self.product or self.late or self.reset):
            trace = cell.run(x, *state)
            return getattr(trace, self.shows), (trace.h[-1], trace.c[-1])
        shown, zero = [], np.zeros_like(state[0])
        for x_t in x:
            if self.reset:
                state = zero, zero
            one = cell.run(x_t[None], *state)
            c_prev = one.c_prev[0]
            c = one.f[0] * c_prev * one.i[0] * one.g[0] if self.product else one.c[0]
            h = one.o[0] * cell.memory_activation(c_prev if self.late else c)
            shown.append({"h": h, "c": c, "h_prev": state[0], "c_prev": c_prev}[self.shows])
            state = h, c
        return np.array(shown), state
