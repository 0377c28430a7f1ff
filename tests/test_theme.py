"""On a dark page a plot is the same picture, its lightness turned round; files stay white paper."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from lstm_teach.plots import theme
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS


def png(colour):
    file = io.BytesIO()
    Image.new("RGBA", (3, 2), colour).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode() + "\n"


def message(colour="white", text="<Figure size 756x360 with 1 Axes>"):
    return {"content": {"data": {"text/plain": text, "image/png": png(colour)}}}


def test_a_figure_that_a_cell_shows_goes_out_as_html_too_with_the_same_png():
    data = theme._with_html(message())["content"]["data"]
    assert data["image/png"] == png("white")
    assert data["text/html"].startswith(theme.STYLE)
    assert f'src="data:image/png;base64,{png("white").strip()}"' in data["text/html"]


@pytest.mark.parametrize(
    "other",
    [
        message("black"),
        message((255, 255, 255, 0)),
        message(text="<PIL.Image.Image image mode=RGBA>"),
        {"content": {"data": {"text/plain": "7"}}},
        {"content": {}},
    ],
    ids=["dark paper", "no paper", "another picture", "no picture", "no data"],
)
def test_what_is_no_figure_on_light_paper_is_left_alone(other):
    before = {**other["content"].get("data", {})}
    assert theme._with_html(other)["content"].get("data", {}) == before


def luminance(colour):
    channels = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722)


@pytest.mark.parametrize("page", ["#111111", "#212121"])
def test_every_signal_stands_out_from_a_dark_page_and_closed_is_dark_there(page):
    """3 to 1, as WCAG 2.2 wants of graphics; 1.4 to 1 at most for what shall not glare."""

    def contrast(colour):
        low, high = sorted([luminance(page), luminance(theme.dark(colour))])
        return (high + 0.05) / (low + 0.05)

    for signal in SIGNALS.values():
        assert contrast(signal.colour) >= 3
    assert contrast(SEQUENTIAL[0]) < 1.4
    assert contrast(SEQUENTIAL[-1]) > 7
    assert contrast(DIVERGING[2]) < 1.4
    assert contrast("#FFFFFF") < 1.4
    assert contrast("#222222") > 7


def test_alternative_texts_and_attributes_stay_text():
    assert 'alt="&lt;b&gt; &quot;"' in theme.picture("", '<b> "')
