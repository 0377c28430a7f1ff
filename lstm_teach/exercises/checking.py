"""check and progress: is an answer right, and if not, what differs and where. Nothing leaves the machine."""

import contextlib
import json
import os
import reprlib
import sys
import warnings
from dataclasses import dataclass
from enum import Enum

import numpy as np

from lstm_teach.core.validation import shown
from lstm_teach.exercises.answer_cells import stopped_cell, watch_cells
from lstm_teach.exercises.judging import EXERCISES, NotYet
from lstm_teach.exercises.wording import in_short, reason_of
from lstm_teach.takehome import save

__all__ = ["State", "Verdict", "check", "progress"]

PROGRESS = "progress.json"  # in the folder of the homework: the names of the exercises that were right
MOST_BYTES = 100_000  # in a file that can be the progress
LONGEST = 300  # characters in a line
ONE_ANSWER = (
    'Give one answer: check("{0}", your_answer). Several go into brackets: check("{0}", (first, second)).'
)

_long = reprlib.Repr()  # ends also for lists in lists without end
_long.maxlevel, _long.maxlist, _long.maxtuple, _long.maxdict = 3, 200, 200, 200
_long.maxstring = _long.maxother = _long.maxlong = 10_000

_wrong_answers = {}  # by exercise: the different wrong answers so far, each as a number

watch_cells()


class State(Enum):
    """How an answer stands: right, still open, not yet right, or there is no such exercise."""

    RIGHT = "right"
    OPEN = "open"
    NOT_YET = "not yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """What check found: the exercise, the state, what is said of it, and a hint; as text what it prints."""

    exercise: str
    state: State
    said: str
    hint: str = ""

    def __str__(self):
        if self.state is State.UNKNOWN:
            return self.said
        lines = [f"{self.exercise}: {self.state.value}. {self.said}"]
        lines += [f"Hint: {self.hint}"] if self.hint else []
        return "\n".join(in_short(line, LONGEST) for line in lines)


def check(name=None, answer=..., *more, **named):
    """Print whether an answer to an exercise is right; if not, what differs, where, and a hint.

    name: such as "1a". answer: a number, list, array, tensor, cell, module or function; ... is an open
    exercise, as no answer is. After a second, different wrong answer the wanted value is shown, too. An
    answer whose cell stopped with an error is not judged. Raises nothing, but AssertionError where nbgrader
    grades; what else is wrong, such as a third argument, is told in a sentence.
    """
    verdict = _verdict(name, answer, *more, *named)
    _say(verdict)
    if os.environ.get("NBGRADER_EXECUTION") and verdict.state is not State.RIGHT:
        raise AssertionError(str(verdict))  # nbgrader knows only errors


def _say(what):
    """Print a text, with ? in place of letters that the output does not know."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(str(what).encode(encoding, "replace").decode(encoding))


def _verdict(name, answer, *more):
    exercise = _exercise(name)
    if exercise is None:
        return Verdict("", State.UNKNOWN, _unknown(name, answer))
    if more:
        return Verdict(exercise, State.NOT_YET, ONE_ANSWER.format(exercise))
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            watch_cells()
            return _judged(exercise, answer, stopped_cell(name, answer))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever it is, a student shall not see a traceback of ours
        reason = f"This answer cannot be checked ({': '.join(reason_of(error))})."
        if isinstance(error, ModuleNotFoundError) and error.name == "torch":
            reason = "This exercise needs torch, which is not installed: see the README, Start."
        return Verdict(exercise, State.NOT_YET, reason)


def _exercise(name):
    """The exercise that a name means, also " 1A ", or None."""
    text = str.strip(name).lower() if issubclass(type(name), str) else ""
    return text if text in EXERCISES else None


def _unknown(name, answer):
    """What to say where there is no exercise of a name."""
    exercise = _exercise(answer)
    if exercise:
        return f'The exercise\'s name comes first: check("{exercise}", your_answer).'
    return f"There is no exercise {in_short(shown(name))}. There are: {', '.join(EXERCISES)}."


def _judged(name, answer, cell):
    is_list = issubclass(type(answer), (tuple, list))
    is_open = answer is ... or (is_list and any(part is ... for part in answer))
    if cell and not cell.is_new:
        until = "there is no answer" if is_open else "the old answer stands"
        return Verdict(name, State.NOT_YET, f"{_stop(cell)} Fix it and run it again; until then {until}.")
    if is_open:
        return Verdict(name, State.OPEN, "Replace ... by your answer.")
    try:
        EXERCISES[name](answer)
    except NotYet as problem:
        tries = _wrong_answers.setdefault(name, [])
        if (mark := _mark(answer)) not in tries:
            tries.append(mark)
        said = problem.shown if len(tries) > 1 else problem.said
        return Verdict(name, State.NOT_YET, f"{said} {_stop(cell)}" if cell else said, problem.hint)
    return Verdict(name, State.RIGHT, f"({len(_remember(name))} of {len(EXERCISES)} exercises)")


def _stop(cell):
    """That the cell of an answer did not reach its end, and why."""
    name, reason = reason_of(cell.error)
    error = name if reason == "no message" else f"{name} ({in_short(reason, 100)})"
    return f"The cell that sets {in_short(cell.name, 40)} stopped with {error}."


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


def _file():
    return save.homework_folder() / PROGRESS


def _is_ours():
    """False where something else than a small file is in the place of the progress: it stays as it is."""
    file = _file()
    return not file.exists() or (file.is_file() and file.stat().st_size <= MOST_BYTES)


_done = set()  # of this kernel, where the folder cannot be written


def _remember(name):
    _done.update(_read(), [name])
    text = json.dumps([known for known in EXERCISES if known in _done]) + "\n"
    with contextlib.suppress(OSError):
        if _is_ours():
            save.write_whole({PROGRESS: text.encode()}, save.homework_folder())
    return _done


def progress():
    """Print which exercises are right so far, lesson by lesson."""
    done = _done | _read()
    for lesson in dict.fromkeys(name[0] for name in EXERCISES):
        names = [name for name in EXERCISES if name[0] == lesson]
        _say(f"lesson 0{lesson}:  " + "  ".join(f"{name} {'✓' if name in done else '–'}" for name in names))
    _say(f"{len(done)} of {len(EXERCISES)} exercises are right (✓)")
