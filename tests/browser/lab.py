"""A real JupyterLab on this machine, and a real browser to look at it."""

import ast
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client import BlockingKernelClient

from tests.lessons import homework_env

PROJECT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
LAPTOP = {"width": 1280, "height": 800}
QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]
SETTINGS = {
    "apputils-extension/themes": {"theme": "JupyterLab Light"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "completer-extension/inline-completer": {"providers": {}},
}


def find_browser():
    """Return the path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def open_browser(playwright):
    """Yield a headless browser that asks nothing of the network."""
    browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
    try:
        yield browser
    finally:
        browser.close()


class Lab:
    """A JupyterLab server over a copy of the notebooks, on 127.0.0.1, a free port and with a token.

    context: of the browser, for its pages, which share one cache.
    """

    def __init__(self, folder, context=None):
        self.folder, self.context, self.opened = Path(folder), context, 0
        self.token = secrets.token_hex(16)
        for name in ("notebooks", "figures"):
            shutil.copytree(PROJECT / name, self.folder / "root" / name)
        self.homework = self.folder / "homework"
        for name, value in SETTINGS.items():
            self.set(name, value)

    def __enter__(self):
        env = {
            **os.environ,
            **homework_env(self.homework, self.folder / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.folder / "workspaces"),
            "PYTHONWARNINGS": "",
        }
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
        command += ["--ServerApp.port=0", f"--IdentityProvider.token={self.token}"]
        command += [f"--ServerApp.root_dir={self.folder / 'root'}"]
        self.log = (self.folder / "server.log").open("wb")
        self.process = subprocess.Popen(command, env=env, stdout=self.log, stderr=subprocess.STDOUT)
        info = self._wait_for(self._written_info)
        self.url = f"http://127.0.0.1:{json.loads(info)['port']}"
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()

    def _written_info(self):
        """What the server writes of itself, once it has written it to the end."""
        texts = [path.read_text() for path in (self.folder / "runtime").glob("jpserver-*.json")]
        return texts[0] if texts and texts[0].rstrip().endswith("}") else None

    def _wait_for(self, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if value := condition():
                return value
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{(self.folder / 'server.log').read_text()[-3000:]}")

    def set(self, name, value):
        """Write a setting of JupyterLab, for pages opened from now on."""
        path = self.folder / "settings/@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))

    def write(self, notebook, cells):
        """Write a notebook of code cells, {id: source}."""
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        cells = [nbformat.v4.new_code_cell(source, id=name) for name, source in cells.items()]
        node = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        nbformat.write(node, self.folder / "root/notebooks" / notebook)

    @contextmanager
    def page(self, notebook, viewport=LAPTOP):
        """Yield a page with a notebook that was run from top to bottom."""
        page = self.context.new_page()
        page.set_viewport_size(viewport)
        self.open(page, notebook)
        self.run_all(page)
        yield page
        page.close()

    def open(self, page, notebook, wait_for_kernel=True):
        """Open a notebook with only its own tab, and wait until its kernel is idle."""
        self.opened += 1  # each page has a workspace of its own
        place = f"lab/workspaces/test-{self.opened}/tree/notebooks/{notebook}"
        page.goto(f"{self.url}/{place}?token={self.token}&reset")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
        if wait_for_kernel:
            page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)

    def run_all(self, page, seconds=120):
        """Run every cell, and wait until the last one is done."""
        prompts = "[...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')]"
        page.evaluate(f"() => {prompts}.forEach((p) => (p.textContent = ''))")  # those of an earlier run
        page.click("text=Run", position={"x": 5, "y": 5})
        page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
        page.wait_for_function(
            f"() => {prompts}.length > 0 && {prompts}.every((p) => /\\d/.test(p.textContent))",
            timeout=seconds * 1000,
        )

    def run_again(self, page):
        """Run every cell again, and wait until a new explorer, and only this one, is on the page."""
        old = page.query_selector(".lstm-explorer")
        self.run_all(page)
        page.wait_for_function(
            "(old) => !old?.isConnected && document.querySelectorAll('.lstm-explorer').length === 1",
            arg=old,
        )

    def save(self, page, notebook):
        """Save a notebook with one explorer; return its path once the explorer's table is in the file."""
        path = self.folder / "root/notebooks" / notebook
        name = page.locator(".lstm-explorer-still").get_attribute("data-explorer")
        page.keyboard.press("ControlOrMeta+s")
        for _ in range(100):
            if name in path.read_text():
                return path
            page.wait_for_timeout(100)
        raise AssertionError("the notebook was not saved with the explorer's table")

    def ask(self, path, method="GET"):
        """Return the answer of the server to a request of its interface, as bytes."""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.url}/api/{path}", headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.read()

    def kernel_id(self, notebook):
        """Return the id of the kernel of a notebook."""
        sessions = json.loads(self.ask("sessions"))
        return next(s["kernel"]["id"] for s in sessions if s["path"] == f"notebooks/{notebook}")

    @contextmanager
    def kernel(self, notebook=None):
        """Yield ask(expression): its value in the kernel of a notebook, by way of JSON.

        notebook: its name; if left out, the one whose kernel was started last.
        """
        runtime = self.folder / "runtime"
        if notebook is None:
            file = max(runtime.glob("kernel-*.json"), key=lambda path: path.stat().st_mtime)
        else:
            file = runtime / f"kernel-{self.kernel_id(notebook)}.json"
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=30)

        def ask(expression):
            code = f"__import__('json').dumps({expression})"
            reply = client.execute_interactive(
                "", user_expressions={"value": code}, store_history=False, timeout=30, output_hook=id
            )
            result = reply["content"]["user_expressions"]["value"]
            if result["status"] != "ok":
                raise RuntimeError(re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(result["traceback"])))
            text = result["data"]["text/plain"]
            return json.loads(ast.literal_eval(text))

        try:
            yield ask
        finally:
            client.stop_channels()
