"""The diagnosis of weights: which mistake gives just these parameters?"""

import numpy as np

from lstm_teach.exercises.diagnosis.catalogue import attempts, pairs
from lstm_teach.exercises.diagnosis.left_random import is_drawn, looks_drawn
from lstm_teach.exercises.diagnosis.mistake import Mistake

__all__ = ["explain_parameters", "wrong_place"]


def _equal(mine, wanted):
    narrow = mine.dtype == np.float32 or (mine.astype(np.float32) == mine).all()
    precision = 2 * np.finfo(np.float32).eps if narrow else 1e-12
    return np.abs(mine - wanted) <= precision * np.maximum(1, np.abs(wanted))


def _compared(mine):
    return [name for name in ("weight_ih", "weight_hh", "bias") if name in mine]


def _matches(attempt, mine, but=()):
    given = attempt.parameters()
    return all(_equal(mine[name], given[name]).all() for name in _compared(mine) if name not in but)


def wrong_place(mine, right):
    """Return (name, index) of the first parameter that is wrong, or None if all are right."""
    given = right.parameters()
    for name in _compared(mine):
        wrong = np.argwhere(~_equal(mine[name], given[name]))
        if len(wrong):
            return name, tuple(map(int, wrong[0]))
    return None


def explain_parameters(mine, right):
    """Return tuples of Mistakes, each of which gives just these parameters, which are not right."""
    singles = attempts(right)
    if found := [mistakes for mistakes, attempt in singles if _matches(attempt, mine)]:
        return found
    if mistake := _one_weight(mine, right):
        return [(mistake,)]
    if random := _left_random(mine, right):
        names, unset = random
        but = ["bias" if name.startswith("bias") else name for name in names]
        if _matches(right, mine, but):
            return [unset]
        also = [mistakes for mistakes, attempt in singles if _matches(attempt, mine, but)]
        if also and set(but) != set(_compared(mine)):
            return [(*mistakes, *unset) for mistakes in also]
    return [mistakes for mistakes, attempt in pairs(right) if _matches(attempt, mine)]


def _one_weight(mine, right):
    given = right.parameters()
    wrong = [(name, k) for name in _compared(mine) for k in np.argwhere(~_equal(mine[name], given[name]))]
    if len(wrong) != 1 or sum(mine[name].size for name in _compared(mine)) < 4:
        return None
    name, index = wrong[0][0], tuple(wrong[0][1])
    where = f"{name}[{', '.join(map(str, index))}]".replace("bias", "bias_ih + bias_hh at ")
    return Mistake(
        f"one weight differs: {where} is {mine[name][index]:.10g} in place of {given[name][index]:.10g}",
        "one number", lambda attempt: None,
        "One number typed or copied wrong is the most common of all mistakes.",
        "Compare this number with the one in the exercise.",
    )  # fmt: skip


def _left_random(mine, right):
    """The parameters that hold other numbers than they should, if all of them look drawn by PyTorch."""
    if "bias_hh" not in mine:  # a matrix alone does not show it
        return None
    wrong = [
        name for name in ("weight_ih", "weight_hh") if not _equal(mine[name], right.parameter(name)).all()
    ]
    if not _equal(mine["bias"], right.bias).all():
        known = [np.zeros_like(right.bias), right.bias, *right.biases]
        wrong += [name for name in ("bias_ih", "bias_hh")
                  if not any(_equal(mine[name], value).all() for value in known)]  # fmt: skip
    drawn = all(
        is_drawn(name, mine[name], right)
        and looks_drawn(mine[name], right.parameter(name), 1 / np.sqrt(right.H))
        for name in wrong
    )
    if not wrong or not drawn:
        return None
    return wrong, tuple(
        Mistake(
            f"{name} left random", "left random", lambda attempt: None,
            "A new module of PyTorch starts with random numbers in all its parameters; it was never set.",
            f"Set it: with torch.no_grad(): module.{name}.copy_(…), or .zero_() where it should be 0.",
        )
        for name in wrong
    )  # fmt: skip
