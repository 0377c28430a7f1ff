"""Whatever is handed to check and diagnose: a plain sentence, never a traceback, never "right" for rubbish.

A seeded sample of all pairs is drawn here. All of them, with the numbers of calls and failures:
python -m tests.test_exercise_entrances
"""

# ruff: noqa: E501, B008 (a table of answers, one in a line, each made anew)

import asyncio
import contextlib
import copy
import datetime
import decimal
import fractions
import io
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import traceback
import types
import unittest.mock
import warnings
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises import checking, time_limit
from lstm_teach.exercises.judging import EXERCISES
from lstm_teach.takehome import save

MOST, MILLION = 300, 1_000_000
HANGS = 5  # seconds; by hand only


class Evil:
    """A class of things of which one method fails; made by evil()."""


def evil(method, error=ValueError, base=(Evil,), message="not me\n" * 3):
    """An object (or number, list, …) whose method raises."""

    def fails(self, *arguments, **keywords):
        raise error(message)

    members = {method: property(fails) if method == "__class__" else fails}
    return type("Evil", base, members)()


def lying(value, base=(Evil,), **methods):
    """An object whose methods give always the same, whatever it is asked."""
    return type(
        "Liar", base, {name: lambda *a, value=result, **k: value for name, result in methods.items()}
    )()


def itself(*arguments):
    return itself


def forever(*arguments):
    while True:
        pass


def deeper(*arguments):
    return deeper(*arguments)


def raising(error):
    def stops(*arguments):
        raise error

    return stops


class BadWords(Exception):
    """An error whose own text fails."""

    def __str__(self):
        raise RuntimeError("no words")


class Unfinished(torch.nn.LSTMCell):
    """A module whose __init__ forgot super().__init__()."""

    def __init__(self):
        pass


class WithoutForward(torch.nn.Module):
    pass


def spoiled(*arguments):
    """Changes whatever it is given, and gives it back."""
    for argument in arguments:
        with contextlib.suppress(Exception):
            argument[...] = 0
    return arguments[0]


def noisy(*arguments):
    print("x" * 1000)
    warnings.warn("deep inside", RuntimeWarning, stacklevel=1)
    return np.log(np.zeros(3)) * np.inf


def recursive(n=1):
    answer = []
    answer.extend([answer] * n)
    return answer


def doubled(depth):
    answer = [1.0]
    for _ in range(depth):
        answer = [answer, answer]
    return answer


def nested(depth):
    answer = [1.0]
    for _ in range(depth):
        answer = [answer]
    return answer


def with_parameter(value):
    module = torch.nn.LSTMCell(4, 1)
    module.weight_ih = torch.nn.Parameter(value)
    return module


def filled(module, value):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.fill_(value)
    return module


def without(module, name):
    delattr(module, name)
    return module


def object_array(*entries):
    array = np.empty(len(entries), dtype=object)
    array[:] = entries
    return array


def own(name, function):
    return lt.Activation(name, function, function)


def cells(**settings):
    """Cells of one unit over 2, 3 or 4 inputs: each exercise meets one that fits it, with odd insides."""
    return [lt.LSTMCell(np.ones((4, D)), **settings) for D in (2, 3, 4)]


WORDS = "a long text without end " * 50_000
SIX = [0, 2, 3, 0, 0, 3]

#: Kinds of rubbish by name: each a function of a random.Random that makes a new one.
KINDS = {
    # nothing, text and single values
    "None": lambda r: None,
    "open": lambda r: ...,
    "open in a tuple": lambda r: (1, ..., 3),
    "NotImplemented": lambda r: NotImplemented,
    "text": lambda r: r.choice(["", " ", "no idea", "0 2 3 0 0 3", "[0, 2, 3, 0, 0, 3]", "\ud800", "a\nb\0c", "1e5"]),
    "long text": lambda r: WORDS,
    "bytes": lambda r: r.choice([b"", b"7", bytearray(6)]),
    "digits as text": lambda r: list("023003"),
    "letters": lambda r: r.choice(["ABCDEF", "DAFBG", "dafbgd", "ßßß", "DAFBGCC"]),
    "whole number": lambda r: r.choice([0, 1, -3, 32, np.int64(7), np.uint8(200)]),
    "number": lambda r: r.choice([0.5, -1e-320, 1e308, np.float16(3), np.float32(0.1), np.longdouble(2)]),
    "odd number": lambda r: r.choice([float("nan"), float("inf"), -np.inf, np.nan]),
    "huge number": lambda r: 10 ** r.choice([309, 400, 5000]),
    "truth": lambda r: r.choice([True, False, np.True_]),
    "complex": lambda r: r.choice([1j, np.array([1 + 2j] * 6), torch.tensor([1j] * 6)]),
    "fraction": lambda r: r.choice([fractions.Fraction(1, 3), decimal.Decimal("0.1"), decimal.Decimal("nan")]),
    "date": lambda r: r.choice([datetime.date(2020, 1, 1), datetime.timedelta(1), np.datetime64("2020-01-01")]),
    # lists and arrays
    "empty": lambda r: r.choice([[], (), {}, set(), np.zeros(0), np.zeros((0, 3)), torch.zeros(0), [[]], ""]),
    "some numbers": lambda r: [r.uniform(-3, 3) for _ in range(r.choice([1, 2, 3, 4, 5, 6, 9, 12]))],
    "rows": lambda r: np.random.default_rng(r.randrange(99)).normal(size=r.choice([(4, 4), (9, 1), (3, 4), (8, 2), (12,), (1, 9)])),
    "nine numbers": lambda r: np.array([r.choice([0, 0.5, 1, 0.7, -1]) for _ in range(9)]),
    "ragged": lambda r: r.choice([[[1], [1, 2]], [1, [2]], (np.zeros(2), np.zeros(3)), [[], 1]]),
    "list of rubbish": lambda r: [r.choice([None, "a", ..., len, 1, {}, [], object(), np.nan]) for _ in range(6)],
    "small whole dtype": lambda r: np.array([255, 254, 3, 0, 0, 3], dtype="uint8"),
    "unsigned column": lambda r: np.array([[0], [2], [3], [0], [0], [4]], dtype=np.uint8),
    "bool array": lambda r: np.array([True, False] * 3),
    "half array": lambda r: np.array([0, 2, 3, 0, 0, 3.002], dtype=np.float16),
    "nan array": lambda r: np.full(r.choice([6, 9, (9, 1), (4, 4)]), r.choice([np.nan, np.inf, -np.inf])),
    "largest floats": lambda r: np.array([1.7e308, -1.7e308] * 3),
    "big endian": lambda r: np.arange(6, dtype=">f8"),
    "masked": lambda r: np.ma.masked_array(SIX, mask=[0, 0, 1, 0, 0, 0]),
    "masked in a list": lambda r: [np.ma.masked, *SIX[1:]],
    "all masked": lambda r: np.ma.masked_all(r.choice([6, 9, (9, 1)])),
    "dates": lambda r: np.array(SIX, dtype=r.choice(["datetime64[D]", "timedelta64[s]"])),
    "series of dates": lambda r: pd.Series(pd.to_datetime(SIX)),
    "data frame": lambda r: pd.DataFrame({"a": [1, 2], "b": ["x", None]}),
    "series with gaps": lambda r: pd.Series([0, 2, None, 0, 0, 3], dtype=r.choice(["float64", "Int64"])),
    "category": lambda r: pd.Series(SIX).astype("category").astype(str),
    "records": lambda r: np.zeros(6, dtype=[("a", float), ("b", "U3")]),
    "text array": lambda r: np.array(r.choice([["0", "2", "3", "0", "0", "3"], [b"0"] * 6, "7"])),
    "object array": lambda r: object_array(*r.sample([None, 1, "a", [1], len, 1j, np.nan, {}], 6)),
    "many axes": lambda r: np.ones((1,) * r.choice([20, 32, 60])),
    "wide shape": lambda r: np.ones((111, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 3)),
    "huge list": lambda r: [0.0] * MILLION,
    "huge array": lambda r: np.broadcast_to(np.float32(1), r.choice([(10**12,), (10**6, 10**6)])),
    "huge range": lambda r: range(10**12),
    "huge tensor": lambda r: torch.zeros(1).expand(10**12),
    "list in itself": lambda r: recursive(1),
    "list in itself twice": lambda r: recursive(2),
    "tuple of a list in itself": lambda r: (recursive(), recursive(3)),
    "deep list": lambda r: nested(r.choice([33, 70, 990, 5000])),
    "doubled list": lambda r: doubled(60),
    "generator": lambda r: (k for k in SIX),
    "iterator without end": lambda r: itertools.count(),
    "map": lambda r: map(int, "023003"),
    "dict": lambda r: r.choice([{"a": 1}, {1: 2}, {"weight_ih": None, "weight_hh": 3}, {None: [1]}, {"weight_ih_l1": 5}]),
    "dict of long names": lambda r: {WORDS[:1000]: [1], "weight_ih": [2]},
    "dict with odd keys": lambda r: {(1, 2): [1], frozenset(): 3},
    "set": lambda r: {0, 2, 3},
    # tensors
    "tensor": lambda r: torch.full(r.choice([(6,), (9,), (9, 1), (4, 4)]), 0.25, dtype=r.choice([torch.float16, torch.float64])),
    "bfloat16": lambda r: torch.tensor([0, 2, 3, 0, 0, 4], dtype=torch.bfloat16),
    "byte tensor": lambda r: torch.tensor([255, 2, 3, 0, 0, 3], dtype=torch.uint8),
    "tensor with gradient": lambda r: torch.ones(6, requires_grad=True) * 2,
    "meta tensor": lambda r: torch.empty(r.choice([3, 6, 9]), device="meta"),
    "sparse tensor": lambda r: torch.eye(3).to_sparse(),
    "nan tensor": lambda r: torch.full((9,), torch.nan),
    "list of tensors": lambda r: [torch.tensor(1.0), torch.zeros(2), torch.empty(1, device="meta")],
    "pair of tensors": lambda r: (torch.zeros(9, 1), (torch.zeros(1, 1), torch.zeros(1, 1))),
    "packed": lambda r: torch.nn.utils.rnn.pack_sequence([torch.zeros(3, 1)]),
    # classes, modules, cells
    "class": lambda r: r.choice([int, list, np.ndarray, torch.Tensor, type, Exception, lt.LSTMCell, lt.Trace]),
    "class of a module": lambda r: r.choice([torch.nn.LSTM, torch.nn.LSTMCell, torch.nn.Linear]),
    "module of Python": lambda r: r.choice([np, torch, lt, types]),
    "lstm": lambda r: r.choice([torch.nn.LSTM(4, 1), torch.nn.LSTM(4, 1, 2), torch.nn.LSTM(4, 2, bidirectional=True)]),
    "lstm with a projection": lambda r: torch.nn.LSTM(4, 3, proj_size=2),
    "lstmcell": lambda r: torch.nn.LSTMCell(4, r.choice([1, 2]), bias=r.choice([True, False])),
    "half module": lambda r: r.choice([torch.nn.LSTMCell(4, 1).half(), torch.nn.LSTM(4, 1).bfloat16()]),
    "double module": lambda r: torch.nn.LSTMCell(4, 1).double().train(),
    "meta module": lambda r: torch.nn.LSTMCell(4, 1, device="meta"),
    "nan module": lambda r: filled(torch.nn.LSTMCell(4, 1), r.choice([np.nan, np.inf, 1e38])),
    "odd parameter": lambda r: with_parameter(r.choice([torch.ones(3), torch.ones(4, 4, 4), torch.ones(5, 4), torch.ones(0, 4)])),
    "parameter lost": lambda r: without(torch.nn.LSTMCell(4, 1), r.choice(["weight_ih", "bias_hh"])),
    "unfinished module": lambda r: Unfinished(),
    "other module": lambda r: r.choice([torch.nn.GRU(4, 1), torch.nn.RNNCell(4, 1), torch.nn.Identity(), WithoutForward()]),
    "state dict": lambda r: torch.nn.LSTM(4, r.choice([1, 2]), r.choice([1, 2])).state_dict(),
    "cell": lambda r: r.choice([lt.LSTMCell.lee(), lt.LSTMCell(np.ones((8, 3))), *cells()]),
    "own sigmoid": lambda r: r.choice(cells(gate_activation=own("sigmoid", lambda z: np.clip(z, 0, 1)))),
    "own linear": lambda r: r.choice(cells(gate_activation="step", candidate_activation=own("linear", np.negative), memory_activation=own("linear", np.abs))),
    "long-named activation": lambda r: r.choice(cells(memory_activation=own("n\n" * 50, np.sin))),
    "failing activation": lambda r: r.choice(cells(candidate_activation=own("bad", raising(OSError(WORDS[:2000]))))),
    "late activation": lambda r: r.choice(cells(memory_activation=own("late", lambda z: np.where(np.abs(z) > 2, np.nan, z)))),
    "huge weights": lambda r: lt.LSTMCell(np.full((4, r.choice([2, 3, 4])), 1e308), candidate_activation="linear"),
    "growing cell": lambda r: r.choice(cells(weight_hh=np.full((4, 1), 50.0), bias=np.full(4, 1e3), candidate_activation="linear", memory_activation="linear")),
    "unmade cell": lambda r: object.__new__(lt.LSTMCell),
    "trace": lambda r: lt.LSTMCell.lee().run(NINE_STEPS[: r.choice([1, 6, 9])] * 2),
    "pair with a cell": lambda r: r.choice([(1, cells()[2]), (cells()[2], 1), (1e-320, lt.LSTMCell.standard()), (np.nan, None), ("a", lt.LSTMCell.lee()), (recursive(), cells()[2])]),
    "pair with huge weights": lambda r: (0.1, lt.LSTMCell(np.full((4, 4), 1e308))),
    "three of a kind": lambda r: r.choice([(1, 2, 3), [len] * 3, (itself,) * 3, (spoiled,) * 3, (lambda *a: 0,) * 3, (None,) * 3]),
    # functions
    "no arguments": lambda r: lambda: 3,
    "too many arguments": lambda r: lambda a, b, c, d, e, f, g: 3,
    "keyword only": lambda r: lambda *, x: x,
    "always the same": lambda r: lambda *a, value=r.choice([3, 0.0, -1, [1, 2], (0, "forward"), None, "text", True]): value,
    "gives rubbish": lambda r: lambda *a, kind=r.choice(sorted(SIMPLE)): KINDS[kind](r),
    "gives pairs of rubbish": lambda r: lambda *a, n=r.choice([2, 3, 4]), kind=r.choice(sorted(SIMPLE)): (KINDS[kind](r),) * n,
    "itself": lambda r: itself,
    "endless": lambda r: forever,
    "recursion": lambda r: deeper,
    "changes its inputs": lambda r: spoiled,
    "noisy": lambda r: noisy,
    "random": lambda r: lambda *a: np.random.default_rng().normal(),
    "gives its argument": lambda r: lambda *a: a[0],
    "gives all arguments": lambda r: lambda *a: a,
    "generator function": lambda r: lambda *a: (yield 3),
    "gives a class": lambda r: lambda *a: asyncio.Future,
    "stops": lambda r: raising(r.choice([ValueError(), KeyError("x"), AssertionError, MemoryError(), StopIteration(3), RecursionError(), NotImplementedError])),
    "stops with a long text": lambda r: raising(ValueError(r.choice([WORDS, "\n\n" + "x" * 5000, "\ud800" * 10, "\x1b[31m\0", "a\r" * 400]))),
    "stops with bad words": lambda r: raising(BadWords()),
    "stops with a long name": lambda r: raising(type("E" * 5000, (Exception,), {})("no")),
    "ends the program": lambda r: raising(r.choice([SystemExit(0), SystemExit("x" * 1000)])),
    "stops below Exception": lambda r: raising(r.choice([GeneratorExit(), asyncio.CancelledError(), type("Own", (BaseException,), {})()])),
    "stops with our error": lambda r: raising(time_limit.TooLong()),
    "function of NumPy": lambda r: r.choice([np.linalg.inv, np.add, np.vectorize(len), np.einsum]),
    "function of Python": lambda r: r.choice([len, print, open, sorted, type, vars]),
    "mock": lambda r: r.choice([unittest.mock.MagicMock(), unittest.mock.NonCallableMagicMock(), unittest.mock.Mock()]),
    # things that fail or lie
    "repr fails": lambda r: evil("__repr__", r.choice([ValueError, SystemExit, RecursionError])),
    "str fails": lambda r: evil("__str__"),
    "equality fails": lambda r: evil("__eq__"),
    "len fails": lambda r: evil("__len__", base=r.choice([(Evil,), (list,), (tuple,)])),
    "array fails": lambda r: evil("__array__", r.choice([ValueError, SystemExit, KeyError, OSError]), message="x" * 5000),
    "getattr fails": lambda r: evil(r.choice(["__getattr__", "__getattribute__"]), r.choice([ValueError, KeyError, SystemExit])),
    "bool fails": lambda r: evil("__bool__"),
    "float fails": lambda r: [evil("__float__", OSError)] * 6,
    "class fails": lambda r: evil("__class__", r.choice([ValueError, SystemExit])),
    "iter fails": lambda r: evil("__iter__", OSError, base=r.choice([(list,), (tuple,), (dict,), (Evil,)])),
    "call fails": lambda r: evil("__call__", OSError, message=WORDS),
    "hash fails": lambda r: evil("__hash__", SystemExit),
    "equal to all": lambda r: lying(True, __eq__=True, __bool__=True, __len__=6),
    "gives itself as array": lambda r: lying(None, __array__=r.choice([np.zeros(3), "text", None, np.array("x"), object()])),
    "says it is a cell": lambda r: type("Liar", (), {"__class__": r.choice([lt.LSTMCell, lt.Trace, list, str, float, torch.nn.LSTMCell])})(),
    "says it has a state": lambda r: lying(None, state_dict=r.choice([None, 5, {"a": "b"}, {1: 2}])),
    "says it is a tensor": lambda r: type("Liar", (), {"detach": lambda self: self, "cpu": lambda self: 5})(),
    "odd module name": lambda r: type("", (), {"__module__": 5})(),
    "long class name": lambda r: type("N" * 5000, (), {})(),
    "bool by name": lambda r: type("bool", (), {"__str__": lambda self: "x" * 5000})(),
}  # fmt: skip
SIMPLE = set(list(KINDS)[: list(KINDS).index("class")]) - {"open", "huge list", "doubled list"}


def made(kind, *others):
    """A new thing of a kind, the same for the same others."""
    return KINDS[kind](random.Random("|".join([kind, *others])))


def problem_of_check(name, kind):
    """What is wrong with what check does to an answer, in words; "" if nothing is."""
    out = io.StringIO()
    try:
        answer = made(kind, name)
        with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(out):
            warnings.simplefilter("always")
            lt.check(name, answer)
    except BaseException as error:
        return f"raises {type(error).__name__}"
    said = out.getvalue()
    start = max(said.rfind(f"{name}: {state}") for state in ("not yet. ", "open. "))
    if warned:
        return f"warns {warned[0].message}"
    if start < 0:
        return f"says {said[:80]!r}"
    lines = said[start:].removesuffix("\n").split("\n")
    longest = max(map(len, lines))
    if longest > MOST or len(lines) > 2:
        return f"has {len(lines)} lines of up to {longest} characters"
    return ""


rng = np.random.default_rng(4)
TWO = lt.LSTMCell(*(rng.normal(size=shape) for shape in ((8, 4), (8, 2), (8,))))
STANDARD, NINE = lt.LSTMCell.standard(), np.linspace(0, 0.9, 9)
#: Calls of diagnose in which one argument is a function that makes rubbish.
QUESTIONS = {
    "answer, lecture": lambda new: lt.diagnose(new(), cell=STANDARD, x=NINE_STEPS),
    "answer, one step": lambda new: lt.diagnose(new(), cell=STANDARD, x=[[3, 1, 1, 1]]),
    "answer, weights": lambda new: lt.diagnose(new(), cell=STANDARD),
    "answer, two units": lambda new: lt.diagnose(new(), cell=TWO, x=NINE_STEPS, of="c"),
    "answer, weights of two units": lambda new: lt.diagnose(new(), cell=TWO),
    "answer, batch": lambda new: lt.diagnose(new(), cell=TWO, x=np.ones((3, 2, 4))),
    "answer, module": lambda new: lt.diagnose(new(), cell=lt.to_torch(TWO), x=NINE_STEPS[:4]),
    "answer, own": lambda new: lt.diagnose(new(), cell=OWN, x=NINE_STEPS),
    "x": lambda new: lt.diagnose(NINE, cell=STANDARD, x=new()),
    "x, two units": lambda new: lt.diagnose(np.ones((9, 2)), cell=lt.to_torch(TWO), x=new()),
    "cell": lambda new: lt.diagnose(NINE, cell=new(), x=NINE_STEPS),
    "cell, weights": lambda new: lt.diagnose(np.full((4, 4), 0.3), cell=new()),
    "of": lambda new: lt.diagnose(NINE, cell=STANDARD, x=NINE_STEPS, of=new()),
}
OWN = STANDARD.replace(gate_activation=own("sigmoid", np.cos))


def problem_of_diagnose(what, kind):
    """What is wrong with what diagnose does, in words; "" if nothing is."""
    try:
        with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("always")
            text = str(QUESTIONS[what](lambda: made(kind, what)))
    except (ValueError, TypeError) as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        if type(error) not in (ValueError, TypeError) or not last.line.startswith("raise"):
            return f"raises {type(error).__name__} in {Path(last.filename).name}: {str(error)[:80]}"
        lines = [str(error)]
        if "\n" in str(error):
            return "raises several lines"
    except BaseException as error:
        return f"raises {type(error).__name__}"
    else:
        lines = text.split("\n")
        if text.startswith("Right"):
            return "says right"
    if warned:
        return f"warns {warned[0].message}"
    longest = max(map(len, lines))
    return f"has a line of {longest} characters" if longest > MOST else ""


@contextlib.contextmanager
def a_kernel_of_its_own(seconds=0.1):
    """No progress, no tries, and a short limit of time."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        patch = unittest.mock.patch.object
        stack.enter_context(patch(save, "homework_folder", lambda: Path(folder)))
        stack.enter_context(patch(checking, "_wrong_answers", {}))
        stack.enter_context(patch(checking, "_done", set()))
        stack.enter_context(patch(time_limit, "SECONDS", seconds))
        yield Path(folder)


def run_all():
    """Every pair, by hand: print what fails, and how many of how many."""

    def stop(*arguments):
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    calls, failures = Counter(), Counter()
    with a_kernel_of_its_own():
        for kind in KINDS:
            jobs = [(f"check({name})", partial(problem_of_check, name, kind)) for name in EXERCISES]
            jobs += [(f"diagnose({what})", partial(problem_of_diagnose, what, kind)) for what in QUESTIONS]
            for what, job in jobs:
                signal.alarm(HANGS)
                problem = job()
                signal.alarm(0)
                calls[what[:5]] += 1
                if problem:
                    failures[what[:5]] += 1
                    print(f"{what} of {kind}: {problem}", file=sys.stderr, flush=True)
    print(f"{len(KINDS)} kinds; calls: {dict(calls)}, failures: {dict(failures)}", file=sys.stderr)


@pytest.fixture
def kernel():
    with a_kernel_of_its_own() as folder:
        yield folder


PAIRS = random.Random(7).sample([(name, kind) for name in EXERCISES for kind in KINDS], 200)
CALLS = random.Random(8).sample([(what, kind) for what in QUESTIONS for kind in KINDS], 150)


@pytest.mark.parametrize(("name", "kind"), PAIRS)
def test_check_says_a_sentence_whatever_the_answer(name, kind, kernel):
    assert not problem_of_check(name, kind)


@pytest.mark.parametrize(("what", "kind"), CALLS)
def test_diagnose_says_or_raises_one_sentence_whatever_it_is_given(what, kind):
    assert not problem_of_diagnose(what, kind)


def test_there_are_many_kinds_of_rubbish():
    assert len(KINDS) >= 100


# check: the name, the answer, and what is printed


@pytest.mark.parametrize(
    ("arguments", "named", "said"),
    [
        ((SIX, "1a"), {}, 'The exercise\'s name comes first: check("1a", your_answer).'),
        (("DAFBGC", "7j"), {}, 'The exercise\'s name comes first: check("7j", your_answer).'),
        (([1, 2], 5), {}, "There is no exercise [1, 2]. There are: 1a, 1b,"),
        (({}, SIX), {}, "There is no exercise {}."),
        ((np.zeros(3), SIX), {}, "There is no exercise array([0., 0., 0.])."),
        ((torch.zeros(3), SIX), {}, "There is no exercise tensor([0., 0., 0.])."),
        ((evil("__hash__"), SIX), {}, "There is no exercise <tests."),
        ((evil("__repr__"), SIX), {}, "There is no exercise <Evil instance at "),
        (("x" * 9999, SIX), {}, "There is no exercise 'xxx"),
        ((), {}, "There is no exercise None."),
        (("1a",), {}, "1a: open."),
        ((" 1A ", SIX), {}, "1a: right."),
        ((np.str_("1a"), SIX), {}, "1a: right."),
        (("1a",), {"answer": SIX}, "1a: right."),
        (("5b", len, len, len), {}, '5b: not yet. Give one answer: check("5b", your_answer). Several go into '),
        (("1a",), {"my_h": SIX}, "1a: not yet. Give one answer:"),
    ],
)  # fmt: skip
def test_odd_arguments_of_check_are_told(arguments, named, said, kernel, capsys):
    lt.check(*arguments, **named)
    told = capsys.readouterr().out
    assert told.startswith(said)
    assert all(len(line) <= MOST for line in told.splitlines())


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (np.ma.masked_array([0, 2, 3, 0, 0, 3], [0, 0, 1, 0, 0, 0]), "Hint: Your answer has masked numbers: put a"),
        ([0, 2, np.ma.masked, 0, 0, 3], "Hint: Your answer holds masked arrays"),
        (np.array(SIX, "datetime64[s]"), "Hint: Your answer holds dates or times"),
        (["0", "2", "3", "0", "0", "3"], "cannot be read as numbers"),
        (recursive(2), "Hint: Your answer holds lists in lists without end: give one list of numbers."),
        (range(10**12), "Hint: Your answer holds more than 1000000 numbers: give those that are wanted only."),
        (np.array([0, 2, 2, 0, 0, 3], np.uint8), "Output, step 3: yours is too small by 1."),
        (np.array([0, 2, 3, 0, 0, 255], np.uint8), "Output, step 6: yours is too large by 252."),
        (np.array([0, 2, 3, 0, 0, -3], np.int8), "Output, step 6: yours has the wrong sign."),
        (np.array([0, 2, 3, 0, 0, 3.25], np.float16), "Output, step 6: yours is too large by 0.25."),
        (torch.tensor([0, 2, 3, 0, 0, 4], dtype=torch.bfloat16), "Output, step 6: yours is too large by 1."),
        ([0, 2, 3, 0, 0, 1e300], "Output, step 6: yours is too large by 1e+300."),
        (np.zeros((1,) * 32), "(1, 1, 1, "),
    ],
)  # fmt: skip
def test_an_answer_is_judged_by_its_values(answer, said, kernel, capsys):
    lt.check("1a", answer)
    told = capsys.readouterr().out
    assert told.startswith("1a: not yet. ")
    assert said in told
    assert all(len(line) <= MOST for line in told.splitlines())


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.float16, torch.bfloat16, torch.uint8, bool])
def test_a_right_answer_of_a_small_dtype_is_right(dtype, kernel, capsys):
    array = torch.tensor(SIX, dtype=dtype) if isinstance(dtype, torch.dtype) else np.array(SIX, dtype=dtype)
    lt.check("1a", array)
    assert capsys.readouterr().out.startswith("1a: right." if dtype is not bool else "1a: not yet.")


def test_a_function_that_changes_its_inputs_is_judged_as_any_other(kernel, capsys):
    def my_dc(from_c, dh, o, c):
        dh *= o
        from_c += dh
        return from_c

    lt.check("5b", (my_dc, lambda dc, i, g: dc * i, lambda dh, o, c: dh * c * o * (1 - o)))
    assert capsys.readouterr().out.startswith("5b: right.")


def test_ctrl_c_goes_through(kernel):
    with pytest.raises(KeyboardInterrupt):
        lt.check("2b", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        lt.check("1a", evil("__array__", KeyboardInterrupt))


def test_a_warning_of_a_students_function_stops_nothing(kernel, capsys):
    """Also where the student has made warnings and rounding into errors."""
    warnings.simplefilter("error")
    with np.errstate(all="raise"):
        lt.check("1a", [0, 2, 3, 0, 0, 1.7e308])
        lt.check("2b", lambda limit: int(limit + 0 * np.log(np.zeros(1)[0] + 1e-320) * np.exp(-800.0)) + 1)
    told = capsys.readouterr().out
    assert "Output, step 6: yours is too large by 1.7e+308." in told
    assert "2b: right." in told


def test_what_is_printed_fits_the_place_where_it_is_printed(kernel, monkeypatch):
    """A terminal without δ and ✓, and an error whose text no terminal can show."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    lt.check("2b", raising(ValueError("\ud800δ\x1b[31m")))
    lt.progress()
    out.flush()
    told = out.buffer.getvalue().decode()
    assert told.startswith("2b: not yet. my_steps(5) stops with ValueError: ???[31m\n")
    assert "lesson 01:  1a ?" in told


# What an activation is counts, not its name


def flipped(cell):
    """A cell whose activations have the package's names, and are other functions."""
    return cell.replace(**{
        role: lt.Activation(getattr(cell, role).name, lambda z: 0.5 - z / 1e3, np.ones_like)
        for role in ("gate_activation", "candidate_activation", "memory_activation")
    })  # fmt: skip


def test_an_own_activation_with_the_name_of_another_is_not_it(kernel, capsys):
    counter = lt.LSTMCell.from_gates(i=[100] * 2, f=[100] * 2, g=[1, -1], o=[1, 1])
    for name, answer in (("6b", flipped(counter)), ("2c", (0.01, flipped(lt.LSTMCell.standard())))):
        lt.check(name, answer)
        assert f"{name}: not yet. Your cell is not a standard one." in capsys.readouterr().out
    lt.check("1b", flipped(lt.LSTMCell.lee()))
    assert "Use the lecture's activations: step, linear, linear." in capsys.readouterr().out
    own_linear = lt.Activation("linear", np.tanh, np.ones_like)
    lt.check("7e", lt.LSTMCell.from_gates(i=[0, 10], f=[0, 10], g=[1, 0], o=[0, 10], gate_activation="step",
                                          candidate_activation=own_linear, memory_activation="linear"))  # fmt: skip
    assert "(the candidate goes through linear)" in capsys.readouterr().out


def test_a_copy_of_an_activation_is_still_itself(kernel, capsys):
    counter = lt.LSTMCell.from_gates(i=[100] * 2, f=[100] * 2, g=[1, -1], o=[1, 1])
    lt.check("6b", copy.deepcopy(counter))
    assert capsys.readouterr().out.startswith("6b: right.")


def test_diagnose_tells_an_own_activation_from_the_packages(kernel):
    right = lt.LSTMCell.standard()
    told = str(lt.diagnose(flipped(right), cell=right))
    assert "Its gate_activation is sigmoid (an Activation of your own), wanted is sigmoid." in told


# diagnose


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({}, TypeError, "cell is None: give the right LSTMCell, nn.LSTMCell or nn.LSTM"),
        ({"cell": torch.nn.LSTM}, TypeError, "cell is the class LSTM: give the right"),
        ({"cell": "lee"}, TypeError, "cell is 'lee': give the right"),
        ({"cell": torch.nn.LSTM(4, 1, 2)}, ValueError, "cell cannot be read as the right cell .*second layer"),
        ({"cell": torch.nn.LSTM(4, 1, bidirectional=True)}, ValueError, "cell cannot be read .*direction"),
        ({"cell": torch.nn.LSTMCell(4, 1).half()}, ValueError, r"cell cannot be read .*float16"),
        ({"cell": TWO, "of": ["h"]}, ValueError, r"of is \['h'\]: write one of 'h', 'c'"),
        ({"cell": TWO, "of": np.array(["h", "c"])}, ValueError, "of is array"),
        ({"cell": TWO, "x": "text"}, TypeError, "x holds 'text'"),
        ({"cell": TWO, "x": len}, TypeError, "x holds <built-in function len>"),
        ({"cell": TWO, "x": (1, torch.zeros(2))}, ValueError, "x is ragged"),
        ({"cell": TWO, "x": torch.empty(2, 4, device="meta")}, TypeError, "x cannot be read as numbers"),
        ({"cell": TWO, "x": [[np.nan] * 4]}, ValueError, r"x\[0, 0\] is nan: every number must be finite"),
        ({"cell": TWO, "x": [1, 2, 3, 4]}, ValueError, r"for a single step write \[x\]"),
        ({"cell": TWO, "x": np.zeros((0, 4))}, ValueError, "x is empty"),
        ({"cell": TWO, "x": np.zeros((3, 5))}, ValueError, "x has 5 features"),
        ({"cell": TWO, "x": recursive()}, ValueError, "x holds lists in lists without end"),
    ],
)  # fmt: skip
def test_wrong_arguments_of_diagnose_are_one_sentence_of_ours(arguments, error, said):
    with pytest.raises(error, match=said) as caught:
        lt.diagnose(np.ones((9, 2)), **arguments)
    assert type(caught.value) is error
    assert len(str(caught.value)) <= MOST
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("question", [{"x": NINE_STEPS}, {"x": NINE_STEPS[:1]}, {}])
@pytest.mark.parametrize("answer", [[], np.zeros(0), torch.zeros(0, 1), ()])
def test_an_empty_answer_is_told_as_empty(question, answer):
    told = lt.diagnose(answer, cell=lt.LSTMCell.standard(), **question)
    assert "there are no numbers in it" in str(told)
    assert not told.right


def test_a_run_without_inputs_asks_for_them():
    told = str(lt.diagnose(STANDARD.run(NINE_STEPS), cell=STANDARD))
    assert told == "This cannot be diagnosed: This is a run: give its inputs, too, as x=…."


def test_a_list_of_zeros_stays_short():
    told = str(lt.diagnose([0.0], cell=lt.LSTMCell.standard(), x=[[3, 1, 1, 1]]))
    assert told.startswith("All your numbers are 0")
    assert "Only zeros also come with: " in told
    assert re.search(r" and \d+ more\.$", told)


def test_the_columns_of_a_data_frame_are_read_by_their_names():
    cell = lt.LSTMCell.standard()
    frame = pd.DataFrame(NINE_STEPS[:, ::-1], columns=cell.input_labels[::-1])
    assert lt.diagnose(cell.run(NINE_STEPS).h, cell=cell, x=frame).right


@pytest.mark.parametrize("seed", range(6))
def test_numbers_of_the_right_shape_are_never_too_odd(seed):
    """Small and large cells of some units, also with own activations; outputs that are far off."""
    rng = np.random.default_rng(seed)
    H, D, T = rng.integers(1, 4, 3)
    settings = (
        {"gate_activation": own("sigmoid", np.cos), "memory_activation": own("exp", np.exp)}
        if seed % 3
        else {}
    )
    weights = [rng.choice([1e-3, 1]) * rng.normal(size=shape) for shape in ((4 * H, D), (4 * H, H), (4 * H,))]
    cell = lt.LSTMCell(*weights, **settings)
    x = rng.normal(size=(T, D) if seed % 2 else (T, 2, D))
    y = cell.run(x).h
    for answer in (0 * y, 1e300 * np.ones_like(y), y[:1], y.swapaxes(0, -1), rng.integers(0, 2, y.shape)):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            text = str(lt.diagnose(answer, cell=cell, x=x))
        assert max(map(len, text.split("\n"))) <= MOST


# The progress


def lines_of_progress(capsys):
    lt.progress()
    return capsys.readouterr().out.splitlines()


def a_folder(path):
    path.mkdir()


def a_pipe(path):
    os.mkfifo(path)


def a_large_file(path):
    with open(path, "wb") as file:
        file.truncate(2**30)


@pytest.mark.parametrize("make", [a_folder, a_pipe, a_large_file])
def test_what_is_no_progress_is_left_alone_and_stops_nothing(make, kernel, capsys):
    file = kernel / "progress.json"
    make(file)
    before = file.stat()
    assert lines_of_progress(capsys)[-1].startswith("0 of ")
    lt.check("7j", "DAFBGC")
    assert capsys.readouterr().out.startswith("7j: right. (1 of ")
    assert lines_of_progress(capsys)[-1].startswith("1 of ")
    assert (file.stat().st_mode, file.stat().st_size) == (before.st_mode, before.st_size)


@pytest.mark.parametrize(
    ("content", "count"),
    [('["1a", [], {}, null, 3, "9z"]', 1), ('{"1a": 1}', 0), ('"1a"', 0), ("1e999", 0), ("[" * 90_000, 0)],
)  # fmt: skip
def test_only_names_in_a_list_count(content, count, kernel, capsys):
    (kernel / "progress.json").write_text(content)
    assert lines_of_progress(capsys)[-1].startswith(f"{count} of ")


def test_a_folder_that_cannot_be_made_or_found_stops_nothing(kernel, monkeypatch, capsys):
    def gone():
        raise FileNotFoundError("the working directory is gone")

    (kernel / "file").write_text("")
    for folder in (lambda: kernel / "file" / "deep", lambda: Path("/proc/nowhere"), gone):
        monkeypatch.setattr(save, "homework_folder", folder)
        lt.check("7j", "DAFBGC")
        assert capsys.readouterr().out.startswith("7j: right.")
        assert lines_of_progress(capsys)[-1].startswith("1 of ")


if __name__ == "__main__":
    run_all()


@pytest.mark.parametrize("name", ["3b", "4c"])
def test_without_torch_an_exercise_that_needs_it_says_so(name, tmp_path):
    code = f"import sys; sys.modules['torch'] = None; import lstm_teach as lt; lt.check({name!r}, [1.0])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    wanted = f"{name}: not yet. This exercise needs torch, which is not installed: see the README, Start."
    assert (run.stdout.strip(), run.returncode) == (wanted, 0)
