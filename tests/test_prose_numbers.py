"""Every number in the prose of the lessons is computed here, or listed as no claim. See tests/prose."""

import importlib
import json
from pathlib import Path

import pytest

from tests.executed import executed
from tests.lessons import NOTEBOOKS, sources
from tests.prose import GIVEN
from tests.prose.reading import Told, agrees, computed, numbers, places

HERE = Path(__file__).parent / "prose"
LESSONS = {
    path.stem: importlib.import_module(f"tests.prose.lesson_{path.stem[:2]}")
    for path in NOTEBOOKS
    if (HERE / f"lesson_{path.stem[:2]}.py").is_file()
}
#: What is trained is computed in the kernel that runs the notebook, once for all tests.
TRAINED = "06_training"


def is_trained(lesson, values):
    return lesson == TRAINED and callable(values)


CLAIMS = [
    pytest.param(
        lesson,
        *claim,
        id=f"{lesson[:2]}-{claim[0]}-{n}",
        marks=pytest.mark.slow if is_trained(lesson, claim[2]) else [],
    )
    for lesson, told in LESSONS.items()
    for n, claim in enumerate(told.CLAIMS)
]


def in_kernel(cell, words, shared):
    """The values of a claim about what is trained."""
    values = json.loads(executed(TRAINED, shared)[1])[f"{cell}: {words}"]
    assert isinstance(values, list), values  # a text: the claim's error
    return [GIVEN if value is None else value for value in values]


def test_every_lesson_has_its_list():
    assert list(LESSONS) == [path.stem for path in NOTEBOOKS]


def numbers_at(text, words):
    """The numbers in some words of a cell, once for each place where the words stand."""
    return [
        [number for number in numbers(text) if start <= number.start and number.end <= end]
        for start, end in places(text, words)
    ]


def not_listed(text, listed):
    """The numbers of a cell that stand in none of the listed words, with what stands around them."""
    spans = [span for words in listed for span in places(text, words)]
    return [
        f"{number.printed} in “{text[max(0, number.start - 30) : number.end + 30]}”"
        for number in numbers(text)
        if not any(start <= number.start and number.end <= end for start, end in spans)
    ]


@pytest.mark.parametrize(("lesson", "cell", "words", "values"), CLAIMS)
def test_the_numbers_told_are_the_computed_ones(lesson, cell, words, values, shared):
    text = sources(f"{lesson}.ipynb", "markdown")[cell]
    values = in_kernel(cell, words, shared) if is_trained(lesson, values) else computed(values)
    assert values.count(GIVEN) < len(values), "a claim computes something"
    assert words in text, "the sentence is another one now"
    for told in numbers_at(text, words):
        assert len(told) == len(values), f"{len(values)} values for {[n.printed for n in told]}"
        for number, value in zip(told, values, strict=True):
            assert agrees(number, value), f"told: {number.printed}, computed: {value}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_number_told_is_a_claim_or_listed_as_none(lesson):
    listed = [*LESSONS[lesson].CLAIMS, *LESSONS[lesson].NOT_CLAIMS]
    for cell, text in sources(f"{lesson}.ipynb", "markdown").items():
        spans = [span for name, words, _ in listed if name == cell for span in places(text, words)]
        for number in numbers(text):
            covered = any(start <= number.start and number.end <= end for start, end in spans)
            assert covered, (
                f"{cell}: {number.printed} in “{text[max(0, number.start - 60) : number.end + 30]}”"
            )


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_listed_as_no_claim_stands_there_with_numbers_and_a_reason(lesson):
    cells = sources(f"{lesson}.ipynb", "markdown")
    for cell, words, reason in LESSONS[lesson].NOT_CLAIMS:
        assert reason
        assert any(numbers_at(cells[cell], words)), f"{cell}: {words}"


def test_what_counts_as_a_number():
    text = (
        "## 1. Step\n\n2. In step 6 of lesson 01, `y6 = 0.963624`, not `h_n[0]` of $x_1 = -2$; "
        "$\\sigma(-90) \\approx 10^{-39}$, 6.9995… or 0.005 %, [link 8](a7.ipynb), float32, $2^5$.\n"
        "```python\nx = 12\n```"
    )
    assert [n.printed for n in numbers(text)] == [
        "0.963624", "-2", "-90", "10^{-39}", "6.9995", "0.005", "8", "2",
    ]  # fmt: skip
    assert [n.printed for n in numbers(text) if n.cut] == ["6.9995"]


@pytest.mark.parametrize(
    ("printed", "cut", "right", "wrong"),
    [
        ("0.9636", False, 0.96364, 0.96366),
        ("6.9995", True, 6.999501, 6.999601),
        ("7", False, 7, 6.9995),
        ("-90", False, -90, 90),
        ("10^{-39}", False, 8e-40, 8e-39),
        ("1", False, True, False),
        ("0.00005", False, 4.54e-5, 4.4e-5),
    ],
)
def test_a_wrong_number_would_be_noticed(printed, cut, right, wrong):
    assert agrees(Told(0, 0, printed, cut), right)
    assert not agrees(Told(0, 0, printed, cut), wrong)
