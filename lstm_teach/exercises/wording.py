"""The words of check: what an answer is, how much is wanted, where it differs, by how much; all in short."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from lstm_teach.core.signals import GATE_ORDER, MEANINGS
from lstm_teach.words import later, say

__all__ = ["STEPS", "Axis", "Name", "amount", "difference", "first_line", "in_short", "kind", "many"]
__all__ += ["of_weights", "reason_of", "rounded_to", "sentences", "sizes"]

#: What an answer is called, by the name of its class.
KINDS = {
    "NoneType": later("None"),
    "ellipsis": later("still open (...)"),
    "str": later("text"),
    "ndarray": later("an array"),
    "Tensor": later("a tensor"),
    "type": later("a class"),
    "function": later("a function"),
    "method": later("a function"),
    "builtin_function_or_method": later("a function"),
    "ufunc": later("a function"),
}

#: Names the entry at an index of what is compared.
Name = Callable[[str, tuple[int, ...]], str]


class Axis(NamedTuple):
    """What the entries along an axis are.

    one: the text that names one of them, with {} for what they belong to and for the number. each: the text
    that says that there is one for each. first: the number of the first.
    """

    one: str
    each: str
    first: int = 0


STEPS = Axis(later("{}, step {}"), later("one for each step"), first=1)


def in_short(text: object, most: int = 160) -> str:
    """Return a text in one line, cut after so many characters; what cannot be printed is a question mark."""
    line = " ".join(str(text)[: 20 * most].split())
    line = "".join(letter if letter.isprintable() else "?" for letter in line)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message, in short; "" if it has none."""
    try:
        lines = [line for line in str(error)[:10_000].splitlines() if line.strip()]
    except Exception:  # the error's own text fails
        lines = []
    return in_short(lines[0]) if lines else ""


def reason_of(error: BaseException) -> tuple[str, str]:
    """Return the class of an error and its first line, in short: "NameError", "no message"."""
    return in_short(type(error).__name__, 40), first_line(error) or say("no message")


def kind(answer: Any) -> str:
    """Return what an answer is, in words: "a number", "an nn.LSTM"."""
    own = type(answer)
    if own in (bool, np.bool_):
        return say("the value {}", answer)
    if issubclass(own, (int, float, np.number)):
        return say("a number")
    name, module = in_short(own.__name__, 40) or say("thing"), str(own.__module__)
    if name in KINDS:
        return say(KINDS[name])
    if module.startswith("torch.nn"):
        name = f"nn.{name}"
    elif module.startswith("lstm_teach"):
        name = f"lt.{name}"
    is_an = name[0] in "aeiounAEIOU" or name.startswith("lt.")
    return say("an {}", name) if is_an else say("a {}", name)


def many(n: int, one: str, several: str) -> str:
    """Return a number of things: of two texts with {} for the number, the one that fits."""
    return say(one if n == 1 else several, n)


def sizes(inputs: int, units: int) -> str:
    """Return the sizes of a cell: "4 inputs and 1 unit"."""
    D, H = later("{} input"), later("{} unit")
    return say("{} and {}", many(inputs, D, later("{} inputs")), many(units, H, later("{} units")))


def sentences(*texts: str) -> str:
    """Return whole sentences as one text; the empty ones are left out."""
    return " ".join(text for text in texts if text)


def amount(value: float) -> str:
    """Return a number, whole and large ones without a point, others with two digits: "112", "0.32"."""
    whole = value < 1e15 and (float(value).is_integer() or value > 99)
    return f"{value:.0f}" if whole else f"{value:.2g}"


def difference(yours: float, right: float) -> str:
    """Return size and sign of what is wrong, without the value: "yours is too small by 0.32"."""
    if not np.isfinite(yours):
        return say("yours is {}, not a number that one can compare", yours)
    if yours * right < 0:
        return say("yours has the wrong sign")
    size = amount(abs(yours - right))
    return say("yours is too large by {}", size) if yours > right else say("yours is too small by {}", size)


def rounded_to(decimals: int) -> str:
    """Return the hint for right numbers that were rounded."""
    return say("These are the right numbers, rounded to {} decimals. Fix: give all digits.", decimals)


def of_weights(labels: Sequence[str] = (), H: int = 1) -> Name:
    """Return a function that names an entry of weights: "weight_ih[1, 1] (forget gate, x2)".

    labels: the names of the columns, if they have some; H: the units, a row for each in every gate.
    """

    def name(what: str, place: tuple[int, ...]) -> str:
        gate, unit = divmod(place[0], H)
        words = [say(MEANINGS[GATE_ORDER[gate]])]
        if H > 1:
            words.append(say("unit {}", unit))
        if len(place) > 1 and len(labels) > place[1]:
            words.append(labels[place[1]])
        return say("{}[{}] ({})", what, ", ".join(map(str, place)), ", ".join(words))

    return name
