"""The gradients are those of autograd and of central differences, and wrong derivations are noticed.

Tolerances: autograd in float64, 1e-9 of the largest number of that gradient; central differences, 1e-6.
"""

import copy
import pickle
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from lstm_teach import Activation, LSTMCell, backward, from_torch, memory_jacobian, to_torch, trace_lstm
from lstm_teach.core.activations import ACTIVATIONS
from lstm_teach.examples import NINE_STEPS

ROLES = ("gate_activation", "candidate_activation", "memory_activation")
SMOOTH = ("sigmoid", "tanh", "linear")
SIZES = st.integers(1, 5)
BATCHES = st.sampled_from([(), (1,), (3,)])
WEIGHTS = ("weight_ih", "weight_hh", "bias")
INPUTS = ("x", "h0", "c0")

lee, standard = LSTMCell.lee(), LSTMCell.standard()
soft = lee.replace(gate_activation="sigmoid")
written, read = 1, 5  # the nine steps, from 0: 3 and then 4 are written, the 7 is read at the sixth


def random_cell(rng, hidden=3, inputs=2, **activations):
    shapes = (4 * hidden, inputs), (4 * hidden, hidden), (4 * hidden,)
    return LSTMCell(*(0.5 * rng.standard_normal(shape) for shape in shapes), **activations)


@st.composite
def runs(draw, activations=tuple(ACTIVATIONS), sizes=SIZES, batches=BATCHES):
    """A cell, its x, h0 and c0, and a loss: how it depends on each h_t and on the last memory."""
    rng, batch = np.random.default_rng(draw(st.integers(0, 2**32 - 1))), draw(batches)
    hidden, inputs, steps = draw(sizes), draw(sizes), draw(sizes)
    cell = random_cell(rng, hidden, inputs, **{role: draw(st.sampled_from(activations)) for role in ROLES})
    if draw(st.booleans()):
        cell = cell.replace(weight_hh=np.zeros_like(cell.weight_hh))
    shapes = (steps, *batch, inputs), (*batch, hidden), (*batch, hidden)
    loss = (steps, *batch, hidden), (*batch, hidden)
    return cell, *(rng.standard_normal(shape) for shape in (*shapes, *loss))


def by_autograd(cell, x, h0, c0, dL_dh, dL_dc_last):
    """The gradients by PyTorch, named as in Gradients: a loop over TorchLSTMCell, in float64."""
    module = to_torch(cell, "TorchLSTMCell")
    x, h, c = (torch.tensor(value, requires_grad=True) for value in (x, h0, c0))
    sources = {"weight_ih": module.weight_ih, "weight_hh": module.weight_hh, "bias": module.bias_ih}
    sources |= {"x": x, "h0": h, "c0": c}
    states = []
    for x_t in x:
        h, c = module(x_t, (h, c))
        states.append((h.requires_grad_(), c))
    loss = (torch.tensor(dL_dc_last) * c).sum()
    loss = loss + sum((torch.tensor(d) * h).sum() for d, (h, _) in zip(dL_dh, states, strict=True))
    wanted = [*sources.values(), *(h for h, _ in states), *(c for _, c in states)]
    got = [g.detach().numpy() for g in torch.autograd.grad(loss, wanted, materialize_grads=True)]
    named = dict(zip(sources, got, strict=False))
    return named | {"h": np.stack(got[6 : 6 + len(states)]), "c": np.stack(got[6 + len(states) :])}


def assert_close(ours, theirs, name="", relative=1e-9):
    """Equal to a part of the largest number of the right one, and to 1e-12 where that is tiny."""
    assert ours.shape == theirs.shape, name
    atol = relative * np.abs(theirs).max() + 1e-12
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=atol, err_msg=name)


def loss_at(trace, position):
    """dL/dh for the loss L = h at one step."""
    dL_dh = np.zeros_like(trace.h)
    dL_dh[position] = 1
    return dL_dh


# --- The same gradients as autograd's, and as the slopes of the numbers ---------------------------------


@given(runs())
@settings(max_examples=500)
def test_every_gradient_is_that_of_autograd(run):
    cell, x, h0, c0, dL_dh, dL_dc_last = run
    gradients = backward(cell, cell.run(x, h0, c0), dL_dh, dL_dc_last)
    for name, theirs in by_autograd(*run).items():
        assert_close(getattr(gradients, name), theirs, name)


@given(runs(sizes=st.integers(1, 3)))
@settings(max_examples=200)
def test_every_delta_is_that_of_autograd(run):
    """More inputs, all 0, each added to one z: the gradient by such an input is dL/dz."""
    cell, x, *states, dL_dh, dL_dc_last = run
    rows, columns = cell.weight_ih.shape
    wide = cell.replace(weight_ih=np.hstack([cell.weight_ih, np.eye(rows)]), input_labels=None)
    x_wide = np.concatenate([x, np.zeros((*x.shape[:-1], rows))], axis=-1)
    theirs = by_autograd(wide, x_wide, *states, dL_dh, dL_dc_last)["x"][..., columns:]
    ours = backward(cell, cell.run(x, *states), dL_dh, dL_dc_last)
    for delta, right in zip((ours.z_i, ours.z_f, ours.z_g, ours.z_o), np.split(theirs, 4, -1), strict=True):
        assert_close(delta, right)


@given(runs(SMOOTH, sizes=st.integers(1, 3)))
@settings(max_examples=60)
def test_every_gradient_is_the_slope_of_the_loss(run):
    cell, x, h0, c0, dL_dh, dL_dc_last = run
    values = {name: getattr(cell, name) for name in WEIGHTS} | {"x": x, "h0": h0, "c0": c0}

    def loss(name, value):
        now = values | {name: value}
        trace = cell.replace(**{key: now[key] for key in WEIGHTS}).run(*(now[key] for key in INPUTS))
        return (dL_dh * trace.h).sum() + (dL_dc_last * trace.c[-1]).sum()

    gradients = backward(cell, cell.run(x, h0, c0), dL_dh, dL_dc_last)
    for name, value in values.items():
        slopes = np.empty(value.shape)
        for place in np.ndindex(value.shape):
            nudge = np.zeros(value.shape)
            nudge[place] = 1e-5
            slopes[place] = (loss(name, value + nudge) - loss(name, value - nudge)) / 2e-5
        gradient = getattr(gradients, name)
        scale = max(1.0, np.abs(gradient).max())
        np.testing.assert_allclose(gradient, slopes, rtol=0, atol=1e-6 * scale, err_msg=name)


def test_the_gradients_of_a_real_nn_lstm_come_from_its_x_ray():
    torch.manual_seed(1)
    lstm, x = nn.LSTM(3, 4, dtype=torch.float64), torch.randn(6, 5, 3, dtype=torch.float64)
    output, _ = lstm(x)
    (output**2).sum().backward()
    trace = trace_lstm(lstm, x)[0, "forward"]
    gradients = backward(from_torch(lstm), trace, 2 * trace.h)
    assert_close(gradients.weight_ih, lstm.weight_ih_l0.grad.numpy())
    assert_close(gradients.weight_hh, lstm.weight_hh_l0.grad.numpy())
    for bias in (lstm.bias_ih_l0, lstm.bias_hh_l0):  # PyTorch has two, with the same gradient
        assert_close(gradients.bias, bias.grad.numpy())


@pytest.mark.parametrize("batch", [(), (4,)])
def test_an_activation_of_ones_own_is_differentiated_by_its_own_derivative(rng, batch):
    own = [
        Activation("own tanh", np.tanh, lambda z: 1 / np.cosh(z) ** 2),
        Activation("own", np.copy, lambda z: 1),
    ]
    cell = random_cell(rng, candidate_activation=own[0], memory_activation=own[1])
    twin = cell.replace(candidate_activation="tanh", memory_activation="linear")
    x, dL_dh = rng.standard_normal((5, *batch, 2)), rng.standard_normal((5, *batch, 3))
    ours, theirs = (backward(one, one.run(x), dL_dh) for one in (cell, twin))
    for name, right in vars(theirs).items():
        assert_close(getattr(ours, name), right, name)


# --- Derivations that students get wrong are noticed ---------------------------------------------------

MISTAKES = (
    "the path through h is forgotten",
    "the memory's gradient goes back one step only",
    "memory' is forgotten",
    "gate' is forgotten",
    "candidate' is forgotten",
    "the memory after the step stands in dz_f",
    "the forget gate of the wrong step",
)


def by_textbook(cell, trace, dL_dh, mistake=None):
    """The gradients of the weights of a standard cell, written out once more, with a mistake or none."""
    slope = {
        kind: np.ones_like if mistake == f"{kind}' is forgotten" else derivative
        for kind, derivative in {
            "gate": lambda s: s * (1 - s),
            "candidate": lambda g: 1 - g**2,
            "memory": lambda c: 1 - np.tanh(c) ** 2,
        }.items()
    }
    before = trace.c if mistake == "the memory after the step stands in dz_f" else trace.c_prev
    f = np.roll(trace.f, 1, axis=0) if mistake == "the forget gate of the wrong step" else trace.f
    from_h, from_c = np.zeros(cell.hidden_size), np.zeros(cell.hidden_size)
    sums = {name: np.zeros(getattr(cell, name).shape) for name in WEIGHTS}
    for t in range(len(trace))[::-1]:
        dh = dL_dh[t] + from_h
        dc = from_c + dh * trace.o[t] * slope["memory"](trace.c[t])
        di, df, dg, do = dc * trace.g[t], dc * before[t], dc * trace.i[t], dh * np.tanh(trace.c[t])
        gates = [d * slope["gate"](s[t]) for d, s in ((di, trace.i), (df, trace.f), (do, trace.o))]
        dz = np.concatenate([*gates[:2], dg * slope["candidate"](trace.g[t]), gates[2]])
        sums["weight_ih"] += np.outer(dz, trace.x[t])
        sums["weight_hh"] += np.outer(dz, trace.h_prev[t])
        sums["bias"] += dz
        from_h, from_c = cell.weight_hh.T @ dz, dc * f[t]
        if mistake == "the path through h is forgotten":
            from_h = np.zeros_like(dh)
        if mistake == "the memory's gradient goes back one step only":
            from_c = np.zeros_like(dc)
    return sums


def error(wrong, right):
    """The largest difference between gradients by name, as a part of the largest number of the right one."""
    return max(np.abs(wrong[name] - right[name]).max() / np.abs(right[name]).max() for name in WEIGHTS)


@given(runs(SMOOTH, batches=st.just(())))
def test_the_textbook_without_a_mistake_agrees(run):
    cell, x, h0, c0, dL_dh, _ = run
    cell = cell.replace(gate_activation="sigmoid", candidate_activation="tanh", memory_activation="tanh")
    trace = cell.run(x, h0, c0)
    gradients = backward(cell, trace, dL_dh)
    for name, right in by_textbook(cell, trace, dL_dh).items():
        assert_close(getattr(gradients, name), right, name)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_derivation_gives_other_gradients(rng, mistake):
    cell = random_cell(rng)
    x, dL_dh, c0 = rng.standard_normal((6, 2)), rng.standard_normal((6, 3)), rng.standard_normal(3)
    trace = cell.run(x, c0=c0)
    right = vars(backward(cell, trace, dL_dh))
    wrong = by_textbook(cell, trace, dL_dh, mistake)
    assert error(wrong, right) > 0.05
    with pytest.raises(AssertionError):
        assert_close(wrong["bias"], right["bias"])


def test_the_lectures_example_cannot_tell_whether_the_path_through_h_is_there():
    """Its weight_hh is 0, so that a check against this example alone passes a wrong derivation."""
    trace = standard.run(NINE_STEPS)
    right = by_textbook(standard, trace, loss_at(trace, read))
    blind = by_textbook(standard, trace, loss_at(trace, read), "the path through h is forgotten")
    assert error(blind, right) == 0


# --- The lecture's example ----------------------------------------------------------------------------


def test_hard_gates_get_zeros_and_the_candidate_learns():
    trace = lee.run(NINE_STEPS)
    gradients = backward(lee, trace, loss_at(trace, read))
    for delta in (gradients.z_i, gradients.z_f, gradients.z_o):
        assert not delta.any()
    # y = w · (3, 1, 0, 1) + w · (4, 1, 0, 1), what was written: its slope by w is the sum of the two
    assert gradients.weight_ih.tolist() == [[0] * 4, [0] * 4, [7, 2, 0, 2], [0] * 4]
    assert "0 at every step: z_i, z_f, z_o" in repr(gradients)
    assert "at every step" not in repr(backward(soft, soft.run(NINE_STEPS), loss_at(trace, read)))


def test_saturated_gates_keep_the_memorys_gradient_and_lose_their_own():
    trace = soft.run(NINE_STEPS)
    gradients = backward(soft, trace, loss_at(trace, read))
    i, f, g, o = gradients.weight_ih
    assert gradients.c[written].item() == pytest.approx(0.999864, abs=5e-7)
    assert g.round(6).tolist() == [6.999501, 1.999773, 0.000045, 1.999955]
    assert np.abs(i).max() == pytest.approx(4.539e-4, rel=1e-3)
    assert np.abs(f).max() == pytest.approx(1.2256e-3, rel=1e-3)
    assert np.abs(o).max() < 1e-38


def test_the_memorys_derivative_is_the_forget_gate_where_nothing_recurs():
    for cell in (lee, soft, standard):
        trace = cell.run(NINE_STEPS)
        jacobian = memory_jacobian(cell, trace)
        np.testing.assert_array_equal(jacobian.total.ravel(), trace.f.ravel())
        assert not jacobian.recurrent.any()


@pytest.mark.parametrize("path", ["total", "direct"])
def test_four_steps_pass_on_nearly_all_of_the_memorys_derivative(path):
    idle = soft.run([[5, 0, 0, 1]] * 4)
    kept = memory_jacobian(soft, idle).span(0, 4, path).item()
    assert kept == pytest.approx((1 / (1 + np.exp(-10))) ** 4, rel=1e-14)
    assert round(kept, 6) == 0.999818
    jacobian = memory_jacobian(soft, soft.run(NINE_STEPS))
    assert round(jacobian.span(2, 6, path).item(), 6) == 0.999864  # from the 3 to the 7; step 4 writes, f = 1
    assert jacobian.span(6, 7, path).item() == pytest.approx(8.194e-40, rel=1e-3)  # the reset


# --- The memory's two paths ---------------------------------------------------------------------------


def memories_by_autograd(cell, x, h0, c0):
    """dc_t/dc_s for every s <= t, as a mapping by (s, t)."""
    module, h, c = to_torch(cell, "TorchLSTMCell"), torch.tensor(h0), torch.tensor(c0, requires_grad=True)
    memories = [c]
    for x_t in torch.tensor(x):
        h, c = module(x_t, (h, c))
        memories.append(c)

    def jacobian(s, t):
        rows = (
            torch.autograd.grad(unit, memories[s], retain_graph=True, materialize_grads=True)[0]
            for unit in memories[t]
        )
        return torch.stack(list(rows)).detach().numpy()

    return {(s, t): jacobian(s, t) for t in range(1, len(memories)) for s in range(t)}


@given(runs(sizes=st.integers(1, 4), batches=st.just(())))
@settings(max_examples=200)
def test_over_any_span_the_total_is_that_of_autograd(run):
    cell, x, h0, c0, *_ = run
    jacobian = memory_jacobian(cell, cell.run(x, h0, c0))
    for (s, t), theirs in memories_by_autograd(cell, x, h0, c0).items():
        assert_close(jacobian.span(s, t), theirs, f"from c_{s} to c_{t}")
        if t == s + 1:
            assert_close(jacobian.total[s], theirs, f"step {t}")
            np.testing.assert_array_equal(jacobian.total[s], jacobian.direct[s] + jacobian.recurrent[s])


@given(runs(batches=st.just(())))
def test_the_gradient_of_a_memory_is_its_share_of_the_last_one(run):
    cell, x, h0, c0, _, dL_dc_last = run
    trace = cell.run(x, h0, c0)
    gradients = backward(cell, trace, np.zeros_like(trace.h), dL_dc_last)
    jacobian, last = memory_jacobian(cell, trace), len(trace)
    for s, gradient in enumerate([gradients.c0, *gradients.c]):
        assert_close(gradient, jacobian.span(s, last).T @ dL_dc_last)


def test_the_direct_path_alone_is_not_all_where_something_recurs(rng):
    cell, x = random_cell(rng), rng.standard_normal((5, 2))
    trace = cell.run(x)
    jacobian, theirs = memory_jacobian(cell, trace), memories_by_autograd(cell, x, np.zeros(3), np.zeros(3))
    np.testing.assert_array_equal(jacobian.direct[0], theirs[0, 1])  # h_0 is given: nothing goes through it
    for step in range(1, 5):
        np.testing.assert_array_equal(jacobian.direct[step], np.diag(trace.f[step]))
        assert np.abs(jacobian.direct[step] - theirs[step, step + 1]).max() > 0.01
    np.testing.assert_allclose(jacobian.span(1, 5, "direct"), np.diag(trace.f[1:].prod(axis=0)), rtol=1e-15)


def test_the_product_of_the_totals_is_not_the_derivative_over_two_steps(rng):
    """Because o depends on the memory two steps before, by way of h."""
    cell, x = random_cell(rng), rng.standard_normal((3, 2))
    jacobian = memory_jacobian(cell, cell.run(x))
    right = memories_by_autograd(cell, x, np.zeros(3), np.zeros(3))[1, 3]
    assert_close(jacobian.span(1, 3), right)
    assert np.abs(jacobian.total[2] @ jacobian.total[1] - right).max() > 1e-3


def test_a_span_of_no_steps_changes_nothing():
    jacobian = memory_jacobian(standard, standard.run(NINE_STEPS))
    assert jacobian.span(0, 0).tolist() == jacobian.span(9, 9, "direct").tolist() == [[1]]


# --- What is kept, and what is refused ----------------------------------------------------------------


@pytest.mark.parametrize("batch", [(), (4,)])
def test_float32_stays_float32(rng, batch):
    cell = random_cell(rng)
    small = LSTMCell(*(getattr(cell, name).astype(np.float32) for name in WEIGHTS))
    x, dL_dh = rng.standard_normal((5, *batch, 2)), rng.standard_normal((5, *batch, 3))
    ours, theirs = (vars(backward(one, one.run(x), dL_dh)) for one in (small, cell))
    for name, right in theirs.items():
        assert (ours[name].dtype, ours[name].shape) == (np.float32, right.shape), name
        assert_close(ours[name], right, name, relative=1e-5)
    if not batch:
        jacobian = memory_jacobian(small, small.run(x))
        assert {array.dtype for array in (*vars(jacobian).values(), jacobian.span(1, 4))} == {np.dtype("f4")}


def test_the_callers_arrays_stay_their_own(rng):
    cell, x, dL_dh, last = random_cell(rng), np.ones((5, 2)), np.ones((5, 3)), np.ones(3)
    trace = cell.run(x)
    given = [dL_dh, last, *trace.arrays().values(), *(getattr(cell, name) for name in WEIGHTS)]
    before = [array.copy() for array in given]
    results = [*vars(backward(cell, trace, dL_dh, last)).values()]
    results += vars(memory_jacobian(cell, trace)).values()
    for array, old in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, old)
        assert not any(np.shares_memory(array, result) for result in results)
    assert not any(result.flags.writeable for result in results)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("gate", ["step", "sigmoid", "tanh"])
def test_saturated_values_neither_overflow_nor_warn(dtype, gate):
    signs = np.array([[1, -1], [-1, 1], [1, 1], [-1, -1]], dtype)
    cell = LSTMCell(1e30 * signs, np.full((4, 1), 1e10, dtype), gate_activation=gate)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        trace = cell.run([[1, 0], [0, 1], [1e-30, 0], [-1, 1e-32]])
        gradients, jacobian = backward(cell, trace, np.ones((4, 1))), memory_jacobian(cell, trace)
        jacobian.span(0, 4)
    for array in (*vars(gradients).values(), *vars(jacobian).values()):
        assert np.isfinite(array).all()


def exploding(steps=200):
    """A memory of 0 that would be multiplied by 1000 at each step: only its gradient grows."""
    zero = [0.0]
    return LSTMCell.from_gates(
        i=zero, f=zero, g=zero, o=zero, bias={"f": 1000}, gate_activation="linear"
    ), np.ones((steps, 1))


grows, ones = exploding()
nine, batch = standard.run(NINE_STEPS), standard.run(np.ones((3, 2, 4)))
BAD = {
    "the trace first": (
        lambda: backward(nine, standard, nine.h),
        "LSTMCell, then the Trace .* Trace and LSTMC",
    ),
    "x for the trace": (lambda: memory_jacobian(standard, NINE_STEPS), "not LSTMCell and ndarray"),
    "another D": (
        lambda: backward(LSTMCell(np.ones((4, 2))), nine, nine.h),
        "trace has 4 inputs and 1 units but the cell has 2 and 1",
    ),
    "another H": (
        lambda: memory_jacobian(LSTMCell(np.ones((8, 4))), nine),
        "trace has 4 inputs and 1 units but the cell has 4 and 2",
    ),
    "other activations": (lambda: backward(lee, nine, nine.h), "made by a cell with another gate_activation"),
    "other weights": (
        lambda: memory_jacobian(standard.replace(bias=[1, 0, 0, 0]), nine),
        "made by a cell with another bias: run this cell again",
    ),
    "dL_dh of the last step only": (
        lambda: backward(standard, nine, [1.0]),
        r"dL_dh has shape \(1,\): it must be \(9, 1\), one number for each output, 0 where",
    ),
    "dL_dh with the axes of another batch": (
        lambda: backward(standard, batch, np.ones((2, 3, 1))),
        r"dL_dh has shape \(2, 3, 1\): it must be \(3, 2, 1\)",
    ),
    "dL_dh a number": (lambda: backward(standard, nine, 1), r"dL_dh has shape \(\)"),
    "dL_dh NaN": (lambda: backward(standard, nine, nine.h * np.nan), r"dL_dh\[0, 0\] is nan"),
    "dL_dh None": (lambda: backward(standard, nine, None), "dL_dh holds None"),
    "dL_dh of text": (lambda: backward(standard, nine, [["a"]] * 9), "dL_dh holds 'a'"),
    "dL_dc_last of every step": (
        lambda: backward(standard, nine, nine.h, nine.c),
        r"dL_dc_last has shape \(9, 1\): it must be \(1,\)",
    ),
    "dL_dc_last infinite": (lambda: backward(standard, nine, nine.h, [np.inf]), r"dL_dc_last\[0\] is inf"),
    "exploding": (
        lambda: backward(grows, grows.run(ones), 0 * ones, [1.0]),
        "the gradients outgrow the largest float",
    ),
    "a huge loss of huge numbers": (
        lambda: backward(lee, lee.run(NINE_STEPS * 1e200), NINE_STEPS[:, :1] * 1e200),
        "the gradients outgrow the largest float",
    ),
    "a batch": (lambda: memory_jacobian(standard, batch), r"holds 2 sequences: .*trace\.sequence\(0\)"),
    "a span back": (
        lambda: memory_jacobian(standard, nine).span(3, 2),
        "no span from c_3 to c_2: .*c_0 to c_9",
    ),
    "a span too far": (lambda: memory_jacobian(standard, nine).span(0, 10), "no span from c_0 to c_10"),
    "a span before the start": (lambda: memory_jacobian(standard, nine).span(-1, 2), "no span from c_-1"),
    "half a step": (
        lambda: memory_jacobian(standard, nine).span(0.5, 2),
        "s is 0.5: it must be a whole",
    ),
    "no such path": (lambda: memory_jacobian(standard, nine).span(0, 2, "h"), "path is 'h'"),
    "a span that explodes": (
        lambda: memory_jacobian(grows, grows.run(ones)).span(0, 200),
        "derivatives of c_200 by c_0 outgrow the largest float",
    ),
}


@pytest.mark.parametrize("make", [make for make, _ in BAD.values()], ids=BAD)
def test_bad_input_is_one_sentence_without_a_warning(make, request):
    message = BAD[request.node.callspec.id][1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises((ValueError, TypeError), match=message) as caught:
            make()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 300


def test_one_sequence_of_a_batch_will_do_and_other_labels_too():
    assert memory_jacobian(standard, batch.sequence(1)).total.shape == (3, 1, 1)
    relabelled = standard.replace(input_labels="abcd")
    assert backward(relabelled, nine, nine.h).x.shape == (9, 4)
    assert repr(memory_jacobian(standard, nine)).startswith("<MemoryJacobian of 9 steps")


# ---- odd and right


def own(name="sigmoid", slope=0.25):
    return Activation(name, lambda z: slope * z + 0.5, lambda z: np.full_like(z, slope))


def test_an_activation_of_the_same_name_is_another_activation():
    for first, second in [("sigmoid", own()), (own(), "sigmoid"), (own(slope=0.25), own(slope=0.5))]:
        cell, other = (standard.replace(gate_activation=gate) for gate in (first, second))
        trace = cell.run(NINE_STEPS)
        for function in (lambda c, t: backward(c, t, t.h), memory_jacobian):
            function(cell, trace)
            with pytest.raises(
                ValueError, match=r"^this trace was made by a cell with another gate_activation:"
            ):
                function(other, trace)


def test_the_same_own_activation_is_the_same_also_in_another_object():
    gate = own()
    twin = Activation(gate.name, gate.function, gate.derivative)
    trace = standard.replace(gate_activation=gate).run(NINE_STEPS)
    assert len(memory_jacobian(standard.replace(gate_activation=twin), trace).total) == 9


def test_a_derivative_may_be_one_number():
    line = Activation("line", lambda z: z, lambda z: 1.0)
    cell = standard.replace(memory_activation=line, gate_activation=line)
    trace = cell.run(NINE_STEPS / 10)
    jacobian, gradients = memory_jacobian(cell, trace), backward(cell, trace, trace.h)
    same = standard.replace(memory_activation="linear", gate_activation="linear")
    right = same.run(NINE_STEPS / 10)
    np.testing.assert_array_equal(jacobian.total, memory_jacobian(same, right).total)
    np.testing.assert_array_equal(gradients.bias, backward(same, right, right.h).bias)


def test_a_projection_is_refused_with_its_reason():
    torch.manual_seed(1)
    lstm = nn.LSTM(3, 4, proj_size=2, dtype=torch.float64)
    trace = trace_lstm(lstm, torch.randn(5, 3, dtype=torch.float64))[0, "forward"]
    cell = random_cell(np.random.default_rng(1), 4, 3)
    for function in (lambda: backward(cell, trace, trace.h), lambda: memory_jacobian(cell, trace)):
        with pytest.raises(
            ValueError, match=r"^this trace is of an nn.LSTM with a projection, whose h has fewer"
        ):
            function()


@pytest.mark.parametrize("s", [True, 1.5, None, [], "1", np.float64(1), [1], 1j, np.array(1), 10**400])
def test_a_span_of_odd_steps_is_one_sentence(s):
    jacobian = memory_jacobian(standard, nine)
    for name, steps in (("s", (s, 5)), ("t", (0, s))):
        message = rf"^({name} is .*: it must be a whole number|no span from c_)"
        with pytest.raises((TypeError, ValueError), match=message) as caught:
            jacobian.span(*steps)
        assert len(str(caught.value)) <= 300
    with pytest.raises(ValueError, match=r"^path is .*: write one of 'total', 'direct'"):
        jacobian.span(0, 2, s)


def test_a_span_of_whole_numbers_of_numpy():
    jacobian = memory_jacobian(standard, nine)
    np.testing.assert_array_equal(jacobian.span(np.int64(2), np.uint8(6)), jacobian.span(2, 6))


@pytest.mark.parametrize("odd", ["abc", {}, object(), [[1], [1, 2]], True, 1j, np.zeros((9, 1), complex)])
def test_an_odd_loss_is_one_sentence(odd):
    for arguments in ((odd,), (nine.h, odd)):
        with pytest.raises((TypeError, ValueError), match=r"^dL_d(h|c_last) ") as caught:
            backward(standard, nine, *arguments)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) <= 300


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda a: pickle.loads(pickle.dumps(a))])
def test_records_are_the_same_and_read_only_in_every_copy(copied):
    for record in (backward(standard, nine, nine.h), memory_jacobian(standard, nine)):
        twin = copied(record)
        assert type(twin) is type(record)
        for name, array in vars(record).items():
            assert getattr(twin, name).tobytes() == array.tobytes(), name
            assert getattr(twin, name).shape == array.shape
            assert not getattr(twin, name).flags.writeable, name
    assert copied(nine).h.tobytes() == nine.h.tobytes()
    assert copied(nine).recipe.keys() == nine.recipe.keys()
    backward(standard, copied(nine), nine.h)
