"""The recurrence in recurrence.js and the one in cell.py are two texts of one rule, compared here."""

import numpy as np
import pytest

import lstm_teach as lt
from lstm_teach.widgets.explorer.browser import module

SIGNALS = ("i", "f", "g", "o", "c_prev", "c", "h")
GATES = ("step", "sigmoid")
OTHERS = ("linear", "tanh", "sigmoid", "step")


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    page.add_script_tag(type="module", content=module() + "\nObject.assign(window, { run, sliderRange });")
    page.wait_for_function("() => window.run !== undefined")
    yield page
    page.close()


def draw(rng, size, decimals=False):
    """A cell of one unit and an input: any sizes and activations, weights up to about size."""
    steps, inputs = rng.integers(1, 13), rng.integers(1, 7)
    weights = rng.uniform(-size, size, (4, inputs + 2)) * rng.choice([0, 0.1, 1], (4, inputs + 2))
    x = rng.uniform(-5, 5, (steps, inputs))
    if decimals:  # sums of tenths: on paper often exactly 0, the hard gates' threshold
        weights, x = weights.round(1), x.round(0)
    names = rng.choice(GATES), rng.choice(OTHERS), rng.choice(OTHERS)
    return weights, x, [str(name) for name in names]


def in_python(weights, x, names):
    gate, candidate, memory = names
    cell = lt.LSTMCell(
        weights[:, :-2], weights[:, -2:-1], weights[:, -1],
        gate_activation=gate, candidate_activation=candidate, memory_activation=memory,
    )  # fmt: skip
    return cell.run(x)


def in_browser(page, weights, x, names):
    return page.evaluate(
        "(args) => run(...args)", [np.asarray(weights).tolist(), np.asarray(x).tolist(), names]
    )


def assert_agree(page, weights, x, names):
    trace, rows = in_python(weights, x, names), in_browser(page, weights, x, names)
    assert rows["overflow"] == 0
    for name in SIGNALS:
        np.testing.assert_allclose(
            rows[name], getattr(trace, name).ravel(), rtol=1e-12, atol=1e-12, err_msg=f"{name} of {names}"
        )
    for gate in "ifgo":
        np.testing.assert_array_equal(
            [z[gate] for z in rows["z"]][:1], getattr(trace, f"z_{gate}")[0], err_msg=f"z_{gate} at step 1"
        )


@pytest.mark.parametrize("size", [1, 5, 20, 200])
def test_they_agree_on_drawn_cells(page, rng, size):
    for _ in range(100):
        assert_agree(page, *draw(rng, size))


def test_they_agree_on_the_threshold_of_hard_gates(page, rng):
    for _ in range(200):
        weights, x, names = draw(rng, 3, decimals=True)
        weights[:, -2] = 0
        trace = in_python(weights, x, ["step", *names[1:]])
        rows = in_browser(page, weights, x, ["step", *names[1:]])
        for gate in "ifo":
            assert rows[gate] == getattr(trace, gate).ravel().tolist()
            assert [z[gate] for z in rows["z"]] == getattr(trace, f"z_{gate}").ravel().tolist()


@pytest.mark.parametrize("value", [0.0, -0.0, 5e-324, 1e-300, 1e-16, 36.7, 709.0, 746.0, 1e6, 1e15, 1e100])
def test_they_agree_on_extreme_numbers(page, rng, value):
    for names in [[gate, other, other] for gate in GATES for other in OTHERS]:
        for _ in range(5):
            weights, x, _ = draw(rng, 1)
            weights[:, -2] = 0  # no recurrence: see the next test
            weights *= rng.choice([0, 1, value, -value], weights.shape)
            assert_agree(page, weights, x, names)


def test_they_agree_on_both_examples_of_the_lecture_exactly(page):
    for cell in (lt.LSTMCell.lee(),):
        for x in (lt.examples.NINE_STEPS, lt.examples.FIVE_STEPS):
            weights = np.column_stack([cell.weight_ih, cell.weight_hh, cell.bias])
            rows = in_browser(page, weights, x, ["step", "linear", "linear"])
            assert rows["h"] == cell.run(x).h.ravel().tolist()


def test_they_notice_the_same_overflow(page):
    weights, x = np.full((4, 3), 100.0), np.ones((300, 1))
    names = ["sigmoid", "linear", "linear"]
    step = in_browser(page, weights, x, names)["overflow"]
    with pytest.raises(ValueError, match=f"largest float at step {step}, in z:"):
        in_python(weights, x, names)


@pytest.mark.parametrize("weight", [0, 1, -1, 10, -10, 100, 2.5, 2.6, 250, 1e6, 1e300, 1.7e308])
def test_a_slider_fits_its_weight(page, weight):
    fitted = page.evaluate("(weight) => sliderRange(weight)", weight)
    assert fitted["bound"] >= abs(weight) or weight > 1e307
    assert fitted["bound"] == 5 or fitted["bound"] <= 5 * abs(weight)
    assert 20 <= fitted["bound"] / fitted["step"] <= 500
