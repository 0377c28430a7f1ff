"""Every known mistake in one list, and what each makes of a right program."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from lstm_teach.exercises.diagnosis.attempt import Attempt
from lstm_teach.exercises.diagnosis.mistake import Candidate
from lstm_teach.exercises.diagnosis.mistakes_of_activations import ACTIVATIONS
from lstm_teach.exercises.diagnosis.mistakes_of_cells import CELLS
from lstm_teach.exercises.diagnosis.mistakes_of_inputs import INPUTS
from lstm_teach.exercises.diagnosis.mistakes_of_outputs import OUTPUTS
from lstm_teach.exercises.diagnosis.mistakes_of_rows import ROWS
from lstm_teach.exercises.diagnosis.mistakes_of_steps import STEPS
from lstm_teach.exercises.diagnosis.mistakes_of_weights import WEIGHTS

__all__ = ["CATALOGUE", "is_same", "pairs", "singles"]

CATALOGUE = (*ROWS, *WEIGHTS, *ACTIVATIONS, *STEPS, *CELLS, *INPUTS, *OUTPUTS)


def singles(right: Attempt) -> list[Candidate]:
    """Return the program with each mistake that can be made and changes something."""
    made = ((mistake, mistake.effect(right)) for mistake in CATALOGUE)
    return [
        Candidate((mistake,), attempt) for mistake, attempt in made if attempt and not is_same(attempt, right)
    ]


def pairs(singles: list[Candidate]) -> Iterator[Candidate]:
    """Yield the program with two mistakes of different families; singles: those with one."""
    common = [(single.mistakes[0], single.attempt) for single in singles if not single.mistakes[0].alone]
    for (first, attempt), (second, _) in combinations(common, 2):
        if first.family != second.family and attempt and (both := second.effect(attempt)):
            yield Candidate((first, second), both)


def is_same(attempt: Attempt, right: Attempt) -> bool:
    """Return True if a mistake changes nothing: the same program, with the same numbers in it."""
    arrays = ("weight_ih", "weight_hh", "x")
    others = [name for name in right.__dataclass_fields__ if name not in (*arrays, "biases")]
    return (
        all(getattr(attempt, name) == getattr(right, name) for name in others)
        and all(np.array_equal(getattr(attempt, name), getattr(right, name)) for name in arrays)
        and np.array_equal(attempt.bias, right.bias)
    )
