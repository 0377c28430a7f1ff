"""diagnose: which known mistake gives exactly these numbers? Read from top to bottom, it is the whole way.

Every mistake of the catalogue is made on purpose, and what it gives is compared with the answer, unrounded.
Nothing is guessed: a mistake is named only if its numbers are the answer's, and only where the numbers
say enough. What is simpler comes first: the stages below are tried in their order, until one finds something.
"""

from typing import Any

import numpy as np

from lstm_teach.exercises.diagnosis.catalogue import pairs
from lstm_teach.exercises.diagnosis.evidence import Rounding, gives_weights
from lstm_teach.exercises.diagnosis.explanation import (
    Diagnosis,
    explain,
    explain_right,
    explain_unreadable,
    with_fix,
)
from lstm_teach.exercises.diagnosis.left_random import random_in_outputs, random_in_weights
from lstm_teach.exercises.diagnosis.mistake import Candidate, Joined, Mistake, Phrase, no_effect
from lstm_teach.exercises.diagnosis.mistakes_of_rows import ROW_ORDERS
from lstm_teach.exercises.diagnosis.one_number import one_number, one_weight, step_too_many
from lstm_teach.exercises.diagnosis.patterns import patterns
from lstm_teach.exercises.diagnosis.reading import Case, read_answer, read_right
from lstm_teach.exercises.judging import NotYet
from lstm_teach.exercises.wording import reason_of
from lstm_teach.words import later

__all__ = ["diagnose", "why_module"]

# A match by chance must be unlikely: so many digits of the answer, in all (Case.digits), must be wrong
# without the mistake and right with it. FOR_ROUNDED: one mistake in rounded numbers. FOR_TWO: two mistakes,
# as there are many pairs. FOR_A_NUMBER: one wrong number. FOR_CERTAIN: one mistake, and no other reason.
FOR_ROUNDED, FOR_TWO, FOR_A_NUMBER, FOR_CERTAIN = 4, 20, 4, 8

ROUNDED = {
    "decimals": later("rounded to {} decimals"),
    "digits": later("rounded to {} digits"),
    "cut off": later("cut off after {} decimals"),
}


def diagnose(answer: Any = None, *, cell: Any = None, x: Any = None, of: str = "h") -> Diagnosis:
    """Return a Diagnosis: right, or the mistakes that give exactly these numbers, or no known one.

    - answer: a sequence of outputs or memories, (T, H) or (T, N, H), for H = 1 also (T,) or (T, N), or a
      Trace or LSTMCell that gives it; or weights: an array like weight_ih or weight_hh, a state_dict, an
      nn.LSTMCell or nn.LSTM of one layer, or without x an LSTMCell
    - cell: the right LSTMCell, or the right nn.LSTMCell or nn.LSTM (then its two biases are known)
    - x: the inputs (T, D) or (T, N, D), for a sequence; of: "h" or "c", what the sequence should be

    What cannot be read or does not fit is said in the Diagnosis; only a wrong cell, x or of raises
    ValueError or TypeError.
    """
    right, labels, asked_in_32_bits = read_right(cell, x, of)
    try:
        mine = read_answer(answer, right)
    except NotYet as problem:
        return explain_unreadable(problem.said, problem.hint)
    except (Exception, SystemExit) as error:  # a thing that fails when it is read
        return explain_unreadable(": ".join(reason_of(error)))
    case = Case(mine, right, labels, asked_in_32_bits)
    with np.errstate(all="ignore"):  # what is tried may outgrow floats, and is then not found
        if case.is_right:
            return explain_right(case)
        for stage in STAGES[case.kind]:
            if candidates := stage(case):
                return explain(case, candidates)
        return explain(case, [])


def why_module(module: Any, cell: Any) -> str:
    """Return a hint for a module whose weights are not those of a cell: the mistake, or no text."""
    found = diagnose(module, cell=cell).found
    return with_fix(found[0]) if found else ""


# The stages: each a function of the case that returns candidates, the common mistakes first, or none.


def one_mistake_in_weights(case: Case) -> list[Candidate]:
    """One mistake of the catalogue gives just these weights."""
    return [single for single in case.singles if single.attempt and gives_weights(single.attempt, case.mine)]


def two_mistakes_in_weights(case: Case) -> list[Candidate]:
    """Two mistakes of the catalogue give just these weights."""
    return [pair for pair in pairs(case.singles) if pair.attempt and gives_weights(pair.attempt, case.mine)]


def one_mistake_of_this_shape(case: Case) -> list[Candidate]:
    """One mistake gives these numbers, in another shape than the right one."""
    return [s for s in case.singles if np.any(s.numbers) and case.answer.equals(s.numbers)]


def rounded(case: Case) -> list[Candidate]:
    """The right numbers, rounded or cut off; first, mistakes that give just these numbers unrounded."""
    for rounding in case.answer.roundings:
        if case.answer.equals(case.wanted, rounding=rounding):
            same = [single.mistakes[0] for single in case.singles if single.mistakes[0] in ROW_ORDERS
                    and case.answer.is_given_by(single, rounding=case.answer.roundings[0])]  # fmt: skip
            orders = [str(mistake.values[0]) for mistake in same]
            fact = Phrase("Rounded like this, no wrong row order gives these numbers.")
            if orders:
                fact = Phrase(
                    "Rounded like this, wrong row orders give the same numbers, too: {}. Give all digits.",
                    ("; ".join(orders),),
                )
            mistake, attempt = _rounding_mistake(rounding), case.right.then(rounding.of)
            return [*_given_by_one(case), Candidate((mistake,), attempt, (fact,))]
    return []


def one_mistake(case: Case) -> list[Candidate]:
    """One mistake of the catalogue; if the numbers say little, also one wrong number instead."""
    found = _given_by_one(case)
    if found and not (case.digits.sum() >= FOR_CERTAIN and case.right.H > 1):
        return [*found, *one_number(case)]
    return found


def one_mistake_and_rounded(case: Case) -> list[Candidate]:
    """One mistake, and rounded; that they were cut off (the second of the roundings) is not tried."""
    if case.digits.sum() < FOR_ROUNDED:
        return []
    return [
        Candidate((*single.mistakes, _rounding_mistake(rounding)), single.attempt.then(rounding.of))
        for rounding in case.answer.roundings[:1]
        for single in case.singles
        if single.attempt and case.answer.is_given_by(single, rounding=rounding)
    ]


def one_wrong_number(case: Case) -> list[Candidate]:
    """One number typed wrong; where the answer says too little to name it, only as something to check."""
    if case.digits.sum() - case.digits.max(initial=0) >= FOR_A_NUMBER:
        return one_number(case)
    mistakes = [mistake for found in one_number(case, short=True) for mistake in found.mistakes]
    text, either = later("A single number may explain it: {}."), later("{}; or {}")
    return [Candidate((), None, (Phrase(text, (Joined(either, tuple(mistakes)),)),))] if mistakes else []


def two_mistakes(case: Case) -> list[Candidate]:
    """Two mistakes of the catalogue, of different families."""
    found = []
    for pair in pairs(case.singles) if _enough_for_two(case) else ():
        case.pairs_tried += 1
        if case.answer.is_given_by(pair):
            found.append(pair)
    return found


def one_mistake_roughly(case: Case) -> list[Candidate]:
    """One mistake within 1000 times the usual tolerance; the answer is not that near to the right numbers."""
    if not _enough_for_two(case) or case.answer.in_32_bits or case.answer.equals(case.wanted, factor=1000):
        return []
    return _given_by_one(case, factor=1000)


STAGES = {
    "numbers": (
        rounded,
        one_mistake,
        one_mistake_and_rounded,
        patterns,
        one_wrong_number,
        two_mistakes,
        one_mistake_roughly,
        random_in_outputs,
    ),
    "weights": (one_mistake_in_weights, one_weight, random_in_weights, two_mistakes_in_weights),
    "another shape": (one_mistake_of_this_shape, patterns, step_too_many),
    "zeros": (),
    "not finite": (),
}


def _given_by_one(case, factor=1):
    found = [single for single in case.singles if case.answer.is_given_by(single, factor)]
    return sorted(found, key=lambda single: single.mistakes[0].alone)  # the common ones first


def _enough_for_two(case):
    return case.digits.sum() >= FOR_TWO and case.answer.decimals is None


def _rounding_mistake(rounding: Rounding) -> Mistake:
    return Mistake(
        ROUNDED[rounding.kind], "rounding", no_effect,
        "Rounded numbers hide mistakes: in the lecture's example five wrong orders round to the right "
              "ones.",
        "Compare and hand in all digits: y.tolist(), np.testing.assert_allclose, "
              "torch.testing.assert_close.",
        values=(rounding.digits,),
    )  # fmt: skip
