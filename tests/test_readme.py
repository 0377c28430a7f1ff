"""The README tells the truth: its code runs, its links lead somewhere, its map and lists are complete."""

import re
import sys
import tomllib

import matplotlib.pyplot as plt
import pytest
from packaging.requirements import Requirement

from lstm_teach.exercises.judging import EXERCISES
from tests.lessons import NOTEBOOKS, PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("torch", ["as installed", "without"])
def test_its_python_runs(torch, homework, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if torch == "without":
        monkeypatch.setitem(sys.modules, "torch", None)
    exec(re.search(r"```python\n(.*?)```", README, re.DOTALL)[1], {})
    plt.close("all")
    assert (homework / "my-explorer.html").is_file()
    assert list(tmp_path.iterdir()) == [homework.parents[1] / "figures"]
    assert {path.suffix for path in homework.glob("my-homework.*")} == {".png", ".svg", ".pdf"}


def test_its_links_lead_somewhere():
    targets = re.findall(r"\]\(([^)]+)\)", README)
    assert "figures/explorer.png" in targets
    for target in targets:
        assert target.startswith("https://") or (PROJECT / target).is_file(), target


def test_it_lists_every_lesson():
    assert re.findall(r"\]\(notebooks/(\w+)\.ipynb\)", README) == [path.stem for path in NOTEBOOKS]


def test_it_counts_the_exercises():
    assert f"{len(EXERCISES)} exercises that say what differs" in README


def test_its_map_names_every_module():
    modules = README.partition("## The modules")[2]
    package = PROJECT / "lstm_teach"
    for path in (*package.glob("[a-z]*.py"), *package.glob("*/__init__.py")):
        told = f"`{path.parent.name}/`" if path.stem == "__init__" else f"`{path.stem}`"
        assert told in modules, f"{told} is not on the map"


@pytest.mark.parametrize("command", ["start", "test"])
def test_the_windows_command_does_what_the_other_does(command):
    unix, windows = re.findall(r"```\w+\n(.*)\n```", README.partition(f"<!-- command: {command} -->")[2])[:2]
    assert windows.startswith('cmd /c "py -3 ')
    as_unix = (
        windows.removeprefix('cmd /c "').removesuffix('"').replace("py -3", "python3").replace("\\", "/")
    )
    assert as_unix.replace("Scripts", "bin") == unix


def test_the_choice_of_the_build_comes_before_the_command_that_downloads():
    start = README.partition("## Start")[2].partition("## ")[0]
    choice, _, command = start.partition("<!-- command: start -->")
    assert re.findall(r"\| (about [\d.]+ [MG]B)", choice) == ["about 200 MB", "about 300 MB", "about 2.8 GB"]
    assert "pip install torch --index-url …" in choice  # the small build, by its own command
    assert "requirements.txt" not in choice
    assert "index-url" not in command


def test_the_address_told_is_that_of_the_first_lesson():
    """The address that the terminal prints has /lab?token= and opens the launcher."""
    file = re.search(r"--notebook-dir=\. (\S+\.ipynb)", README)[1]
    assert file == f"notebooks/{NOTEBOOKS[0].name}"
    told = README.partition("**No browser opens?**")[2].partition("\n\n")[0]
    assert f"`/lab/tree/{file}?token=`" in told
    assert "in place of `/lab?token=`" in told


def required_torch():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (torch,) = (r for r in map(Requirement, project["dependencies"]) if r.name == "torch")
    return project["requires-python"], torch


def test_it_tells_the_versions_that_are_required():
    python, torch = required_torch()
    oldest = min(torch.specifier, key=lambda bound: bound.operator != ">=").version
    assert f"| Python | {python.removeprefix('>=')} or later; " in README
    assert f"| PyTorch | {oldest} or later; tested with {oldest}, " in README
    in_ci = re.search(r"^torch==(\S+)", (PROJECT / ".ci" / "constraints.txt").read_text(), re.MULTILINE)[1]
    assert torch.specifier.contains(in_ci)
    assert f", {in_ci.removesuffix('.0')} and " in README


@pytest.mark.parametrize(
    ("there", "platform", "machine", "python"),
    [
        (True, "linux", "x86_64", "3.11"),
        (True, "linux", "aarch64", "3.13"),
        (True, "darwin", "arm64", "3.11"),
        (True, "win32", "AMD64", "3.15"),
        (False, "darwin", "x86_64", "3.11"),
        (False, "win32", "ARM64", "3.12"),
        (False, "linux", "x86_64", "3.16"),
    ],
)
def test_pytorch_is_required_just_where_the_readme_says_that_it_is_there(there, platform, machine, python):
    where = {"sys_platform": platform, "platform_machine": machine, "python_version": python}
    assert required_torch()[1].marker.evaluate(where) is there
    told = README.partition("| no PyTorch | ")[2].partition("\n")[0]
    assert told.startswith("A Mac with an Intel processor, Windows on an ARM processor, and Python 3.16 ")
