"""ShapeExplorer: controls for the options of nn.LSTM, one table of shapes, and the code."""

from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets

from lstm_teach.widgets.tensor_shapes.code import lstm_code, lstm_remarks
from lstm_teach.widgets.tensor_shapes.options import LAYOUTS, Options
from lstm_teach.widgets.tensor_shapes.rows import ShapeRow, lstm_shapes
from lstm_teach.words import say

__all__ = ["ShapeExplorer", "table_html"]

STYLE = """<style>
.lstm-shapes .widget-html-content {
  line-height: 1.35; font-size: 13px; color: var(--jp-ui-font-color1, CanvasText);
}
.lstm-shapes table { table-layout: fixed; width: 100%; min-width: 836px; border-collapse: collapse; }
.lstm-shapes th, .lstm-shapes td {
  padding: 2px 6px; text-align: left; font-weight: normal; white-space: nowrap;
}
.lstm-shapes thead th {
  position: sticky; top: 0; font-weight: bold; background: var(--jp-layout-color1, Canvas);
}
.lstm-shapes tbody tr { border-top: 1px solid var(--jp-border-color2, #8884); }
.lstm-shapes code, .lstm-shapes pre {
  font: 12px/1.4 var(--jp-code-font-family, monospace); color: inherit; background: none;
}
.lstm-shapes pre { margin: 0; padding: 4px 6px; user-select: all; }
</style>"""


class ShapeExplorer(ipywidgets.VBox):
    """Choose the options of nn.LSTM and see the shape of every tensor, and the code that makes them.

    options: where to start, as in lstm_shapes. Then options, rows and code are what the screen shows;
    rows and code raise ValueError where the chosen options are impossible. close() frees every widget.
    """

    _parts: tuple[ipywidgets.Widget, ...] = ()

    def __init__(self, **options: Any):
        start = Options.of(options)
        self._controls = _make_controls(start)
        self._message = _box(say("Remarks"), 56)
        self._table = _box(say("The axes of every tensor"), 272)
        self._code = _box(say("Code to copy: one click selects it all"), 244)
        grid = ipywidgets.GridBox(
            tuple(self._controls.values()),
            layout={"grid_template_columns": "repeat(auto-fill, 200px)", "grid_gap": "0 8px"},
        )
        self._parts = (*self._controls.values(), grid, self._message, self._table, self._code)
        super().__init__((grid, self._message, self._table, self._code))
        self.add_class("lstm-shapes")
        for control in self._controls.values():
            control.observe(self._show, "value")
        self._show()

    @property
    def options(self) -> dict[str, Any]:
        """The chosen options by name."""
        return {name: control.value for name, control in self._controls.items()}

    @property
    def rows(self) -> tuple[ShapeRow, ...]:
        """The ShapeRows on the screen."""
        return lstm_shapes(**self.options)

    @property
    def code(self) -> str:
        """The code on the screen."""
        return lstm_code(**self.options)

    def __repr__(self):
        return f"<ShapeExplorer of nn.LSTM: {', '.join(f'{k}={v!r}' for k, v in self.options.items())}>"

    def close(self) -> None:
        """Free every widget of this explorer, their layouts and styles too."""
        for widget in self._parts:
            for owned in ("style", "layout"):
                if hasattr(widget, owned):
                    getattr(widget, owned).close()
            widget.close()
        if self._parts:  # without parts it was refused before it had a layout
            self.layout.close()
        super().close()

    def _show(self, _change=None):
        self._controls["N"].disabled = self.options["layout"] == "unbatched"
        try:
            rows, code = self.rows, self.code
            count = say("{} tensors: scroll the table to see them all.", len(rows))
            table, message = table_html(rows), escape(" ".join((*lstm_remarks(**self.options), count)))
        except ValueError as error:
            table, code, message = table_html(()), "", f"<b>{escape(str(error))}.</b>"
        self._message.value = f'<div role="status">{message}</div>'
        self._table.value = STYLE + table
        self._code.value = f"<pre>{escape(code)}</pre>"


def _box(tooltip, height):
    """Return an HTML widget that keeps its height, whatever it shows."""
    layout = {"height": f"{height}px", "flex": "none", "overflow": "auto"}
    return ipywidgets.HTML(tooltip=tooltip, tabbable=True, layout=layout)


def _make_controls(start):
    """Return the controls by the name of their option: number boxes, whose labels are read out."""
    style, layout = {"description_width": "84px"}, {"width": "198px"}

    def number(name, most, meaning, least=1):
        return ipywidgets.BoundedIntText(
            getattr(start, name), min=least, max=max(most, getattr(start, name)),
            description=name, tooltip=meaning, style=style, layout=layout,
        )  # fmt: skip

    def box(name, meaning):
        value = getattr(start, name)
        return ipywidgets.Checkbox(value, description=name, tooltip=meaning, style=style, layout=layout)

    return {
        "layout": ipywidgets.Dropdown(
            options=[(say(text), name) for name, text in LAYOUTS.items()], value=start.layout,
            description=say("input"), tooltip=say("the layout of the input"), style=style, layout=layout,
        ),
        "L": number("L", 50, say("steps of a sequence")),
        "N": number("N", 20, say("sequences in a batch")),
        "D": number("D", 50, say("input_size: inputs at each step")),
        "num_layers": number("num_layers", 6, say("cells on top of each other")),
        "H": number("H", 50, say("hidden_size: units of a cell")),
        "proj_size": number("proj_size", 50, say("P: numbers in h; 0 for no projection"), least=0),
        "dropout": ipywidgets.BoundedFloatText(
            start.dropout, min=0, max=1, step=0.1, description="dropout", style=style, layout=layout,
            tooltip=say("probability that a number between two layers becomes 0"),
        ),
        "bidirectional": box("bidirectional", say("a second cell reads from the end")),
        "bias": box("bias", say("with the two biases")),
    }  # fmt: skip


def table_html(rows: Sequence[ShapeRow]) -> str:
    """Return rows as an HTML table with one column for each axis; all text escaped."""
    head = "".join(f'<th scope="col">{escape(say("axis {}", k))}</th>' for k in range(4))
    widths = "".join(f'<col style="width:{width}px">' for width in (200, 140, 104, 104, 56))
    body = "".join(
        f'<tr><th scope="row"><code>{escape(row.name)}</code></th>'
        + "".join(f"<td>{escape(f'{name} = {size}')}</td>" for name, size in row.axes)
        + "<td></td>" * (4 - len(row.axes))
        + f"<td>{escape(row.note)}</td></tr>"
        for row in rows
    )
    tensor, note = escape(say("tensor")), escape(say("what it holds"))
    return (
        f'<table><colgroup>{widths}<col></colgroup><thead><tr><th scope="col">{tensor}</th>{head}'
        f'<th scope="col">{note}</th></tr></thead><tbody>{body}</tbody></table>'
    )
