"""Plots on light and dark pages: one picture for both, its lightness turned round by the browser.

A kernel does not know the theme of its page, and a saved figure is white paper always. So a plot is drawn
once, and a rule of style goes to the page beside it: in a dark theme white becomes the page's black, ink
becomes light, and every hue stays. dark() gives the colours that this makes, so that the explorer, which
the browser draws itself, has the same ones.
"""

import base64
import io
import sys
from html import escape
from typing import Any

from lstm_teach.words import say

__all__ = ["RULE", "STYLE", "dark", "follow_theme", "light_dark", "picture"]

INVERT = 0.93  # white becomes #121212, near to the page of JupyterLab's dark theme (#111111)
#: As CSS says what hue-rotate(180deg) does to red, green and blue.
HALF_TURN = ((-0.574, 1.43, 0.144), (0.426, 0.43, 0.144), (0.426, 1.43, -0.856))
DARK_PAGE = ':is([data-jp-theme-light="false"], .vscode-dark, .vscode-high-contrast)'
#: The plots, and the pictures of figures/ in a lesson's text.
RULE = (
    f'{DARK_PAGE} :is(img.lstm-picture, .jp-RenderedMarkdown img[src*="/figures/"]) '
    f"{{ filter: invert({INVERT}) hue-rotate(180deg) }}\n"
)
STYLE = f"<style>{RULE}</style>"


def dark(colour: str) -> str:
    """Return what a colour such as "#0072B2" becomes in a dark theme."""
    turned = [INVERT + (1 - 2 * INVERT) * int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    channels = (sum(a * b for a, b in zip(row, turned, strict=True)) for row in HALF_TURN)
    return "#" + "".join(f"{round(255 * min(max(channel, 0), 1)):02X}" for channel in channels)


def light_dark(colour: str) -> str:
    """Return a colour as CSS that is dark() of it where the page is dark."""
    return f"light-dark({colour}, {dark(colour)})"


def picture(png: str, alt: str, attributes: str = "") -> str:
    """Return a PNG in base64 as an <img> that STYLE reaches. attributes: HTML, escaped already."""
    return f'<img class="lstm-picture" alt="{escape(alt)}" {attributes} src="data:image/png;base64,{png}">'


def follow_theme() -> None:
    """Let the plots of this notebook follow its theme; outside a Jupyter kernel do nothing.

    Each Figure that a cell shows gets, beside its PNG, the same PNG as HTML with the rule of style: a page
    prefers it, and a file or a PDF made of the notebook has the PNG.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    register = getattr(getattr(shell, "display_pub", None), "register_hook", None)
    if register:
        register(_with_html)


def _with_html(message: dict[str, Any]) -> dict[str, Any]:
    """Add the HTML to a message that shows a Figure on light paper; return the message."""
    data = message["content"].get("data", {})
    png = data.get("image/png")
    is_figure = png and data.get("text/plain", "").startswith("<Figure size") and "text/html" not in data
    if is_figure and _is_light(png):
        data["text/html"] = STYLE + picture(png.replace("\n", ""), say("the plot of this cell"))
    return message


def _is_light(png: str) -> bool:
    """Whether the paper of a PNG, its first pixel, is light: a figure in a dark style is left alone."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(png))) as image:
        lightness, alpha = image.convert("LA").crop((0, 0, 1, 1)).tobytes()
    return alpha == 255 and lightness > 128
