"""Table: named rows over the steps 1 to T, shown as HTML in a notebook and as text in a terminal."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import numpy as np

from lstm_teach.core.numbers import format_number
from lstm_teach.core.signals import MEANINGS
from lstm_teach.core.validation import NoSuchName, check_kind, real_array, shown
from lstm_teach.words import say

__all__ = ["Table"]

MAX_STEPS = 20  # more are shown as the first and last ones, as NumPy does
MAX_ROWS = 60


class Table:
    """Named rows, one value per step: table["c"] is the row c in full precision.

    rows: a mapping of row name to an array of T numbers, at least one row; read-only. Shown rounded to six
    digits. Iteration gives the names, as from a mapping.
    Raises TypeError or ValueError for other rows, and for a name of no row one that is a KeyError, too.
    """

    def __init__(self, rows: Mapping[str, Any]) -> None:
        check_kind("rows", rows, Mapping, say("a mapping of names to numbers"))
        self.rows = {str(name): real_array(shown(name), values) for name, values in rows.items()}
        for values in self.rows.values():
            values.flags.writeable = False
        if len({values.shape for values in self.rows.values()}) != 1 or self._first().ndim != 1:
            raise ValueError(
                say("rows of a table hold one number per step: give at least one, all of one length")
            )

    def _first(self):
        return next(iter(self.rows.values()))

    def __getitem__(self, name: str) -> np.ndarray:
        if not isinstance(name, str) or name not in self.rows:
            some = ", ".join(list(self.rows)[:20])
            raise NoSuchName(say("the table has no row {}: its rows are {}", shown(name), some[:150]))
        return self.rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def steps(self) -> range:
        """The step numbers, from 1."""
        return range(1, len(self._first()) + 1)

    def meaning(self, name: str) -> str:
        """Return what a row means in words: "memory before" for c_prev, "" for an input."""
        key = name.partition("[")[0]  # a row of one unit is called c[0]
        return say(MEANINGS[key]) if key in MEANINGS else ""

    def grid(self) -> list[list[str]]:
        """Return the table as strings: a list of rows, the header first; long ones shortened."""
        steps = _ends(list(range(len(self.steps))), MAX_STEPS)
        names = _ends(list(self.rows), MAX_ROWS)
        lines = [[say("step"), "", *("…" if k is None else str(k + 1) for k in steps)]]
        for name in names:
            if name is None:
                lines.append(["…"] * len(lines[0]))
                continue
            row = self.rows[name]
            cells = ("…" if k is None else format_number(row[k]) for k in steps)
            lines.append([name, self.meaning(name), *cells])
        return lines

    def __str__(self):
        lines = self.grid()
        widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
        left = "  ".join(f"{{:<{w}}}" for w in widths[:2])
        right = "".join(f"  {{:>{w}}}" for w in widths[2:])
        return "\n".join((left + right).format(*line) for line in lines)

    __repr__ = __str__

    def _repr_html_(self):
        header, *lines = self.grid()
        top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header[2:])
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
            f'<td style="text-align:left">{escape(meaning)}</td>'
            + "".join(f'<td style="white-space:nowrap">{escape(cell)}</td>' for cell in cells)
            + "</tr>"
            for name, meaning, *cells in lines
        )
        return (
            '<table><thead><tr><th scope="col" colspan="2" style="text-align:left">'
            f"{escape(header[0])}</th>{top}</tr></thead><tbody>{body}</tbody></table>"
        )


def _ends(items, most):
    """Return the items, or, if there are more than most, the first and last with None between."""
    if len(items) <= most:
        return items
    half = most // 2
    return [*items[:half], None, *items[-half:]]
