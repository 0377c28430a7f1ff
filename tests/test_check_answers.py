"""check on some three hundred answers of students: every right one passes, no wrong one, and what is said.

check_answers.py holds the answers. check_answers_said.json holds what check says to the wrong ones: every
sentence of it was read by a person beside the answer, so read again what you change. What comes from the
diagnosis is not held there.
"""

import contextlib
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

import lstm_teach as lt
from lstm_teach.exercises import checking, time_limit
from lstm_teach.takehome import save
from tests.check_answers import CASES

SAID = json.loads(Path(__file__).with_name("check_answers_said.json").read_text(encoding="utf-8"))
RIGHT = [case for case in CASES if case["right"]]
WRONG = [case for case in CASES if not case["right"]]


def by_name(case):
    return case["name"]


@pytest.fixture(autouse=True)
def clean(tmp_path, monkeypatch):
    dtype, grad = torch.get_default_dtype(), torch.is_grad_enabled()
    monkeypatch.setattr(save, "homework_folder", lambda: tmp_path)
    monkeypatch.setattr(checking, "_wrong_answers", {})
    monkeypatch.setattr(checking, "_done", set())
    with np.errstate(all="ignore"):
        yield
    torch.set_default_dtype(dtype)
    torch.set_grad_enabled(grad)


def told(case, monkeypatch, capsys):
    """What check prints to an answer; one that never ends is stopped soon, the others may take their time."""
    monkeypatch.setattr(time_limit, "SECONDS", 0.5 if case.get("endless") else 120)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(case["code"], names)
    capsys.readouterr()
    lt.check(case["exercise"], names["answer"])
    return capsys.readouterr().out.rstrip("\n").splitlines()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", RIGHT, ids=by_name)
def test_a_right_answer_is_right(case, monkeypatch, capsys):
    assert told(case, monkeypatch, capsys)[-1].startswith(f"{case['exercise']}: right. ")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", WRONG, ids=by_name)
def test_a_wrong_answer_is_not_and_hears_why(case, monkeypatch, capsys):
    lines = told(case, monkeypatch, capsys)
    start = next(k for k, line in enumerate(lines) if line.startswith(f"{case['exercise']}: not yet. "))
    if case["name"] in SAID:
        assert lines[start:] == SAID[case["name"]]
    first = lines[start].partition(". ")[2].split(" ")[0]
    assert not first[0].islower() or re.search("[_.(]", first), "a sentence begins small, and not with code"


def test_the_answers_are_many():
    assert len(RIGHT) >= 60
    assert len(WRONG) >= 200
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert set(SAID) <= {case["name"] for case in WRONG}
