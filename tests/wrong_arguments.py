"""Wrong or odd values that people really pass to functions of a NumPy and PyTorch teaching package.

WRONG, WRONG_TORCH and WRONG_PANDAS map a description to a maker: a function without arguments that returns a
fresh value. WRONG_TORCH and WRONG_PANDAS are empty where torch or pandas is missing. No value allocates more
than some megabytes, none is endless, and none writes anywhere.
"""

import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import io
import math
import pathlib
import types
import unittest.mock
import warnings

import numpy as np
from matplotlib.figure import Figure

import lstm_teach as lt
from lstm_teach.core.table import Table

try:
    import torch
    from torch import nn
except ImportError:
    torch = None

try:
    import pandas as pd
except ImportError:
    pd = None


def raising(*names, error=RuntimeError):
    """Return an object whose special methods of these names raise."""

    def stop(self, *args, **kwargs):
        raise error(f"{names[0]} was called")

    return type("Raising", (), dict.fromkeys(names, stop))()


def pretending(cls):
    """Return an object that says that it is of class cls, and has nothing of it."""
    return type("Pretending", (), {"__class__": property(lambda self: cls)})()


def returning(**methods):
    """Return an object whose special methods return these values: returning(len=3) has a length of 3."""
    body = {f"__{name}__": lambda self, *_, value=value, **__: value for name, value in methods.items()}
    return type("Returning", (), body)()


def quietly(maker, *args):
    """Return maker(*args) without the warning that making it gives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return maker(*args)


def recursive_list():
    """Return a list that contains itself."""
    value = [1.0]
    value.append(value)
    return value


def recursive_dict():
    """Return a dict that contains itself."""
    value = {}
    value["self"] = value
    return value


def deep_list(depth=2000):
    """Return a list in a list in a list, deeper than Python's recursion limit."""
    value = 1.0
    for _ in range(depth):
        value = [value]
    return value


def object_of(*values):
    """Return a 1-D object array of these values."""
    array = np.empty(len(values), object)
    array[:] = values
    return array


def read_only(array):
    """Return the array, which can no longer be written."""
    array.setflags(write=False)
    return array


def with_one(value):
    """Return the lecture's nine steps with one wrong number in the middle."""
    x = np.array(lt.examples.NINE_STEPS)
    x[4, 2] = value
    return x


def random_cell(D=4, H=2, **settings):
    """Return a cell of H units over D inputs with random weights."""
    rng = np.random.default_rng(5)
    return lt.LSTMCell(rng.normal(size=(4 * H, D)), rng.normal(size=(4 * H, H)), **settings)


def own_activation(name="tanh"):
    """Return an Activation with a function of one's own under a well-known name."""
    return lt.Activation(name, lambda z: np.sin(z), lambda z: np.cos(z))


def closed_file():
    """Return a file that is no longer open."""
    stream = io.StringIO("1,2,3")
    stream.close()
    return stream


class Colour(enum.Enum):
    """An enum of one's own."""

    RED = 1


class Gate(enum.IntEnum):
    """An enum whose members are whole numbers."""

    FORGET = 1


class Name(str):
    """A string of one's own class that prints as something else."""

    def __str__(self):
        return "something else"


class Numbers(np.ndarray):
    """An array of one's own class that keeps its class in every result."""


class Rows(collections.abc.Sequence):
    """A sequence whose length is greater than what it holds."""

    def __len__(self):
        return 9

    def __getitem__(self, k):
        return [[1.0, 0.0, 0.0, 1.0], [3.0, 1.0, 0.0, 1.0]][k]


@dataclasses.dataclass
class Settings:
    """A dataclass of one's own."""

    name: str = "lstm"
    size: int = 3


Point = collections.namedtuple("Point", "h c")


WRONG = {
    # single values
    "None": lambda: None,
    "Ellipsis": lambda: ...,
    "NotImplemented": lambda: NotImplemented,
    "True": lambda: True,
    "False": lambda: False,
    "numpy.bool_": lambda: np.bool_(True),
    "0": lambda: 0,
    "-1": lambda: -1,
    "minus zero": lambda: -0.0,
    "a float where an int is meant": lambda: 2.0,
    "a float between two ints": lambda: 1.5,
    "NaN": lambda: math.nan,
    "infinity": lambda: math.inf,
    "minus infinity": lambda: -math.inf,
    "the smallest float": lambda: 5e-324,
    "the largest float": lambda: 1.7976931348623157e308,
    "an int beyond int64": lambda: 2**63,
    "an int beyond float, 10**400": lambda: 10**400,
    "an int too long to print, 10**5000": lambda: -(10**5000),
    "a list with an int too long to print": lambda: [10**5000, 1],
    "numpy.int8": lambda: np.int8(-128),
    "numpy.uint64": lambda: np.uint64(2**64 - 1),
    "numpy.float16": lambda: np.float16(60000),
    "numpy.longdouble beyond float64": lambda: np.longdouble("1e400"),
    "numpy.complex128": lambda: np.complex128(1 + 2j),
    "complex without an imaginary part": lambda: 3 + 0j,
    "numpy.datetime64 NaT": lambda: np.datetime64("NaT"),
    "numpy.void": lambda: np.void(b"abcd"),
    "Decimal": lambda: decimal.Decimal("0.1"),
    "Decimal signalling NaN": lambda: decimal.Decimal("sNaN"),
    "Fraction": lambda: fractions.Fraction(1, 3),
    "numpy.ma.masked": lambda: np.ma.masked,
    # text and bytes
    "empty string": lambda: "",
    "string of spaces": lambda: "   ",
    "long string": lambda: "a" * 10**6,
    "numeric string": lambda: "3.5",
    "string nan": lambda: "nan",
    "string with a newline": lambda: "two\nlines",
    "string with NUL": lambda: "a\0b",
    "lone surrogate": lambda: "h\ud800",
    "emoji and a family of them": lambda: "🧠👩‍👩‍👧‍👦",
    "right-to-left override": lambda: "a\u202egnp.exe",
    "half a formula": lambda: r"costs $5, \frac{1",
    "LaTeX and HTML": lambda: r"\input{/etc/passwd} <script>alert(1)</script> & % # _",
    "path upwards": lambda: "../../outside",
    "absolute path": lambda: "/proc/self/nothing/here",
    "Windows device name": lambda: "CON",
    "braces and percent signs": lambda: "{0} {name!r} %s %(x)d",
    "numpy.str_": lambda: np.str_("sigmoid"),
    "string of one's own class": lambda: Name("sigmoid"),
    "bytes": lambda: b"sigmoid",
    "bytearray": lambda: bytearray(b"\x00\xff"),
    "memoryview": lambda: memoryview(b"abcdefgh"),
    # lists and other containers
    "empty list": lambda: [],
    "nested empty list": lambda: [[]],
    "ragged list": lambda: [[1, 2, 3, 4], [1, 2]],
    "list of strings": lambda: ["1", "2", "3", "4"],
    "list with None": lambda: [[1.0, None, 0.0, 1.0]],
    "list of numbers and text": lambda: [[1, 0, 0, "1"]],
    "recursive list": recursive_list,
    "list deeper than the recursion limit": deep_list,
    "list of arrays of several shapes": lambda: [np.zeros(4), np.zeros((4, 1)), np.zeros(3)],
    "list of a million numbers": lambda: [0.5] * 10**6,
    "list of bools": lambda: [[True, False, False, True]] * 9,
    "empty tuple": lambda: (),
    "tuple of one": lambda: (1,),
    "set of a million numbers": lambda: set(range(10**6)),
    "frozenset of names": lambda: frozenset(("i", "f", "g", "o")),
    "empty dict": lambda: {},
    "recursive dict": recursive_dict,
    "dict of gates with a wrong name": lambda: {"i": [1], "f": [1], "c": [1], "o": [1]},
    "dict with odd keys": lambda: {None: 1, (1, 2): [2], 3.5: "x", b"f": 0, frozenset(): None},
    "dict keys": lambda: {"x1": 0, "x2": 0}.keys(),
    "mapping proxy": lambda: types.MappingProxyType({"f": 1}),
    "ChainMap": lambda: collections.ChainMap({"f": 1}, {1: 2}),
    "deque": lambda: collections.deque([1.0, 2.0]),
    "sequence that lies about its length": Rows,
    "generator": lambda: (row for row in [[1.0, 0.0, 0.0, 1.0]] * 9),
    "generator that raises": lambda: (1 / k for k in (1, 0)),
    "iterator": lambda: iter([1.0, 2.0]),
    "map object": lambda: map(float, "123"),
    "zip object": lambda: zip([1, 2], [3, 4], strict=True),
    "range": lambda: range(4),
    "empty range": lambda: range(0),
    "slice": lambda: slice(0, 3),
    # functions, classes, modules
    "lambda": lambda: lambda z: z,
    "function without arguments": lambda: lambda: 1,
    "builtin function": lambda: len,
    "numpy ufunc": lambda: np.tanh,
    "functools.partial": lambda: functools.partial(np.clip, a_min=0, a_max=1),
    "bound method": lambda: lt.LSTMCell.lee().run,
    "the class LSTMCell": lambda: lt.LSTMCell,
    "the class float": lambda: float,
    "generic alias": lambda: list[int],
    "module": lambda: np,
    "exception": lambda: ValueError("not raised"),
    "exception class": lambda: KeyError,
    # arrays
    "0-d array": lambda: np.array(1.0),
    "empty array": lambda: np.array([]),
    "array (0, 4)": lambda: np.zeros((0, 4)),
    "array (9, 0)": lambda: np.zeros((9, 0)),
    "array (3, 0, 4)": lambda: np.zeros((3, 0, 4)),
    "array (9, 3)": lambda: np.ones((9, 3)),
    "array (4, 9), transposed": lambda: lt.examples.NINE_STEPS.T,
    "array (9, 4), flat": lambda: lt.examples.NINE_STEPS.ravel(),
    "3-D array": lambda: np.ones((9, 2, 4)),
    "4-D array": lambda: np.ones((2, 9, 2, 4)),
    "array with 40 axes": lambda: np.ones((1,) * 40),
    "object array of numbers": lambda: np.array(lt.examples.NINE_STEPS, object),
    "object array of arrays": lambda: object_of(np.zeros(2), np.zeros(3)),
    "object array with its own self": lambda: (lambda a: (a.__setitem__(0, a), a)[1])(np.empty(1, object)),
    "structured array": lambda: np.zeros(9, [("x1", float), ("x2", int)]),
    "record array": lambda: np.rec.fromarrays([[1.0, 2.0], [3, 4]], names="x,y"),
    "string array": lambda: np.array([["1", "0"], ["3", "1"]]),
    "bytes array": lambda: np.array([b"1", b"2"]),
    "datetime64 array": lambda: np.array(["2024-01-01", "NaT"], "datetime64[D]"),
    "timedelta64 array": lambda: np.arange(36).reshape(9, 4).astype("timedelta64[s]"),
    "masked array with a mask": lambda: np.ma.masked_equal(lt.examples.NINE_STEPS, 4),
    "masked array without a mask": lambda: np.ma.array(lt.examples.NINE_STEPS),
    "masked array, all masked": lambda: np.ma.masked_all((9, 4)),
    "float16 array": lambda: lt.examples.NINE_STEPS.astype(np.float16),
    "longdouble array": lambda: lt.examples.NINE_STEPS.astype(np.longdouble),
    "int8 array": lambda: lt.examples.NINE_STEPS.astype(np.int8),
    "uint8 array, near its end": lambda: np.full((9, 4), 250, np.uint8),
    "uint64 array beyond int64": lambda: np.full((9, 4), 2**63, np.uint64),
    "bool array": lambda: lt.examples.NINE_STEPS > 0,
    "complex array": lambda: lt.examples.NINE_STEPS + 0j,
    "read-only array": lambda: read_only(np.ones((9, 4))),
    "Fortran order": lambda: np.asfortranarray(lt.examples.NINE_STEPS),
    "negative strides": lambda: np.array(lt.examples.NINE_STEPS)[::-1, ::-1],
    "every second number": lambda: np.ones((18, 8))[::2, ::2],
    "broadcast view": lambda: np.broadcast_to(np.array([1.0, 1, 0, 1]), (9, 4)),
    "unaligned array": lambda: np.frombuffer(bytes(1 + 36 * 8), np.uint8)[1:].view(float).reshape(9, 4),
    "big-endian array": lambda: lt.examples.NINE_STEPS.astype(">f8"),
    "numpy.matrix": lambda: quietly(np.matrix, lt.examples.NINE_STEPS),
    "array of one's own class": lambda: np.array(lt.examples.NINE_STEPS).view(Numbers),
    "array with NaN": lambda: with_one(math.nan),
    "array with infinity": lambda: with_one(-math.inf),
    "array with the largest float": lambda: with_one(1.7e308),
    "numpy.poly1d": lambda: np.poly1d([1, 2, 3]),
    "numpy random generator": lambda: np.random.default_rng(0),
    "numpy dtype": lambda: np.dtype("float32"),
    # objects of one's own
    "plain object": lambda: object(),
    "raising __repr__": lambda: raising("__repr__"),
    "raising __str__ and __format__": lambda: raising("__str__", "__format__"),
    "raising __len__": lambda: raising("__len__"),
    "raising __iter__": lambda: raising("__iter__"),
    "raising __getitem__ with a length": lambda: raising("__getitem__", "__len__"),
    "raising __array__": lambda: raising("__array__"),
    "raising __float__": lambda: raising("__float__"),
    "raising __index__": lambda: raising("__index__", error=OverflowError),
    "raising __bool__": lambda: raising("__bool__"),
    "raising __hash__": lambda: raising("__hash__", error=TypeError),
    "raising __eq__": lambda: raising("__eq__", "__ne__"),
    "raising __getattr__": lambda: raising("__getattr__"),
    "raising __call__": lambda: raising("__call__"),
    "raising __fspath__": lambda: raising("__fspath__", error=OSError),
    "everything raises": lambda: raising("__repr__", "__str__", "__eq__", "__bool__", "__len__", "__array__"),
    "__repr__ that returns no string": lambda: returning(repr=3),
    "__len__ that is negative": lambda: returning(len=-1),
    "__array__ that returns a list": lambda: returning(array=[1.0]),
    "__array__ that returns good numbers": lambda: returning(array=np.ones((9, 4))),
    "__float__ that returns NaN": lambda: returning(float=math.nan),
    "__index__ that returns 2": lambda: returning(index=2),
    "__fspath__ that returns None": lambda: returning(fspath=None),
    "says it is an array": lambda: pretending(np.ndarray),
    "says it is a string": lambda: pretending(str),
    "says it is an LSTMCell": lambda: pretending(lt.LSTMCell),
    "says it is a Trace": lambda: pretending(lt.Trace),
    "says it is a Figure": lambda: pretending(Figure),
    "mock that has every attribute": lambda: unittest.mock.MagicMock(),
    "mock of a Trace": lambda: unittest.mock.Mock(spec=lt.Trace),
    "LSTMCell that was never made": lambda: object.__new__(lt.LSTMCell),
    "Trace that was never made": lambda: object.__new__(lt.Trace),
    "enum": lambda: Colour.RED,
    "int enum": lambda: Gate.FORGET,
    "dataclass": Settings,
    "namedtuple": lambda: Point(np.zeros(1), np.zeros(1)),
    "simple namespace": lambda: types.SimpleNamespace(x=1, h=2),
    # files and times
    "path": lambda: pathlib.Path("nowhere") / "figure.png",
    "path that is a folder": lambda: pathlib.Path("/"),
    "path of nothing": lambda: pathlib.Path(),
    "Windows path": lambda: pathlib.PureWindowsPath(r"C:\work\a.png"),
    "file object": lambda: io.TextIOWrapper(io.BytesIO(b"1,2,3\n4,5,6\n")),
    "closed file": closed_file,
    "StringIO": lambda: io.StringIO("1,2,3\n4,5,6"),
    "BytesIO": lambda: io.BytesIO(b"\x89PNG\r\n\x1a\n"),
    "datetime": lambda: datetime.datetime(2024, 2, 29),
    "date": lambda: datetime.date(2024, 2, 29),
    "timedelta": lambda: datetime.timedelta(seconds=3),
    # Matplotlib
    "Figure": Figure,
    "Axes": lambda: Figure().subplots(),
    "Axes without a Figure": lambda: (lambda ax: (ax.remove(), ax)[1])(Figure().subplots()),
    "3-D Axes": lambda: Figure().add_subplot(projection="3d"),
    "array of Axes": lambda: Figure().subplots(2, 2),
    "empty array of Axes": lambda: np.array([], object),
    "Axes of two Figures": lambda: [Figure().subplots(), Figure().subplots()],
    "SubFigure": lambda: Figure().subfigures(1, 2)[0],
    "Line2D": lambda: Figure().subplots().plot([1, 2])[0],
    # the package's own
    "LSTMCell": lambda: lt.LSTMCell.lee(),
    "LSTMCell of other sizes": random_cell,
    "float32 LSTMCell": lambda: lt.LSTMCell(np.ones((4, 4), np.float32)),
    "LSTMCell with an activation of one's own": lambda: random_cell(memory_activation=own_activation()),
    "Trace": lambda: lt.LSTMCell.lee().run(lt.examples.NINE_STEPS),
    "Trace of other sizes": lambda: random_cell(D=3, H=2).run(np.ones((5, 3))),
    "Trace of one step": lambda: lt.LSTMCell.lee().run(np.ones((1, 4))),
    "Trace of a batch": lambda: lt.LSTMCell.lee().run(np.ones((9, 2, 4))),
    "Table": lambda: lt.LSTMCell.lee().run(lt.examples.NINE_STEPS).table(),
    "Table of one's own": lambda: Table({"c": [1.0, 2.0]}),
    "Activation": lambda: lt.STEP,
    "Activation of one's own with a known name": own_activation,
    "Activation whose function does not fit": lambda: lt.Activation("sum", np.sum, np.sum),
    "Activation class": lambda: lt.Activation,
    "GATE_ORDER": lambda: lt.GATE_ORDER,
    "the examples module": lambda: lt.examples,
    "the function of the sunspots": lambda: lt.examples.sunspots,
}

WRONG_TORCH = {}
if torch is not None:

    def packed(enforce_sorted=True):
        """Return three sequences of several lengths in one PackedSequence."""
        lengths = (3, 2, 1) if enforce_sorted else (1, 3, 2)
        sequences = [torch.ones(length, 4) for length in lengths]
        return nn.utils.rnn.pack_sequence(sequences, enforce_sorted=enforce_sorted)

    def quantized():
        """Return a tensor of quantized numbers."""
        return torch.quantize_per_tensor(torch.ones(9, 4), 0.1, 0, torch.quint8)

    def nested():
        """Return a tensor of two sequences of different lengths."""
        return torch.nested.nested_tensor([torch.ones(2, 4), torch.ones(3, 4)])

    def after_backward():
        """Return a tensor in the middle of a graph that was already used."""
        leaf = torch.ones(9, 4, requires_grad=True)
        middle = leaf * 2
        middle.sum().backward()
        return middle

    def filled(module, value):
        """Return the module with this value in its first weight."""
        with torch.no_grad():
            next(module.parameters()).flatten()[0] = value
        return module

    WRONG_TORCH = {
        "torch tensor": lambda: torch.ones(9, 4, dtype=torch.float64),
        "torch float32 tensor": lambda: torch.ones(9, 4),
        "torch 0-d tensor": lambda: torch.tensor(1.0),
        "torch empty tensor": lambda: torch.empty(0),
        "torch tensor (0, 4)": lambda: torch.empty(0, 4),
        "torch tensor with requires_grad": lambda: torch.ones(9, 4, requires_grad=True),
        "torch tensor in a graph": after_backward,
        "torch bfloat16 tensor": lambda: torch.ones(9, 4, dtype=torch.bfloat16),
        "torch half tensor": lambda: torch.ones(9, 4, dtype=torch.float16),
        "torch int tensor": lambda: torch.ones(9, 4, dtype=torch.int64),
        "torch uint8 tensor": lambda: torch.full((9, 4), 250, dtype=torch.uint8),
        "torch bool tensor": lambda: torch.ones(9, 4, dtype=torch.bool),
        "torch complex tensor": lambda: torch.ones(9, 4, dtype=torch.complex64),
        "torch conjugate view": lambda: torch.ones(9, 4, dtype=torch.complex64).conj(),
        "torch negative view": lambda: torch.ones(9, 4, dtype=torch.complex64).conj().imag,
        "torch sparse tensor": lambda: torch.ones(9, 4).to_sparse(),
        "torch tensor on meta": lambda: torch.ones(9, 4, device="meta"),
        "torch tensor expanded": lambda: torch.ones(1).expand(9, 4),
        "torch tensor transposed": lambda: torch.ones(4, 9).T,
        "torch tensor with NaN": lambda: torch.full((9, 4), math.nan),
        "torch quantized tensor": lambda: quietly(quantized),
        "torch nested tensor": lambda: quietly(nested),
        "list of torch tensors": lambda: [torch.ones(1, requires_grad=True) for _ in range(9)],
        "tuple of torch states": lambda: (torch.zeros(1), torch.zeros(1)),
        "output of nn.LSTM": lambda: nn.LSTM(4, 1)(torch.ones(9, 4)),
        "torch Parameter": lambda: nn.Parameter(torch.ones(4, 4)),
        "uninitialized torch Parameter": lambda: nn.UninitializedParameter(),
        "torch Size": lambda: torch.Size([4, 1]),
        "torch dtype": lambda: torch.float64,
        "torch device": lambda: torch.device("cpu"),
        "torch function": lambda: torch.sigmoid,
        "nn.Sigmoid": lambda: nn.Sigmoid(),
        "nn.LSTMCell": lambda: nn.LSTMCell(4, 1),
        "nn.LSTMCell in half precision": lambda: nn.LSTMCell(4, 1).half(),
        "nn.LSTMCell on meta": lambda: nn.LSTMCell(4, 1, device="meta"),
        "nn.LSTMCell with NaN": lambda: filled(nn.LSTMCell(4, 1), math.nan),
        "nn.LSTMCell without a bias": lambda: nn.LSTMCell(4, 1, bias=False),
        "nn.GRU": lambda: nn.GRU(4, 1),
        "nn.GRUCell": lambda: nn.GRUCell(4, 1),
        "nn.RNN": lambda: nn.RNN(4, 1),
        "nn.LSTM": lambda: nn.LSTM(4, 1),
        "nn.LSTM with a projection": lambda: nn.LSTM(4, 3, proj_size=2),
        "nn.LSTM of two layers and directions": lambda: nn.LSTM(4, 1, 2, bidirectional=True),
        "nn.LSTM with dropout in training": lambda: nn.LSTM(4, 1, 2, dropout=0.5),
        "nn.LSTM with infinity": lambda: filled(nn.LSTM(4, 1), math.inf),
        "the class nn.LSTM": lambda: nn.LSTM,
        "nn.Sequential around nn.LSTM": lambda: nn.Sequential(nn.LSTM(4, 1)),
        "nn.Linear": lambda: nn.Linear(4, 1),
        "state_dict": lambda: nn.LSTMCell(4, 1).state_dict(),
        "state_dict of nn.GRU": lambda: nn.GRU(4, 4).state_dict(),
        "named parameters": lambda: nn.LSTMCell(4, 1).named_parameters(),
        "TorchLSTMCell": lambda: lt.TorchLSTMCell(4, 1, gate_activation="step"),
        "XRay": lambda: lt.trace_lstm(nn.LSTM(4, 1), torch.ones(9, 4)),
        "PackedSequence": packed,
        "PackedSequence not sorted": lambda: packed(enforce_sorted=False),
        "torch random generator": lambda: torch.Generator(),
        "torch optimizer": lambda: torch.optim.SGD(nn.Linear(1, 1).parameters(), 0.1),
    }

WRONG_PANDAS = {}
if pd is not None:

    def frame(columns=("x1", "x2", "x3", "1")):
        """Return the lecture's nine steps as a DataFrame with these columns."""
        return pd.DataFrame(np.array(lt.examples.NINE_STEPS), columns=list(columns))

    WRONG_PANDAS = {
        "DataFrame with the cell's names": frame,
        "DataFrame with its columns in another order": lambda: frame()[["1", "x3", "x2", "x1"]],
        "DataFrame with other names": lambda: frame(("a", "b", "c", "h")),
        "DataFrame with one name twice": lambda: frame(("x1", "x1", "x2", "1")),
        "DataFrame without names": lambda: frame(range(4)),
        "DataFrame with an index column too many": lambda: frame().reset_index(),
        "DataFrame of gates": lambda: pd.DataFrame(lt.examples.LEE_WEIGHTS),
        "DataFrame with a MultiIndex": lambda: frame().set_index(["x1", "x2"]),
        "DataFrame with MultiIndex columns": lambda: pd.concat({"a": frame(), "b": frame()}, axis=1),
        "DataFrame with NA": lambda: frame().astype("Int64").mask(lambda df: df == 4),
        "DataFrame with text": lambda: frame().astype(str),
        "DataFrame with a date column": lambda: frame().assign(x1=pd.Timestamp("2024-01-01")),
        "DataFrame with a category": lambda: frame().astype({"x2": "category"}),
        "empty DataFrame": lambda: pd.DataFrame(),
        "Series without a name": lambda: pd.Series([0.0, 3.0, 7.0]),
        "Series with a name": lambda: pd.Series([0.0, 3.0, 7.0], name="h"),
        "Series by gate": lambda: pd.Series({"i": 0.0, "f": 1.0, "g": 0.0, "o": 0.0}),
        "Series with its index in another order": lambda: pd.Series([0.0, 3.0, 7.0])[::-1],
        "Series of bools with NA": lambda: pd.Series([True, None, False], dtype="boolean"),
        "Series of dates": lambda: pd.Series(pd.date_range("2024-01-01", periods=9)),
        "Index": lambda: pd.Index(["x1", "x2", "x3", "1"]),
        "MultiIndex": lambda: pd.MultiIndex.from_product([[0, 1], ["forward", "backward"]]),
        "pandas.NA": lambda: pd.NA,
        "pandas.NaT": lambda: pd.NaT,
        "Timestamp": lambda: pd.Timestamp("2024-02-29"),
        "GroupBy": lambda: frame().groupby("x2"),
    }
