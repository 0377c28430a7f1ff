"""check and progress: is an answer right, and if not, what differs and where. Nothing leaves the machine."""

import contextlib
import json
import os

from lstm_teach import export
from lstm_teach.exercises.judging import EXERCISES, NotYet

__all__ = ["check", "progress"]

PROGRESS = "progress.json"  # in the folder of the homework: the names of the exercises that were right

_wrong_answers = {}  # by exercise: the different wrong answers so far, as text


def check(name, answer):
    """Print whether an answer to an exercise is right; if not, what differs, where, and a hint.

    name: such as "1a". answer: a number, list, array, tensor, cell, module or function; ... is an open
    exercise. After a second, different wrong answer the wanted value is shown, too. Raises nothing,
    but AssertionError where nbgrader grades.
    """
    verdict = _verdict(name, answer)
    print(verdict)
    if os.environ.get("NBGRADER_EXECUTION") and not verdict.startswith(f"{name}: right"):
        raise AssertionError(verdict)  # nbgrader knows only errors


def _verdict(name, answer):
    if name not in EXERCISES:
        return f"There is no exercise {name!r}. There are: {', '.join(EXERCISES)}."
    if answer is ... or (isinstance(answer, (tuple, list)) and any(part is ... for part in answer)):
        return f"{name}: open. Replace ... by your answer."
    try:
        EXERCISES[name](answer)
    except NotYet as problem:
        tries = _wrong_answers.setdefault(name, [])
        if (text := _as_text(answer)) not in tries:
            tries.append(text)
        lines = [f"{name}: not yet. {problem.shown if len(tries) > 1 else problem.said}"]
        return "\n".join([*lines, f"Hint: {problem.hint}"] if problem.hint else lines)
    except Exception as error:  # whatever it is, a student shall not see a traceback of ours
        return f"{name}: not yet. This answer cannot be checked ({type(error).__name__}: {error})."
    done = _remember(name)
    return f"{name}: right. ({len(done)} of {len(EXERCISES)} exercises)"


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
