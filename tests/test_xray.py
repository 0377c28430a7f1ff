"""The X-ray of an nn.LSTM shows what PyTorch computed: every number in float64 to 1e-12."""

import copy
import pickle
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence, pad_packed_sequence

from lstm_teach import GATE_ORDER, LSTMCell, Trace, backward, from_torch, to_torch, trace_lstm
from lstm_teach.examples import INPUT_LABELS, NINE_STEPS
from lstm_teach.plots.trace import plot_gates, plot_trace
from lstm_teach.torch_bridge.xray import XRay

# PyTorch's own word on the first float32 LSTM with a projection of a process.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")


@dataclass
class Case:
    """An nn.LSTM with an input of any form; sequences: the input as one tensor (L, D) for each sequence."""

    lstm: nn.LSTM
    x: torch.Tensor | PackedSequence
    state: tuple | None
    sequences: list

    def __repr__(self):
        lengths = [len(rows) for rows in self.sequences]
        kind = "packed" if isinstance(self.x, PackedSequence) else f"{self.x.dim()}-D"
        return (
            f"{self.lstm}, bias {self.lstm.bias}, {kind}, lengths {lengths}, state {self.state is not None}"
        )


@st.composite
def cases(draw, forms=("alone", "batch", "packed"), dtype=torch.float64, **fixed):
    torch.manual_seed(draw(st.integers(0, 2**32 - 1)))
    hidden = draw(st.integers(1, 4))
    options = {
        "num_layers": draw(st.integers(1, 3)),
        "bidirectional": draw(st.booleans()),
        "batch_first": draw(st.booleans()),
        "bias": draw(st.booleans()),
        "proj_size": draw(st.integers(0, hidden - 1)),
    } | fixed
    lstm = nn.LSTM(draw(st.integers(1, 4)), hidden, dtype=dtype, **options)
    scale = draw(st.sampled_from([1, 2]))
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.mul_(scale)
    form, length, size = draw(st.sampled_from(forms)), draw(st.integers(1, 6)), draw(st.integers(1, 4))
    axis = 0 if lstm.batch_first else 1
    if form == "packed":
        lengths = draw(st.lists(st.integers(1, 6), min_size=size, max_size=size))
        sequences = [torch.randn(n, lstm.input_size, dtype=dtype) for n in lengths]
        x = pack_sequence(sequences, enforce_sorted=False)
    else:
        size = 1 if form == "alone" else size
        sequences = [torch.randn(length, lstm.input_size, dtype=dtype) for _ in range(size)]
        x = sequences[0] if form == "alone" else torch.stack(sequences, dim=axis)
    state = None
    if draw(st.booleans()):
        rows = lstm.num_layers * (2 if lstm.bidirectional else 1)
        batch = () if form == "alone" else (size,)
        widths = lstm.proj_size or lstm.hidden_size, lstm.hidden_size
        state = tuple(torch.randn(rows, *batch, width, dtype=dtype) for width in widths)
    return Case(lstm, x, state, sequences)


def assert_equal(ours, theirs):
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=0, atol=1e-12)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def places(lstm):
    directions = ("forward", "backward") if lstm.bidirectional else ("forward",)
    return [(layer, direction) for layer in range(lstm.num_layers) for direction in directions]


def of_sequence(case, xray, place, n):
    """The Trace of sequence n at a place, whatever the form of the input."""
    trace = xray[place]
    if isinstance(case.x, PackedSequence):
        return trace[n]
    return trace.sequence(n) if trace.batched else trace


def output_of(case, output, n):
    """What PyTorch put out for sequence n alone, (L, directions * H_out)."""
    if isinstance(output, PackedSequence):
        padded, lengths = pad_packed_sequence(output)
        return padded[: lengths[n], n]
    if output.dim() == 2:
        return output
    return output[n] if case.lstm.batch_first else output[:, n]


def last_of(tensor, row, n):
    """One cell's last state for sequence n: h_n and c_n have their batch axis in the middle, or none."""
    return tensor[row] if tensor.dim() == 2 else tensor[row, n]


# --- Every number is PyTorch's -----------------------------------------------------------------------


@given(cases())
@settings(max_examples=300)
@pytest.mark.slow
def test_its_last_layer_is_the_output_of_pytorch(case):
    with torch.no_grad():
        output, (h_n, c_n) = case.lstm(case.x, case.state)
    xray = trace_lstm(case.lstm, case.x, case.state)
    top = case.lstm.num_layers - 1
    for n in range(len(case.sequences)):
        h = [of_sequence(case, xray, (top, "forward"), n).h]
        if case.lstm.bidirectional:
            h.append(of_sequence(case, xray, (top, "backward"), n).h[::-1])
        assert_equal(np.concatenate(h, axis=-1), output_of(case, output, n))
        for row, place in enumerate(xray):
            trace = of_sequence(case, xray, place, n)
            assert_equal(trace.h[-1], last_of(h_n, row, n))
            assert_equal(trace.c[-1], last_of(c_n, row, n))


@given(cases())
@settings(max_examples=100)
def test_it_hands_on_what_pytorch_returned(case):
    with torch.no_grad():
        output, (h_n, c_n) = case.lstm(case.x, case.state)
    xray = trace_lstm(case.lstm, case.x, case.state)
    assert type(xray.output) is type(output)
    flat = (output, xray.output) if isinstance(output, torch.Tensor) else (output.data, xray.output.data)
    for value, wanted in (flat, (xray.h_n, h_n), (xray.c_n, c_n)):
        assert torch.equal(value, wanted)


@given(cases())
@settings(max_examples=200)
def test_every_trace_obeys_the_equations_and_starts_from_its_state(case):
    xray = trace_lstm(case.lstm, case.x, case.state)
    for row, place in enumerate(xray):
        for n in range(len(case.sequences)):
            t = of_sequence(case, xray, place, n)
            for gate, z in ((t.i, t.z_i), (t.f, t.z_f), (t.o, t.z_o)):
                assert_equal(gate, sigmoid(z))
            assert_equal(t.g, np.tanh(t.z_g))
            np.testing.assert_array_equal(t.c, t.f * t.c_prev + t.i * t.g)
            np.testing.assert_array_equal(t.c_prev[1:], t.c[:-1])
            np.testing.assert_array_equal(t.h_prev[1:], t.h[:-1])
            if case.lstm.proj_size == 0:
                np.testing.assert_array_equal(t.h, t.o * np.tanh(t.c))
            h_0, c_0 = (0, 0) if case.state is None else (last_of(s, row, n) for s in case.state)
            np.testing.assert_array_equal(t.h_prev[0], np.broadcast_to(h_0, t.h[0].shape))
            np.testing.assert_array_equal(t.c_prev[0], np.broadcast_to(c_0, t.c[0].shape))


@given(cases())
@settings(max_examples=200)
@pytest.mark.slow
def test_every_z_is_the_sum_of_its_weights_inputs_and_biases(case):
    """An independent check of every gate: weights, inputs and outputs in plain PyTorch."""
    lstm, xray = case.lstm, trace_lstm(case.lstm, case.x, case.state)
    for layer, direction in xray:
        suffix = f"_l{layer}" + ("_reverse" if direction == "backward" else "")
        for n in range(len(case.sequences)):
            t = of_sequence(case, xray, (layer, direction), n)
            z = torch.tensor(t.x) @ getattr(lstm, f"weight_ih{suffix}").T
            z += torch.tensor(t.h_prev) @ getattr(lstm, f"weight_hh{suffix}").T
            if lstm.bias:
                z += getattr(lstm, f"bias_ih{suffix}") + getattr(lstm, f"bias_hh{suffix}")
            for name, rows in zip(GATE_ORDER, z.detach().chunk(4, dim=-1), strict=True):
                assert_equal(getattr(t, f"z_{name}"), rows)
            if lstm.proj_size:
                h = torch.tensor(t.o * np.tanh(t.c)) @ getattr(lstm, f"weight_hr{suffix}").T
                assert_equal(t.h, h.detach())


@given(cases())
@settings(max_examples=100)
def test_each_layer_reads_what_the_one_below_put_out(case):
    xray = trace_lstm(case.lstm, case.x, case.state)
    for n, rows in enumerate(case.sequences):
        below = rows.numpy()
        for layer in range(case.lstm.num_layers):
            forward = of_sequence(case, xray, (layer, "forward"), n)
            np.testing.assert_array_equal(forward.x, below)
            outputs = [forward.h]
            if case.lstm.bidirectional:
                backward = of_sequence(case, xray, (layer, "backward"), n)
                np.testing.assert_array_equal(backward.x, below[::-1])  # read from the last step to the first
                outputs.append(backward.h[::-1])
            below = np.concatenate(outputs, axis=-1)


def test_the_gates_are_those_of_the_formula_written_out():
    torch.manual_seed(1)
    lstm, x = nn.LSTM(3, 2, dtype=torch.float64), torch.randn(5, 3, dtype=torch.float64)
    trace = trace_lstm(lstm, x)[0, "forward"]
    w = {name: parameter.detach() for name, parameter in lstm.named_parameters()}
    h = c = torch.zeros(2, dtype=torch.float64)
    for t in range(5):
        z = w["weight_ih_l0"] @ x[t] + w["bias_ih_l0"] + w["weight_hh_l0"] @ h + w["bias_hh_l0"]
        i, f, g, o = z[0:2].sigmoid(), z[2:4].sigmoid(), z[4:6].tanh(), z[6:8].sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        for name, value in {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h}.items():
            assert_equal(getattr(trace, name)[t], value)


# --- Forms of input ----------------------------------------------------------------------------------


@pytest.mark.slow
@given(cases(forms=["packed"]))
@settings(max_examples=100)
def test_a_packed_sequence_is_as_long_as_it_is_and_as_if_alone(case):
    xray = trace_lstm(case.lstm, case.x, case.state)
    for n, rows in enumerate(case.sequences):
        state = None if case.state is None else tuple(s[:, n].contiguous() for s in case.state)
        alone = trace_lstm(case.lstm, rows, state)
        for place in xray:
            assert len(xray[place]) == len(case.sequences)
            assert len(xray[place][n]) == len(rows)
            for name, array in alone[place].arrays().items():
                assert_equal(getattr(xray[place][n], name), array)


@given(cases(forms=["batch"], batch_first=False))
@settings(max_examples=50)
def test_batch_first_turns_the_input_and_nothing_else(case):
    turned = nn.LSTM(
        case.lstm.input_size, case.lstm.hidden_size, case.lstm.num_layers, case.lstm.bias, batch_first=True,
        bidirectional=case.lstm.bidirectional, proj_size=case.lstm.proj_size, dtype=torch.float64,
    )  # fmt: skip
    turned.load_state_dict(case.lstm.state_dict())
    ours = trace_lstm(case.lstm, case.x, case.state)
    theirs = trace_lstm(turned, case.x.transpose(0, 1), case.state)
    for place in ours:
        assert theirs[place].x.shape[:2] == case.x.shape[:2]  # a Trace is (T, N, H) always
        for name, array in ours[place].arrays().items():
            assert_equal(getattr(theirs[place], name), array)
    assert torch.equal(theirs.output.transpose(0, 1), ours.output)


@given(cases(dtype=torch.float32))
@settings(max_examples=100)
def test_float32_stays_float32(case):
    xray = trace_lstm(case.lstm, case.x, case.state)  # asserts itself equal to PyTorch, to its tolerance
    for place in xray:
        for n in range(len(case.sequences)):
            arrays = of_sequence(case, xray, place, n).arrays()
            assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}


def test_sorted_packing_is_fine_too():
    torch.manual_seed(4)
    lstm, padded = nn.LSTM(2, 3, batch_first=True), torch.randn(2, 5, 2)
    packed = pack_padded_sequence(padded, [5, 2], batch_first=True)
    traces = trace_lstm(lstm, packed)[0, "forward"]
    assert [len(trace) for trace in traces] == [5, 2]
    np.testing.assert_array_equal(traces[1].x, padded[1, :2].numpy())


def test_a_state_may_be_a_list():
    lstm, x = nn.LSTM(3, 2), torch.ones(4, 3)
    assert trace_lstm(lstm, x, [torch.ones(1, 2), torch.ones(1, 2)])[0, "forward"].c_prev[0].tolist() == [
        1,
        1,
    ]


# --- The X-ray itself --------------------------------------------------------------------------------


@given(cases())
@settings(max_examples=50)
def test_it_is_a_mapping_by_layer_and_direction(case):
    xray = trace_lstm(case.lstm, case.x, case.state)
    assert isinstance(xray, XRay)
    assert list(xray) == places(case.lstm)
    assert len(xray) == len(places(case.lstm))
    kind = tuple if isinstance(case.x, PackedSequence) else Trace
    assert all(isinstance(xray[place], kind) for place in xray)


def test_its_repr_lists_every_place():
    xray = trace_lstm(nn.LSTM(3, 2, num_layers=2, bidirectional=True), torch.ones(5, 4, 3))
    assert repr(xray).splitlines() == [
        "X-ray of an nn.LSTM",
        "  layer 0 forward: <Trace of 5 steps: x (5, 4, 3), i f g o c h (5, 4, 2); .table() shows it>",
        "  layer 0 backward: <Trace of 5 steps: x (5, 4, 3), i f g o c h (5, 4, 2); .table() shows it>",
        "  layer 1 forward: <Trace of 5 steps: x (5, 4, 4), i f g o c h (5, 4, 2); .table() shows it>",
        "  layer 1 backward: <Trace of 5 steps: x (5, 4, 4), i f g o c h (5, 4, 2); .table() shows it>",
    ]
    packed = trace_lstm(nn.LSTM(3, 2), pack_sequence([torch.ones(5, 3), torch.ones(2, 3)]))
    assert repr(packed) == "X-ray of an nn.LSTM\n  layer 0 forward: 2 Traces, one for each sequence"


def test_a_place_that_is_not_there_names_those_that_are():
    xray = trace_lstm(nn.LSTM(3, 2, num_layers=2), torch.ones(5, 3))
    message = r"no \(0, 'backward'\): this X-ray has xray\[0, 'forward'\], xray\[1, 'forward'\]"
    with pytest.raises(KeyError, match=message):
        xray[0, "backward"]


PLACES = [
    (0, "backward"),
    0,
    "forward",
    (True, "forward"),
    (0.0, "forward"),
    (None, "forward"),
    [0, "forward"],
]
PLACES += [slice(0, 1), (slice(0, 1), "forward"), ([], "forward"), (0, ["forward"]), ..., None, "x" * 1000]
PLACES += [np.arange(2), (0, "forward", 0), (0,), (0, 0), (-1, "forward"), {"layer": 0}, torch.zeros(2)]


@pytest.mark.parametrize("layers", [1, 2, 40])
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_any_other_place_is_a_plain_sentence(place, layers):
    xray = trace_lstm(nn.LSTM(2, 1, num_layers=layers), torch.ones(2, 2))
    for error in (KeyError, ValueError):
        with pytest.raises(error, match=r"^there is no .*: this X-ray has xray") as caught:
            xray[place]
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) <= 300


def test_a_layer_may_be_a_number_of_numpy():
    xray = trace_lstm(nn.LSTM(3, 2, num_layers=2), torch.ones(5, 3))
    assert xray[np.int64(1), "forward"] is xray[1, "forward"]
    assert xray[np.uint8(0), "forward"] is xray[0, "forward"]


@given(cases())
@settings(max_examples=100)
def test_its_arrays_are_read_only_and_its_own(case):
    xray = trace_lstm(case.lstm, case.x, case.state)
    mine = (case.x.data if isinstance(case.x, PackedSequence) else case.x).numpy()
    for place in xray:
        for n in range(len(case.sequences)):
            for name, array in of_sequence(case, xray, place, n).arrays().items():
                assert not array.flags.writeable, name
                assert not np.shares_memory(array, mine), name


def test_the_module_is_left_as_it_was():
    lstm, x = nn.LSTM(3, 2, num_layers=2), torch.ones(4, 3, requires_grad=True)
    before = {name: value.clone() for name, value in lstm.state_dict().items()}
    xray = trace_lstm(lstm, x)
    assert lstm.training
    assert not xray.output.requires_grad
    assert x.grad is None
    for name, value in lstm.state_dict().items():
        assert torch.equal(value, before[name])
    assert all(parameter.requires_grad and parameter.grad is None for parameter in lstm.parameters())


def test_its_traces_can_be_shown_and_drawn():
    lstm = nn.LSTM(4, 1, dtype=torch.float64)
    trace = trace_lstm(lstm, torch.tensor(NINE_STEPS))[0, "forward"]
    again = from_torch(lstm).replace(input_labels=INPUT_LABELS).run(NINE_STEPS)
    np.testing.assert_array_equal(trace.h, again.h)
    assert "c_prev" in str(trace.table())
    assert plot_gates(trace) is not None


# --- What does not fit is told in one sentence -------------------------------------------------------


def deep(**options):
    return nn.LSTM(3, 2, num_layers=2, **options)


def pair(*shapes, dtype=torch.float32):
    return tuple(torch.zeros(shape, dtype=dtype) for shape in shapes)


def not_a_number():
    lstm = deep()
    lstm.weight_hh_l1.data[3, 1] = torch.nan
    return lstm


def changed(proj_size=0, **values):
    """A module in which all numbers of some parameters are one value."""
    lstm = nn.LSTM(3, 2, proj_size=proj_size)
    for name, value in values.items():
        getattr(lstm, name).data.fill_(value)
    return lstm


def two_dtypes():
    lstm = nn.LSTM(3, 2)
    lstm.weight_hh_l0.data = lstm.weight_hh_l0.data.double()
    return lstm


class OutputOnly(nn.LSTM):
    def forward(self, x, state=None):
        return super().forward(x, state)[0]


def chaotic():
    """A module whose rounding grows from step to step until no two computations agree."""
    torch.manual_seed(0)
    lstm = nn.LSTM(8, 64)
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.mul_(30)
    return lstm


lstm, x = nn.LSTM(3, 2), torch.ones(5, 3)
packed = pack_sequence([torch.ones(5, 3), torch.ones(2, 3)])
PAIR, double = r"state must be the pair \(h_0, c_0\) of tensors", torch.float64
BAD = {
    "a cell": (lambda: trace_lstm(nn.LSTMCell(3, 2), x), r"looks into an nn\.LSTM, .*LSTMCell"),
    "another module": (lambda: trace_lstm(nn.GRU(3, 2), x), r"looks into an nn\.LSTM, .*GRU"),
    "an array": (lambda: trace_lstm(lstm, x.numpy()), "x is a ndarray: an nn.LSTM takes a tensor or"),
    "other features": (lambda: trace_lstm(lstm, torch.ones(5, 4)), "x has 4 features per step .* takes 3"),
    "packed, other features": (
        lambda: trace_lstm(nn.LSTM(4, 2), packed),
        "x has 3 features per step .* takes 4",
    ),
    "1-D": (lambda: trace_lstm(lstm, torch.ones(3)), r"x has shape \(3,\): it must be \(L, D\)"),
    "4-D": (lambda: trace_lstm(lstm, torch.ones(1, 2, 5, 3)), r"x has shape \(1, 2, 5, 3\)"),
    "no steps": (lambda: trace_lstm(lstm, torch.ones(0, 3)), r"x is empty \(shape \(0, 3\)\): .*one step"),
    "no sequences": (lambda: trace_lstm(lstm, torch.ones(5, 0, 3)), r"x is empty \(shape \(5, 0, 3\)\)"),
    "integers": (lambda: trace_lstm(lstm, x.int()), r"x is int32: .*convert with \.float\(\)"),
    "half precision": (lambda: trace_lstm(lstm, x.half()), r"x is float16: .*convert with \.float\(\)"),
    "bfloat16": (lambda: trace_lstm(deep().bfloat16(), x), r"weight_ih_l0 is bfloat16: .*\.float\(\)"),
    "another dtype": (
        lambda: trace_lstm(lstm, x.double()),
        r"x is float64 but the weights are float32: write x\.to\(torch\.float32\)",
    ),
    "packed, another dtype": (
        lambda: trace_lstm(deep().double(), packed),
        r"x is float32 but the weights are float64: write x\.to\(torch\.float64\)",
    ),
    "weights on meta": (lambda: trace_lstm(deep(device="meta"), x), "weight_ih_l0 is on the device meta"),
    "x on meta": (lambda: trace_lstm(lstm, x.to("meta")), "x is on the device meta, .* no numbers"),
    "NaN": (lambda: trace_lstm(lstm, x * torch.nan), r"x\[0, 0\] is nan"),
    "infinity": (lambda: trace_lstm(lstm, x * torch.inf), r"x\[0, 0\] is inf"),
    "a weight with NaN": (lambda: trace_lstm(not_a_number(), x), r"weight_hh\[3, 1\] is nan"),
    "dropout": (
        lambda: trace_lstm(deep(dropout=0.25), x),
        r"drops out 0\.25 of its outputs between the layers, .*call lstm\.eval\(\) first",
    ),
    "one state": (lambda: trace_lstm(lstm, x, torch.zeros(1, 2)), PAIR),
    "half a pair": (lambda: trace_lstm(lstm, x, pair((1, 2))), PAIR),
    "three states": (lambda: trace_lstm(lstm, x, pair(*[(1, 2)] * 3)), PAIR),
    "no c_0": (lambda: trace_lstm(lstm, x, (torch.zeros(1, 2), None)), PAIR),
    "arrays as state": (
        lambda: trace_lstm(lstm, x, (np.zeros((1, 2)), np.zeros((1, 2)))),
        PAIR,
    ),
    "h_0 of another H": (
        lambda: trace_lstm(lstm, x, pair((1, 3), (1, 2))),
        r"h_0 has shape \(1, 3\): .*must be \(1, 2\)",
    ),
    "c_0 without its layers": (
        lambda: trace_lstm(deep(), x, pair((2, 2), (1, 2))),
        r"c_0 has shape \(1, 2\): .*must be \(2, 2\)",
    ),
    "a state of another batch": (
        lambda: trace_lstm(lstm, torch.ones(5, 4, 3), pair((1, 5, 2), (1, 5, 2))),
        r"h_0 has shape \(1, 5, 2\): .*must be \(1, 4, 2\)",
    ),
    "a state turned by batch_first": (
        lambda: trace_lstm(nn.LSTM(3, 2, batch_first=True), torch.ones(4, 5, 3), pair((4, 1, 2), (4, 1, 2))),
        r"h_0 has shape \(4, 1, 2\): .*must be \(1, 4, 2\)",
    ),
    "packed, a state without its batch": (
        lambda: trace_lstm(lstm, packed, pair((1, 2), (1, 2))),
        r"h_0 has shape \(1, 2\): .*must be \(1, 2, 2\)",
    ),
    "h_0 as large as c_0, with a projection": (
        lambda: trace_lstm(nn.LSTM(3, 2, proj_size=1), x, pair((1, 2), (1, 2))),
        r"h_0 has shape \(1, 2\): .*must be \(1, 1\)",
    ),
    "a state of another dtype": (
        lambda: trace_lstm(lstm, x, pair((1, 2), (1, 2), dtype=double)),
        r"h_0 is float64 but the weights are float32: write h_0\.to\(torch\.float32\)",
    ),
    "a class": (lambda: trace_lstm(nn.LSTM, x), r"looks into an nn\.LSTM, not the class LSTM: make one"),
    "a list": (lambda: trace_lstm(lstm, [[1.0, 2.0, 3.0]]), "^x is a list: an nn.LSTM takes a tensor or"),
    "packed, NaN": (
        lambda: trace_lstm(lstm, pack_sequence([torch.ones(5, 3), torch.ones(2, 3) * torch.nan])),
        r"^x\.data\[1, 0\] is nan: every number must be finite",
    ),
    "NaN in h_0": (
        lambda: trace_lstm(deep(), x, (torch.tensor([[0, 0], [0, torch.nan]]), torch.zeros(2, 2))),
        r"^h_0\[1, 1\] is nan: every number must be finite",
    ),
    "infinity in c_0, with a projection": (
        lambda: trace_lstm(nn.LSTM(3, 2, proj_size=1), x, (torch.zeros(1, 1), torch.full((1, 2), torch.inf))),
        r"^c_0\[0, 0\] is inf",
    ),
    "biases that cancel to NaN": (
        lambda: trace_lstm(changed(bias_ih_l0=torch.inf, bias_hh_l0=-torch.inf), x),
        r"^bias\[0\] is nan",
    ),
    "biases beyond float32": (
        lambda: trace_lstm(changed(bias_ih_l0=3e38, bias_hh_l0=3e38), x),
        r"^bias\[0\] is inf",
    ),
    "sums beyond float32": (
        lambda: trace_lstm(changed(weight_ih_l0=3e38), x),
        "outgrow the largest float at step 1",
    ),
    "an infinite projection": (
        lambda: trace_lstm(changed(proj_size=1, weight_hr_l0=torch.inf), x),
        r"^weight_hr\[0, 0\] is inf",
    ),
    "an infinite projection behind zeros": (
        lambda: trace_lstm(changed(proj_size=1, weight_hr_l0=torch.inf, weight_hh_l0=0), x),
        r"^weight_hr\[0, 0\] is inf",
    ),
    "a projection beyond float32": (
        lambda: trace_lstm(changed(proj_size=1, weight_hr_l0=3e38, weight_hh_l0=1e9), x),
        "^weight_hh @ weight_hr is beyond the largest float: use smaller weights$",
    ),
    "outputs beyond float32": (
        lambda: trace_lstm(changed(proj_size=1, weight_hr_l0=3e38, weight_hh_l0=0, bias_ih_l0=9), x),
        "^the numbers outgrow the largest float at step 1, in h: ",
    ),
    "weights of two dtypes": (
        lambda: trace_lstm(two_dtypes(), x),
        "was changed and does not run as one any more",
    ),
    "another forward()": (
        lambda: trace_lstm(OutputOnly(3, 2), x),
        "was changed and does not run as one any more",
    ),
    "rounding that grows": (
        lambda: trace_lstm(chaotic(), torch.ones(100, 8)),
        "rounding grows from step to step .* smaller weights, fewer steps or float64",
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", [b[0] for b in BAD.values()], ids=BAD)
def test_what_does_not_fit_is_one_sentence(make, request):
    message = BAD[request.node.callspec.id][1]
    with pytest.raises((ValueError, TypeError), match=message) as caught:
        make()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 300


def test_the_mends_in_the_messages_mend():
    assert len(trace_lstm(lstm, x.double().to(torch.float32))) == 1
    assert len(trace_lstm(deep(dropout=0.25).eval(), x)) == 2


def test_dropout_is_fine_where_it_does_nothing():
    assert len(trace_lstm(deep(dropout=0.5).eval(), x)) == 2
    assert len(trace_lstm(deep(dropout=0.0), x)) == 2
    with pytest.warns(UserWarning, match="dropout option adds dropout after all but last"):
        one_layer = nn.LSTM(3, 2, dropout=0.5)  # in training mode, but with nothing between layers
    assert len(trace_lstm(one_layer, x)) == 1


# --- Copies, and a tour --------------------------------------------------------------------------------


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda a: pickle.loads(pickle.dumps(a))])
@given(case=cases())
@settings(max_examples=10)
def test_a_copy_is_the_same_to_the_last_bit(copied, case):
    xray = trace_lstm(case.lstm, case.x, case.state)
    twin = copied(xray)
    assert list(twin) == list(xray)
    assert torch.equal(twin.h_n, xray.h_n)
    assert torch.equal(twin.c_n, xray.c_n)
    for place in xray:
        for n in range(len(case.sequences)):
            ours, theirs = (of_sequence(case, x, place, n).arrays() for x in (xray, twin))
            assert [a.tobytes() for a in ours.values()] == [a.tobytes() for a in theirs.values()]


def drawn_case(rng):
    """A case as in cases(), drawn by a generator: without hypothesis, so that a tour is quick."""
    pick = lambda *of: of[rng.integers(len(of))]  # noqa: E731
    hidden, inputs, length, size = (int(n) for n in rng.integers(1, [9, 6, 13, 5]))
    dtype = pick(torch.float32, torch.float64)
    lstm = nn.LSTM(
        inputs, hidden, num_layers=int(rng.integers(1, 4)), bidirectional=pick(True, False),
        batch_first=pick(True, False), bias=pick(True, False), dtype=dtype,
        proj_size=int(rng.integers(0, hidden)) if rng.random() < 0.4 else 0,
    )  # fmt: skip
    form = pick("alone", "batch", "packed")
    lengths = (
        rng.integers(1, length + 1, size) if form == "packed" else [length] * (1 if form == "alone" else size)
    )
    sequences = [torch.tensor(rng.standard_normal((n, inputs)), dtype=dtype) for n in lengths]
    if form == "packed":
        x = pack_sequence(sequences, enforce_sorted=False)
    else:
        x = sequences[0] if form == "alone" else torch.stack(sequences, 0 if lstm.batch_first else 1)
    state = None
    if rng.random() < 0.5:
        rows = (
            lstm.num_layers * (2 if lstm.bidirectional else 1),
            *(() if form == "alone" else (len(lengths),)),
        )
        widths = lstm.proj_size or hidden, hidden
        state = tuple(torch.tensor(rng.standard_normal((*rows, width)), dtype=dtype) for width in widths)
    return Case(lstm, x, state, sequences)


def by_autograd(lstm, place, trace, dL_dh):
    """dL/dx and dL/dweight_ih by PyTorch, of the cell at a place run alone over what it read."""
    layer, direction = place
    module = to_torch(from_torch(lstm, layer, int(direction == "backward")), "LSTM")
    x, h_0, c_0 = (torch.tensor(a) for a in (trace.x, trace.h_prev[:1], trace.c_prev[:1]))
    output, _ = module(x.requires_grad_(), (h_0, c_0))
    (output * torch.tensor(dL_dh)).sum().backward()
    return x.grad, module.weight_ih_l0.grad


@pytest.fixture
def one_thread():
    """For modules as small as these more threads only wait for one another."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.slow
def test_a_tour_through_fifty_modules(seed):
    """Each is PyTorch's to the last layer, can be drawn, and has autograd's gradients or says why not."""
    rng, figure = np.random.default_rng(seed), Figure()
    for k in range(50):
        case = drawn_case(rng)
        xray = trace_lstm(case.lstm, case.x, case.state)  # asserts itself equal to PyTorch
        with torch.no_grad():
            output, (h_n, _) = case.lstm(case.x, case.state)
        place = list(xray)[rng.integers(len(xray))]
        n = int(rng.integers(len(case.sequences)))
        trace = of_sequence(case, xray, place, n)
        top = [of_sequence(case, xray, at, n).h for at in list(xray)[-2 if case.lstm.bidirectional else -1 :]]
        ours = torch.tensor(np.concatenate([top[0], *(h[::-1] for h in top[1:])], axis=-1))
        torch.testing.assert_close(ours, output_of(case, output, n))
        torch.testing.assert_close(torch.tensor(top[0][-1]), last_of(h_n, len(xray) - len(top), n))
        if k % 10 == 0:  # a drawing takes as long as a hundred modules
            plot_trace(trace, figure)
            figure.draw_without_rendering()
        dL_dh = rng.standard_normal(trace.h.shape).astype(trace.h.dtype)
        if case.lstm.proj_size:
            cell = LSTMCell(np.ones((4 * case.lstm.hidden_size, trace.x.shape[-1])))
            with pytest.raises(ValueError, match=r"^this trace is of an nn\.LSTM with a projection"):
                backward(cell, trace, dL_dh)
            continue
        cell = from_torch(case.lstm, place[0], int(place[1] == "backward"))
        gradients = backward(cell, trace, dL_dh)
        for ours, theirs in zip(
            (gradients.x, gradients.weight_ih), by_autograd(case.lstm, place, trace, dL_dh), strict=True
        ):
            torch.testing.assert_close(torch.tensor(ours), theirs, rtol=1e-4, atol=1e-4)
