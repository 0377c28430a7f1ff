"""Node.js, for the tests of the explorer's JavaScript that need no page."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]


def run_node(*arguments, text=""):
    """Return what Node.js prints; without it the test is skipped, in CI it fails."""
    node = shutil.which("node")
    if node is None:
        message = "no Node.js found: install it (20.19 or newer) to test the explorer's JavaScript"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    done = subprocess.run(
        [node, *map(str, arguments)], input=text, capture_output=True, encoding="utf-8", cwd=PROJECT
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def in_javascript(name, cases):
    """Return the results of a function of tests/js/twins.js, one for each case, a list of its arguments."""
    return json.loads(run_node("tests/js/twins.js", name, text=json.dumps(cases)))
