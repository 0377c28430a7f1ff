"""The words of check: what an answer is, how much is wanted, where it differs and by how much."""

import numpy as np

from lstm_teach.cell import GATE_ORDER

__all__ = ["GATES", "amount", "capital", "difference", "kind", "many", "of_weights"]

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


def kind(answer):
    """Return what an answer is, in words: "a number", "an nn.LSTM"."""
    own = type(answer)
    if isinstance(answer, (int, float, np.number)) and own is not bool:
        return "a number"
    if own.__name__ in ("bool", "bool_"):
        return f"the value {answer}"
    if own.__name__ in KINDS:
        return KINDS[own.__name__]
    if own.__module__.startswith("torch.nn"):
        name = f"nn.{own.__name__}"
    elif own.__module__.startswith("lstm_teach"):
        name = f"lt.{own.__name__}"
    else:
        name = own.__name__
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
    return f"{value:.0f}" if float(value).is_integer() or value > 99 else f"{value:.2g}"


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
