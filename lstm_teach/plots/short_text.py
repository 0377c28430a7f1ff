"""Texts of a user, such as labels and paths, in one line and no longer than a picture or a message takes."""

import re
import unicodedata
import warnings

__all__ = ["narrow", "one_line", "shortened"]

#: Control characters, halves of characters, and marks that turn the direction of what follows.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def one_line(text: str, replacement: str = " ") -> str:
    """Return a text in one line, its invisible characters replaced."""
    return " ".join(INVISIBLE.sub(replacement, " ".join(text.split())).split())


def narrow(text: str, most: int) -> str:
    """Return the start of a text in one line, no wider than so many letters x, at most so many characters.

    � stands in place of an invisible character.
    """
    text = one_line(text, "\N{REPLACEMENT CHARACTER}")[:most]
    while _width(text) > _width("x" * most):
        text = text[:-1]
    return text


def _width(text: str) -> float:
    """Return about how wide a text is; Chinese characters, from whichever font, are as wide as high."""
    from matplotlib.font_manager import FontProperties  # a table as a file needs no matplotlib
    from matplotlib.textpath import text_to_path

    rest = "".join(c for c in text if unicodedata.east_asian_width(c) not in "WF")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of characters that the font lacks
        font = FontProperties(["DejaVu Sans"], size=1)
        width, *_ = text_to_path.get_text_width_height_descent(rest, font, ismath=False)
    return width + len(text) - len(rest)


def shortened(path: object, most: int = 80) -> str:
    """Return a path for a message: in one line, without its middle if it has more than so many characters."""
    text = "".join(c if c.isprintable() else "?" for c in str(path))
    return text if len(text) <= most else f"{text[: most // 2]}…{text[1 - most // 2 :]}"
