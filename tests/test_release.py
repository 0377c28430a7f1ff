"""What a release needs agrees: version, licence, changes."""

import re
import tomllib

from tests.lessons import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_version_is_the_same_everywhere():
    citation = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^version: (.+)$", citation, re.MULTILINE)[1] == PYPROJECT["version"]
    assert re.search(r"^## (\S+),", changes, re.MULTILINE)[1] == PYPROJECT["version"]


def test_the_licences_are_those_that_the_readme_names():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8").partition("## Licence")[2]
    assert "[MIT licence](LICENSE)" in readme
    assert "[CC BY 4.0](notebooks/LICENSE.md)" in readme
    assert (PROJECT / "LICENSE").read_text(encoding="utf-8").startswith(f"{PYPROJECT['license']} License")
    assert "Creative Commons Attribution 4.0" in (PROJECT / "notebooks/LICENSE.md").read_text(
        encoding="utf-8"
    )


def test_contributing_names_files_that_are_there():
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:core|plots|widgets|takehome|exercises|tests|figures)/[\w./]+)`", text)
    assert len(named) > 10
    for path in named:
        path = path.replace("lesson_0X", "lesson_01")
        assert (PROJECT / path).exists() or (PROJECT / "lstm_teach" / path).exists(), path
