"""What a message shows of a value, and what counts as a number, a name or a path."""

import enum
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from lstm_teach.core.validation import finite_array, one_of, path_of, real_array, shown, whole_number


class Failing:
    def __repr__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    "value",
    [
        set(range(10**6)),
        "x" * 10**6,
        10**5000,
        np.zeros((30, 30)),
        {k: k for k in range(99)},
        Failing(),
        "a\nb",
    ],
    ids=["set", "text", "number", "array", "dict", "failing", "lines"],
)
def test_a_value_is_shown_in_one_short_line(value):
    text = shown(value)
    assert 0 < len(text) <= 60
    assert "\n" not in text


def test_what_is_short_is_shown_whole():
    assert [shown(v) for v in (3, "relu", None, [1, 2], (0, "h"))] == [
        "3",
        "'relu'",
        "None",
        "[1, 2]",
        "(0, 'h')",
    ]


@pytest.mark.parametrize("value", [True, np.bool_(True), 2.0, np.float64(2), "2", None, [], 2j])
def test_what_is_no_whole_number_is_told(value):
    with pytest.raises(TypeError, match=r"^n is .*: it must be a whole number from 1 to 9$"):
        whole_number("n", value, 1, 9)


@pytest.mark.parametrize("value", [0, 10, np.int64(-1), 10**400], ids=["0", "10", "-1", "10**400"])
def test_a_whole_number_outside_is_told(value):
    with pytest.raises(ValueError, match=r"^n is .*: it must be a whole number from 1 to 9$"):
        whole_number("n", value, 1, 9)


def test_numpys_whole_numbers_are_whole_numbers():
    Gate = enum.IntEnum("Gate", ["I"])
    found = [whole_number("n", n, 1, 9) for n in (np.int8(3), np.uint64(3), Gate.I, 9)]
    assert found == [3, 3, 1, 9]
    assert {type(n) for n in found} == {int}


@pytest.mark.parametrize("value", [None, [], {}, "H", np.array(["h", "c"]), float("nan")], ids=repr)
def test_a_choice_that_is_not_there_is_told(value):
    with pytest.raises(ValueError, match=r"^of is .*: write one of 'h', 'c'$"):
        one_of("of", value, ("h", "c"))


def test_a_text_of_numpy_is_a_choice():
    assert one_of("of", np.str_("h"), ("h", "c")) == "h"


@pytest.mark.parametrize("value", [None, 3, b"a.png", ["a.png"], np.array("a")], ids=repr)
def test_what_is_no_path_is_told(value):
    with pytest.raises(TypeError, match=r"^path is .*: it is a path, as text or as a pathlib\.Path$"):
        path_of("path", value)


@pytest.mark.parametrize("value", ["", " ", "a\0b", "\ud800", "~nobody-of-this-name/a"], ids=ascii)
def test_a_path_that_no_file_can_have_is_told(value):
    with pytest.raises(ValueError, match=r"^path is .*: no file can have this path, give another$"):
        path_of("path", value)


def test_a_path_begins_at_home():
    assert path_of("path", "~/a.png") == Path.home() / "a.png"


def test_a_list_that_holds_itself_is_told_at_once():
    endless = [1.0]
    endless += [endless, endless]
    with pytest.raises(ValueError, match="x holds lists in lists without end"):
        real_array("x", endless)


def test_fractions_of_ten_are_numbers():
    assert real_array("x", [Decimal("0.1"), 2]).tolist() == [0.1, 2.0]
    with pytest.raises(TypeError, match="x cannot be read as numbers"):
        real_array("x", [Decimal("sNaN")])
    with pytest.raises(ValueError, match=r"x\[0\] is nan"):
        finite_array("x", [Decimal("NaN")])
