"""Which numbers a Markdown cell tells, and whether a printed number is a computed one."""

import math
import re
from dataclasses import dataclass

import numpy as np

from tests.prose import GIVEN

#: What names a place and tells no result; and code, which is run elsewhere.
NO_NUMBERS = [
    r"```.*?```",  # code
    r"<!--.*?-->",
    r"^#+ [^\n]*$",  # headings
    r"(?<=\])\([^)]*\)",  # targets of links and pictures
    r"^(<summary>|<details><summary>)?\d+\. ",  # the number of a list's line
    r"\b[Ll]essons? \d\d(, \d\d)*( (and|to) \d\d)?(?!\.?\d)",
    r"\b[Ss]ections? \d+(, \d+)*( (and|to) \d+)?(?!\.?\d)",
    r"\b[Ee]xercises? \d(-\dP?|[a-j])( and \d-\dP?)?",
    r"\b[Ss]tep \**\d+\**",
    r"\b[Ss]teps \d+(, \d+)*( (and|to) \d+)?(?!\.?\d)",
    r"\*\*Time:\*\* \d+",
    r"\[\d\d(?= ·|\]\()|\b\d\d_[a-z]\w*",  # a lesson's title or file
    r"_\{[^}]*\}|_\w",  # indices in formulas
    r"(?<!10)\^(\{[^}]*\}|\w)",  # powers, but for powers of ten
    r"\\hspace\{[^}]*\}",
]
_NO_NUMBERS = re.compile("|".join(f"(?:{pattern})" for pattern in NO_NUMBERS), re.DOTALL | re.MULTILINE)
_INLINE_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
_NUMBER = re.compile(
    r"(?<![\w.])(?:(?<![\w)])[−-])?(?:10\^\{[−-]?\d+\}|10\^\d|\d+(?:\.\d+)?)(?![\w^])(?!\.\d)"
)


@dataclass(frozen=True)
class Told:
    """A number in a text: where it stands (start, end), and how it is printed."""

    start: int
    end: int
    printed: str
    cut: bool  # "6.9995…": the digits go on


def blank(match):
    return re.sub(r"[^\n]", " ", match[0])


def numbers(text):
    """Return the numbers that a Markdown cell tells, in their order, as a list of Told.

    Of code between single backticks only decimals count: `y6 = 0.963624` is told, `h_n[0]` is not.
    """
    text = re.sub(r"^ *```.*?```", blank, text, flags=re.DOTALL | re.MULTILINE)
    text = _INLINE_CODE.sub(
        lambda code: re.sub(r"(?<![\d.])\d+(?![\d.])", lambda m: " " * len(m[0]), code[0]), text
    )
    text = _NO_NUMBERS.sub(blank, text)
    return [
        Told(m.start(), m.end(), m[0].replace("−", "-"), text[m.end() : m.end() + 1] == "…")
        for m in _NUMBER.finditer(text)
    ]


def places(text, words):
    """Return where some words stand in a text, as a list of (start, end)."""
    return [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)]


def computed(values):
    """Return the values of a claim as a list."""
    values = values() if callable(values) else values
    if isinstance(values, np.ndarray):
        values = values.ravel().tolist()
    return list(values) if isinstance(values, list | tuple) else [values]


def agrees(told, value):
    """Say whether a printed number is the computed one, rounded (or cut, before "…") as printed.

    value: a number, True or False, or GIVEN.
    """
    if value is GIVEN:
        return True
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if told.printed.startswith("10^"):  # a power of ten: the right order of magnitude
        return round(math.log10(value)) == int(told.printed[3:].strip("{}"))
    printed, digits = float(told.printed), len(told.printed.partition(".")[2])
    if told.cut:
        return 0 <= (value - printed) * math.copysign(1, printed) < 10.0**-digits
    tolerance = 0.5 * 10.0**-digits * (1 + 1e-9) if digits else 1e-9
    return abs(value - printed) <= tolerance
