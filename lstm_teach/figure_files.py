"""A figure as files: the same bytes each time, text as text, with what made it inside."""

import io
import logging
import warnings
from contextlib import contextmanager, suppress

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine, TightLayoutEngine
from matplotlib.text import Text

from lstm_teach.stamp import make_stamp, stamp_text
from lstm_teach.trace import Trace

__all__ = [
    "CJK_FONTS",
    "DPI",
    "SETTINGS",
    "draw_figure",
    "figure_of",
    "fonts_for",
    "lacking",
    "laid_out",
    "stamp_of",
]

DPI = 300
MARGINS = ("left", "right", "bottom", "top", "wspace", "hspace")
#: Text stays text: a reader can search, copy and listen to it.
SETTINGS = {"svg.hashsalt": "lstm_teach", "svg.fonttype": "none", "pdf.fonttype": 42}
#: Fonts with Chinese characters, as the usual systems call them.
CJK_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "SimSun",
    "PingFang SC", "Hiragino Sans GB", "Songti SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Arial Unicode MS",
)  # fmt: skip


def stamp_of(figures):
    """Return the stamp of some figures, as text: the traces of their Axes, each once."""
    axes = [ax for fig in figures for ax in fig.axes]
    traces = dict.fromkeys(ax.trace for ax in axes if isinstance(getattr(ax, "trace", None), Trace))
    return stamp_text(make_stamp(traces, ["numpy", "matplotlib"]))


def draw_figure(fig, endings, caption=None):
    """Return a Figure as bytes by ending: png (300 dpi), svg or pdf; the figure stays as it is."""
    stamp = stamp_of([fig])
    metadata = {
        "png": {"lstm_teach": stamp},
        "svg": {"Description": stamp, "Date": None},
        "pdf": {"Subject": stamp, "CreationDate": None},
    }
    contents = {}
    with mpl.rc_context(SETTINGS), fonts_for(fig), laid_out(fig):
        for ending in endings:
            entries = metadata[ending] | ({"Title": caption} if caption else {})
            buffer = io.BytesIO()
            fig.savefig(buffer, format=ending, dpi=DPI, metadata=entries, facecolor="white")
            contents[ending] = buffer.getvalue()
    return contents


@contextmanager
def fonts_for(fig):
    """Give the texts of a figure a font of the system for characters that their own font lacks.

    If there is none, one warning names a font to install, and the characters stay boxes.
    """
    missing = {text: lacking(text) for text in fig.findobj(Text)}
    missing = {text: characters for text, characters in missing.items() if characters}
    families = {text: text.get_fontfamily() for text in missing}
    characters = "".join(sorted(set().union(*missing.values())))
    with warnings.catch_warnings():
        if characters:
            font, boxes = _find_font(characters)
            if boxes:
                warnings.warn(
                    f"no font here has the characters {boxes[:20]}: they become boxes; "
                    f"install one that has, such as {CJK_FONTS[0]}, and save again",
                    stacklevel=2,
                )
            for text, family in families.items():
                text.set_fontfamily([*family, *([font] if font else [])])
            warnings.filterwarnings("ignore", "Glyph .* missing")
        log = logging.getLogger("matplotlib.font_manager")  # it tells of weights that such a font lacks
        level = log.level
        log.setLevel(logging.ERROR)
        try:
            yield
        finally:
            log.setLevel(level)
            for text, family in families.items():
                text.set_fontfamily(family)


def _find_font(characters):
    """The font of the system that has most of these characters, or None; and those that it lacks."""
    _see_new_fonts()
    left = {font: "".join(sorted(lacking(characters, [font]))) for font in CJK_FONTS}
    font = min(CJK_FONTS, key=lambda font: len(left[font]))
    return (font, left[font]) if len(left[font]) < len(characters) else (None, characters)


def _see_new_fonts():
    """Tell matplotlib of fonts that were installed after it made its list."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            with suppress(OSError, RuntimeError, ValueError):  # a broken font file is nobody's concern here
                font_manager.fontManager.addfont(path)


def lacking(text, families=None):
    """Return the set of characters that no font has.

    text: a Text, which has its fonts, or a str; then families names them.
    """
    characters = text if isinstance(text, str) else text.get_text()
    if characters.isascii():
        return set()
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    if families is None:
        families = [*text.get_fontfamily(), "DejaVu Sans"]  # the last one is what matplotlib falls back to
    elif not installed.issuperset(families):
        return set(characters)
    paths = {font_manager.findfont(name) for name in families if name in installed}
    fonts = [font_manager.get_font(path) for path in sorted(paths)]
    return {c for c in characters if c not in "\n\r\t" and not any(f.get_char_index(ord(c)) for f in fonts)}


def figure_of(thing):
    """Return the figure meant by a Figure, an Axes or an array of Axes; raise TypeError if it is none."""
    figures = set()
    for part in thing.flat if isinstance(thing, np.ndarray) else [thing]:
        while isinstance(part, (Axes, SubFigure)):
            part = part.figure
        figures.add(part if isinstance(part, Figure) else None)
    if len(figures) != 1 or None in figures:
        raise TypeError(f"fig is a {type(thing).__name__}: give one figure, or the Axes of a plot function")
    return figures.pop()


@contextmanager
def laid_out(fig):
    """Lay a figure out once for all formats; afterwards its Axes stand where they stood.

    A layout engine begins where the last drawing left the Axes, and its solver wavers in the last bit:
    left alone, it gives other bytes each time.
    """
    engine = fig.get_layout_engine()
    if not isinstance(engine, (ConstrainedLayoutEngine, TightLayoutEngine)):
        yield
        return
    margins = {side: getattr(fig.subplotpars, side) for side in MARGINS}
    places = {ax: ax.get_position(original=True).bounds for ax in fig.axes}
    try:
        for ax in fig.axes:
            if ax.get_in_layout() and ax.get_subplotspec():
                ax.set_subplotspec(ax.get_subplotspec())  # back to its place in the grid
        fig.savefig(io.BytesIO(), format="raw", dpi=DPI)
        fig.set_layout_engine("none")
        _place({ax: np.round(ax.get_position(original=True).bounds, 9) for ax in fig.axes})
        yield
    finally:
        fig.set_layout_engine(engine)
        fig.subplotpars.update(**margins)
        _place(places)


def _place(places):
    for ax, bounds in places.items():
        ax.set(position=bounds, in_layout=ax.get_in_layout())  # a position alone takes it out of the layout
