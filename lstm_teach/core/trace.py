"""Trace: everything that happened in a run, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import numpy as np

from lstm_teach.core.labels import as_labels
from lstm_teach.core.table import Table
from lstm_teach.core.validation import check_kind, shown, whole_number
from lstm_teach.words import say

__all__ = ["Trace"]


@dataclass(frozen=True, eq=False)
class Trace:
    """The record of a run: T steps, D inputs, H units, with or without a batch of N sequences.

    x: (T, D) or (T, N, D). Every other array: (T, H) or (T, N, H), read-only.

    - z_i, z_f, z_g, z_o: what goes into each activation
    - i, f, o: the gates; g: the candidate
    - c_prev, c: the memory before and after each step; h_prev, h: the output likewise
    - input_labels: the names of the D columns of x
    h and h_prev of an nn.LSTM with a projection have its proj_size in place of H.

    - recipe: the arguments of the LSTMCell that made it; an activation by its name, or, if it is one of
      your own, itself

    cell.run() and trace_lstm() make it. Raises TypeError or ValueError for arrays that do not fit together.
    """

    x: np.ndarray
    z_i: np.ndarray
    z_f: np.ndarray
    z_g: np.ndarray
    z_o: np.ndarray
    i: np.ndarray
    f: np.ndarray
    g: np.ndarray
    o: np.ndarray
    c_prev: np.ndarray
    c: np.ndarray
    h_prev: np.ndarray
    h: np.ndarray
    input_labels: tuple[str, ...]
    recipe: Mapping = field(default_factory=dict, repr=False)

    def __post_init__(self):
        arrays = self.arrays()
        for name, array in arrays.items():
            if not isinstance(array, np.ndarray) or array.dtype.char not in "fd" or array.ndim not in (2, 3):
                raise TypeError(
                    say("{} is {}: it must be an array of floats, one row per step", name, shown(array))
                )
        for name, array in arrays.items():
            like = "x" if name == "x" else "h" if name in ("h", "h_prev") else "c"
            shape = (*self.x.shape[:-1], arrays[like].shape[-1])
            if array.size == 0:
                raise ValueError(
                    say("{} is empty (shape {}): a trace has at least one step", name, array.shape)
                )
            if array.shape != shape:
                raise ValueError(
                    say(
                        "{} has shape {}: beside x of shape {} it must be {}",
                        name, array.shape, self.x.shape, shape,
                    )
                )  # fmt: skip
        wanted = say("the arguments of an LSTMCell by name, or nothing")
        check_kind("recipe", self.recipe, Mapping, wanted)
        object.__setattr__(self, "input_labels", as_labels(self.input_labels, self.x.shape[-1]))

    def __setstate__(self, state):
        self.__dict__.update(state)
        for array in self.arrays().values():  # in a copy, too
            array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.x)

    def __repr__(self):
        shapes = f"x {self.x.shape}, i f g o c h {self.h.shape}"
        return f"<Trace of {len(self)} steps: {shapes}; .table() shows it>"

    @property
    def batched(self) -> bool:
        """True if there is a batch axis N in the middle."""
        return self.x.ndim == 3

    def sequence(self, n: int) -> Self:
        """Return the n-th sequence of a batch as a Trace of its own, (T, H).

        n: from 0, or from -1 at the end backwards. Raises TypeError or ValueError for any other thing.
        """
        if not self.batched:
            raise ValueError(say("this trace holds one sequence only: use it as it is"))
        size = self.x.shape[1]
        try:
            n = whole_number("n", n, -size, size - 1)
        except ValueError:
            raise ValueError(
                say(
                    "this trace holds {} sequences, numbered 0 to {}: there is no {}",
                    size, size - 1, shown(n),
                )
            ) from None  # fmt: skip
        changes: dict[str, Any] = {name: value[:, n] for name, value in self.arrays().items()}
        return replace(self, **changes)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return every array by its name, in the order of the fields."""
        return {
            f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("input_labels", "recipe")
        }

    def table(self) -> Table:
        """Return the run as the lecture's slide has it: a Table with one column per step.

        Rows: the inputs, i f g o, c_prev (memory before), c (memory after), h; with H > 1 units
        i[0], i[1] and so on. Raises ValueError for a batch: choose one sequence first.
        """
        if self.batched:
            raise ValueError(
                say(
                    "this trace holds {} sequences: choose one, as in trace.sequence(0).table()",
                    self.x.shape[1],
                )
            )
        rows = list(zip(self.input_labels, self.x.T, strict=True))
        for name in ("i", "f", "g", "o", "c_prev", "c", "h"):
            units = getattr(self, name).T
            rows += [(name if len(units) == 1 else f"{name}[{k}]", row) for k, row in enumerate(units)]
        if len(dict(rows)) < len(rows):
            names = [name for name, _ in rows]
            twice = next(name for name in names if names.count(name) > 1)
            text = say("two inputs are named {}: give each a name of its own in input_labels", shown(twice))
            if self.input_labels.count(twice) == 1:
                text = say(
                    "an input is named {}, as a row of the table is: "
                    "give each a name of its own in input_labels",
                    shown(twice),
                )
            raise ValueError(text)
        return Table(dict(rows))
