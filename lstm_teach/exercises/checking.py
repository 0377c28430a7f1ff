"""check and progress: is an answer right, and if not, what differs and where. Nothing leaves the machine."""

import contextlib
import json
import os
from dataclasses import dataclass
from enum import Enum

from lstm_teach import export
from lstm_teach.exercises.answer_cells import stopped_cell, watch_cells
from lstm_teach.exercises.judging import EXERCISES, NotYet

__all__ = ["State", "Verdict", "check", "progress"]

PROGRESS = "progress.json"  # in the folder of the homework: the names of the exercises that were right

_wrong_answers = {}  # by exercise: the different wrong answers so far, as text

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
        return "\n".join([*lines, f"Hint: {self.hint}"] if self.hint else lines)


def check(name, answer):
    """Print whether an answer to an exercise is right; if not, what differs, where, and a hint.

    name: such as "1a". answer: a number, list, array, tensor, cell, module or function; ... is an open
    exercise. After a second, different wrong answer the wanted value is shown, too. An answer whose cell
    stopped with an error is not judged. Raises nothing, but AssertionError where nbgrader grades.
    """
    verdict = _verdict(name, answer)
    print(verdict)
    if os.environ.get("NBGRADER_EXECUTION") and verdict.state is not State.RIGHT:
        raise AssertionError(str(verdict))  # nbgrader knows only errors


def _verdict(name, answer):
    if name not in EXERCISES:
        known = ", ".join(EXERCISES)
        return Verdict(name, State.UNKNOWN, f"There is no exercise {name!r}. There are: {known}.")
    watch_cells()
    cell = stopped_cell(name, answer)
    is_open = answer is ... or (isinstance(answer, (tuple, list)) and any(part is ... for part in answer))
    if cell and not cell.is_new:
        until = "there is no answer" if is_open else "the old answer stands"
        return Verdict(name, State.NOT_YET, f"{_stop(cell)} Fix it and run it again; until then {until}.")
    if is_open:
        return Verdict(name, State.OPEN, "Replace ... by your answer.")
    try:
        EXERCISES[name](answer)
    except NotYet as problem:
        tries = _wrong_answers.setdefault(name, [])
        if (text := _as_text(answer)) not in tries:
            tries.append(text)
        said = problem.shown if len(tries) > 1 else problem.said
        return Verdict(name, State.NOT_YET, f"{said} {_stop(cell)}" if cell else said, problem.hint)
    except Exception as error:  # whatever it is, a student shall not see a traceback of ours
        reason = f"This answer cannot be checked ({type(error).__name__}: {error})."
        return Verdict(name, State.NOT_YET, reason)
    return Verdict(name, State.RIGHT, f"({len(_remember(name))} of {len(EXERCISES)} exercises)")


def _stop(cell):
    """That the cell of an answer did not reach its end, and why."""
    reason = str(cell.error).splitlines()[0] if str(cell.error) else ""
    error = f"{type(cell.error).__name__}{f' ({reason})' if reason else ''}"
    return f"The cell that sets {cell.name} stopped with {error}."


def _as_text(answer):
    """An answer as text, to tell two tries apart; a function by its code."""
    code = getattr(answer, "__code__", None)
    if code:
        return repr((code.co_code, code.co_consts, code.co_names))
    recipe = {name: repr(getattr(answer, name, None)) for name in ("weight_ih", "weight_hh", "bias")}
    with contextlib.suppress(Exception):
        return f"{answer!r} {recipe}"
    return ""


def _read():
    """The names of the exercises that were right, from the file; whatever else stands there is ignored."""
    try:
        names = json.loads((export.homework_folder() / PROGRESS).read_text(encoding="utf-8"))
        return {name for name in names if name in EXERCISES}
    except (OSError, TypeError, ValueError, RecursionError):
        return set()


_done = set()  # of this kernel, where the folder cannot be written


def _remember(name):
    _done.update(_read(), [name])
    text = json.dumps([known for known in EXERCISES if known in _done]) + "\n"
    with contextlib.suppress(OSError):
        export.write_whole({PROGRESS: text.encode()}, export.homework_folder())
    return _done


def progress():
    """Print which exercises are right so far, lesson by lesson."""
    done = _done | _read()
    for lesson in dict.fromkeys(name[0] for name in EXERCISES):
        names = [name for name in EXERCISES if name[0] == lesson]
        print(f"lesson 0{lesson}:  " + "  ".join(f"{name} {'✓' if name in done else '–'}" for name in names))
    print(f"{len(done)} of {len(EXERCISES)} exercises are right (✓)")
