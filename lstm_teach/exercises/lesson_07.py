"""The exercises of lesson 07: the homework."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.exercise_7a import judge_gradients
from lstm_teach.exercises.exercise_7bcd import judge_run
from lstm_teach.exercises.functions import own_rng
from lstm_teach.exercises.gates import Plan, why_gates
from lstm_teach.exercises.judging import NotYet, as_cell, exercise, run_cell
from lstm_teach.exercises.lesson_01 import draw_inputs
from lstm_teach.exercises.wording import sentences
from lstm_teach.words import say

#: What is wrong with the six solutions of exercise 7j, by the letters of its list.
FAULTY = "DAFBGC"


@exercise("7a")
def gradients(answer: Any) -> None:
    """Judge a function of (cell, trace, dL_dh) -> the gradients of weight_ih, weight_hh and bias."""
    judge_gradients(answer)


@exercise("7b")
def run_in_numpy(answer: Any) -> None:
    """Judge the lecture's run in NumPy."""
    judge_run(answer, "7b", "my_numpy", np.array)


@exercise("7c")
def run_with_lstmcell(answer: Any) -> None:
    """Judge the lecture's run with nn.LSTMCell: a function of a tensor."""
    judge_run(answer, "7c", "my_lstmcell", _tensor)


@exercise("7d")
def run_with_lstm(answer: Any) -> None:
    """Judge the lecture's run with nn.LSTM: a function of a tensor."""
    judge_run(answer, "7d", "my_lstm", _tensor)


def _tensor(x):
    import torch

    return torch.tensor(x, dtype=torch.get_default_dtype())


def judge_challenge(answer: Any, name: str, draw: Callable[[np.random.Generator, int], np.ndarray],
                    wanted: Callable[[np.ndarray], np.ndarray], plan: Callable[[np.ndarray], Plan],
                    labels: Sequence[str], hint: str) -> None:  # fmt: skip
    """Judge a cell on 100 unseen sequences.

    draw: rng -> x (T, D); wanted: x -> outputs (T,); plan: x -> what the gates should do, where the memory is
    not scaled; labels: of the inputs. hint: where the gates do what they should.
    """
    rng = own_rng(name)
    sequences = [draw(rng, T) for T in rng.integers(5, 40, 100)]
    cell, wrong = as_cell(answer, D=sequences[0].shape[1]), []
    for x in sequences:
        try:
            compare(run_cell(cell, x).h[:, 0], wanted(x), tolerance=0.01 / max(1, np.abs(wanted(x)).max()))
        except NotYet as problem:
            if problem.place is None:  # the cell stops
                raise
            wrong.append((x, problem, problem.place[0]))
    if wrong:
        x, first, step = wrong[0]
        last = ", ".join(f"({', '.join(f'{v:g}' for v in x_t)})" for x_t in x[max(0, step - 2) : step + 1])
        score = say("Right on {} of 100 unseen sequences.", len(sequences) - len(wrong))
        inputs = say("The inputs up to there end with {}.", last)
        raise NotYet(
            sentences(score, first.said, inputs),
            sentences(score, first.shown, inputs),
            why_gates(cell, x, plan(x), step, labels) or hint,
            first.place,
        )


def _signed(rng, T):
    """x from -9 to 9, never 0, and the constant 1."""
    return np.column_stack([rng.choice([-1, 1], T) * rng.integers(1, 10, T), np.ones(T)])


@exercise("7e")
def running_sum(answer: Any) -> None:
    """Judge a cell over (x, 1) whose output is the sum of all x so far."""
    judge_challenge(answer, "7e", _signed, lambda x: x[:, 0].cumsum(), lambda x: Plan(x[:, 0]),
                    ["x"], say("All gates must be open at every step, and no tanh may bend the numbers."),
                    )  # fmt: skip


@exercise("7f")
def last_written(answer: Any) -> None:
    """Judge a cell over (x1, x2, 1): its output is x1 of the last step with x2 = 1, 0 before the first."""

    def wanted(x):
        last = [np.flatnonzero(x[: t + 1, 1]) for t in range(len(x))]
        return np.array([x[k[-1], 0] if len(k) else 0 for k in last])

    def draw(rng, T):
        return np.insert(_signed(rng, T), 1, rng.integers(0, 2, T), axis=1)

    judge_challenge(answer, "7f", draw, wanted,
                    lambda x: Plan(x[:, 0] * x[:, 1], keep=1 - x[:, 1]), ["x1", "x2"],
                    say("Where x2 = 1 the input gate opens, and the forget gate closes."))  # fmt: skip


@exercise("7g")
def keep_through_reset(answer: Any) -> None:
    """Judge a cell over (x1, x2, x3, 1) like the lecture's, on which x2 = -1 has no effect."""

    def written(x):
        return x[:, 0] * (x[:, 1] == 1)

    judge_challenge(answer, "7g", lambda rng, T: draw_inputs(rng, T, x2=[-1, 0, 1]),
                    lambda x: x[:, 2] * np.cumsum(written(x)), lambda x: Plan(written(x), show=x[:, 2]),
                    ["x1", "x2", "x3"], say("The forget gate must be open for every x2."))  # fmt: skip


@exercise("7h")
def count(answer: Any) -> None:
    """Judge a cell over (x, 1) whose output is the number of positive x so far."""
    judge_challenge(answer, "7h", _signed, lambda x: np.cumsum(x[:, 0] > 0),
                    lambda x: Plan(x[:, 0] > 0), ["x"],
                    say("Write a 1 where x is positive: the candidate can read the constant."))  # fmt: skip


@exercise("7i")
def ignore_negatives(answer: Any) -> None:
    """Judge a cell over (x, 1) whose output is the sum of the positive x so far."""
    judge_challenge(answer, "7i", _signed, lambda x: np.cumsum(np.maximum(x[:, 0], 0)),
                    lambda x: Plan(np.maximum(x[:, 0], 0)), ["x"],
                    say("The input gate decides by the sign of x."))  # fmt: skip


@exercise("7j")
def find_the_mistake(answer: Any) -> None:
    """Judge a text of six letters: what is wrong with each of six solutions."""
    parts = list(answer) if isinstance(answer, (list, tuple, str)) else []
    letters = "".join(part for part in parts if isinstance(part, str))
    letters = letters.replace(" ", "").replace(",", "").upper()
    if len(letters) != len(FAULTY) or not letters.isalpha():
        raise NotYet(say('Give six letters, such as "ABCDEF": one for each solution.'))
    wrong = [k + 1 for k in range(len(FAULTY)) if letters[k] != FAULTY[k]]
    if wrong:
        right = len(FAULTY) - len(wrong)
        raise NotYet(
            say("{} of {} are right.", right, len(FAULTY)),
            say("{} of {} are right; the first wrong one is solution {}.", right, len(FAULTY), wrong[0]),
            say(
                "Run each solution and the right module on the same x. At which step do their outputs differ "
                "for the first time, and what is special about that step?"
            ),
        )
