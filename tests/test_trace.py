import copy
import dataclasses
import pickle

import numpy as np
import pytest

from lstm_teach import LSTMCell
from lstm_teach.core.numbers import format_number
from lstm_teach.core.table import Table
from lstm_teach.examples import NINE_STEPS


@pytest.fixture
def table():
    return LSTMCell.lee().run(NINE_STEPS).table()


def test_the_table_prints_as_the_slide(table):
    lines = str(table).splitlines()
    assert lines[0].split() == ["step", *"123456789"]
    assert lines[9].split() == ["c_prev", "memory", "before", *"003377706"]
    assert lines[11].split() == ["h", "output", *"000007006"]
    assert len({len(line) for line in lines}) == 1


def test_the_table_is_html_in_a_notebook(table):
    html = table._repr_html_()
    assert html.count("<tr>") == 12
    assert '<th scope="row" style="text-align:left">c_prev</th>' in html


def test_labels_are_escaped_in_html():
    labels = ("<script>", "b", "d", "1")
    html = LSTMCell.lee().replace(input_labels=labels).run(NINE_STEPS).table()._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_row_is_there_in_full_precision():
    trace = LSTMCell.standard().run(NINE_STEPS)
    assert trace.table()["h"].tolist() == trace.h.ravel().tolist()


def test_a_long_run_shows_its_ends(rng):
    text = str(LSTMCell(rng.standard_normal((8, 2))).run(rng.standard_normal((300, 2))).table())
    assert text.splitlines()[0].split()[:2] == ["step", "1"]
    assert text.splitlines()[0].split()[-2:] == ["299", "300"]
    assert "…" in text
    assert "c_prev[1]" in text


def test_many_units_show_the_first_and_last_rows(rng):
    text = str(LSTMCell(rng.standard_normal((200, 2))).run(rng.standard_normal((3, 2))).table())
    assert "h[49]" in text
    assert len(text.splitlines()) == 62


def test_a_batch_asks_which_sequence(rng):
    trace = LSTMCell.lee().run(np.stack([NINE_STEPS, 2 * NINE_STEPS], axis=1))
    with pytest.raises(ValueError, match=r"2 sequences: choose one, as in trace.sequence\(0\)"):
        trace.table()
    assert trace.sequence(-1).c_prev.shape == (9, 1)
    with pytest.raises(ValueError, match="numbered 0 to 1: there is no 2"):
        trace.sequence(2)
    with pytest.raises(ValueError, match="one sequence only"):
        trace.sequence(0).sequence(0)


TAKEN = {
    ("a", "a", "b", "1"): "two inputs are named 'a': give each a name of its own in input_labels",
    ("a", "b", "c", "1"): "an input is named 'c', as a row of the table is: give each a name of its own",
}


@pytest.mark.parametrize(("labels", "message"), TAKEN.items(), ids=str)
def test_two_rows_of_one_name_are_refused_not_dropped(labels, message):
    with pytest.raises(ValueError, match=message):
        LSTMCell.lee().replace(input_labels=labels).run(NINE_STEPS).table()


def test_a_trace_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        LSTMCell.lee().run(NINE_STEPS).c[0] = 1


def test_numbers_read_well():
    assert [format_number(v) for v in (-0.0, 7.0, 6.9995006298, 1e-7)] == ["0", "7", "6.9995", "1e-07"]
    typeset = [format_number(v, 4, typeset=True) for v in (-0.5, 2e6, -1e-7)]
    assert typeset == ["−0.5", "2×10⁶", "−1×10⁻⁷"]


@pytest.mark.parametrize("name", ["y", "C", 3, None, [], slice(2), ("c",), np.float64(1)], ids=repr)
def test_a_row_that_is_not_there_is_told(table, name):
    with pytest.raises(KeyError, match=r"the table has no row .*: its rows are x1, x2, x3, 1, i, ") as caught:
        table[name]
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).startswith("the table has")  # no quotes around it


@pytest.mark.parametrize(
    "rows", [{}, 3, {"a": [1], "b": [1, 2]}, {"a": 1}, {"a": [[1]]}, {"a": ["x"]}], ids=repr
)
def test_rows_that_are_no_table_are_told(rows):
    with pytest.raises((TypeError, ValueError)) as caught:
        Table(rows)
    assert "rows" in str(caught.value) or "'a' holds 'x'" in str(caught.value)


@pytest.mark.parametrize("n", [True, 1.0, "0", None, [0], 5, -6], ids=repr)
def test_a_sequence_that_is_not_there_is_told(n):
    trace = LSTMCell.lee().run(np.repeat(NINE_STEPS[:, None], 5, axis=1))
    with pytest.raises(
        (TypeError, ValueError), match=r"n is .* whole number|holds 5 sequences, numbered 0 to 4"
    ):
        trace.sequence(n)
    assert trace.sequence(np.int64(-1)).h.shape == (9, 1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x": None}, "x is None: it must be an array of floats"),
        ({"h": "text"}, "h is 'text'"),
        ({"i": np.zeros((9, 1), complex)}, "i is array"),
        ({"c": np.zeros((8, 1))}, r"i has shape \(9, 1\)|c has shape \(8, 1\): beside x of shape \(9, 4\)"),
        ({"f": [[1]] * 9}, r"f is \[\[1\], "),
        ({"f": np.zeros((9, 2))}, r"f has shape \(9, 2\): .* it must be \(9, 1\)"),
        ({"o": np.zeros((9, 1), object)}, "o is array"),
        ({"recipe": None}, "recipe is None: give"),
        ({"input_labels": ("a",)}, "input_labels names 1 inputs"),
        ({"h_prev": np.float64(3)}, "h_prev is "),
        ({"x": np.zeros((0, 4))}, "x is empty"),
    ],
    ids=str,
)
def test_what_is_no_trace_is_told(changes, message):
    with pytest.raises((TypeError, ValueError), match=rf"^({message})") as caught:
        dataclasses.replace(LSTMCell.lee().run(NINE_STEPS), **changes)
    assert len(str(caught.value)) <= 300
    assert "\n" not in str(caught.value)


def test_a_copy_of_a_trace_is_read_only():
    trace = LSTMCell.lee().run(NINE_STEPS)
    for again in (copy.copy(trace), copy.deepcopy(trace), pickle.loads(pickle.dumps(trace))):
        np.testing.assert_array_equal(again.table()["h"], trace.h.ravel())
        assert again.recipe.keys() == trace.recipe.keys()
        assert not any(array.flags.writeable for array in again.arrays().values())
