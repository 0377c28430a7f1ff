"""Each formula of lesson 05's model answer to exercise 6-4 is true, for a random cell with a random state.

The formulas stand in the lesson as they stand here; each is compared with autograd (float64, 1e-9 of the
largest number) and with central differences (1e-6). Steps count from 1, as in the formulas.
"""

import re

import numpy as np
import pytest
import torch
from torch.autograd.functional import jacobian

import lstm_teach as lt
from tests.lessons import sources
from tests.one_run import H, Run, T, central

ANSWER = sources("05_gradients.ipynb", "markdown")["answer-text"]
run = Run()
v, d, dL_dh, W_ih, W_hh = run.v, run.d, run.dL_dh, run.given["W_ih"], run.given["W_hh"]
h, c, i, f, g, o = (v[name] for name in "hcifgo")


def tanh_slope(c):
    return 1 - np.tanh(c) ** 2


def from_next(t):
    """δc_{t+1} ⊙ f_{t+1}; after the last step there is nothing."""
    return d["c"][t + 1] * f[t + 1] if t < T else np.zeros(H)


def unrolled(t):
    terms = (
        np.prod([f[j] for j in range(t + 1, s + 1)], axis=0) * d["h"][s] * o[s] * tanh_slope(c[s])
        for s in range(t, T + 1)
    )
    return sum(terms)


#: The lines of the table "Backward" and the unrolled sum: what it is the gradient of, and its right side.
STEPS = {
    r"$\delta h_t = \dfrac{\partial \ell_t}{\partial h_t} + W_{hh}^\top\,\delta z_{t+1}$": (
        "h",
        lambda t: dL_dh[t] + W_hh.T @ d["z"][t + 1],
    ),
    r"$\delta c_t = \delta h_t \odot o_t \odot (1 - \tanh^2 c_t) + \delta c_{t+1} \odot f_{t+1}$": (
        "c",
        lambda t: d["h"][t] * o[t] * tanh_slope(c[t]) + from_next(t),
    ),
    r"$\delta o_t = \delta h_t \odot \tanh(c_t)$": ("o", lambda t: d["h"][t] * np.tanh(c[t])),
    r"$\delta i_t = \delta c_t \odot g_t$": ("i", lambda t: d["c"][t] * g[t]),
    r"$\;\delta f_t = \delta c_t \odot c_{t-1}$": ("f", lambda t: d["c"][t] * c[t - 1]),
    r"$\;\delta g_t = \delta c_t \odot i_t$": ("g", lambda t: d["c"][t] * i[t]),
    r"$\delta z_{i,t} = \delta i_t \odot i_t (1 - i_t)$": ("z_i", lambda t: d["i"][t] * i[t] * (1 - i[t])),
    r"$\;\delta z_{f,t} = \delta f_t \odot f_t (1 - f_t)$": ("z_f", lambda t: d["f"][t] * f[t] * (1 - f[t])),
    r"$\;\delta z_{o,t} = \delta o_t \odot o_t (1 - o_t)$": ("z_o", lambda t: d["o"][t] * o[t] * (1 - o[t])),
    r"$\delta z_{g,t} = \delta g_t \odot (1 - g_t^2)$": ("z_g", lambda t: d["g"][t] * (1 - g[t] ** 2)),
    r"$$\delta c_t = \sum_{s=t}^{T} \Big( \prod_{j=t+1}^{s} f_j \Big) \odot \delta h_s \odot o_s"
    r" \odot (1 - \tanh^2 c_s)$$": ("c", unrolled),
}

#: The lines for what the run is given.
SUMS = {
    r"$\delta x_t = W_{ih}^\top\,\delta z_t$": (
        "x",
        lambda: np.array([W_ih.T @ d["z"][t] for t in range(1, T + 1)]),
    ),
    r"$\delta W_{ih} = \sum_t \delta z_t\,x_t^\top$": (
        "W_ih",
        lambda: sum(np.outer(d["z"][t], run.x[t]) for t in range(1, T + 1)),
    ),
    r"$\;\delta W_{hh} = \sum_t \delta z_t\,h_{t-1}^\top$": (
        "W_hh",
        lambda: sum(np.outer(d["z"][t], h[t - 1]) for t in range(1, T + 1)),
    ),
    r"$\;\delta b = \sum_t \delta z_t$": ("b", lambda: sum(d["z"][t] for t in range(1, T + 1))),
    r"$\delta h_0 = W_{hh}^\top\,\delta z_1$": ("h_0", lambda: W_hh.T @ d["z"][1]),
    r"$\;\delta c_0 = \delta c_1 \odot f_1$": ("c_0", lambda: d["c"][1] * f[1]),
}


def assert_agree(ours, autograd, differences):
    np.testing.assert_allclose(ours, autograd, rtol=0, atol=1e-9 * np.abs(autograd).max())
    np.testing.assert_allclose(ours, differences, rtol=0, atol=1e-6 * max(1, np.abs(autograd).max()))


def test_the_forward_equations_are_those_of_nn_lstm():
    lstm = lt.to_torch(lt.LSTMCell(W_ih, W_hh, run.given["b"]), "LSTM")
    states = [torch.tensor(run.given[name][None]) for name in ("h_0", "c_0")]
    output = lstm(torch.tensor(run.given["x"]), tuple(states))[0].detach().numpy()
    np.testing.assert_allclose([h[t] for t in range(1, T + 1)], output, rtol=0, atol=1e-14)
    for line in (
        r"z_t = W_{ih}\,x_t + W_{hh}\,h_{t-1} + b",
        r"i_t = \sigma(z_{i,t}) \qquad f_t = \sigma(z_{f,t}) \qquad g_t = \tanh(z_{g,t}) \qquad o_t ="
        r" \sigma(z_{o,t})",
        r"c_t = f_t \odot c_{t-1} + i_t \odot g_t \qquad\qquad h_t = o_t \odot \tanh(c_t)",
        r"L = \sum_t \ell_t(h_t)",
        r"$\delta z_{T+1} = 0$ and $\delta c_{T+1} = 0$",
    ):
        assert line in ANSWER


@pytest.mark.parametrize("t", range(1, T + 1))
def test_the_first_term_is_what_the_loss_itself_gives_and_not_the_whole_gradient(t):
    assert r"the direct part $\partial \ell_t/\partial h_t$: what the loss itself gives at step $t$" in ANSWER
    assert r"Let $\delta a = dL/da$, over all paths" in ANSWER
    assert r"\partial L" not in "".join(sources("05_gradients.ipynb", "markdown").values())

    def part(value):
        return 0.5 * ((value - run.y[t - 1]) ** 2).sum()

    assert_agree(dL_dh[t], jacobian(part, torch.tensor(h[t])).numpy(), central(part, h[t]))
    rest = np.abs(d["h"][t] - dL_dh[t]).max()
    assert rest > 0.1 if t < T else rest == 0


@pytest.mark.parametrize("formula", STEPS)
def test_a_line_of_every_step_is_the_gradient(formula):
    name, right_side = STEPS[formula]
    assert formula in ANSWER
    for t in range(1, T + 1):
        assert_agree(right_side(t), d[name][t], run.by_differences(name, t))


@pytest.mark.parametrize("formula", SUMS)
def test_a_line_of_what_is_given_is_the_gradient(formula):
    name, right_side = SUMS[formula]
    assert formula in ANSWER
    assert_agree(right_side(), run.by_given[name], run.by_differences(name))


def test_the_table_holds_no_line_that_is_not_checked():
    table = [line for line in ANSWER.splitlines() if line.startswith(r"| $\delta")]
    lines = [part for line in table for part in re.findall(r"\$[^$]+\$", line.split(" | ")[0])]
    assert sorted(lines) == sorted([*SUMS, *(formula for formula in STEPS if not formula.startswith("$$"))])


# --- From memory to memory, and the plain RNN ---------------------------------------------------------


def memory_after(t, h_before, c_before):
    """c_t of a step that is given h and c of the step before."""
    z = torch.tensor(W_ih @ run.x[t] + run.given["b"]) + torch.tensor(W_hh) @ h_before
    z_i, z_f, z_g, _ = z.split(H)
    return z_f.sigmoid() * c_before + z_i.sigmoid() * z_g.tanh()


def dc_dh(t):
    """∂c_t/∂h_{t-1} as the answer writes it out."""
    return (
        np.diag(g[t] * i[t] * (1 - i[t])) @ run.rows["i"]
        + np.diag(c[t - 1] * f[t] * (1 - f[t])) @ run.rows["f"]
        + np.diag(i[t] * (1 - g[t] ** 2)) @ run.rows["g"]
    )


@pytest.mark.parametrize("t", range(2, T + 1))
def test_the_two_paths_from_memory_to_memory_are_the_whole_derivative(t):
    for formula in (
        r"\frac{d c_t}{d c_{t-1}} = \mathrm{diag}(f_t) + \frac{\partial c_t}{\partial h_{t-1}} \cdot"
        r" \mathrm{diag}\big(o_{t-1} \odot (1 - \tanh^2 c_{t-1})\big)",
        r"\mathrm{diag}\big(g_t \odot i_t (1 - i_t)\big)\, W_i + \mathrm{diag}\big(c_{t-1} \odot f_t"
        r" (1 - f_t)\big)\, W_f",
        r"+ \mathrm{diag}\big(i_t \odot (1 - g_t^2)\big)\, W_g",
        "$o_{t-1}$ is held fixed",
    ):
        assert formula in ANSWER
    h_before, c_before, o_before = (torch.tensor(v[name][t - 1]) for name in "hco")

    def by_h(value):
        return memory_after(t, value, c_before)

    def by_c(value):
        return memory_after(t, o_before * value.tanh(), value)

    assert_agree(dc_dh(t), jacobian(by_h, h_before).numpy(), central(by_h, h[t - 1]))
    whole = np.diag(f[t]) + dc_dh(t) @ np.diag(o[t - 1] * tanh_slope(c[t - 1]))
    assert_agree(whole, jacobian(by_c, c_before).numpy(), central(by_c, c[t - 1]))


def test_the_steps_of_a_plain_rnn_are_as_told_and_the_norm_bounds_their_product():
    for formula in (
        r"$\partial h_t/\partial h_{t-1} = \mathrm{diag}(1 - h_t^2)\,W_{hh}$",
        r"$dh_t/dh_{t-k}$ is a product of $k$ such matrices, and its norm is at most $\|W_{hh}\|^k$",
        r"$\|W\|$: the spectral norm",
    ):
        assert formula in ANSWER
    W_in, W = (torch.tensor(weights[:H]) for weights in (W_ih, W_hh))
    after, product = np.zeros(H), np.eye(H)
    for t in range(1, T + 1):
        before = after

        def by_h(value, t=t):
            return torch.tanh(W_in @ torch.tensor(run.x[t]) + W @ value)

        after = by_h(torch.tensor(before)).numpy()
        ours = np.diag(1 - after**2) @ W.numpy()
        assert_agree(ours, jacobian(by_h, torch.tensor(before)).numpy(), central(by_h, before))
        product = ours @ product

        def by_first(value, t=t):
            for s in range(1, t + 1):
                value = torch.tanh(W_in @ torch.tensor(run.x[s]) + W @ value)
            return value

        assert_agree(
            product, jacobian(by_first, torch.zeros(H).double()).numpy(), central(by_first, np.zeros(H))
        )
        assert np.linalg.norm(product, 2) <= np.linalg.norm(W.numpy(), 2) ** t


def test_the_direct_path_of_the_unrolled_sum_multiplies_by_forget_gates_only():
    """With all outputs but the last held away from L and the path through h cut, one term is left."""
    cell = lt.LSTMCell(W_ih, 0 * W_hh, run.given["b"])
    trace, dL_dh = cell.run(run.given["x"]), np.zeros((T, H))
    dL_dh[-1] = 1
    dc = lt.backward(cell, trace, dL_dh).c
    for t in range(1, T + 1):
        product = trace.f[t:].prod(axis=0)
        np.testing.assert_allclose(dc[t - 1], product * trace.o[-1] * tanh_slope(trace.c[-1]), rtol=1e-12)


@pytest.mark.parametrize(("w", "factor"), [(-2, 0), (4, 1.5), (1, 0.75)])
def test_the_unit_at_rest_multiplies_by_a_half_and_a_quarter_of_its_weight(w, factor):
    assert r"$dc_t/dc_{t-1} = \frac12 + \frac{w}{4}$: it is 0 for $w = -2$, and 1.5 for $w = 4$" in ANSWER
    unit = lt.LSTMCell(np.zeros((4, 1)), weight_hh=[[0], [0], [w], [0]])
    jacobian = lt.memory_jacobian(unit, unit.run(np.zeros((31, 1))))
    np.testing.assert_allclose(jacobian.total[1:], factor, rtol=1e-14)
    np.testing.assert_allclose(jacobian.span(1, 31), factor**30, rtol=1e-12)
    assert 0.5 + w / 4 == factor


def test_the_answer_names_its_sources():
    for authors in (
        "Hochreiter and Schmidhuber (1997)",
        "Gers, Schmidhuber and Cummins (2000)",
        "Bengio, Simard and Frasconi (1994)",
        "Pascanu, Mikolov and Bengio (2013)",
    ):
        assert authors in ANSWER
