"""What students get wrong: the wrong way really gives the wrong number, the right way the right one.

Each confusion in the lecture's example where it can be, so that a lesson can tell its numbers. The standard
cell's right output is 0.963624 at step 6 and 0.761584 at step 9.
"""

from itertools import permutations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence, pad_sequence

from lstm_teach import GATE_ORDER, LSTMCell, from_torch, to_torch, trace_lstm
from lstm_teach.examples import LEE_WEIGHTS, NINE_STEPS

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")

X = torch.tensor(NINE_STEPS)
RIGHT = LSTMCell.standard().run(NINE_STEPS)
Y = RIGHT.h.ravel()


@pytest.fixture(autouse=True)
def _no_gradients():
    with torch.no_grad():
        yield


@pytest.fixture
def lstm():
    """The standard cell with the lecture's weights as an nn.LSTM."""
    return to_torch(LSTMCell.standard(), "LSTM")


def numbers(tensor):
    """A tensor as plain numbers with the six decimals that a lesson shows."""
    return [round(value, 6) for value in tensor.ravel().tolist()]


def loop(cell, x, state=None):
    """The outputs of a cell that takes one step at a time."""
    outputs = []
    for x_t in x:
        state = cell(x_t, state)
        outputs.append(state[0])
    return torch.stack(outputs)


# 1. The row order of the stacked weights ---------------------------------------------------------------


def outputs_with_rows(order):
    """The nine outputs of nn.LSTMCell in its own float32, with the rows stacked in an order."""
    cell = nn.LSTMCell(4, 1, bias=False)
    cell.weight_ih.copy_(torch.tensor([LEE_WEIGHTS[gate] for gate in order]))
    cell.weight_hh.zero_()
    return loop(cell, X.float()).ravel().numpy()


def test_1_a_rounded_check_lets_five_wrong_row_orders_pass_and_an_unrounded_one_none():
    outputs = {"".join(order): outputs_with_rows(order) for order in permutations(GATE_ORDER)}
    assert len(outputs) == 24
    integers = Y.round().tolist()
    assert integers == [0, 0, 0, 0, 0, 1, 0, 0, 1]
    rounded = {order for order, y in outputs.items() if y.round().tolist() == integers}
    assert rounded == {"ifgo", "igfo", "figo", "gifo", "oifg", "oigf"}
    assert [order for order, y in outputs.items() if np.abs(y - Y).max() < 1e-6] == ["ifgo"]


def test_1_swapped_input_and_forget_gates_are_wrong_by_a_third():
    right, swapped, keras = (outputs_with_rows(order) for order in ("ifgo", "figo", "ifog"))
    assert np.abs(right - Y).max() < 1e-7
    assert np.abs(swapped - Y).max() == pytest.approx(0.32, abs=0.005)
    assert numbers(swapped[[5, 8]]) == pytest.approx([0.642020, 0.642021], abs=1e-6)
    assert numbers(keras[[5, 8]]) == pytest.approx([-0.704754, -0.556742], abs=1e-6)


# 2. Two biases, which are added ------------------------------------------------------------------------


def test_2_a_forget_bias_of_1_in_both_biases_is_a_forget_bias_of_2():
    def memory_after_one_idle_step(*names):
        cell = nn.LSTMCell(1, 1, dtype=torch.float64)
        for parameter in cell.parameters():
            parameter.zero_()
        for name in names:
            getattr(cell, name)[1] = 1  # the row of f
        _, c = cell(torch.zeros(1, dtype=torch.float64), (torch.zeros(1).double(), torch.ones(1).double()))
        return c

    assert numbers(memory_after_one_idle_step("bias_ih")) == [0.731059]  # sigmoid(1)
    assert numbers(memory_after_one_idle_step("bias_ih", "bias_hh")) == [0.880797]  # sigmoid(2)


def test_2_a_copy_of_one_bias_gives_other_numbers():
    torch.manual_seed(0)
    module, x = nn.LSTM(4, 3, dtype=torch.float64), X
    wanted = module(x)[0].numpy()
    right = from_torch(module)
    one_bias = right.replace(bias=module.bias_ih_l0.numpy())
    assert np.abs(one_bias.run(x).h - wanted).max() > 0.01
    np.testing.assert_allclose(right.run(x).h, wanted, rtol=0, atol=1e-12)


# 3. The memory before or after the update --------------------------------------------------------------


def test_3_pytorchs_c_is_the_memory_after_the_step_and_the_slide_shows_it_before():
    cell, state, memory = to_torch(LSTMCell.lee(), "TorchLSTMCell"), None, []
    for x_t in X:
        state = cell(x_t, state)
        memory.append(state[1].item())
    trace = LSTMCell.lee().run(NINE_STEPS)
    assert trace.c_prev.ravel().tolist() == [0, 0, 3, 3, 7, 7, 7, 0, 6]  # the slide's row
    assert memory == trace.c.ravel().tolist() == [0, 3, 3, 7, 7, 7, 0, 6, 6]
    differ = [t for t in range(9) if memory[t] != trace.c_prev[t, 0]]
    assert [t + 1 for t in differ] == [2, 4, 7, 8]  # where something was written or reset


# 4. Why not 7? ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activations", "y6"),
    [
        (("sigmoid", "tanh", "tanh"), 0.963624),
        (("sigmoid", "tanh", "linear"), 1.994314),  # tanh(3) + tanh(4): each writes less than 1
        (("sigmoid", "linear", "tanh"), 0.999998),  # tanh(7)
        (("sigmoid", "linear", "linear"), 6.999501),
        (("step", "linear", "linear"), 7),
    ],
)
def test_4_the_answer_is_7_only_without_the_two_tanh(activations, y6):
    roles = ("gate_activation", "candidate_activation", "memory_activation")
    cell = LSTMCell.standard().replace(**dict(zip(roles, activations, strict=True)))
    y = loop(to_torch(cell, "TorchLSTMCell"), X)
    assert numbers(y[5]) == [y6]
    np.testing.assert_allclose(y, cell.run(NINE_STEPS).h, rtol=0, atol=1e-12)


@given(st.integers(0, 2**32 - 1), st.floats(1, 1000))
def test_4_no_output_of_an_nn_lstm_leaves_the_range_of_tanh(seed, scale):
    torch.manual_seed(seed)
    module, x = nn.LSTM(2, 3), torch.randn(10, 2)
    for parameter in module.parameters():
        parameter.mul_(scale)
    output, (_, c_n) = module(x)
    assert output.abs().max() <= 1
    assert c_n.abs().max() <= 10  # the memory can leave it: each step adds 1 at the most


# 5. batch_first and h_n --------------------------------------------------------------------------------


def two_sequences():
    """The nine steps, and the same with -x1, whose outputs are the negative: (N, L, D) = (2, 9, 4)."""
    return torch.stack([X, X * torch.tensor([-1.0, 1, 1, 1])])


def batch_first_lstm():
    module = nn.LSTM(4, 1, batch_first=True, dtype=torch.float64)
    module.load_state_dict(to_torch(LSTMCell.standard(), "LSTM").state_dict())
    return module


def test_5_batch_first_does_not_move_h_n():
    output, (h_n, c_n) = batch_first_lstm()(two_sequences())
    assert output.shape == (2, 9, 1)
    assert h_n.shape == c_n.shape == (1, 2, 1)  # layers first, the batch in the middle, as ever
    assert numbers(h_n[0]) == numbers(output[:, -1]) == [0.761584, -0.761584]
    assert numbers(h_n[:, 0]) == [0.761584]  # not both sequences: the first one only
    assert output[-1].shape == (9, 1)  # not the last step: the last sequence, all its steps
    np.testing.assert_allclose(output[-1].ravel(), -Y, rtol=0, atol=1e-12)


def test_5_without_batch_first_the_same_shape_comes_out_with_wrong_numbers(lstm):
    x = two_sequences()
    wrong, right = lstm(x)[0], batch_first_lstm()(x)[0]  # wrong: nine sequences of two steps
    assert wrong.shape == right.shape == (2, 9, 1)
    np.testing.assert_allclose(right[0].ravel(), Y, rtol=0, atol=1e-12)
    assert numbers(right[0, [5, 8]]) == [0.963624, 0.761584]
    assert numbers(wrong[0, [5, 8]]) == [0.000035, 0.000035]


# 6. output against h_n in both directions --------------------------------------------------------------


def test_6_the_last_output_is_not_the_last_state_of_the_backward_direction(lstm):
    weights = lstm.state_dict()
    module = nn.LSTM(4, 1, bidirectional=True, dtype=torch.float64)
    module.load_state_dict(weights | {f"{name}_reverse": value for name, value in weights.items()})
    output, (h_n, _) = module(X.flip(0))  # from the end, so that the backward direction reads 1 to 9
    right, wrong = output[0, 1], output[-1, 1]
    assert numbers(right) == numbers(h_n[1]) == [0.761584]
    assert numbers(wrong) == [0]  # it has read one step only
    np.testing.assert_allclose(output[:, 1].flip(0), Y, rtol=0, atol=1e-12)
    assert torch.equal(output[-1, 0], h_n[0, 0])  # forward it is


# 7. The shapes of inputs and states --------------------------------------------------------------------


def test_7_a_whole_sequence_given_to_nn_lstmcell_is_a_batch_without_memory():
    cell = to_torch(LSTMCell.standard())
    wrong, right = cell(X)[0].ravel(), loop(cell, X).ravel()
    np.testing.assert_allclose(right, Y, rtol=0, atol=1e-12)
    assert wrong.shape == right.shape == (9,)
    assert numbers(right[[5, 8]]) == [0.963624, 0.761584]
    assert numbers(wrong[[5, 8]]) == [0.000035, 0.000035]


def test_7_the_state_is_h_then_c():
    cell, x_t = to_torch(LSTMCell.standard()), X[5]  # x3 = 1: let the memory out
    h, c = torch.zeros(1).double(), torch.full((1,), 7.0).double()
    assert numbers(cell(x_t, (h, c))[0]) == [0.999998]  # tanh(7)
    assert numbers(cell(x_t, (c, h))[0]) == [0.000035]  # accepted, and the 7 is lost


def test_7_a_state_without_the_axis_of_the_layers_is_refused(lstm):
    h_0 = c_0 = torch.zeros(2, 1).double()
    with pytest.raises(RuntimeError, match="For batched 3-D input, hx and cx should also be 3-D"):
        lstm(two_sequences().transpose(0, 1), (h_0, c_0))
    output, _ = lstm(two_sequences().transpose(0, 1), (h_0[None], c_0[None]))
    np.testing.assert_allclose(output[:, 0].ravel(), Y, rtol=0, atol=1e-12)


# 8. The last step of a packed sequence -----------------------------------------------------------------


def test_8_the_last_row_of_a_shorter_sequence_is_padding(lstm):
    output, (h_n, _) = lstm(pack_sequence([X, X[:6]]))
    padded, lengths = pad_packed_sequence(output)
    assert lengths.tolist() == [9, 6]
    assert numbers(padded[-1]) == [0.761584, 0]  # the 0 is padding, no output
    assert numbers(h_n[0]) == [0.761584, 0.963624]
    assert numbers(padded[lengths - 1, torch.arange(2)]) == [0.761584, 0.963624]


def test_8_without_packing_the_lstm_reads_the_padding(lstm):
    _, (h_n, _) = lstm(pad_sequence([X, X[:6]]))
    halved = np.tanh(RIGHT.c[5, 0] / 2**3) / 2  # three steps of zeros: every gate is half open
    np.testing.assert_allclose(h_n[0, 1], [halved], rtol=0, atol=1e-12)
    assert numbers(h_n[0]) == [0.761584, 0.122125]
    assert numbers(lstm(X[:6])[1][0]) == [0.963624]


# 9. proj_size: h and c differ in size ------------------------------------------------------------------


def projected():
    """Two units, both the lecture's, and a projection that adds them two and three times."""
    module = nn.LSTM(4, 2, bias=False, proj_size=1, dtype=torch.float64)
    rows = [LEE_WEIGHTS[gate] for gate in GATE_ORDER for _ in range(2)]
    module.weight_ih_l0.copy_(torch.tensor(rows))
    module.weight_hh_l0.zero_()
    module.weight_hr_l0.copy_(torch.tensor([[2.0, 3.0]]))
    return module


def test_9_with_a_projection_h_is_smaller_than_c_and_no_longer_o_tanh_c():
    module = projected()
    output, (h_n, c_n) = module(X)
    assert module.weight_hh_l0.shape == (8, 1)  # (4H, proj_size): what comes back is the projected h
    assert (h_n.shape, c_n.shape) == ((1, 1), (1, 2))
    trace = trace_lstm(module, X)[0, "forward"]
    before = trace.o * np.tanh(trace.c)
    np.testing.assert_allclose(before, np.stack([Y, Y], axis=1), rtol=0, atol=1e-12)
    np.testing.assert_allclose(output.ravel(), 2 * Y + 3 * Y, rtol=0, atol=1e-12)
    assert numbers(output[[5, 8]]) == [4.818118, 3.807922]  # above 1: tanh does not bound it any more


def test_9_h_0_as_large_as_c_0_is_refused():
    h_0, c_0 = torch.zeros(1, 1).double(), torch.zeros(1, 2).double()
    with pytest.raises(RuntimeError, match=r"Expected hidden\[0\] size"):
        projected()(X, (c_0, c_0))
    assert projected()(X, (h_0, c_0))[0].shape == (9, 1)
