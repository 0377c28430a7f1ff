"""What a mistake is: what it does to a right program, and the texts that are kept for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from lstm_teach.exercises.diagnosis.attempt import Attempt
from lstm_teach.words import say

__all__ = [
    "Candidate",
    "Effect",
    "Joined",
    "Mistake",
    "Phrase",
    "changed",
    "entries",
    "in_batches",
    "no_effect",
]

Effect = Callable[[Attempt], Attempt | None]


@dataclass(frozen=True)
class Phrase:
    """A kept text and its values; str() says it, in the language that is chosen then."""

    text: str
    values: tuple[object, ...] = ()

    def __str__(self) -> str:
        return say(self.text, *self.values)


@dataclass(frozen=True)
class Joined:
    """Phrases or mistakes as one phrase. between: the text that joins two of them, such as "{}; {}"."""

    between: str
    parts: tuple[object, ...]

    def __str__(self) -> str:
        return reduce(lambda first, second: say(self.between, first, second), map(str, self.parts))


@dataclass(frozen=True)
class Mistake:
    """A mistake that people make.

    - name, why, fix: kept texts; each is said with the values. str(mistake) is the name
    - effect: maps an Attempt to the attempt with this mistake, or to None where it cannot be made
    - family: two mistakes of one family do not go together
    - alone: it is not tried together with a second one
    - whole: its first outputs need the whole sequence, not only the first steps
    - values: what stands for the {} of the texts: numbers, names in the code, Phrases
    """

    name: str
    family: str
    effect: Effect
    why: str
    fix: str
    alone: bool = False
    whole: bool = False
    values: tuple[object, ...] = ()

    def __str__(self) -> str:
        return say(self.name, *self.values)


@dataclass(frozen=True, eq=False)
class Candidate:
    """What may explain an answer: mistakes that were made together.

    attempt: the program with them, None where they were found in another way than by a run. facts: what
    else is to be said. Without mistakes, it is only something to be said.
    """

    mistakes: tuple[Mistake, ...]
    attempt: Attempt | None = None
    facts: tuple[Phrase, ...] = ()

    @property
    def numbers(self) -> np.ndarray | None:
        """What the attempt gives; None where there is none, or where it gives no numbers."""
        return self.attempt.numbers if self.attempt else None


def no_effect(attempt: Attempt) -> None:
    """Return None: the effect of a mistake that is found in an answer and never tried."""


def changed(**changes: Any) -> Effect:
    """Return the effect of replacing parts of an Attempt."""
    return lambda attempt: attempt.with_(**changes)


def in_batches(effect: Effect) -> Effect:
    """Return the effect, on a batch only: one sequence has no batch axis."""
    return lambda attempt: effect(attempt) if attempt.x is not None and attempt.x.ndim == 3 else None


def entries(
    family: str, why: str, fix: str, effects: Mapping[Any, Effect], alone: bool = False, whole: bool = False
) -> tuple[Mistake, ...]:
    """Return mistakes of one family that have their reason and their fix in common.

    effects: by name, or by (name, value, …) where the name has {} for values.
    """
    named = [(key if isinstance(key, tuple) else (key,), effect) for key, effect in effects.items()]
    return tuple(
        Mistake(name, family, effect, why, fix, alone, whole, tuple(values))
        for (name, *values), effect in named
    )
