"""What a diagnosis says: data while it is made, and text at the end, in the language that is chosen then."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lstm_teach.exercises.diagnosis.attempt import run_parameter
from lstm_teach.exercises.diagnosis.catalogue import CATALOGUE
from lstm_teach.exercises.diagnosis.evidence import wrong_weights
from lstm_teach.exercises.diagnosis.mistake import Candidate, Joined, Mistake, Phrase
from lstm_teach.exercises.diagnosis.reading import LONGEST, NOTHING, Case
from lstm_teach.exercises.wording import in_short
from lstm_teach.words import later, say

__all__ = ["Diagnosis", "explain", "explain_right", "explain_unreadable", "hint_of", "with_fix"]

MAX_SHOWN, MAX_BLIND = 3, 2

SEVERAL, TOGETHER = later("{}; {}"), later("{}, and also: {}")
WRONG = later("{} is {:.10g} and should be {:.10g}.")
ALL_ZERO = later(
    "All your numbers are 0, and they should not be: was the list ever filled, is h stored as a whole "
    "number, is a gate always closed, is something multiplied that should be added?"
)


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What diagnose found; print it.

    - right: the numbers are right
    - found: tuples of mistakes, each of which explains all numbers
    - where: where the answer is wrong; facts: what else is to be said, a line each
    """

    right: bool
    found: tuple[tuple[Mistake, ...], ...] = ()
    where: Phrase | None = None
    facts: tuple[Phrase | str, ...] = ()

    def __repr__(self) -> str:
        return self.text

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names of the mistakes, a tuple for each explanation."""
        return tuple(tuple(str(mistake) for mistake in mistakes) for mistakes in self.found)

    @property
    def text(self) -> str:
        """All that is said, in lines."""
        lines, found = [], self.found
        if len(found) == 1:
            lines.append(say("Found:"))
        elif found:
            text = later("{} explanations give exactly these numbers; the numbers cannot tell them apart:")
            lines.append(say(text, len(found)))
        for k, mistakes in enumerate(found[:MAX_SHOWN]):
            lines.append(f"- {Joined(TOGETHER, mistakes)}")
            lines += [f"  {self.where}"] if self.where and k == 0 else []
            for why, fix in dict.fromkeys((say(m.why, *m.values), say(m.fix, *m.values)) for m in mistakes):
                lines += [f"  {say('Why: {}', why)}", f"  {say('Fix: {}', fix)}"]
        if len(found) > MAX_SHOWN:
            lines.append(say("Also: {}", _listed(found[MAX_SHOWN:])))
        lines += map(str, self.facts)
        return "\n".join(line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…" for line in lines)


def _listed(found):
    """Explanations as one phrase."""
    return Joined(SEVERAL, tuple(Joined(TOGETHER, mistakes) for mistakes in found))


def hint_of(diagnosis: Diagnosis) -> str:
    """Return the hint that a Diagnosis gives: what the numbers are, and what to do; or no text."""
    if diagnosis.right or not diagnosis.found:
        return ""
    if len(diagnosis.found) == 1:
        return with_fix(diagnosis.found[0])
    return say("Each of these mistakes gives just your numbers: {}.", _listed(diagnosis.found[:MAX_SHOWN]))


def with_fix(mistakes: Sequence[Mistake]) -> str:
    """Return the hint that names mistakes which go together, and the fix of the first."""
    fix = say(mistakes[0].fix, *mistakes[0].values)
    return say("This is what you get with: {}. Fix: {}", Joined(TOGETHER, tuple(mistakes)), fix)


def explain_unreadable(reason: str, hint: str | None = None) -> Diagnosis:
    """Return the Diagnosis of an answer that cannot be read; hint: None where reading it failed itself."""
    if hint is None:
        return Diagnosis(False, facts=(Phrase("This cannot be diagnosed ({}).", (reason,)),))
    line = Phrase("This cannot be diagnosed: {}", (reason,))
    return Diagnosis(False, facts=(line, hint) if hint else (line,))


def explain(case: Case, candidates: list[Candidate]) -> Diagnosis:
    """Return the Diagnosis of a wrong answer; candidates: what may explain it, also none."""
    found = tuple(candidate.mistakes for candidate in candidates if candidate.mistakes)
    facts = tuple(fact for candidate in candidates for fact in candidate.facts)
    if found:
        return Diagnosis(False, found, _where(case, candidates[0]), facts)
    return Diagnosis(False, facts=(*_unexplained(case), *facts))


def _unexplained(case):
    """What is said of an answer that no known mistake gives, a line each."""
    if case.kind == "not finite":
        yield Phrase("There is NaN or infinity among these numbers: where does it first appear?")
    elif case.kind == "another shape":
        text = later(
            "The shape is {}, wanted is {}. A number for each unit at each step is wanted: is a step "
            "missing, or shown twice?"
        )
        yield Phrase(text, _where(case).values)
    elif case.kind == "zeros":
        yield Phrase(ALL_ZERO)
        yield from _also_zero(case)
    else:
        tried = len(CATALOGUE) if case.kind == "weights" else len(case.singles)
        if case.pairs_tried:
            text = later("No known mistake matches ({} mistakes and {} pairs were tried).")
        else:
            text = later("No known mistake matches ({} mistakes were tried).")
        yield Phrase(text, (tried, case.pairs_tried))
        yield _where(case)
        if case.kind == "numbers":
            yield from _first_wrong(case)


def _where(case, candidate=None):
    """Where an answer is wrong: for numbers, where it is most wrong, and what a candidate gives there."""
    if case.kind == "weights":
        return Phrase(WRONG, _wrong_weight(case))
    mine, right = case.answer.numbers, case.wanted
    if case.kind == "another shape":
        return Phrase("The shape is {}, wanted is {}.", (in_short(mine.shape, 60), right.shape))
    off = np.abs(mine - right)
    place = np.unravel_index(off.argmax(), off.shape)
    axes = [k for k, n in zip(place[1:], right.shape[1:], strict=True) if n > 1]
    steps = later("step {}"), later("step {}, index {}"), later("step {}, index {}, index {}")
    values = [mine[place], right[place]]
    if candidate and candidate.numbers is not None:
        values.append(candidate.numbers.reshape(right.shape)[place])
    digits = next((k for k in range(6, 16) if f"{values[0]:.{k}f}" != f"{values[1]:.{k}f}"), 17)
    form = ".17g" if digits == 17 or max(map(abs, values[:2])) >= 1e6 else f".{digits}f"
    line = later("{}: yours is {}, it should be {}")
    if len(values) > 2:
        line = later("{}: yours is {}, it should be {}, this mistake gives {}")
    where = Phrase(steps[len(axes)], (place[0] + 1, *axes))
    return Phrase(line, (where, *(format(value, form) for value in values)))


def _wrong_weight(case):
    """The name of the first wrong weight, its value and the right one; None if all are right."""
    for name, index in wrong_weights(case.mine, case.right):
        return f"{name}{list(index)}", case.mine[name][index], case.right.parameters()[name][index]
    return None


def _first_wrong(case):
    """Where to search, if the first steps are right, or if it is nearly right."""
    off = np.abs(case.answer.numbers - case.wanted)
    wrong = off > case.answer.tolerance(case.wanted)
    step = wrong.reshape(len(wrong), -1).any(axis=1).argmax() + 1
    if off.max() < 1e-6 * max(1, np.abs(case.wanted).max()):
        text = later(
            "All numbers are right to {:.1g}, which is more than rounding errors: a rounded constant, or a "
            "part calculated in 32 bits?"
        )
        yield Phrase(text, (off.max(),))
    elif wrong.sum() == 1:
        yield Phrase("All other numbers are right: was this one, or what only it depends on, typed wrong?")
    elif step == 2:
        yield Phrase("Step 1 is right: look at what step 2 is given: h, c, and weight_hh (was it ever set?).")
    elif step > 2:
        text = later("Steps 1 to {} are right: look at what is special about step {}.")
        yield Phrase(text, (step - 1, step))


def _also_zero(case):
    """What is known to give only zeros here, too: a 0 says nothing, so it is no explanation."""
    known = [m for single in case.singles for m in single.mistakes if not m.alone
             and single.numbers is not None and np.abs(single.numbers).max() <= NOTHING]  # fmt: skip
    texts = later("Only zeros also come with: {}."), later("Only zeros also come with: {} and {} more.")
    yield from _some(known, MAX_SHOWN, *texts)


def _some(mistakes, most, text, text_with_more):
    """Yield the line that names some mistakes, if there are any, and says how many more there are."""
    if mistakes:
        named, more = Joined(SEVERAL, tuple(mistakes[:most])), len(mistakes) - most
        yield Phrase(text_with_more, (named, more)) if more > 0 else Phrase(text, (named,))


def explain_right(case: Case) -> Diagnosis:
    """Return the Diagnosis of a right answer, with what its inputs cannot show."""
    if case.kind == "weights":
        names = ", ".join(name for name in case.mine if name not in ("bias_ih", "bias_hh"))
        return Diagnosis(True, facts=(Phrase("Right: {} as it should be.", (names,)),))
    text = later("Right: all {} numbers agree, unrounded.")
    if case.answer.in_32_bits:
        text = later("Right: all {} numbers agree, to all digits of a 32-bit number.")
    return Diagnosis(True, facts=(Phrase(text, (case.answer.numbers.size,)), *_not_shown(case)))


def _not_shown(case):
    """What would give the right numbers, too."""
    if "weight_ih" in case.mine and (values := _wrong_weight(case)):
        yield Phrase("But only for these inputs: {} is {:.10g} and should be {:.10g}.", values)
        return
    right, answer = case.right, case.answer
    drawn = np.random.default_rng(0).uniform(-1, 1, (4, *right.weight_hh.shape)) / np.sqrt(right.H)
    if all(answer.equals(numbers) for numbers in run_parameter(right, "weight_hh", drawn)):
        yield Phrase("With these inputs random numbers in weight_hh would not show: was it set?")
    elif not right.weight_hh.any():
        yield Phrase("weight_hh is 0: what your program does with the previous output is not tested here.")
    blind = [m for single in case.singles for m in single.mistakes if not m.alone
             and answer.is_given_by(single)]  # fmt: skip
    text = later("These inputs do not show: {}. Try other numbers, too.")
    text_with_more = later("These inputs do not show: {} and {} more. Try other numbers, too.")
    yield from _some(blind, MAX_BLIND, text, text_with_more)
