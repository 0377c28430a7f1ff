"""Mistakes in the inputs: scaled, turned or in another order."""

from itertools import combinations

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import entries, in_batches

__all__ = ["INPUTS"]


def _inputs(change):
    """An effect: other inputs, of the same shape."""

    def effect(attempt):
        if attempt.x is None:
            return None
        with np.errstate(all="ignore"):
            x = change(attempt.x)
        return attempt.with_(x=x) if x is not None and np.isfinite(x).all() else None

    return effect


def _constant(times):
    """An effect: the input that is always 1 counts so many times."""

    def effect(attempt):
        if attempt.x is None:
            return None
        constant = (attempt.x == 1).all(axis=tuple(range(attempt.x.ndim - 1)))
        if not constant.any():
            return None
        return attempt.with_(weight_ih=np.where(constant, times, 1) * attempt.weight_ih)

    return effect


def _by_column(change):
    """Change the columns that are not constant; each on its own, over all steps."""

    def apply(x):
        columns = x.reshape(-1, x.shape[-1])
        moving = columns.std(axis=0) > 0
        return np.where(moving, change(x, columns), x) if moving.any() else None

    return apply


def _swap_columns(a, b):
    def swap(x):
        if b >= x.shape[-1]:
            return None
        order = list(range(x.shape[-1]))
        order[a], order[b] = b, a
        return x[..., order]

    return swap


def _reshaped_batch(x):
    """The steps that a net with batch_first sees in x.reshape(N, T, D)."""
    T, N, D = x.shape
    return x.reshape(N, T, D).swapaxes(0, 1)


ONES = ("The lecture's fourth input is always 1: its weight is the bias of the gate.",
        "Append a 1 to each step, or put these weights into the bias.")  # fmt: skip
AS_GIVEN = ("Nets for real data often get normalised inputs; here the numbers go in as they are.",
            "Give x as it stands in the exercise.")  # fmt: skip
ORDER = ("Column k of x meets column k of weight_ih.", "Keep the inputs in the order x1, x2, x3, 1.")
TURN = ("reshape cuts the numbers into other rows; it does not turn a table.",
        "Where steps are columns, write x.T (for a batch x.transpose(…) or x.swapaxes(0, 1)).")  # fmt: skip
FACTORS = (0.01, 0.1, 0.5, 2, 10, -1)

INPUTS = (
    *entries("constant", *ONES, {"the constant input forgotten": _constant(0)}),
    *entries("constant", *ONES, {
        "the constant input counted twice (as an input and as a bias)": _constant(2),
        "the constant input counted three times": _constant(3),
        "the constant input with the wrong sign": _constant(-1),
        "the constant input is 0.5": _constant(0.5),
    }, alone=True),
    *entries("x", *AS_GIVEN, {
        "inputs divided by their largest": _inputs(lambda x: x / x.max()),
        "inputs divided by their largest size": _inputs(lambda x: x / np.abs(x).max()),
        "each input divided by its largest": _inputs(_by_column(lambda x, c: x / c.max(axis=0))),
        "each input divided by its largest size": _inputs(_by_column(lambda x, c: x / np.abs(c).max(axis=0))),
        "inputs standardised": _inputs(lambda x: (x - x.mean()) / x.std()),
        "each input standardised": _inputs(_by_column(lambda x, c: (x - c.mean(0)) / c.std(0))),
        "each input standardised (n - 1)": _inputs(
            _by_column(lambda x, c: (x - c.mean(0)) / c.std(0, ddof=1))),
        "each input standardised without its mean": _inputs(_by_column(lambda x, c: x / c.std(0))),
        "the mean taken off each input": _inputs(_by_column(lambda x, c: x - c.mean(0))),
        "inputs scaled to 0 … 1": _inputs(lambda x: (x - x.min()) / (x.max() - x.min())),
        "each input scaled to 0 … 1": _inputs(
            _by_column(lambda x, c: (x - c.min(0)) / (c.max(0) - c.min(0)))),
        "each input scaled to -1 … 1": _inputs(
            _by_column(lambda x, c: 2 * (x - c.min(0)) / (c.max(0) - c.min(0)) - 1)),
        **{("inputs multiplied by {:g}", k): _inputs(lambda x, k=k: k * x) for k in FACTORS},
        **{("inputs multiplied by {:g}, but for the constant", k): _inputs(
            _by_column(lambda x, c, k=k: k * x)) for k in FACTORS},
        "inputs without their signs": _inputs(np.abs),
        "inputs cut off to whole numbers": _inputs(np.trunc),
        **{("inputs rounded to {} decimals", k): _inputs(lambda x, k=k: np.round(x, k)) for k in range(6)},
    }, alone=True, whole=True),
    *entries("x", *ORDER, {
        **{("inputs {} and {} swapped", a + 1, b + 1): _inputs(_swap_columns(a, b))
           for a, b in combinations(range(5), 2)},
        "inputs in reverse order": _inputs(lambda x: x[..., ::-1] if x.shape[-1] > 2 else None),
        "inputs one place to the right": _inputs(lambda x: np.roll(x, 1, -1) if x.shape[-1] > 2 else None),
        "inputs one place to the left": _inputs(lambda x: np.roll(x, -1, -1) if x.shape[-1] > 2 else None),
    }, alone=True),
    *entries("x", *TURN, {
        "x transposed": _inputs(lambda x: x.T if x.ndim == 2 and x.shape[0] == x.shape[1] else None),
        "x reshaped in place of transposed": _inputs(
            lambda x: x.swapaxes(-1, -2).reshape(x.shape) if x.ndim == 2
            else x.transpose(2, 1, 0).reshape(x.shape)),
        "the batch reshaped in place of transposed": in_batches(
            _inputs(lambda x: x.swapaxes(0, 1).reshape(x.shape))),
        "the batch reshaped to (N, T, D), the result transposed back": in_batches(_inputs(_reshaped_batch)),
        "the batch reshaped to (N, T, D), the result reshaped back": in_batches(
            lambda a: a.with_(x=_reshaped_batch(a.x)).then(lambda y: y.swapaxes(0, 1).reshape(y.shape))),
    }, alone=True, whole=True),
    *entries("time", "The sequence went in from its end.", "Step 1 goes in first.", {
        "the steps reversed": _inputs(lambda x: x[::-1]),
        "the steps reversed, the result in their order (a backward direction)": lambda a: (
            None if a.x is None else a.with_(x=a.x[::-1]).then(lambda y: y[::-1])),
    }, whole=True),
    *entries("time", "Step t reads x[t], counted from 0.", "for x_t in x: …", {
        "every step reads the input of the next one": _inputs(lambda x: np.concatenate([x[1:], x[-1:]])),
        "every step reads the input of the next one, the last one the first": _inputs(
            lambda x: np.roll(x, -1, 0)),
        "the last input first, then the others": _inputs(lambda x: np.roll(x, 1, 0)),
    }, alone=True, whole=True),
)  # fmt: skip
