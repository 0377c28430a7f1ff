"""How a number is written wherever a person reads one."""

from decimal import ROUND_HALF_UP, Context
from math import isfinite

__all__ = ["format_number"]


_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def format_number(value: float, digits: int = 6, characters: int = 99, typeset: bool = False) -> str:
    """Return a number for reading, as format(value, ".6g") does, but halves rounded up, as in browsers.

    digits: at most so many significant digits, fewer if the number, its sign not counted, would otherwise
    have more than so many characters. typeset: with a true minus, and powers as in 2×10⁶. 0 is never -0;
    NaN and infinity are a dash. formatNumber in the explorer's JavaScript writes the same, so that a table,
    a plot and the browser agree.
    """
    if not isfinite(value):
        return "–"
    rounded = Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal_from_float(float(value))
    mantissa, power = f"{rounded:.{digits - 1}e}".split("e")  # it may be above the largest float
    if value == 0 or -4 <= int(power) < digits:
        text = f"{float(rounded) + 0.0:.{digits}g}"
    else:
        text = f"{float(mantissa):g}e{int(power):+03d}"
    if len(text.lstrip("-")) > characters and digits > 1:
        return format_number(value, digits - 1, characters, typeset)
    if not typeset:
        return text
    text, _, exponent = text.partition("e")
    return text.replace("-", "−") + (f"×10{str(int(exponent)).translate(_SUPERSCRIPT)}" if exponent else "")
