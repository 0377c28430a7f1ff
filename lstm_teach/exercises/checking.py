"""check and progress: is an answer right, and if not, what differs and where. Nothing leaves the machine."""

import contextlib
import json
import os
import reprlib
import sys
import warnings
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np

from lstm_teach.core.validation import shown
from lstm_teach.exercises.answer_cells import Stopped, stopped_cell, watch_cells
from lstm_teach.exercises.judging import EXERCISES, NotYet
from lstm_teach.exercises.wording import first_line, in_short, reason_of, sentences
from lstm_teach.takehome import save
from lstm_teach.words import later, say

__all__ = ["State", "Verdict", "check", "progress"]

PROGRESS = "progress.json"  # in the folder of the homework: the names of the exercises that were right
MOST_BYTES = 100_000  # in a file that can be the progress
LONGEST = 300  # characters in a line

_long = reprlib.Repr()  # ends also for lists in lists without end
_long.maxlevel, _long.maxlist, _long.maxtuple, _long.maxdict = 3, 200, 200, 200
_long.maxstring = _long.maxother = _long.maxlong = 10_000

_wrong_answers: dict[str, list[int]] = {}  # by exercise: the different wrong answers so far, as numbers

watch_cells()


class State(Enum):
    """How an answer stands: right, still open, not yet right, or there is no such exercise."""

    RIGHT = "right"
    OPEN = "open"
    NOT_YET = "not yet"
    UNKNOWN = "unknown"


#: The first line of a verdict, from the exercise and what is said of it.
LINES = {
    State.RIGHT: later("{}: right. {}"),
    State.OPEN: later("{}: open. {}"),
    State.NOT_YET: later("{}: not yet. {}"),
}


@dataclass(frozen=True)
class Verdict:
    """What check found: the exercise, the state, what is said of it, and a hint; as text what it prints."""

    exercise: str
    state: State
    said: str
    hint: str = ""

    def __str__(self) -> str:
        if self.state is State.UNKNOWN:
            return self.said
        lines = [say(LINES[self.state], self.exercise, self.said)]
        lines += [say("Hint: {}", self.hint)] if self.hint else []
        return "\n".join(in_short(line, LONGEST) for line in lines)


def check(name: Any = None, answer: Any = ..., *more: Any, **named: Any) -> None:
    """Print whether an answer to an exercise is right; if not, what differs, where, and a hint.

    name: such as "1a". answer: a number, list, array, tensor, cell, module or function; ... is an open
    exercise, as no answer is. After a second, different wrong answer the wanted value is shown, too. An
    answer whose cell stopped with an error is not judged. Raises nothing, but AssertionError where nbgrader
    grades; what else is wrong, such as a third argument, is one sentence.
    """
    verdict = _verdict(name, answer, *more, *named)
    _print(str(verdict))
    if os.environ.get("NBGRADER_EXECUTION") and verdict.state is not State.RIGHT:
        raise AssertionError(str(verdict))  # nbgrader knows only errors


def _print(text):
    """Print a text, with ? in place of letters that the output does not know."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))


def _verdict(name, answer, *more):
    """Return the Verdict on an answer; more: what else was handed in."""
    exercise = _exercise(name)
    if exercise is None:
        return Verdict("", State.UNKNOWN, _unknown(name, answer))
    if more:
        both = say(
            'Give one answer: check("{0}", your_answer). Several go into brackets: '
            'check("{0}", (first, second)).',
            exercise,
        )
        return Verdict(exercise, State.NOT_YET, both)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            watch_cells()
            return _judged(exercise, answer, stopped_cell(name, answer))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever it is, a student shall not see a traceback of ours
        if isinstance(error, ModuleNotFoundError) and error.name == "torch":
            reason = say("This exercise needs torch, which is not installed: see the README, Start.")
        else:
            reason = say("This answer cannot be checked ({}: {}).", *reason_of(error))
        return Verdict(exercise, State.NOT_YET, reason)


def _exercise(name):
    """The exercise that a name means, also " 1A ", or None."""
    text = str.strip(name).lower() if issubclass(type(name), str) else ""
    return text if text in EXERCISES else None


def _unknown(name, answer):
    """The sentence where there is no exercise of a name."""
    exercise = _exercise(answer)
    if exercise:
        return say('The exercise\'s name comes first: check("{}", your_answer).', exercise)
    return say("There is no exercise {}. There are: {}.", in_short(shown(name)), ", ".join(EXERCISES))


def _judged(exercise: str, answer: Any, cell: Stopped | None) -> Verdict:
    """Return the Verdict on an answer; cell: the one that should set it, if it stopped with an error."""
    stopped = _stopped(cell) if cell else ""
    is_list = issubclass(type(answer), (tuple, list))
    is_open = answer is ... or (is_list and any(part is ... for part in answer))
    if cell and not cell.is_new:
        until = say("Fix it and run it again; until then the old answer stands.")
        if is_open:
            until = say("Fix it and run it again; until then there is no answer.")
        return Verdict(exercise, State.NOT_YET, sentences(stopped, until))
    if is_open:
        return Verdict(exercise, State.OPEN, say("Replace ... by your answer."))
    try:
        EXERCISES[exercise](answer)
    except NotYet as problem:
        tries = _wrong_answers.setdefault(exercise, [])
        if (mark := _mark(answer)) not in tries:
            tries.append(mark)
        said = problem.shown if len(tries) > 1 else problem.said
        return Verdict(exercise, State.NOT_YET, sentences(said, stopped), problem.hint)
    right = len(_remember(exercise))
    return Verdict(exercise, State.RIGHT, say("({} of {} exercises)", right, len(EXERCISES)))


def _stopped(cell):
    """The sentence that the cell of an answer did not reach its end, and why."""
    variable, error = in_short(cell.name, 40), reason_of(cell.error)[0]
    if line := first_line(cell.error):
        return say("The cell that sets {} stopped with {} ({}).", variable, error, in_short(line, 100))
    return say("The cell that sets {} stopped with {}.", variable, error)


def _mark(answer):
    """A number made of an answer's text, to tell two tries apart; a function by its code."""
    with contextlib.suppress(Exception, SystemExit):
        code = getattr(answer, "__code__", None)
        if code:
            return hash(repr((code.co_code, code.co_consts, code.co_names)))
        recipe = {name: repr(getattr(answer, name, None)) for name in ("weight_ih", "weight_hh", "bias")}
        return hash(f"{_long.repr(answer)} {recipe}")
    return 0


def _read():
    """The names of the exercises that were right, from the file; whatever else stands there is ignored."""
    try:
        names = json.loads(_file().read_text(encoding="utf-8")) if _is_ours() else []
    except (OSError, ValueError, RecursionError):
        return set()
    names = names if isinstance(names, list) else []
    return {name for name in names if isinstance(name, str) and name in EXERCISES}


def _file() -> Path:
    return save.homework_folder() / PROGRESS


def _is_ours():
    """False where something else than a small file is in the place of the progress: it stays as it is."""
    file = _file()
    return not file.exists() or (file.is_file() and file.stat().st_size <= MOST_BYTES)


_done: set[str] = set()  # of this kernel, where the folder cannot be written


def _remember(name):
    _done.update(_read(), [name])
    text = json.dumps([known for known in EXERCISES if known in _done]) + "\n"
    with contextlib.suppress(OSError):
        if _is_ours():
            save.write_whole({PROGRESS: text.encode()}, save.homework_folder())
    return _done


def progress() -> None:
    """Print which exercises are right so far, lesson by lesson."""
    done = _done | _read()
    for lesson in dict.fromkeys(name[0] for name in EXERCISES):
        marks = [f"{name} {'✓' if name in done else '–'}" for name in EXERCISES if name[0] == lesson]
        _print(say("lesson 0{}:  {}", lesson, "  ".join(marks)))
    _print(say("{} of {} exercises are right (✓)", len(done), len(EXERCISES)))
