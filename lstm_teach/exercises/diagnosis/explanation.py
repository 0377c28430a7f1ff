"""What a diagnosis says, made of what was found: the only place where its sentences are written."""

from dataclasses import dataclass

import numpy as np

from lstm_teach.exercises.diagnosis.mistake import Mistake

__all__ = [
    "LONGEST",
    "MAX_SHOWN",
    "Diagnosis",
    "joined",
    "place_of",
    "tell_blind",
    "tell_found",
    "tell_unknown",
]

MAX_SHOWN, MAX_BLIND = 3, 2
LONGEST = 300  # characters in a line


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What diagnose found; print it.

    right: the numbers are right. found: tuples of mistakes, each of which explains all numbers.
    """

    right: bool
    found: tuple[tuple[Mistake, ...], ...]
    text: str

    def __repr__(self):
        return str(self.text)

    @property
    def names(self):
        """The names of the mistakes, a tuple for each explanation."""
        return tuple(tuple(str(mistake) for mistake in mistakes) for mistakes in self.found)


def cut(line):
    """Return a line, cut where it is too long to be read."""
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def joined(mistakes):
    """Return the names of mistakes that go together, as one text."""
    return ", and also: ".join(map(str, mistakes))


def tell_blind(blind, any_weight_hh, no_weight_hh):
    """Return what is to be said of mistakes that would give the right numbers, too.

    blind: their names. any_weight_hh: random numbers in weight_hh would not show here; no_weight_hh: it is
    all zeros.
    """
    lines = [""]
    if any_weight_hh:
        lines.append("With these inputs random numbers in weight_hh would not show: was it set?")
    elif no_weight_hh:
        lines.append("weight_hh is 0: what your program does with the previous output is not tested here.")
    if blind:
        more = f" and {len(blind) - MAX_BLIND} more" if len(blind) > MAX_BLIND else ""
        lines.append(
            f"These inputs do not show: {'; '.join(blind[:MAX_BLIND])}{more}. Try other numbers, too."
        )
    return "\n".join(map(cut, lines))


def tell_found(found, evidence, extra=()):
    """Return the text of explanations.

    found: tuples of mistakes; evidence: where the answer is most wrong, a line; extra: lines at the end.
    """
    lines = ["Found:"]
    if len(found) > 1:
        lines = [f"{len(found)} explanations give exactly these numbers; the numbers cannot tell them apart:"]
    for k, mistakes in enumerate(found[:MAX_SHOWN]):
        lines += [f"- {joined(mistakes)}", *([f"  {evidence}"] if evidence and k == 0 else [])]
        for why, fix in dict.fromkeys((mistake.why, mistake.fix) for mistake in mistakes):
            lines += [f"  Why: {why}", f"  Fix: {fix}"]
    if len(found) > MAX_SHOWN:
        lines.append("Also: " + "; ".join(map(joined, found[MAX_SHOWN:])))
    return "\n".join(map(cut, [*lines, *extra]))


def tell_unknown(tried, lines):
    """Return the text that nothing known gives these numbers. tried: how many mistakes were."""
    lines = [f"No known mistake matches ({tried} were tried).", *(line for line in lines if line)]
    return "\n".join(map(cut, lines))


def place_of(mine, right, given=None):
    """Return where an answer is most wrong, in words. mine, right, given: arrays of one shape."""
    off = np.abs(mine - right)
    place = np.unravel_index(off.argmax(), off.shape)
    axes = [f"index {k}" for k, n in zip(place[1:], right.shape[1:], strict=True) if n > 1]
    where = ", ".join([f"step {place[0] + 1}", *axes])
    values = [mine[place], right[place], *([] if given is None else [given[place]])]
    digits = next((k for k in range(6, 16) if f"{values[0]:.{k}f}" != f"{values[1]:.{k}f}"), 17)
    if digits == 17 or max(map(abs, values[:2])) >= 1e6:
        shown = [f"{value:.17g}" for value in values]
    else:
        shown = [f"{value:.{digits}f}" for value in values]
    line = f"{where}: yours is {shown[0]}, it should be {shown[1]}"
    return line if given is None else f"{line}, this mistake gives {shown[2]}"
