"""One number mistyped: which single input, weight or bias would give just these numbers?

Every place is tried with many values at once, and the best ones are made exact by Gauss-Newton steps.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.exercises.diagnosis.attempt import run_inputs, run_weights
from lstm_teach.exercises.diagnosis.evidence import compared, wrong_weights
from lstm_teach.exercises.diagnosis.mistake import Candidate, Joined, Mistake, Phrase, no_effect
from lstm_teach.exercises.diagnosis.reading import Case
from lstm_teach.words import later

__all__ = ["one_number", "one_weight", "step_too_many"]

SIZES = np.concatenate([10.0 ** np.arange(-3, 1), 10 ** np.linspace(0.1, 2.5, 12)])
WHOLE = np.arange(-10, 11.0)
SLIPS = np.array([-1, 10, 0.1, 100, 0.01])  # a lost sign, a point in another place
REFINED, ROUNDS = 40, 30  # how many places are made exact, and with how many steps at the most
MAX_TRIED, MAX_PLACES = 3000, 5
MISTYPED = (later("One number typed or copied wrong is the most common of all mistakes."),
            later("Compare this number with the one in the exercise."))  # fmt: skip
MISPLACED = (later("Numbers or lines changed places or were lost while they were typed."),
             later("Compare the inputs with those of the exercise."))  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a number stands: for an input its index in x, for a weight its row and column."""

    index: tuple
    is_input: bool
    value: float

    def name(self, case: Case) -> Phrase:
        """Return the place in words."""
        right, labels = case.right, case.labels
        if self.is_input:
            t, *n, d = self.index
            if n:
                return Phrase("{} at step {} of sequence {}", (labels[d], t + 1, n[0] + 1))
            return Phrase("{} at step {}", (labels[d], t + 1))
        (row, column), H, D = self.index, right.H, right.weight_ih.shape[1]
        gate = GATE_ORDER[row // H] + (f"[{row % H}]" if H > 1 else "")
        if column < D:
            return Phrase("the weight of {} in the row of {}", (labels[column], gate))
        if column < D + H:
            h = f"h[{column - D}]" if H > 1 else "h"
            return Phrase("the recurrent weight of {} in the row of {}", (h, gate))
        return Phrase("the bias of {}", (gate,))


def one_number(case: Case, short: bool = False) -> list[Candidate]:
    """Neighbours are exchanged or a step is doubled; or one input, or one weight (or bias), differs.

    short: only values with at most three decimals, as a person types them. Where more than MAX_PLACES
    places would do, the numbers say too little, and none is named.
    """
    found = [*_inputs_misplaced(case), *_weights_exchanged(case)]
    names = later("one input differs: {}"), later("one weight differs: {}")
    for text, places in zip(names, (_inputs(case), _weights(case.right)), strict=True):
        fitting = _fitting(case, places[:MAX_TRIED]) if places else []
        if short:
            fitting = [(place, value) for place, value in fitting if value == np.round(value, 3)]
        if 0 < len(fitting) <= MAX_PLACES:
            shown = tuple(
                Phrase("{} is {:.10g} in place of {:.10g}", (place.name(case), value, place.value))
                for place, value in fitting
            )
            found.append(_candidate(text, MISTYPED, Joined("{}, or {}", shown)))
    return found


def one_weight(case: Case) -> list[Candidate]:
    """One weight that was handed in differs from the right one."""
    mine, wrong = case.mine, wrong_weights(case.mine, case.right)
    if len(wrong) != 1 or sum(mine[name].size for name in compared(mine)) < 4:
        return []
    (name, index), *_ = wrong
    values = mine[name][index], case.right.parameters()[name][index]
    text, where = later("one weight differs: {} is {:.10g} in place of {:.10g}"), f"{name}{list(index)}"
    if name == "bias":
        text = later("one weight differs: bias_ih + bias_hh at {} is {:.10g} in place of {:.10g}")
        where = str(list(index))
    return [_candidate(text, MISTYPED, where, *values)]


def _candidate(name, why_and_fix, *values):
    why, fix = why_and_fix
    return Candidate((Mistake(name, "one number", no_effect, why, fix, values=values),))


def _weights_exchanged(case):
    right = case.right
    weights = {place.index: place for place in _weights(right)}
    D, H = right.x.shape[-1], right.H  # the columns end at D, where those of weight_hh begin, and at D + H
    neighbours = [((r, c), (r + 1, c)) for r, c in weights]
    neighbours += [((r, c), (r, c + 1)) for r, c in weights if c + 1 not in (D, D + H)]
    pairs = [(weights[a], weights[b]) for a, b in neighbours if b in weights]
    first, second = (np.array([place.index for place in side]).T for side in zip(*pairs, strict=True))
    added = np.array([b.value - a.value for a, b in pairs])
    given = run_weights(right, [(*first, added), (*second, -added)])
    names = [(later("two weights exchanged: {} and {}"), a.name(case), b.name(case)) for a, b in pairs]
    return _moved(case, names, given)


def _inputs_misplaced(case):
    x, labels = case.right.x, case.labels
    T, D = x.shape[0], x.shape[-1]
    moves: dict[tuple, list[tuple[Any, Any]]] = {}  # by text and values: pairs (to, from)
    for t in range(T):
        here, after = (t, ...), (t + 1, ...)
        for d in range(D - 1):
            a, b = (t, ..., d), (t, ..., d + 1)
            text = later("two inputs exchanged: {} and {} of step {}")
            moves[text, labels[d], labels[d + 1], t + 1] = [(a, b), (b, a)]
        if t == T - 1:
            break
        moves[later("two steps exchanged: steps {} and {}"), t + 1, t + 2] = [(here, after), (after, here)]
        text = later("the inputs of step {} typed for step {}, too")
        moves |= {(text, t + 1, t + 2): [(after, here)], (text, t + 2, t + 1): [(here, after)]}
        for d in range(D if D > 1 else 0):
            a, b = (t, ..., d), (t + 1, ..., d)
            text = later("two inputs exchanged: {} of steps {} and {}")
            moves[text, labels[d], t + 1, t + 2] = [(a, b), (b, a)]
    if not 0 < len(moves) <= MAX_TRIED:
        return []
    xs = np.repeat(x[None], len(moves), axis=0)
    for other, pairs in zip(xs, moves.values(), strict=True):
        for to, source in pairs:
            other[to] = x[source]
    return _moved(case, moves, run_inputs(case.right, xs))


def step_too_many(case: Case) -> list[Candidate]:
    """One step was left out, or one was read twice: the answer is one step shorter or longer."""
    x, steps, changes = np.asarray(case.right.x), case.answer.numbers.shape[:1], {}
    T = len(x)
    for t in range(T):
        if steps == (T - 1,):
            changes[later("step {} left out"), t + 1] = np.delete(x, t, axis=0)
        elif steps == (T + 1,):
            changes[later("step {} read twice"), t + 1] = np.insert(x, t, x[t], axis=0)
    if not 0 < len(changes) <= MAX_TRIED or T == 1:
        return []
    return _moved(case, changes, run_inputs(case.right, list(changes.values())))


def _moved(case, names, given):
    return [
        _candidate(name, MISPLACED, *values)
        for (name, *values), numbers in zip(names, given, strict=True)
        if case.answer.equals(numbers)
    ]


def _inputs(case):
    """The places of inputs that may be wrong: not after the first wrong output, and in its sequence."""
    x = case.right.x
    off = np.abs(case.answer.numbers - case.wanted) > case.answer.tolerance(case.wanted)
    first = off.reshape(len(off), -1).any(axis=1).argmax()
    wrong = off.any(axis=(0, -1))  # by sequence, if there are some
    if x.ndim == 3 and wrong.sum() != 1:
        return []
    places = [k for k in np.ndindex(*x.shape) if k[0] <= first and (x.ndim == 2 or wrong[k[1]])]
    return [Place(index, True, x[index]) for index in reversed(places)]


def _weights(right):
    matrix = np.column_stack([right.weight_ih, right.weight_hh, right.bias])
    return [Place(index, False, float(matrix[index])) for index in np.ndindex(*matrix.shape)]


def _run(right, places, values):
    """What the program gives if place k has the value k."""
    if places[0].is_input:
        xs = np.repeat(right.x[None], len(places), axis=0)
        for other, place, value in zip(xs, places, values, strict=True):
            other[place.index] = value
        return run_inputs(right, xs)
    rows, columns = np.array([place.index for place in places]).T
    return run_weights(right, [(rows, columns, values - np.array([place.value for place in places]))])


def _fitting(case, places):
    """Pairs (place, value) that give the numbers of the answer."""
    answer, right = case.answer, case.right
    tried = [np.concatenate([p.value + SIZES, p.value - SIZES, WHOLE, p.value * SLIPS]) for p in places]
    starts = _best(answer, right, places, np.array(tried))
    places, values = [p for p, _ in starts], np.array([v for _, v in starts])
    values = _refined(answer, right, places, values)
    found: dict[Place, float] = {}
    for place, value, y in zip(places, values, _run(right, places, values), strict=True):
        if place not in found and answer.equals(y, factor=4):
            found[place] = _short(answer, right, place, value)
    return list(found.items())


def _errors(answer, given):
    """The sum of squared differences of each variant; where a number is not finite, infinite."""
    off = (given - answer.numbers).reshape(len(given), -1)
    return np.nan_to_num((off**2).sum(axis=1), nan=np.inf)


def _best(answer, right, places, tried):
    """The two best values of each place, of the places that come nearest: pairs (place, value)."""
    variants = [place for place, values in zip(places, tried, strict=True) for _ in values]
    size = max(1, 400_000 // (answer.numbers.size // len(right.x)) // 16)
    errors = np.concatenate([
        _errors(answer, _run(right, variants[k : k + size], tried.ravel()[k : k + size]))
        for k in range(0, len(variants), size)
    ]).reshape(tried.shape)  # fmt: skip
    order = np.argsort(errors, axis=1, kind="stable")[:, :2]
    best = np.take_along_axis(errors, order, axis=1)
    nearest = np.argsort(best[:, 0], kind="stable")[:REFINED]
    return [(places[k], tried[k, column]) for k in nearest for column in order[k]]


def _refined(answer, right, places, values):
    """Gauss-Newton in one unknown for each variant; a step that makes it worse is halved."""
    errors = _errors(answer, _run(right, places, values))
    for _ in range(ROUNDS):
        step = 1e-6 * np.maximum(1, np.abs(values))
        up, down = _run(right, places, values + step), _run(right, places, values - step)
        slope = ((up - down) / (2 * step).reshape(-1, *[1] * (up.ndim - 1))).reshape(len(values), -1)
        off = ((up + down) / 2 - answer.numbers).reshape(len(values), -1)
        move = -(slope * off).sum(axis=1) / (slope**2).sum(axis=1)
        move = np.clip(np.nan_to_num(move), -50, 50)
        for factor in (1, 0.25, 0.03):
            tried = values + factor * move
            new = _errors(answer, _run(right, places, tried))
            better = new < errors
            values, errors = np.where(better, tried, values), np.where(better, new, errors)
            if better.all() or not move.any():
                break
        if not errors.any() or np.abs(move).max() < 1e-15:
            break
    return values


def _short(answer, right, place, value):
    """The plainest value that gives the numbers of the answer: a slip of the right one, or few decimals."""
    for plain in (*(place.value * SLIPS), *(np.round(value, decimals) for decimals in range(12))):
        if answer.equals(_run(right, [place], np.array([plain]))[0], factor=4):
            return plain + 0.0
    return value
