"""A parameter left random: which numbers in it would give the numbers of an answer, and is that believable?

The numbers are sought by least squares from several starts (Levenberg, 1944; Marquardt, 1963).
"""

import numpy as np

from lstm_teach.exercises.diagnosis.lanes import run_parameter, run_start

__all__ = ["found_value", "is_drawn", "looks_drawn"]

MAX_UNKNOWNS = 16
STARTS, ROUNDS = 8, 40
TENTH = 0.1  # a number tells something if it moves when an unknown moves by so much
EVIDENCE = 1.5  # so many times more numbers that tell something than unknowns


def found_value(name, right, answer):
    """Return the numbers in a parameter with which a program gives the numbers of an answer, or None.

    name: "weight_hh", "bias_hh", or "start" for the state (h, c) of the start. They must be of the size that
    PyTorch draws. There must be 1.5 times as many numbers that tell something as unknowns, or anything
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

    # A number of 0.00004 tells as much as one of 0.4, if it is known to as many digits.
    tolerance = answer.tolerance(y).ravel()
    scale = np.maximum(tolerance / tolerance.max(), 1e-4)
    for start in (np.zeros(unknowns), *rng.uniform(-wide, wide, (STARTS, unknowns))):
        value = _least_squares(lambda values: (given(values) - y.ravel()) / scale, start, bound)
        if value is not None and answer.equals(given(value[None])[0].reshape(y.shape), loose=8):
            sides = given(
                np.concatenate([value + TENTH * np.eye(unknowns), value - TENTH * np.eye(unknowns)])
            )
            moved = np.abs(sides[:unknowns] - sides[unknowns:]).max(axis=0)
            telling = (moved > 100 * tolerance).sum()
            return value.reshape(shape) if telling >= EVIDENCE * unknowns else None
    return None


def looks_drawn(value, right, bound):
    """Return False if numbers are rather those of another mistake than random ones between -bound and bound.

    Two of them are, up to sign or a factor of two, among the right ones, or have two decimals; or all
    are small.
    """
    known = np.concatenate([factor * right.ravel() for factor in (1, -1, 2, 0.5)])
    known = np.abs(value[..., None] - known).min(axis=-1) < 1e-5
    plain = (known | (np.abs(value - value.round(2)) < 1e-5)).sum()
    return plain < 2 and np.abs(value).max() > 0.3 * bound


def is_drawn(name, value, right):
    """Return True if a parameter of a module holds numbers of the size that PyTorch draws, and wrong ones."""
    bound = 1 / np.sqrt(right.H)
    drawn = np.unique(value).size == value.size and np.abs(value).max() <= bound * (1 + 1e-6)
    return drawn and np.abs(value - right.parameter(name)).max() > 1e-6


def _least_squares(residuals, value, bound):
    """Go down from a start and return the lowest place between the bounds; None if it is not near."""
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
