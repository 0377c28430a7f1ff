import copy
import pickle
import warnings

import numpy as np
import pytest

from lstm_teach import LINEAR, SIGMOID, STEP, TANH, Activation, LSTMCell
from lstm_teach.core.activations import ACTIVATIONS, as_activation


def test_step_is_open_from_zero_on():
    assert STEP([-1e-300, -0.0, 0.0, 1e-300]).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_neither_overflows_nor_warns(dtype):
    z = np.array([-1e38, -1000, -89, 0, 89, 1000, 1e38], dtype)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        s = SIGMOID(z)
    assert s.dtype == dtype
    assert s[[0, 1, 3, 5, 6]].tolist() == [0, 0, 0.5, 1, 1]
    assert (np.diff(s) >= 0).all()


def test_sigmoid_keeps_its_digits_far_from_zero():
    z = np.array([-700.0, -40.0, -10.0, -0.1, 0.1, 10.0])
    np.testing.assert_allclose(SIGMOID(z), 1 / (1 + np.exp(-z)), rtol=1e-14)


@pytest.mark.parametrize("sign", [-1, 1])
def test_the_slope_of_sigmoid_keeps_its_digits_where_a_gate_is_saturated(sign):
    z = np.array([0.0, 0.1, 10.0, 40.0, 700.0])  # s * (1 - s) is 0 at 40, because s is 1 there
    with np.errstate(over="raise"):
        slope = SIGMOID.derivative(sign * np.append(z, 1e38))
    np.testing.assert_allclose(slope[:-1], SIGMOID(z) * SIGMOID(-z), rtol=1e-14)
    assert slope[-1] == 0


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=str)
def test_derivative_is_the_slope(activation):
    z = np.array([-3.0, -0.4, 0.7, 2.5])  # away from the step's edge
    slope = (activation(z + 1e-6) - activation(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.derivative(z), slope, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=str)
def test_dtype_and_shape_stay(activation):
    z = np.linspace(-2, 2, 6, dtype=np.float32).reshape(2, 3)
    for value in (activation(z), activation.derivative(z)):
        assert (value.dtype, value.shape) == (np.float32, (2, 3))


def test_names_and_objects_are_understood():
    assert [as_activation(a) for a in ("step", SIGMOID)] == [STEP, SIGMOID]
    assert (LINEAR(3.5), TANH(0.0)) == (3.5, 0.0)
    relu = Activation("relu", lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0)
    assert as_activation(relu) is relu


@pytest.mark.parametrize("name", ["relu", "", None, 3])
def test_an_unknown_name_is_answered_with_the_known_ones(name):
    with pytest.raises(ValueError, match="step, sigmoid, tanh, linear"):
        as_activation(name)


# --- Whatever number comes in ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dtype", ["?", "u1", "i1", "u2", "i2", "i4", "u8", "i8", "f2", "f4", "f8", "g", ">f4", ">i2"]
)
@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=str)
def test_a_number_has_one_value_whatever_dtype_holds_it(activation, dtype):
    z = np.array([0, 1, 3, 100], dtype)  # in a uint8, -100 would be 156
    exact = z.astype(np.float64)
    for function in (activation, activation.function, activation.derivative):
        value = function(z)
        assert value.dtype == (np.float32 if z.dtype.char == "f" else np.float64)
        near = {"rtol": 1e-5, "atol": 1e-40} if z.dtype.char == "f" else {"rtol": 0}
        np.testing.assert_allclose(value, function(exact), **near)


@pytest.mark.parametrize(
    "z", [None, "3", 1j, {1, 2}, np.datetime64("2026-01-01"), np.ma.array([1], mask=[1])], ids=repr
)
def test_what_is_no_number_is_told(z):
    with pytest.raises(TypeError, match=r"^z (holds|has) "):
        SIGMOID(z)


def test_infinity_and_nan_are_numbers_here():
    np.testing.assert_array_equal(SIGMOID([-np.inf, np.inf, np.nan]), [0, 1, np.nan])


# --- A function of one's own: what it is counts, not what it is called --------------------------------

double = Activation("sigmoid", lambda z: 2 * SIGMOID(z), lambda z: 2 * SIGMOID.derivative(z))
BAD = {
    "a name that is none": (lambda: Activation(3, np.tanh, np.ones_like), "name of an activation is 3"),
    "an empty name": (lambda: Activation(" ", np.tanh, np.ones_like), "name of an activation is empty"),
    "a long name": (lambda: Activation("x" * 101, np.tanh, np.ones_like), "101 characters: use at most 100"),
    "no function": (
        lambda: Activation("own", "tanh", np.ones_like),
        "function of activation 'own' is 'tanh'",
    ),
    "no derivative": (lambda: Activation("own", np.tanh, None), "derivative of activation 'own' is None"),
    "for one number": (lambda: run(lambda z: max(z, 0)), r"function of activation 'own' fails .*ValueError"),
    "another shape": (lambda: run(np.ravel), r"makes shape \(6,\) of an array of shape \(2, 3\)"),
    "the sum of all": (lambda: run(np.sum), r"makes shape \(\) of an array of shape \(2, 3\)"),
    "the sum": (lambda: run(lambda z: z.sum(axis=0)), r"makes shape \(3,\)"),
    "whole numbers": (lambda: run(lambda z: np.sign(z).astype(int)), "makes int64 of float64: .*astype"),
    "True and False": (lambda: run(np.tanh, lambda z: z > 0), "derivative of activation 'own' makes bool"),
    "text": (lambda: run(lambda z: z.astype(str)), "makes <U32 of float64"),
    "nothing": (lambda: run(lambda z: None), "returns nothing: does it end with return"),
    "softmax": (
        lambda: run(lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True) + z.mean()),
        "by itself",
    ),
    "softmax of rows": (lambda: run(lambda z: np.exp(z) / np.exp(z).sum(-1, keepdims=True)), "by itself"),
    "in parts of the largest": (lambda: run(lambda z: z / np.abs(z).max()), "by itself"),
    "sorted": (lambda: run(np.sort), "by itself"),
    "summed up": (lambda: run(lambda z: np.cumsum(z, -1)), "by itself"),
    "turned": (lambda: run(np.flip), "by itself"),
    "shifted": (lambda: run(lambda z: np.roll(z, 1, -1)), "by itself"),
    "noise": (lambda: run(lambda z: z + np.random.default_rng().normal(size=z.shape)), "by itself"),
    "in place": (lambda: run(lambda z: np.tanh(z, out=z)), "fails on an array"),
}


def run(function, derivative=np.ones_like):
    return LSTMCell([[1, 2]] * 4, candidate_activation=Activation("own", function, derivative)).run([[1, 2]])


@pytest.mark.parametrize(("make", "message"), BAD.values(), ids=BAD)
def test_a_function_that_does_not_fit_is_told_in_a_sentence(make, message):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises((TypeError, ValueError), match=message) as caught:
            make()
    assert "\n" not in str(caught.value)


def test_a_function_is_tried_once_only():
    calls = []

    def tanh(z):
        calls.append(z.shape)
        return np.tanh(z)

    cell = LSTMCell([[1, 2]] * 4, candidate_activation=Activation("own", tanh, np.ones_like))
    cell.run([[1, 2]])
    before = len(calls)
    cell.run([[1, 2]])
    assert calls[before:] == [(1,)]


def test_a_derivative_may_be_one_number():
    assert run(np.positive, lambda z: 1).h.shape == (1, 1)


def test_float32_stays_float32_with_a_function_that_knows_float64_only():
    own = Activation("own", lambda z: z * np.float64(2), lambda z: np.full(z.shape, 2.0))
    cell = LSTMCell(np.ones((4, 2), np.float32), candidate_activation=own, memory_activation=own)
    h, c = cell.step(np.ones(2, np.float32))
    assert (h.dtype, c.dtype, own(np.float32(1)).dtype) == (np.float32,) * 3


def test_the_name_does_not_decide_which_function_runs():
    cell = LSTMCell.standard().replace(gate_activation=double)
    assert not double.is_known
    assert SIGMOID.is_known
    assert double != SIGMOID
    assert cell.recipe()["gate_activation"] is double
    assert LSTMCell(**cell.run([[1, 2, 3, 1]]).recipe).gate_activation is double
    np.testing.assert_array_equal(cell.run([[1, 2, 3, 1]]).i, 2 * LSTMCell.standard().run([[1, 2, 3, 1]]).i)


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=str)
def test_copied_or_pickled_an_activation_of_the_package_is_itself(activation):
    for again in (copy.copy(activation), copy.deepcopy(activation), pickle.loads(pickle.dumps(activation))):
        assert again is activation


def test_a_copy_of_ones_own_is_equal_but_not_the_packages():
    own = Activation("tanh", np.tanh, np.ones_like)
    for again in (copy.copy(own), copy.deepcopy(own), pickle.loads(pickle.dumps(own))):
        assert again == own
        assert not again.is_known
