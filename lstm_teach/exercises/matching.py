"""Does an attempt give the numbers of an answer?"""

import numpy as np

__all__ = ["LOOSE", "TIGHT", "decimals", "fits", "gives", "matches"]

TIGHT, LOOSE = 1e-9, 2e-6  # for 64-bit numbers; for those that were 32-bit on the way


def fits(shape, wanted):
    """Return True if two shapes are the same but for axes of length 1."""
    return [n for n in shape if n > 1] == [n for n in wanted if n > 1]


def gives(attempt, mine):
    """Return what an attempt gives, by the names of the answer and in its shapes; None if nothing fits."""
    if "numbers" in mine:
        result = attempt.numbers
        if result is None or not fits(mine["numbers"].shape, result.shape):
            return None
        return {"numbers": result.reshape(mine["numbers"].shape)}
    return {name: value for name, value in attempt.parameters().items() if name in mine}


def matches(attempt, mine, tolerance):
    """Return True if an attempt gives the numbers of an answer, each within the tolerance."""
    given = gives(attempt, mine)
    if given is None:
        return False
    for name, value in given.items():
        if name in attempt.random or (name == "bias" and "bias_hh" in attempt.random):
            continue
        scale = max(1, np.abs(value).max())
        near = np.abs(mine[name] - value) <= tolerance * scale
        if attempt.decimals is not None:
            near |= np.abs(mine[name] - value) <= tolerance
        if not near.all():
            return False
    return all(_is_random(name, attempt, mine) for name in attempt.random)


def _is_random(name, attempt, mine):
    """Return True if a parameter holds other numbers than it should, of the size that PyTorch draws."""
    if name not in mine or "bias" not in mine:  # a matrix alone does not show it
        return False
    right = attempt.parameter(name)
    value, bound = mine[name], 1 / np.sqrt(attempt.cell.hidden_size)
    if name == "bias_hh" and np.abs(mine["bias_ih"] - attempt.biases[0]).max() > LOOSE:
        return False
    drawn = np.unique(value).size == value.size and np.abs(value).max() <= bound * (1 + 1e-6)
    return drawn and np.abs(value - right).max() > 1e-6


def decimals(array):
    """Return the number of decimals to which an answer is rounded, 0 to 6; None if it is not."""
    return next((k for k in range(7) if np.abs(np.round(array, k) - array).max() < 1e-12), None)
