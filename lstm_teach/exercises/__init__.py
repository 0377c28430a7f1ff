"""Exercises that check themselves, and a diagnosis of mistakes.

An answer goes this way: check (checking) -> the judge of the exercise (lesson_01 to lesson_07) -> it returns,
or raises NotYet (judging) with what is wrong -> a Verdict (checking) -> its text.

- lesson_01 to lesson_07: the exercises of each lesson, every judge with its hints; exercise_3b, exercise_7a,
  exercise_7bcd: the judges that are longer
- judging: the list of the exercises, NotYet, reading an answer; comparing: an answer with the wanted numbers;
  functions: a student's function on shown and hidden inputs; gates: why a cell is wrong, from its gates
- time_limit: a function that does not end is stopped; answer_cells: cells that stopped with an error
- wording: what an answer is, how much is wanted, by how much it differs, in words
- diagnosis/: which mistake gives just these numbers

Texts: a judge runs after the language was chosen, so each text stands where it is needed, as say("..."), also
in its tables of hints. What NotYet and Verdict hold is already in that language, each a whole sentence; it is
never read again. Only what is kept outside of a function is later("..."), and goes through say() inside one.
"""

from importlib import import_module

from lstm_teach.exercises.checking import check, progress
from lstm_teach.exercises.diagnosis import diagnose

for number in range(1, 8):  # each enters its exercises
    import_module(f"lstm_teach.exercises.lesson_0{number}")

__all__ = ["check", "diagnose", "progress"]
