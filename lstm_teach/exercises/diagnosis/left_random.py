"""A parameter left random: which numbers in it would give the numbers of an answer, and is that believable?

The numbers are sought by least squares from several starts (Levenberg, 1944; Marquardt, 1963).
"""

import numpy as np

from lstm_teach.exercises.diagnosis.attempt import run_parameter, run_start
from lstm_teach.exercises.diagnosis.evidence import compared, equal_weights, gives_weights
from lstm_teach.exercises.diagnosis.mistake import Candidate, Mistake, Phrase, no_effect
from lstm_teach.exercises.diagnosis.reading import Case

__all__ = ["random_in_outputs", "random_in_weights"]

MAX_UNKNOWNS = 16
STARTS, ROUNDS = 8, 40
TENTH = 0.1  # a number depends on an unknown if it moves when the unknown moves by so much
EVIDENCE = 1.5  # so many times more numbers that depend on unknowns than unknowns


def random_in_outputs(case: Case) -> list[Candidate]:
    """A parameter left random, or the state of the start; a value that is not random is only shown."""
    shown = []
    for name in ("weight_hh", "bias_hh", "start"):
        value = _found_value(name, case.right, case.answer)
        if value is None:
            continue
        given = np.array2string(value.round(4) + 0.0, precision=4, suppress_small=True, separator=", ")
        values = "(h, c)" if name == "start" else name, given
        line = Phrase("{} = {} would give just your numbers.", values)
        if name == "start":
            return [Candidate((_other_start(),), facts=(line,))]
        if _looks_drawn(value, case.right.parameter(name), 1 / np.sqrt(case.right.H)):
            return [Candidate((_never_set(name),), facts=(line,))]
        line = Phrase("{} = {} would give just your numbers. Compare it with yours.", values)
        shown.append(Candidate((), facts=(line,)))
    return shown


def random_in_weights(case: Case) -> list[Candidate]:
    """Parameters of a module left random, and all others right, or with one mistake of the catalogue."""
    names = _drawn(case.mine, case.right)
    if not names:
        return []
    unset = tuple(map(_never_set, names))
    but = ["bias" if name in ("bias_ih", "bias_hh") else name for name in names]
    if gives_weights(case.right, case.mine, but):
        return [Candidate(unset)]
    if set(but) == set(compared(case.mine)):
        return []
    return [
        Candidate((*single.mistakes, *unset))
        for single in case.singles
        if single.attempt and gives_weights(single.attempt, case.mine, but)
    ]


def _never_set(name):
    return Mistake(
        "{} left random", "left random", no_effect,
        "A new module of PyTorch starts with random numbers in all its parameters; it was never set.",
        "Set it: with torch.no_grad(): module.{}.copy_(…), or .zero_() where it should be 0.",
        values=(name,),
    )  # fmt: skip


def _other_start():
    return Mistake(
        "another state at the start", "start", no_effect,
        "The run began with other numbers than 0 in h or c: random ones, or those of another run.",
        "Start with h = c = zeros, or leave the state out.",
    )  # fmt: skip


def _drawn(mine, right):
    """The parameters that hold other numbers than they should, if all of them seem to be drawn by PyTorch."""
    if "bias_hh" not in mine:  # a matrix alone does not show it
        return []
    wrong = [name for name in ("weight_ih", "weight_hh")
             if not equal_weights(mine[name], right.parameter(name)).all()]  # fmt: skip
    if not equal_weights(mine["bias"], right.bias).all():
        known = [np.zeros_like(right.bias), right.bias, *right.biases]
        wrong += [name for name in ("bias_ih", "bias_hh")
                  if not any(equal_weights(mine[name], value).all() for value in known)]  # fmt: skip
    return wrong if all(_is_drawn(mine[name], right.parameter(name), right.H) for name in wrong) else []


def _is_drawn(value, right, H):
    """True if a parameter holds numbers of the size that PyTorch draws, and wrong ones."""
    bound = 1 / np.sqrt(H)
    drawn = np.unique(value).size == value.size and np.abs(value).max() <= bound * (1 + 1e-6)
    return drawn and np.abs(value - right).max() > 1e-6 and _looks_drawn(value, right, bound)


def _found_value(name, right, answer):
    """The numbers in a parameter with which a program gives the numbers of an answer, or None.

    name: "weight_hh", "bias_hh", or "start" for the state (h, c) of the start. They must be of the size that
    PyTorch draws. There must be 1.5 times as many numbers that depend on them as unknowns, or anything
    could be explained.
    """
    run = run_start if name == "start" else lambda right, values: run_parameter(right, name, values)
    shape = (2, right.H) if name == "start" else right.parameter(name).shape
    unknowns = int(np.prod(shape))
    if unknowns > MAX_UNKNOWNS or answer.decimals is not None:
        return None
    bound = 8 if name == "start" else 1 / np.sqrt(right.H)
    wide = 2 if name == "start" else bound
    y, rng = answer.numbers, np.random.default_rng(0)

    def given(values):
        return run(right, values.reshape(-1, *shape)).reshape(len(values), -1)

    # A number of 0.00004 says as much as one of 0.4, if it is known to as many digits.
    tolerance = answer.tolerance(y).ravel()
    scale = np.maximum(tolerance / tolerance.max(), 1e-4)
    for start in (np.zeros(unknowns), *rng.uniform(-wide, wide, (STARTS, unknowns))):
        value = _least_squares(lambda values: (given(values) - y.ravel()) / scale, start, bound)
        if value is not None and answer.equals(given(value[None])[0].reshape(y.shape), factor=8):
            steps = TENTH * np.eye(unknowns)
            moved = np.abs(given(value + steps) - given(value - steps)).max(axis=0)
            dependent = (moved > 100 * tolerance).sum()
            return value.reshape(shape) if dependent >= EVIDENCE * unknowns else None
    return None


def _looks_drawn(value, right, bound):
    """False if numbers are rather those of another mistake than random ones between -bound and bound.

    Two of them are, up to sign or a factor of two, among the right ones, or have two decimals; or all
    are small.
    """
    known = np.concatenate([factor * right.ravel() for factor in (1, -1, 2, 0.5)])
    known = np.abs(value[..., None] - known).min(axis=-1) < 1e-5
    plain = (known | (np.abs(value - value.round(2)) < 1e-5)).sum()
    return plain < 2 and np.abs(value).max() > 0.3 * bound


def _least_squares(residuals, value, bound):
    """Go down from a start: the lowest place between the bounds; None if it is not near."""
    steps, dampings = 1e-6 * np.eye(len(value)), 10.0 ** np.arange(-12, 5)
    for _ in range(ROUNDS):
        r, *sides = residuals(np.stack([value, *(value + steps), *(value - steps)]))
        J = (np.array(sides[: len(value)]) - sides[len(value) :]).T / 2e-6
        A = J.T @ J
        if not np.isfinite(A).all():
            return None
        damped = A + dampings[:, None, None] * np.diag(A.diagonal() + 1e-12)
        try:
            moves = np.linalg.solve(
                damped, np.broadcast_to((J.T @ r)[:, None], (len(dampings), len(value), 1))
            )
        except np.linalg.LinAlgError:
            return None
        tried = np.clip(value - moves[..., 0], -bound, bound)
        errors = (residuals(tried) ** 2).sum(axis=1)
        if not errors.min() < r @ r:
            return value
        value = tried[errors.argmin()]
    return value
