import os

import pytest
from playwright.sync_api import sync_playwright

import lstm_teach as lt
from tests.browser.lab import Lab, find_browser, open_browser
from tests.browser.screen import Screen


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; without one the tests are skipped, in CI they fail."""
    if find_browser() is None:
        message = "no Chromium or Chrome found: install one to run the browser tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright, open_browser(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def lab(tmp_path_factory, browser):
    """A running JupyterLab over a copy of the notebooks."""
    context = browser.new_context()
    with Lab(tmp_path_factory.mktemp("lab"), context) as lab:
        yield lab
        context.close()


@pytest.fixture(scope="session")
def lesson_01(lab):
    """A page with lesson 01, which was run. Its explorer is as the test before has left it."""
    with lab.page("01_lee_cell.ipynb") as page:
        page.wait_for_selector(".lstm-explorer")
        yield page


@pytest.fixture
def open_page(browser, tmp_path):
    """open_page(explorer, fragment): its page as a Screen; every request but the file itself is an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    asked, errors = [], []
    context.on("request", lambda request: asked.append(request.url))

    def open_page(explorer, fragment=""):
        path = explorer.save_html(tmp_path / "explorer.html")
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path.as_uri() + fragment)
        return Screen(page)

    yield open_page
    assert [url for url in asked if not url.startswith(tmp_path.as_uri())] == []
    assert errors == []
    context.close()


@pytest.fixture
def make():
    """make(cell, x): an explorer, closed at the end."""
    made = []

    def make(*args, compare=False, **settings):
        made.append((lt.CellExplorer.compare if compare else lt.CellExplorer)(*args, **settings))
        return made[-1]

    yield make
    for explorer in made:
        explorer.close()


@pytest.fixture
def lee(make, open_page):
    """The lecture's example on a page."""
    return open_page(make(lt.LSTMCell.lee(), lt.examples.NINE_STEPS))
