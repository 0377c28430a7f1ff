"""diagnose is judged on programs that its catalogue was not made from.

The programs in students/ are plain loops and plain PyTorch, written without sight of the catalogue. What
diagnose said of each was read beside the truth and, where it is true, entered into reviewed.json; anything
else fails.

Two tests draw answers with a seed. As many others as you like:
python -m tests.diagnosis.test_programs --count 1000 --seed 1
"""

import argparse
import json
from importlib import import_module
from itertools import islice
from pathlib import Path

import pytest

import lstm_teach as lt
from lstm_teach.exercises.diagnosis import reading
from tests.diagnosis.remembering import remember
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


@pytest.fixture
def one_making(monkeypatch):
    """For one right program the mistakes are made once, whatever answers are compared with them."""
    remember(monkeypatch)


@pytest.mark.usefixtures("one_making")
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


def judge_mistyped(seed, count):
    """Return how many of so many answers with one mistyped number are named so; none may be called other.

    Where another mistake gives the very same numbers, both are said.
    """
    named = 0
    drawn = (case for case in mistyped.cases(seed, 2 * count) if case["kind"] != "exchange")
    for case in islice(drawn, count):
        diagnosis = lt.diagnose(case["answer"], cell=case["cell"], x=case["x"], of=case["of"])
        assert not diagnosis.right
        families = {mistake.family for mistakes in diagnosis.found for mistake in mistakes}
        assert not families or "one number" in families, (case["setting"], case["where"], diagnosis.names)
        named += "one number" in families
    return named


def judge_right(seed, count):
    """Every one of so many right answers is called right."""
    for case in right_answers.cases(seed, count):
        diagnosis = lt.diagnose(case["answer"], cell=case["cell"], x=case["x"], of=case["of"])
        assert diagnosis.right, (case["form"], str(diagnosis))
        assert diagnosis.names == ()


@pytest.mark.slow
@pytest.mark.usefixtures("one_making")
def test_one_mistyped_number_is_never_called_another_mistake():
    assert judge_mistyped(20, 100) >= 75


def test_there_is_no_false_alarm_in_a_hundred_right_answers():
    judge_right(22, 100)


@pytest.mark.slow
def test_there_is_no_false_alarm_in_a_thousand_right_answers(monkeypatch):
    """Without the mistakes that these inputs cannot show: they are a part of the text alone."""
    monkeypatch.setattr(reading, "singles", lambda right: [])
    judge_right(21, 1000)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"mistyped: {judge_mistyped(options.seed, options.count)} of {options.count} named")
    judge_right(options.seed, options.count)
    print("right: no false alarm")
