"""The search for what explains an answer of the right shape: in stages, the simplest first."""

import numpy as np

from lstm_teach.exercises.diagnosis.catalogue import pairs
from lstm_teach.exercises.diagnosis.explanation import place_of
from lstm_teach.exercises.diagnosis.left_random import found_value, looks_drawn
from lstm_teach.exercises.diagnosis.mistake import Mistake
from lstm_teach.exercises.diagnosis.mistakes_of_weights import order_of
from lstm_teach.exercises.diagnosis.one_number import misplaced, one_number
from lstm_teach.exercises.diagnosis.patterns import patterns

__all__ = ["Search"]

# How many digits of an answer a name must explain: more where more is tried, or where something is free.
FOR_ROUNDED, FOR_TWO, FOR_A_NUMBER, FOR_CERTAIN = 4, 20, 4, 8
FIRST_STEPS = 3


class Search:
    """The search for what explains an answer of the right shape: one stage after the other."""

    def __init__(self, answer, right, labels, singles):
        self.answer, self.right, self.labels, self.singles = answer, right, labels, singles
        self.digits = answer.digits(right.numbers)
        self.tried = f"{len(singles)} mistakes"

    def found(self):
        """Return pairs (mistakes, attempt or None), and lines to be said at the end."""
        explained = self.digits.sum()
        rounded = self._rounded()
        found = self._of_one()
        if rounded:
            return [*found, *rounded], self._same_when_rounded()
        if found and explained >= FOR_CERTAIN and self.right.H > 1:
            return found, ()
        if found:
            return [*found, *self._a_number()], ()
        if explained >= FOR_ROUNDED and (found := self._one_and_rounded()):
            return found, ()
        if found := [((mistake,), None) for mistake in patterns(self.answer, self.right)]:
            return found, ()
        if explained - self.digits.max(initial=0) >= FOR_A_NUMBER:
            if found := self._a_number():
                return found, ()
        elif hint := self._a_number(plain=True):
            return [], ["A single number may explain it: " + "; or ".join(str(m) for (m,), _ in hint) + "."]
        if explained >= FOR_TWO and self.answer.decimals is None:
            found = self._of_two() or self._of_one(loose=1000)
        return (found, ()) if found else self._random()

    def _of_one(self, loose=1):
        if loose > 1 and (self.answer.narrow or self.answer.equals(self.right.numbers, loose)):
            return []
        found = [(mistakes, attempt) for mistakes, attempt in self.singles
                 if self.answer.equals(attempt.numbers, loose)]  # fmt: skip
        return sorted(found, key=lambda pair: pair[0][0].alone)  # the common ones first

    def _rounded(self):
        """Right but for rounding."""
        for rounding in self.answer.roundings:
            if self.answer.equals(self.right.numbers, rounding=rounding):
                return [((_rounding_mistake(rounding),), _rounding_attempt(self.right, rounding))]
        return []

    def _one_and_rounded(self):
        """One mistake, and rounded; numbers that are cut off are not tried."""
        for rounding in self.answer.roundings[:1]:
            return [
                ((*mistakes, _rounding_mistake(rounding)), _rounding_attempt(attempt, rounding))
                for mistakes, attempt in self.singles
                if self.answer.equals(attempt.numbers, rounding=rounding)
            ]
        return []

    def _a_number(self, plain=False):
        arguments = self.answer, self.right, self.labels
        mistakes = [*misplaced(*arguments), *one_number(*arguments, plain)]
        return [((mistake,), None) for mistake in mistakes]

    def _of_two(self):
        first, found, count = self.answer.first(FIRST_STEPS), [], 0
        for mistakes, attempt in pairs(self.right):
            count += 1
            whole = any(mistake.whole for mistake in mistakes)
            if not whole and not first.equals(attempt.with_(x=attempt.x[:FIRST_STEPS]).numbers):
                continue
            if self.answer.equals(attempt.numbers):
                found.append((mistakes, attempt))
        self.tried += f" and {count} pairs"
        return found

    def _random(self):
        """A parameter left random, or the state of the start; a value that is not random is shown."""
        lines = []
        for name, label in [("weight_hh", "weight_hh left random"), ("bias_hh", "bias_hh left random"),
                            ("start", "another state at the start")]:  # fmt: skip
            value = found_value(name, self.right, self.answer)
            if value is None:
                continue
            given = np.array2string(value.round(4) + 0.0, precision=4, suppress_small=True, separator=", ")
            line = f"{'(h, c)' if name == 'start' else name} = {given} would give just your numbers."
            if name == "start" or looks_drawn(value, self.right.parameter(name), 1 / np.sqrt(self.right.H)):
                return [((_random_mistake(name, label),), None)], [line]
            lines.append(f"{line} Compare it with yours.")
        return [], lines

    def _same_when_rounded(self):
        orders = [order_of(m) for (m,), attempt in self.singles if order_of(m)
                  and self.answer.equals(attempt.numbers, rounding=self.answer.roundings[0])]  # fmt: skip
        if not orders:
            return ("Rounded like this, no wrong row order gives these numbers.",)
        return (f"Rounded like this, wrong row orders give the same numbers, too: {'; '.join(orders)}. "
                "Give all digits.",)  # fmt: skip

    def place(self, attempt):
        """Where the answer is most wrong: yours, right, and what the mistake gives."""
        shape = self.right.numbers.shape
        given = None if attempt is None else attempt.numbers.reshape(shape)
        return place_of(self.answer.numbers, self.right.numbers, given)

    def first_wrong(self):
        """Where to look, if the first steps are right, or if it is nearly right."""
        off = np.abs(self.answer.numbers - self.right.numbers)
        wrong = off > self.answer.tolerance(self.right.numbers)
        size = max(1, np.abs(self.right.numbers).max())
        if off.max() < 1e-6 * size:
            return (
                f"All numbers are right to {off.max():.1g}, which is more than rounding errors: a rounded "
                "constant, or a part calculated in 32 bits?"
            )
        if wrong.sum() == 1:
            return "All other numbers are right: was this one, or what only it depends on, typed wrong?"
        step = wrong.reshape(len(wrong), -1).any(axis=1).argmax() + 1
        if step == 1:
            return ""
        if step == 2:
            return "Step 1 is right: look at what step 2 is given: h, c, and weight_hh (was it ever set?)."
        return f"Steps 1 to {step - 1} are right: look at what is special about step {step}."


def _rounding_mistake(rounding):
    name = {"decimals": "rounded to {} decimals", "digits": "rounded to {} digits",
            "cut off": "cut off after {} decimals"}[rounding.kind]  # fmt: skip
    return Mistake(
        name.format(rounding.digits), "rounding", lambda attempt: None,
        "Rounded numbers hide mistakes: in the lecture's example five wrong orders round to the right ones.",
        "Compare and hand in all digits: y.tolist(), np.testing.assert_allclose, torch.testing.assert_close.",
    )  # fmt: skip


def _rounding_attempt(attempt, rounding):
    if rounding.kind == "cut off":
        unit = 10.0**-rounding.digits
        return attempt.then(lambda y: np.trunc(y / unit) * unit)
    return attempt.then(lambda y: np.round(y / rounding.units(y)) * rounding.units(y))


def _random_mistake(name, label):
    if name == "start":
        return Mistake(
            label, "start", lambda attempt: None,
            "The run began with other numbers than 0 in h or c: random ones, or those of another run.",
            "Start with h = c = zeros, or leave the state out.",
        )  # fmt: skip
    return Mistake(
        label, "left random", lambda attempt: None,
        "A new module of PyTorch starts with random numbers in all its parameters; it was never set.",
        f"Set it: with torch.no_grad(): module.{name}.copy_(…), or .zero_() where it should be 0.",
    )  # fmt: skip
