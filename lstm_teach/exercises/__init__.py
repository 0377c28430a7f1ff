"""Exercises that check themselves, and a diagnosis of mistakes.

- judging: how an answer is read and compared; lesson_01 and so on: the exercises of each lesson
- checking: check and progress
- attempts, mistakes: a solution with its mistakes, and the catalogue
- matching, fitting, diagnosing, telling: which mistakes give these numbers, and what is said of them
"""

from importlib import import_module

from lstm_teach.exercises.checking import check, progress
from lstm_teach.exercises.diagnosis import diagnose

for number in range(1, 8):  # each enters its exercises
    import_module(f"lstm_teach.exercises.lesson_0{number}")

__all__ = ["check", "diagnose", "progress"]
