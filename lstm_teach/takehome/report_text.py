"""The texts of a report: their formulas, their lines on a page, and their Markdown."""

import re
from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from matplotlib.textpath import text_to_path

from lstm_teach.takehome.fonts import lacking
from lstm_teach.takehome.table_files import as_markdown

__all__ = ["SIZES", "TEXT_WIDTH", "escaped", "readable", "size_of", "with_formulas", "wrapped"]

TEXT_WIDTH = 6.47  # inches
MAX_LINE = 400  # characters: more do not fit, not even of the smallest ones
SIZES = {"title": 18, "heading": 13, "text": 10, "code": 8.5, "caption": 9}  # points

#: $…$ or $$…$$, with no space inside the dollars and no digit behind: "$5 and $6" is none.
FORMULA = re.compile(r"(?<![\\$])(\$\$?)(?=[^\s$])[^$&`\n]*(?<=[^\s\\])\1(?![\d$])")

#: What no page can show: control characters and halves of characters.
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def readable(text: str) -> str:
    """Return a text whose lines end as Python's do, with � for what no page can show."""
    return "\n".join(UNREADABLE.sub("\ufffd", text).splitlines())


def with_formulas(text: str, kind: str) -> tuple[str, bool]:
    """Return a line as matplotlib shall set it, and whether it holds formulas; kind: one of SIZES.

    What matplotlib cannot set as a formula, such as Chinese in one, stays as it was written.
    """
    if kind not in ("text", "caption") or not FORMULA.search(text):
        return text, False
    parts, end = [], 0
    for match in FORMULA.finditer(text):
        parts += [_dollars(text[end : match.start()]), match[0].replace("$$", "$")]
        end = match.end()
    formulas = " ".join(parts[1::2])
    if lacking(formulas, ["DejaVu Sans"]):
        return text, False
    try:
        MathTextParser("path").parse(formulas)
    except ValueError:
        return text, False
    return "".join([*parts, _dollars(text[end:])]), True


def _dollars(text: str) -> str:
    return text.replace("$", r"\$")


def size_of(line: str, kind: str, math: bool) -> tuple[float, float, float]:
    """Return the width, height and depth of a line as with_formulas returns it, in inches."""
    family = "DejaVu Sans Mono" if kind == "code" else "DejaVu Sans"
    font = FontProperties(family=family, size=SIZES[kind])
    other = lacking(line, [family])  # these come from another font, as wide as they are high
    own = "".join("i" if character in other else character for character in line)
    sizes = text_to_path.get_text_width_height_descent(own, font, ismath=math) if own else (0, 0, 0)
    wider = 0.722 * SIZES[kind] * sum(character in other for character in line)  # than an i
    return (float(sizes[0]) + wider) / 72, float(sizes[1]) / 72, float(sizes[2]) / 72


def wrapped(text: str, kind: str) -> Iterator[str]:
    """Yield a text as lines no wider than the page; only what is too long for a line is broken."""
    for paragraph in text.expandtabs(4).splitlines():
        line, width = "", 0.0
        for match in re.finditer(rf"{FORMULA.pattern}|\s+|[^\s$⺀-鿿＀-￯]+|.", paragraph):
            piece = match[0]
            if width + _width(piece.rstrip(), kind) <= TEXT_WIDTH:
                line, width = line + piece, width + _width(piece, kind)
                continue
            if line.strip():
                yield line.rstrip()
            line = piece.lstrip()
            while len(line) > MAX_LINE or _width(line, kind) > TEXT_WIDTH:
                ends = range(2, min(len(line), MAX_LINE) + 1)
                end = 1 + bisect(ends, TEXT_WIDTH, key=lambda k: _width(line[:k], kind))
                yield line[:end]
                line = line[end:]
            width = _width(line, kind)
        yield line.rstrip()


@lru_cache(1000)
def _width(piece: str, kind: str) -> float:
    piece, math = with_formulas(piece, kind)
    return size_of(piece, kind, math)[0]


def escaped(text: str) -> str:
    """Return a text in which nothing is Markdown or HTML, but for its formulas."""
    parts, end = [], 0
    for match in FORMULA.finditer(text):
        formula = match[0].replace("<", r"\lt ").replace(">", r"\gt ")
        parts += [as_markdown(text[end : match.start()]), formula]
        end = match.end()
    text = "".join([*parts, as_markdown(text[end:])])
    text = re.sub(r"^[^\S\n]+", "", text, flags=re.MULTILINE)  # four spaces would be code
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", text, flags=re.MULTILINE)
