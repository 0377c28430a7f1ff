"""live_plot: any plot function behind sliders, without flicker and without leaks.

One Figure is kept and drawn anew; its picture goes to the page as an <img> of fixed size. (An
ipywidgets.Image can have no alternative text, and pyplot would keep a figure for every move.)
"""

import base64
import inspect
import io
import numbers
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from lstm_teach.core.validation import shown
from lstm_teach.plots import theme
from lstm_teach.plots.sheet import STYLE, make_sheet
from lstm_teach.words import say

__all__ = ["LivePlot", "live_plot"]

MAX_SIZE = 40  # inches
MAX_NUMBER = 1e15  # up to here a browser can tell whole numbers apart
MAX_CHOICES = 1000


def live_plot(
    draw: Callable[..., Any], /, *, size: tuple[float, float] = (6.3, 3.2), **sliders: Any
) -> "LivePlot":
    """Return a widget: sliders, and below them what draw draws for their values.

    draw: a function draw(fig, **values) that draws into an empty Matplotlib Figure. size: its width and
    height in inches, up to 40. sliders: for each argument of draw (low, high), (low, high, step) or (low,
    high, step, start), a list of up to 1000 choices, or an ipywidgets control of your own. Whole numbers make
    a slider of whole numbers. An error in draw is shown as a sentence. Raises TypeError or ValueError for a
    slider or a size that cannot be made, TypeError if draw does not take the sliders' names.

    >>> live = live_plot(lambda fig, k: fig.subplots().plot([0, k]), k=(1, 5))
    >>> live.values
    {'k': 1}
    >>> live.close()
    """
    if isinstance(draw, type) or not callable(draw):
        raise TypeError(say("draw is a {}: give a function draw(fig, **values)", type(draw).__name__[:40]))
    if not isinstance(size, (tuple, list)) or len(size) != 2 or not all(map(_is_number, size)):
        raise TypeError(say("size is {}: give (width, height) in inches, such as (6.3, 3.2)", shown(size)))
    if not 0.5 <= min(size) <= max(size) <= MAX_SIZE:
        text = "size is {}: width and height are inches from 0.5 to {}"
        raise ValueError(say(text, shown(size), MAX_SIZE))
    controls: dict[str, Any] = {}
    try:
        for name, wanted in sliders.items():
            controls[name] = _control(name, wanted)
        _check_arguments(draw, sliders)
    except BaseException:
        for name, control in controls.items():
            if control is not sliders[name]:
                _close(control)
        raise
    return LivePlot(draw, (float(size[0]), float(size[1])), controls)


def _check_arguments(draw, sliders):
    """Raise TypeError if draw cannot be called with a figure and the sliders' values."""
    try:
        signature = inspect.signature(draw)
    except (TypeError, ValueError):  # some functions have none
        return
    try:
        signature.bind(None, **sliders)
    except TypeError as error:
        names = ", ".join(["fig", *sliders])
        text = "{} cannot be called as draw({}) ({}): give a slider for each argument after the first"
        raise TypeError(say(text, _name(draw), names[:80], str(error)[:80])) from None


def _close(widget):
    """Free a widget, its layout and its style."""
    for owned in ("style", "layout"):
        if hasattr(widget, owned):
            getattr(widget, owned).close()
    widget.close()


class LivePlot(ipywidgets.VBox):
    """What live_plot returns: figure is the kept Figure, for save_figure; values are the sliders' now.

    close() frees every widget of it.
    """

    def __init__(self, draw: Callable[..., Any], size: tuple[float, float], controls: dict[str, Any]):
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
    def values(self) -> dict[str, Any]:
        """The values on the screen, by name."""
        return {name: control.value for name, control in self._controls.items()}

    def _summary(self):
        values = ", ".join(f"{name}={shown(value)}" for name, value in self.values.items())
        return say("live plot of {}: {}", _name(self._draw), values)

    def __repr__(self) -> str:
        return f"<{self._summary()}>"

    def close(self) -> None:
        """Free every widget of this plot, their layouts and styles too."""
        for widget in (*self._controls.values(), self._picture, self._message, self._theme):
            _close(widget)
        self.layout.close()
        super().close()

    def _show(self, _change=None):
        """Draw the values of the sliders; where draw fails, say so and leave the picture as it was."""
        try:
            with plt.style.context(STYLE):
                self.figure.clear()
                make_sheet(self.figure, self._size[1], self._size[0])
                self._draw(self.figure, **self.values)
                if max(self.figure.get_size_inches()) > MAX_SIZE:
                    raise ValueError(say("the figure became larger than {} inches", MAX_SIZE))
                png = io.BytesIO()
                self.figure.savefig(png, format="png", dpi=plt.rcParams["figure.dpi"])
        except Exception as error:  # draw is the reader's own: whatever it raises is theirs to read
            text = say("{} does not work for these values: {}", _name(self._draw), _reason(error))
            self._message.value = f'<div role="status" style="line-height: 1.4">{escape(text)}</div>'
            return
        width, height = (round(inches * self.figure.dpi) for inches in self._size)
        self._message.value = ""
        self._picture.value = theme.picture(
            base64.b64encode(png.getvalue()).decode(),
            self._summary(),
            f'width="{width}" height="{height}" style="max-width: none"',
        )


def _name(draw):
    return str(getattr(draw, "__name__", "draw"))[:40]


def _reason(error):
    try:
        text = " ".join(str(error).split())
    except Exception:  # an error of the reader's own
        text = say("it does not say why")
    return f"{type(error).__name__[:40]}: {text[:160]}"


def _is_number(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _control(name, wanted):
    """Return the control for one argument of draw, with a name that is seen and read out."""
    if isinstance(wanted, ipywidgets.Widget):
        if not hasattr(wanted, "value"):
            text = "{} is a {}, which has no value: give a slider"
            raise TypeError(say(text, name[:40], type(wanted).__name__[:40]))
        return wanted
    config = {
        "description": name.replace("_", " "),
        "tooltip": name.replace("_", " "),
        "style": {"description_width": "140px"},
        "layout": {"width": "460px"},
    }
    if isinstance(wanted, (list, range)):
        return ipywidgets.SelectionSlider(options=_choices(name[:40], wanted), **config)
    low, high, step, start, whole = _limits(name[:40], wanted)
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return kind(start, min=low, max=high, step=step, **config)


def _choices(name, wanted):
    """Return a list of choices as pairs of a text and a value, or raise TypeError or ValueError."""
    if not wanted:
        raise ValueError(say("{} has no choices: give a list of some", name))
    if wanted[MAX_CHOICES:]:
        raise ValueError(say("{} has more than {} choices: give at most so many", name, MAX_CHOICES))
    try:
        options = [(str(choice), choice) for choice in wanted]
        known = all(choice is not None and bool(choice == choice) for choice in wanted)  # NaN is not itself
    except Exception:  # for example arrays
        known = False
    if not known:
        raise TypeError(say("{} is {}: its choices must be texts or numbers", name, shown(wanted)))
    return options


def _limits(name, wanted):
    """Return low, high, step and start of a slider, and whether they are whole; or raise an error."""
    if not isinstance(wanted, tuple) or len(wanted) not in (2, 3, 4) or not all(map(_is_number, wanted)):
        text = "{} is {}: write (low, high), (low, high, step, start) or [choices]"
        raise TypeError(say(text, name, shown(wanted)))
    limits = [number.item() if hasattr(number, "item") else number for number in wanted]  # of NumPy
    if not all(abs(number) <= MAX_NUMBER for number in limits):  # NaN is not, either
        raise ValueError(
            say("{} is {}: give finite numbers, not above {:g}", name, shown(wanted), MAX_NUMBER)
        )
    whole = all(isinstance(number, numbers.Integral) for number in limits)
    low, high, *rest = map(int if whole else float, limits)
    step = rest[0] if rest else 1 if whole else (high - low) / 100
    start = rest[1] if len(rest) == 2 else low
    if not low < high or not step > 0 or not low <= start <= high:
        text = "{} is {}: low < high and step > 0, and the start lies between"
        raise ValueError(say(text, name, shown(wanted)))
    return low, high, step, start, whole
