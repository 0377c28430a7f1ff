"""Whatever is handed to check and diagnose: a plain sentence, never a traceback, never "right" for rubbish.

A seeded sample of all pairs is drawn here. All of them, with the numbers of calls and failures:
python -m tests.test_exercise_entrances
"""

import asyncio
import contextlib
import datetime
import decimal
import fractions
import io
import itertools
import json
import random
import sys
import tempfile
import threading
import traceback
import types
import unittest.mock
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

import lstm_teach as lt
from lstm_teach import export
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises import checking, time_limit
from lstm_teach.exercises.judging import EXERCISES

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
    "small whole dtype": lambda r: np.array([255, 254, 3, 0, 0, 3], dtype=r.choice(["uint8", "int8"][:1])),
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
    "coroutine": lambda r: lambda *a: asyncio.sleep(0) if False else asyncio.Future,
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


def seed(*parts):
    return random.Random("|".join(map(str, parts)))


def problem_of_check(name, kind, seed_of):
    """What is wrong with what check does to an answer, in words; "" if nothing is."""
    out = io.StringIO()
    try:
        answer = KINDS[kind](seed_of)
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
QUESTIONS = {
    "lecture": {"cell": lt.LSTMCell.standard(), "x": NINE_STEPS},
    "one step": {"cell": lt.LSTMCell.standard(), "x": NINE_STEPS[:1]},
    "weights": {"cell": lt.LSTMCell.standard()},
    "two units": {"cell": TWO, "x": NINE_STEPS, "of": "c"},
    "two units, weights": {"cell": TWO},
    "batch": {"cell": TWO, "x": rng.normal(size=(3, 2, 4))},
    "module": {"cell": lt.to_torch(TWO), "x": NINE_STEPS[:4]},
    "own": {"cell": lt.LSTMCell.standard().replace(gate_activation=own("sigmoid", np.cos)), "x": NINE_STEPS},
}  # fmt: skip
NINE = np.linspace(0, 0.9, 9)


def questions(kind, seed_of):
    """Calls of diagnose in which one argument is of a kind."""
    for name, question in QUESTIONS.items():
        yield f"answer, {name}", lambda q=question: lt.diagnose(KINDS[kind](seed_of), **q)
    yield "x", lambda: lt.diagnose(NINE, cell=lt.LSTMCell.standard(), x=KINDS[kind](seed_of))
    yield "x, two units", lambda: lt.diagnose(np.ones((9, 2)), cell=lt.to_torch(TWO), x=KINDS[kind](seed_of))
    yield "cell", lambda: lt.diagnose(NINE, cell=KINDS[kind](seed_of), x=NINE_STEPS)
    yield "cell, weights", lambda: lt.diagnose(np.ones((4, 4)), cell=KINDS[kind](seed_of))
    yield "of", lambda: lt.diagnose(NINE, cell=lt.LSTMCell.standard(), x=NINE_STEPS, of=KINDS[kind](seed_of))


def problem_of_diagnose(call):
    """What is wrong with what diagnose does, in words; "" if nothing is."""
    try:
        with warnings.catch_warnings(record=True) as warned, contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("always")
            text = str(call())
    except (ValueError, TypeError) as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        if type(error) not in (ValueError, TypeError) or not last.line.startswith("raise"):
            return f"raises {type(error).__name__} in {Path(last.filename).name}: {str(error)[:80]}"
        lines = [str(error), *["-"] * ("\n" in str(error))]
        if len(lines) > 1:
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
def a_kernel_of_its_own():
    """No progress, no tries, and a short limit of time."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        patch = unittest.mock.patch.object
        stack.enter_context(patch(export, "homework_folder", lambda: Path(folder)))
        stack.enter_context(patch(checking, "_wrong_answers", {}))
        stack.enter_context(patch(checking, "_done", set()))
        stack.enter_context(patch(time_limit, "SECONDS", 0.1))
        yield


def run_all():
    """Every pair, by hand: what fails, and how many of how many."""
    import signal
    import time
    from collections import Counter

    def stop(*arguments):
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    with a_kernel_of_its_own():
        calls, failures, slow = Counter(), Counter(), []
        for kind in KINDS:
            jobs = [
                ("check", f"check({name})", lambda name=name: problem_of_check(name, kind, seed(name, kind)))
                for name in EXERCISES
            ]
            jobs += [
                ("diagnose", f"diagnose({what})", lambda call=call: problem_of_diagnose(call))
                for what, call in questions(kind, seed(kind))
            ]
            for of, what, job in jobs:
                start = time.monotonic()
                signal.alarm(HANGS)
                problem = job()
                signal.alarm(0)
                calls[of] += 1
                if (used := time.monotonic() - start) > 2:
                    slow.append((round(used, 1), what, kind))
                if problem:
                    failures[of] += 1
                    print(f"{what} of {kind}: {problem}", file=sys.stderr, flush=True)
        print(f"kinds: {len(KINDS)}, calls: {dict(calls)}, failures: {dict(failures)}", file=sys.stderr)
        print("slow:", *sorted(slow, reverse=True)[:20], sep="\n", file=sys.stderr)


if __name__ == "__main__":
    run_all()
