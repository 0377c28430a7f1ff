"""Exercises that check themselves, and a diagnosis of mistakes.

- wording, judging: what an answer is, how it is read and compared; functions: hidden inputs for a function
- time_limit: a function that does not end is stopped; answer_cells: cells that stopped with an error
- lesson_01 and so on: the exercises of each lesson; gates, runs, derivations, checks_that_fail: what their
  hints find out about a cell, a run, a derivation and a check
- checking: check and progress
- diagnosis/: which mistake gives just these numbers
"""

from importlib import import_module

from lstm_teach.exercises.checking import check, progress
from lstm_teach.exercises.diagnosis import diagnose

for number in range(1, 8):  # each enters its exercises
    import_module(f"lstm_teach.exercises.lesson_0{number}")

__all__ = ["check", "diagnose", "progress"]
