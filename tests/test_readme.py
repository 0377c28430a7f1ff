"""The README tells the truth: its code runs, its links lead somewhere, its map and lists are complete."""

import re

import matplotlib.pyplot as plt
import pytest

from lstm_teach.exercises.judging import EXERCISES
from tests.lessons import NOTEBOOKS, PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_its_python_runs(homework, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
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
    for path in (PROJECT / "lstm_teach").glob("[a-z]*.py"):
        assert f"`{path.stem}`" in modules, f"{path.stem} is not on the map"


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
    assert "torch==2.13.0 --index-url …" in choice  # the small build, by its own command
    assert "requirements.txt" not in choice
    assert "index-url" not in command


def test_the_address_told_is_that_of_the_first_lesson():
    """The address that the terminal prints has /lab?token= and opens the launcher."""
    file = re.search(r"--notebook-dir=\. (\S+\.ipynb)", README)[1]
    assert file == f"notebooks/{NOTEBOOKS[0].name}"
    told = README.partition("**No browser opens?**")[2].partition("\n\n")[0]
    assert f"`/lab/tree/{file}?token=`" in told
    assert "in place of `/lab?token=`" in told


def test_the_small_build_has_the_version_that_is_required():
    required = re.search(r"^torch==\S+", (PROJECT / "requirements.txt").read_text(), re.MULTILINE)[0]
    assert re.findall(r"pip install (torch==\S+)", README) == [required]
