"""diagnose: which known mistake gives exactly these numbers?

Every mistake of the catalogue is made on purpose, and what it gives is compared with the answer, unrounded.
Nothing is guessed: a mistake is named only if its numbers are the answer's, and only where the numbers
tell enough. What is simpler comes first: one mistake, one wrong number, two mistakes, a parameter left
random.
"""

import numpy as np

from lstm_teach.exercises.diagnosis.catalogue import CATALOGUE, attempts
from lstm_teach.exercises.diagnosis.evidence import Answer, fits
from lstm_teach.exercises.diagnosis.explanation import (
    LONGEST,
    MAX_SHOWN,
    Diagnosis,
    joined,
    tell_blind,
    tell_found,
    tell_unknown,
)
from lstm_teach.exercises.diagnosis.lanes import run_parameter
from lstm_teach.exercises.diagnosis.one_number import left_out
from lstm_teach.exercises.diagnosis.parameters import explain_parameters, wrong_place
from lstm_teach.exercises.diagnosis.patterns import patterns
from lstm_teach.exercises.diagnosis.reading import read_answer, read_right
from lstm_teach.exercises.diagnosis.search import Search
from lstm_teach.exercises.judging import NotYet
from lstm_teach.exercises.wording import in_short, reason_of

__all__ = ["diagnose", "why_module"]

NOT_FINITE = "There is NaN or infinity among these numbers: where does it first appear?"
NOTHING = 1e-12  # of the largest right number: what is smaller tells nothing
ALL_ZERO = (
    "All your numbers are 0, and they should not be: was the list ever filled, is h stored as a whole "
    "number, is a gate always closed, is something multiplied that should be added?"
)
EACH_STEP = "A number for each unit at each step is wanted: is a step missing, or shown twice?"


def diagnose(answer=None, *, cell=None, x=None, of="h"):
    """Return a Diagnosis: right, or the mistakes that give exactly these numbers, or no known one.

    - answer: a sequence of outputs or memories, (T, H) or (T, N, H), for H = 1 also (T,) or (T, N), or a
      Trace or LSTMCell that gives it; or weights: an array like weight_ih or weight_hh, a state_dict, an
      nn.LSTMCell or nn.LSTM of one layer, or without x an LSTMCell
    - cell: the right LSTMCell, or the right nn.LSTMCell or nn.LSTM (then its two biases are known)
    - x: the inputs (T, D) or (T, N, D), for a sequence; of: "h" or "c", what the sequence should be

    What cannot be read or does not fit is told in the Diagnosis; only a wrong cell, x or of raises
    ValueError or TypeError.
    """
    try:
        right, labels, asked_in_32_bits = read_right(cell, x, of)
    except (Exception, SystemExit) as error:
        if type(error) in (TypeError, ValueError) and "\n" not in str(error) and len(str(error)) <= LONGEST:
            raise
        name, reason = reason_of(error)  # a thing that fails when it is read
        raise TypeError(f"cell, x or of cannot be read ({name}: {reason}): give others") from None
    try:
        mine = read_answer(answer, right)
    except NotYet as problem:
        return Diagnosis(False, (), f"This cannot be diagnosed: {problem.said}\n{problem.hint}".rstrip())
    except (Exception, SystemExit) as error:  # a thing that fails when it is read
        return Diagnosis(False, (), f"This cannot be diagnosed ({': '.join(reason_of(error))}).")
    if not all(np.isfinite(value).all() for value in mine.values()):
        return Diagnosis(False, (), NOT_FINITE)
    with np.errstate(all="ignore"):  # what is tried may outgrow floats, and is then not found
        if "numbers" not in mine:
            return _of_parameters(mine, right)
        return _of_numbers(mine, right, labels, asked_in_32_bits)


def why_module(module, cell):
    """Return a hint for a module whose weights are not those of a cell: the mistake, or no text."""
    found = diagnose(module, cell=cell).found
    if not found:
        return ""
    return f"This is what you get with: {joined(found[0])}. Fix: {found[0][0].fix}"


def _of_parameters(mine, right):
    place = wrong_place(mine, right)
    if place is None:
        names = ", ".join(name for name in mine if name not in ("bias_ih", "bias_hh"))
        return Diagnosis(True, (), f"Right: {names} as it should be.")
    line = f"{_wrong(mine, right, place)}."
    found = tuple(explain_parameters(mine, right))
    if not found:
        return Diagnosis(False, (), tell_unknown(f"{len(CATALOGUE)} mistakes", [line]))
    return Diagnosis(False, found, tell_found(found, line))


def _of_numbers(mine, right, labels, asked_in_32_bits):
    answer = Answer(mine["numbers"], right, asked_in_32_bits)
    singles = attempts(right)
    if answer.equals(right.numbers):
        return _right(answer, mine, right, singles)
    if not fits(answer.numbers.shape, right.numbers.shape):
        return _of_shape(answer, right, singles)
    answer = Answer(mine["numbers"].reshape(right.numbers.shape), right, asked_in_32_bits)
    if np.abs(answer.numbers).max() <= NOTHING * np.abs(right.numbers).max():
        return Diagnosis(False, (), _all_zero(singles))
    search = Search(answer, right, labels, singles)
    found, extra = search.found()
    if not found:
        return Diagnosis(
            False, (), tell_unknown(search.tried, [search.place(None), search.first_wrong(), *extra])
        )
    evidence = search.place(found[0][1])
    found = tuple(mistakes for mistakes, _ in found)
    return Diagnosis(False, found, tell_found(found, evidence, extra))


def _all_zero(singles):
    """A 0 tells nothing: no name, but what is known to give only zeros here."""
    known = [mistake.name for (mistake,), attempt in singles if not mistake.alone
             and attempt.numbers is not None and np.abs(attempt.numbers).max() <= NOTHING]  # fmt: skip
    others = (
        f"{'; '.join(known[:MAX_SHOWN])}{f' and {len(known) - MAX_SHOWN} more' * (len(known) > MAX_SHOWN)}"
    )
    return f"{ALL_ZERO}\nOnly zeros also come with: {others}." if known else ALL_ZERO


def _right(answer, mine, right, singles):
    precision = "to all digits of a 32-bit number" if answer.narrow else "unrounded"
    text = f"Right: all {answer.numbers.size} numbers agree, {precision}."
    if "weight_ih" in mine and (place := wrong_place(mine, right)):
        return Diagnosis(True, (), f"{text}\nBut only for these inputs: {_wrong(mine, right, place)}.")
    blind = [mistake.name for (mistake,), attempt in singles
             if not mistake.alone and answer.equals(attempt.numbers)]  # fmt: skip
    never = _never_matters(answer, right)
    return Diagnosis(True, (), text + tell_blind(blind, never, not right.weight_hh.any()))


def _wrong(mine, right, place):
    name, index = place
    yours, wanted = mine[name][index], right.parameters()[name][index]
    return f"{name}{list(index)} is {yours:.10g} and should be {wanted:.10g}"


def _never_matters(answer, right):
    """Return True if weight_hh may hold anything: the outputs never reach the answer again."""
    drawn = np.random.default_rng(0).uniform(-1, 1, (4, *right.weight_hh.shape)) / np.sqrt(right.H)
    return all(answer.equals(y) for y in run_parameter(right, "weight_hh", drawn))


def _of_shape(answer, right, singles):
    found = [mistakes for mistakes, attempt in singles if attempt.numbers is not None
             and attempt.numbers.any() and answer.equals(attempt.numbers)]  # fmt: skip
    found = tuple(found or [(mistake,) for mistake in patterns(answer, right) or left_out(answer, right)])
    shape, wanted = answer.numbers.shape, right.numbers.shape
    line = f"The shape is {in_short(shape, 60)}, wanted is {wanted}."
    if found:
        return Diagnosis(False, found, tell_found(found, line))
    return Diagnosis(False, (), f"{line} {EACH_STEP}")
