"""Nobody sees the answer of a prediction before it is asked for and unfolded."""

import re
import textwrap

import pytest

from tests.lessons import NOTEBOOKS, read, sources
from tests.test_prose_numbers import LESSONS

ASKS = re.compile(r"(?<!press )\*\*Predict\b|Before you look")
FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
#: A notebook's pane in a window of 1280 x 800 pixels is 680 high; a line of code takes 17, of text 22.
LINES_OF_A_SCREEN = 40

PREDICTIONS = [
    pytest.param(f"{lesson}.ipynb", *prediction, id=f"{lesson[:2]}-{prediction[0]}")
    for lesson, told in LESSONS.items()
    for prediction in told.ANSWERS
]


def plain(text):
    """The words as they are read: without marks of Markdown, without the commas of a list."""
    return re.sub(r"[*`,\[\]]", "", text)


def lines(cell):
    """What is seen of a cell that has not run, line by line. Of a folded answer only its title is seen."""
    if cell.cell_type == "code":
        return [*cell.source.splitlines(), ""]
    seen = FOLDED.sub(lambda details: re.search(r"<summary>(.*?)</summary>", details[0])[1], cell.source)
    return [part for line in seen.splitlines() for part in textwrap.wrap(line, 100) or [""]] + [""]


def split(cells, name):
    """The cells of the section in which a prediction stands, and all cells below."""
    at = next(n for n, cell in enumerate(cells) if cell.id == name)
    starts = [n for n, c in enumerate(cells) if c.cell_type == "markdown" and c.source.startswith("## ")]
    start, end = max(n for n in starts if n <= at), min([n for n in starts if n > at], default=len(cells))
    return cells[start:end], cells[end:]


def seen(cells, name):
    """All that can be seen around a prediction: its section, and below it what fills a screen."""
    section, below = split(cells, name)
    at = next(n for n, cell in enumerate(section) if cell.id == name)
    before, after, later = (
        [line for cell in part for line in lines(cell)] for part in (section[:at], section[at:], below)
    )
    return plain("\n".join(before + after + later[: max(0, LINES_OF_A_SCREEN - len(after))]))


def folded(cells, name):
    """The folded answers in the section of a prediction."""
    texts = [cell.source for cell in split(cells, name)[0] if cell.cell_type == "markdown"]
    return plain("\n".join(FOLDED.findall("\n".join(texts))))


def holds(text, answer):
    """Say whether an answer stands in a text. A decimal may have more digits there."""
    end = r"(?!\d|\.\d)" if re.search(r"(?<![\d.])\d+$", answer) else ""
    return re.search(rf"(?<![\d.]){re.escape(plain(answer))}{end}", text)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_prediction_is_listed_with_its_answers(lesson):
    texts = sources(f"{lesson}.ipynb", "markdown")
    asking = [name for name, text in texts.items() if ASKS.search(text)]
    assert asking == [name for name, _ in LESSONS[lesson].ANSWERS]


@pytest.mark.parametrize(("lesson", "name", "answers"), PREDICTIONS)
def test_the_answer_of_a_prediction_is_folded(lesson, name, answers):
    cells = read(NOTEBOOKS[0].parent / lesson).cells
    for answer in answers:
        assert holds(folded(cells, name), answer), f"{answer} is not folded below the prediction"
        assert not holds(seen(cells, name), answer), f"{answer} can be seen before the prediction is made"


@pytest.mark.parametrize("where", ["code", "text"])
def test_an_answer_left_open_would_be_noticed(where):
    cells = read(NOTEBOOKS[1]).cells
    below = next(n for n, cell in enumerate(cells) if cell.id == "nine") + (where == "text")
    cells[below].source += "\nassert nine.c.ravel().tolist() == [0, 3, 3, 7, 7, 7, 0, 6, 6]"
    assert holds(seen(cells, "nine-text"), "0 3 3 7 7 7 0 6 6")
