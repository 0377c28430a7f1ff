"""What the exercises of all lessons share: reading an answer, comparing it, saying what is not right yet."""

import numpy as np

from lstm_teach.core.activations import SIGMOID, TANH
from lstm_teach.core.validation import real_array
from lstm_teach.exercises import time_limit
from lstm_teach.exercises.wording import capital, difference, in_short, kind, many, reason_of

__all__ = [
    "EXERCISES",
    "NotYet",
    "as_cell",
    "call",
    "compare",
    "exercise",
    "is_pair",
    "need_function",
    "need_standard",
    "numbers",
    "plain",
    "run_cell",
]

TOLERANCE, NARROW = 1e-12, 2e-6  # relative to the largest wanted number above 1; where all are float32
MOST, DEEPEST = 1_000_000, 60  # numbers in an answer, and lists in lists: nothing wants so many

#: The function that judges an answer, for each exercise by name; in the order of the lessons.
EXERCISES = {}


class NotYet(Exception):
    """An answer is not right yet.

    said: what is wrong, without giving it away. shown: the same with the value, for the second try. Both
    get a capital letter. hint: what to look at. place: the index of the first wrong number, where numbers
    were compared.
    """

    def __init__(self, said, shown="", hint="", place=None):
        super().__init__(said)
        self.said, self.shown = capital(said), capital(shown or said)
        self.hint, self.place = hint, place


def exercise(name):
    """Enter a function that judges answers, under the name of its exercise; it raises NotYet."""

    def enter(judge):
        EXERCISES[name] = judge
        return judge

    return enter


def is_pair(answer):
    """Return True for (output, (h_n, c_n)) of nn.LSTM and for (h, c) of nn.LSTMCell."""
    return isinstance(answer, tuple) and len(answer) == 2 and hasattr(answer[0], "detach")


def numbers(answer, what="your answer"):
    """Return an answer (number, list, array or tensor) as a float array; raise NotYet if it is none."""
    if issubclass(type(answer), str) or callable(answer) or answer is None or answer is ...:
        raise NotYet(f"{what} is {kind(answer)}: give numbers.")
    if is_pair(answer):
        raise NotYet(
            f"{what} is a pair of things.",
            hint="nn.LSTM returns (output, (h_n, c_n)), nn.LSTMCell returns (h, c). Fix: take the first.",
        )
    try:
        return real_array(what, plain(what, answer))
    except Exception as error:
        reason = "" if type(error) not in (TypeError, ValueError) else in_short(error, 200)
        raise NotYet(
            f"{what} is {kind(answer)} that cannot be read as numbers: give a number, a list or an array.",
            hint=f"{capital(reason)}." if reason.startswith(what) and "cannot be" not in reason else "",
        ) from None


def plain(name, answer):
    """Return an answer with arrays in place of tensors, wherever they are and whatever they remember.

    name: what the message calls it. Raises ValueError for lists that hold themselves or go very deep, and
    for more than a million numbers.
    """
    count = 0

    def read(part, depth):
        nonlocal count
        is_list = isinstance(part, (list, tuple))
        is_tensor = not is_list and hasattr(part, "detach")
        size = part.numel() if is_tensor else part.size if isinstance(part, np.ndarray) else 1
        count += len(part) if isinstance(part, range) else size
        if count > MOST:
            raise ValueError(f"{name} holds more than {MOST} numbers: give those that are wanted only")
        if is_list:
            if depth > DEEPEST:
                raise ValueError(f"{name} holds lists in lists without end: give one list of numbers")
            return [read(each, depth + 1) for each in part]
        if is_tensor:
            part = part.detach().cpu()
            return (part.float() if str(part.dtype) == "torch.bfloat16" else part).numpy()
        return part

    return read(answer, 1)


def compare(answer, wanted, what="output", *, axes=("step",), place=None, whole=False, shaped=False,
            tolerance=TOLERANCE, hint="", likely=()):  # fmt: skip
    """Raise NotYet if an answer is not equal to the wanted array, unrounded.

    axes: the name of each axis; steps count from 1. place: names an index, where axes do not. whole: whole
    numbers are wanted. shaped: the axes count, too. tolerance: relative to the largest wanted number above
    1; where every number of the answer is a float32, 2e-6 at least. likely: pairs (hint, what this mistake
    gives).
    """
    wanted = np.asarray(wanted, dtype=float)
    mine = numbers(answer, what)
    if (
        not shaped
        and mine.size == wanted.size
        and (min(mine.ndim, wanted.ndim) < 2 or _long(mine) == _long(wanted))
    ):
        mine = mine.reshape(wanted.shape)  # a row, a column or a list: the same numbers
    if mine.shape != wanted.shape:
        named = [said for said, value in likely if mine.shape == np.shape(value) and np.allclose(mine, value)]
        raise NotYet(f"{what}: {_size(mine, wanted, axes, answer)}.", hint=named[0] if named else hint)
    with np.errstate(over="ignore"):
        if not whole and (mine == mine.astype(np.float32)).all():
            tolerance = max(tolerance, NARROW)
    tolerance *= max(1, np.abs(wanted).max())
    wrong = ~(np.abs(mine - wanted) <= tolerance)  # NaN is wrong, too
    if not wrong.any():
        return
    first = tuple(int(k) for k in np.argwhere(wrong)[0])
    names = [f"{axis} {k + (axis == 'step')}" for axis, k in zip(axes, first, strict=False)]
    where = what + place(first) if place else ", ".join([what, *names])
    yours, right = mine[first], wanted[first]
    raise NotYet(
        f"{where}: yours {difference(yours, right)}.",
        f"{where}: yours is {yours:.10g}, it should be {right:.10g}.",
        _hint(mine, wanted, tolerance, likely) or hint,
        first,
    )


def _long(array):
    return [n for n in array.shape if n > 1]


def _size(mine, wanted, axes, answer):
    """How many numbers there are, and how many are wanted; where there are rows and columns, the shapes."""
    if wanted.ndim > 1:
        have = f"the shape is {in_short(mine.shape, 60)}" if mine.ndim else "this is one number"
        return f"{have}, and {'' if mine.ndim else 'the shape '}{wanted.shape} is wanted"
    counted = many(mine.size, "number") + (f" (shape {in_short(mine.shape, 60)})" if mine.ndim > 1 else "")
    if not wanted.ndim:
        return f"one number is wanted, and this is {kind(answer)} of {counted}"
    have = f"{kind(answer)} of {counted}" if mine.ndim else "one number"
    are = "are" if wanted.size > 1 else "is"
    return f"this is {have}; {wanted.size} {are} wanted" + (f", one for each {axes[0]}" if axes else "")


def _hint(mine, wanted, tolerance, likely):
    for hint, value in likely:
        value = np.asarray(value, dtype=float)
        if value.size in (1, wanted.size):
            value = np.broadcast_to(value.reshape(wanted.shape) if value.size > 1 else value, wanted.shape)
            if np.abs(mine - value).max() <= tolerance:
                return hint
    for decimals in range(0 if wanted.size > 2 else 3, 9):
        rounded = np.round(wanted, decimals)
        if rounded.any() and np.abs(mine - rounded).max() <= tolerance:
            return f"These are the right numbers, rounded to {decimals} decimals. Fix: give all digits."
    return ""


def need_function(answer, name):
    """Raise NotYet if an answer is not a function; name: what it is called."""
    if not callable(answer):
        raise NotYet(
            f"{name} must be a function, and this is {kind(answer)}.",
            hint="Write def …, and give its name, without ().",
        )


def call(answer, *arguments, what="your answer"):
    """Return what a student's function returns; raise NotYet if it fails or does not end."""
    need_function(answer, what)
    try:
        result = time_limit.within(time_limit.SECONDS, answer, *arguments)
    except time_limit.TooLong:
        raise NotYet(
            f"{what} was stopped: after {time_limit.SECONDS:g} seconds it had not ended.",
            hint="Does a loop go on for ever? What must happen so that its condition becomes False?",
        ) from None
    except SystemExit:
        raise NotYet(
            f"{what} ends the whole program, with exit(), quit() or SystemExit.",
            hint="A function ends with return.",
        ) from None
    except KeyboardInterrupt:  # the student's own
        raise
    except BaseException as error:
        raise NotYet(f"{what} stops with {': '.join(reason_of(error))}") from None
    if result is None:
        raise NotYet(f"{what} returns nothing.", hint="Does every way through it end with return …?")
    return result


def as_cell(answer, D, H=1):
    """Return an answer that must be an LSTMCell over D inputs with H units; raise NotYet if it is not."""
    from lstm_teach.core.cell import LSTMCell

    if not isinstance(answer, LSTMCell):
        raise NotYet(
            f"an lt.LSTMCell is wanted, and this is {kind(answer)}.",
            hint="Make it with lt.LSTMCell.from_gates(…).",
        )
    if (answer.input_size, answer.hidden_size) != (D, H):
        raise NotYet(
            f"your cell has {many(answer.input_size, 'input')} and {many(answer.hidden_size, 'unit')}: "
            f"{many(D, 'input')} and {many(H, 'unit')} are wanted."
        )
    return answer


def need_standard(cell):
    """Raise NotYet if a cell has other activations than the package's sigmoid, tanh and tanh."""
    if cell.activations != (SIGMOID, TANH, TANH):
        raise NotYet("your cell is not a standard one.", hint="Standard: sigmoid gates, tanh and tanh.")


def run_cell(cell, x):
    """Return the Trace of a student's LSTMCell, whose activations may be functions of their own."""
    return call(lambda: cell.run(x), what="your cell")
