"""What a diagnosis says: right or not, the evidence, why it happens and the mend."""

from dataclasses import dataclass

import numpy as np

from lstm_teach.exercises.matching import LOOSE, TIGHT, decimals, gives, matches
from lstm_teach.exercises.mistakes import CATALOGUE, Mistake

__all__ = ["Diagnosis", "tell_found", "tell_random", "tell_right", "tell_unknown"]

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


def tell_right(mine):
    """Return the Diagnosis of a right answer."""
    text = f"Right: {', '.join(name for name in mine if name not in ('bias_ih', 'bias_hh'))} as it should be."
    if "numbers" in mine:
        text = f"Right: all {mine['numbers'].size} numbers agree, unrounded."
    return Diagnosis(True, (), text)


def tell_found(found, right, mine):
    """Return the Diagnosis that some mistakes give these numbers. found: pairs (mistakes, attempt)."""
    return Diagnosis(False, tuple(mistakes for mistakes, _ in found), _explanations(found, right, mine))


def tell_random(mistake, name, value):
    """Return the Diagnosis that a parameter was left random, and holds this value."""
    lines = [f"Found:\n- {mistake}\n  {_would_give(name, value)}"]
    lines += [f"  Why: {mistake.why}", f"  Mend: {mistake.mend}"]
    return Diagnosis(False, ((mistake,),), "\n".join(lines))


def tell_unknown(tried, right, mine, fitted):
    """Return the Diagnosis that no known mistake gives these numbers.

    tried: how many were, in words; fitted: triples (mistake, name, value), values of one parameter that
    would explain all.
    """
    given = gives(right, mine)
    lines = [f"No known mistake matches ({tried}).", _evidence(given, None, mine), _first_wrong(given, mine)]
    lines += [f"{_would_give(name, value)} Compare it with yours." for _, name, value in fitted]
    return Diagnosis(False, (), "\n".join(line for line in lines if line))


def _would_give(name, value):
    numbers = np.array2string(value.round(4) + 0.0, precision=4, suppress_small=True, separator=", ")
    return f"{name} = {numbers} would give just your numbers."


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


def _explanations(found, right, mine):
    lines = ["Found:"]
    if len(found) > 1:
        lines = [f"{len(found)} explanations give exactly these numbers; the numbers cannot tell them apart:"]
    for mistakes, attempt in found[:MAX_SHOWN]:
        lines.append("- " + " + ".join(map(str, mistakes)))
        if not attempt.random:
            lines.append("  " + _evidence(gives(right, mine), gives(attempt, mine), mine))
        for mistake in mistakes:
            lines += [f"  Why: {mistake.why}", f"  Mend: {mistake.mend}"]
    if len(found) > MAX_SHOWN:
        also = [" + ".join(map(str, mistakes)) for mistakes, _ in found[MAX_SHOWN:]]
        lines.append("Also: " + "; ".join(also))
    if any(mistakes[0].family == "rounding" for mistakes, _ in found):
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
