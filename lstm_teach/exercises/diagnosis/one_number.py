"""One number mistyped: which single input, weight or bias would give just these numbers?

Every place is tried with many values at once, and the best ones are made exact by Gauss-Newton steps.
"""

from dataclasses import dataclass

import numpy as np

from lstm_teach.core.signals import GATE_ORDER
from lstm_teach.exercises.diagnosis.lanes import run_inputs, run_weights
from lstm_teach.exercises.diagnosis.mistake import Mistake

__all__ = ["left_out", "misplaced", "one_number"]

SIZES = np.concatenate([10.0 ** np.arange(-3, 1), 10 ** np.linspace(0.1, 2.5, 12)])
WHOLE = np.arange(-10, 11.0)
SLIPS = np.array([-1, 10, 0.1, 100, 0.01])  # a lost sign, a point in another place
REFINED, ROUNDS = 40, 30  # how many places are made exact, and with how many steps at the most
MAX_TRIED, MAX_PLACES = 3000, 5


@dataclass(frozen=True)
class Place:
    """Where a number stands: for an input its index in x, for a weight its row and column."""

    index: tuple
    is_input: bool
    value: float

    def name(self, right, labels):
        """Return the place in words."""
        if self.is_input:
            t, *n, d = self.index
            return f"{labels[d]} at step {t + 1}" + (f" of sequence {n[0] + 1}" if n else "")
        (row, column), H, D = self.index, right.H, right.x.shape[-1]
        gate, unit = GATE_ORDER[row // H], f"[{row % H}]" * (H > 1)
        if column < D:
            return f"the weight of {labels[column]} in the row of {gate}{unit}"
        if column < D + H:
            return f"the recurrent weight of h{f'[{column - D}]' * (H > 1)} in the row of {gate}{unit}"
        return f"the bias of {gate}{unit}"


def one_number(answer, right, labels, plain=False):
    """Return the Mistakes, at most two: one input differs, one weight (or bias) differs.

    answer: an Answer in the shape of right.numbers; labels: the names of the inputs. plain: only values
    with at most three decimals, as a person types them. Where more than
    MAX_PLACES places would do, the numbers tell too little, and none is named.
    """
    found = []
    for kind, places in (("input", _inputs(answer, right)), ("weight", _weights(right))):
        fitting = _fitting(answer, right, places[:MAX_TRIED]) if places else []
        if plain:
            fitting = [(place, value) for place, value in fitting if value == np.round(value, 3)]
        if 0 < len(fitting) <= MAX_PLACES:
            shown = [
                f"{place.name(right, labels)} is {value:.10g} in place of {place.value:.10g}"
                for place, value in fitting
            ]
            found.append(Mistake(
                f"one {kind} differs: {', or '.join(shown)}",
                "one number",
                lambda attempt: None,
                "One number typed or copied wrong is the most common of all mistakes.",
                "Compare this number with the one in the exercise.",
            ))  # fmt: skip
    return found


def misplaced(answer, right, labels):
    """Return the Mistakes that neighbours are exchanged (inputs, steps, weights), or a step is doubled."""
    return [*_inputs_misplaced(answer, right, labels), *_weights_exchanged(answer, right, labels)]


def _weights_exchanged(answer, right, labels):
    weights = {place.index: place for place in _weights(right)}
    D, H = right.x.shape[-1], right.H  # the columns end at D, where those of weight_hh begin, and at D + H
    neighbours = [((r, c), (r + 1, c)) for r, c in weights]
    neighbours += [((r, c), (r, c + 1)) for r, c in weights if c + 1 not in (D, D + H)]
    pairs = [(weights[a], weights[b]) for a, b in neighbours if b in weights]
    first, second = (np.array([place.index for place in side]).T for side in zip(*pairs, strict=True))
    added = np.array([b.value - a.value for a, b in pairs])
    given = run_weights(right, [(*first, added), (*second, -added)])
    names = [f"two weights exchanged: {a.name(right, labels)} and {b.name(right, labels)}" for a, b in pairs]
    return _named(answer, names, given)


def _inputs_misplaced(answer, right, labels):
    x, moves = right.x, {}
    T, D = x.shape[0], x.shape[-1]
    for t in range(T):
        here, after = (t, ...), (t + 1, ...)
        for d in range(D - 1):
            a, b = (t, ..., d), (t, ..., d + 1)
            moves[f"two inputs exchanged: {labels[d]} and {labels[d + 1]} of step {t + 1}"] = [(a, b), (b, a)]
        if t == T - 1:
            break
        steps = f"steps {t + 1} and {t + 2}"
        moves[f"two steps exchanged: {steps}"] = [(here, after), (after, here)]
        moves[f"the inputs of step {t + 1} typed for step {t + 2}, too"] = [(after, here)]
        moves[f"the inputs of step {t + 2} typed for step {t + 1}, too"] = [(here, after)]
        for d in range(D if D > 1 else 0):
            a, b = (t, ..., d), (t + 1, ..., d)
            moves[f"two inputs exchanged: {labels[d]} of {steps}"] = [(a, b), (b, a)]
    if not 0 < len(moves) <= MAX_TRIED:
        return []
    xs = np.repeat(x[None], len(moves), axis=0)
    for other, pairs in zip(xs, moves.values(), strict=True):
        for to, source in pairs:
            other[to] = x[source]
    return _named(answer, moves, run_inputs(right, xs))


def left_out(answer, right):
    """Return the Mistakes that one step was left out, or one was read twice, by the length of the answer."""
    T, changes = len(right.x), {}
    for t in range(T):
        if answer.numbers.shape[:1] == (T - 1,):
            changes[f"step {t + 1} left out"] = np.delete(right.x, t, axis=0)
        elif answer.numbers.shape[:1] == (T + 1,):
            changes[f"step {t + 1} read twice"] = np.insert(right.x, t, right.x[t], axis=0)
    if not 0 < len(changes) <= MAX_TRIED or T == 1:
        return []
    return _named(answer, changes, run_inputs(right, list(changes.values())))


def _named(answer, names, given):
    return [
        Mistake(
            name, "one number", lambda attempt: None,
            "Numbers or lines changed places or were lost while they were typed.",
            "Compare the inputs with those of the exercise.",
        )
        for name, y in zip(names, given, strict=True) if answer.equals(y)
    ]  # fmt: skip


def _inputs(answer, right):
    """The places of inputs that may be wrong: not after the first wrong output, and in its sequence."""
    off = np.abs(answer.numbers - right.numbers) > answer.tolerance(right.numbers)
    first = off.reshape(len(off), -1).any(axis=1).argmax()
    wrong = off.any(axis=(0, -1))  # by sequence, if there are some
    if right.x.ndim == 3 and wrong.sum() != 1:
        return []
    places = [index for index in np.ndindex(*right.x.shape) if index[0] <= first]
    if right.x.ndim == 3:
        places = [index for index in places if wrong[index[1]]]
    return [Place(index, True, right.x[index]) for index in reversed(places)]


def _weights(right):
    matrix = np.column_stack([right.weight_ih, right.weight_hh, right.bias])
    return [Place(index, False, matrix[index]) for index in np.ndindex(*matrix.shape)]


def _run(right, places, values):
    """What the program gives if place k has the value k."""
    if places[0].is_input:
        xs = np.repeat(right.x[None], len(places), axis=0)
        for other, place, value in zip(xs, places, values, strict=True):
            other[place.index] = value
        return run_inputs(right, xs)
    rows, columns = np.array([place.index for place in places]).T
    return run_weights(right, [(rows, columns, values - np.array([place.value for place in places]))])


def _fitting(answer, right, places):
    """Pairs (place, value) that give the numbers of the answer."""
    tried = [
        np.concatenate([p.value + SIZES, p.value - SIZES, WHOLE, p.value * SLIPS])
        for p in places
    ]  # fmt: skip
    starts = _best(answer, right, places, np.array(tried))
    found = []
    places, values = [p for p, _ in starts], np.array([v for _, v in starts])
    values = _refined(answer, right, places, values)
    for place, value, y in zip(places, values, _run(right, places, values), strict=True):
        if answer.equals(y, loose=4) and place not in [p for p, _ in found]:
            found.append((place, _short(answer, right, place, value)))
    return found


def _errors(answer, given):
    """The sum of squared differences of each lane; where a number is not finite, infinite."""
    off = (given - answer.numbers).reshape(len(given), -1)
    with np.errstate(invalid="ignore", over="ignore"):
        return np.nan_to_num((off**2).sum(axis=1), nan=np.inf)


def _best(answer, right, places, tried):
    """The two best values of each place, of the places that come nearest: pairs (place, value)."""
    lanes = [place for place, values in zip(places, tried, strict=True) for _ in values]
    size = max(1, 400_000 // (right.numbers.size // len(right.x)) // 16)
    errors = np.concatenate([
        _errors(answer, _run(right, lanes[k : k + size], tried.ravel()[k : k + size]))
        for k in range(0, len(lanes), size)
    ]).reshape(tried.shape)  # fmt: skip
    order = np.argsort(errors, axis=1, kind="stable")[:, :2]
    best = np.take_along_axis(errors, order, axis=1)
    nearest = np.argsort(best[:, 0], kind="stable")[:REFINED]
    return [(places[k], tried[k, column]) for k in nearest for column in order[k]]


def _refined(answer, right, places, values):
    """Gauss-Newton in one unknown for each lane; a step that makes it worse is halved."""
    errors = _errors(answer, _run(right, places, values))
    for _ in range(ROUNDS):
        step = 1e-6 * np.maximum(1, np.abs(values))
        up, down = _run(right, places, values + step), _run(right, places, values - step)
        slope = ((up - down) / (2 * step).reshape(-1, *[1] * (up.ndim - 1))).reshape(len(values), -1)
        off = ((up + down) / 2 - answer.numbers).reshape(len(values), -1)
        with np.errstate(all="ignore"):
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
        if answer.equals(_run(right, [place], np.array([plain]))[0], loose=4):
            return plain + 0.0
    return value
