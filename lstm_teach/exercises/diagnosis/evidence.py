"""How near two numbers must be to be called equal, and how much a match says.

An answer is compared as strictly as its own digits allow: numbers of 64 bits, numbers of 32 bits, or
numbers that were rounded. Weights are compared one by one, to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lstm_teach.exercises.diagnosis.attempt import FIRST_STEPS, Attempt
from lstm_teach.exercises.diagnosis.mistake import Candidate

__all__ = ["Answer", "Rounding", "compared", "equal_weights", "gives_weights", "same_shape", "wrong_weights"]

MAX_DECIMALS, MAX_DIGITS = 12, 8
ZERO = 1  # the digits of a 0 that should be another number
SINGLE, DOUBLE = float(np.finfo(np.float32).eps), float(np.finfo(np.float64).eps)
ROUNDINGS = 8  # how many times the rounding errors of a run in 32 bits may be exceeded


def same_shape(shape: Sequence[int], wanted: Sequence[int]) -> bool:
    """Return True if two shapes are the same but for axes of length 1."""
    return [n for n in shape if n > 1] == [n for n in wanted if n > 1]


@dataclass(frozen=True)
class Rounding:
    """To how many digits numbers were rounded. kind: "decimals", "digits" (significant) or "cut off"."""

    kind: str
    digits: int

    def units(self, values: np.ndarray) -> np.ndarray:
        """Return the unit of the last digit of each value."""
        if self.kind != "digits":
            return np.full(values.shape, 10.0**-self.digits)
        sizes = np.floor(np.log10(np.where(values == 0, 1, np.abs(values))))
        return 10.0 ** (sizes - self.digits + 1)

    def of(self, values: np.ndarray) -> np.ndarray:
        """Return values rounded like this."""
        unit = self.units(values)
        return (np.trunc if self.kind == "cut off" else np.round)(values / unit) * unit

    def near(self, answer: np.ndarray, given: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
        """Return where a given number, rounded like this, may be the answer."""
        unit = self.units(answer)
        if self.kind == "cut off":
            lost = np.where(given == 0, np.abs(answer), (given - answer) * np.sign(given))
            return (lost >= -tolerance) & (lost < np.where(given == 0, tolerance, unit))
        return np.abs(answer - given) <= unit / 2 * (1 + 1e-9) + tolerance


class Answer:
    """The numbers of an answer, compared with what an attempt gives.

    - numbers: as handed in; right: the right Attempt, which says how precise 32 bits are here
    - asked_in_32_bits: the right weights have 32 bits, so any part of a right program may have been
      calculated so
    """

    def __init__(self, numbers: np.ndarray, right: Attempt, asked_in_32_bits: bool = False) -> None:
        self.numbers, self.right = np.asarray(numbers, dtype=float), right
        self.handed_in_32_bits = np.asarray(numbers).dtype == np.float32
        self.asked_in_32_bits = asked_in_32_bits

    @cached_property
    def decimals(self) -> int | None:
        """The number of decimals to which the numbers are rounded; None if they are not."""
        if self.handed_in_32_bits:
            return None
        y = self.numbers
        near = ((np.abs(np.round(y, k) - y) <= 4 * DOUBLE * np.abs(y)).all() for k in range(MAX_DECIMALS))
        return next((k for k, rounded in enumerate(near) if rounded), None)

    @cached_property
    def roundings(self) -> list[Rounding]:
        """The ways in which these numbers may have been rounded."""
        if self.decimals is not None:
            return [Rounding("decimals", self.decimals), Rounding("cut off", self.decimals)]
        y = self.numbers[self.numbers != 0]
        digits = [] if self.handed_in_32_bits else [Rounding("digits", k) for k in range(1, MAX_DIGITS)]
        return [r for r in digits if (np.abs(r.of(y) - y) < 1e-12 * np.abs(y)).all()][:1]

    @cached_property
    def in_32_bits(self) -> bool:
        """True if every number is one of 32 bits, also in a list, and not only because it is short."""
        y = self.numbers
        if self.handed_in_32_bits or self.asked_in_32_bits:
            return True
        with np.errstate(over="ignore"):
            return bool((y.astype(np.float32) == y).all()) and self.decimals is None

    @cached_property
    def noise(self) -> float:
        """By how much the right numbers change if they are calculated in 32 bits, of the largest one."""
        arrays = ("weight_ih", "weight_hh", "x")
        single = {name: getattr(self.right, name).astype(np.float32) for name in arrays}
        biases = tuple(bias.astype(np.float32) for bias in self.right.biases)
        run = self.right.with_(**single, biases=biases, start=_zeros_of_32_bits).numbers
        right = np.asarray(self.right.numbers)
        return 0.0 if run is None or not right.any() else np.abs(run - right).max() / np.abs(right).max()

    @cached_property
    def precision(self) -> tuple[float, float]:
        """How far a number may be off: relative to itself, and relative to the largest."""
        if self.in_32_bits:
            return 16 * SINGLE, ROUNDINGS * self.noise + 4 * SINGLE
        return 1e-12, ROUNDINGS * self.noise * DOUBLE / SINGLE + 1e-13

    def tolerance(self, given: np.ndarray, factor: float = 1, largest: float | None = None) -> np.ndarray:
        """Return how far from each given number an answer may be and still be equal.

        factor: so many times more than usual. largest: the largest given number; else it is taken from them.
        """
        relative, floor = self.precision
        largest = np.abs(given).max(initial=0) if largest is None else largest
        return factor * (relative * np.abs(given) + floor * largest)

    def equals(self, given: np.ndarray | None, factor: float = 1, rounding: Rounding | None = None) -> bool:
        """Return True if every number of the answer is the given one; rounding: after rounding it."""
        mine = self.numbers
        if given is None or given.size != mine.size or not same_shape(mine.shape, given.shape):
            return False
        given = given.reshape(mine.shape)
        return _near(mine, given, self.tolerance(given, factor), rounding)

    def is_given_by(self, candidate: Candidate, factor: float = 1, rounding: Rounding | None = None) -> bool:
        """Return True if a candidate gives these numbers, which have the shape of the right ones.

        The first steps are run alone, which is quick, and all of them only if those are equal.
        """
        attempt = candidate.attempt
        if attempt is None:
            return False
        if not any(mistake.whole for mistake in candidate.mistakes):
            first, mine = attempt.first_numbers, self.numbers[:FIRST_STEPS]
            if first is not None and first.shape == mine.shape:
                # What is equal in the end is at most twice as large as the answer, where floats are so exact.
                largest = 2 * np.abs(self.numbers).max(initial=0)
                if rounding:
                    largest += 2 * rounding.units(self.numbers).max()
                exact = factor * sum(self.precision) < 0.5
                if exact and not _near(mine, first, self.tolerance(first, factor, largest), rounding):
                    return False
        return self.equals(attempt.numbers, factor, rounding)

    def digits(self, right: np.ndarray) -> np.ndarray:
        """Return for each number that is not the right one how many digits a match of it explains.

        What counts is by how many tolerances it is off. A short number, such as 7 or 0.5, has few digits;
        none has more than 12. A 0 where there should be a number says little: many mistakes give it.
        """
        right = right.reshape(self.numbers.shape)
        unit = np.maximum(self.tolerance(right), np.finfo(float).tiny)
        if self.decimals is not None:
            unit = np.maximum(unit, 10.0**-self.decimals / 2)
        off, size = np.abs(self.numbers - right), np.abs(self.numbers)
        wrong = off > unit
        most = np.where(size[wrong] > unit[wrong], 12, ZERO)
        return np.minimum(most, np.log10(off[wrong] / unit[wrong]))


def _zeros_of_32_bits(shape):
    return np.zeros(shape, np.float32), np.zeros(shape, np.float32)


def _near(mine, given, tolerance, rounding):
    near = rounding.near(mine, given, tolerance) if rounding else np.abs(mine - given) <= tolerance
    return bool(near.all())


def equal_weights(mine: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return where weights are equal: to the last digits of 64 bits, or of 32 bits if they have no more."""
    single = mine.dtype == np.float32 or (mine.astype(np.float32) == mine).all()
    precision = 2 * SINGLE if single else 1e-12
    return np.abs(mine - wanted) <= precision * np.maximum(1, np.abs(wanted))


def compared(mine: dict[str, np.ndarray]) -> list[str]:
    """Return the names of the parameters that are compared; of the biases it is their sum."""
    return [name for name in ("weight_ih", "weight_hh", "bias") if name in mine]


def gives_weights(attempt: Attempt, mine: dict[str, np.ndarray], but: Sequence[str] = ()) -> bool:
    """Return True if an attempt has just these parameters; but: those that are not compared."""
    given = attempt.parameters()
    return all(equal_weights(mine[name], given[name]).all() for name in compared(mine) if name not in but)


def wrong_weights(mine: dict[str, np.ndarray], right: Attempt) -> list[tuple[str, tuple[int, ...]]]:
    """Return (name, index) of each weight that is wrong."""
    given = right.parameters()
    wrong = {name: np.argwhere(~equal_weights(mine[name], given[name])).tolist() for name in compared(mine)}
    return [(name, tuple(index)) for name, places in wrong.items() for index in places]
