"""Every solution that a lesson unfolds passes the exercise's own check, also where it shows a second way."""

import re

import pytest

from tests.lessons import sources
from tests.test_exercises import EXPECTED, LESSON_OF, attempt, clean, number

__all__ = ["clean"]  # the fixture that undoes what a lesson sets


def ways(name):
    """The solutions of an exercise as code: every block of its folded text."""
    text = sources(f"{LESSON_OF[name]}.ipynb", "markdown")[f"solution-{number(name)}"]
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


SOLUTIONS = [
    pytest.param(name, code, id=f"{name}-{n}")
    for name in EXPECTED
    for n, code in enumerate(ways(name), start=1)
]


def test_every_exercise_has_a_solution_and_3b_has_three():
    assert all(ways(name) for name in EXPECTED)
    assert len(ways("3b")) == 3


@pytest.mark.parametrize(("name", "code"), SOLUTIONS)
def test_a_solution_passes_its_own_check(name, code, capsys):
    assert attempt(name, code, capsys).startswith(f"{name}: right.")


@pytest.mark.parametrize("name", EXPECTED)
def test_no_solution_names_another_way_without_its_code(name):
    text = sources(f"{LESSON_OF[name]}.ipynb", "markdown")[f"solution-{number(name)}"]
    calls = re.findall(
        r"`[\w.]+\([^`]*\)`(?= (?:is|works|would be) right)", re.sub("```.*?```", "", text, flags=re.DOTALL)
    )
    assert calls == []


@pytest.mark.parametrize("library", ["np", "torch"])
def test_allclose_without_a_tolerance_passes_3b_as_its_solution_says(library, capsys):
    told = attempt("3b", f"def my_check(y):\n    return {library}.allclose(y, y_numpy)", capsys)
    assert told.startswith("3b: right.")
