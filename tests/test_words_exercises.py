"""check in another language: the same verdicts, and every text is that language's own."""

import contextlib
import io
import re
from string import Formatter

import pytest
import torch

import lstm_teach as lt
from lstm_teach import words
from lstm_teach.exercises import checking, time_limit
from lstm_teach.exercises.answer_cells import Stopped
from lstm_teach.exercises.judging import EXERCISES, NotYet
from tests.check_answers import CASES
from tests.test_check_answers import SAID, clean
from tests.test_exercises import NO_ANSWERS

__all__ = ["clean"]  # the fixture that undoes what an answer sets


class Dotted(dict):
    """A language of which nothing is written yet: a dot for each letter, in brackets; values stay."""

    def get(self, text, default=None):
        parts = []
        for literal, field, spec, conversion in Formatter().parse(text):
            parts.append(re.sub(r"\w", "·", literal).replace("{", "{{").replace("}", "}}"))
            if field is not None:
                parts.append(
                    f"{{{field}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}}}"
                )
        return f"⟦{''.join(parts)}⟧"


@pytest.fixture(autouse=True)
def dotted(monkeypatch):
    monkeypatch.setitem(words.LANGUAGES, "xx", Dotted())
    before = words.language()
    words.use_language("xx")
    yield
    words.use_language(before)


def outside(text):
    """What stands outside of all brackets."""
    parts, depth = [], 0
    for letter in text:
        depth += letter == "⟦"
        parts.append(letter if depth == 0 else "")
        depth -= letter == "⟧"
    assert depth == 0, text
    return "".join(parts).strip()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_verdict_is_the_same_and_every_sentence_is_translated(case, monkeypatch):
    monkeypatch.setattr(time_limit, "SECONDS", 0.5 if case.get("endless") else 120)
    names, texts = {}, []
    with contextlib.redirect_stdout(io.StringIO()):
        exec(case["code"], names)
        try:
            EXERCISES[case["exercise"]](names["answer"])
        except NotYet as problem:
            texts = [problem.said, problem.shown, problem.hint]
    assert bool(texts) != case["right"]
    assert not any(map(outside, texts))
    english = " ".join(SAID.get(case["name"], ["from the diagnosis"]))
    if not re.search("from the diagnosis|stops with", english):  # of these not all words are ours
        assert not re.search(r"[a-z]{2,} [a-z]{2,}", "".join(texts))


@pytest.mark.slow
@pytest.mark.parametrize("kind", NO_ANSWERS)
def test_what_is_no_answer_is_told_in_the_language(kind):
    torch.manual_seed(0)
    for name in EXERCISES:
        verdict = checking._verdict(name, NO_ANSWERS[kind])
        assert verdict.state is checking.State.NOT_YET
        assert not outside(verdict.said)
        assert not outside(verdict.hint)


def test_what_check_itself_says_is_told_in_the_language(capsys):
    lt.check("9z", 3)
    lt.check([1, 2], "1a")
    lt.check("5b", len, len, len)
    lt.check("1a")
    lt.check("1a", [0, 2, 3, 0, 0, 3])
    lt.progress()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5 + 8
    for line in lines:
        assert not outside(line)


@pytest.mark.parametrize("error", [ValueError("no"), ValueError()])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_cell_that_stopped_is_told_in_the_language(error, is_new):
    for answer in ([1], ...):
        verdict = checking._judged("1a", answer, Stopped("my_h", error, answer, is_new))
        assert verdict.state is (checking.State.OPEN if is_new and answer is ... else checking.State.NOT_YET)
        assert not outside(verdict.said)
        assert not re.search("[a-z]{2,} [a-z]{2,}", verdict.said)
