"""Judging a student's function: on inputs that the lesson shows, and on drawn ones that it does not."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_teach.exercises.comparing import NARROW, compare
from lstm_teach.exercises.judging import NotYet, call, need_function, numbers
from lstm_teach.exercises.wording import rounded_to, sentences
from lstm_teach.words import say

__all__ = ["judge_function", "own_rng"]


def own_rng(exercise: str) -> np.random.Generator:
    """Return the random generator of an exercise, the same for everybody: its hidden inputs come from it."""
    return np.random.default_rng(list(exercise.encode()))


def judge_function(answer: Any, name: str, inputs: Sequence[tuple], right: Callable[..., Any], *,
                   mistakes: Sequence[tuple[str, Callable[..., Any]]] = (), hint: str = "",
                   **how: Any) -> None:  # fmt: skip
    """Raise NotYet if a function is wrong on one of the inputs.

    inputs: tuples of arguments. right: what the function should be. mistakes: pairs (hint, function); a
    mistake is named only if it gives all results of the answer. hint: for all others. how: as in compare.
    """
    need_function(answer, name)
    results, problem = [], None
    for arguments in inputs:
        what = f"{name}({', '.join(map(_shown, arguments))})"
        try:
            result = call(answer, *arguments, what=what)
            numbers(result, what)
            results.append((what, arguments, result))
        except NotYet as stopped:
            problem = stopped
            break
    for what, arguments, result in results:
        try:
            compare(result, right(*arguments), what, **how)
        except NotYet as wrong:
            wrong.hint = (
                _likely(results, right, mistakes)
                or _exchanged(answer, results, right)
                or sentences(_constant(results, right), hint or wrong.hint)
            )
            raise
    if problem:
        raise problem


def _shown(argument):
    return f"{argument:.10g}" if isinstance(argument, float) else repr(argument)


def _likely(results, right, mistakes):
    """The hint of the mistake that gives all results; rounding is one for each number of decimals."""
    for hint, mistake in mistakes:
        if all(_same(result, mistake(*arguments)) for _, arguments, result in results):
            return hint
    for decimals in range(1, 9):
        if all(_same(result, np.round(right(*arguments), decimals)) for _, arguments, result in results):
            return rounded_to(decimals)
    return ""


def _exchanged(answer, results, right):
    """A hint where a function of two arguments is right with the two exchanged."""
    for _, arguments, _ in results:
        try:
            if len(arguments) != 2 or not _same(call(answer, *arguments[::-1]), right(*arguments)):
                return ""
        except NotYet:
            return ""
    return say("The two arguments are exchanged. Fix: take them in the other order; then it is right.")


def _constant(results, right):
    """A hint where a function gives the same for all arguments, and should not."""
    if len({str(np.asarray(right(*arguments))) for _, arguments, _ in results}) < 2:
        return ""
    first = numbers(results[0][2])
    if not all(np.array_equal(numbers(result), first) for _, _, result in results):
        return ""
    return say("Your function gives the same for every input that was tried: does it use its arguments?")


def _same(result, value):
    mine = numbers(result)
    value = np.asarray(value, dtype=float)
    if mine.shape != value.shape:
        return False
    near = NARROW if mine.dtype == np.float32 else 1e-11
    return bool((np.abs(mine - value) <= near * np.maximum(1, np.abs(value))).all())
