"""Every text that a person reads can be exchanged for another language; nothing depends on what it says."""

import ast

import pytest

from lstm_teach import words
from tests.test_imports import FILES, PACKAGE


def test_a_text_is_told_in_the_chosen_language(brackets):
    assert words.language() == "xx"
    assert words.say("{0} of {1}, {0:.2f}", 1, 2) == "⟦1 of 2, 1.00⟧"


def test_a_text_that_a_language_lacks_stays_english(monkeypatch):
    monkeypatch.setitem(words.LANGUAGES, "zh", {"give {}": "给出 {}"})
    words.use_language("zh")
    try:
        assert words.say("give {}", "x") == "给出 x"
        assert words.say("take {}", "x") == "take x"
    finally:
        words.use_language("en")


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="there is no language 'tlh': choose one of en"):
        words.use_language("tlh")


def is_text(node):
    """Whether an expression is a text that is written out: it has two words at least, or values in it."""
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()


def raised_texts(tree):
    """Yield what is given to an error as its message, where it is written out without say()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield from (part for part in node.exc.args if is_text(part))
            yield from (part.value for part in node.exc.keywords if is_text(part.value))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_error_has_a_text_of_its_own(path):
    """An error that we catch ourselves has one word as its text, or none."""
    for text in raised_texts(ast.parse(path.read_text(encoding="utf-8"))):
        pytest.fail(f"line {text.lineno}: {ast.unparse(text)[:80]}")
