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
from contextlib import contextmanager
from pathlib import Path

from jupyter_client import BlockingKernelClient

from tests.lessons import homework_env

PROJECT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]
SETTINGS = {
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
    """A JupyterLab server over a copy of the notebooks, on 127.0.0.1, a free port and with a token."""

    def __init__(self, folder, theme="JupyterLab Light"):
        self.folder = Path(folder)
        self.token = secrets.token_hex(16)
        for name in ("notebooks", "figures"):
            shutil.copytree(PROJECT / name, self.folder / "root" / name)
        self.homework = self.folder / "homework"
        settings = {**SETTINGS, "apputils-extension/themes": {"theme": theme}}
        for name, value in settings.items():
            path = self.folder / "settings/@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value))

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

    def open(self, page, notebook):
        """Open a notebook with only its own tab, and wait until its kernel is idle."""
        page.goto(f"{self.url}/lab/tree/notebooks/{notebook}?token={self.token}&reset")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)

    def run_all(self, page, seconds=120):
        """Run every cell, and wait until the last one is done."""
        page.click("text=Run", position={"x": 5, "y": 5})
        page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
        page.wait_for_function(
            """() => {
                const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')];
                return prompts.length > 0 && prompts.every((p) => /\\d/.test(p.textContent));
            }""",
            timeout=seconds * 1000,
        )

    @contextmanager
    def kernel(self):
        """Yield ask(expression): its value in the notebook's own kernel, by way of JSON."""
        file = max((self.folder / "runtime").glob("kernel-*.json"), key=lambda path: path.stat().st_mtime)
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
