"""diagnose is judged on programs that its catalogue was not made from.

The programs in students/ are plain loops and plain PyTorch, written without sight of the catalogue. What
diagnose said of each was read beside the truth and, where it is true, entered into reviewed.json; anything
else fails.
"""

import json
from importlib import import_module
from pathlib import Path

import pytest

import lstm_teach as lt
from tests.diagnosis.students import mistyped, right_answers

HERE = Path(__file__).parent
FILES = sorted(path.stem for path in (HERE / "students").glob("programs_*.py"))
REVIEWED = json.loads((HERE / "reviewed.json").read_text(encoding="utf-8"))


def programs(file):
    """The programs of a file as dicts: name, truth, cell, x, of, answer."""
    return [
        p if isinstance(p, dict) else vars(p)
        for p in import_module(f"tests.diagnosis.students.{file}").PROGRAMS
    ]


def kind(program):
    """What the writer says of a program: "right", "no name" or "wrong"."""
    truth = program["truth"]
    if truth.startswith("no name"):
        return "no name"
    return (
        "right"
        if "RIGHT" in truth or "Just right here" in truth or truth.lower().startswith("right:")
        else "wrong"
    )


def diagnose(program):
    return lt.diagnose(program["answer"](), cell=program["cell"](), x=program["x"], of=program["of"])


ALL = [(file, program) for file in FILES for program in programs(file)]


@pytest.mark.parametrize(
    ("file", "program"), ALL, ids=lambda value: value["name"] if isinstance(value, dict) else value
)
def test_a_program_gets_a_true_name_or_none(file, program):
    reviewed = REVIEWED[file][program["name"]]
    diagnosis = diagnose(program)
    said = [" + ".join(names) for names in diagnosis.names]
    assert diagnosis.right == (reviewed == "right"), str(diagnosis)
    assert set(said) <= set(reviewed if isinstance(reviewed, list) else []), (program["truth"], said)
    assert bool(said) == (isinstance(reviewed, list) and bool(reviewed)), str(diagnosis)


@pytest.mark.parametrize("file", FILES)
def test_most_of_the_wrong_programs_are_named(file):
    wrong = [p["name"] for p in programs(file) if kind(p) == "wrong"]
    named = [name for name in wrong if REVIEWED[file][name]]
    assert len(wrong) >= 35
    assert len(named) >= 0.75 * len(wrong)


@pytest.mark.parametrize("file", FILES)
def test_what_the_writers_call_right_or_nameless_is_reviewed_so(file):
    for program in programs(file):
        reviewed = REVIEWED[file][program["name"]]
        if kind(program) != "wrong":
            assert reviewed == ("right" if kind(program) == "right" else []), program["name"]


def test_one_mistyped_number_is_never_called_another_mistake():
    """Where another mistake gives the very same numbers, both are said."""
    cases = [case for case in mistyped.cases(20, 260) if case["kind"] != "exchange"][:200]
    assert len(cases) == 200
    named = 0
    for case in cases:
        diagnosis = lt.diagnose(case["answer"], cell=case["cell"], x=case["x"], of=case["of"])
        assert not diagnosis.right
        families = {mistake.family for mistakes in diagnosis.found for mistake in mistakes}
        assert not families or "one number" in families, (case["setting"], case["where"], diagnosis.names)
        named += "one number" in families
    assert named >= 150


def test_there_is_no_false_alarm_in_a_thousand_right_answers():
    for case in right_answers.cases(21, 1000):
        diagnosis = lt.diagnose(case["answer"], cell=case["cell"], x=case["x"], of=case["of"])
        assert diagnosis.right, (case["form"], str(diagnosis))
        assert diagnosis.names == ()
