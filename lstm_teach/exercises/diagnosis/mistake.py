"""What a mistake is: a name, what it does to a right program, why it happens and the fix."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Mistake", "changed", "entries"]


@dataclass(frozen=True)
class Mistake:
    """A mistake that people make.

    - effect: maps an Attempt to the attempt with this mistake, or to None where it cannot be made
    - family: two mistakes of one family do not go together
    - alone: it is not tried together with a second one
    - whole: its first outputs need the whole sequence, not only the first steps
    """

    name: str
    family: str
    effect: Callable
    why: str
    fix: str
    alone: bool = False
    whole: bool = False

    def __str__(self):
        return self.name


def changed(**changes):
    """Return the effect of replacing parts of an Attempt."""
    return lambda attempt: attempt.with_(**changes)


def entries(family, why, fix, effects, **marks):
    """Return mistakes of one family that have their reason and their fix in common; effects: by name."""
    return tuple(Mistake(name, family, effect, why, fix, **marks) for name, effect in effects.items())
