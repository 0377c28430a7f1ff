"""How near two numbers must be to be called equal, and how much a match says.

An answer is compared as strictly as its own digits allow: numbers of 64 bits, numbers of 32 bits, or
numbers that were rounded.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["Answer", "Rounding", "fits"]

MAX_DECIMALS, MAX_DIGITS = 12, 8
ZERO = 1  # the digits of a 0 that should be another number
SINGLE, DOUBLE = np.finfo(np.float32).eps, np.finfo(np.float64).eps
ROUNDINGS = 8  # how many times the rounding errors of a run in 32 bits may be exceeded


def fits(shape, wanted):
    """Return True if two shapes are the same but for axes of length 1."""
    return [n for n in shape if n > 1] == [n for n in wanted if n > 1]


@dataclass(frozen=True)
class Rounding:
    """To how many digits numbers were rounded. kind: "decimals", "digits" (significant) or "cut off"."""

    kind: str
    digits: int

    def units(self, values):
        """Return the unit of the last digit of each value."""
        if self.kind != "digits":
            return np.full(values.shape, 10.0**-self.digits)
        sizes = np.floor(np.log10(np.where(values == 0, 1, np.abs(values))))
        return 10.0 ** (sizes - self.digits + 1)

    def near(self, answer, given, tolerance):
        """Return where a given number, rounded like this, may be the answer."""
        unit = self.units(answer)
        if self.kind == "cut off":
            lost = np.where(given == 0, np.abs(answer), (given - answer) * np.sign(given))
            return (lost >= -tolerance) & (lost < np.where(given == 0, tolerance, unit))
        return np.abs(answer - given) <= unit / 2 * (1 + 1e-9) + tolerance


class Answer:
    """The numbers of an answer, compared with what an attempt gives.

    - numbers: as handed in; right: the right Attempt, which tells how precise 32 bits are here
    - asked_in_32_bits: the right weights have 32 bits, so any part of a right program may have been
      calculated so
    """

    def __init__(self, numbers, right, asked_in_32_bits=False):
        self.numbers, self.right = np.asarray(numbers, dtype=float), right
        self.handed_in_32_bits = np.asarray(numbers).dtype == np.float32
        self.asked_in_32_bits = asked_in_32_bits

    @cached_property
    def decimals(self):
        """The number of decimals to which the numbers are rounded; None if they are not."""
        if self.handed_in_32_bits:
            return None
        y = self.numbers
        near = ((np.abs(np.round(y, k) - y) <= 4 * DOUBLE * np.abs(y)).all() for k in range(MAX_DECIMALS))
        return next((k for k, rounded in enumerate(near) if rounded), None)

    @cached_property
    def roundings(self):
        """The ways in which these numbers may have been rounded."""
        if self.decimals is not None:
            return [Rounding("decimals", self.decimals), Rounding("cut off", self.decimals)]
        y = self.numbers[self.numbers != 0]
        for k in range(1, MAX_DIGITS):
            unit = Rounding("digits", k).units(y)
            if (
                not self.handed_in_32_bits
                and (np.abs(np.round(y / unit) * unit - y) < 1e-12 * np.abs(y)).all()
            ):
                return [Rounding("digits", k)]
        return []

    @cached_property
    def narrow(self):
        """True if every number is one of 32 bits, also in a list, and not only because it is short."""
        y = self.numbers
        if self.handed_in_32_bits or self.asked_in_32_bits:
            return True
        with np.errstate(over="ignore"):
            return (y.astype(np.float32) == y).all() and self.decimals is None

    @cached_property
    def noise(self):
        """By how much the right numbers change if they are calculated in 32 bits, of the largest one."""
        narrow = {
            name: getattr(self.right, name).astype(np.float32) for name in ("weight_ih", "weight_hh", "x")
        }
        biases = tuple(bias.astype(np.float32) for bias in self.right.biases)
        run = self.right.with_(**narrow, biases=biases, start=_zeros_of_32_bits).numbers
        right = self.right.numbers
        return 0.0 if run is None or not right.any() else np.abs(run - right).max() / np.abs(right).max()

    def tolerance(self, given, loose=1):
        """Return how far from each given number an answer may be and still be equal. loose: a factor."""
        eps = SINGLE if self.narrow else DOUBLE
        relative = 16 * SINGLE if self.narrow else 1e-12
        size = np.abs(given).max(initial=0)
        floor = ROUNDINGS * self.noise * eps / SINGLE + (4 * SINGLE if self.narrow else 1e-13)
        return loose * (relative * np.abs(given) + floor * size)

    def equals(self, given, loose=1, rounding=None):
        """Return True if every number of the answer is the given one; rounding: after rounding it."""
        if given is None or given.size != self.numbers.size or not fits(self.numbers.shape, given.shape):
            return False
        given = given.reshape(self.numbers.shape)
        tolerance = self.tolerance(given, loose)
        if rounding:
            return bool(rounding.near(self.numbers, given, tolerance).all())
        return bool((np.abs(self.numbers - given) <= tolerance).all())

    def first(self, steps):
        """Return the answer of the first steps alone, compared as strictly as the whole one."""
        part = Answer(self.numbers[:steps], self.right)
        for name in ("handed_in_32_bits", "asked_in_32_bits", "decimals", "roundings", "narrow", "noise"):
            setattr(part, name, getattr(self, name))
        return part

    def digits(self, right):
        """Return for each number that is not the right one how many digits a match of it explains.

        What counts is by how many tolerances it is off. A short number, such as 7 or 0.5, has few digits;
        none has more than 12. A 0 where there should be a number tells little: many mistakes give it.
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
