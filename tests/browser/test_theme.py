"""A dark theme: no plot glares, the explorer's colours turn with it, and both turn alike."""

import io

import nbformat
import numpy as np
import pytest
from PIL import Image

import lstm_teach as lt
from lstm_teach.plots import theme
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS
from tests.browser.lab import Lab

CELLS = ["import lstm_teach as lt\ntrace = lt.LSTMCell.lee().run(lt.examples.NINE_STEPS)"]
CELLS += ["axes = lt.plot_trace(trace)", "ax = lt.plot_memory(trace)"]
CELLS += ["lt.live_plot(lambda fig, k: fig.subplots().plot([0, k]), k=(1, 5))"]
CELLS += ["lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS)"]


def pixels(locator):
    return np.asarray(Image.open(io.BytesIO(locator.screenshot())).convert("RGB"), int)


def channels(colour):
    return [int(colour[k : k + 2], 16) for k in (1, 3, 5)]


def test_the_browser_turns_every_colour_as_python_says(browser):
    """To 2 of 255: the explorer's dark colours, made in Python, are those of the plots beside it."""
    colours = [*(signal.colour for signal in SIGNALS.values()), *SEQUENTIAL, *DIVERGING, "#FFFFFF", "#222222"]
    page = browser.new_page()
    images = [f'<img class="lstm-picture" style="background: {c}; width: 9px; height: 9px">' for c in colours]
    page.set_content(f'{theme.STYLE}<body data-jp-theme-light="false">{"".join(images)}')
    for colour, image in zip(colours, page.locator("img").all(), strict=True):
        assert np.abs(pixels(image)[4, 4] - channels(theme.dark(colour))).max() <= 2, colour
    page.close()


@pytest.mark.parametrize(("name", "page_colour"), [("Light", "#FFFFFF"), ("Dark", theme.dark("#FFFFFF"))])
def test_plots_and_explorer_follow_the_theme_of_the_lab(tmp_path, browser, name, page_colour):
    with Lab(tmp_path, f"JupyterLab {name}") as lab:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
        nbformat.write(notebook, lab.folder / "root/notebooks/theme.ipynb")
        page = browser.new_page(viewport={"width": 1280, "height": 2400})
        lab.open(page, "theme.ipynb")
        lab.run_all(page)
        page.locator(".lstm-explorer").wait_for()
        plots = page.locator("img.lstm-picture")
        assert plots.count() == 3
        assert page.locator(".jp-RenderedImage").count() == 0
        for plot in plots.all():
            plot.scroll_into_view_if_needed()
            drawn = pixels(plot)
            paper = (np.abs(drawn - channels(page_colour)).max(axis=-1) <= 2).mean()
            assert paper > 0.5
            ink = (np.abs(drawn.mean(axis=-1) - channels(page_colour)[0]) > 130).mean()
            assert 0.001 < ink < 0.2
        closed = page.locator('td[data-row="i"][data-step="1"]')
        closed.scroll_into_view_if_needed()
        wanted = SEQUENTIAL[0] if name == "Light" else theme.dark(SEQUENTIAL[0])
        assert (
            closed.evaluate("(td) => getComputedStyle(td).backgroundColor") == f"rgb{tuple(channels(wanted))}"
        )
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_saved_page_follows_the_system(browser, tmp_path, scheme):
    explorer = lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS, step=6)
    page = browser.new_page(color_scheme=scheme)
    page.goto(explorer.save_html(tmp_path / "page.html").as_uri())
    turned = theme.dark if scheme == "dark" else str
    wires = page.locator(".wire:not(.zero) polyline")
    drawn = set(wires.evaluate_all("(lines) => lines.map((line) => getComputedStyle(line).stroke)"))
    for name in ("o", "f", "g", "c", "c_prev", "h"):
        assert f"rgb{tuple(channels(turned(SIGNALS[name].colour)))}" in drawn, name
    gates = page.locator(".node.gate circle").evaluate_all(
        "(all) => all.map((c) => getComputedStyle(c).fill)"
    )
    closed, open_ = (f"rgb{tuple(channels(turned(SEQUENTIAL[k])))}" for k in (0, -1))
    assert gates == [closed, open_, open_]
    page.close()
    explorer.close()
