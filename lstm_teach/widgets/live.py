"""live_plot: any plot function behind sliders, without flicker and without leaks.

One Figure is kept and drawn anew; its picture goes to the page as an <img> of fixed size. (An
ipywidgets.Image can have no alternative text, and pyplot would keep a figure for every move.)
"""

import base64
import inspect
import io
import numbers
from html import escape

import ipywidgets
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from lstm_teach.core.validation import shown
from lstm_teach.plots import theme
from lstm_teach.plots.sheet import STYLE, make_sheet

__all__ = ["LivePlot", "live_plot"]

MAX_SIZE = 40  # inches
MAX_NUMBER = 1e15  # up to here a browser can tell whole numbers apart
MAX_CHOICES = 1000


def live_plot(draw, /, *, size=(6.3, 3.2), **sliders):
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
        raise TypeError(f"draw is a {type(draw).__name__[:40]}: give a function draw(fig, **values)")
    if not isinstance(size, (tuple, list)) or len(size) != 2 or not all(map(_is_number, size)):
        raise TypeError(f"size is {shown(size)}: give (width, height) in inches, such as (6.3, 3.2)")
    if not 0.5 <= min(size) <= max(size) <= MAX_SIZE:
        raise ValueError(f"size is {shown(size)}: width and height are inches from 0.5 to {MAX_SIZE}")
    controls = {}
    try:
        for name, wanted in sliders.items():
            controls[name] = _control(name, wanted)
        _check_arguments(draw, sliders)
    except BaseException:
        for name, control in controls.items():
            if control is not sliders[name]:
                _close(control)
        raise
    return LivePlot(draw, tuple(map(float, size)), controls)


def _check_arguments(draw, sliders):
    """Raise TypeError if draw cannot be called with a figure and the sliders' values."""
    try:
        signature = inspect.signature(draw)
    except (TypeError, ValueError):  # some functions do not tell
        return
    try:
        signature.bind(None, **sliders)
    except TypeError as error:
        names = ", ".join(["fig", *sliders])
        raise TypeError(
            f"{_name(draw)} cannot be called as draw({names[:80]}) ({str(error)[:80]}): give a slider for "
            "each argument after the first"
        ) from None


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
        told = ", ".join(f"{name}={shown(value)}" for name, value in self.values.items())
        return f"<live plot of {_name(self._draw)}: {told}>"

    def close(self):
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
                    raise ValueError(f"the figure became larger than {MAX_SIZE} inches")
                png = io.BytesIO()
                self.figure.savefig(png, format="png", dpi=plt.rcParams["figure.dpi"])
        except Exception as error:  # draw is the reader's own: whatever it raises is theirs to read
            text = f"{_name(self._draw)} does not work for these values: {_reason(error)}"
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
    return str(getattr(draw, "__name__", "draw"))[:40]


def _reason(error):
    try:
        text = " ".join(str(error).split())
    except Exception:  # an error of the reader's own
        text = "it does not say why"
    return f"{type(error).__name__[:40]}: {text[:160]}"


def _is_number(value):
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _control(name, wanted):
    """Return the control for one argument of draw, with a name that is seen and read out."""
    if isinstance(wanted, ipywidgets.Widget):
        if not hasattr(wanted, "value"):
            raise TypeError(
                f"{name[:40]} is a {type(wanted).__name__[:40]}, which has no value: give a slider"
            )
        return wanted
    look = {
        "description": name.replace("_", " "),
        "tooltip": name.replace("_", " "),
        "style": {"description_width": "140px"},
        "layout": {"width": "460px"},
    }
    said = f"{name[:40]} is {shown(wanted)}"
    if isinstance(wanted, (list, range)):
        if not wanted:
            raise ValueError(f"{name[:40]} has no choices: give a list of some")
        if wanted[MAX_CHOICES:]:
            raise ValueError(f"{name[:40]} has more than {MAX_CHOICES} choices: give at most so many")
        try:
            options = [(str(choice), choice) for choice in wanted]
            known = all(
                choice is not None and bool(choice == choice) for choice in wanted
            )  # NaN is not itself
        except Exception:  # for example arrays
            known = False
        if not known:
            raise TypeError(f"{said}: its choices must be texts or numbers")
        return ipywidgets.SelectionSlider(options=options, **look)
    if not isinstance(wanted, tuple) or len(wanted) not in (2, 3, 4) or not all(map(_is_number, wanted)):
        raise TypeError(f"{said}: write (low, high), (low, high, step, start) or [choices]")
    limits = [number.item() if hasattr(number, "item") else number for number in wanted]  # of NumPy
    if not all(abs(number) <= MAX_NUMBER for number in limits):  # NaN is not, either
        raise ValueError(f"{said}: give finite numbers, not above {MAX_NUMBER:g}")
    whole = all(isinstance(number, numbers.Integral) for number in limits)
    low, high, *rest = map(int if whole else float, limits)
    step = rest[0] if rest else 1 if whole else (high - low) / 100
    start = rest[1] if len(rest) == 2 else low
    if not low < high or not step > 0 or not low <= start <= high:
        raise ValueError(f"{said}: low < high and step > 0, and the start lies between")
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return kind(start, min=low, max=high, step=step, **look)
