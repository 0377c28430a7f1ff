"""The index at the end of lesson 04 has every line of PyTorch's two pages, and each leads to its proof."""

import inspect
import re

import pytest
from torch import nn

from tests.lessons import NOTEBOOKS, read, sources

LESSON = "04_lstm.ipynb"


def docs(module):
    """Return what PyTorch's page names: arguments, tensors and the variables with their shapes as text."""
    text = inspect.cleandoc(module.__doc__)  # Python 3.13 has taken the indentation away already
    variables = text.partition("Attributes:")[2].partition(".. note::")[0]
    parts = re.split(r"^ {4}((?:weight|bias)_\S+?) *:", variables, flags=re.MULTILINE)[1:]
    shapes = {
        name: [" ".join(shape.split()) for shape in re.findall(r"`(\([\w*, \n]+\))`", said)]
        for name, said in zip(parts[::2], parts[1::2], strict=True)
    }
    in_and_out = text.partition("Inputs:")[2].partition("Attributes:")[0]
    tensors = {}
    for said in re.split(r"^ {4}[*-] ", in_and_out.replace("Outputs:", "").replace("where:", ""), flags=re.M):
        if name := re.match(r"\*\*(\w+)\*\*", said):
            shape = re.findall(r":math:`(\(.*?\))`|`(\([\w, ]+\))`", said)
            plain = [re.sub(r"\\text|[{}\\]", "", a or b) for a, b in shape]
            tensors[name[1]] = [shape for shape in plain if shape not in ("(h_t)", "(h_0, c_0)")]
    return tensors, shapes


@pytest.mark.parametrize("module", [nn.LSTM, nn.LSTMCell])
def test_the_pages_are_read_alike_with_and_without_indentation(module):
    class Compiled:  # as by Python 3.13
        __doc__ = inspect.cleandoc(module.__doc__)

    class Written:
        __doc__ = Compiled.__doc__.replace("\n", "\n    ")

    assert docs(Compiled) == docs(Written) == docs(module)


def index_rows():
    """The rows of the index as lists of cells: those of nn.LSTM, those of nn.LSTMCell."""
    lstm, _, cell = sources(LESSON, "markdown")["index"].partition("**nn.LSTMCell**")
    return [
        [re.split(r" *\| *", line)[1:-1] for line in part.splitlines() if line.startswith("| `")]
        for part in (lstm, cell)
    ]


def assert_row(rows, name, shape=""):
    found = [row for row in rows if f"`{name}`" in row[0] and (not shape or f"`{shape}`" in row[1])]
    assert found, f"the index lacks {name} {shape}"


def test_it_has_every_argument_of_both_modules():
    lstm, cell = index_rows()
    arguments = re.match(r"__init__\((.*)\)", nn.LSTM.__doc__)[1]
    names = [argument.partition("=")[0] for argument in arguments.split(",")]
    assert names == list(inspect.signature(nn.RNNBase).parameters)[1:]
    assert len(names) == 10
    for name in names:
        assert_row(lstm, name)
    for name in inspect.signature(nn.LSTMCell).parameters:
        assert_row(cell, name)


def test_it_has_every_tensor_and_variable_with_every_shape():
    counts = []
    for module, rows in zip((nn.LSTM, nn.LSTMCell), index_rows(), strict=True):
        for named in docs(module):
            counts.append((len(named), sum(map(len, named.values()))))
            for name, shapes in named.items():
                assert_row(rows, name)
                for shape in shapes:
                    assert_row(rows, name, shape)
    assert counts == [(6, 14), (10, 8), (5, 10), (4, 4)]  # so many stand on PyTorch's pages


def code_below_headings(name):
    """The code cells below each heading of a lesson."""
    cells, code = {}, []
    for cell in read(NOTEBOOKS[0].parent / name).cells:
        if cell.cell_type == "markdown":
            for title in re.findall(r"^#+ (.*)$", cell.source, re.MULTILINE):
                code = cells.setdefault(title, [])
        else:
            code.append(cell.source)
    return {title: "\n".join(code) for title, code in cells.items()}


def test_each_line_leads_to_a_section_that_proves_it():
    lessons = {name: code_below_headings(name) for name in (LESSON, "03_lstmcell.ipynb")}
    text = sources(LESSON, "markdown")["index"]
    links = re.findall(r"^\| (?:`(\w+))?.*\]\(([^)#]*)#([^)]+)\) \|$", text, re.MULTILINE)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "PyTorch's page" not in line]
    assert len(links) == len(rows) == 57
    for name, file, heading in links:
        section = lessons[file or LESSON][heading.replace("-", " ")]
        assert re.search(r"\bassert |\bsame\(|except", section), heading
        plain = re.sub(r"_l$", "", name)
        assert plain in section or plain == "input", (name, heading)
