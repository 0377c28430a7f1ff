"""A dark theme: no plot glares, the explorer's colours turn with it, and both turn alike."""

import io

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

import lstm_teach as lt
from lstm_teach.plots import theme
from lstm_teach.plots.palette import DIVERGING, SEQUENTIAL, SIGNALS

RUN = "import lstm_teach as lt\ntrace = lt.LSTMCell.lee().run(lt.examples.NINE_STEPS)"
CELLS = {
    "imports": RUN,
    "trace": "axes = lt.plot_trace(trace)",
    "memory": "ax = lt.plot_memory(trace)",
    "live": "lt.live_plot(lambda fig, k: fig.subplots().plot([0, k]), k=(1, 5))",
    "one": "lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS)",
    "two": "lt.CellExplorer.compare([lt.LSTMCell.lee(), lt.LSTMCell.standard()], lt.examples.NINE_STEPS)",
}


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


@pytest.fixture(scope="module", params=["Light", "Dark"])
def themed(lab, request):
    """The name of a theme, and a page in it with three plots and two explorers."""
    lab.set("apputils-extension/themes", {"theme": f"JupyterLab {request.param}"})
    lab.write("theme.ipynb", CELLS)
    with lab.page("theme.ipynb", {"width": 1280, "height": 2400}) as page:
        page.wait_for_function("document.querySelectorAll('.lstm-explorer').length === 2")
        yield request.param, page
    lab.set("apputils-extension/themes", {"theme": "JupyterLab Light"})


def test_plots_and_explorer_follow_the_theme_of_the_lab(themed):
    name, page = themed
    page_colour = "#FFFFFF" if name == "Light" else theme.dark("#FFFFFF")
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
    closed = page.locator('td[data-row="i"][data-step="1"]').first
    closed.scroll_into_view_if_needed()
    wanted = SEQUENTIAL[0] if name == "Light" else theme.dark(SEQUENTIAL[0])
    assert closed.evaluate("(td) => getComputedStyle(td).backgroundColor") == f"rgb{tuple(channels(wanted))}"


def test_axe_finds_no_violation(themed):
    _, page = themed
    for root in page.locator(".lstm-explorer").all():
        root.scroll_into_view_if_needed()
        root.locator("summary").click()
        root.get_by_role("button", name="Pin").click()
        root.locator('input[type="number"][aria-label="weight g x1"]').fill("2.5")
        root.get_by_role("button", name="Predict first").click()
    results = Axe().run(page, context=".lstm-explorer")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in results.response["violations"]] == []


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
