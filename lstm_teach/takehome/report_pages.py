"""The pages of a report: its parts set line by line on A4 paper, as a PDF."""

import io
from itertools import zip_longest
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from lstm_teach.core.table import Table
from lstm_teach.plots.short_text import one_line
from lstm_teach.takehome.figure_files import SETTINGS, drawable, laid_out
from lstm_teach.takehome.fonts import fonts_for, lacking, pdf_font_type
from lstm_teach.takehome.report_text import SIZES, TEXT_WIDTH, size_of, with_formulas, wrapped
from lstm_teach.takehome.table_files import table_texts

__all__ = ["Part", "pdf_of"]

HEIGHT, MARGIN = 11.69, 0.9  # A4, in inches
WIDTH = TEXT_WIDTH + 2 * MARGIN
MAX_NAME = 40  # characters of a label on a page


class Part(NamedTuple):
    """A part of a report.

    kind: "title", "heading", "text", "code" (a text set as it is), "table" (a Table) or "figure" (a Figure).
    """

    kind: str
    caption: str | None
    content: Any


class _Pages:
    """A4 pages of a PDF, filled line by line from the top."""

    def __init__(self, pdf: PdfPages):
        self.pdf, self.number, self.y = pdf, 0, 0.0
        self.page: Figure | None = None

    def line(self, text: str, kind: str = "text", *, bold: bool = False, size: float | None = None) -> None:
        """Set one line of text, and go down by its height."""
        size = size or SIZES[kind]
        text, math = with_formulas(text, kind)
        depth, height = 0.04, size / 72 * 1.45
        if math:  # fractions and sums are higher than letters
            _, high, deep = size_of(text, kind, math)
            depth = max(depth, deep + 0.02)
            height = max(height, high + 0.06)
        if self.page is None or self.y - height < MARGIN:
            self.finish()
            self.page, self.y = Figure(figsize=(WIDTH, HEIGHT)), HEIGHT - MARGIN
        self.y -= height
        font: dict[str, Any] = {
            "family": "DejaVu Sans Mono" if kind == "code" else "DejaVu Sans",
            "size": size,
        }
        font["weight"] = "bold" if bold else "normal"
        self.page.text(MARGIN / WIDTH, (self.y + depth) / HEIGHT, text, parse_math=math, **font)

    def skip(self, inches: float) -> None:
        """Leave white space."""
        self.y -= inches

    def keep_together(self, inches: float) -> None:
        """Begin a new page unless so much of this one is left."""
        if self.page is not None and self.y - inches < MARGIN:
            self.finish()

    def finish(self) -> None:
        """Write the page."""
        if self.page is not None:
            self._number(self.page, 0.5, 0.5 / HEIGHT)
            with fonts_for(self.page):
                self.pdf.savefig(self.page)
        self.page = None

    def _number(self, fig, x, y, size=8):
        self.number += 1
        return fig.text(x, y, str(self.number), ha="center", size=size, family="DejaVu Sans")

    def figure(self, fig: Figure, caption: str | None, heading: str | None = None) -> None:
        """Set a figure on a page of its own, at its own size: heading above, caption below."""
        self.finish()
        width, height = fig.get_size_inches()
        scale = max(1, width / (WIDTH - 0.6), height / (HEIGHT - 3.5))  # a larger figure gets a larger page
        top = scale * (MARGIN + (0.4 if heading else 0))
        left, bottom = (scale * WIDTH - width) / 2, scale * HEIGHT - top - height
        box = Bbox([[-left, -bottom], [width + left, height + top]])  # the page, seen from the figure
        added: list[Text] = []

        def write(text: str, y: float, kind: str, **font: Any) -> None:
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


def pdf_of(parts: list[Part], title: str | None, stamp: str) -> bytes:
    """Return the bytes of a PDF with these parts, a title and a stamp in its metadata."""
    buffer = io.BytesIO()
    metadata = {"Subject": stamp, "CreationDate": None} | ({"Title": title} if title else {})
    characters = "".join(f"{part.caption}{part.content}" for part in parts)
    figures = [part.content for part in parts if part.kind == "figure"]
    characters += "".join(text.get_text() for fig in figures for text in fig.findobj(Text))
    settings = SETTINGS | {"pdf.fonttype": pdf_font_type(lacking(characters, ["DejaVu Sans"]))}
    with mpl.rc_context(settings), PdfPages(buffer, metadata=metadata) as pdf:
        pages = _Pages(pdf)
        heading = None
        for (kind, caption, content), after in zip_longest(parts, parts[1:]):
            if kind == "heading" and after and after.kind == "figure":
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
                pages.keep_together(1.2 if kind == "heading" else 0)
                _set(pages, content, kind, bold=kind in ("title", "heading"))
            pages.skip(0.15)
        pages.finish()
    return buffer.getvalue()


def _set(pages: _Pages, text: str, kind: str, *, bold: bool = False) -> None:
    """Set a text in lines that fit."""
    for line in wrapped(text, kind):
        pages.line(line, kind, bold=bold)


def _table(pages: _Pages, table: Table, caption: str | None) -> None:
    """Set a table, its numbers as wide as they need to be; its caption above."""
    rows = table_texts(table, lambda name: one_line(name)[:MAX_NAME])
    widths = [max(len(row[k]) for row in rows) + 2 for k in range(len(rows[0]))]
    size = min(8.5, TEXT_WIDTH * 72 / (sum(widths) * 0.6021))  # a letter of DejaVu Sans Mono is 0.6021 high
    pages.keep_together(min(len(rows) * size / 50 + 0.4, HEIGHT - 2 * MARGIN))
    if caption:
        _set(pages, caption, "caption")
    for row in rows:
        cells = [cell.rjust(n) for cell, n in zip(row[1:], widths[1:], strict=True)]
        pages.line("".join([row[0].ljust(widths[0]), *cells]), "code", size=size)
