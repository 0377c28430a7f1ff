"""What holds for every cell and every input, drawn by hypothesis."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lstm_teach import LSTMCell
from lstm_teach.core.activations import ACTIVATIONS


def numbers(shape, largest):
    return arrays(np.float64, shape, elements=st.floats(-largest, largest))


@st.composite
def runs(draw, gates=("step", "sigmoid"), largest=100.0):
    """A cell, an input with or without a batch axis, and states to start from."""
    hidden, inputs = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    steps, batch = draw(st.integers(1, 8)), draw(st.sampled_from([(), (1,), (3,)]))
    cell = LSTMCell(
        draw(numbers((4 * hidden, inputs), largest)),
        draw(numbers((4 * hidden, hidden), largest)),
        draw(numbers((4 * hidden,), largest)),
        gate_activation=draw(st.sampled_from(gates)),
        candidate_activation=draw(st.sampled_from(sorted(ACTIVATIONS))),
        memory_activation=draw(st.sampled_from(sorted(ACTIVATIONS))),
    )
    x = draw(numbers((steps, *batch, inputs), 10.0))
    h0, c0 = (draw(numbers((*batch, hidden), 10.0)) for _ in range(2))
    return cell, x, h0, c0


@given(runs())
def test_gates_stay_between_closed_and_open(run):
    cell, *inputs = run
    trace = cell.run(*inputs)
    for gate in (trace.i, trace.f, trace.o):
        assert ((gate >= 0) & (gate <= 1)).all()


@given(runs())
def test_the_record_obeys_the_two_equations(run):
    cell, *inputs = run
    t = cell.run(*inputs)
    np.testing.assert_array_equal(t.c, t.f * t.c_prev + t.i * t.g)
    np.testing.assert_array_equal(t.h, t.o * cell.memory_activation(t.c))
    np.testing.assert_array_equal(t.i, cell.gate_activation(t.z_i))
    np.testing.assert_array_equal(t.g, cell.candidate_activation(t.z_g))


@given(runs())
def test_each_step_starts_where_the_last_one_ended(run):
    cell, x, h0, c0 = run
    trace = cell.run(x, h0, c0)
    np.testing.assert_array_equal(trace.c_prev, np.concatenate([[c0], trace.c[:-1]]))
    np.testing.assert_array_equal(trace.h_prev, np.concatenate([[h0], trace.h[:-1]]))


# With soft gates and modest weights no rounding can grow; a hard gate on its threshold could tip over.
@given(runs(gates=["sigmoid"], largest=2.0))
def test_run_equals_repeated_step(run):
    cell, x, h, c = run
    if "step" in (cell.candidate_activation.name, cell.memory_activation.name):
        cell = cell.replace(candidate_activation="tanh", memory_activation="tanh")
    trace = cell.run(x, h, c)
    for t, x_t in enumerate(x):
        h, c = cell.step(x_t, (h, c))
        np.testing.assert_allclose(trace.c[t], c, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(trace.h[t], h, rtol=1e-12, atol=1e-12)


@st.composite
def one_unit_runs(draw):
    """A cell of one unit with any activations and any decimal weights, thresholds included."""
    decimal = st.integers(-300, 300).map(lambda k: k / 10)
    weights = draw(arrays(np.float64, (4, 5), elements=decimal))
    names = [draw(st.sampled_from(choices)) for choices in (["step", "sigmoid"], ["linear", "tanh"])]
    cell = LSTMCell(weights[:, :3], weights[:, 3:4], weights[:, 4], gate_activation=names[0],
                    candidate_activation=names[1], memory_activation=names[1])  # fmt: skip
    return cell, draw(arrays(np.float64, (6, 3), elements=decimal))


@given(one_unit_runs())
def test_one_unit_runs_equal_repeated_steps_to_the_last_bit(run):
    cell, x = run
    trace, state = cell.run(x), None
    for t, x_t in enumerate(x):
        state = cell.step(x_t, state)
        assert (trace.h[t], trace.c[t]) == state


@given(runs(), st.integers(1, 7))
@settings(max_examples=50)
def test_a_run_can_be_cut_and_continued(run, cut):
    cell, x, h0, c0 = run
    cell = cell.replace(gate_activation="sigmoid", candidate_activation="tanh", memory_activation="tanh",
                        weight_hh=cell.weight_hh / 100, weight_ih=cell.weight_ih / 100)  # fmt: skip
    cut = min(cut, len(x) - 1)
    if cut == 0:
        return
    whole, first = cell.run(x, h0, c0), cell.run(x[:cut], h0, c0)
    second = cell.run(x[cut:], first.h[-1], first.c[-1])
    np.testing.assert_allclose(whole.h, np.concatenate([first.h, second.h]), rtol=1e-12, atol=1e-12)
