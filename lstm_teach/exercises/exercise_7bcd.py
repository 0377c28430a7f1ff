"""Exercises 7b to 7d: one run of the standard cell, as a student's function of the inputs."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np

from lstm_teach.core.cell import LSTMCell
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.diagnosis import diagnose, hint_of
from lstm_teach.exercises.functions import own_rng
from lstm_teach.exercises.judging import NotYet, call, need_function, numbers
from lstm_teach.exercises.lesson_01 import draw_inputs
from lstm_teach.words import say

__all__ = ["judge_run"]


def judge_run(answer: Any, exercise: str, name: str, convert: Callable[[np.ndarray], Any]) -> None:
    """Judge a function of x (T, 4): the outputs of the standard cell with the lecture's weights.

    convert: makes a new array or tensor of an array.
    """
    need_function(answer, name)
    standard, rng = LSTMCell.standard(), own_rng(exercise)
    inputs = [NINE_STEPS, *(draw_inputs(rng, T, x2=[-1, 0, 1]) for T in (12, 1, 30))]
    inputs += [
        np.insert(rng.integers(-16, 17, (20, 3)) / 8, 3, 1, axis=1),
        NINE_STEPS,
    ]  # gates between 0 and 1
    with _kept_chance():
        for x in inputs:
            T = len(x)
            what = say("{} on {} step", name, T) if T == 1 else say("{} on {} steps", name, T)
            _seed(1)
            mine = call(answer, convert(x), what=what)
            numbers(mine, say("What {} returns", name))
            wanted = standard.run(x).h[:, 0]
            try:
                compare(mine, wanted, say("{}: output", what))
            except NotYet as problem:
                problem.hint = (
                    problem.hint
                    or _one_for_all(mine, wanted)
                    or _by_chance(mine, lambda x=x: numbers(call(answer, convert(x))))
                    or hint_of(diagnose(mine, x=x, cell=standard))
                    or _nearly(numbers(mine), wanted)
                )
                raise


def _kept_chance() -> AbstractContextManager:
    """A context after which PyTorch's random numbers, if it is loaded, go on as before."""
    torch = sys.modules.get("torch")
    return torch.random.fork_rng(devices=[]) if torch else nullcontext()


def _seed(number):
    if torch := sys.modules.get("torch"):
        torch.manual_seed(number)


def _one_for_all(mine, wanted):
    """A hint where one output was given, and one for each step is wanted."""
    mine = numbers(mine)
    if mine.size != 1 or len(wanted) == 1:
        return ""
    if abs(mine.item() - wanted[-1]) < 2e-6:
        return say("This is the output of the last step (h_n of nn.LSTM). Return the outputs of all steps.")
    return say("Return a list with the output of every step.")


def _nearly(mine, wanted):
    """A hint where only the last digits are wrong."""
    if mine.size != wanted.size or not np.abs(mine.ravel() - wanted).max() < 1e-6:
        return ""
    return say(
        "It is nearly right. Is a constant rounded, a part calculated in 32 bits, or a small term forgotten?"
    )


def _by_chance(mine, run):
    """A hint where the same inputs do not give the same outputs: by chance, or by what is left of a call."""
    _seed(1)
    again = run()
    _seed(2)
    other = run()
    if not np.array_equal(numbers(mine), again, equal_nan=True):
        return say(
            "The same inputs give other numbers in another call. Is h or c kept from the call before, or "
            "something drawn at random? Each call must start with h = c = 0."
        )
    if not np.array_equal(again, other, equal_nan=True):
        return say(
            "Each call gives other numbers: some of them are random. A new module starts with random "
            "numbers: set weight_ih, weight_hh and both biases."
        )
    return ""
