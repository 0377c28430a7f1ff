"""The numbers told in lesson 07. What the lists mean: tests/prose/__init__.py."""

# ruff: noqa: E501 (sentences, one in a line)

import re

import numpy as np
import torch

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises import judging
from tests.lessons import sources
from tests.prose.cells import NINE_STANDARD, STANDARD

CODE, TEXT = sources("07_homework.ipynb"), sources("07_homework.ipynb", "markdown")
SWAPPED = STANDARD.replace(weight_ih=STANDARD.weight_ih[[1, 0, 2, 3]]).run(NINE_STEPS).h.ravel()
PUBLISHED = np.array(re.search(r"published = \[(.*)\]", CODE["diagnose"])[1].split(","), float)


def largest_difference(solution, name, x):
    """How far a model solution of exercise 6-3P is from the package's cell."""
    names = {}
    exec(CODE["imports"], names)
    exec(re.search(r"```python\n(.*?)```", TEXT[solution], re.DOTALL)[1], names)
    return np.abs(np.ravel(torch.as_tensor(names[name](x)).detach()) - NINE_STANDARD.h.ravel()).max()


def sum_is_right(error):
    """Say whether exercise 7e takes a running sum that is wrong by this much after the longest sequence."""
    hard = {"gate_activation": "step", "candidate_activation": "linear", "memory_activation": "linear"}
    cell = lt.LSTMCell.from_gates(i=[0, 10], f=[0, 10], g=[1, error / 39], o=[0, 10], **hard)
    try:
        judging.EXERCISES["7e"](cell)
    except judging.NotYet:
        return False
    return True


CLAIMS = [
    ("diagnose-see", "numbers that are rounded to 6 decimals", (SWAPPED.round(6) == PUBLISHED).all() and (SWAPPED.round(7) != PUBLISHED).any()),
    ("diagnose-see", "to 0 0 0 0 0 1 0 0 1, nobody could tell this from the right answer", SWAPPED.round() if (SWAPPED.round() == NINE_STANDARD.h.ravel().round()).all() else np.nan),
    (
        "compare-text",
        "below $10^{-15}$ for NumPy, and below $10^{-7}$ for PyTorch, which calculates in 32 bits",
        lambda: [
            largest_difference("solution-2", "my_numpy", NINE_STEPS) < 1e-15,
            1e-9 < max(largest_difference(*solution, torch.tensor(NINE_STEPS).float()) for solution in (("solution-3", "my_lstmcell"), ("solution-4", "my_lstm"))) < 1e-7,
            torch.finfo(torch.get_default_dtype()).bits,
        ],
    ),
    ("challenges-text", "An output counts as right within 0.01.", lambda: sum_is_right(0.009) and not sum_is_right(0.012)),
    ("figures-see", "the output, which is 0.96 at step 6 and 0.76 at step 9", NINE_STANDARD.h[[5, 8]]),
]  # fmt: skip

NOT_CLAIMS = [
    ("run-text", "$(x_1, x_2, x_3, 1)$", "the inputs' names"),
    ("challenges-text", "Each cell is tried on 100 sequences", "a rule of the check"),
    (
        "challenges-text",
        "Inputs $(x, 1)$, with $x$ a whole number from −9 to 9, never 0. Output: the sum of all",
        "the task",
    ),
    (
        "exercise-6-text",
        "Inputs $(x_1, x_2, 1)$. Output: the $x_1$ of the last step that had $x_2 = 1$",
        "the task",
    ),
    (
        "exercise-6-text",
        "0 before the first. $x_1$ is a whole number from −9 to 9, never 0; $x_2$ is 0 or 1.",
        "the task",
    ),
    ("exercise-3-text", "PyTorch's usual 32-bit numbers (`float32`)", "a type"),
    ("exercise-7-text", "Inputs $(x_1, x_2, x_3, 1)$", "the task"),
    ("exercise-7-text", "$x_2 = 1$ adds $x_1$ to the memory, $x_3 = 1$ shows it. But $x_2 = -1$", "the task"),
    ("exercise-8-text", "Inputs $(x, 1)$", "the task"),
    ("exercise-8-text", "a whole number from −9 to 9, never 0", "the task"),
    ("solution-8", "The candidate is always 1", "the weights of the solution, which is run"),
    ("exercise-9-text", "Inputs $(x, 1)$, with $x$ a whole number from −9 to 9, never 0.", "the task"),
]

#: There is nothing to predict: the exercises' solutions are folded.
ANSWERS = []
