"""live_plot: one kept figure behind sliders."""

import base64
import io
import re
import time

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets
from ipywidgets.widgets.widget import _instances
from PIL import Image

from lstm_teach import live_plot


def line(fig, k, colour="red"):
    fig.subplots().plot([0, k], color=colour)


@pytest.fixture
def live():
    plt.close("all")  # what other tests left
    live = live_plot(line, k=(1, 5))
    yield live
    live.close()


def picture(live):
    """The picture on the page, as pixels."""
    data = re.search(r'src="data:image/png;base64,([^"]+)"', live._picture.value)[1]
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_a_move_of_a_slider_changes_the_picture_and_not_its_size(live):
    before, tag = picture(live), live._picture.value.partition("src=")[0]
    live._controls["k"].value = 3
    after = picture(live)
    assert before.tobytes() != after.tobytes()
    assert before.size == after.size == (756, 384)
    assert tag.replace("k=1", "k=3") == live._picture.value.partition("src=")[0]
    assert 'width="756" height="384"' in tag
    assert live.values == {"k": 3}


def test_the_figure_is_kept_and_none_is_left_to_pyplot(live):
    figure = live.figure
    for k in range(1, 6):
        live._controls["k"].value = k
        assert live.figure is figure
        assert len(figure.axes) == 1
        assert figure.axes[0].lines[0].get_ydata().tolist() == [0, k]
    assert plt.get_fignums() == []


def test_a_function_that_resizes_its_figure_does_not_move_the_page():
    def wild(fig, k):
        fig.set_size_inches(1, k)

    live = live_plot(wild, k=(1, 5))
    assert picture(live).size[0] == 120
    live._controls["k"].value = 4
    assert 'width="756" height="384"' in live._picture.value
    live.close()


@pytest.mark.parametrize(
    ("wanted", "kind", "value"),
    [
        ((1, 5), ipywidgets.IntSlider, 1),
        ((0, 1.0), ipywidgets.FloatSlider, 0),
        ((0, 10, 2), ipywidgets.IntSlider, 0),
        ((-4, 4, 0.5, 1.5), ipywidgets.FloatSlider, 1.5),
        (["a", "b"], ipywidgets.SelectionSlider, "a"),
        (range(3), ipywidgets.SelectionSlider, 0),
    ],
)
def test_a_slider_of_each_kind(wanted, kind, value):
    live = live_plot(lambda fig, some_name: None, some_name=wanted)
    control = live._controls["some_name"]
    assert type(control) is kind
    assert control.value == value
    assert control.description == control.tooltip == "some name"
    live.close()


def test_a_control_of_ones_own_is_taken_as_it_is():
    own = ipywidgets.Checkbox(True, description="grid")
    live = live_plot(lambda fig, grid: None, grid=own)
    assert live.values == {"grid": True}
    live.close()


def test_an_error_in_draw_is_a_sentence_and_the_picture_stays():
    def fails(fig, k):
        if k == 2:
            raise ValueError("no <b>two</b>")

    live = live_plot(fails, k=(1, 3))
    before = live._picture.value
    live._controls["k"].value = 2
    message = live._message.value
    assert "fails does not work for these values: ValueError: no &lt;b&gt;two&lt;/b&gt;" in message
    assert live._picture.value == before
    live._controls["k"].value = 3
    assert live._message.value == ""
    live.close()


def test_text_of_a_choice_is_escaped():
    live = live_plot(lambda fig, word: None, word=['"><script>', "b"])
    assert "<script>" not in live._picture.value
    assert "&quot;&gt;&lt;script&gt;" in live._picture.value
    live.close()


def test_close_frees_every_widget():
    before = set(_instances)
    live = live_plot(line, k=(1, 5), colour=["red", "blue"])
    assert set(_instances) > before
    live.close()
    assert set(_instances) == before


def test_the_style_of_the_notebook_stays():
    before = dict(plt.rcParams)
    live_plot(line, k=(1, 5)).close()
    assert dict(plt.rcParams) == before


@pytest.mark.slow
def test_a_hundred_moves_do_not_pile_up(live):
    """Nothing is kept of a move but the picture: the message to the page does not grow."""
    live._controls["k"].value = 5
    size = len(live._picture.value)
    started = time.monotonic()
    for move in range(100):
        live._controls["k"].value = 1 + move % 5
    assert live._picture.value.startswith("<img")
    assert len(live._picture.value) < 1.5 * size
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("draw", "sliders", "error", "message"),
    [
        ("plot", {}, TypeError, "^draw is a str: give a function"),
        (line, {"k": 5}, TypeError, r"^k is 5: write \(low, high\)"),
        (line, {"k": (1,)}, TypeError, r"^k is \(1,\)"),
        (line, {"k": (5, 1)}, ValueError, r"^k is \(5, 1\): low < high"),
        (line, {"k": (1, 5, 0)}, ValueError, "step > 0"),
        (line, {"k": (1, 5, 1, 9)}, ValueError, "the start lies between"),
        (line, {"k": []}, ValueError, "^k has no choices"),
        (line, {"k": ipywidgets.VBox()}, TypeError, "has no value"),
    ],
)
def test_what_does_not_fit_is_told_in_one_sentence(draw, sliders, error, message):
    with pytest.raises(error, match=message):
        live_plot(draw, **sliders)


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    "wanted",
    [
        (NAN, 1), (0, NAN), (0, 1, NAN), (0, 1, 0.1, NAN), (0, INF), (-INF, 0), (0, 1e308), (0, 10**400),
        (1, 1), (0, 1, -1), (0, 1, 0.1, 2), (1, "5"), ("a", "b"), (True, False), (1j, 2), (np.arange(2), 3),
        (), (1, 2, 3, 4, 5), "abc", b"x", {}, None, 10**5000, np.arange(3), ipywidgets.IntSlider, range(0),
        range(10**30), [0] * 1001, [NAN, NAN], [np.zeros(3), np.zeros(3)], "x" * 10_000, ["x", NAN], [None],
    ],
    ids=range(33),
)  # fmt: skip
def test_an_odd_range_is_told_and_leaves_no_widget(wanted):
    before = set(_instances)
    with pytest.raises((TypeError, ValueError), match=r"^k (is|has) ") as caught:
        live_plot(line, colour=["red", "blue"], k=wanted)
    assert len(str(caught.value)) <= 300
    assert "\n" not in str(caught.value)
    assert set(_instances) == before


@pytest.mark.parametrize(
    "size", [3, None, (1,), ("a", 2), (NAN, 1), (0, 0), (-1, 2), (1e9, 1), (True, 2), "ab"]
)
def test_an_odd_size_is_told(size):
    with pytest.raises((TypeError, ValueError), match=r"^size is "):
        live_plot(line, k=(1, 2), size=size)


@pytest.mark.parametrize(
    ("draw", "sliders", "message"),
    [
        (line, {"z": (1, 2)}, "line cannot be called as draw.fig, z. .missing a required argument: 'k'"),
        (line, {}, "line cannot be called as draw.fig. "),
        (line, {"fig": (1, 2), "k": (1, 2)}, "line cannot be called as draw.fig, fig, k. .multiple values"),
        (line, {"k": (1, 2), "x" * 500: (1, 2)}, "line cannot be called as draw"),
        (lambda: None, {"k": (1, 2)}, "<lambda> cannot be called"),
        (int, {"k": (1, 2)}, "draw is a type"), (None, {}, "draw is a NoneType"),
    ],
)  # fmt: skip
def test_sliders_that_the_function_does_not_take_are_told(draw, sliders, message):
    before = set(_instances)
    with pytest.raises(TypeError, match=f"^{message}") as caught:
        live_plot(draw, **sliders)
    assert len(str(caught.value)) <= 300
    assert set(_instances) == before


def test_an_argument_may_have_the_name_of_one_of_live_plot():
    live = live_plot(lambda fig, draw: None, draw=(1, 2))
    assert live.values == {"draw": 1}
    live.close()


@pytest.mark.parametrize(
    "wanted", [(np.int64(1), np.int64(5)), (np.float32(0), 1), (np.int8(0), np.int8(100), 2)]
)
def test_numbers_of_numpy_make_a_slider(wanted):
    live = live_plot(line, k=wanted)
    whole = all(isinstance(number, np.integer | int) for number in wanted)
    assert type(live.values["k"]) is (int if whole else float)
    live.close()


class Mute(Exception):
    def __str__(self):
        raise RuntimeError


def raises(error):
    raise error


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda fig, k: raises(Mute()), "Mute: it does not say why"),
        (lambda fig, k: raises(ValueError("x\n" * 1000)), "ValueError: x x x"),
        (lambda fig, k: fig.set_size_inches(500, 500), "ValueError: the figure became larger than 40 inches"),
        (lambda fig, k: fig.suptitle("$\\nothing$"), "ValueError: "),
        (lambda fig, k: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
)
def test_whatever_draw_does_is_one_sentence(draw, message):
    live = live_plot(draw, k=(1, 2))
    text = re.sub("<[^>]*>", "", live._message.value)
    assert f"does not work for these values: {message}" in text
    assert len(text) <= 300
    assert "\n" not in text
    live.close()


@pytest.mark.parametrize("result", [None, "text", 3])
def test_what_draw_returns_does_not_count(result):
    live = live_plot(lambda fig, k: result, k=(1, 2))
    assert live._message.value == ""
    live.close()


class Plain(ipywidgets.DOMWidget):
    value = traitlets.Int(0)


def test_a_control_without_a_style_is_closed():
    before = set(_instances)
    live = live_plot(lambda fig, own: None, own=Plain())
    live.close()
    assert set(_instances) == before
