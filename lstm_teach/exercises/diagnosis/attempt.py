"""An attempt: a program as a student might have it, and the numbers that it gives.

The right program is one attempt; a mistake is a changed copy of it, made with with_(). The functions at the
end run many variants of one program as a single batch, so that trying thousands of numbers is quick.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np

from lstm_teach.core.activations import Activation

__all__ = ["Attempt", "blocks", "run_inputs", "run_parameter", "run_start", "run_weights"]

FIRST_STEPS = 3  # they tell most of the programs apart


def sums(s: Any) -> np.ndarray:
    """Return the four sums of a step, (..., 4H)."""
    return s.x @ s.a.weight_ih.T + s.h @ s.a.weight_hh.T + s.a.bias


def update(s: Any) -> np.ndarray:
    """Return the new memory."""
    return s.f * s.c + s.i * s.g


def output(s: Any, c: np.ndarray) -> np.ndarray:
    """Return the new output, made of the new memory."""
    return s.o * s.a.memory.function(c)


def hand_on(s: Any, h: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what the next step gets as (h, c)."""
    return h, c


@dataclass(frozen=True, eq=False)
class Attempt:
    """A program: parameters, inputs, and one plain function for each line of a step.

    - weight_ih (4H, D), weight_hh (4H, H), biases: two of (4H,), as PyTorch has them
    - gate, candidate, memory: activations; x: (T, D) or (T, N, D), or None where only weights are compared
    - sums, gates, update, output, hand_on: the lines of a step; each is given the step s, which has
      a (this attempt), x, x_before, h and c (before the step), h_before, z, and then i, f, g, o
    - of: "h" or "c", what should be handed in; shows: what is, a name such as "c_prev" or a function of s
    - start: a function of a shape that gives (h, c) of the start; every: start again every so many steps
    - carried: the state is not set back between sequences; across: the batch axis is taken for time
    - result: functions through which the list of outputs goes at the end
    """

    weight_ih: np.ndarray
    weight_hh: np.ndarray
    biases: tuple[np.ndarray, np.ndarray]
    gate: Activation
    candidate: Activation
    memory: Activation
    x: np.ndarray | None = None
    sums: Callable = sums
    gates: Callable | None = None
    update: Callable = update
    output: Callable = output
    hand_on: Callable = hand_on
    of: str = "h"
    shows: str | Callable = "h"
    start: Callable | None = None
    every: int | None = None
    carried: bool = False
    across: bool = False
    result: tuple[Callable, ...] = ()

    def with_(self, **changes: Any) -> "Attempt":
        """Return a changed copy."""
        return replace(self, **changes)

    def then(self, function: Callable) -> "Attempt":
        """Return a copy whose list of outputs goes through one function more."""
        return self.with_(result=(*self.result, function))

    @property
    def H(self) -> int:
        """The number of units."""
        return self.weight_hh.shape[1]

    @cached_property
    def bias(self) -> np.ndarray:
        """The two biases added."""
        return self.biases[0] + self.biases[1]

    def parameters(self) -> dict[str, np.ndarray]:
        """Return weight_ih (4H, D), weight_hh (4H, H) and the sum of the biases (4H,), by name."""
        return {"weight_ih": self.weight_ih, "weight_hh": self.weight_hh, "bias": self.bias}

    def parameter(self, name: str) -> np.ndarray:
        """Return a parameter by the name that PyTorch gives it."""
        biases = {"bias_ih": self.biases[0], "bias_hh": self.biases[1]}
        return biases[name] if name in biases else getattr(self, name)

    @cached_property
    def numbers(self) -> np.ndarray | None:
        """What is handed in, (T, H) or (T, N, H) if the shape is right; None where there are no numbers."""
        if self.x is None:
            return None
        try:
            shown = self.shown()
        except (IndexError, ValueError):  # this mistake cannot be made with these shapes
            return None
        return shown if np.isfinite(shown).all() else None

    @cached_property
    def first_numbers(self) -> np.ndarray | None:
        """The numbers of a run of the first steps alone."""
        return None if self.x is None else self.with_(x=self.x[:FIRST_STEPS]).numbers

    def shown(self) -> np.ndarray:
        """Return what is handed in, also where it is NaN or infinite; x must be there."""
        x = np.asarray(self.x)
        x = x.swapaxes(0, 1) if self.across else x
        with np.errstate(all="ignore"):
            shown = self._sequences(x)
            shown = shown.swapaxes(0, 1) if self.across else shown
            for function in self.result:
                shown = function(shown)
        return shown

    def _sequences(self, x):
        """All sequences at once or, if the state is carried on, one after the other."""
        start = self._start(x.shape[1:-1])
        if not self.carried:
            return self._steps(x, *start)[0]
        if x.ndim == 2 or x.shape[1] == 1:  # one sequence: it was run twice
            return self._steps(x, *self._steps(x, *start)[1])[0]
        results, state = [], self._start(())
        for n in range(x.shape[1]):
            result, state = self._steps(x[:, n], *state)
            results.append(result)
        return np.stack(results, axis=1)

    def _start(self, batch):
        shape = (*batch, self.H)
        return self.start(shape) if self.start else (np.zeros(shape), np.zeros(shape))

    def _steps(self, x, h, c):
        """Return what is shown at each step, and the last state."""
        shown, H = [], self.H
        s = SimpleNamespace(a=self, x_before=np.zeros_like(x[0]), h_before=np.zeros_like(h), all_x=x)
        for t, x_t in enumerate(x):
            if self.every and t % self.every == 0:
                h, c = self._start(x.shape[1:-1])
            s.x, s.h, s.c = x_t, h, c
            s.z = z = self.sums(s)
            gates = self.gate.function(z)
            s.i, s.f, s.o = gates[..., :H], gates[..., H : 2 * H], gates[..., -H:]
            s.g = self.candidate.function(z[..., 2 * H : -H])
            if self.gates:
                self.gates(s)
            s.new_c = self.update(s)
            s.new_h = self.output(s, s.new_c)
            shown.append(SHOWN[self.shows](s) if isinstance(self.shows, str) else self.shows(s))
            s.x_before, s.h_before = x_t, h
            h, c = self.hand_on(s, s.new_h, s.new_c)
        return np.array(shown), (h, c)


SHOWN = {
    "h": lambda s: s.new_h,
    "c": lambda s: s.new_c,
    "h_prev": lambda s: s.h,
    "c_prev": lambda s: s.c,
}


def blocks(array: np.ndarray) -> dict[str, np.ndarray]:
    """Return the four groups of rows of stacked weights or sums, by gate."""
    return dict(zip("ifgo", np.split(array, 4), strict=True))


def run_inputs(right: Attempt, xs: np.ndarray | list[np.ndarray]) -> np.ndarray:
    """Return what a program gives for L other inputs (L, T, …, D) of one shape: (L, T, …, H)."""
    xs = np.asarray(xs)
    L, T, *batch, D = xs.shape
    shown = right.with_(x=np.moveaxis(xs, 0, 1).reshape(T, -1, D)).shown()
    return np.moveaxis(shown.reshape(T, L, *batch, right.H), 1, 0)


def run_weights(right: Attempt, changes: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return what a program gives if weights of each of L variants are changed: (L, T, …, H).

    changes: triples (rows, columns, what is added), each (L,), made one after the other; the columns are
    those of [weight_ih, weight_hh, bias].
    """
    count = len(changes[0][0])
    repeated = [[_for_each_sequence(right, values) for values in change] for change in changes]

    def sums(s):
        z = s.x @ s.a.weight_ih.T + s.h @ s.a.weight_hh.T + s.a.bias
        seen = np.concatenate([s.x, s.h, np.ones_like(s.x[:, :1])], axis=1)
        for rows, columns, added in repeated:
            z[np.arange(len(z)), rows] += added * seen[np.arange(len(z)), columns]
        return z

    return _run_variants(right.with_(sums=sums), count)


def run_parameter(right: Attempt, name: str, values: np.ndarray) -> np.ndarray:
    """Return what a program gives with L values of weight_hh (L, 4H, H) or bias_hh (L, 4H): (L, T, …, H)."""
    repeated = _for_each_sequence(right, values)

    def sums(s):
        z = s.x @ s.a.weight_ih.T + s.a.biases[0]
        if name == "weight_hh":
            return z + s.a.biases[1] + np.einsum("lij,lj->li", repeated, s.h)
        return z + s.h @ s.a.weight_hh.T + repeated

    return _run_variants(right.with_(sums=sums), len(values))


def run_start(right: Attempt, states: np.ndarray) -> np.ndarray:
    """Return what a program gives with L states of the start, (L, 2, H): (L, T, …, H)."""
    h, c = np.moveaxis(_for_each_sequence(right, states), 1, 0)
    return _run_variants(right.with_(start=lambda shape: (h, c)), len(states))


def _for_each_sequence(right, values):
    """The value of each variant, once for each sequence of a batch."""
    return np.repeat(values, 1 if right.x.ndim == 2 else right.x.shape[1], axis=0)


def _run_variants(right, count):
    return run_inputs(right, np.broadcast_to(right.x, (count, *right.x.shape)))
