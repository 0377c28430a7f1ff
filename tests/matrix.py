"""Run the tests with the lowest and the newest versions allowed, on two Pythons, with and without PyTorch.

    python tests/matrix.py                  every cell of the table
    python tests/matrix.py lowest           this one
    python tests/matrix.py lowest -- -k xray    what stands after -- goes to pytest

Each cell gets a fresh virtual environment in a temporary folder. The browser's tests run in the cell
"newest" alone. A cell whose Python is not on this computer is told and left out.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
NO_BROWSER = ["--ignore=tests/browser"]
# cell: (Python, which versions, what pytest is told)
CELLS = {
    "newest": ("3.11", "newest", []),
    "lowest": ("3.11", "lowest", NO_BROWSER),
    "newest-3.13": ("3.13", "newest", NO_BROWSER),
    "no-torch": ("3.11", "no torch", NO_BROWSER),
    "no-torch-3.13": ("3.13", "no torch", NO_BROWSER),
}


def python_of(version):
    """Return the program of a Python such as "3.13", or None."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(pyenv[-1]) if pyenv else shutil.which(f"python{version}")


def requirements(versions):
    """Return what a cell installs: the package's own requirements and those of its tests."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for_tests = (PROJECT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    lines = project["dependencies"] + [line for line in for_tests if line and line[0] not in "#-"]
    if versions == "lowest":
        return [re.sub(r">=([^,;]*)[^;]*", r"==\1", line) for line in lines]
    return [line for line in lines if versions == "newest" or not line.startswith("torch")]


def run(cell, folder, more):
    """Run one cell, and return its row of the table."""
    version, versions, arguments = CELLS[cell]
    program = python_of(version)
    if program is None:
        return [cell, f"there is no Python {version}", "", "", "", ""]
    start = time.monotonic()
    subprocess.run([program, "-m", "venv", folder], check=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for what in (requirements(versions), ["--no-deps", "-e", str(PROJECT)]):
        install = subprocess.run([*pip, *what], capture_output=True, text=True)
        if install.returncode:
            print(install.stderr[-2000:], flush=True)
            return [cell, "FAILED to install", "", "", "", ""]
    command = [python, "-m", "pytest", "-q", "-rf", *arguments, *more]
    tests = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    print(tests.stdout[-6000:], tests.stderr[-2000:], flush=True)
    last = ["", *tests.stdout.splitlines()][-1]
    counts = [re.search(rf"(\d+) {word}", last) for word in ("passed", "failed", "error", "skipped")]
    passed, failed, errors, skipped = (int(found[1]) if found else 0 for found in counts)
    what = "ok" if tests.returncode == 0 else "FAILED"
    return [cell, what, passed, failed + errors, skipped, f"{(time.monotonic() - start) / 60:.1f}"]


def main():
    """Run the cells asked for, print the table, and return 1 if one failed."""
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    own, more = sys.argv[1:end], sys.argv[end + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("cells", nargs="*", metavar="cell", help=", ".join(CELLS))
    chosen = parser.parse_args(own).cells or list(CELLS)
    if wrong := [name for name in chosen if name not in CELLS]:
        parser.error(f"there is no cell {wrong[0]}: choose from {', '.join(CELLS)}")
    rows = [["cell", "", "passed", "failed", "skipped", "minutes"]]
    for cell in chosen:
        print(f"== {cell}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            rows.append(run(cell, Path(folder) / "venv", more))
    for row in rows:
        print("{:<14}  {:<24}  {:>7}  {:>7}  {:>7}  {:>7}".format(*row))
    return any(row[1].startswith("FAILED") for row in rows)


if __name__ == "__main__":
    sys.exit(main())
