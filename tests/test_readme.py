"""The README tells the truth: its code runs, its links lead somewhere, its map and lists are complete."""

import re

import matplotlib.pyplot as plt
import pytest

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


def test_its_map_names_every_room():
    rooms = README.partition("## The rooms")[2]
    for path in (PROJECT / "lstm_teach").glob("[a-z]*.py"):
        assert f"`{path.stem}`" in rooms, f"{path.stem} is not on the map"


@pytest.mark.parametrize("command", ["start", "test"])
def test_the_windows_command_does_what_the_other_does(command):
    unix, windows = re.findall(r"```\w+\n(.*)\n```", README.partition(f"<!-- command: {command} -->")[2])[:2]
    assert windows.startswith('cmd /c "py -3 ')
    as_unix = (
        windows.removeprefix('cmd /c "').removesuffix('"').replace("py -3", "python3").replace("\\", "/")
    )
    assert as_unix.replace("Scripts", "bin") == unix
