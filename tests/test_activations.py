import warnings

import numpy as np
import pytest

from lstm_teach import LINEAR, SIGMOID, STEP, TANH, Activation
from lstm_teach.activations import ACTIVATIONS, as_activation


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
