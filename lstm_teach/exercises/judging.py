"""What the exercises of all lessons share: reading an answer, comparing it, saying what is not right yet."""

import numpy as np

__all__ = ["EXERCISES", "NotYet", "as_cell", "call", "compare", "exercise", "fits", "numbers"]

#: The function that judges an answer, for each exercise by name; in the order of the lessons.
EXERCISES = {}


class NotYet(Exception):
    """An answer is not right yet.

    said: what is wrong, without giving it away. shown: the same with the value, for the second try.
    hint: what to look at.
    """

    def __init__(self, said, shown="", hint=""):
        super().__init__(said)
        self.said, self.shown, self.hint = said, shown or said, hint


def exercise(name):
    """Enter a function that judges answers, under the name of its exercise; it raises NotYet."""

    def enter(judge):
        EXERCISES[name] = judge
        return judge

    return enter


def numbers(answer, what="your answer"):
    """Return an answer (number, list, array or tensor) as a float array; raise NotYet if it is none."""
    if isinstance(answer, str) or callable(answer) or answer is None:
        raise NotYet(f"{what} is {_kind(answer)}: give numbers.")
    if isinstance(answer, tuple) and len(answer) == 2 and hasattr(answer[0], "detach"):
        raise NotYet(
            f"{what} is a pair of things.",
            hint="nn.LSTM returns (output, (h_n, c_n)), nn.LSTMCell returns (h, c): take the first.",
        )
    try:
        array = np.asarray(_without_tensors(answer))
        if np.iscomplexobj(array):
            raise TypeError("complex")
        return array if array.dtype == np.float32 else array.astype(float)
    except (OverflowError, TypeError, ValueError, RuntimeError):
        raise NotYet(f"{what} cannot be read as numbers: give a number, a list or an array.") from None


def _without_tensors(answer):
    """An answer with arrays in place of tensors, wherever they are and whatever they remember."""
    if isinstance(answer, (list, tuple)):
        return [_without_tensors(part) for part in answer]
    return answer.detach().cpu().numpy() if hasattr(answer, "detach") else answer


def _kind(answer):
    return {str: "text", type(None): "None"}.get(type(answer), f"a {type(answer).__name__}")


def fits(shape, wanted):
    """Return True if two shapes are the same but for axes of length 1."""
    return [n for n in shape if n > 1] == [n for n in wanted if n > 1]


def compare(answer, wanted, what="output", *, axes=("step",), tolerance=1e-9, hint="", likely=()):
    """Raise NotYet if an answer is not equal to the wanted array, unrounded.

    axes: the name of each axis; steps count from 1. tolerance: for float64, relative to the largest
    wanted number above 1; a float32 answer is allowed 1e-5. likely: pairs (hint, what this mistake gives).
    """
    wanted = np.asarray(wanted, dtype=float)
    mine = numbers(answer)
    if mine.size == wanted.size and (min(mine.ndim, wanted.ndim) < 2 or fits(mine.shape, wanted.shape)):
        mine = mine.reshape(wanted.shape)  # a row, a column or a list: the same numbers
    if mine.shape != wanted.shape:
        raise NotYet(f"{what}: the shape is {mine.shape}, wanted is {wanted.shape}.", hint=hint)
    if mine.dtype == np.float32:
        tolerance = max(tolerance, 1e-5)
    tolerance *= max(1, np.abs(wanted).max())
    wrong = ~(np.abs(mine - wanted) <= tolerance)  # NaN is wrong, too
    if not wrong.any():
        return
    place = tuple(np.argwhere(wrong)[0])
    names = [f"{axis} {k + (axis == 'step')}" for axis, k in zip(axes[: len(place)], place, strict=False)]
    where = ", ".join([what, *names]) if place else what
    yours, right = mine[place], wanted[place]
    raise NotYet(
        f"{where}: yours is {_difference(yours, right)}.",
        f"{where}: yours is {yours:.10g}, it should be {right:.10g}.",
        _hint(mine, wanted, tolerance, likely) or hint,
    )


def _difference(yours, right):
    """Size and sign of what is wrong, without the value."""
    if not np.isfinite(yours):
        return f"{yours}, not a number that one can compare"
    if yours * right < 0:
        return "of the wrong sign"
    size = "too large" if abs(yours) > abs(right) else "too small"
    return f"{size} by {abs(yours - right):.2g}"


def _hint(mine, wanted, tolerance, likely):
    for hint, value in likely:
        value = np.broadcast_to(np.asarray(value, dtype=float), wanted.shape)
        if np.abs(mine - value).max() <= tolerance:
            return hint
    for decimals in range(9):
        rounded = np.round(wanted, decimals)
        if rounded.any() and np.abs(mine - rounded).max() <= tolerance:
            return f"These are the right numbers, rounded to {decimals} decimals. Give all digits."
    return ""


def call(answer, *arguments, what="your function"):
    """Return what a student's function returns; raise NotYet if it is no function, or if it stops."""
    if not callable(answer):
        raise NotYet(
            f"{what} is wanted, and this is {_kind(answer)}.",
            hint="Write def …, and give its name, without ().",
        )
    try:
        result = answer(*arguments)
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else "no message"
        raise NotYet(f"{what} stops with {type(error).__name__}: {reason}") from None
    if result is None:
        raise NotYet(f"{what} returns nothing.", hint="End it with return …")
    return result


def as_cell(answer, D, H=1):
    """Return an answer that must be an LSTMCell over D inputs with H units; raise NotYet if it is not."""
    from lstm_teach.cell import LSTMCell

    if not isinstance(answer, LSTMCell):
        raise NotYet(
            f"an lt.LSTMCell is wanted, and this is {_kind(answer)}.",
            hint="Make it with lt.LSTMCell.from_gates(…).",
        )
    if (answer.input_size, answer.hidden_size) != (D, H):
        raise NotYet(
            f"your cell has {_many(answer.input_size, 'input')} and {_many(answer.hidden_size, 'unit')}: "
            f"{_many(D, 'input')} and {_many(H, 'unit')} are wanted."
        )
    return answer


def _many(n, thing):
    return f"{n} {thing}{'s' * (n != 1)}"
