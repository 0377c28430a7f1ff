"""report: figures, tables and answers on A4 pages (PDF) and in Markdown."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from lstm_teach.core.trace import Trace
from lstm_teach.core.validation import check_kind, shown
from lstm_teach.plots.short_text import one_line
from lstm_teach.takehome.figure_files import draw_figure, figure_of, stamp_of
from lstm_teach.takehome.report_pages import Part, pdf_of
from lstm_teach.takehome.report_text import escaped, readable
from lstm_teach.takehome.save import check_name, write_whole
from lstm_teach.takehome.table_files import markdown_table
from lstm_teach.words import later, say

__all__ = ["report"]

MAX_TEXT = 100_000  # characters in a part: some forty pages
TITLE_TOO_LONG = later("title has {} characters: give at most {}")
CAPTION_TOO_LONG = later("a caption has {} characters: give at most {}")
TEXT_TOO_LONG = later("a text has {} characters: give at most {}")
VALUE_TOO_LONG = later("a value has {} characters: give at most {}")


def report(name: str, parts: Sequence[Any], *, title: str | None = None, folder: Any = None) -> list[Path]:
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
        kind = type(parts).__name__[:40]
        raise TypeError(say("parts is a {}: give a list of texts, figures, traces and pairs", kind))
    read = [_part_of(thing) for thing in parts]
    if not any(part.content or part.caption for part in read):
        raise ValueError(say("parts holds nothing to write: give at least one text, figure, trace or pair"))
    if title is not None:
        check_kind("title", title, str, say("text"))
        if title := one_line(_checked(title, TITLE_TOO_LONG)):
            read = [Part("title", None, title), *read]
    figures = [part for part in read if part.kind == "figure"]
    contents = {f"{name}.pdf": pdf_of(read, title, stamp_of([part.content for part in figures]))}
    for k, part in enumerate(figures, start=1):
        contents[f"{name}-{k}.png"] = draw_figure(part.content, ["png"], part.caption)["png"]
    contents[f"{name}.md"] = _markdown(name, read).encode()
    return write_whole(contents, folder)


def _part_of(part: Any) -> Part:
    """Return as a Part what a user gave as one."""
    caption = None
    if isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], str):
        caption, part = one_line(_checked(part[0], CAPTION_TOO_LONG)), part[1]
    if isinstance(part, str):
        part = _checked(part, TEXT_TOO_LONG)
        if caption is None and part.startswith("# "):
            return Part("heading", None, part.removeprefix("# ").strip())
        return Part("text", caption, part.strip())
    if isinstance(part, Trace):
        return Part("table", caption, part.table())
    try:
        return Part("figure", caption, figure_of(part))
    except TypeError:
        pass
    kind = type(part).__name__[:40]
    if caption is None and not hasattr(type(part), "detach") and not isinstance(part, np.ndarray):
        raise TypeError(
            say("a part is a {}: give a text, a figure, a trace, or a pair (caption, value)", kind)
        )
    try:
        if hasattr(type(part), "detach"):  # a tensor
            part = part.detach().cpu().numpy()
        text = _value_text(part)
    except Exception as error:  # whatever a value of someone's own raises
        reason = f"{type(error).__name__}: {shown(str(error))}"
        message = say("a part, {}, cannot be written ({}): give it as text", shown(part), reason)
        raise TypeError(message) from None
    return Part("code", caption, _checked(text, VALUE_TOO_LONG))


def _value_text(value: Any) -> str:
    """Return a value as text, all of it."""
    if isinstance(value, np.ndarray) and not np.ma.isMaskedArray(value):
        return np.array2string(value, floatmode="unique", threshold=MAX_TEXT)
    if value is ...:
        return say("(no answer yet)")
    return value.to_string() if hasattr(type(value), "to_string") else str(value)  # of a data frame


def _checked(text: str, too_long: str) -> str:
    """Return a text made readable; ValueError with the message too_long if it has too many characters."""
    if len(text) > MAX_TEXT:
        raise ValueError(say(too_long, len(text), MAX_TEXT))
    return readable(text)


def _markdown(name: str, parts: list[Part]) -> str:
    blocks, pictures = [], 0
    for kind, caption, content in parts:
        caption = " ".join(escaped(caption or "").split())
        if kind in ("title", "heading"):
            blocks.append("#" * (1 + (kind == "heading")) + " " + " ".join(escaped(content).split()))
        elif kind == "figure":
            pictures += 1
            blocks += [f"![{caption or say('Figure {}', pictures)}]({name}-{pictures}.png)", caption]
        elif kind == "table":
            blocks += [markdown_table(content).rstrip(), caption]
        elif kind == "text":
            blocks += [caption, escaped(content)]
        else:
            blocks += [caption, "\n".join(f"    {line}" for line in content.splitlines())]
    return "\n\n".join(block for block in blocks if block) + "\n"
