"""The texts of the circuit of one step and the values in it: the twin of circuit_texts in the browser.

Where a text stands is in circuit_layout.json; a test compares these texts with the browser's.
"""

import json
import textwrap
from math import isfinite, isnan, nan
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lstm_teach.core.activations import ACTIVATIONS
from lstm_teach.core.numbers import format_number
from lstm_teach.core.trace import Trace
from lstm_teach.plots.short_text import narrow
from lstm_teach.words import say

__all__ = ["LAYOUT", "ROWS", "CellTexts", "Term", "boxed_terms", "cell_texts", "sum_lines", "terms_at"]
__all__ += ["values_at"]

LAYOUT = json.loads(Path(__file__).with_name("circuit_layout.json").read_text(encoding="utf-8"))
ROWS = ("i", "f", "g", "o")  # of the weights
MOST_TERMS = 7  # boxes of a sum
VALUE_CHARACTERS = LAYOUT["value_characters"]  # of a value beside its sign, if it has a place to itself


class Term(NamedTuple):
    """One product of a weighted sum."""

    label: str
    weight: float
    value: float


class CellTexts(NamedTuple):
    """The texts of a step: a title, {name: value}, {row: [(term, weight), …]} and {row: [line, …]}."""

    title: str
    values: dict[str, str]
    boxes: dict[str, list[tuple[str, str]]]
    sums: dict[str, list[str]]


def values_at(trace: Trace, step: int) -> dict[str, float]:
    """Return the values of a step (from 1) by name; activated is memory(c), NaN if it is not known."""
    names = [*(f"z_{row}" for row in ROWS), *ROWS, "c_prev", "c", "h"]
    now = {name: float(getattr(trace, name)[step - 1, 0]) for name in names}
    memory = trace.recipe.get("memory_activation")
    memory = ACTIVATIONS.get(memory) if isinstance(memory, str) else memory
    activated = float(memory(now["c"])) if memory else nan
    return {**now, "activated": activated, "written": now["i"] * now["g"], "kept": now["f"] * now["c_prev"]}


def terms_at(trace: Trace, step: int) -> dict[str, list[Term]]:
    """Return the terms of the four sums of a step, {row: [Term, …]}; empty if the weights are not known."""
    if not {"weight_ih", "weight_hh", "bias"} <= trace.recipe.keys():
        return {}
    parts = [np.reshape(trace.recipe[name], (4, -1)) for name in ("weight_ih", "weight_hh", "bias")]
    labels = [*trace.input_labels, "h_prev", "bias"]
    values = [*trace.x[step - 1].tolist(), float(trace.h_prev[step - 1, 0]), 1.0]
    weights = np.hstack(parts).tolist()
    return {row: list(map(Term, labels, weights[k], values)) for k, row in enumerate(ROWS)}


def boxed_terms(terms: list[Term]) -> list[Term]:
    """Return the terms that have a box: all of them, or the largest ones in their order."""
    if len(terms) <= MOST_TERMS:
        return terms
    by_size = sorted(range(len(terms)), key=lambda k: -abs(terms[k].weight * terms[k].value))
    return [terms[k] for k in sorted(by_size[: MOST_TERMS - 1])]


def cell_texts(
    trace: Trace, step: int, line: int | None = None, characters: int = VALUE_CHARACTERS, title: int = 80
) -> CellTexts:
    """Return the CellTexts of a step (from 1).

    line: the most characters of each sum, to have it in one line; as the layout says if left out.
    characters: the most of a value beside its sign. title: the most characters of a line of the title.
    """
    now, terms = values_at(trace, step), terms_at(trace, step)
    memory = trace.recipe.get("memory_activation")
    values = {}
    for value in LAYOUT["values"]:
        name, label = value["shows"], value["label"].replace("{memory}", narrow(str(memory), 7))
        known = name != "activated" or not isnan(now[name])
        values[name] = f"{label} {equals(now[name], characters=characters)}" if known else ""
    boxes = {row: [_box(*term) for term in boxed_terms(terms[row])] for row in terms}
    sums = {}
    for row, place in LAYOUT["sums"].items():
        most, lines = (line, 1) if line else (place["characters"], place["lines"])
        if terms:
            sums[row] = sum_lines(f"z_{row}", terms[row], now[f"z_{row}"], most, lines, characters)
        elif line:
            sums[row] = [f"z_{row} {equals(now[f'z_{row}'], characters=characters)}"]
    inputs = zip(trace.input_labels, trace.x[step - 1].tolist(), strict=True)
    pieces = [f"{narrow(label, 8)} {equals(x, 4)}" for label, x in inputs if (label, x) != ("1", 1)]
    pieces = [f"{piece}," for piece in pieces[:-1]] + pieces[-1:]
    head = say("step {}:", step) if pieces else say("step {}", step)
    return CellTexts("\n".join(_wrapped([head], pieces, [], title, 2)), values, boxes, sums)


def _box(label, weight, value):
    name = label[:8]
    characters = LAYOUT["box_characters"] - len(name)
    text = label if label in ("bias", "1") else f"{name} {equals(value, 4, characters)}"
    return text, format_number(weight, 4)


def sum_lines(
    name: str, terms: list[Term], total: float, characters: int, most: int, of_total: int = 99
) -> list[str]:
    """Return z = 100·1 + (-10)·1 = 90 in at most so many lines of so many characters.

    terms: those of weight 0 are left out, and from the end those that do not fit are counted. of_total: the
    most characters of the total beside its sign.
    """
    counted = [term for term in terms if term.weight != 0]
    exact = all(_is_exact(format_number(number, 4), number) for _, *pair in counted for number in pair)
    products = [
        _factor(weight) if label == "bias" else f"{_factor(weight)}·{_factor(value)}"
        for label, weight, value in counted
    ]
    pieces = products[:1] + [f"+ {product}" for product in products[1:]]
    text = format_number(total, 6, of_total)
    sign = ["=" if exact and _is_exact(text, total) else "≈"] if counted else []
    return _wrapped([f"{name} ="], pieces, [*sign, text], characters, most)


def _factor(value):
    text = format_number(value, 4)
    return f"({text})" if text.startswith("-") else text


def _wrapped(start, pieces, end, characters, most):
    """Wrap what stands at the start, between and at the end; of the pieces between, as many as fit."""
    for left in range(len(pieces) + 1):
        shown = pieces[: len(pieces) - left] + ([say("+ {} more", left)] if left else [])
        text = " ".join(piece.replace(" ", "\xa0") for piece in [*start, *shown, *end])
        lines = textwrap.wrap(text, characters, break_long_words=False, break_on_hyphens=False)
        if len(lines) <= most:
            break
    return [line.replace("\xa0", " ") for line in lines]


def equals(value: float, digits: int = 6, characters: int = 99) -> str:
    """Return "= 7" if the digits shown are the whole number, otherwise "≈ 0.963624"."""
    text = format_number(value, digits, characters)
    return f"{'=' if _is_exact(text, value) else '≈'} {text}"


def _is_exact(text, value):
    return isfinite(value) and float(text) == value
