"""Every known mistake in one list, and what each makes of a right program."""

from itertools import combinations

import numpy as np

from lstm_teach.exercises.diagnosis.mistakes_of_activations import ACTIVATIONS
from lstm_teach.exercises.diagnosis.mistakes_of_cells import CELLS
from lstm_teach.exercises.diagnosis.mistakes_of_data import DATA
from lstm_teach.exercises.diagnosis.mistakes_of_steps import STEPS
from lstm_teach.exercises.diagnosis.mistakes_of_weights import WEIGHTS

__all__ = ["CATALOGUE", "attempts", "is_same", "pairs"]

CATALOGUE = (*WEIGHTS, *ACTIVATIONS, *STEPS, *CELLS, *DATA)


def attempts(right):
    """Return pairs ((mistake,), attempt): the program with each mistake that can be made and is one here."""
    made = ((mistake, mistake.effect(right)) for mistake in CATALOGUE)
    return [((mistake,), attempt) for mistake, attempt in made if attempt and not is_same(attempt, right)]


def pairs(right):
    """Yield ((first, second), attempt): the program with two mistakes of different families."""
    singles = [(m, attempt) for (m,), attempt in attempts(right) if not m.alone]
    for (first, attempt), (second, _) in combinations(singles, 2):
        if first.family != second.family and (both := second.effect(attempt)):
            yield (first, second), both


def is_same(attempt, right):
    """Return True if a mistake changes nothing: the same program, with the same numbers in it."""
    arrays = ("weight_ih", "weight_hh", "x")
    others = [name for name in right.__dataclass_fields__ if name not in (*arrays, "biases")]
    return (
        all(getattr(attempt, name) == getattr(right, name) for name in others)
        and all(np.array_equal(getattr(attempt, name), getattr(right, name)) for name in arrays)
        and np.array_equal(attempt.bias, right.bias)
    )
