"""The options of nn.LSTM, checked, and the axes that they make.

Source of names and shapes: the documentation of torch.nn.LSTM. Its D, the number of directions, is
written out here, because D is the number of inputs in this package; P is proj_size.
"""

import numbers
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from lstm_teach.core.validation import check_names, shown, whole_number
from lstm_teach.words import later, say

__all__ = ["LAYOUTS", "Axis", "Options"]

Axis = tuple[str, int]  # its name and its size

#: The layouts of the input: the name of each, and what the explorer calls it.
LAYOUTS = {
    "seq_first": "(L, N, D)",
    "batch_first": "(N, L, D)",
    "unbatched": "(L, D)",
    "packed": later("packed"),
}
#: The sizes with the least and the most of each: every tensor, layer and length is written out.
LIMITS = {"L": (1, 10**6), "N": (1, 1000), "D": (1, 10**6), "H": (1, 10**6)}
LIMITS |= {"num_layers": (1, 100), "proj_size": (0, 10**6)}


@dataclass(frozen=True)
class Options:
    """The options and the axes that they make; ValueError for impossible options."""

    layout: str = "seq_first"
    L: int = 9
    N: int = 2
    D: int = 4
    H: int = 3
    num_layers: int = 1
    bidirectional: bool = False
    proj_size: int = 0
    bias: bool = True
    dropout: float = 0.0

    def __post_init__(self) -> None:
        if not isinstance(self.layout, str) or self.layout not in LAYOUTS:
            raise ValueError(say("layout is {}: write one of {}", shown(self.layout), ", ".join(LAYOUTS)))
        for name, (least, most) in LIMITS.items():
            self._set(name, _size(name, getattr(self, name), least, most))
        for name in ("bidirectional", "bias"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(say("{} is {}: write True or False", name, shown(getattr(self, name))))
        is_real = isinstance(self.dropout, numbers.Real) and not isinstance(self.dropout, bool)
        if not (is_real and 0 <= self.dropout <= 1):
            raise ValueError(say("dropout is {}: it is a probability, from 0 to 1", shown(self.dropout)))
        self._set("dropout", float(self.dropout))
        if self.proj_size >= self.H:
            text = (
                "proj_size = {} is impossible here: it must be smaller than hidden_size = {}, "
                "because a projection makes h shorter than c"
            )
            raise ValueError(say(text, self.proj_size, self.H))

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Return the Options of a dict; TypeError if one has a name that nn.LSTM does not know."""
        check_names(say("a table of shapes"), options, [field.name for field in fields(cls)])
        return cls(**options)

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)  # the one moment a frozen dataclass may be written

    @property
    def directions(self) -> int:
        """PyTorch's D: 2 if bidirectional, else 1."""
        return 2 if self.bidirectional else 1

    @property
    def unit(self) -> Axis:
        """The axis of h."""
        return ("P", self.proj_size) if self.proj_size else ("H", self.H)

    @property
    def out(self) -> Axis:
        """The last axis of output, and of the input of every layer but the first."""
        name, size = self.unit
        return (f"2·{name}", 2 * size) if self.bidirectional else (name, size)

    @property
    def state(self) -> tuple[Axis, ...]:
        """The axes of the states before their last one."""
        cells = ("num_layers·2" if self.bidirectional else "num_layers", self.directions * self.num_layers)
        return cells, *self.batch

    @property
    def steps(self) -> tuple[Axis, ...]:
        """The axes of the input before its last one."""
        steps, batch = ("L", self.L), ("N", self.N)
        if self.layout == "unbatched":
            return (steps,)
        return (batch, steps) if self.layout == "batch_first" else (steps, batch)

    @property
    def batch(self) -> tuple[Axis, ...]:
        """The axis N of the states, or none."""
        return () if self.layout == "unbatched" else (("N", self.N),)

    @property
    def lengths(self) -> list[int]:
        """The lengths of N sequences that are packed, the longest first: L, then shorter and shorter."""
        return [-(-self.L * (self.N - n) // self.N) for n in range(self.N)]


def _size(name: str, value: Any, least: int, most: int) -> int:
    """Return value as an int, or raise ValueError for anything else."""
    try:
        return whole_number(name, value, least, most)
    except (TypeError, ValueError):
        if isinstance(value, numbers.Integral) and int(value) > most:
            text = "{} is {}: it must be a whole number from {} to {}"
            raise ValueError(say(text, name, shown(value), least, most)) from None
        text = "{} is {}: it must be a whole number from {} on"
        raise ValueError(say(text, name, shown(value), least)) from None
