"""What lesson 05 says of its paths, bounds and wrong derivations is true beyond its one example."""

import numpy as np
import pytest

import lstm_teach as lt
from tests.lessons import sources
from tests.prose.running import run_cells

TEXT = sources("05_gradients.ipynb", "markdown")
DISTANCE = 99


@pytest.fixture(scope="module")
def lesson():
    return run_cells("05_gradients.ipynb")


def norm(matrix):
    return np.linalg.norm(matrix, 2)


def radius(matrix):
    return np.abs(np.linalg.eigvals(matrix)).max()


# --- What span carries --------------------------------------------------------------------------------


def state_jacobian(jacobian, k):
    """∂(h_{k+1}, c_{k+1})/∂(h_k, c_k): rows and columns h, then c."""
    dc = np.hstack([jacobian.dc_dh[k], jacobian.direct[k]])
    dh = jacobian.dh_dc[k] @ dc
    dh[:, : len(dh)] += jacobian.dh_dh[k]
    return np.vstack([dh, dc])


@pytest.mark.parametrize(("s", "t"), [(s, t) for s in range(1, 6) for t in range(s + 1, 7)])
def test_span_starts_with_one_for_c_and_the_slope_of_the_output_for_h(lesson, s, t):
    assert (
        "It starts with 1 for $c_s$ itself, and with $\\partial h_s / \\partial c_s" in TEXT["two-paths-see"]
    )
    jacobian, H = lt.memory_jacobian(lesson["cell"], lesson["trace"]), lesson["H"]
    states = np.vstack([jacobian.dh_dc[s - 1], np.eye(H)])
    for k in range(s, t):
        states = state_jacobian(jacobian, k) @ states
    np.testing.assert_allclose(jacobian.span(s, t), states[H:], rtol=0, atol=1e-15)


def test_without_the_output_of_the_first_step_the_derivative_is_wrong(lesson):
    """The part from c to c of the product of the states' Jacobians alone: wrong by 0.40 from c_3 to c_4."""
    jacobian, H = lt.memory_jacobian(lesson["cell"], lesson["trace"]), lesson["H"]
    error = np.abs(state_jacobian(jacobian, 3)[H:, H:] - jacobian.span(3, 4)).max()
    assert round(error, 2) == 0.40


# --- Which path carries the gradient ------------------------------------------------------------------


def share_of_the_direct_path(seed, forget_bias, input_bias):
    """Of what is left of the memory's gradient after 99 steps, in a net with fresh weights."""
    rng, units = np.random.default_rng(seed), 16
    x = rng.normal(size=(DISTANCE + 2, 4))
    weights = [rng.uniform(-0.25, 0.25, shape) for shape in ((64, 4), (64, units), (64,))]
    weights[2] += np.repeat([input_bias, forget_bias, 0, 0], units)
    cell = lt.LSTMCell(*weights)
    jacobian = lt.memory_jacobian(cell, cell.run(x))
    return norm(jacobian.span(1, 1 + DISTANCE, "direct")) / norm(jacobian.span(1, 1 + DISTANCE))


@pytest.mark.parametrize("seed", range(10))
def test_the_direct_path_carries_the_gradient_where_the_cell_keeps_and_does_not_write(seed):
    assert share_of_the_direct_path(seed, forget_bias=3, input_bias=0) < 0.09
    assert share_of_the_direct_path(seed, forget_bias=6, input_bias=-6) > 0.9


# --- Norm and spectral radius -------------------------------------------------------------------------


def test_a_norm_above_one_does_not_prevent_vanishing_without_any_slope(lesson):
    W = lesson["W"]
    assert (round(norm(W), 2), round(radius(W), 2)) == (1.84, 0.94)
    left = [norm(np.linalg.matrix_power(W, k)) for k in (0, 5, 99, 1000)]
    assert left[1] > 2.9
    assert left[2] < 0.01
    assert left[3] < 1e-24


def test_with_slopes_the_spectral_radius_does_not_decide_alone():
    """Slopes of 1 and 0.1 make a matrix of radius 0.5 grow; only the bound by the norm always holds."""
    assert "With slopes between the matrices, $\\rho$ does not decide alone" in TEXT["radius-see"]
    W, slopes = np.array([[1.5, -2.5], [1, -1.5]]), np.diag([1, 0.1])
    assert round(radius(W), 12) == 0.5
    assert norm(np.linalg.matrix_power(slopes @ W, 50)) > 1e6
    assert norm(np.linalg.matrix_power(slopes @ W, 50)) < norm(W) ** 50


def test_a_plain_rnn_of_small_spectral_radius_can_have_a_growing_gradient(lesson):
    """It rests where its slopes are 1 and 0.1: the matrices of the test above are those of a real run."""
    assert "With other slopes $\\rho$ does not decide alone: the product can grow" in TEXT["answer-text"]
    W, rest = np.array([[1.5, -2.5], [1, -1.5]]), np.sqrt([0, 0.9])
    to_rest, at_rest = np.arctanh(rest), np.arctanh(rest) - W @ rest  # the inputs, from h = 0 and at rest
    h = lesson["rnn_run"](np.eye(2), W, np.zeros(2), [to_rest] + 50 * [at_rest])
    np.testing.assert_allclose(h[1:], np.tile(rest, (51, 1)), rtol=0, atol=1e-8)
    product = np.eye(2)
    for after in h[2:]:
        product = np.diag(1 - after**2) @ W @ product
    assert radius(W) < 0.51
    assert norm(product) > 1e6


# --- Wrong derivations, and exercise 5b ---------------------------------------------------------------


def test_tanh_forgotten_is_the_whole_derivation_of_a_cell_without_that_tanh(lesson):
    """Not a mixture that nobody derives: dz_o has c in place of tanh(c), too."""
    cell = lesson["cell"].replace(memory_activation="linear")
    trace = cell.run(lesson["x"])
    dz = lesson["wrong_deltas"](cell, trace, trace.h - lesson["y"], "tanh forgotten")
    right = lt.backward(cell, trace, trace.h - lesson["y"])
    np.testing.assert_allclose(
        dz, np.hstack([right.z_i, right.z_f, right.z_g, right.z_o]), rtol=0, atol=1e-13
    )


def linear_deltas(cell, trace, dL_dh, lines):
    """The lesson's derivation with the lines of exercise 5b that are named; the others hold tanh."""
    names = {"np": np}
    exec(TEXT["solution-2"].split("```")[1].removeprefix("python"), names)
    from_h, from_c, dz = 0, 0, np.zeros((len(trace), 4 * cell.hidden_size))
    for t in reversed(range(len(trace))):
        i, f, g, o, c = (getattr(trace, name)[t] for name in "ifgoc")
        dh = dL_dh[t] + from_h
        dc = names["my_dc"](from_c, dh, o, c) if "dc" in lines else from_c + dh * o / np.cosh(c) ** 2
        dz_g = names["my_dz_g"](dc, i, g) if "dz_g" in lines else dc * i * (1 - g**2)
        dz_o = names["my_dz_o"](dh, o, c) if "dz_o" in lines else dh * np.tanh(c) * o * (1 - o)
        dz[t] = np.concatenate([dc * g * i * (1 - i), dc * trace.c_prev[t] * f * (1 - f), dz_g, dz_o])
        from_h, from_c = cell.weight_hh.T @ dz[t], dc * f
    return dz


def test_three_lines_change_for_a_linear_candidate_and_memory_and_two_are_not_enough(lesson):
    cell = lesson["cell"].replace(candidate_activation="linear", memory_activation="linear")
    trace = cell.run(lesson["x"])
    dL_dh = trace.h - lesson["y"]
    right = lt.backward(cell, trace, dL_dh).weight_ih
    three = linear_deltas(cell, trace, dL_dh, {"dc", "dz_g", "dz_o"}).T @ trace.x
    np.testing.assert_allclose(three, right, rtol=0, atol=1e-9 * np.abs(right).max())
    two = linear_deltas(cell, trace, dL_dh, {"dc", "dz_g"}).T @ trace.x
    assert np.abs(two - right).max() > 0.5 * np.abs(right).max()


def test_exercise_5b_refuses_two_lines(capsys):
    lt.check("5b", (lambda from_c, dh, o, c: from_c + dh * o, lambda dc, i, g: dc * i))
    assert "three functions, (my_dc, my_dz_g, my_dz_o)" in capsys.readouterr().out
