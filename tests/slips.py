"""Slips that a student or a lecturer really makes with the public names of lstm_teach.

SLIPS: entries (description, code, wanted). code is Python, run with lt, np, torch and tmp, an empty
pathlib.Path folder, in one namespace. wanted is "error" (a ValueError or TypeError in one plain sentence that
names the argument and the fix), "works" (reasonable, must just work), or a short expression over the variable
result that must be true, as bool(eval(wanted)) tells. Entries whose description starts
with "pandas:" need pandas.
"""

import textwrap

LEE = """
x = lt.examples.NINE_STEPS
cell = lt.LSTMCell.lee()
trace = cell.run(x)
"""

STANDARD = """
x = lt.examples.NINE_STEPS
cell = lt.LSTMCell.standard()
trace = cell.run(x)
"""

TWO_UNITS = """
rng = np.random.default_rng(1)
weights = [rng.normal(size=shape) for shape in ((8, 3), (8, 2), 8)]
cell = lt.LSTMCell(*weights)
x = rng.normal(size=(6, 3))
trace = cell.run(x)
"""

BATCH = """
cell = lt.LSTMCell.lee()
x = np.stack([lt.examples.NINE_STEPS, lt.examples.NINE_STEPS[::-1]], axis=1)
trace = cell.run(x)
"""

# an activation of one's own that carries the name of one of the package: sin, not tanh
OWN = """
own = lt.Activation("tanh", np.sin, np.cos)
x = lt.examples.NINE_STEPS / 10
cell = lt.LSTMCell.standard().replace(candidate_activation=own)
trace = cell.run(x)
"""

NET = """
torch.manual_seed(0)
net = torch.nn.LSTM(4, 2).double()
x = torch.randn(6, 4, dtype=torch.float64)
xray = lt.trace_lstm(net, x)
"""

EXPLORER = """
x = np.array(lt.examples.NINE_STEPS)
explorer = lt.CellExplorer(lt.LSTMCell.lee(), x)
"""

SAVED = """
x = lt.examples.NINE_STEPS
trace = lt.LSTMCell.lee().run(x)
axes = lt.plot_trace(trace)
paths = lt.save_figure(axes, "saved", tmp)
"""

PANDAS = """
import pandas as pd
x = lt.examples.NINE_STEPS
cell = lt.LSTMCell.lee()
frame = pd.DataFrame(np.array(x), columns=["x1", "x2", "x3", "1"])
right = cell.run(x).h.ravel().tolist()
"""

PRINTED = """
import contextlib, io
def printed(function, *args):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        function(*args)
    return out.getvalue()
"""


def refusable(code):
    """Return the code, where a ValueError or TypeError is as good as the right result."""
    body = textwrap.indent(code.strip(), "    ")
    return f"try:\n{body}\nexcept (TypeError, ValueError):\n    result = 'refused'"


def unsettable(code):
    """Return the code, where any exception is right: an attribute that must not be set."""
    return f"result = 'set'\ntry:\n    {code.strip()}\nexcept Exception:\n    result = 'refused'"


def looked_up(code):
    """Return the code of a look-up that must fail; result is the message, of a KeyError, too."""
    caught = "except (KeyError, TypeError, ValueError) as error:\n    result = str(error)"
    return f"result = ''\ntry:\n    {code.strip()}\n{caught}"


ACTIVATIONS = [
    ("sigmoid of uint8", "result = lt.SIGMOID(np.array([200], np.uint8))", "abs(result[0] - 1) < 1e-12"),
    (
        "sigmoid of the smallest int8",
        "result = lt.SIGMOID(np.array([-128], np.int8))",
        "0 < result[0] < 1e-50",
    ),
    ("sigmoid of uint64", "result = lt.SIGMOID(np.array([2**63], np.uint64))", "result.tolist() == [1.0]"),
    ("tanh of float16", "result = lt.TANH(np.float16([0.5])).dtype == np.float64", "result"),
    ("linear of uint8 is a float", "result = lt.LINEAR(np.array([200], np.uint8)) * 2", "result[0] == 400"),
    (
        "linear gives a view of its argument",
        "z = np.ones(3)\ny = lt.LINEAR(z)\nz[0] = 9\nresult = y.tolist()",
        "result == [1, 1, 1]",
    ),
    ("sigmoid of big-endian float32", "result = lt.SIGMOID(np.zeros(1, '>f4'))", "result[0] == 0.5"),
    ("sigmoid of a scalar float32", "result = lt.SIGMOID(np.float32(1)).dtype == np.float32", "result"),
    (
        "sigmoid of a list of lists",
        "result = lt.SIGMOID([[0, 0], [0, 0]]).tolist()",
        "result == [[0.5, 0.5]] * 2",
    ),
    (
        "step of NaN is neither open nor closed",
        refusable("result = lt.STEP(np.array([np.nan]))[0]"),
        "result == 'refused' or result != result",
    ),
    (
        "step of bools",
        refusable("result = (lt.LINEAR(np.array([True, False])) + 1).tolist()"),
        "result in ('refused', [2.0, 1.0])",
    ),
    (
        "sigmoid loses a mask",
        refusable("result = bool(np.ma.getmaskarray(lt.SIGMOID(np.ma.masked_equal([1.0, 999], 999))).any())"),
        "result in ('refused', True)",
    ),
    ("sigmoid of text", "lt.SIGMOID('0.5')", "error"),
    ("sigmoid of text in an array", "lt.SIGMOID(np.array(['1', '2']))", "error"),
    ("sigmoid of a date", "lt.SIGMOID(np.array(['2024-01-01'], 'datetime64[D]'))", "error"),
    ("sigmoid of a duration", "lt.SIGMOID(np.array([3], 'timedelta64[s]'))", "error"),
    ("sigmoid of complex numbers", "lt.SIGMOID(np.array([1j]))", "error"),
    ("sigmoid of ragged lists", "lt.SIGMOID([[1, 2], [3]])", "error"),
    ("sigmoid of a generator", "lt.SIGMOID(z for z in (1, 2))", "error"),
    ("sigmoid of an int beyond float", "lt.SIGMOID(10**400)", "error"),
    ("sigmoid of a tensor", "result = lt.SIGMOID(torch.zeros(2)).tolist()", "result == [0.5, 0.5]"),
    (
        "own function with math.exp",
        "import math\n"
        "f = lt.Activation('mine', lambda z: 1 / (1 + math.exp(-z)), lambda z: 0 * z)\n"
        "lt.LSTMCell.lee().replace(gate_activation=f).run(lt.examples.NINE_STEPS)",
        "error",
    ),
    (
        "own function that changes z in place",
        refusable(
            "def double(z):\n    z *= 2\n    return z\n"
            "own = lt.Activation('double', double, lambda z: 2 + 0 * z)\n"
            "trace = lt.LSTMCell.lee().replace(candidate_activation=own).run(lt.examples.NINE_STEPS)\n"
            "result = trace.z_g.ravel().tolist()"
        ),
        "result in ('refused', [1, 3, 2, 4, 2, 1, 3, 6, 1])",
    ),
    (
        "softmax as an activation",
        "f = lt.Activation('softmax', lambda z: np.exp(z) / np.exp(z).sum(), lambda z: 0 * z)\n"
        "lt.LSTMCell.lee().replace(candidate_activation=f).run(lt.examples.NINE_STEPS)",
        "error",
    ),
    (
        "own function that returns bools",
        refusable(
            "f = lt.Activation('hard', lambda z: z >= 0, lambda z: 0 * z)\n"
            "trace = lt.LSTMCell.lee().replace(gate_activation=f).run(lt.examples.NINE_STEPS)\n"
            "result = trace.c.ravel().tolist()"
        ),
        "result in ('refused', [0, 3, 3, 7, 7, 7, 0, 6, 6])",
    ),
    ("derivative left out", "lt.Activation('relu', lambda z: np.maximum(z, 0))", "error"),
    ("derivative as a number", "lt.Activation('line', lambda z: z, 1)", "error"),
    (
        "ReLU of one's own",
        "relu = lt.Activation(np.str_('relu'), lambda z: np.maximum(z, 0), lambda z: (z > 0).astype("
        "z.dtype))\n"
        "lt.LSTMCell.lee().replace(memory_activation=relu).run(lt.examples.NINE_STEPS)",
        "works",
    ),
    (
        "pickling an own activation with a known name",
        "import pickle\n"
        "own = lt.Activation('tanh', np.sin, np.cos)\n"
        "result = float(pickle.loads(pickle.dumps(own))(3.0))",
        "abs(result - 0.14112) < 1e-5",
    ),
    (
        "deepcopy of a known activation",
        "import copy\nresult = copy.deepcopy(lt.STEP).is_known and float(copy.deepcopy(lt.STEP)(-1.0)) == 0",
        "result is True",
    ),
]

CELLS = [
    ("weights transposed", "lt.LSTMCell(np.ones((3, 8)))", "error"),
    ("weights flat", "lt.LSTMCell([1, 2, 3, 4])", "error"),
    (
        "bias and recurrent weights exchanged",
        TWO_UNITS + "lt.LSTMCell(weights[0], weights[2], weights[1])",
        "error",
    ),
    ("bias as a column", "lt.LSTMCell(np.ones((8, 3)), bias=np.ones((8, 1)))", "error"),
    ("PyTorch's two biases at once", "lt.LSTMCell(np.ones((8, 3)), bias=np.ones((2, 8)))", "error"),
    (
        "two biases one after the other",
        "lt.LSTMCell(np.ones((4, 3)), np.ones((4, 1)), np.ones(4), np.ones(4))",
        "error",
    ),
    ("weights with a mask", "lt.LSTMCell(np.ma.masked_equal(np.ones((4, 3)), 1))", "error"),
    ("weights as text", "lt.LSTMCell([['1'], ['2'], ['3'], ['4']])", "error"),
    ("weights with NaN", "lt.LSTMCell([[1], [np.nan], [1], [1]])", "error"),
    (
        "weights as nested tuples of ints",
        "lt.LSTMCell(((1,), (2,), (3,), (4,))).run(np.ones((3, 1)))",
        "works",
    ),
    (
        "weights as read-only float32",
        "w = np.ones((4, 2), np.float32)\nw.flags.writeable = False\nlt.LSTMCell(w)",
        "works",
    ),
    (
        "weights and inputs in int8 overflow",
        "cell = lt.LSTMCell(np.full((4, 1), 100, np.int8), candidate_activation='linear', "
        "memory_activation='linear')\n"
        "result = cell.run(np.full((1, 1), 100, np.int8)).c.tolist()",
        "result == [[10000]]",
    ),
    (
        "weights changed after the cell is made",
        "w = np.zeros((4, 1))\ncell = lt.LSTMCell(w)\nw[:] = 100\nresult = cell.weight_ih.ravel().tolist()",
        "result == [0, 0, 0, 0]",
    ),
    ("weights of a cell changed in place", "cell = lt.LSTMCell.lee()\ncell.weight_ih[0, 0] = 5", "error"),
    (
        "weights of a cell set",
        "cell = lt.LSTMCell.lee()\n" + unsettable("cell.weight_ih = np.ones((4, 4))"),
        "result == 'refused'",
    ),
    (
        "a misspelt attribute of a cell set",
        "cell = lt.LSTMCell.lee()\n" + unsettable("cell.biass = np.ones(4)"),
        "result == 'refused'",
    ),
    ("an activation that is not there", "lt.LSTMCell.lee().replace(gate_activation='relu')", "error"),
    ("NumPy's function as activation", "lt.LSTMCell.lee().replace(memory_activation=np.tanh)", "error"),
    (
        "PyTorch's module as activation",
        "lt.LSTMCell.lee().replace(memory_activation=torch.nn.Tanh())",
        "error",
    ),
    (
        "name of an activation as np.str_",
        "lt.LSTMCell.lee().replace(memory_activation=np.str_('tanh'))",
        "works",
    ),
    ("replace with a wrong name", "lt.LSTMCell.lee().replace(gates='sigmoid')", "error"),
    ("replace with weights of another size", "lt.LSTMCell.lee().replace(weight_ih=np.ones((8, 4)))", "error"),
    ("labels as a set", "lt.LSTMCell(np.ones((4, 4)), input_labels={'a', 'b', 'c', 'd'})", "error"),
    ("labels as numbers", "lt.LSTMCell(np.ones((4, 2)), input_labels=[1, 2])", "works"),
    (
        "one label twice",
        "lt.LSTMCell(np.ones((4, 2)), input_labels=['x', 'x']).run(np.ones((3, 2))).table()",
        "error",
    ),
    ("one label too few", "lt.LSTMCell(np.ones((4, 2)), input_labels=['x'])", "error"),
    (
        "labels as a list of np.str_",
        "lt.LSTMCell(np.ones((4, 2)), input_labels=list(np.array(['a', 'b'])))",
        "works",
    ),
    (
        "labels as a generator",
        refusable(
            "result = lt.LSTMCell(np.ones((4, 2)), input_labels=(n for n in 'ab')).replace().input_labels"
        ),
        "result in ('refused', ('a', 'b'))",
    ),
    (
        "a label equal to a row name",
        refusable(
            "cell = lt.LSTMCell.lee().replace(input_labels=('c', 'x2', 'x3', '1'))\n"
            "result = cell.run(lt.examples.NINE_STEPS).table()['c'].tolist()"
        ),
        "result in ('refused', [0, 3, 3, 7, 7, 7, 0, 6, 6])",
    ),
    (
        "a label equal to the row name of one unit",
        refusable(
            TWO_UNITS + "t = cell.replace(input_labels=('h[0]', 'a', 'b')).run(x)\n"
            "result = bool((t.table()['h[0]'] == t.h[:, 0]).all())"
        ),
        "result in ('refused', True)",
    ),
    ("rows by name, one forgotten", "lt.LSTMCell.from_gates(i=[1], f=[1], g=[1])", "error"),
    ("rows by name, c for g", "lt.LSTMCell.from_gates(i=[1], f=[1], c=[1], o=[1])", "error"),
    ("rows by name, positional", "lt.LSTMCell.from_gates([1], [1], [1], [1])", "error"),
    ("rows as numbers", "lt.LSTMCell.from_gates(i=1, f=1, g=1, o=1)", "works"),
    ("rows of different lengths", "lt.LSTMCell.from_gates(i=[1, 2], f=[1], g=[1, 2], o=[1, 2])", "error"),
    (
        "rows as a set, without an order",
        "lt.LSTMCell.from_gates(i={3, 1}, f=[1, 2], g=[1, 2], o=[1, 2])",
        "error",
    ),
    (
        "rows as range and tuple",
        "lt.LSTMCell.from_gates(i=range(2), f=(1, 2), g=[1, 2], o=np.ones(2))",
        "works",
    ),
    (
        "bias by a wrong name",
        "lt.LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], bias={'forget': 1})",
        "error",
    ),
    ("bias with a capital", "lt.LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], bias={'F': 1})", "error"),
    ("bias as a list", "lt.LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], bias=[0, 1, 0, 0])", "error"),
    (
        "the lecture's weights as settings",
        "lt.LSTMCell.from_gates(**lt.examples.LEE_WEIGHTS, gate_activation='step')",
        "works",
    ),
    ("the lecture's inputs changed in place", "x = lt.examples.NINE_STEPS\nx[0, 0] = x[0, 0]", "error"),
    (
        "the lecture's weights replaced in the dict",
        "weights = lt.examples.LEE_WEIGHTS\n"
        "old = weights['i']\n"
        "try:\n    weights['i'] = (1.0, 1.0, 1.0, 1.0)\n"
        "except TypeError:\n    pass\n"
        "result = lt.LSTMCell.lee().weight_ih[0].tolist()\n"
        "if weights['i'] is not old:\n    weights['i'] = old",
        "result == [0, 100, 0, -10]",
    ),
    (
        "pickle and deepcopy of a cell",
        "import copy, pickle\n"
        "cell = lt.LSTMCell.lee()\n"
        "copies = copy.deepcopy(cell), pickle.loads(pickle.dumps(cell))\n"
        "result = [c.run(lt.examples.NINE_STEPS).h[5, 0] for c in copies] + "
        "[c.weight_ih.flags.writeable for c in copies]",
        "result == [7, 7, False, False]",
    ),
]

RUNS = [
    ("x transposed", LEE + "cell.run(x.T)", "error"),
    ("one step in place of a sequence", LEE + "cell.run([3, 1, 0, 1])", "error"),
    (
        "a series of numbers for one input",
        refusable("result = lt.LSTMCell(np.ones((4, 1))).run(np.ones(5)).c.shape"),
        "result in ('refused', (5, 1))",
    ),
    (
        "batch before time, noticed by h0",
        BATCH + "cell.run(x.transpose(1, 0, 2), h0=np.zeros((2, 1)))",
        "error",
    ),
    ("PyTorch's pair of states as h0", TWO_UNITS + "cell.run(x, (np.zeros(2), np.zeros(2)))", "error"),
    (
        "PyTorch's pair of states as h0, where N = 2 hides it",
        BATCH + "h, c = np.zeros(1), np.full(1, 9.0)\ncell.run(x, (h, c))",
        "error",
    ),
    ("h0 with a layer axis", TWO_UNITS + "cell.run(x, np.zeros((1, 2)))", "error"),
    ("c0 with NaN", LEE + "cell.run(x, c0=[np.nan])", "error"),
    ("x with a mask", LEE + "cell.run(np.ma.masked_equal(x, 4))", "error"),
    ("x as a masked array without a mask", LEE + "cell.run(np.ma.array(x))", "works"),
    ("x with None", LEE + "cell.run([[1, None, 0, 1]])", "error"),
    ("x as text", LEE + "cell.run([['1', '0', '0', '1']])", "error"),
    ("x as dates", LEE + "cell.run(np.full((2, 4), np.datetime64('2024-01-01')))", "error"),
    (
        "x as a structured array",
        LEE + "cell.run(np.zeros(9, [('x1', float), ('x2', float), ('x3', float), ('x4', float)]))",
        "error",
    ),
    ("x as a list of rows of two lengths", LEE + "cell.run([[1, 0, 0, 1], [3, 1, 0]])", "error"),
    ("x as the name of a file", LEE + "cell.run('inputs.csv')", "error"),
    ("x as a trace", LEE + "cell.run(trace)", "error"),
    ("x with four axes", LEE + "cell.run(np.ones((2, 9, 2, 4)))", "error"),
    (
        "x as bools",
        refusable("result = lt.LSTMCell.lee().run(np.ones((2, 4), bool)).c.ravel().tolist()"),
        "result in ('refused', [1, 2])",
    ),
    (
        "x as a generator of rows, read twice",
        refusable(LEE + "result = cell.run(row for row in x).h.ravel().tolist()"),
        "result in ('refused', [0, 0, 0, 0, 0, 7, 0, 0, 6])",
    ),
    ("x reversed as a view", LEE + "result = cell.run(x[::-1]).x.tolist() == x[::-1].tolist()", "result"),
    (
        "x as np.matrix",
        LEE + "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n"
        "    matrix = np.matrix(x)\nresult = cell.run(matrix).c.shape",
        "result == (9, 1)",
    ),
    (
        "x as int64, uint8 or float16",
        LEE + "result = [float(cell.run(x[1:6].astype(t)).h[4, 0]) for t in ('i8', 'f2')]",
        "result == [7, 7]",
    ),
    (
        "x as a list of tensors",
        LEE + "result = cell.run([torch.tensor(r) for r in x]).h[5, 0]",
        "result == 7",
    ),
    (
        "x changed after the run",
        "x = np.array(lt.examples.NINE_STEPS)\ntrace = lt.LSTMCell.lee().run(x)\nx[:] = 0\n"
        "result = trace.table()['x1'].tolist()",
        "result == [1, 3, 2, 4, 2, 1, 3, 6, 1]",
    ),
    (
        "h0 changed after the run",
        "h0 = np.ones(1)\ntrace = lt.LSTMCell.lee().run(lt.examples.NINE_STEPS, h0=h0)\nh0[:] = 5\n"
        "result = trace.h_prev[0, 0]",
        "result == 1",
    ),
    (
        "numbers beyond the largest float",
        refusable("result = bool(np.isfinite(lt.LSTMCell.lee().run([[1.7e308, 1, 0, 1]] * 2).c).all())"),
        "result in ('refused', True)",
    ),
    (
        "large float64 inputs for float32 weights",
        refusable(
            "cell = lt.LSTMCell(np.ones((4, 1), np.float32), candidate_activation='linear')\n"
            "result = bool(np.isfinite(cell.run([[1e300]]).c).all())"
        ),
        "result in ('refused', True)",
    ),
    ("the arrays of a trace changed", LEE + "trace.h[0] = 1", "error"),
    ("the arrays from trace.arrays() changed", LEE + "trace.arrays()['h'][0] = 1", "error"),
    ("an attribute of a trace set", LEE + unsettable("trace.h = trace.c"), "result == 'refused'"),
    ("one step, with state as two arguments", LEE + "cell.step(x[0], np.zeros(1), np.zeros(1))", "error"),
    ("one step, with h alone as state", LEE + "cell.step(x[0], np.zeros(1))", "error"),
    (
        "one step, with one step of state too many",
        LEE + "cell.step(x[:5], (np.zeros((7, 1)), np.zeros((7, 1))))",
        "error",
    ),
    ("one step, state as text", LEE + "cell.step(x[0], 'hc')", "error"),
    ("one step, too few inputs", LEE + "cell.step([3, 1, 0])", "error"),
    ("one step, state as a list", LEE + "result = cell.step(x[5], [[0], [7]])", "result[0].tolist() == [7]"),
    (
        "one step, then the state changed in place",
        LEE + "h, c = cell.step(x[1])\nc_before = c\nh2, c2 = cell.step(x[2], (h, c))\n"
        "result = c_before.tolist()",
        "result == [3]",
    ),
    ("table of a batch", BATCH + "trace.table()", "error"),
    ("table with a row that is not there", LEE + looked_up("trace.table()['memory']"), "'c_prev' in result"),
    ("is a row in the table?", LEE + refusable("result = 'c' in trace.table()"), "result is True"),
    ("row of a table changed", LEE + "t = trace.table()\nt['h'][0] = 99", "error"),
    (
        "row of two lengths in a table",
        "from lstm_teach.core.table import Table\nTable({'a': [1, 2], 'b': [1]})",
        "error",
    ),
    ("text in a table", "from lstm_teach.core.table import Table\nTable({'a': ['1', 'x']})", "error"),
    ("a table of a list", "from lstm_teach.core.table import Table\nTable([[1, 2], [3, 4]])", "error"),
    (
        "rows changed after the table is made",
        "from lstm_teach.core.table import Table\nrow = np.ones(3)\ntable = Table({'a': row})\n"
        "row[:] = 9\nresult = table['a'].tolist()",
        "result == [1, 1, 1]",
    ),
    (
        "a masked row in a table",
        refusable(
            "from lstm_teach.core.table import Table\n"
            "result = Table({'a': np.ma.masked_equal([1.0, 999], 999)})['a'].tolist()"
        ),
        "result in ('refused', [1.0, None])",
    ),
    ("a sequence of a trace without a batch", LEE + "trace.sequence(0)", "error"),
    ("a sequence that is not there", BATCH + "trace.sequence(2)", "error"),
    ("sequence True", BATCH + "trace.sequence(True)", "error"),
    ("sequence 0.0", BATCH + "trace.sequence(0.0)", "error"),
    ("several sequences", BATCH + "trace.sequence(slice(0, 2))", "error"),
    ("sequence by np.int64", BATCH + "result = trace.sequence(np.int64(-2)).h[5, 0]", "result == 7"),
    (
        "pickle of a trace",
        LEE + "import pickle\nt = pickle.loads(pickle.dumps(trace))\n"
        "result = [t.h[5, 0], t.h.flags.writeable, len(lt.plot_trace(t))]",
        "result == [7, False, 4]",
    ),
    (
        "deepcopy of a trace goes into backward",
        LEE + "import copy\nlt.backward(cell, copy.deepcopy(trace), trace.h)",
        "works",
    ),
]

GRADIENTS = [
    ("dL_dh without its last axis", LEE + "lt.backward(cell, trace, np.ones(9))", "error"),
    ("dL_dh as one number", LEE + "lt.backward(cell, trace, 1.0)", "error"),
    ("dL_dh with a mask", LEE + "lt.backward(cell, trace, np.ma.masked_equal(trace.h, 7))", "error"),
    ("dL_dh with NaN", LEE + "lt.backward(cell, trace, trace.h * np.nan)", "error"),
    ("dL_dh as the trace", LEE + "lt.backward(cell, trace, trace)", "error"),
    ("dL_dh with batch before time", BATCH + "lt.backward(cell, trace, np.ones((2, 9, 1)))", "error"),
    (
        "dL_dh as ints in lists",
        LEE + "result = lt.backward(cell, trace, [[1]] * 9).h.dtype == np.float64",
        "result",
    ),
    ("dL_dh as a tensor", LEE + "lt.backward(cell, trace, torch.ones(9, 1))", "works"),
    ("dL_dc_last for every step", LEE + "lt.backward(cell, trace, trace.h, np.ones((9, 1)))", "error"),
    ("cell and trace exchanged", LEE + "lt.backward(trace, cell, trace.h)", "error"),
    ("inputs in place of the trace", LEE + "lt.backward(cell, x, trace.h)", "error"),
    ("nn.LSTM in place of the cell", LEE + "lt.backward(torch.nn.LSTM(4, 1), trace, trace.h)", "error"),
    (
        "trace of hard gates, cell of soft ones",
        LEE + "lt.backward(cell.replace(gate_activation='sigmoid'), trace, trace.h)",
        "error",
    ),
    (
        "trace of another own activation of that name",
        OWN + "lt.backward(lt.LSTMCell.standard(), trace, trace.h)",
        "error",
    ),
    ("an equal cell made anew", LEE + "lt.backward(lt.LSTMCell.lee(), trace, trace.h)", "works"),
    (
        "gradient of an own activation with a known name",
        OWN + "def loss(d):\n"
        "    w = np.array(cell.weight_ih)\n    w[2, 0] += d\n"
        "    return float(cell.replace(weight_ih=w).run(x).h.sum())\n"
        "slope = (loss(1e-6) - loss(-1e-6)) / 2e-6\n"
        "result = abs(lt.backward(cell, trace, np.ones((9, 1))).weight_ih[2, 0] - slope)",
        "result < 1e-6",
    ),
    (
        "run with an own activation with a known name",
        OWN + "result = abs(trace.g - np.sin(trace.z_g)).max()",
        "result == 0",
    ),
    ("gradients changed in place", LEE + "lt.backward(cell, trace, trace.h).weight_ih[0] = 0", "error"),
    (
        "gradients of an nn.LSTM by its X-ray",
        NET + "t = xray[0, 'forward']\nlt.backward(lt.from_torch(net), t, t.h)",
        "works",
    ),
    ("jacobian of a batch", BATCH + "lt.memory_jacobian(cell, trace)", "error"),
    (
        "jacobian of one sequence of a batch",
        BATCH + "lt.memory_jacobian(cell, trace.sequence(1)).span(0, 9)",
        "works",
    ),
    ("jacobian of another cell's trace", LEE + "lt.memory_jacobian(lt.LSTMCell.standard(), trace)", "error"),
    ("span backwards", STANDARD + "lt.memory_jacobian(cell, trace).span(6, 2)", "error"),
    ("span from -1", STANDARD + "lt.memory_jacobian(cell, trace).span(-1, 3)", "error"),
    ("span beyond the end", STANDARD + "lt.memory_jacobian(cell, trace).span(2, 10)", "error"),
    ("span from True", STANDARD + "lt.memory_jacobian(cell, trace).span(True, 3)", "error"),
    (
        "span of an unknown path",
        STANDARD + "lt.memory_jacobian(cell, trace).span(2, 6, 'recurrent')",
        "error",
    ),
    (
        "span by np.int64",
        STANDARD + "lt.memory_jacobian(cell, trace).span(np.int64(2), np.int32(6))",
        "works",
    ),
    (
        "span of nothing",
        TWO_UNITS + "result = lt.memory_jacobian(cell, trace).span(3, 3).tolist()",
        "result == [[1, 0], [0, 1]]",
    ),
]

TORCH = [
    ("hard gates into nn.LSTMCell", "lt.to_torch(lt.LSTMCell.lee())", "error"),
    ("an own activation with a known name into nn.LSTM", OWN + "lt.to_torch(cell, 'LSTM')", "error"),
    (
        "an own activation with a known name into TorchLSTMCell",
        OWN
        + refusable(
            "h, c = lt.to_torch(cell, 'TorchLSTMCell')(torch.tensor(x[1]))\n"
            "result = abs(c.item() - trace.i[1, 0] * np.sin(0.3))"
        ),
        "result == 'refused' or result < 1e-9",
    ),
    (
        "an own activation with a known name in TorchLSTMCell(…)",
        OWN + "lt.TorchLSTMCell(4, 1, candidate_activation=own)",
        "error",
    ),
    ("kind as a class", "lt.to_torch(lt.LSTMCell.standard(), torch.nn.GRU)", "error"),
    ("kind GRU", "lt.to_torch(lt.LSTMCell.standard(), 'GRU')", "error"),
    ("a trace to PyTorch", LEE + "lt.to_torch(trace)", "error"),
    ("activation in the place of bias", "lt.TorchLSTMCell(4, 1, 'step')", "error"),
    ("sizes as floats", "lt.TorchLSTMCell(4.0, 1.0)", "error"),
    ("sizes as np.int64", "lt.TorchLSTMCell(np.int64(4), np.int64(1))", "works"),
    (
        "NumPy's function in a TorchLSTMCell",
        "lt.TorchLSTMCell(4, 1, memory_activation=np.tanh)(torch.ones(4))",
        "error",
    ),
    (
        "a sum as activation of a TorchLSTMCell",
        "lt.TorchLSTMCell(4, 2, memory_activation=lambda z: z.sum())(torch.ones(4))",
        "error",
    ),
    (
        "ReLU in a TorchLSTMCell",
        "lt.TorchLSTMCell(4, 2, memory_activation=torch.relu)(torch.ones(4))[0].sum().backward()",
        "works",
    ),
    ("an nn.GRU", "lt.from_torch(torch.nn.GRU(4, 2))", "error"),
    ("a state_dict", "lt.from_torch(torch.nn.LSTMCell(4, 2).state_dict())", "error"),
    ("a net that contains an LSTM", "lt.from_torch(torch.nn.Sequential(torch.nn.LSTM(4, 2)))", "error"),
    ("a class in place of a module", "lt.from_torch(torch.nn.LSTM)", "error"),
    ("a layer that is not there", "lt.from_torch(torch.nn.LSTM(4, 2), layer=1)", "error"),
    ("layer -1", "lt.from_torch(torch.nn.LSTM(4, 2, 2), layer=-1)", "error"),
    ("layer True", "lt.from_torch(torch.nn.LSTM(4, 2, 2), layer=True)", "error"),
    ("a direction that is not there", "lt.from_torch(torch.nn.LSTM(4, 2), direction=1)", "error"),
    (
        "a direction by the name of a layer",
        "lt.from_torch(torch.nn.LSTM(4, 2, bidirectional=True), direction='back')",
        "error",
    ),
    ("half precision", "lt.from_torch(torch.nn.LSTM(4, 2).half())", "error"),
    ("a module without data", "lt.from_torch(torch.nn.LSTM(4, 2, device='meta'))", "error"),
    (
        "training goes on after from_torch",
        "net = torch.nn.LSTMCell(4, 1)\ncell = lt.from_torch(net)\nbefore = cell.weight_ih.tolist()\n"
        "with torch.no_grad():\n    net.weight_ih.add_(1)\n    net.weight_hh.add_(1)\n"
        "result = cell.weight_ih.tolist() == before",
        "result",
    ),
    (
        "training after to_torch changes the cell",
        "cell = lt.LSTMCell.standard()\nnet = lt.to_torch(cell)\nwith torch.no_grad():\n"
        "    net.weight_ih.zero_()\n"
        "result = cell.weight_ih.any()",
        "result",
    ),
    ("nn.LSTMCell under the X-ray", "lt.trace_lstm(torch.nn.LSTMCell(4, 2), torch.ones(6, 4))", "error"),
    (
        "double inputs for a float net",
        "lt.trace_lstm(torch.nn.LSTM(4, 2), torch.ones(6, 4, dtype=torch.float64))",
        "error",
    ),
    (
        "ints as inputs of a net",
        "lt.trace_lstm(torch.nn.LSTM(4, 2), torch.ones(6, 4, dtype=torch.int64))",
        "error",
    ),
    ("state without c", NET + "lt.trace_lstm(net, x, torch.zeros(1, 2))", "error"),
    (
        "state of another batch",
        NET + "lt.trace_lstm(net, x, (torch.zeros(1, 3, 2), torch.zeros(1, 3, 2)))",
        "error",
    ),
    (
        "dropout in training mode",
        "lt.trace_lstm(torch.nn.LSTM(4, 2, 2, dropout=0.5), torch.ones(6, 4))",
        "error",
    ),
    ("inputs with NaN", NET + "lt.trace_lstm(net, x * float('nan'))", "error"),
    ("inputs with requires_grad", NET + "lt.trace_lstm(net, x.requires_grad_())", "works"),
    ("the X-ray, layer alone", NET + looked_up("xray[0]"), "'forward' in result"),
    ("the X-ray, direction as a number", NET + looked_up("xray[0, 1]"), "'forward' in result"),
    (
        "the X-ray, a layer that is not there",
        NET + looked_up("xray[1, 'forward']"),
        "'layer' in result or 'forward' in result",
    ),
    ("the X-ray by np.int64", NET + "xray[np.int64(0), 'forward']", "works"),
    (
        "inputs changed after the X-ray",
        NET + "before = x.tolist()\nx.zero_()\nresult = xray[0, 'forward'].x.tolist() == before",
        "result",
    ),
    (
        "packed sequences that were not sorted",
        "net = torch.nn.LSTM(4, 2).double()\n"
        "xs = [torch.randn(n, 4, dtype=torch.float64) for n in (2, 5, 3)]\n"
        "xray = lt.trace_lstm(net, torch.nn.utils.rnn.pack_sequence(xs, enforce_sorted=False))\n"
        "result = [float(abs(torch.tensor(t.h) - net(x)[0].detach()).max()) if len(t) == len(x) else 9 "
        "for t, x in zip(xray[0, 'forward'], xs)]",
        "max(result) < 1e-12",
    ),
    (
        "the X-ray changes what is being trained",
        NET + "result = (net.training, net.weight_ih_l0.grad, net.weight_ih_l0.requires_grad)",
        "result == (True, None, True)",
    ),
]

EXPLORERS = [
    ("cell and x exchanged", LEE + "lt.CellExplorer(x, cell)", "error"),
    ("a trace in place of the cell", LEE + "lt.CellExplorer(trace, x)", "error"),
    ("explorer with x transposed", LEE + "lt.CellExplorer(cell, x.T)", "error"),
    ("explorer of two units", TWO_UNITS + "lt.CellExplorer(cell, x)", "error"),
    ("explorer of a batch", BATCH + "lt.CellExplorer(cell, x)", "error"),
    ("explorer of an own activation with a known name", OWN + "lt.CellExplorer(cell, x)", "error"),
    ("explorer from step 0", LEE + "lt.CellExplorer(cell, x, step=0)", "error"),
    ("explorer from step 10 of 9", LEE + "lt.CellExplorer(cell, x, step=10)", "error"),
    ("explorer from step True", LEE + "lt.CellExplorer(cell, x, step=True)", "error"),
    (
        "explorer from step np.int64(3)",
        LEE + "result = lt.CellExplorer(cell, x, step=np.int64(3)).step",
        "result == 3",
    ),
    ("explorer with the second cell's name", LEE + "lt.CellExplorer(cell, x, second='sigmoid')", "error"),
    (
        "explorer's x changed from outside",
        EXPLORER + "x[:] = 0\nresult = explorer.trace.h[5, 0]",
        "result == 7",
    ),
    ("explorer's x set transposed", EXPLORER + "explorer.x = x.T", "error"),
    ("explorer's x set with a mask", EXPLORER + "explorer.x = np.ma.masked_equal(x, 4)", "error"),
    (
        "explorer's x set as a list of ints",
        EXPLORER + "explorer.x = [[3, 1, 1, 1]]\nresult = explorer.trace.h.tolist()",
        "result == [[3]]",
    ),
    ("explorer's weights set as (4, 4)", EXPLORER + "explorer.weights = np.ones((4, 4))", "error"),
    (
        "one weight of the explorer changed in place",
        EXPLORER + refusable("explorer.weights[2, 0] = 2\nresult = explorer.trace.h[5, 0]"),
        "result in ('refused', 14)",
    ),
    ("explorer's activations set as one name", EXPLORER + "explorer.activations = 'sigmoid'", "error"),
    (
        "explorer's activations set as a list",
        EXPLORER + "explorer.activations = ['sigmoid', 'tanh', 'tanh']\n"
        "result = round(float(explorer.trace.h[5, 0]), 6)",
        "0.96 < result < 0.965",
    ),
    (
        "explorer's step set beyond the end",
        EXPLORER + refusable("explorer.step = 99") + "\nresult = explorer.step",
        "1 <= result <= 9",
    ),
    (
        "explorer's cell set to one of three inputs",
        EXPLORER + "explorer.cell = lt.LSTMCell(np.ones((4, 3)))",
        "error",
    ),
    ("explorer's trace set", EXPLORER + unsettable("explorer.trace = None"), "result == 'refused'"),
    (
        "shorter x while the last step is shown",
        EXPLORER + "explorer.step = 9\nexplorer.x = x[:3]\nresult = explorer.step",
        "1 <= result <= 3",
    ),
    ("compare without a list", LEE + "lt.CellExplorer.compare(cell, lt.LSTMCell.standard(), x)", "error"),
    ("compare one cell", LEE + "lt.CellExplorer.compare([cell], x)", "error"),
    (
        "compare cells of other weights",
        LEE + "lt.CellExplorer.compare([cell, cell.replace(bias=np.ones(4))], x)",
        "error",
    ),
    (
        "compare a tuple of cells",
        LEE + "lt.CellExplorer.compare((cell, lt.LSTMCell.standard()), x, step=6)",
        "works",
    ),
    ("page without an ending", EXPLORER + "explorer.save_html(str(tmp / 'page'))", "error"),
    ("page named .pdf", EXPLORER + "explorer.save_html(tmp / 'page.pdf')", "error"),
    ("page into the folder itself", EXPLORER + "explorer.save_html(tmp)", "error"),
    ("page by a Path", EXPLORER + "result = explorer.save_html(tmp / 'page.html').exists()", "result"),
    ("explorer from half a link", EXPLORER + "lt.CellExplorer.from_url(explorer.link[:-7])", "error"),
    (
        "explorer from a link of something else",
        "lt.CellExplorer.from_url('https://example.org/#a=1')",
        "error",
    ),
    (
        "explorer from its own link",
        EXPLORER + "result = lt.CellExplorer.from_url('https://a.org/p.html' + explorer.link).trace.h[5, 0]",
        "result == 7",
    ),
    (
        "export of an explorer",
        EXPLORER + "result = all(p.exists() for p in explorer.export('mine', tmp))",
        "result",
    ),
    ("shapes with an option of nn.LSTM by its other name", "lt.ShapeExplorer(hidden_size=3)", "error"),
    ("shapes with batch_first", "lt.ShapeExplorer(batch_first=True)", "error"),
    ("shapes with a wrong layout", "lt.ShapeExplorer(layout='batch')", "error"),
    ("shapes with H = 0", "lt.ShapeExplorer(H=0)", "error"),
    ("shapes with H = True", "lt.ShapeExplorer(H=True)", "error"),
    ("shapes with H as a float", "lt.ShapeExplorer(H=2.5)", "error"),
    ("shapes with bidirectional as text", "lt.ShapeExplorer(bidirectional='no')", "error"),
    ("shapes with np.int64", "result = lt.ShapeExplorer(H=np.int64(5)).options['H']", "result == 5"),
    ("shapes with an impossible projection", "lt.ShapeExplorer(H=3, proj_size=3).rows", "error"),
    ("plot with sliders, no range", "lt.live_plot(lambda fig, k: None, k=5)", "error"),
    ("plot with sliders, range backwards", "lt.live_plot(lambda fig, k: None, k=(5, 1))", "error"),
    ("plot with sliders, step 0", "lt.live_plot(lambda fig, k: None, k=(1, 5, 0))", "error"),
    ("plot with sliders, start outside", "lt.live_plot(lambda fig, k: None, k=(1, 5, 1, 9))", "error"),
    ("plot with sliders, name misspelt", "lt.live_plot(lambda fig, bias: None, bais=(1, 5))", "error"),
    ("plot with sliders, one forgotten", "lt.live_plot(lambda fig, a, b: None, a=(1, 5))", "error"),
    ("plot with sliders, without fig", "lt.live_plot(lambda k: None, k=(1, 5))", "error"),
    (
        "plot with sliders, draw already called",
        "draw = lambda fig, k: None\nlt.live_plot(draw(None, 1), k=(1, 5))",
        "error",
    ),
    ("plot with sliders, size as one number", "lt.live_plot(lambda fig, k: None, size=5, k=(1, 5))", "error"),
    (
        "plot with sliders, NumPy numbers",
        "result = lt.live_plot(lambda fig, k: None, k=(np.int64(1), np.int64(5))).values",
        "result == {'k': 1}",
    ),
    ("plot with sliders, empty choices", "lt.live_plot(lambda fig, k: None, k=[])", "error"),
]

PICTURES = [
    ("circuit of step 0", LEE + "lt.plot_cell(trace, 0)", "error"),
    ("circuit of step -1", LEE + "lt.plot_cell(trace, -1)", "error"),
    ("circuit of step 10 of 9", LEE + "lt.plot_cell(trace, 10)", "error"),
    ("circuit of step True", LEE + "lt.plot_cell(trace, True)", "error"),
    ("circuit of step '6'", LEE + "lt.plot_cell(trace, '6')", "error"),
    ("circuit of no steps", LEE + "lt.plot_cell(trace, [])", "error"),
    ("circuit of a range of steps", LEE + "lt.plot_cell(trace, range(1, 4))", "works"),
    ("circuit of np.int64", LEE + "lt.plot_cell(trace, np.argmax(trace.h) + 1)", "works"),
    (
        "circuit of a figure as step",
        LEE + "import matplotlib.figure as m\nlt.plot_cell(trace, m.Figure())",
        "error",
    ),
    ("circuit of two units", TWO_UNITS + "lt.plot_cell(trace, 1)", "error"),
    ("plot of a cell", LEE + "lt.plot_trace(cell)", "error"),
    ("plot of outputs", LEE + "lt.plot_memory(trace.c)", "error"),
    ("plot of a batch", BATCH + "lt.plot_gates(trace)", "error"),
    (
        "plot into an Axes where a Figure is meant",
        LEE + "import matplotlib.figure as m\nlt.plot_trace(trace, m.Figure().subplots())",
        "error",
    ),
    (
        "plot into a Figure where an Axes is meant",
        LEE + "import matplotlib.figure as m\nlt.plot_gates(trace, m.Figure())",
        "error",
    ),
    (
        "plot into an array of Axes",
        LEE + "import matplotlib.figure as m\nlt.plot_memory(trace, m.Figure().subplots(1, 2))",
        "error",
    ),
    (
        "plot with a dollar in a label",
        "cell = lt.LSTMCell.lee().replace(input_labels=('cost in $', 'x_2', '$\\\\alpha', '1'))\n"
        "lt.save_figure(lt.plot_trace(cell.run(lt.examples.NINE_STEPS)), 'dollar', tmp)",
        "works",
    ),
    ("weights without names", LEE + "lt.plot_weights(cell.weight_ih)", "error"),
    ("weights as a module", "lt.plot_weights(torch.nn.LSTMCell(4, 1))", "error"),
    ("weights of an nn.LSTM of two layers", "lt.plot_weights(torch.nn.LSTM(4, 2, 2).state_dict())", "works"),
    ("weights with five rows", "lt.plot_weights({'w': np.ones((5, 3))})", "error"),
    ("no weights", "lt.plot_weights({})", "error"),
    ("figure and name exchanged", LEE + "lt.save_figure('mine', lt.plot_trace(trace), tmp)", "error"),
    (
        "the module pyplot as figure",
        "import matplotlib.pyplot as plt\nlt.save_figure(plt, 'mine', tmp)",
        "error",
    ),
    ("a trace as figure", LEE + "lt.save_figure(trace, 'mine', tmp)", "error"),
    (
        "a list of Axes as figure",
        LEE + "lt.save_figure(list(lt.plot_trace(trace)), np.str_('mine'), str(tmp))",
        "works",
    ),
    (
        "Axes of two figures",
        LEE + "lt.save_figure([lt.plot_memory(trace), lt.plot_gates(trace)], 'mine', tmp)",
        "error",
    ),
    (
        "name with its ending",
        LEE
        + refusable(
            "result = sorted(p.name for p in lt.save_figure(lt.plot_memory(trace), 'mine.png', tmp))"
        ),
        "result in ('refused', ['mine.pdf', 'mine.png', 'mine.svg'])",
    ),
    ("name that leaves the folder", LEE + "lt.save_figure(lt.plot_memory(trace), '../mine', tmp)", "error"),
    ("name with a folder", LEE + "lt.save_figure(lt.plot_memory(trace), 'week1/mine', tmp)", "error"),
    ("empty name", LEE + "lt.save_figure(lt.plot_memory(trace), '', tmp)", "error"),
    ("name of 300 letters", LEE + "lt.save_figure(lt.plot_memory(trace), 'a' * 300, tmp)", "error"),
    ("name in Chinese", LEE + "lt.save_figure(lt.plot_memory(trace), '第一題', tmp)", "works"),
    (
        "caption in the place of folder",
        LEE + "lt.save_figure(lt.plot_memory(trace), 'mine', tmp, 'My figure')",
        "error",
    ),
    ("caption as a number", LEE + "lt.save_figure(lt.plot_memory(trace), 'mine', tmp, caption=5)", "error"),
    (
        "a figure of one's own saved, then loaded",
        "import matplotlib.figure as m\nax = m.Figure().subplots()\nax.plot([1, 2])\n"
        "lt.load_figure(lt.save_figure(ax, 'mine', tmp)[0])",
        "error",
    ),
    (
        "a figure saved by Matplotlib, then loaded",
        LEE + "lt.plot_memory(trace).figure.savefig(tmp / 'a.png')\nlt.load_figure(tmp / 'a.png')",
        "error",
    ),
    ("loaded with all paths at once", SAVED + "lt.load_figure(paths)", "error"),
    (
        "loaded as text",
        SAVED + "cell, again = lt.load_figure(str(paths[0]))\nresult = cell.run(again).h[5, 0]",
        "result == 7",
    ),
    ("loaded, run 1 of one", SAVED + "lt.load_figure(paths[0], 1)", "error"),
    ("loaded, run -1", SAVED + "lt.load_figure(paths[0], -1)", "error"),
    ("loaded, run False", SAVED + "lt.load_figure(paths[0], False)", "error"),
    (
        "loaded from half a file",
        SAVED + "paths[0].write_bytes(paths[0].read_bytes()[:400])\nlt.load_figure(paths[0])",
        "error",
    ),
    (
        "loaded from a page of text",
        "(tmp / 'a.png').write_text('hello')\nlt.read_stamp(tmp / 'a.png')",
        "error",
    ),
    (
        "stamp of a file of another kind",
        "(tmp / 'a.docx').write_text('hello')\nlt.read_stamp(tmp / 'a.docx')",
        "error",
    ),
    (
        "a figure used for another trace loads that one",
        STANDARD + "axes = lt.plot_trace(trace)\nfig = axes[0].figure\n"
        "lt.plot_trace(lt.LSTMCell.lee().run(x[:5]), fig)\n"
        "cell, again = lt.load_figure(lt.save_figure(fig, 'mine', tmp)[0])\n"
        "result = (len(again), cell.gate_activation.name)",
        "result == (5, 'step')",
    ),
    (
        "an Axes cleared by hand loads the run drawn last",
        STANDARD
        + "ax = lt.plot_memory(trace)\nax.clear()\nlt.plot_memory(lt.LSTMCell.lee().run(x[:5]), ax)\n"
        "cell, again = lt.load_figure(lt.save_figure(ax, 'mine', tmp)[0])\n"
        "result = (len(again), cell.gate_activation.name)",
        "result == (5, 'step')",
    ),
    (
        "an own activation with a known name, saved and loaded",
        OWN
        + refusable(
            "cell2, x2 = lt.load_figure(lt.save_figure(lt.plot_trace(trace), 'mine', tmp)[0])\n"
            "result = bool((cell2.run(x2).h == trace.h).all())"
        ),
        "result in ('refused', True)",
    ),
    (
        "a run that started from c0 = 5, saved and loaded",
        LEE + "t = cell.run(x, c0=[5])\nlt.load_figure(lt.save_figure(lt.plot_trace(t), 'mine', tmp)[0])",
        "error",
    ),
    ("a table where the trace is meant", LEE + "lt.save_table(trace.table(), 'mine', tmp)", "error"),
    ("the table of a batch", BATCH + "lt.save_table(trace, 'mine', tmp)", "error"),
    ("name and trace exchanged", LEE + "lt.save_table('mine', trace, tmp)", "error"),
    (
        "every digit in the CSV",
        STANDARD + "path = next(p for p in lt.save_table(trace, 'mine', tmp) if p.suffix == '.csv')\n"
        "read = np.genfromtxt(path, delimiter=',', names=True, skip_header=1)\n"
        "result = read['h'].tolist() == trace.h.ravel().tolist()",
        "result",
    ),
    (
        "a comma in a label in the CSV",
        refusable(
            "cell = lt.LSTMCell.lee().replace(input_labels=('a, b', 'x2', 'x3', '1'))\n"
            "t = cell.run(lt.examples.NINE_STEPS)\n"
            "path = next(p for p in lt.save_table(t, 'mine', tmp) if p.suffix == '.csv')\n"
            "import csv\nrows = list(csv.reader(path.read_text().splitlines()[1:]))\n"
            "result = len({len(row) for row in rows})"
        ),
        "result in ('refused', 1)",
    ),
    ("a report of one text", "lt.report('mine', 'My answer', folder=tmp)", "error"),
    ("a report with an open answer", "lt.report('mine', ['# 1', ...], folder=tmp)", "error"),
    (
        "a report with caption and figure exchanged",
        LEE + "lt.report('mine', [(lt.plot_memory(trace), 'Memory')], folder=tmp)",
        "error",
    ),
    ("a report with a batch", BATCH + "lt.report('mine', [('Batch', trace)], folder=tmp)", "error"),
    ("a report with a dict", "lt.report('mine', {'# 1': 'text'}, folder=tmp)", "error"),
    (
        "a report with half a formula",
        refusable("lt.report('mine', [r'It costs $5 and \\frac{1'], folder=tmp)\nresult = 'written'"),
        "result in ('refused', 'written')",
    ),
    (
        "a report with a wrong part writes nothing",
        LEE
        + refusable("lt.report('mine', ['Good', lt.plot_memory(trace), object()], folder=tmp)")
        + "\nresult = len(list(tmp.iterdir()))",
        "result == 0",
    ),
    (
        "a report of a generator of parts",
        refusable(
            "paths = lt.report('mine', (part for part in ['one answer', 'another']), folder=tmp)\n"
            "result = (tmp / 'mine.md').read_text()"
        ),
        "result == 'refused' or ('one answer' in result and 'another' in result)",
    ),
    (
        "a report of a tuple of parts",
        LEE + "lt.report('mine', ('Text', ('A number', np.float64(7)), trace), folder=tmp)",
        "works",
    ),
]

EXERCISES = [
    ("check of no exercise", PRINTED + "result = printed(lt.check, '9z', 1)", "'1a' in result"),
    (
        "check with its arguments exchanged",
        PRINTED + "result = printed(lt.check, [0, 2, 3], '1a')",
        "len(result) > 0",
    ),
    (
        "check of a tuple, an array and a tensor",
        PRINTED + "y = [0, 2, 3, 0, 0, 3]\n"
        "result = [printed(lt.check, '1a', a).split('.')[0] for a in (y, tuple(y), np.array(y, "
        "np.int8), torch.tensor(y))]",
        "len(set(result)) == 1 and 'right' in result[0]",
    ),
    (
        "check of a masked answer",
        PRINTED + "result = printed(lt.check, '1a', np.ma.masked_equal([0, 2, 3, 0, 0, 3], 3))",
        "': right' not in result",
    ),
    (
        "check of an answer as text",
        PRINTED + "result = printed(lt.check, '1a', '0 2 3 0 0 3')",
        "': right' not in result",
    ),
    (
        "check of a function that raises",
        PRINTED + "result = printed(lt.check, '1c', lambda memory, limit: 1 / 0)",
        "': right' not in result and len(result) > 0",
    ),
    (
        "check of a function not called",
        PRINTED + "result = printed(lt.check, '1a', lambda: [0, 2, 3, 0, 0, 3])",
        "len(result) > 0",
    ),
    (
        "check of complex numbers",
        PRINTED + "result = printed(lt.check, '1a', np.array([0, 2, 3, 0, 0, 3]) + 1j)",
        "': right' not in result",
    ),
    ("diagnose without a cell", LEE + "lt.diagnose(trace.h, x=x)", "error"),
    ("diagnose with a trace as cell", LEE + "lt.diagnose(trace.h, cell=trace, x=x)", "error"),
    ("diagnose of the gates", LEE + "lt.diagnose(trace.f, cell=cell, x=x, of='f')", "error"),
    ("diagnose with x transposed", LEE + "lt.diagnose(trace.h, cell=cell, x=x.T)", "error"),
    ("diagnose with x masked", LEE + "lt.diagnose(trace.h, cell=cell, x=np.ma.masked_equal(x, 4))", "error"),
    (
        "diagnose of the memory as output",
        LEE + "result = lt.diagnose(trace.c, cell=cell, x=x).right",
        "result is False",
    ),
    (
        "diagnose of NaN",
        LEE + "result = lt.diagnose(trace.h * np.nan, cell=cell, x=x).right",
        "result is False",
    ),
    (
        "diagnose of a masked answer",
        LEE + "result = lt.diagnose(np.ma.masked_equal(trace.h, 7), cell=cell, x=x).right",
        "result is False",
    ),
    (
        "diagnose of a shorter answer",
        LEE + "result = lt.diagnose(trace.h[:5], cell=cell, x=x).right",
        "result is False",
    ),
    (
        "diagnose of the text of an answer",
        LEE + "result = lt.diagnose(str(trace.h), cell=cell, x=x).right",
        "result is False",
    ),
    (
        "diagnose of a right answer in float32",
        STANDARD + "result = lt.diagnose(trace.h.astype(np.float32), cell=cell, x=x).right",
        "result is True",
    ),
    (
        "diagnose of a list of one-number arrays",
        LEE + "result = lt.diagnose(list(trace.h), cell=cell, x=x).right",
        "result is True",
    ),
    (
        "diagnose of a list of tensors in a graph",
        STANDARD + "net = lt.to_torch(cell)\nstate, hs = None, []\nfor x_t in torch.tensor(x):\n"
        "    state = net(x_t, state)\n    hs.append(state[0])\n"
        "result = lt.diagnose(hs, cell=cell, x=x).right",
        "result is True",
    ),
    (
        "diagnose of an own activation with a known name",
        OWN + "result = lt.diagnose(trace.h, cell=lt.LSTMCell.standard(), x=x).right",
        "result is False",
    ),
    (
        "diagnose of the trace of other inputs",
        LEE + "result = lt.diagnose(cell.run(x[::-1]), cell=cell, x=x).right",
        "result is False",
    ),
    ("progress of a lesson", "lt.progress('1a')", "error"),
]

FRAMES = [
    ("pandas: x as a DataFrame", PANDAS + "result = cell.run(frame).h.ravel().tolist() == right", "result"),
    (
        "pandas: x with its columns in another order",
        PANDAS + refusable("result = cell.run(frame[['x2', 'x1', 'x3', '1']]).h.ravel().tolist() == right"),
        "result in ('refused', True)",
    ),
    (
        "pandas: x with a column of the years",
        PANDAS + "cell.run(frame.assign(x1=pd.date_range('2024', periods=9)))",
        "error",
    ),
    ("pandas: x with NA", PANDAS + "cell.run(frame.astype('Int64').mask(frame == 4))", "error"),
    (
        "pandas: a Series as bias, in another order",
        PANDAS
        + refusable(
            "b = pd.Series({'o': 0.0, 'f': 1.0, 'i': 0.0, 'g': 0.0})\n"
            "result = lt.LSTMCell.lee().replace(bias=b).bias.tolist()"
        ),
        "result in ('refused', [0, 1, 0, 0])",
    ),
    (
        "pandas: rows by name from a Series",
        PANDAS + "result = lt.LSTMCell.from_gates(i=[1], f=[1], g=[1], o=[1], bias=pd.Series("
        "{'f': 1.0}).to_dict()).bias.tolist()",
        "result == [0, 1, 0, 0]",
    ),
    (
        "pandas: labels from the columns",
        PANDAS + "result = cell.replace(input_labels=frame.columns).input_labels",
        "result == ('x1', 'x2', 'x3', '1')",
    ),
    (
        "pandas: diagnose a Series",
        PANDAS + "result = lt.diagnose(pd.Series(right), cell=cell, x=x).right",
        "result is True",
    ),
    (
        "pandas: explorer with columns in another order",
        PANDAS
        + refusable(
            "result = lt.CellExplorer(cell, frame[['x2', 'x1', 'x3', '1']]).trace.h.ravel().tolist() == right"
        ),
        "result in ('refused', True)",
    ),
]

SHARED = [
    (
        "weights from a read-only view of an array that changes",
        "base = np.zeros((4, 1))\nview = base[:]\nview.flags.writeable = False\ncell = lt.LSTMCell(view)\n"
        "base[:] = 100\nresult = cell.weight_ih.ravel().tolist()",
        "result == [0, 0, 0, 0]",
    ),
    (
        "x from a read-only view of an array that changes",
        "base = np.ones((5, 4))\nview = base[:]\nview.flags.writeable = False\n"
        "trace = lt.LSTMCell.lee().run(view)\nbase[:] = 0\nresult = float(trace.x.sum())",
        "result == 20",
    ),
    (
        "c0 from a broadcast view of an array that changes",
        "base = np.ones(1)\nview = np.broadcast_to(base, (1,))\n"
        "trace = lt.LSTMCell.lee().run(np.zeros((3, 4)), c0=view)\nbase[:] = 5\n"
        "result = float(trace.c_prev[0, 0])",
        "result == 1",
    ),
    (
        "weights from a tensor that is trained on",
        "w = torch.zeros(4, 1)\ncell = lt.LSTMCell(w)\nw.add_(1)\nresult = cell.weight_ih.ravel().tolist()",
        "result == [0, 0, 0, 0]",
    ),
    (
        "x from a tensor that is filled anew",
        "x = torch.ones(5, 4, dtype=torch.float64)\ntrace = lt.LSTMCell.lee().run(x)\nx.zero_()\n"
        "result = float(trace.x.sum())",
        "result == 20",
    ),
    ("mask in a list of masked rows", LEE + "cell.run(list(np.ma.masked_equal(x, 4)))", "error"),
    ("np.ma.masked in a list", LEE + "cell.run([[1, np.ma.masked, 0, 1]])", "error"),
    ("mask in c0", LEE + "cell.run(x, c0=np.ma.masked_equal([5.0], 5))", "error"),
    (
        "mask in the rows by name",
        "w = np.ma.masked_equal([1, 999], 999)\nlt.LSTMCell.from_gates(i=w, f=w, g=w, o=w)",
        "error",
    ),
    (
        "mask in the plotted weights",
        "lt.plot_weights({'w': np.ma.masked_equal(np.ones((4, 4)), 1)})",
        "error",
    ),
    (
        "mask in the explorer's weights",
        EXPLORER + "explorer.weights = np.ma.masked_equal(explorer.weights, 0)",
        "error",
    ),
    ("mask in dL_dc_last", LEE + "lt.backward(cell, trace, trace.h, np.ma.masked_equal([1.0], 1))", "error"),
    (
        "a masked number in a report",
        refusable(
            "a = np.ma.masked_equal([1.0, 999], 999)\n"
            "lt.report('mine', [('Numbers', a)], folder=tmp)\nresult = (tmp / 'mine.md').read_text()"
        ),
        "'999' not in result",
    ),
    ("a cell that was not made: parentheses forgotten", LEE + "lt.CellExplorer(lt.LSTMCell.lee, x)", "error"),
    ("a run that was not called", LEE + "lt.plot_trace(cell.run)", "error"),
    ("sunspots not called", "lt.LSTMCell(np.ones((4, 1))).run(lt.examples.sunspots)", "error"),
    (
        "the years and the spots as x",
        "lt.LSTMCell(np.ones((4, 1))).run(lt.examples.sunspots())",
        "error",
    ),
    (
        "a trace by hand with arrays of several lengths",
        LEE + "arrays = dict(trace.arrays())\narrays['h'] = arrays['h'][:5]\n"
        "lt.Trace(**arrays, input_labels=trace.input_labels)",
        "error",
    ),
    (
        "deepcopy of a trace stays read-only",
        LEE + "import copy\nresult = copy.deepcopy(trace).h.flags.writeable",
        "result is False",
    ),
    (
        "deepcopy and pickle of a TorchLSTMCell",
        "import copy, pickle\nnet = lt.TorchLSTMCell(4, 1, gate_activation='step')\nx = torch.ones(4)\n"
        "result = [bool((n(x)[0] == net(x)[0]).all()) for n in (copy.deepcopy(net), pickle.loads("
        "pickle.dumps(net)))]",
        "result == [True, True]",
    ),
    ("a cell as a key of a dict", LEE + "result = {cell: 1}[cell]", "result == 1"),
    (
        "compare a generator of cells",
        LEE
        + refusable(
            "cells = (c for c in (cell, cell.replace(gate_activation='sigmoid')))\n"
            "result = len(lt.CellExplorer.compare(cells, x).cells)"
        ),
        "result in ('refused', 2)",
    ),
    (
        "plot with sliders, choices as a generator",
        refusable(
            "live = lt.live_plot(lambda fig, k: None, k=(v for v in (1, 2, 3)))\nresult = live.values['k']"
        ),
        "result in ('refused', 1)",
    ),
    (
        "np.str_ for a path, of and kind",
        STANDARD + "lt.memory_jacobian(cell, trace).span(0, 2, np.str_('direct'))\n"
        "lt.diagnose(trace.c, cell=cell, x=x, of=np.str_('c'))\nlt.to_torch(cell, np.str_('LSTM'))",
        "works",
    ),
    (
        "check of a uint8 answer that is too small",
        PRINTED + "result = printed(lt.check, '1a', np.array([0, 2, 3, 0, 0, 2], np.uint8))",
        "': right' not in result and '255' not in result",
    ),
    (
        "diagnose of a uint8 answer that is too small",
        LEE + "y = trace.h.astype(np.uint8)\ny[8] = 5\nresult = lt.diagnose(y, cell=cell, x=x)\n"
        "result = (result.right, result.text)",
        "result[0] is False and '255' not in result[1]",
    ),
    (
        "diagnose of bools in place of numbers",
        LEE + "result = lt.diagnose(trace.h > 0, cell=cell, x=x).right",
        "result is False",
    ),
    (
        "a figure cleared, then something else drawn",
        SAVED + "fig = axes[0].figure\nfig.clear()\nfig.subplots().plot([1, 2])\n"
        "lt.load_figure(lt.save_figure(fig, 'other', tmp)[0])",
        "error",
    ),
    (
        "an Axes cleared, then something else drawn",
        LEE + "ax = lt.plot_memory(trace)\nax.clear()\nax.plot([1, 2])\n"
        "lt.load_figure(lt.save_figure(ax, 'other', tmp)[0])",
        "error",
    ),
    (
        "two runs in one figure",
        LEE + "import matplotlib.figure as m\naxes = m.Figure().subplots(2)\n"
        "lt.plot_gates(trace, axes[0])\nlt.plot_gates(cell.run(x[:5]), axes[1])\n"
        "path = lt.save_figure(axes, 'two', tmp)[0]\n"
        "result = sorted(len(lt.load_figure(path, k)[1]) for k in (0, np.int64(1)))",
        "result == [5, 9]",
    ),
    (
        "a pickled figure is saved",
        SAVED
        + refusable(
            "import pickle\nfig = pickle.loads(pickle.dumps(axes[0].figure))\n"
            "result = lt.load_figure(lt.save_figure(fig, 'again', tmp)[0])[1].tolist() == x.tolist()"
        ),
        "result in ('refused', True)",
    ),
    (
        "the same figure saved twice",
        SAVED + "again = lt.save_figure(axes, 'again', tmp)\n"
        "result = [a.read_bytes() == b.read_bytes() for a, b in zip(paths, again)]",
        "all(result)",
    ),
    ("an activation with a capital", "lt.LSTMCell.lee().replace(gate_activation='Sigmoid')", "error"),
    (
        "name with a space",
        LEE + refusable("result = len(lt.save_figure(lt.plot_memory(trace), 'my figure', tmp))"),
        "result in ('refused', 3)",
    ),
    (
        "an own activation with a known name in diagnose's cell",
        OWN + "result = lt.diagnose(lt.LSTMCell.standard().run(x).h, cell=cell, x=x).right",
        "result is False",
    ),
    (
        "an own activation with a known name, exported in a report",
        OWN
        + refusable(
            "paths = lt.report('mine', [trace], folder=tmp)\n"
            "cell2, x2 = lt.load_figure(paths[0])\nresult = bool((cell2.run(x2).h == trace.h).all())"
        ),
        "result in ('refused', True)",
    ),
    (
        "the explorer's cell set to one with an own activation of a known name",
        OWN + "explorer = lt.CellExplorer(lt.LSTMCell.standard(), x)\nexplorer.cell = cell",
        "error",
    ),
    (
        "an own activation with a known name through from_gates and replace",
        OWN + "rows = dict(zip('ifgo', cell.weight_ih))\n"
        "again = lt.LSTMCell.from_gates(**rows, candidate_activation=own).replace(bias=np.zeros(4))\n"
        "result = again.run(x).h.tolist() == trace.h.tolist()",
        "result",
    ),
    (
        "an own activation with a known name compares equal to the package's",
        "result = lt.Activation('tanh', np.sin, np.cos) == lt.TANH",
        "result is False",
    ),
    (
        "pandas: rows of a DataFrame in another order, one by one",
        PANDAS
        + refusable(
            "rows = [row for _, row in frame[['x2', 'x1', 'x3', '1']].iterrows()]\n"
            "result = cell.run(rows).h.ravel().tolist() == right"
        ),
        "result in ('refused', True)",
    ),
    (
        "pandas: dL_dh as a DataFrame",
        PANDAS + "lt.backward(cell, cell.run(x), pd.DataFrame(np.ones((9, 1)), columns=['h']))",
        "works",
    ),
    (
        "pandas: one step as a Series in another order",
        PANDAS
        + refusable("row = frame.iloc[1][['x2', 'x1', 'x3', '1']]\nresult = cell.step(row)[1].tolist()"),
        "result in ('refused', [3])",
    ),
]

SLIPS = ACTIVATIONS + CELLS + RUNS + GRADIENTS + TORCH + EXPLORERS + PICTURES + EXERCISES + FRAMES + SHARED
