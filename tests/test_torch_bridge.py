"""A cell goes to PyTorch and back, and every number stays what it was.

Source of the parity: nn.LSTMCell and nn.LSTM themselves, in float64 to 1e-12, in float32 to PyTorch's own
tolerance (torch.testing.assert_close). Weights are copied, so they are compared exactly.
"""

import copy
import pickle
import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils import parametrize, prune

from lstm_teach import SIGMOID, Activation, LSTMCell, TorchLSTMCell, from_torch, to_torch
from lstm_teach.core.activations import ACTIVATIONS
from lstm_teach.examples import FIVE_STEPS, LEE_WEIGHTS, NINE_STEPS

ROLES = ("gate_activation", "candidate_activation", "memory_activation")
KINDS = ("LSTMCell", "LSTM", "TorchLSTMCell")
SIZES = st.integers(1, 6)
BATCHES = st.sampled_from([(), (1,), (4,)])
SEEDS = st.integers(0, 2**32 - 1)
DTYPES = st.sampled_from([np.float32, np.float64])


def assert_equal(ours, theirs, rtol=0.0):
    """The numbers of PyTorch and of NumPy, in float64, to 1e-12."""
    ours, theirs = (a.detach() if isinstance(a, torch.Tensor) else a for a in (ours, theirs))
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=rtol, atol=1e-12)


@st.composite
def modules(draw, kind, **choices):
    """A module in float64 with initial weights, or with weights three times as large."""
    torch.manual_seed(draw(SEEDS))
    options = {name: draw(choice) for name, choice in choices.items()}
    module = kind(draw(SIZES), draw(SIZES), bias=draw(st.booleans()), dtype=torch.float64, **options)
    scale = draw(st.sampled_from([1, 3]))
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.mul_(scale)
    return module


@st.composite
def cells(draw, dtypes=DTYPES, choices=sorted(ACTIVATIONS)):  # noqa: B008 (a list that nobody changes)
    """A cell in float32 or float64, with any activations; linear gates do not let its numbers explode."""
    rng, hidden, inputs = np.random.default_rng(draw(SEEDS)), draw(SIZES), draw(SIZES)
    dtype, shapes = draw(dtypes), ((4 * hidden, inputs), (4 * hidden, hidden), (4 * hidden,))
    weights = ((0.3 * rng.standard_normal(shape)).astype(dtype) for shape in shapes)
    return LSTMCell(*weights, **{role: draw(st.sampled_from(choices)) for role in ROLES})


def standard(cell):
    return cell.replace(gate_activation="sigmoid", candidate_activation="tanh", memory_activation="tanh")


def normal(*shape, dtype=torch.float64):
    return torch.randn(shape, dtype=dtype)


def steps(cell, x, state=None):
    """The outputs and memories of a module that takes one step at a time: a student's loop."""
    pairs = []
    for x_t in x:
        state = cell(x_t, state)
        pairs.append(state)
    return tuple(torch.stack(values) for values in zip(*pairs, strict=True))


def parameters(module):
    """The parameters by name without the layer, so that nn.LSTM and nn.LSTMCell can be compared."""
    return {name.removesuffix("_l0"): p.detach().numpy() for name, p in module.named_parameters()}


# --- The same numbers as PyTorch ---------------------------------------------------------------------


@given(modules(nn.LSTMCell), BATCHES, st.booleans())
@settings(max_examples=300)
def test_a_step_is_the_step_of_nn_lstmcell(module, batch, has_state):
    x = normal(*batch, module.input_size)
    state = tuple(normal(*batch, module.hidden_size) for _ in "hc") if has_state else None
    ours = from_torch(module).step(x, state)
    for value, wanted in zip(ours, module(x, state), strict=True):
        assert_equal(value, wanted)


@given(modules(nn.LSTM), BATCHES, SIZES, st.booleans())
@settings(max_examples=300)
def test_a_run_is_the_run_of_nn_lstm(module, batch, length, has_state):
    x = normal(length, *batch, module.input_size)
    state = tuple(normal(1, *batch, module.hidden_size) for _ in "hc") if has_state else None
    output, (h_n, c_n) = module(x, state)
    trace = from_torch(module).run(x, *((s[0] for s in state) if has_state else ()))
    assert_equal(trace.h, output)
    assert_equal(trace.h[-1], h_n[0])
    assert_equal(trace.c[-1], c_n[0])


@given(modules(nn.LSTM, num_layers=st.integers(1, 3), bidirectional=st.booleans()), BATCHES, SIZES)
@settings(max_examples=200)
def test_every_layer_and_direction_of_an_nn_lstm_is_a_cell(module, batch, length):
    x = normal(length, *batch, module.input_size)
    output, (h_n, c_n) = module(x)
    ours, last = x.numpy(), iter(zip(h_n, c_n, strict=True))
    for layer in range(module.num_layers):
        forward = from_torch(module, layer).run(ours)
        traces, outputs = [forward], [forward.h]
        if module.bidirectional:
            backward = from_torch(module, layer, direction=1).run(ours[::-1])
            traces, outputs = [forward, backward], [forward.h, backward.h[::-1]]
        for trace in traces:
            h, c = next(last)
            assert_equal(trace.h[-1], h)
            assert_equal(trace.c[-1], c)
        ours = np.concatenate(outputs, axis=-1)
    assert_equal(ours, output)


@given(modules(nn.LSTMCell), BATCHES, st.booleans())
@settings(max_examples=300)
def test_torch_lstm_cell_is_nn_lstmcell(module, batch, has_state):
    twin = TorchLSTMCell(module.input_size, module.hidden_size, module.bias, dtype=torch.float64)
    twin.load_state_dict(module.state_dict())
    x = normal(*batch, module.input_size)
    state = tuple(normal(*batch, module.hidden_size) for _ in "hc") if has_state else None
    for value, wanted in zip(twin(x, state), module(x, state), strict=True):
        assert_equal(value, wanted)


@given(cells(st.just(np.float64)), SEEDS, BATCHES, SIZES)
@settings(max_examples=300)
def test_a_cell_of_any_activations_runs_the_same_in_pytorch(cell, seed, batch, length):
    x = np.random.default_rng(seed).standard_normal((length, *batch, cell.input_size))
    trace = cell.run(x)
    h, c = steps(to_torch(cell, "TorchLSTMCell"), torch.tensor(x))
    assert_equal(h, trace.h, rtol=1e-12)
    assert_equal(c, trace.c, rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@given(cell=cells().map(standard), seed=SEEDS, batch=BATCHES, length=SIZES)
@settings(max_examples=100)
def test_a_standard_cell_runs_the_same_in_every_kind_of_module(kind, cell, seed, batch, length):
    x = np.random.default_rng(seed).standard_normal((length, *batch, cell.input_size))
    x = torch.tensor(x, dtype=getattr(torch, cell.weight_ih.dtype.name))
    module, trace = to_torch(cell, kind), cell.run(x)
    with torch.no_grad():
        if kind == "LSTM":
            h, (_, c) = module(x)  # c: the last memory only
        else:
            h, c = steps(module, x)
    for value, numbers in ((h, trace.h), (c[-1], trace.c[-1])):
        torch.testing.assert_close(value, torch.tensor(numbers))  # its own tolerance for the dtype
        if cell.weight_ih.dtype == np.float64:
            assert_equal(value, numbers)


# --- There and back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@given(cell=cells())
def test_a_cell_comes_back_as_it_went(kind, cell):
    cell = cell if kind == "TorchLSTMCell" else standard(cell)
    module = to_torch(cell, kind)
    assert type(module).__name__ == kind
    back = from_torch(module)
    for name in ("weight_ih", "weight_hh", "bias"):
        ours, theirs = getattr(cell, name), getattr(back, name)
        assert theirs.dtype == ours.dtype
        np.testing.assert_array_equal(theirs, ours, err_msg=name)
    assert [getattr(back, role) for role in ROLES] == [getattr(cell, role) for role in ROLES]


@given(
    st.sampled_from([nn.LSTMCell, nn.LSTM]).flatmap(modules), st.sampled_from([torch.float32, torch.float64])
)
def test_a_module_comes_back_with_its_two_biases_in_one(module, dtype):
    module.to(dtype)
    back = parameters(to_torch(from_torch(module), type(module).__name__))
    before = parameters(module)
    assert {p.dtype for p in back.values()} == {p.dtype for p in before.values()}
    np.testing.assert_array_equal(back["weight_ih"], before["weight_ih"])
    np.testing.assert_array_equal(back["weight_hh"], before["weight_hh"])
    np.testing.assert_array_equal(
        back["bias_ih"], before["bias_ih"] + before["bias_hh"] if module.bias else 0
    )
    np.testing.assert_array_equal(back["bias_hh"], 0)


def test_the_two_biases_are_added():
    module = nn.LSTMCell(1, 1)
    with torch.no_grad():
        module.bias_ih.copy_(torch.tensor([1.0, 2, 3, 4]))
        module.bias_hh.copy_(torch.tensor([10.0, 20, 30, 40]))
    assert from_torch(module).bias.tolist() == [11, 22, 33, 44]


@pytest.mark.parametrize("kind", KINDS)
def test_neither_side_can_change_the_other(kind):
    cell = LSTMCell.standard()
    module = to_torch(cell, kind)
    back = from_torch(module)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.fill_(5)
    for kept in (cell, back):
        np.testing.assert_array_equal(kept.weight_ih, np.array([LEE_WEIGHTS[gate] for gate in "ifgo"]))
        assert not kept.bias.any()


def test_a_module_made_of_a_cell_can_be_trained():
    for kind in KINDS:
        assert all(p.requires_grad for p in to_torch(LSTMCell.standard(), kind).parameters()), kind


# --- TorchLSTMCell is an nn.LSTMCell -----------------------------------------------------------------


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_state_dict_fits_both_ways(bias, dtype):
    theirs = nn.LSTMCell(3, 2, bias, dtype=dtype)
    ours = TorchLSTMCell(3, 2, bias, dtype=dtype, gate_activation="step")
    assert {k: v.shape for k, v in ours.state_dict().items()} == {
        k: v.shape for k, v in theirs.state_dict().items()
    }
    for source, target in ((theirs, ours), (ours, nn.LSTMCell(3, 2, bias, dtype=dtype))):
        target.load_state_dict(source.state_dict())
        for name, value in source.state_dict().items():
            assert torch.equal(target.state_dict()[name], value)
            assert target.state_dict()[name].dtype == dtype


@pytest.mark.parametrize("bias", [True, False])
def test_the_same_seed_gives_the_same_initial_weights(bias):
    torch.manual_seed(7)
    theirs = nn.LSTMCell(3, 5, bias)
    torch.manual_seed(7)
    ours = TorchLSTMCell(3, 5, bias, gate_activation="step", memory_activation="linear")
    for name, value in theirs.state_dict().items():
        assert torch.equal(ours.state_dict()[name], value), name


def gradients(module, x, state, weights):
    """The gradients of a weighted sum of every h and c by every parameter, input and state."""
    leaves = [t.clone().requires_grad_() for t in (x, *state)]
    h, c = steps(module, leaves[0], (leaves[1], leaves[2]))
    loss = (weights[0] * h).sum() + (weights[1] * c).sum()
    names = [*dict(module.named_parameters()), "x", "h_0", "c_0"]
    return dict(zip(names, torch.autograd.grad(loss, [*module.parameters(), *leaves]), strict=True))


@given(modules(nn.LSTMCell), BATCHES, SIZES)
@settings(max_examples=100)
def test_its_gradients_are_those_of_nn_lstmcell(module, batch, length):
    twin = TorchLSTMCell(module.input_size, module.hidden_size, module.bias, dtype=torch.float64)
    twin.load_state_dict(module.state_dict())
    x = normal(length, *batch, module.input_size)
    state = [normal(*batch, module.hidden_size) for _ in "hc"]
    weights = [normal(length, *batch, module.hidden_size) for _ in "hc"]
    ours, theirs = (gradients(m, x, state, weights) for m in (twin, module))
    for name, wanted in theirs.items():
        scale = max(1.0, wanted.abs().max().item())
        np.testing.assert_allclose(ours[name], wanted, rtol=0, atol=1e-12 * scale, err_msg=name)


@pytest.mark.parametrize("memory", ["tanh", "linear"])
@pytest.mark.parametrize("candidate", ["tanh", "linear", "sigmoid"])
def test_its_gradients_are_the_slopes_of_its_numbers(candidate, memory):
    torch.manual_seed(3)
    module = TorchLSTMCell(
        2, 3, dtype=torch.float64, candidate_activation=candidate, memory_activation=memory
    )
    names = list(dict(module.named_parameters()))

    def run(x, h, c, *values):
        return torch.func.functional_call(module, dict(zip(names, values, strict=True)), (x, (h, c)))

    inputs = [normal(4, 2), normal(4, 3), normal(4, 3), *(p.detach().clone() for p in module.parameters())]
    assert torch.autograd.gradcheck(run, [value.requires_grad_() for value in inputs])


def test_hard_gates_learn_nothing():
    torch.manual_seed(5)
    module = TorchLSTMCell(3, 2, dtype=torch.float64, gate_activation="step")
    with torch.no_grad():
        module.bias_ih.copy_(torch.tensor([9.0, 9, 9, 9, 0, 0, 9, 9]))  # gates open: something comes out
    h, _ = steps(module, normal(5, 3))
    h.sum().backward()
    for name, parameter in module.named_parameters():
        i, f, g, o = parameter.grad.chunk(4)
        for rows in (i, f, o):
            assert not rows.any(), f"{name}: the gradient of a gate is exactly zero"
        assert g.all(), f"{name}: the candidate learns"


def test_it_trains_like_nn_lstmcell():
    torch.manual_seed(11)
    theirs, x = nn.LSTMCell(3, 4, dtype=torch.float64), normal(6, 5, 3)
    ours = TorchLSTMCell(3, 4, dtype=torch.float64)
    ours.load_state_dict(theirs.state_dict())
    for module in (theirs, ours):
        optimizer = torch.optim.Adam(module.parameters(), lr=0.01)
        for _ in range(20):
            optimizer.zero_grad()
            (steps(module, x)[0] - 0.5).square().mean().backward()
            optimizer.step()
    for name, value in theirs.state_dict().items():
        np.testing.assert_allclose(ours.state_dict()[name], value, rtol=0, atol=1e-10, err_msg=name)


def test_an_activation_may_be_a_function():
    torch.manual_seed(2)
    named, own = TorchLSTMCell(3, 2), TorchLSTMCell(3, 2, candidate_activation=lambda z: torch.tanh(z))
    own.load_state_dict(named.state_dict())
    x = torch.randn(4, 3)
    assert torch.equal(own(x)[0], named(x)[0])


def test_an_activation_may_be_the_cells_own():
    module = TorchLSTMCell(3, 2, gate_activation=SIGMOID)
    assert from_torch(module).gate_activation is SIGMOID
    assert module(torch.ones(3))[0].shape == (2,)


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_it_can_be_copied_and_pickled(activation):
    module = TorchLSTMCell(3, 2, gate_activation=activation, memory_activation=activation)
    x = torch.randn(4, 3)
    for twin in (copy.copy(module), copy.deepcopy(module), pickle.loads(pickle.dumps(module))):
        assert torch.equal(twin(x)[0], module(x)[0])
        assert from_torch(twin).gate_activation is ACTIVATIONS[activation]


# --- The lecture in PyTorch --------------------------------------------------------------------------


def test_the_lectures_7_and_6_come_out_of_pytorch_exactly():
    h, c = steps(to_torch(LSTMCell.lee(), "TorchLSTMCell"), torch.tensor(NINE_STEPS))
    assert h.ravel().tolist() == [0, 0, 0, 0, 0, 7, 0, 0, 6]
    assert c.ravel().tolist() == [0, 3, 3, 7, 7, 7, 0, 6, 6]
    h, _ = steps(to_torch(LSTMCell.lee(), "TorchLSTMCell"), torch.tensor(FIVE_STEPS))
    assert h.ravel().tolist() == [0, 0, 0, 7, 0]


def rows(order, kind="LSTMCell"):
    """nn.LSTMCell or nn.LSTM with the lecture's rows stacked in an order, right or wrong."""
    return to_torch(LSTMCell(np.array([LEE_WEIGHTS[gate] for gate in order])), kind)


soft = LSTMCell.lee().replace(gate_activation="sigmoid")
FACTS = {
    "step gates, linear, linear": (to_torch(LSTMCell.lee(), "TorchLSTMCell"), (7, 6, 0)),
    "sigmoid gates, linear, linear": (to_torch(soft, "TorchLSTMCell"), (6.999501, 5.999773, 0.000136)),
    "sigmoid, tanh, tanh": (to_torch(LSTMCell.standard(), "TorchLSTMCell"), (0.963624, 0.761584, 0.000034)),
    "nn.LSTMCell, i f g o": (rows("ifgo"), (0.963624, 0.761584, 0.000034)),
    "nn.LSTM, i f g o": (rows("ifgo", "LSTM"), (0.963624, 0.761584, 0.000034)),
    "nn.LSTMCell, f i g o": (rows("figo"), (0.642020, 0.642021, 0.000043)),
    "nn.LSTM, f i g o": (rows("figo", "LSTM"), (0.642020, 0.642021, 0.000043)),
    "nn.LSTMCell, i f o g": (rows("ifog"), (-0.704754, -0.556742, -0.725493)),
    "nn.LSTM, i f o g": (rows("ifog", "LSTM"), (-0.704754, -0.556742, -0.725493)),
}


@pytest.mark.parametrize(("module", "known"), FACTS.values(), ids=FACTS)
def test_every_cell_of_the_lesson_gives_its_known_outputs(module, known):
    x = torch.tensor(NINE_STEPS)
    with torch.no_grad():
        y = (module(x)[0] if isinstance(module, nn.LSTM) else steps(module, x)[0]).ravel()
    assert tuple(round(value, 6) for value in y[[5, 8, 1]].tolist()) == known
    assert_equal(y, from_torch(module).run(NINE_STEPS).h.ravel())  # and unrounded, all nine


# --- What does not fit is told in one sentence -------------------------------------------------------


def own_activation(role):
    return LSTMCell.standard().replace(**{role: Activation("relu", np.abs, np.sign)})


two_layers, both = nn.LSTM(3, 2, num_layers=2), nn.LSTM(3, 2, bidirectional=True)
ours = TorchLSTMCell(3, 2)


class Doubled(nn.LSTMCell):
    def forward(self, x, state=None):
        h, c = super().forward(x, state)
        return 2 * h, c


BAD = {
    "a module with a forward of its own": (lambda: from_torch(Doubled(3, 2)), "Doubled has a forward of its"),
    "softmax in a TorchLSTMCell": (
        lambda: TorchLSTMCell(3, 2, gate_activation=lambda z: torch.softmax(z, 0)),
        "gate_activation gives a number another value beside other numbers",
    ),
    "from another module": (lambda: from_torch(nn.GRU(3, 2)), r"takes an nn.LSTMCell or nn.LSTM, .*GRU"),
    "from a cell of ours": (lambda: from_torch(LSTMCell.lee()), r"not a lstm_teach\.\S*LSTMCell"),
    "from half precision": (lambda: from_torch(nn.LSTMCell(3, 2).half()), "weight_ih is float16: .*float"),
    "from bfloat16": (lambda: from_torch(nn.LSTM(3, 2).bfloat16()), "weight_ih_l0 is bfloat16: .*float"),
    "from the meta device": (
        lambda: from_torch(nn.LSTMCell(3, 2, device="meta")),
        "weight_ih is on the device meta, which holds shapes and no numbers",
    ),
    "no such layer": (lambda: from_torch(two_layers, 2), "has the layers 0 to 1: there is no 2"),
    "a layer from the end": (lambda: from_torch(two_layers, -1), "has the layers 0 to 1: there is no -1"),
    "a layer by name": (lambda: from_torch(two_layers, "l1"), "has the layers 0 to 1: there is no 'l1'"),
    "no such direction": (lambda: from_torch(both, 0, 2), "no direction 2: 0 is forward, 1 is backward"),
    "a direction by name": (lambda: from_torch(both, 0, "backward"), "'backward': 0 is forward, 1 is backw"),
    "no backward direction": (lambda: from_torch(two_layers, 0, 1), "direction 1: it is not bidirectional"),
    "a layer of one cell": (lambda: from_torch(nn.LSTMCell(3, 2), 1), "one layer and one direction"),
    "a projection": (
        lambda: from_torch(nn.LSTM(3, 4, proj_size=2)),
        r"has a projection \(proj_size = 2\).*trace_lstm shows it",
    ),
    "an own function": (
        lambda: from_torch(TorchLSTMCell(3, 2, gate_activation=torch.relu)),
        "gate_activation is a function of its own: .*step, sigmoid, tanh, linear",
    ),
    "weights with NaN": (
        lambda: from_torch(nn.LSTMCell(3, 2).apply(lambda m: m.weight_hh.data.fill_(torch.nan))),
        r"weight_hh\[0, 0\] is nan",
    ),
    "to an unknown kind": (lambda: to_torch(LSTMCell.lee(), "GRU"), "'GRU': write one of LSTMCell, LSTM, T"),
    "to a class": (lambda: to_torch(LSTMCell.lee(), nn.LSTM), "write one of LSTMCell, LSTM, TorchLSTMCell"),
    "to nn.LSTMCell, other activations": (
        lambda: to_torch(LSTMCell.lee()),
        r'nn\.LSTMCell has sigmoid gates.*has step, linear, linear: use to_torch\(cell, "TorchLSTMCell"\)',
    ),
    "to nn.LSTM, other activations": (lambda: to_torch(soft, "LSTM"), "nn.LSTM .* sigmoid, linear, linear"),
    "to PyTorch, not a cell": (lambda: to_torch(nn.LSTMCell(3, 2)), r"takes an? .*not a torch\.\S*LSTMCell"),
    "to PyTorch, an own activation": (
        lambda: to_torch(own_activation("memory_activation"), "TorchLSTMCell"),
        r"^memory_activation is 'relu', an Activation of your own, .*: choose one of step, sigmoid, tanh,",
    ),
    "an unknown name": (lambda: TorchLSTMCell(3, 2, gate_activation="relu"), "no activation 'relu': write"),
    "no name": (lambda: TorchLSTMCell(3, 2, gate_activation=None), "no activation None: write one of step"),
    "a step of 3-D": (lambda: ours(torch.ones(1, 2, 3)), r"input has shape \(1, 2, 3\).*\(N, D\) or \(D,\)"),
    "a step with other features": (lambda: ours(torch.ones(4)), "input has 4 features .* 3"),
    "one state": (lambda: ours(torch.ones(2, 3), torch.ones(2, 2)), r"must be the pair \(h_0, c_0\)"),
    "h_0 of another H": (
        lambda: ours(torch.ones(3), (torch.ones(3), torch.ones(2))),
        r"h_0 has shape \(3,\): .* must be \(2,\)",
    ),
    "c_0 that would broadcast": (
        lambda: ours(torch.ones(3), (torch.ones(2), torch.ones(1))),
        r"c_0 has shape \(1,\): .* must be \(2,\)",
    ),
    "a cell of ours, not made": (lambda: from_torch(TorchLSTMCell), "not the class TorchLSTMCell: make one"),
    "a quantized LSTM": (lambda: from_torch(quantized()), r"not a torch\.ao\.\S*dynamic\S*LSTM$"),
    "layer True": (lambda: from_torch(two_layers, True), "has the layers 0 to 1: there is no True"),
    "layer 1.0": (lambda: from_torch(two_layers, 1.0), r"has the layers 0 to 1: there is no 1\.0"),
    "layer None": (lambda: from_torch(two_layers, None), "there is no None"),
    "layers": (lambda: from_torch(two_layers, np.arange(99)), r"there is no array\(\[ 0, .*"),
    "direction True": (
        lambda: from_torch(both, 0, True),
        "has no direction True: 0 is forward, 1 is backward",
    ),
    "layer False of one cell": (lambda: from_torch(ours, False), "one layer and one direction: leave out"),
    "layers of one cell": (lambda: from_torch(ours, [0, 0]), "one layer and one direction: leave out"),
    "biases that cancel to NaN": (
        lambda: from_torch(with_biases(torch.inf, -torch.inf)),
        r"^bias\[0\] is nan: every number must be finite",
    ),
    "biases beyond float32": (lambda: from_torch(with_biases(3e38, 3e38)), r"^bias\[0\] is inf: "),
    "to no text": (
        lambda: to_torch(LSTMCell.lee(), ["LSTM"] * 99),
        r"kind is \[.*: write one of LSTMCell, LSTM",
    ),
    "from_cell of a module": (
        lambda: TorchLSTMCell.from_cell(ours),
        "^cell is TorchLSTMCell.*: give an LSTMCell",
    ),
    "an own activation of a known name": (
        lambda: TorchLSTMCell(3, 2, gate_activation=Activation("sigmoid", np.abs, np.sign)),
        "^gate_activation is 'sigmoid', an Activation of your own",
    ),
    "a list as activation": (
        lambda: TorchLSTMCell(3, 2, memory_activation=["tanh"]),
        "no activation .'tanh'.:",
    ),
    "an activation set later": (
        lambda: setattr(ours, "gate_activation", "relu"),
        "no activation 'relu': write",
    ),
    "a function of arrays": (
        lambda: TorchLSTMCell(3, 2, candidate_activation=np.tanh),
        r"^candidate_activation fails on a tensor \(RuntimeError: .*\): give a function such as torch\.relu",
    ),
    "a module that is not made": (
        lambda: TorchLSTMCell(3, 2, gate_activation=nn.Tanh),
        "fails on a tensor .Type",
    ),
    "a function of all numbers": (
        lambda: TorchLSTMCell(3, 2, gate_activation=torch.sum),
        r"^gate_activation makes shape \(\) of a tensor of \(2, 3\): it has to keep the shape",
    ),
    "a function of another dtype": (
        lambda: TorchLSTMCell(3, 2, gate_activation=torch.Tensor.double),
        r"makes torch\.float64 of torch\.float32: end it with \.to\(z\.dtype\)",
    ),
    "a function that makes no tensor": (
        lambda: TorchLSTMCell(3, 2, gate_activation=repr),
        "^gate_act.* makes '",
    ),
    "no inputs": (lambda: TorchLSTMCell(0, 2), "^input_size is 0: it must be a whole number from 1 on$"),
    "half a unit": (lambda: TorchLSTMCell(3, 2.0), r"^hidden_size is 2\.0: it must be a whole number"),
    "a size of text": (lambda: TorchLSTMCell("3", 2), "^input_size is '3'"),
    "True units": (lambda: TorchLSTMCell(3, True), "^hidden_size is True"),
    "huge": (lambda: TorchLSTMCell(3, 10**8), "4 x 100000000 rows .* there is no memory for so many$"),
    "more than huge": (lambda: TorchLSTMCell(10**400, 2), "there is no memory for so many$"),
    "bias by name": (lambda: TorchLSTMCell(3, 2, "no"), "^bias is 'no': give True or False$"),
    "a dtype by name": (
        lambda: TorchLSTMCell(3, 2, dtype="float32"),
        r"^dtype is 'float32', .* write torch\.float32",
    ),
    "a dtype of whole numbers": (lambda: TorchLSTMCell(3, 2, dtype=torch.int64), r"^dtype is torch\.int64"),
    "complex": (lambda: TorchLSTMCell(3, 2, dtype=torch.complex64), r"^dtype is torch\.complex64"),
    "no such device": (lambda: TorchLSTMCell(3, 2, device="gpu"), "^device is 'gpu', .* such as 'cpu'$"),
    "an array as input": (lambda: ours(np.ones((4, 3))), "^input is array.*: give a tensor"),
    "a list as input": (lambda: ours([1.0, 2.0, 3.0]), r"^input is \[1\.0, 2\.0, 3\.0\]: give a tensor"),
    "no input": (lambda: ours(None), "^input is None: give a tensor"),
    "float64 for float32": (
        lambda: ours(torch.ones(3).double()),
        r"^input is float64 but the weights are float32: write input\.to\(torch\.float32\)$",
    ),
    "whole numbers": (lambda: ours(torch.arange(3)), "^input is int64 but the weights are float32"),
    "input elsewhere": (
        lambda: ours(torch.ones(3, device="meta")),
        r"device meta .* write input\.to\('cpu'\)$",
    ),
    "NaN as input": (
        lambda: ours(torch.tensor([0, 1, torch.nan])),
        r"^input\[2\] is nan: every number must be",
    ),
    "infinity as state": (
        lambda: ours(torch.ones(3), (torch.ones(2), torch.tensor([0, -torch.inf]))),
        r"^c_0\[1\] is -inf: every number must be finite",
    ),
    "a state of another dtype": (
        lambda: ours(torch.ones(3), (torch.ones(2), torch.ones(2).double())),
        r"^c_0 is float64 but the weights are float32: write c_0\.to",
    ),
    "a state of None": (
        lambda: ours(torch.ones(3), (None, None)),
        r"must be the pair \(h_0, c_0\) of tensors",
    ),
    "a state without the batch": (
        lambda: ours(torch.ones(4, 3), (torch.ones(2), torch.ones(2))),
        r"h_0 has shape \(2,\): .* must be \(4, 2\)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", [b[0] for b in BAD.values()], ids=BAD)
def test_what_does_not_fit_is_one_sentence(make, request):
    message = BAD[request.node.callspec.id][1]
    with pytest.raises((ValueError, TypeError), match=message) as caught:
        make()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 300


# --- An activation counts by what it is --------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ROLES)
def test_an_own_activation_of_a_known_name_never_becomes_the_known_one(role, kind):
    name = {"gate_activation": "sigmoid"}.get(role, "tanh")
    cell = LSTMCell.standard().replace(**{role: Activation(name, lambda z: 0.5 * z, np.ones_like)})
    with pytest.raises(ValueError, match=rf"^{role} is '{name}', an Activation of your own"):
        to_torch(cell, kind)


def test_a_function_of_ones_own_is_never_turned_back_by_its_name():
    def sigmoid(z):
        return 0.5 * torch.ones_like(z)

    module = TorchLSTMCell(3, 2, gate_activation=sigmoid)
    for twin in (module, copy.deepcopy(module)):
        with pytest.raises(ValueError, match="gate_activation is a function of its own"):
            from_torch(twin)


def test_an_activation_that_is_set_later_is_the_one_that_runs():
    module = TorchLSTMCell(3, 2)
    module.gate_activation = "step"
    module.memory_activation = SIGMOID
    twin = TorchLSTMCell(3, 2, gate_activation="step", memory_activation="sigmoid")
    twin.load_state_dict(module.state_dict())
    assert torch.equal(module(torch.ones(3))[0], twin(torch.ones(3))[0])
    assert from_torch(module).activations == from_torch(twin).activations


def test_a_function_may_be_a_module_and_learns_with_the_cell():
    module = TorchLSTMCell(3, 2, candidate_activation=nn.PReLU())
    assert "candidate_activation.weight" in module.state_dict()
    module(torch.ones(3))[0].sum().backward()
    assert module.candidate_activation.weight.grad is not None


# --- Odd, but right ----------------------------------------------------------------------------------


def quantized():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of PyTorch: another tool will come
        return torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.LSTM(3, 2)), {nn.LSTM})[0]


def with_biases(bias_ih, bias_hh):
    module = nn.LSTMCell(3, 2)
    module.bias_ih.data[0], module.bias_hh.data[0] = bias_ih, bias_hh
    return module


def test_whole_numbers_of_numpy_are_whole_numbers():
    module = TorchLSTMCell(np.int64(3), np.int32(2))
    assert (module.input_size, module.hidden_size) == (3, 2)
    deep = nn.LSTM(3, 2, num_layers=2, bidirectional=True)
    cell = from_torch(deep, np.int64(1), np.uint8(1))
    np.testing.assert_array_equal(cell.weight_ih, deep.weight_ih_l1_reverse.detach())
    assert from_torch(module, np.int64(0), np.int64(0)).hidden_size == 2


class Mine(nn.LSTM):
    """A class of a student's own."""


class Halved(nn.Module):
    def forward(self, weight):
        return 0.5 * weight


def parametrized():
    lstm = nn.LSTM(3, 2)
    parametrize.register_parametrization(lstm, "weight_hh_l0", Halved())
    return lstm


ODD = {
    "a subclass": lambda: Mine(3, 2),
    "without bias": lambda: nn.LSTM(3, 2, bias=False),
    "frozen": lambda: nn.LSTM(3, 2).requires_grad_(False),
    "pruned": lambda: prune.l1_unstructured(nn.LSTM(3, 2), "weight_hh_l0", 0.5),
    "parametrized": parametrized,
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_a_module_that_is_odd_and_right_comes_as_it_computes(make):
    torch.manual_seed(1)
    lstm, x = make(), torch.randn(5, 3)
    with torch.no_grad():
        output, _ = lstm(x)
    torch.testing.assert_close(torch.tensor(from_torch(lstm).run(x).h), output)


def test_a_cell_on_meta_has_shapes():
    module = TorchLSTMCell(3, 2, device="meta", gate_activation=torch.relu)
    assert module(torch.ones(4, 3, device="meta"))[0].shape == (4, 2)


def test_it_can_be_mapped_over_inputs():
    module, x = TorchLSTMCell(3, 2), torch.randn(4, 3)
    torch.testing.assert_close(torch.func.vmap(module)(x)[0], module(x)[0])


@pytest.mark.parametrize("name", ["to_torch", "from_torch", "TorchLSTMCell", "XRay", "trace_lstm"])
def test_without_torch_the_bridge_says_so_and_the_cell_works(name):
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "import lstm_teach\n"
        "assert lstm_teach.LSTMCell.lee().run(lstm_teach.examples.NINE_STEPS).h[5, 0] == 7\n"
        f"try: lstm_teach.{name}\n"
        "except ModuleNotFoundError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == f"lstm_teach.{name} needs torch, which is not installed: see the README, Start\n"
    assert run.stderr == ""
