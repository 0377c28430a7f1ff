"""Characters that a figure's own fonts lack, such as Chinese ones, from other fonts of the system.

Matplotlib takes each character from the first family of a Text that has it; here such families are added.
"""

import logging
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import matplotlib as mpl
from matplotlib import cbook, font_manager
from matplotlib.figure import Figure
from matplotlib.text import Text

from lstm_teach.words import say

__all__ = ["CJK_FONTS", "fonts_for", "lacking", "pdf_font_type"]

#: Fonts with Chinese characters, as the usual systems call them.
CJK_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "SimSun",
    "PingFang SC", "Hiragino Sans GB", "Songti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Arial Unicode MS",
)  # fmt: skip


@contextmanager
def fonts_for(fig: Figure) -> Iterator[None]:
    """Add fonts of the system to the texts of a figure whose own fonts lack some characters.

    If no font has them, one warning names a font to install, and the characters stay boxes.
    """
    families = {text: text.get_fontfamily() for text in fig.findobj(Text)}
    missing = {text: lacking(text.get_text(), [*own, "DejaVu Sans"]) for text, own in families.items()}
    families = {text: own for text, own in families.items() if missing[text]}
    characters = "".join(sorted(set().union(*missing.values())))
    with _quiet(), warnings.catch_warnings(), mpl.rc_context({"pdf.fonttype": pdf_font_type(characters)}):
        added, boxes = _fonts_with(characters)
        if boxes:
            message = say(
                "no font here has the characters {}: they become boxes; "
                "install one that has, such as {}, and save again",
                boxes[:20],
                CJK_FONTS[0],
            )
            warnings.warn(message, stacklevel=2)
        warnings.filterwarnings("ignore", "Glyph .* missing")
        try:
            for text, own in families.items():
                # Matplotlib draws the words beside a formula in the first family only.
                is_first = text.get_parse_math() and cbook.is_math_text(text.get_text())
                text.set_fontfamily([*added, *own] if is_first else [*own, *added])
            yield
        finally:
            for text, own in families.items():
                text.set_fontfamily(own)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Matplotlib not report the weights that a font of the system lacks."""
    loggers = [logging.getLogger(f"matplotlib.{name}") for name in ("font_manager", "mathtext")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def pdf_font_type(characters: str) -> int:
    """Return pdf.fonttype for fonts with these characters: 42, but 3 if one is a PostScript font.

    As type 42 some viewers show nothing of those fonts.
    """
    return 3 if any(map(_is_postscript, _fonts_with(characters)[0])) else 42


def _is_postscript(family: str) -> bool:
    with open(font_manager.findfont(family), "rb") as file:
        if file.read(4) == b"ttcf":  # several fonts in a file: the place of the first stands in byte 12
            file.seek(12)
            file.seek(int.from_bytes(file.read(4), "big"))
        else:
            file.seek(0)
        return file.read(4) == b"OTTO"


def _fonts_with(characters: str) -> tuple[list[str], str]:
    """Return the families of CJK_FONTS that these characters need, and the characters that none has."""
    families = []
    if characters:
        _see_new_fonts()
    for family in CJK_FONTS:
        left = lacking(characters, [family])
        if len(left) < len(characters):
            families.append(family)
        characters = left
    return families, characters


def _see_new_fonts() -> None:
    """Add fonts to Matplotlib's list that were installed after it was made."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            with suppress(OSError, RuntimeError, ValueError):  # a broken font file is left out
                font_manager.fontManager.addfont(path)


def lacking(text: str, families: Iterable[str]) -> str:
    """Return the characters that no font of these families has, sorted; control characters do not count."""
    if text.isascii():
        return ""
    installed = {*families}.intersection(font_manager.get_font_names())
    with _quiet():
        fonts = [font_manager.get_font(font_manager.findfont(family)) for family in installed]
    drawn = (c for c in sorted(set(text)) if unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(c for c in drawn if not any(font.get_char_index(ord(c)) for font in fonts))
