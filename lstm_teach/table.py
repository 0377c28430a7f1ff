"""Table: named rows over the steps 1 to T, shown as HTML in a notebook and as text in a terminal."""

from html import escape

import numpy as np

from lstm_teach.palette import SIGNALS

__all__ = ["Table", "format_number"]

MAX_STEPS = 20  # more are shown as the first and last ones, as NumPy does
MAX_ROWS = 60


def format_number(value):
    """Return a number with six significant digits, for reading; 0 never as -0."""
    return f"{value + 0.0:.6g}"


class Table:
    """Named rows, one value per step: table["c"] is the row c in full precision.

    rows: a mapping of row name to an array of T numbers. Shown rounded to six digits.
    """

    def __init__(self, rows):
        self.rows = {name: np.asarray(values) for name, values in rows.items()}

    def __getitem__(self, name):
        return self.rows[name]

    @property
    def steps(self):
        """The step numbers, from 1."""
        return range(1, len(next(iter(self.rows.values()))) + 1)

    def meaning(self, name):
        """Return what a row means in words: "memory before" for c_prev, "" for an input."""
        signal = SIGNALS.get(name.partition("[")[0])
        return signal.meaning if signal else ""

    def grid(self):
        """Return the table as strings: a list of rows, the header first; long ones shortened."""
        steps = _ends(list(range(len(self.steps))), MAX_STEPS)
        names = _ends(list(self.rows), MAX_ROWS)
        lines = [["step", "", *("…" if k is None else str(k + 1) for k in steps)]]
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
            '<table><thead><tr><th scope="col" colspan="2" style="text-align:left">step</th>'
            f"{top}</tr></thead><tbody>{body}</tbody></table>"
        )


def _ends(items, most):
    """Return the items, or, if there are more than most, the first and last with None between."""
    if len(items) <= most:
        return items
    half = most // 2
    return [*items[:half], None, *items[-half:]]
