"""What the exercises of all lessons share: their list, NotYet, reading an answer, calling a function."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_teach.core.activations import SIGMOID, TANH
from lstm_teach.core.cell import LSTMCell
from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import real_array
from lstm_teach.exercises import time_limit
from lstm_teach.exercises.wording import in_short, kind, reason_of, sizes
from lstm_teach.words import say

__all__ = ["EXERCISES", "NotYet", "as_cell", "call", "exercise", "is_pair", "need_function", "need_standard"]
__all__ += ["numbers", "plain", "run_cell"]

MOST, DEEPEST = 1_000_000, 60  # numbers in an answer, and lists in lists: nothing wants so many

#: The function that judges an answer, for each exercise by name; in the order of the lessons.
EXERCISES: dict[str, Callable[[Any], None]] = {}

#: The index of an entry of an array.
Place = tuple[int, ...] | None


class NotYet(Exception):
    """An answer is not right yet; the three texts are whole sentences in the chosen language.

    said: what is wrong, without giving it away. shown: the same with the value, for the second try. hint:
    what to check. place: the index of the first wrong number, None where no numbers were compared.
    """

    def __init__(self, said: str, shown: str = "", hint: str = "", place: Place = None) -> None:
        super().__init__(said)
        self.said, self.shown, self.hint, self.place = said, shown or said, hint, place


class TooMuch(Exception):
    """An answer holds lists in lists without end, or more numbers than any exercise wants."""


def exercise(name: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Enter a function that judges answers, under the name of its exercise; it raises NotYet."""

    def enter(judge: Callable[[Any], None]) -> Callable[[Any], None]:
        EXERCISES[name] = judge
        return judge

    return enter


def is_pair(answer: Any) -> bool:
    """Return True for (output, (h_n, c_n)) of nn.LSTM and for (h, c) of nn.LSTMCell."""
    return isinstance(answer, tuple) and len(answer) == 2 and hasattr(answer[0], "detach")


def numbers(answer: Any, what: str = "") -> np.ndarray:
    """Return an answer (number, list, array or tensor) as a float array; raise NotYet if it is none.

    what: how a sentence that begins with the answer calls it; else "Your answer".
    """
    what = what or say("Your answer")
    if issubclass(type(answer), str) or callable(answer) or answer is None or answer is ...:
        raise NotYet(say("{} is {}: give numbers.", what, kind(answer)))
    if is_pair(answer):
        raise NotYet(
            say("{} is a pair of things.", what),
            hint=say(
                "nn.LSTM returns (output, (h_n, c_n)), nn.LSTMCell returns (h, c). Fix: take the first."
            ),
        )
    try:
        given = _plain(what, answer)
    except TooMuch as error:
        raise _unreadable(what, answer, error) from None
    except Exception:  # a thing that fails when it is read
        raise _unreadable(what, answer) from None
    try:
        return real_array(what, given)
    except ValueError as error:  # ragged lists, numbers beyond the largest float
        raise _unreadable(what, answer, error) from None
    except Exception as error:
        raise _unreadable(what, answer, error if _becomes_an_array(given) else None) from None


def _unreadable(what, answer, error=None):
    """The NotYet of an answer that is not numbers; error: one of ours that says more."""
    return NotYet(
        say(
            "{} is {} that cannot be read as numbers: give a number, a list or an array.", what, kind(answer)
        ),
        hint=say("{}.", in_short(error, 200)) if error else "",
    )


def _becomes_an_array(given):
    """True if NumPy can read a thing: then real_array says what is wrong with its entries."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            np.asarray(given)
    except Exception:
        return False
    return True


def plain(name: str, answer: Any) -> Any:
    """Return an answer with arrays in place of tensors, wherever they are and whatever they remember.

    name: what the message calls it. Raises ValueError for lists that hold themselves or go very deep, and
    for more than a million numbers.
    """
    try:
        return _plain(name, answer)
    except TooMuch as error:
        raise ValueError(str(error)) from None


def _plain(name, answer):
    """As plain, but raises TooMuch."""
    count = 0

    def read(part, depth):
        nonlocal count
        is_list = isinstance(part, (list, tuple))
        is_tensor = not is_list and hasattr(part, "detach")
        size = part.numel() if is_tensor else part.size if isinstance(part, np.ndarray) else 1
        count += len(part) if isinstance(part, range) else size
        if count > MOST:
            raise TooMuch(say("{} holds more than {} numbers: give those that are wanted only", name, MOST))
        if is_list:
            if depth > DEEPEST:
                raise TooMuch(say("{} holds lists in lists without end: give one list of numbers", name))
            return [read(each, depth + 1) for each in part]
        if is_tensor:
            part = part.detach().cpu()
            return (part.float() if str(part.dtype) == "torch.bfloat16" else part).numpy()
        return part

    return read(answer, 1)


def need_function(answer: Any, name: str) -> None:
    """Raise NotYet if an answer is not a function; name: what it is called."""
    if not callable(answer):
        raise NotYet(
            say("{} must be a function, and this is {}.", name, kind(answer)),
            hint=say("Write def …, and give its name, without ()."),
        )


def call(answer: Any, *arguments: Any, what: str = "") -> Any:
    """Return what a student's function returns; raise NotYet if it fails or does not end."""
    what = what or say("Your answer")
    need_function(answer, what)
    try:
        result = time_limit.within(time_limit.SECONDS, answer, *arguments)
    except time_limit.TooLong:
        raise NotYet(
            say("{} was stopped: after {:g} seconds it had not ended.", what, time_limit.SECONDS),
            hint=say("Does a loop go on for ever? What must happen so that its condition becomes False?"),
        ) from None
    except SystemExit:
        raise NotYet(
            say("{} ends the whole program, with exit(), quit() or SystemExit.", what),
            hint=say("A function ends with return."),
        ) from None
    except KeyboardInterrupt:  # the student's own
        raise
    except BaseException as error:
        raise NotYet(say("{} stops with {}: {}", what, *reason_of(error))) from None
    if result is None:
        raise NotYet(
            say("{} returns nothing.", what), hint=say("Does every way through it end with return …?")
        )
    return result


def as_cell(answer: Any, D: int, H: int = 1) -> LSTMCell:
    """Return an answer that must be an LSTMCell over D inputs with H units; raise NotYet if it is not."""
    if not isinstance(answer, LSTMCell):
        raise NotYet(
            say("An lt.LSTMCell is wanted, and this is {}.", kind(answer)),
            hint=say("Make it with lt.LSTMCell.from_gates(…)."),
        )
    if (answer.input_size, answer.hidden_size) != (D, H):
        mine = sizes(answer.input_size, answer.hidden_size)
        raise NotYet(say("Your cell has {}: {} are wanted.", mine, sizes(D, H)))
    return answer


def need_standard(cell: LSTMCell) -> None:
    """Raise NotYet if a cell has other activations than the package's sigmoid, tanh and tanh."""
    if cell.activations != (SIGMOID, TANH, TANH):
        raise NotYet(
            say("Your cell is not a standard one."), hint=say("Standard: sigmoid gates, tanh and tanh.")
        )


def run_cell(cell: LSTMCell, x: Any) -> Trace:
    """Return the Trace of a student's LSTMCell, whose activations may be functions of their own."""
    return call(lambda: cell.run(x), what=say("Your cell"))
