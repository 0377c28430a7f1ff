"""Was a parameter left random? Which numbers in it would give just this sequence?

PyTorch's random numbers cannot be known, but they can be found: few weights must explain many outputs.
Levenberg and Marquardt's method looks for them (Marquardt, 1963).
"""

import numpy as np

from lstm_teach.exercises.matching import LOOSE, decimals

__all__ = ["fit", "looks_drawn"]

MAX_UNKNOWNS = 16
STARTS, ROUNDS = 12, 40


def fit(name, right, mine):
    """Return the numbers in a parameter with which an attempt gives the numbers of an answer, or None.

    name: "weight_hh" or "bias_hh"; right: the right Attempt, mine: the answer, {"numbers": …}. There must
    be half as many numbers again as unknowns, or anything could be explained; they must agree as well
    as those of a mistake, and be of the size that PyTorch draws.
    """
    shape = right.cell.weight_hh.shape if name == "weight_hh" else right.cell.bias.shape
    unknowns, numbers = int(np.prod(shape)), mine["numbers"]
    wanted = right.numbers
    if wanted is None or wanted.size != numbers.size or decimals(numbers) is not None:
        return None
    if unknowns > MAX_UNKNOWNS or numbers.size - wanted[0].size < 1.5 * unknowns:
        return None
    narrow = (numbers.astype(np.float32) == numbers).all()  # 32 bits on the way, also in a list
    tolerance = (LOOSE if narrow else 1e-8) * max(1, np.abs(numbers).max())
    bound, rng = 1 / np.sqrt(right.cell.hidden_size), np.random.default_rng(0)

    def residuals(values):
        return _given(name, right, values.reshape(-1, *shape)) - numbers.ravel()

    for start in (np.zeros(unknowns), *rng.uniform(-bound, bound, (STARTS, unknowns))):
        try:
            value = _least_squares(residuals, start, bound, tolerance)
        except ValueError:  # the numbers outgrow floats
            continue
        if value is not None:
            return value.reshape(shape)
    return None


def looks_drawn(value, right):
    """Return False if numbers are rather those of another mistake than random ones.

    Two of them are, up to sign or a factor of two, among the right ones, or have two decimals.
    """
    known = np.concatenate([factor * right.ravel() for factor in (1, -1, 2, 0.5)])
    known = np.abs(value[..., None] - known).min(axis=-1) < 1e-5
    return (known | (np.abs(value - value.round(2)) < 1e-5)).sum() < 2


def _given(name, right, values):
    """Return what K cells give with K values (K, …) of a parameter, (K, numbers).

    They run as one wide cell: its hidden units are those of all the K, and none hears another's.
    """
    K, H = len(values), right.cell.hidden_size
    one, wide = right.parameters(), {}
    each = {key: np.broadcast_to(value, (K, *value.shape)) for key, value in one.items()}
    each[name.replace("bias_hh", "bias")] = values if name == "weight_hh" else right.biases[0] + values
    for key, value in each.items():
        gates = value.reshape(K, 4, H, -1).swapaxes(0, 1)  # rows in four groups, in each group K times H
        if key == "weight_hh":
            gates = np.einsum("gkij,kl->gkilj", gates, np.eye(K))  # each listens to itself alone
        wide[key] = gates.reshape(4 * K * H, -1)
    cell = right.cell.replace(**wide | {"bias": wide["bias"].ravel()})
    shown = getattr(cell.run(right.x), right.shows)
    return np.moveaxis(shown.reshape(*shown.shape[:-1], K, H), -2, 0).reshape(K, -1)


def _least_squares(residuals, value, bound, tolerance):
    """Go down from a start; return the place between the bounds with all residuals in tolerance, or None."""
    steps, dampings = 1e-6 * np.eye(len(value)), 10.0 ** np.arange(-9, 5)
    for _ in range(ROUNDS):
        r, *sides = residuals(np.stack([value, *(value + steps), *(value - steps)]))
        if np.abs(r).max() <= tolerance:
            return value
        J = (np.array(sides[: len(value)]) - sides[len(value) :]).T / 2e-6
        A = J.T @ J
        damped = A + dampings[:, None, None] * np.diag(A.diagonal() + 1e-12)
        tried = np.clip(value - np.linalg.solve(damped, (J.T @ r)[:, None])[..., 0], -bound, bound)
        errors = (residuals(tried) ** 2).sum(axis=1)
        if errors.min() >= r @ r:
            return None
        value = tried[errors.argmin()]
    return None
