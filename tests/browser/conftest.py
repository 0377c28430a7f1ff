import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.lab import Lab, find_browser, open_browser


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
    with Lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab
