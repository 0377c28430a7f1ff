"""The words of check: what an answer is, how much is wanted, where it differs, by how much; all in short."""

import numpy as np

from lstm_teach.core.signals import GATE_ORDER

__all__ = ["GATES", "amount", "capital", "difference", "in_short", "kind", "many", "of_weights", "reason_of"]

GATES = dict(zip(GATE_ORDER, ("input gate", "forget gate", "candidate", "output gate"), strict=True))
KINDS = {
    "NoneType": "None",
    "ellipsis": "still open (...)",
    "str": "text",
    "ndarray": "an array",
    "Tensor": "a tensor",
    "type": "a class",
    "function": "a function",
    "method": "a function",
    "builtin_function_or_method": "a function",
    "ufunc": "a function",
}


def in_short(text, most=160):
    """Return a text in one line, cut after so many characters; what cannot be printed is a question mark."""
    line = " ".join(str(text)[: 20 * most].split())
    line = "".join(letter if letter.isprintable() else "?" for letter in line)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def reason_of(error):
    """Return the kind of an error and its first line, in short: "NameError", "no message"."""
    name = in_short(type(error).__name__, 40)
    try:
        lines = [line for line in str(error)[:10_000].splitlines() if line.strip()]
    except Exception:  # the error's own text fails
        lines = []
    return name, in_short(lines[0]) if lines else "no message"


def kind(answer):
    """Return what an answer is, in words: "a number", "an nn.LSTM"."""
    own = type(answer)
    if own in (bool, np.bool_):
        return f"the value {answer}"
    if issubclass(own, (int, float, np.number)):
        return "a number"
    name, module = in_short(own.__name__, 40) or "thing", str(own.__module__)
    if name in KINDS:
        return KINDS[name]
    if module.startswith("torch.nn"):
        name = f"nn.{name}"
    elif module.startswith("lstm_teach"):
        name = f"lt.{name}"
    return f"{'an' if name[0] in 'aeiounAEIOU' or name.startswith('lt') else 'a'} {name}"


def capital(sentence):
    """Return a sentence with a capital letter, but not where it starts with code: "my_h(2, 5)"."""
    word = sentence.split(" ", 1)[0]
    return sentence if any(mark in word for mark in "_.(") else sentence[:1].upper() + sentence[1:]


def many(n, thing):
    """Return a number of things: "1 input", "3 inputs"."""
    return f"{n} {thing}{'s' * (n != 1)}"


def amount(value):
    """Return a number, whole and large ones without a point, others with two digits: "112", "0.32"."""
    whole = value < 1e15 and (float(value).is_integer() or value > 99)
    return f"{value:.0f}" if whole else f"{value:.2g}"


def difference(yours, right):
    """Return size and sign of what is wrong, without the value: "is too small by 0.32"."""
    if not np.isfinite(yours):
        return f"is {yours}, not a number that one can compare"
    if yours * right < 0:
        return "has the wrong sign"
    size = "too large" if yours > right else "too small"
    return f"is {size} by {amount(abs(yours - right))}"


def of_weights(labels=(), H=1):
    """Return a function that names a place in weights: "[1, 1] (forget gate, x2)".

    labels: the names of the columns, if they have some; H: the units, a row for each in every gate.
    """

    def name(place):
        gate, unit = divmod(place[0], H)
        words = [GATES[GATE_ORDER[gate]]]
        if H > 1:
            words.append(f"unit {unit}")
        if len(place) > 1 and len(labels) > place[1]:
            words.append(labels[place[1]])
        return f"[{', '.join(map(str, place))}] ({', '.join(words)})"

    return name
