"""live_plot: any plot function behind sliders, without flicker and without leaks.

One Figure is kept and drawn anew; its picture goes to the page as an <img> of fixed size. (An
ipywidgets.Image can have no alternative text, and pyplot would keep a figure for every move.)
"""

import base64
import io
from html import escape

import ipywidgets
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from lstm_teach import theme
from lstm_teach.sheet import STYLE, make_sheet

__all__ = ["LivePlot", "live_plot"]


def live_plot(draw, *, size=(6.3, 3.2), **sliders):
    """Return a widget: sliders, and below them what draw draws for their values.

    draw: a function draw(fig, **values) that draws into an empty Matplotlib Figure. size: its width and
    height in inches. sliders: for each argument of draw (low, high), (low, high, step) or (low, high,
    step, start), a list of choices, or an ipywidgets control of your own. Whole numbers make a slider of
    whole numbers. An error in draw is shown as a sentence. Raises TypeError or ValueError for a slider
    that cannot be made.

    >>> live = live_plot(lambda fig, k: fig.subplots().plot([0, k]), k=(1, 5))
    >>> live.values
    {'k': 1}
    >>> live.close()
    """
    if not callable(draw):
        raise TypeError(f"draw is a {type(draw).__name__}: give a function draw(fig, **values)")
    return LivePlot(draw, size, {name: _control(name, wanted) for name, wanted in sliders.items()})


class LivePlot(ipywidgets.VBox):
    """What live_plot returns: figure is the kept Figure, for save_figure; values are the sliders' now.

    close() frees every widget of it.
    """

    def __init__(self, draw, size, controls):
        self._draw = draw
        self._size = size
        self.figure = Figure()
        self._controls = controls
        self._picture, self._message = ipywidgets.HTML(), ipywidgets.HTML()
        self._theme = ipywidgets.HTML(theme.STYLE, layout={"display": "none"})
        super().__init__((*self._controls.values(), self._picture, self._message, self._theme))
        for control in self._controls.values():
            control.observe(self._show, "value")
        self._show()

    @property
    def values(self):
        """The values on the screen, by name."""
        return {name: control.value for name, control in self._controls.items()}

    def __repr__(self):
        told = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"<live plot of {_name(self._draw)}: {told}>"

    def close(self):
        """Free every widget of this plot, their layouts and styles too."""
        for widget in (*self._controls.values(), self._picture, self._message, self._theme):
            for owned in ("style", "layout"):
                getattr(widget, owned).close()
            widget.close()
        self.layout.close()
        super().close()

    def _show(self, _change=None):
        """Draw the values of the sliders; where draw fails, say so and leave the picture as it was."""
        try:
            with plt.style.context(STYLE):
                self.figure.clear()
                make_sheet(self.figure, self._size[1], self._size[0])
                self._draw(self.figure, **self.values)
                png = io.BytesIO()
                self.figure.savefig(png, format="png", dpi=plt.rcParams["figure.dpi"])
        except Exception as error:  # draw is the reader's own: whatever it raises is theirs to read
            text = f"{_name(self._draw)} does not work for these values: {type(error).__name__}: {error}"
            self._message.value = f'<div role="status" style="line-height: 1.4">{escape(text)}</div>'
            return
        width, height = (round(inches * self.figure.dpi) for inches in self._size)
        self._message.value = ""
        self._picture.value = theme.picture(
            base64.b64encode(png.getvalue()).decode(),
            repr(self)[1:-1],
            f'width="{width}" height="{height}" style="max-width: none"',
        )


def _name(draw):
    return getattr(draw, "__name__", "draw")


def _control(name, wanted):
    """Return the control for one argument of draw, with a name that is seen and read out."""
    if isinstance(wanted, ipywidgets.Widget):
        if not hasattr(wanted, "value"):
            raise TypeError(f"{name} is a {type(wanted).__name__}, which has no value")
        return wanted
    look = {
        "description": name.replace("_", " "),
        "tooltip": name.replace("_", " "),
        "style": {"description_width": "140px"},
        "layout": {"width": "460px"},
    }
    if isinstance(wanted, (list, range)):
        if not wanted:
            raise ValueError(f"{name} has no choices")
        return ipywidgets.SelectionSlider(options=list(wanted), **look)
    if not isinstance(wanted, tuple) or len(wanted) not in (2, 3, 4):
        raise TypeError(f"{name} is {wanted!r}: write (low, high), (low, high, step, start) or [choices]")
    low, high, *rest = wanted
    whole = all(isinstance(number, int) for number in wanted)
    step = rest[0] if rest else 1 if whole else (high - low) / 100
    start = rest[1] if len(rest) == 2 else low
    if not low < high or not step > 0 or not low <= start <= high:
        raise ValueError(f"{name} is {wanted}: low < high and step > 0, and the start lies between")
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return kind(start, min=low, max=high, step=step, **look)
