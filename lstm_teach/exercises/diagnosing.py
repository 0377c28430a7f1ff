"""diagnose: which known mistake gives exactly these numbers?

Every mistake of the catalogue, and every pair of them, is made on purpose, and what it gives is compared
with the answer, unrounded. Nothing is guessed: a mistake is named only if its numbers are the answer's.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lstm_teach.cell import LSTMCell
from lstm_teach.exercises.attempts import Attempt
from lstm_teach.exercises.judging import NotYet, numbers
from lstm_teach.exercises.matching import LOOSE, TIGHT, decimals, fits, gives, matches
from lstm_teach.exercises.mistakes import CATALOGUE, Mistake, rounded_to

__all__ = ["Diagnosis", "diagnose", "why_module"]

MAX_SHOWN = 6


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What diagnose found; print it.

    right: the numbers are right. found: tuples of mistakes, each of which explains all numbers.
    """

    right: bool
    found: tuple[tuple[Mistake, ...], ...]
    text: str

    def __repr__(self):
        return self.text

    @property
    def names(self):
        """The names of the mistakes, a tuple for each explanation."""
        return tuple(tuple(str(mistake) for mistake in mistakes) for mistakes in self.found)


def diagnose(answer, *, cell, x=None, of="h"):
    """Return a Diagnosis: right, or the mistakes that give exactly these numbers, or no known one.

    - answer: a sequence of outputs or memories, (T, H) or (T, N, H), for H = 1 also (T,) or (T, N); or
      weights: an array like weight_ih or weight_hh, a state_dict, an nn.LSTMCell or nn.LSTM of one layer
    - cell: the right LSTMCell, or the right nn.LSTMCell or nn.LSTM (then its two biases are known)
    - x: the inputs (T, D) or (T, N, D), for a sequence; of: "h" or "c", what the sequence should be

    What cannot be read or does not fit is told in the Diagnosis; only a wrong cell, x or of raises
    ValueError or TypeError.
    """
    right = _right(cell, x, of)
    try:
        mine = _read(answer, right)
    except NotYet as problem:
        return Diagnosis(False, (), f"This cannot be diagnosed: {problem.said}")
    return _explain(mine, right)


def why_module(module, cell):
    """Return a hint for a module whose weights are not those of a cell: the mistake, or no text."""
    found = diagnose(module, cell=cell)
    return (
        f"This is what you get with: {' + '.join(found.names[0])}. {found.found[0][0].mend}"
        if found.found
        else ""
    )


def _right(cell, x, of):
    if of not in ("h", "c"):
        raise ValueError(f"of is {of!r}: write 'h' for outputs or 'c' for memories")
    if isinstance(cell, LSTMCell):
        biases = cell.bias, np.zeros_like(cell.bias)
    else:
        from lstm_teach.torch_bridge import from_torch

        module, cell = cell, from_torch(cell)
        biases = [value for name, value in _arrays(module.state_dict()).items() if name.startswith("bias")]
        biases = tuple(biases) or (cell.bias, cell.bias)
    if x is not None:
        x = cell.run(numbers(x, "x")).x  # told here what does not fit
    return Attempt(cell, biases, x, of)


def _arrays(state_dict):
    """The four parameters of one layer by name, from a state_dict of nn.LSTMCell or nn.LSTM."""
    names = [str(name) for name in state_dict]
    odd = [name for name in names if name.endswith("_reverse") or ("_l" in name and not name.endswith("_l0"))]
    if odd:
        raise NotYet(f"{odd[0]} belongs to a second layer or direction: give one of one layer.")
    return {name.removesuffix("_l0"): numbers(value, name) for name, value in state_dict.items()}


def _read(answer, right):
    """Return the answer as arrays by name: "numbers" for a sequence, else parameters."""
    shapes = {name: value.shape for name, value in right.parameters().items()}
    if hasattr(answer, "state_dict") and not hasattr(answer, "shape"):
        answer = answer.state_dict()
    if isinstance(answer, dict):
        arrays = _arrays(answer)
        unknown = set(arrays) - {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}
        if unknown or not {"weight_ih", "weight_hh"} <= set(arrays):
            raise NotYet(
                f"weight_ih, weight_hh, bias_ih and bias_hh are wanted, there are {', '.join(arrays)}."
            )
        arrays |= {name: np.zeros(shapes["bias"]) for name in ("bias_ih", "bias_hh") if name not in arrays}
        arrays["bias"] = arrays["bias_ih"] + arrays["bias_hh"]
        wrong = [name for name in shapes if arrays[name].shape != shapes[name]]
        if wrong:
            name = wrong[0]
            raise NotYet(f"{name} has the shape {arrays[name].shape}, wanted is {shapes[name]}.")
        return arrays
    array = numbers(answer)
    if right.x is not None:
        return {"numbers": array}
    for name in ("weight_ih", "weight_hh"):
        if array.shape == shapes[name]:
            return {name: array}
    if array.shape == shapes["weight_ih"][::-1]:
        raise NotYet(
            f"the shape {array.shape} is that of weight_ih transposed: rows are gates, columns inputs."
        )
    raise NotYet(
        f"the shape {array.shape} is that of no weights {list(shapes.values())}; for a sequence give x=…"
    )


def _explain(mine, right):
    given = gives(right, mine)
    finite = all(np.isfinite(value).all() for value in mine.values())
    if "numbers" in mine:
        shape = right.numbers().shape
        if given is None and not fits(mine["numbers"].shape, (shape[1], shape[0], *shape[2:])):
            return Diagnosis(False, (), f"The shape is {mine['numbers'].shape}, wanted is {shape}: "
                                        "is a step missing, or shown twice?")  # fmt: skip
    if not finite:
        return Diagnosis(
            False, (), "There is NaN or infinity among these numbers: where does it first appear?"
        )
    narrow = any(value.dtype == np.float32 for value in mine.values())
    catalogue = list(CATALOGUE)
    if "numbers" in mine and (digits := decimals(mine["numbers"])) is not None:
        catalogue.append(rounded_to(digits))
    for tolerance in [LOOSE] if narrow else [TIGHT, LOOSE]:
        if matches(right, mine, tolerance):
            return Diagnosis(True, (), _praise(mine))
        nearly = matches(right, mine, LOOSE)  # right in 32 bits, or a mistake that hardly shows
        for size in (1,) if nearly else (1, 2):
            if found := _search(right, mine, catalogue, size, tolerance):
                return Diagnosis(False, tuple(found), _tell(found, right, mine))
    pairs = len(catalogue) * (len(catalogue) - 1) // 2
    tried = f"{len(catalogue)} single ones and {pairs} pairs were tried"
    lines = [f"No known mistake matches ({tried}).", _evidence(given, None, mine), _first_wrong(given, mine)]
    return Diagnosis(False, (), "\n".join(line for line in lines if line))


def _search(right, mine, catalogue, size, tolerance):
    """The mistakes, or pairs of them, that give just these numbers."""
    found = []
    for mistakes in combinations(catalogue, size):
        if len({mistake.family for mistake in mistakes}) < size:
            continue
        attempt = right
        for mistake in mistakes:
            attempt = attempt and mistake.effect(attempt)
        if attempt and matches(attempt, mine, tolerance):
            found.append(mistakes)
    return found


def _praise(mine):
    if "numbers" in mine:
        return f"Right: all {mine['numbers'].size} numbers agree, unrounded."
    return f"Right: {', '.join(name for name in mine if name not in ('bias_ih', 'bias_hh'))} as it should be."


def _evidence(given, wrong, mine):
    """The first number that is not right: yours, the right one, and what the mistake gives."""
    if given is None:
        return "The axes are in another order than they should be."
    for name, right in given.items():
        differs = np.abs(mine[name] - right) > TIGHT * max(1, np.abs(right).max())
        if differs.any():
            place = tuple(np.argwhere(differs)[np.abs(mine[name] - right)[differs].argmax()])
            where = f"{name}[{', '.join(map(str, place))}]"
            if name == "numbers":
                axes = [f"index {k}" for k, n in zip(place[1:], right.shape[1:], strict=True) if n > 1]
                where = ", ".join([f"step {place[0] + 1}", *axes])
            line = f"{where}: yours is {mine[name][place]:.6f}, it should be {right[place]:.6f}"
            return line if wrong is None else f"{line}, this mistake gives {wrong[name][place]:.6f}"
    return "The numbers agree, and what belongs to them does not."


def _first_wrong(given, mine):
    """Where to look, if the first steps are right."""
    if given is None or "numbers" not in given:
        return ""
    differs = np.abs(mine["numbers"] - given["numbers"]) > LOOSE * max(1, np.abs(given["numbers"]).max())
    step = differs.reshape(len(differs), -1).any(axis=1).argmax() + 1
    if step == 1:
        return ""
    if step == 2:
        return "Step 1 is right: look at what is handed on to step 2: h, c, and weight_hh (was it ever set?)."
    return f"Steps 1 to {step - 1} are right: look at what is special about step {step}."


def _tell(found, right, mine):
    lines = []
    if len(found) > 1:
        lines.append(
            f"{len(found)} explanations give exactly these numbers; the numbers cannot tell them apart:"
        )
    else:
        lines.append("Found:")
    for mistakes in found[:MAX_SHOWN]:
        lines.append("- " + " + ".join(map(str, mistakes)))
        attempt = right
        for mistake in mistakes:
            attempt = mistake.effect(attempt)
        if not attempt.random:
            lines.append("  " + _evidence(gives(right, mine), gives(attempt, mine), mine))
        for mistake in mistakes:
            lines += [f"  Why: {mistake.why}", f"  Mend: {mistake.mend}"]
    if len(found) > MAX_SHOWN:
        lines.append("Also: " + "; ".join(" + ".join(map(str, mistakes)) for mistakes in found[MAX_SHOWN:]))
    if any(mistakes[0].family == "rounding" for mistakes in found):
        lines.append(_same_when_rounded(right, mine))
    return "\n".join(lines)


def _same_when_rounded(right, mine):
    """Which wrong row orders give the same rounded numbers."""
    digits = decimals(mine["numbers"])
    orders = [
        mistake.name.removeprefix("rows in the order ").partition(" (")[0]
        for mistake in CATALOGUE
        if mistake.family == "rows" and matches(mistake.effect(right).with_(decimals=digits), mine, TIGHT)
    ]
    if not orders:
        return f"With {digits} decimals no wrong row order gives these numbers."
    same = "; ".join(orders)
    return f"Rounded like this, wrong row orders give the same numbers, too: {same}. Give all digits."
