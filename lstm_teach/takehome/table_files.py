"""A table as text: CSV, Markdown and LaTeX. The names of its rows may be any text, and stay text."""

import re
from collections.abc import Callable

from lstm_teach.core.numbers import format_number
from lstm_teach.core.table import Table
from lstm_teach.plots.short_text import one_line
from lstm_teach.words import say

__all__ = ["as_markdown", "csv_table", "latex_table", "markdown_table", "table_texts"]

MAX_WIDTH = 12  # more steps than these stand below one another, so that a page can hold them
SIGNAL = re.compile(r"(i|f|g|o|c_prev|c|h)(\[[0-9]+\])?")


def as_markdown(text: str) -> str:
    """Return a text in which nothing is Markdown or HTML, and no address becomes a link."""
    text = re.sub(r"([\\`*_{}\[\]()<>#|&$~!])", r"\\\1", text)
    return re.sub(r"(?i)(https?|ftp|mailto|xmpp)(?=:)|www(?=\.)|(?=@)", r"\g<0>\\", text)


def csv_table(table: Table) -> str:
    """Return a Table with every digit, one row per step.

    A name that a spreadsheet would take for a formula, such as =A1, gets a ' in front; any other is as it is.
    """

    def quoted(name):
        if re.match(r"\s*(=|@|[-+]+[\w(.])", name):
            name = f"'{name}"
        return '"{}"'.format(name.replace('"', '""')) if re.search(r'[",#\r\n]', name) else name

    columns = table.steps, *(row.tolist() for row in table.rows.values())
    lines = [["step", *map(quoted, table.rows)], *(map(repr, row) for row in zip(*columns, strict=True))]
    return "".join(",".join(line) + "\n" for line in lines)


def table_texts(table: Table, write_name: Callable[[str], str]) -> list[list[str]]:
    """Return a Table as rows of strings, header first: a column per step, or a row if they are many.

    write_name: from the name of a row to its text.
    """
    rows = [[say("step"), *map(str, table.steps)]]
    rows += [[write_name(name), *map(format_number, row)] for name, row in table.rows.items()]
    return rows if len(table.steps) <= MAX_WIDTH else [list(column) for column in zip(*rows, strict=True)]


def markdown_table(table: Table) -> str:
    """Return a Table in Markdown, six digits."""

    def write_name(name):
        return name.replace("_", r"\_") if SIGNAL.fullmatch(name) else as_markdown(one_line(name))

    header, *rows = table_texts(table, write_name)
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def latex_table(table: Table) -> str:
    """Return a Table in LaTeX (booktabs), six digits."""
    symbols = {"i": "i_t", "f": "f_t", "g": "g_t", "o": "o_t", "c_prev": "c_{t-1}", "c": "c_t", "h": "h_t"}
    special = {character: rf"\{character}" for character in "{}$&#_%"}
    special |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    special |= {"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"}
    special |= {"[": "{[}", "*": "{*}"}  # at the start of a row these would belong to the \\ before it

    def write_name(name):
        signal = SIGNAL.fullmatch(name)
        if signal:
            return f"${symbols[signal[1]]}{signal[2] or ''}$ {table.meaning(name)}"
        return "".join(special.get(character, character) for character in one_line(name))

    def write_cell(text):
        number = re.fullmatch(r"(-?[\d.]+)(?:e([+-]\d+))?", text)
        if not number or text == number[1].lstrip("-"):
            return text
        return f"${number[1]}" + (rf" \cdot 10^{{{int(number[2])}}}$" if number[2] else "$")

    header, *rows = table_texts(table, write_name)
    lines = [" & ".join([line[0], *map(write_cell, line[1:])]) + r" \\" for line in rows]
    top = [rf"\begin{{tabular}}{{l{'r' * (len(header) - 1)}}}", r"\toprule"]
    top += [" & ".join(header) + r" \\", r"\midrule"]
    return "\n".join([*top, *lines, r"\bottomrule", r"\end{tabular}", ""])
