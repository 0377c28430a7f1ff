"""diagnose in another language: it finds the same, and every text of it is exchanged."""

import re

import numpy as np
import pytest
import torch

import lstm_teach as lt
from lstm_teach import words
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.diagnosis import hint_of, why_module
from lstm_teach.exercises.diagnosis.catalogue import CATALOGUE
from lstm_teach.exercises.diagnosis.reading import read_right
from lstm_teach.words import say

STANDARD, LEE = lt.LSTMCell.standard(), lt.LSTMCell.lee()
RNG = np.random.default_rng(4)
CELL = lt.LSTMCell(*(RNG.normal(size=shape) for shape in ((8, 3), (8, 2), (8,))))
X, BATCH = RNG.normal(size=(9, 3)), RNG.normal(size=(6, 2, 3))
CELL1, X1 = (
    lt.LSTMCell(*(RNG.normal(size=shape) for shape in ((4, 2), (4, 1), (4,)))),
    RNG.normal(size=(12, 2)),
)
H, H1 = CELL.run(X).h, CELL1.run(X1).h
#: What stays as it is in any language: names in the code.
NAMES = {"weight_ih", "weight_hh", "bias_ih", "bias_hh", "bias", "gate_activation", "step", "sigmoid"}


def given(name, cell=CELL, x=X, of="h"):
    """What the first mistake of the catalogue with this text as its name gives."""
    mistake = next(mistake for mistake in CATALOGUE if mistake.name == name)
    return mistake.effect(read_right(cell, x, of)[0]).numbers


def changed(array, **at):
    array = np.array(array, dtype=float)
    array[at["place"]] = at["value"]
    return array


def module(**parameters):
    made = lt.to_torch(CELL)
    with torch.no_grad():
        for name, value in parameters.items():
            made.get_parameter(name).copy_(torch.as_tensor(value))
    return made


MOVED = np.insert(X, 4, X[4], axis=0)
#: Arguments of diagnose: answer, cell, x, of.
CASES = {
    "right": (H, CELL, X, "h"),
    "right in 32 bits": (H.astype(np.float32), CELL, X, "h"),
    "right for these inputs": (LEE.replace(weight_hh=[[0.3], [-0.2], [0.0], [0.9]]), LEE, NINE_STEPS, "h"),
    "not shown": (STANDARD.run(NINE_STEPS).h, STANDARD, NINE_STEPS, "h"),
    **{name: (given(name), CELL, X, "h") for name in (
        "rows in the order {}", "the weights of the {} used for the {}", "no tanh {}",
        "inputs multiplied by {:g}", "no output gate: h = tanh(c)", "the state reset every {} steps",
        "a plain RNN with the rows of {}")},
    "several": ([0, 0, 3, 3, 7, 7, 7, 0, 6], LEE, NINE_STEPS, "c"),
    "mistake of a batch": (given("the forget bias set to 1", x=BATCH, of="c"), CELL, BATCH, "c"),
    "rounded": (H.round(3), CELL, X, "h"),
    "rounded so that orders are the same": (STANDARD.run(NINE_STEPS).h.round(), STANDARD, NINE_STEPS, "h"),
    "a mistake and rounded": (given("rows in the order {}").round(4), CELL, X, "h"),
    "scaled": (1.7 * H, CELL, X, "h"),
    "shifted": (1.7 * H - 0.25, CELL, X, "h"),
    "16 bits": (H.astype(np.float16), CELL, X, "h"),
    "dropout": (H * (np.arange(18).reshape(9, 2) % 3 > 0) * 2, CELL, X, "h"),
    "an input": (CELL.run(changed(X, place=(2, 1), value=0.5)).h, CELL, X, "h"),
    "a weight": (CELL.replace(bias=changed(CELL.bias, place=3, value=2)).run(BATCH).h, CELL, BATCH, "h"),
    "steps exchanged": (CELL.run(X[[0, 2, 1, 3, 4, 5, 6, 7, 8]]).h, CELL, X, "h"),
    "one output": (changed(H1, place=(5, 0), value=0.123), CELL1, X1, "h"),
    "late": (H1 + np.arange(12)[:, None] // 5 * 0.0123456789, CELL1, X1, "h"),
    "nearly": (H1 * (1 + 1e-8 * X1[:, :1]), CELL1, X1, "h"),
    "left random": (CELL1.replace(bias=CELL1.bias + RNG.uniform(-0.7, 0.7, 4)).run(X1).h, CELL1, X1, "h"),
    "a step read twice": (CELL.run(MOVED).h, CELL, X, "h"),
    "both directions": (np.concatenate([H, H], axis=1), CELL, X, "h"),
    "shape": (H[:4], CELL, X, "h"),
    "zeros": (0 * H, CELL, X, "h"),
    "not finite": (np.full(9, np.nan), STANDARD, NINE_STEPS, "h"),
    "unreadable": ({"a": [1]}, CELL, None, "h"),
    "other activations": (LEE, STANDARD, None, "h"),
    "shape of no weights": (np.ones((3, 3)), CELL, None, "h"),
    "weights": (CELL, CELL, None, "h"),
    "weights in another order": (CELL.weight_ih[[2, 3, 0, 1, 4, 5, 6, 7]], CELL, None, "h"),
    "one weight differs": (changed(CELL.bias, place=2, value=1), CELL, None, "h"),
    "no mistake of weights": (RNG.normal(size=(8, 3)), CELL, None, "h"),
    "a parameter left random": (module(weight_hh=RNG.uniform(-0.7, 0.7, (8, 2))), CELL, None, "h"),
}  # fmt: skip


@pytest.fixture
def other(monkeypatch):
    """A language whose texts are in brackets, with another letter in place of each of theirs."""

    class Other(dict):
        def get(self, text, default=None):
            return f"⟦{re.sub(r'[A-Za-z](?![^{}]*})', 'ж', text)}⟧"

    monkeypatch.setitem(words.LANGUAGES, "xx", Other())
    yield lambda: words.use_language("xx")
    words.use_language("en")


def assert_exchanged(text):
    """All of a text is in brackets but for the dash of a list, and no English word is left in it."""
    outside = text
    while outside != (outside := re.sub(r"⟦[^⟦⟧]*⟧", "", outside)):
        pass
    assert not outside.strip(" -\n"), text
    assert set(re.findall(r"[A-Za-z_]{3,}", text)) <= NAMES, text


def found(diagnosis):
    """Which mistakes were found, in no language."""
    return [[(m.family, m.name, list(map(repr, m.values))) for m in mistakes] for mistakes in diagnosis.found]


@pytest.mark.parametrize("case", CASES)
def test_another_language_finds_the_same_and_says_it_in_its_own_words(case, other):
    answer, cell, x, of = CASES[case]
    english = lt.diagnose(answer, cell=cell, x=x, of=of)
    text = str(english)
    other()
    again = lt.diagnose(answer, cell=cell, x=x, of=of)
    assert again.right == english.right
    assert found(again) == found(english)
    assert str(again) != text
    assert_exchanged(str(again))
    assert_exchanged(hint_of(again))


def test_the_text_of_a_diagnosis_follows_the_language(other):
    diagnosis = lt.diagnose(H.round(3), cell=CELL, x=X)
    english = str(diagnosis)
    other()
    assert_exchanged(str(diagnosis))
    words.use_language("en")
    assert str(diagnosis) == english


def test_the_hint_for_a_module_is_exchanged(other):
    wrong = module(weight_hh=CELL.weight_hh[[2, 3, 0, 1, 4, 5, 6, 7]], bias_hh=np.ones(8))
    assert why_module(module(), CELL) == ""
    assert why_module(module(weight_hh=0 * CELL.weight_hh), CELL).startswith(
        "This is what you get with: the rec"
    )
    other()
    assert_exchanged(why_module(module(weight_hh=0 * CELL.weight_hh), CELL))
    assert_exchanged(why_module(wrong, CELL))


def test_every_text_of_the_catalogue_is_exchanged(other):
    other()
    for mistake in CATALOGUE:
        for text in (mistake.name, mistake.why, mistake.fix):
            assert_exchanged(say(text, *mistake.values))
