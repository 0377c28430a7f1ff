"""report: figures, tables and answers on A4 pages (PDF) and in Markdown."""

import io

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import check_kind, shown
from lstm_teach.takehome.figure_files import SETTINGS, draw_figure, drawable, figure_of, laid_out, stamp_of
from lstm_teach.takehome.fonts import font_type, fonts_for, lacking
from lstm_teach.takehome.report_text import (
    SIZES,
    TEXT_WIDTH,
    escaped,
    readable,
    size_of,
    with_formulas,
    wrapped,
)
from lstm_teach.takehome.save import check_name, write_whole
from lstm_teach.takehome.table_files import grid, markdown_table, one_line

__all__ = ["report"]

HEIGHT, MARGIN = 11.69, 0.9  # A4, in inches
WIDTH = TEXT_WIDTH + 2 * MARGIN
MAX_TEXT = 100_000  # characters in a part: some forty pages
MAX_NAME = 40  # characters of a label on a page


def report(name, parts, *, title=None, folder=None):
    """Write chosen figures, tables and answers as name.pdf and name.md; return the paths.

    - parts: a list of texts ("# …" is a heading, $…$ a formula), figures (as save_figure takes
      them), Traces of one sequence (their tables), or pairs (caption, any of these or a number, list or
      array)
    - title: the headline; folder: as for save_figure

    The Markdown file shows its pictures name-1.png and so on, which are written, too. The PDF and the
    pictures carry what made them, for load_figure. Raises TypeError or ValueError for parts that are
    none of these, hold nothing or cannot be drawn or written, and for no good name or title; for folder as
    save_figure. Then nothing is written.
    """
    name = check_name(name)
    if isinstance(parts, str) or not isinstance(parts, (list, tuple)):
        raise TypeError(
            f"parts is a {type(parts).__name__[:40]}: give a list of texts, figures, traces and pairs"
        )
    parts = [_read(part) for part in parts]
    if not any(content or caption for _, caption, content in parts):
        raise ValueError("parts holds nothing to write: give at least one text, figure, trace or pair")
    if title is not None:
        check_kind("title", title, str, "text")
        if title := one_line(_checked("title", title)):
            parts = [("title", None, title), *parts]
    figures = [content for kind, _, content in parts if kind == "figure"]
    contents = {f"{name}.pdf": _pdf(parts, title, stamp_of(figures))}
    for k, (caption, fig) in enumerate([(c, f) for kind, c, f in parts if kind == "figure"], start=1):
        contents[f"{name}-{k}.png"] = draw_figure(fig, ["png"], caption)["png"]
    contents[f"{name}.md"] = _markdown(name, parts).encode()
    return write_whole(contents, folder)


def _read(part):
    """A part as (kind, caption or None, content); kinds: heading, text, code, table, figure."""
    caption = None
    if isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], str):
        caption, part = one_line(_checked("a caption", part[0])), part[1]
    if isinstance(part, str):
        part = _checked("a text", part)
        if caption is None and part.startswith("# "):
            return "heading", None, part.removeprefix("# ").strip()
        return "text", caption, part.strip()
    if isinstance(part, Trace):
        return "table", caption, part.table()
    try:
        return "figure", caption, figure_of(part)
    except TypeError:
        pass
    kind = type(part).__name__[:40]
    if caption is None and not hasattr(type(part), "detach") and not isinstance(part, np.ndarray):
        raise TypeError(f"a part is a {kind}: give a text, a figure, a trace, or a pair (caption, value)")
    try:
        if hasattr(type(part), "detach"):  # a tensor
            part = part.detach().cpu().numpy()
        text = _written(part)
    except Exception as error:  # whatever a value of someone's own raises
        reason = f"{type(error).__name__}: {shown(str(error))}"
        raise TypeError(f"a part, {shown(part)}, cannot be written ({reason}): give it as text") from None
    return "code", caption, _checked("a value", text)


def _written(value):
    """Return a value as text, all of it."""
    if isinstance(value, np.ndarray) and not np.ma.isMaskedArray(value):
        return np.array2string(value, floatmode="unique", threshold=MAX_TEXT)
    if value is ...:
        return "(no answer yet)"
    return value.to_string() if hasattr(type(value), "to_string") else str(value)  # of a data frame


def _checked(what, text):
    if len(text) > MAX_TEXT:
        raise ValueError(f"{what} has {len(text)} characters: give at most {MAX_TEXT}")
    return readable(text)


# Markdown


def _markdown(name, parts):
    blocks, pictures = [], 0
    for kind, caption, content in parts:
        caption = " ".join(escaped(caption or "").split())
        if kind in ("title", "heading"):
            blocks.append("#" * (1 + (kind == "heading")) + " " + " ".join(escaped(content).split()))
        elif kind == "figure":
            pictures += 1
            blocks += [f"![{caption or f'Figure {pictures}'}]({name}-{pictures}.png)", caption]
        elif kind == "table":
            blocks += [markdown_table(content).rstrip(), caption]
        elif kind == "text":
            blocks += [caption, escaped(content)]
        else:
            blocks += [caption, "\n".join(f"    {line}" for line in content.splitlines())]
    return "\n\n".join(block for block in blocks if block) + "\n"


# PDF


class _Pages:
    """A4 pages of a PDF, filled line by line from the top."""

    def __init__(self, pdf):
        self.pdf, self.number, self.page, self.y = pdf, 0, None, 0

    def line(self, text, kind="text", x=0.0, *, bold=False, size=None, height=None):
        """Set one line of text at x inches from the margin, and go down by its height."""
        size = size or SIZES[kind]
        text, math = with_formulas(text, kind)
        depth = 0.04
        if height is None:
            height = size / 72 * 1.45
            if math:  # fractions and sums are higher than letters
                _, high, deep = size_of(text, kind, math)
                depth = max(depth, deep + 0.02)
                height = max(height, high + 0.06)
        if self.page is None or self.y - height < MARGIN:
            self.finish()
            self.page, self.y = Figure(figsize=(WIDTH, HEIGHT)), HEIGHT - MARGIN
        self.y -= height
        font = {"family": "DejaVu Sans Mono" if kind == "code" else "DejaVu Sans", "size": size}
        font["weight"] = "bold" if bold else "normal"
        self.page.text((MARGIN + x) / WIDTH, (self.y + depth) / HEIGHT, text, parse_math=math, **font)

    def skip(self, inches):
        """Leave white space, unless the page is empty."""
        self.y -= inches

    def room(self, inches):
        """Begin a new page unless so much room is left."""
        if self.page is not None and self.y - inches < MARGIN:
            self.finish()

    def finish(self):
        """Write the page."""
        if self.page is not None:
            self._number(self.page, 0.5, 0.5 / HEIGHT)
            with fonts_for(self.page):
                self.pdf.savefig(self.page)
        self.page = None

    def _number(self, fig, x, y, size=8):
        self.number += 1
        return fig.text(x, y, str(self.number), ha="center", size=size, family="DejaVu Sans")

    def figure(self, fig, caption, heading=None):
        """Set a figure on a page of its own, at its own size: heading above, caption below."""
        self.finish()
        width, height = fig.get_size_inches()
        scale = max(1, width / (WIDTH - 0.6), height / (HEIGHT - 3.5))  # a larger figure gets a larger page
        top = scale * (MARGIN + (0.4 if heading else 0))
        left, bottom = (scale * WIDTH - width) / 2, scale * HEIGHT - top - height
        box = Bbox([[-left, -bottom], [width + left, height + top]])  # the page, seen from the figure
        added = []

        def write(text, y, kind, **font):
            place = (scale * MARGIN - left) / width, y / height
            font |= {"size": scale * SIZES[kind], "family": "DejaVu Sans", "in_layout": False}
            text, math = with_formulas(text, kind)
            added.append(fig.text(*place, text, parse_math=math, **font))

        try:
            with drawable(fig), laid_out(fig):
                if heading:
                    write(heading, height + scale * 0.3, "heading", weight="bold")
                for k, line in enumerate(wrapped(caption or "", "caption")):
                    write(line, -scale * (0.35 + k * 0.19), "caption")
                added.append(self._number(fig, 0.5, (scale * 0.5 - bottom) / height, 8 * scale))
                with fonts_for(fig):
                    self.pdf.savefig(fig, bbox_inches=box, facecolor="white")
        finally:
            for text in added:
                text.remove()


def _pdf(parts, title, stamp):
    buffer = io.BytesIO()
    metadata = {"Subject": stamp, "CreationDate": None} | ({"Title": title} if title else {})
    words = "".join(f"{caption}{content}" for _, caption, content in parts)
    figures = [content for kind, _, content in parts if kind == "figure"]
    words += "".join(text.get_text() for fig in figures for text in fig.findobj(Text))
    settings = SETTINGS | {"pdf.fonttype": font_type(lacking(words, ["DejaVu Sans"]))}
    with mpl.rc_context(settings), PdfPages(buffer, metadata=metadata) as pdf:
        pages = _Pages(pdf)
        heading = None
        for (kind, caption, content), after in zip(parts, [*parts[1:], (None, None, None)], strict=True):
            if kind == "heading" and after[0] == "figure":
                heading = content  # stands on the figure's page
                continue
            if kind == "figure":
                pages.figure(content, caption, heading)
                heading = None
                continue
            if caption and kind != "table":
                _set(pages, caption, "text", bold=True)
            if kind == "table":
                _table(pages, content, caption)
            else:
                pages.room(1.2 if kind == "heading" else 0)
                _set(pages, content, kind, bold=kind in ("title", "heading"))
            pages.skip(0.15)
        pages.finish()
    return buffer.getvalue()


def _set(pages, text, kind, *, bold=False):
    for line in wrapped(text, kind):
        pages.line(line, kind, bold=bold)


def _table(pages, table, caption):
    """Set a table, its numbers as wide as they need to be; its caption above."""
    rows = grid(table, lambda name: one_line(name)[:MAX_NAME])
    widths = [max(len(row[k]) for row in rows) + 2 for k in range(len(rows[0]))]
    size = min(8.5, TEXT_WIDTH * 72 / (sum(widths) * 0.6021))  # a letter of DejaVu Sans Mono is 0.6021 high
    pages.room(min(len(rows) * size / 50 + 0.4, HEIGHT - 2 * MARGIN))
    if caption:
        _set(pages, caption, "caption")
    for row in rows:
        numbers = [cell.rjust(n) for cell, n in zip(row[1:], widths[1:], strict=True)]
        pages.line("".join([row[0].ljust(widths[0]), *numbers]), "code", size=size)
