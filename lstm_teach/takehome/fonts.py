"""Characters that a figure's own fonts lack, such as Chinese ones, from another font of the system."""

import logging
import unicodedata
import warnings
from contextlib import contextmanager, suppress

import matplotlib as mpl
from matplotlib import cbook, font_manager
from matplotlib.text import Text

__all__ = ["CJK_FONTS", "font_type", "fonts_for", "lacking"]

#: Fonts with Chinese characters, as the usual systems call them.
CJK_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "SimSun",
    "PingFang SC", "Hiragino Sans GB", "Songti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Arial Unicode MS",
)  # fmt: skip


@contextmanager
def fonts_for(fig):
    """Give the texts of a figure a font of the system for characters that their own font lacks.

    If there is none, one warning names a font to install, and the characters stay boxes.
    """
    missing = {text: lacking(text) for text in fig.findobj(Text)}
    missing = {text: characters for text, characters in missing.items() if characters}
    families = {text: text.get_fontfamily() for text in missing}
    characters = "".join(sorted(set().union(*missing.values())))
    with warnings.catch_warnings(), mpl.rc_context():
        if characters:
            font, boxes = _find_font(characters)
            if boxes:
                warnings.warn(
                    f"no font here has the characters {boxes[:20]}: they become boxes; "
                    f"install one that has, such as {CJK_FONTS[0]}, and save again",
                    stacklevel=2,
                )
            for text, family in families.items() if font else ():
                # Words beside a formula are drawn in the first font only.
                text.set_fontfamily([font, *family] if _has_formula(text) else [*family, font])
            mpl.rcParams["pdf.fonttype"] = font_type(characters)
        warnings.filterwarnings("ignore", "Glyph .* missing")
        logs = [logging.getLogger(f"matplotlib.{name}") for name in ("font_manager", "mathtext")]
        levels = [log.level for log in logs]
        for log in logs:
            log.setLevel(logging.ERROR)  # they tell of weights that such a font lacks
        try:
            yield
        finally:
            for log, level in zip(logs, levels, strict=True):
                log.setLevel(level)
            for text, family in families.items():
                text.set_fontfamily(family)


def font_type(characters):
    """Return the kind of font for a PDF with these characters: 42, but 3 if their font is PostScript's.

    As type 42 some viewers show nothing of those fonts.
    """
    font = _find_font(characters)[0] if characters else None
    if font is None:
        return 42
    with open(font_manager.findfont(font), "rb") as file:
        if file.read(4) == b"ttcf":  # several fonts in a file: the place of the first stands in byte 12
            file.seek(12)
            file.seek(int.from_bytes(file.read(4), "big"))
        else:
            file.seek(0)
        return 3 if file.read(4) == b"OTTO" else 42


def _has_formula(text):
    return text.get_parse_math() and cbook.is_math_text(text.get_text())


def _find_font(characters):
    """The font of the system that has most of these characters, or None; and those that it lacks."""
    _see_new_fonts()
    left = {font: lacking(characters, [font]) for font in CJK_FONTS}
    font = min(CJK_FONTS, key=lambda font: len(left[font]))
    return (font, left[font]) if len(left[font]) < len(characters) else (None, characters)


def _see_new_fonts():
    """Tell matplotlib of fonts that were installed after it made its list."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            with suppress(OSError, RuntimeError, ValueError):  # a broken font file is nobody's concern here
                font_manager.fontManager.addfont(path)


def _is_drawn(character):
    return unicodedata.category(character) not in ("Cc", "Cs")


def lacking(text, families=None):
    """Return the characters that no font has, sorted, each once; control characters do not count.

    text: a Text, which has its fonts, or a str; then families names them.
    """
    characters = text if isinstance(text, str) else text.get_text()
    if characters.isascii():
        return ""
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    if families is None:
        families = [*text.get_fontfamily(), "DejaVu Sans"]  # the last one is what matplotlib falls back to
    elif not installed.issuperset(families):
        return "".join(sorted(filter(_is_drawn, set(characters))))
    paths = {font_manager.findfont(name) for name in families if name in installed}
    fonts = [font_manager.get_font(path) for path in sorted(paths)]
    characters = sorted(filter(_is_drawn, set(characters)))
    return "".join(c for c in characters if not any(font.get_char_index(ord(c)) for font in fonts))
