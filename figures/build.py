"""Build the gallery: python figures/build.py

Each notebook cell tagged figure=NAME leaves its picture in figures/NAME.png; there is no second copy
of the plotting code. The explorer is photographed in a real JupyterLab (needs Chromium or Chrome).
"""

import os
import sys
import tempfile
from pathlib import Path

import nbclient
from playwright.sync_api import sync_playwright

FIGURES = Path(__file__).parent
sys.path.insert(0, str(FIGURES.parent))

from tests.browser.lab import Lab, open_browser  # noqa: E402
from tests.lessons import NOTEBOOKS, homework_env, pictures, read  # noqa: E402


def build_plots(folder: str) -> None:
    """Run every notebook and keep the pictures of its tagged cells."""
    for path in NOTEBOOKS:
        notebook = read(path)
        client = nbclient.NotebookClient(notebook, resources={"metadata": {"path": folder}})
        client.execute(env=os.environ | homework_env(Path(folder, "homework"), Path(folder, "ipython")))
        for name, png in pictures(notebook).items():
            (FIGURES / f"{name}.png").write_bytes(png)
            print(f"figures/{name}.png")


def build_explorer(folder: str) -> None:
    """Photograph the explorer of lesson 00 at step 6."""
    with Lab(folder) as lab, sync_playwright() as playwright, open_browser(playwright) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1500}, device_scale_factor=2)
        lab.open(page, "00_start_here.ipynb")
        lab.run_all(page)
        explorer = page.locator(".lstm-explorer")
        explorer.get_by_role("button", name="show step 6", exact=True).click()
        explorer.screenshot(path=FIGURES / "explorer.png")
        print("figures/explorer.png")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        build_plots(folder)
        build_explorer(folder)
