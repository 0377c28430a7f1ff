"""Sixty programs as students would hand them in; see `truth` of each."""

import math
from types import SimpleNamespace

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import lstm_teach as lt

PROGRAMS = []


def _add(name, truth, cell, x, of, answer):
    PROGRAMS.append(SimpleNamespace(name=name, truth=truth, cell=cell, x=x, of=of, answer=answer))


def lee(name, truth, of="h"):
    def deco(fn):
        _add(name, truth, lt.LSTMCell.lee, lt.examples.NINE_STEPS, of, fn)
        return fn
    return deco


def standard(name, truth, of="h"):
    def deco(fn):
        _add(name, truth, lt.LSTMCell.standard, lt.examples.NINE_STEPS, of, fn)
        return fn
    return deco


def rand(name, truth, seed, H, D, T, N=None, of="h", dtype=np.float64, scale=0.8, xscale=1.0, bias=0.5):
    rng = np.random.default_rng(7000 + seed)
    W = (rng.normal(size=(4 * H, D)) * scale).astype(dtype)
    U = (rng.normal(size=(4 * H, H)) * scale).astype(dtype)
    b = (rng.normal(size=4 * H) * bias).astype(dtype)
    x = (rng.normal(size=(T, D) if N is None else (T, N, D)) * xscale).astype(dtype)

    def cell():
        return lt.LSTMCell(W.copy(), U.copy(), b.copy())

    def deco(fn):
        _add(name, truth, cell, x, of, lambda: fn(W.copy(), U.copy(), b.copy(), x.copy()))
        return fn
    return deco


# ------------------------------------------------------------------ the lecture's cells


@lee("lee_c_for_h", "hands in the memory c instead of the output h; accept: output gate left out / o = 1")
def _():
    X = [(1, 0, 0), (3, 1, 0), (2, 0, 0), (4, 1, 0), (2, 0, 0), (1, 0, 1), (3, -1, 0), (6, 1, 0), (1, 0, 1)]
    step = lambda z: 1 if z >= 0 else 0
    c = 0
    memory, y = [], []
    for x1, x2, x3 in X:
        g = x1
        i = step(100 * x2 - 10)
        f = step(100 * x2 + 10)
        o = step(100 * x3 - 10)
        c = f * c + i * g
        memory.append([c])
        y.append([o * c])
    return np.array(memory, dtype=float)


@lee("lee_h_for_c", "asked for c, hands in the output h; accept: output gate applied to the memory handed in", of="c")
def _():
    x = np.array(lt.examples.NINE_STEPS)
    wi, wf = np.array([0, 100, 0, -10]), np.array([0, 100, 0, 10])
    wg, wo = np.array([1, 0, 0, 0]), np.array([0, 0, 100, -10])
    cell_state = 0.0
    out = np.zeros((9, 1))
    for t in range(9):
        cell_state = (x[t] @ wf >= 0) * cell_state + (x[t] @ wi >= 0) * (x[t] @ wg)
        hidden = (x[t] @ wo >= 0) * cell_state
        out[t] = hidden
    return out


@lee("lee_never_forgets", "forget gate left out, c = c + i*g (the 1997 cell); accept: f = 1, no forget gate, memory never reset")
def _():
    x1 = [1, 3, 2, 4, 2, 1, 3, 6, 1]
    x2 = [0, 1, 0, 1, 0, 0, -1, 1, 0]
    x3 = [0, 0, 0, 0, 0, 1, 0, 0, 1]
    mem = 0.0
    ys = []
    for a, w, r in zip(x1, x2, x3):
        if 100 * w - 10 >= 0:
            mem += a
        ys.append(mem if 100 * r - 10 >= 0 else 0.0)
    return np.array(ys).reshape(-1, 1)


@lee("lee_one_minus_f", "forget gate upside down: c = (1 - f)*c + i*g; accept: f inverted, 1 - f")
def _():
    x = np.asarray(lt.examples.NINE_STEPS)
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10.0]])
    Z = x @ W.T
    c = 0.0
    res = []
    for zi, zf, zg, zo in Z:
        forget = 1.0 if zf >= 0 else 0.0
        c = c * (1 - forget) + (1.0 if zi >= 0 else 0.0) * zg
        res.append((1.0 if zo >= 0 else 0.0) * c)
    return np.array(res)[:, None]


@lee("lee_i_f_swapped", "rows of i and f swapped (order f, i, g, o); accept: c = i*c + f*g, input and forget gate exchanged")
def _():
    weights = {
        "forget": [0, 100, 0, -10],
        "input": [0, 100, 0, 10],
        "cell": [1, 0, 0, 0],
        "output": [0, 0, 100, -10],
    }
    c, ys = 0.0, []
    for row in lt.examples.NINE_STEPS:
        z = {k: sum(wi * xi for wi, xi in zip(w, row)) for k, w in weights.items()}
        on = {k: float(v >= 0) for k, v in z.items()}
        c = on["forget"] * c + on["input"] * z["cell"]
        ys.append([on["output"] * c])
    return np.array(ys)


@lee("lee_no_constant", "the constant 1 left out, so no bias -10/+10/-10; accept: no bias, last column dropped")
def _():
    x = lt.examples.NINE_STEPS[:, :3]
    Wi, Wf, Wg, Wo = np.array([0., 100, 0]), np.array([0., 100, 0]), np.array([1., 0, 0]), np.array([0., 0, 100])
    theta = lambda v: np.where(v >= 0, 1.0, 0.0)
    c = 0.0
    y = np.empty((len(x), 1))
    for n, v in enumerate(x):
        c = theta(Wf @ v) * c + theta(Wi @ v) * (Wg @ v)
        y[n, 0] = theta(Wo @ v) * c
    return y


@lee("lee_sign_for_step", "np.sign as the step: closed gates are -1 instead of 0; accept: sign function, wrong gate activation")
def _():
    x = lt.examples.NINE_STEPS
    i = np.sign(100 * x[:, 1] - 10)
    f = np.sign(100 * x[:, 1] + 10)
    o = np.sign(100 * x[:, 2] - 10)
    c = np.zeros(10)
    for t in range(9):
        c[t + 1] = f[t] * c[t] + i[t] * x[t, 0]
    return (o * c[1:]).reshape(9, 1)


@lee("lee_memory_lost", "c set back to 0 inside the loop, no state is carried; accept: f = 0, memory not kept, c_{t-1} left out", of="c")
def _():
    def lstm_step(x, c):
        i = int(100 * x[1] - 10 >= 0)
        f = int(100 * x[1] + 10 >= 0)
        return f * c + i * x[0]

    cs = []
    for x in lt.examples.NINE_STEPS:
        c = 0.0
        c = lstm_step(x, c)
        cs.append([c])
    return np.array(cs)


@lee("lee_i_bias_sign", "typed +10 for the bias -10 of the input gate, so i is open unless x2 = -1; accept: sign of the bias of i, i has the row of f, wrong bias")
def _():
    W = np.array([
        [0, 100, 0, 10],
        [0, 100, 0, 10],
        [1, 0, 0, 0],
        [0, 0, 100, -10],
    ], dtype=float)
    c = 0
    h = []
    for x_t in lt.examples.NINE_STEPS:
        zi, zf, zg, zo = W.dot(x_t)
        i, f, o = (np.heaviside(z, 1) for z in (zi, zf, zo))
        c = f * c + i * zg
        h.append(o * c)
    return np.array(h).reshape(-1, 1)


@lee("lee_shifted_rows", "the list starts with h_0 = 0 and the last row is cut off: rows one step late; accept: shifted by one, hands in h_prev")
def _():
    T = 9
    h = np.zeros((T + 1, 1))
    c = np.zeros((T + 1, 1))
    cell = dict(i=[0, 100, 0, -10], f=[0, 100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10])
    for t in range(1, T + 1):
        x = lt.examples.NINE_STEPS[t - 1]
        i, f, o = [np.dot(cell[k], x) >= 0 for k in "ifo"]
        c[t] = f * c[t - 1] + i * np.dot(cell["g"], x)
        h[t] = o * c[t]
    return h[:T]


@standard("std_linear_memory", "no tanh on the memory: h = o*c; accept: linear memory activation")
def _():
    sig = lambda a: 1 / (1 + math.exp(-a))
    c = 0.0
    ans = []
    for x1, x2, x3, one in lt.examples.NINE_STEPS.tolist():
        it = sig(100 * x2 - 10)
        ft = sig(100 * x2 + 10)
        ot = sig(100 * x3 - 10)
        c = ft * c + it * math.tanh(x1)
        ans.append([ot * c])
    return np.array(ans)


@standard("std_sigmoid_candidate", "sigmoid on the candidate too, all four rows through one sigmoid; accept: wrong candidate activation, no tanh on g")
def _():
    x = torch.tensor(np.array(lt.examples.NINE_STEPS))
    W = torch.tensor([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]], dtype=torch.float64)
    gates = torch.sigmoid(x @ W.T)
    c = torch.zeros(1, dtype=torch.float64)
    hs = []
    for t in range(len(x)):
        i, f, g, o = gates[t]
        c = f * c + i * g
        hs.append(o * torch.tanh(c))
    return torch.stack(hs).numpy()


@standard("std_reversed", "runs from the last step to the first and hands in the rows in that order; accept: sequence reversed, go_backwards", of="c")
def _():
    x = lt.examples.NINE_STEPS
    s = lambda z: 1 / (1 + np.exp(-z))
    c = np.zeros(1)
    seq = []
    todo = list(x)
    while todo:
        v = todo.pop()
        c = s(100 * v[1] + 10) * c + s(100 * v[1] - 10) * np.tanh(v[0])
        seq.append(c)
    return np.array(seq)


@standard("std_tanh_stored", "c = tanh(c) is stored and carried on; accept: tanh overwrites the memory, squashed memory carried", of="c")
def _():
    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]]).astype(float)
    c = 0.0
    C, Hs = [], []
    for x in lt.examples.NINE_STEPS:
        z = W @ x
        c = sigmoid(z[1]) * c + sigmoid(z[0]) * np.tanh(z[2])
        c = np.tanh(c)
        h = sigmoid(z[3]) * c
        C.append(c)
        Hs.append(h)
    return np.array(C).reshape(9, 1)


@standard("std_columns_swapped", "columns x1 and x2 of the input exchanged; accept: wrong order of the inputs, columns swapped")
def _():
    x1 = np.array([1, 3, 2, 4, 2, 1, 3, 6, 1])
    x2 = np.array([0, 1, 0, 1, 0, 0, -1, 1, 0])
    x3 = np.array([0, 0, 0, 0, 0, 1, 0, 0, 1])
    X = np.column_stack([x2, x1, x3, np.ones(9)])
    Wi, Wf, Wc, Wo = [0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]
    S = lambda q: 1 / (1 + np.exp(-q))
    c = 0
    H = []
    for k in range(9):
        c = S(X[k] @ Wf) * c + S(X[k] @ Wi) * np.tanh(X[k] @ Wc)
        H.append([S(X[k] @ Wo) * np.tanh(c)])
    return np.array(H)


@standard("std_int_array", "memory written into an integer array, so what is handed in is cut to whole numbers (carried on exactly); accept: truncated, integer dtype, rounded", of="c")
def _():
    x = np.array(lt.examples.NINE_STEPS, dtype=int)
    c = np.zeros_like(x[:, :1])
    prev = 0
    for t in range(len(x)):
        i = 1 / (1 + np.exp(-(100.0 * x[t, 1] - 10)))
        f = 1 / (1 + np.exp(-(100.0 * x[t, 1] + 10)))
        prev = f * prev + i * np.tanh(x[t, 0])
        c[t, 0] = prev
    return c


@lee("lee_weighted_mean", "no name: c = (f*c + i*g)/(f + i), an average of old and new where both gates are open")
def _():
    c = 0.0
    y = []
    for x in lt.examples.NINE_STEPS:
        i = 1.0 * (x @ [0, 100, 0, -10] >= 0)
        f = 1.0 * (x @ [0, 100, 0, 10] >= 0)
        o = 1.0 * (x @ [0, 0, 100, -10] >= 0)
        c = (f * c + i * x[0]) / max(f + i, 1)
        y.append([o * c])
    return np.array(y)


@standard("std_smoothed_output", "no name: the output is half the old output and half o*tanh(c)")
def _():
    x = lt.examples.NINE_STEPS
    sg = lambda z: 1 / (1 + np.exp(-z))
    h, c = 0.0, 0.0
    out = []
    for t in range(9):
        i, f, o = sg(100 * x[t, 1] - 10), sg(100 * x[t, 1] + 10), sg(100 * x[t, 2] - 10)
        c = f * c + i * np.tanh(x[t, 0])
        h = 0.5 * h + 0.5 * o * np.tanh(c)
        out.append(h)
    return np.array(out).reshape(9, 1)


@lee("lee_right_greater", "right: step written with > 0 instead of >= 0; no z is 0 here, the numbers are just right")
def _():
    y, c = [], 0.0
    for x1, x2, x3, _one in lt.examples.NINE_STEPS:
        if not 100 * x2 + 10 > 0:
            c = 0.0
        if 100 * x2 - 10 > 0:
            c += x1
        y.append([c if 100 * x3 - 10 > 0 else 0.0])
    return np.array(y)


@standard("std_right_tanh_sigmoid", "right: sigmoid written as (1 + tanh(z/2))/2; the numbers are just right up to rounding")
def _():
    def gate(z):
        return 0.5 * (1 + np.tanh(z / 2))

    X = lt.examples.NINE_STEPS
    c = 0.0
    h = np.zeros((9, 1))
    for t, (x1, x2, x3, k) in enumerate(X):
        c = gate(100 * x2 + 10 * k) * c + gate(100 * x2 - 10 * k) * np.tanh(x1)
        h[t] = gate(100 * x3 - 10 * k) * np.tanh(c)
    return h


# ------------------------------------------------------------------ random cells


@rand("tf_ijfo", "rows read in TensorFlow's order i, g (j), f, o; accept: gate order, f and g exchanged", 1, 3, 4, 12)
def _(W, U, b, x):
    def sigmoid(v):
        return 1 / (1 + np.exp(-v))

    h = np.zeros(3)
    c = np.zeros(3)
    outputs = []
    for inp in x:
        gates = W @ inp + U @ h + b
        i, j, f, o = np.split(gates, 4)
        c = c * sigmoid(f) + sigmoid(i) * np.tanh(j)
        h = np.tanh(c) * sigmoid(o)
        outputs.append(h)
    return np.stack(outputs)


@rand("cs231n_ifog", "rows read in the order i, f, o, g; accept: gate order, g and o exchanged", 2, 2, 3, 10, of="c")
def _(W, U, b, x):
    H = U.shape[1]
    prev_h, prev_c = np.zeros(H), np.zeros(H)
    cs = np.zeros((len(x), H))
    for t in range(len(x)):
        a = x[t].dot(W.T) + prev_h.dot(U.T) + b
        ifo = 1 / (1 + np.exp(-a[: 3 * H]))
        g = np.tanh(a[3 * H :])
        i, f, o = ifo[:H], ifo[H : 2 * H], ifo[2 * H :]
        prev_c = f * prev_c + i * g
        prev_h = o * np.tanh(prev_c)
        cs[t] = prev_c
    return cs


@rand("concat_order", "weights stacked as [W, U] but multiplied with [h, x]: concatenation in the wrong order; accept: W and U columns mixed up, h and x exchanged", 3, 2, 3, 15)
def _(W, U, b, x):
    Wcat = np.hstack((W, U))
    sigm = lambda a: 1.0 / (1.0 + np.exp(-a))
    a_prev, c_prev = np.zeros((2, 1)), np.zeros((2, 1))
    a = np.zeros((15, 2))
    for t in range(15):
        xt = x[t].reshape(-1, 1)
        concat = np.concatenate((a_prev, xt), axis=0)
        z = Wcat @ concat + b.reshape(-1, 1)
        it, ft, cct, ot = sigm(z[0:2]), sigm(z[2:4]), np.tanh(z[4:6]), sigm(z[6:8])
        c_prev = ft * c_prev + it * cct
        a_prev = ot * np.tanh(c_prev)
        a[t] = a_prev.ravel()
    return a


@rand("no_recurrence", "recurrent weights not used, z = Wx + b; accept: h not fed back, U left out, U = 0", 4, 2, 2, 8, dtype=np.float32)
def _(W, U, b, x):
    z = x @ W.T + b
    i, f, g, o = z[:, 0:2], z[:, 2:4], z[:, 4:6], z[:, 6:8]
    i, f, o = [1 / (1 + np.exp(-q)) for q in (i, f, o)]
    g = np.tanh(g)
    c = np.zeros(2, dtype=np.float32)
    h = np.zeros((8, 2), dtype=np.float32)
    for t in range(8):
        c = f[t] * c + i[t] * g[t]
        h[t] = o[t] * np.tanh(c)
    return h


@rand("u_transposed", "each gate's recurrent block transposed (h @ U_k instead of U_k @ h); accept: recurrent weights transposed", 5, 3, 2, 14)
def _(W, U, b, x):
    n = 3
    Wi, Wf, Wg, Wo = W[:n].T, W[n:2*n].T, W[2*n:3*n].T, W[3*n:].T
    Ui, Uf, Ug, Uo = U[:n], U[n:2*n], U[2*n:3*n], U[3*n:]
    bi, bf, bg, bo = b.reshape(4, n)
    s = lambda v: 1 / (1 + np.exp(-v))
    h = np.zeros(n); c = np.zeros(n)
    hs = []
    for xt in x:
        i = s(xt @ Wi + h @ Ui + bi)
        f = s(xt @ Wf + h @ Uf + bf)
        g = np.tanh(xt @ Wg + h @ Ug + bg)
        o = s(xt @ Wo + h @ Uo + bo)
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@rand("minus_bias", "bias subtracted as a threshold, z = Wx + Uh - b; accept: sign of the bias", 6, 2, 4, 11)
def _(W, U, theta, x):
    y, mem = np.zeros(2), np.zeros(2)
    Y = []
    for u in x:
        net = W @ u + U @ y - theta
        g_in, g_forget, g_out = (1 / (1 + np.exp(-net[k : k + 2])) for k in (0, 2, 6))
        mem = g_forget * mem + g_in * np.tanh(net[4:6])
        y = g_out * np.tanh(mem)
        Y.append(y)
    return np.array(Y)


@rand("torch_bias_twice", "bias copied into both bias_ih and bias_hh, so added twice; accept: bias doubled", 7, 3, 3, 9, dtype=np.float32)
def _(W, U, b, x):
    lstm = nn.LSTM(3, 3)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.from_numpy(W))
        lstm.weight_hh_l0.copy_(torch.from_numpy(U))
        lstm.bias_ih_l0.copy_(torch.from_numpy(b))
        lstm.bias_hh_l0.copy_(torch.from_numpy(b))
        out, _ = lstm(torch.from_numpy(x).unsqueeze(1))
    return out.squeeze(1).numpy()


@rand("torch_bias_hh_left", "bias_hh left at PyTorch's random start values; accept: extra bias, wrong bias, second bias not set to zero", 8, 2, 3, 13, dtype=np.float32)
def _(W, U, b, x):
    torch.manual_seed(42)
    cell = nn.LSTMCell(3, 2)
    cell.weight_ih.data = torch.tensor(W)
    cell.weight_hh.data = torch.tensor(U)
    cell.bias_ih.data = torch.tensor(b)
    hx = torch.zeros(2)
    cx = torch.zeros(2)
    out = []
    for t in range(13):
        hx, cx = cell(torch.tensor(x[t]), (hx, cx))
        out.append(hx)
    return torch.stack(out).detach().numpy()


@rand("forget_bias_one", "forget_bias = 1.0 of TensorFlow's BasicLSTMCell added to z_f; accept: 1 added to the bias of f, unit_forget_bias", 9, 2, 5, 20)
def _(W, U, b, x, forget_bias=1.0):
    K = np.vstack([W.T, U.T])  # kernel, (D + H, 4H)
    c = h = np.zeros(2)
    sig = lambda t: 1 / (1 + np.exp(-t))
    states = []
    for x_t in x:
        i, f, j, o = np.split(np.r_[x_t, h] @ K + b, 4)
        c = c * sig(f + forget_bias) + sig(i) * np.tanh(j)
        h = np.tanh(c) * sig(o)
        states.append(h)
    return np.array(states)


@rand("keras_hard_sigmoid", "hard sigmoid clip(0.2 z + 0.5, 0, 1) for the gates, as in old Keras; accept: hard_sigmoid, wrong gate activation", 10, 3, 2, 16, dtype=np.float32)
def _(W, U, b, x):
    kernel, recurrent_kernel = W.T, U.T

    def recurrent_activation(z):
        return np.clip(0.2 * z + 0.5, 0, 1)

    h_tm1 = np.zeros(3)
    c_tm1 = np.zeros(3)
    for_return = []
    for inputs in x:
        z = inputs @ kernel
        z += h_tm1 @ recurrent_kernel
        z += b
        z0, z1, z2, z3 = z[:3], z[3:6], z[6:9], z[9:]
        i = recurrent_activation(z0)
        f = recurrent_activation(z1)
        c = f * c_tm1 + i * np.tanh(z2)
        o = recurrent_activation(z3)
        h = o * np.tanh(c)
        h_tm1, c_tm1 = h, c
        for_return.append(h)
    return np.array(for_return)


@rand("c_fed_back", "the recurrent weights multiply c_{t-1} instead of h_{t-1}; accept: memory fed back, c in place of h, peephole in place of recurrence", 11, 2, 2, 10)
def _(W, U, b, x):
    sigma = lambda s: 1 / (1 + np.exp(-s))
    c = np.zeros(2)
    H = np.zeros((10, 2))
    for t in range(10):
        z = W @ x[t] + U @ c + b
        zi, zf, zg, zo = z.reshape(4, 2)
        c = sigma(zf) * c + sigma(zi) * np.tanh(zg)
        H[t] = sigma(zo) * np.tanh(c)
    return H


@rand("unit_by_unit_in_place", "loop over the units overwrites h in place, so later units see the new h of the earlier ones; accept: h updated too early, mixed old and new h, in-place update", 12, 4, 3, 12)
def _(W, U, b, x):
    nh = 4
    h = [0.0] * nh
    c = [0.0] * nh
    rows = []
    for t in range(len(x)):
        for k in range(nh):
            z = []
            for q in range(4):
                r = q * nh + k
                s = b[r]
                for d in range(len(x[t])):
                    s += W[r][d] * x[t][d]
                for m in range(nh):
                    s += U[r][m] * h[m]
                z.append(s)
            i = 1 / (1 + math.exp(-z[0]))
            f = 1 / (1 + math.exp(-z[1]))
            g = math.tanh(z[2])
            o = 1 / (1 + math.exp(-z[3]))
            c[k] = f * c[k] + i * g
            h[k] = o * math.tanh(c[k])
        rows.append(list(h))
    return np.array(rows)


@rand("forget_after_writing", "c = f*(c + i*g): the forget gate also multiplies what is new; accept: bracket in the wrong place, forgetting after writing", 13, 1, 3, 9, of="c")
def _(W, U, b, x):
    sg = lambda z: 1 / (1 + np.exp(-z))
    h, c = 0.0, 0.0
    cs = []
    for t in range(9):
        i = sg(W[0] @ x[t] + U[0, 0] * h + b[0])
        f = sg(W[1] @ x[t] + U[1, 0] * h + b[1])
        g = np.tanh(W[2] @ x[t] + U[2, 0] * h + b[2])
        o = sg(W[3] @ x[t] + U[3, 0] * h + b[3])
        c = f * (c + i * g)
        h = o * np.tanh(c)
        cs.append([c])
    return np.array(cs)


@rand("old_memory_out", "h = o*tanh(c_{t-1}): the output reads the memory before it is updated; accept: old c, c_prev in the output, wrong order of lines", 14, 2, 3, 14)
def _(W, U, b, x):
    def sigmoid(a): return 1 / (1 + np.exp(-a))
    T, H = 14, 2
    h = np.zeros(H)
    c = np.zeros(H)
    h_all = []
    for t in range(T):
        pre = W @ x[t] + U @ h + b
        input_gate = sigmoid(pre[0:H])
        forget_gate = sigmoid(pre[H:2*H])
        candidate = np.tanh(pre[2*H:3*H])
        output_gate = sigmoid(pre[3*H:4*H])
        h = output_gate * np.tanh(c)
        c = forget_gate * c + input_gate * candidate
        h_all.append(h)
    return np.array(h_all)


@rand("dropout_left_on", "dropout (p = 0.2) left on for the output: some entries 0, the others times 1.25; accept: dropout, training mode, no eval()", 15, 3, 4, 12, dtype=np.float32)
def _(W, U, b, x):
    torch.manual_seed(1)

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(4, 3)
            self.drop = nn.Dropout(0.2)

        def forward(self, seq):
            out, _ = self.lstm(seq)
            return self.drop(out)

    net = Net()
    net.lstm.load_state_dict({
        "weight_ih_l0": torch.tensor(W), "weight_hh_l0": torch.tensor(U),
        "bias_ih_l0": torch.tensor(b), "bias_hh_l0": torch.zeros(12),
    })
    return net(torch.tensor(x)).detach().numpy()


@rand("sigmoid_without_minus", "sigmoid typed as 1/(1 + exp(z)), the minus left out; accept: all gates inverted, 1 - sigmoid", 16, 2, 3, 10)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + np.exp(z))
    h = c = np.zeros(2)
    res = []
    for v in x:
        i, f, g, o = (W @ v + U @ h + b).reshape(4, -1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        res.append(h)
    return np.array(res)


@rand("batch_state_leaks", "h and c are not reset between the sequences of the batch: each starts with the last state of the one before; accept: state leaks, initial state not zero", 17, 2, 3, 6, N=4)
def _(W, U, b, x):
    T, N, D = x.shape
    sig = lambda z: 1 / (1 + np.exp(-z))
    out = np.zeros((T, N, 2))
    h = np.zeros(2)
    c = np.zeros(2)
    for n in range(N):
        for t in range(T):
            z = W @ x[t, n] + U @ h + b
            c = sig(z[2:4]) * c + sig(z[:2]) * np.tanh(z[4:6])
            h = sig(z[6:]) * np.tanh(c)
            out[t, n] = h
    return out


@rand("batch_reshape", "x.reshape(N, T, D) instead of a transpose: steps of different sequences mixed; accept: reshape for transpose, time and batch axes mixed up", 18, 3, 2, 7, N=3)
def _(W, U, b, x):
    T, N, D = x.shape
    xb = x.reshape(N, T, D)  # batch first
    h, c = np.zeros((N, 3)), np.zeros((N, 3))
    outs = []
    for t in range(T):
        z = xb[:, t] @ W.T + h @ U.T + b
        i, f, g, o = np.split(z, 4, axis=1)
        i, f, o = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), 1 / (1 + np.exp(-o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
        outs.append(h)
    return np.stack(outs, axis=0)


@rand("torch_batch_first", "batch_first=True although x is (T, N, D): runs along the batch axis; accept: time and batch axes exchanged", 19, 2, 4, 8, N=5, dtype=np.float32)
def _(W, U, b, x):
    model = nn.LSTM(input_size=4, hidden_size=2, batch_first=True)
    state = model.state_dict()
    state["weight_ih_l0"][:] = torch.as_tensor(W)
    state["weight_hh_l0"][:] = torch.as_tensor(U)
    state["bias_ih_l0"][:] = torch.as_tensor(b)
    state["bias_hh_l0"][:] = 0
    model.eval()
    with torch.no_grad():
        y, (hn, cn) = model(torch.as_tensor(x))
    return y.numpy()


@rand("batch_always_first", "x[t, 0] for x[t, n]: every sequence of the batch gets the input of the first; accept: all sequences the same, wrong index", 20, 1, 2, 9, N=3, of="c")
def _(W, U, b, x):
    s = lambda z: 1 / (1 + np.exp(-z))
    cs = np.zeros((9, 3, 1))
    for n in range(3):
        h, c = np.zeros(1), np.zeros(1)
        for t in range(9):
            zi, zf, zg, zo = W @ x[t, 0] + U @ h + b
            c = s(zf) * c + s(zi) * np.tanh(zg)
            h = s(zo) * np.tanh(c)
            cs[t, n] = c
    return cs


@rand("same_array_appended", "the same array is changed in place and appended each time: the last h in every row; accept: last step repeated, return_sequences=False, aliasing", 21, 3, 3, 11)
def _(W, U, b, x):
    h = np.zeros(3)
    c = np.zeros(3)
    history = []
    for xt in x:
        z = W.dot(xt) + U.dot(h) + b
        sig = 1 / (1 + np.exp(-z))
        c *= sig[3:6]
        c += sig[:3] * np.tanh(z[6:9])
        h[:] = sig[9:] * np.tanh(c)
        history.append(h)
    return np.array(history)


@rand("c_not_carried", "c starts from zero at every step (only h is carried); accept: c_{t-1} left out, memory lost, f = 0", 22, 2, 3, 12)
def _(W, U, b, x):
    cell = nn.LSTMCell(3, 2).double()
    cell.weight_ih = nn.Parameter(torch.from_numpy(W))
    cell.weight_hh = nn.Parameter(torch.from_numpy(U))
    cell.bias_ih = nn.Parameter(torch.from_numpy(b))
    cell.bias_hh = nn.Parameter(torch.zeros(8).double())
    h = torch.zeros(1, 2).double()
    ys = []
    for t in range(12):
        h, _ = cell(torch.from_numpy(x[t : t + 1]), (h, torch.zeros(1, 2).double()))
        ys.append(h)
    return torch.cat(ys).detach().numpy()


@rand("h_c_exchanged", "h and c exchanged on the way round: c, h = cell(x, (h, c)), h handed in is really c; accept: state swapped, h and c mixed up", 23, 2, 2, 10, dtype=np.float32)
def _(W, U, b, x):
    cell = nn.LSTMCell(2, 2)
    with torch.no_grad():
        for p, v in zip(cell.parameters(), (W, U, b, np.zeros(8, np.float32))):
            p.copy_(torch.from_numpy(v))
    h, c = torch.zeros(1, 2), torch.zeros(1, 2)
    hist = torch.zeros(10, 2)
    with torch.no_grad():
        for t, xt in enumerate(torch.from_numpy(x)):
            c, h = cell(xt[None], (h, c))
            hist[t] = h[0]
    return hist.numpy()


@rand("first_step_skipped", "loop from 1: the first input is never read and the first row stays zero; accept: first step skipped, range(1, T)", 24, 2, 4, 9)
def _(W, U, b, x):
    T = x.shape[0]
    h = np.zeros((T, 2))
    c = np.zeros((T, 2))
    sig = lambda z: 1 / (1 + np.exp(-z))
    for t in range(1, T):
        z = W @ x[t] + U @ h[t - 1] + b
        c[t] = sig(z[2:4]) * c[t - 1] + sig(z[0:2]) * np.tanh(z[4:6])
        h[t] = sig(z[6:8]) * np.tanh(c[t])
    return h


@rand("c0_ones", "the memory starts with ones instead of zeros; accept: initial state not zero, c0 = 1", 25, 3, 3, 10, of="c")
def _(W, U, b, x):
    h, c = np.zeros(3), np.ones(3)
    log = {"c": [], "h": []}
    for v in x:
        z = {name: W[k*3:k*3+3] @ v + U[k*3:k*3+3] @ h + b[k*3:k*3+3] for k, name in enumerate("ifgo")}
        for gate in "ifo":
            z[gate] = 1 / (1 + np.exp(-z[gate]))
        c = z["f"] * c + z["i"] * np.tanh(z["g"])
        h = z["o"] * np.tanh(c)
        log["c"].append(c)
        log["h"].append(h)
    return np.array(log["c"])


@rand("rows_interleaved", "z.reshape(H, 4): rows read as i, f, g, o of unit 1, then of unit 2, ...; accept: interleaved rows, gate order, reshape of the wrong axes", 26, 3, 2, 13)
def _(W, U, b, x):
    σ = lambda z: 1 / (1 + np.exp(-z))
    h, c = np.zeros(3), np.zeros(3)
    out = []
    for t in range(13):
        z = (W @ x[t] + U @ h + b).reshape(3, 4)
        i, f, g, o = z[:, 0], z[:, 1], z[:, 2], z[:, 3]
        c = σ(f) * c + σ(i) * np.tanh(g)
        h = σ(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


@rand("only_w_reordered", "rows of W and b brought into the order i, g, f, o for TensorFlow code, those of U left as they were; accept: U in the wrong gate order, f and g of U exchanged", 27, 2, 3, 15)
def _(W, U, b, x):
    H = 2

    def to_tf(m):
        i, f, g, o = np.split(m, 4)
        return np.concatenate([i, g, f, o])

    kernel = to_tf(W).T
    bias = to_tf(b)
    rec = U.T
    h, c = np.zeros(H), np.zeros(H)
    ys = []
    for t in range(len(x)):
        i, j, f, o = np.split(x[t] @ kernel + h @ rec + bias, 4)
        i, f, o = (1 / (1 + np.exp(-k)) for k in (i, f, o))
        c = f * c + i * np.tanh(j)
        h = o * np.tanh(c)
        ys.append(h)
    return np.array(ys)


@rand("w_reshaped", "W.reshape(D, 4H) instead of W.T: the input weights are shuffled; accept: reshape for transpose, input weights mixed up", 28, 2, 3, 8)
def _(W, U, b, x):
    Wx = W.reshape(3, 8)
    Wh = U.T
    h, c = np.zeros((1, 2)), np.zeros((1, 2))
    hs = []
    for t in range(8):
        A = x[t].reshape(1, 3) @ Wx + h @ Wh + b
        i = 1 / (1 + np.exp(-A[:, 0:2]))
        f = 1 / (1 + np.exp(-A[:, 2:4]))
        g = np.tanh(A[:, 4:6])
        o = 1 / (1 + np.exp(-A[:, 6:8]))
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h[0])
    return np.array(hs)


@rand("windows_of_five", "sequence cut into windows of 5 and the state reset for each (stateful=False); accept: state reset every 5 steps", 29, 2, 2, 25)
def _(W, U, b, x):
    def run_window(w):
        h, c = np.zeros(2), np.zeros(2)
        r = []
        for v in w:
            z = W @ v + U @ h + b
            i, f, o = [1 / (1 + np.exp(-z[k:k + 2])) for k in (0, 2, 6)]
            c = f * c + i * np.tanh(z[4:6])
            h = o * np.tanh(c)
            r.append(h)
        return r

    result = []
    for start in range(0, len(x), 5):
        result += run_window(x[start:start + 5])
    return np.array(result)


@rand("softmax_gates", "softmax over the units instead of sigmoid for the three gates; accept: wrong gate activation, softmax", 30, 3, 4, 10)
def _(W, U, b, x):
    W, U, b, x = map(torch.tensor, (W, U, b, x))
    h = torch.zeros(3, dtype=torch.double)
    c = torch.zeros(3, dtype=torch.double)
    hs = []
    for x_t in x:
        i, f, g, o = (W @ x_t + U @ h + b).chunk(4)
        i, f, o = F.softmax(i, dim=0), F.softmax(f, dim=0), F.softmax(o, dim=0)
        c = f * c + i * g.tanh()
        h = o * c.tanh()
        hs.append(h)
    return torch.stack(hs).numpy()


@rand("keras_relu", "activation='relu': ReLU for candidate and memory instead of tanh; accept: relu for the candidate (or for both)", 31, 2, 3, 12, scale=0.6)
def _(W, U, b, x):
    relu = lambda z: np.maximum(z, 0)
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    units, activation = 2, relu
    h = c = np.zeros(units)
    seq = []
    for t in range(len(x)):
        z = np.dot(x[t], W.T) + np.dot(h, U.T) + b
        i = sigmoid(z[:units])
        f = sigmoid(z[units:2 * units])
        c = f * c + i * activation(z[2 * units:3 * units])
        o = sigmoid(z[3 * units:])
        h = o * activation(c)
        seq.append(h)
    return np.array(seq)


# ---- without a name


@rand("changed_until_it_ran", "no name: c = f*c*g + i and h = tanh(o)*c, products put together anyhow", 32, 2, 3, 10)
def _(W, U, b, x):
    s = lambda z: 1 / (1 + np.exp(-z))
    h, c = np.zeros(2), np.zeros(2)
    hs = []
    for v in x:
        zi, zf, zg, zo = (W @ v + U @ h + b).reshape(4, 2)
        i, f, g, o = s(zi), s(zf), np.tanh(zg), s(zo)
        c = f * c * g + i
        h = np.tanh(o) * c
        hs.append(h)
    return np.array(hs)


@rand("scaled_like_attention", "no name: z divided by sqrt(D + H) before the activations; accept: z scaled", 33, 3, 4, 9)
def _(W, U, b, x):
    M = np.concatenate([W, U], axis=1)
    h = c = np.zeros(3)
    ys = []
    for v in x:
        z = M @ np.concatenate([v, h]) + b
        z = z / np.sqrt(M.shape[1])
        i, f, g, o = np.split(z, 4)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        ys.append(h)
    return np.array(ys)


@rand("centred_memory", "no name: the mean over the units is taken off the memory at each step", 34, 3, 3, 14, of="c")
def _(W, U, b, x):
    sg = lambda z: 1 / (1 + np.exp(-z))
    h, c = np.zeros(3), np.zeros(3)
    cs = []
    for t in range(14):
        z = W @ x[t] + U @ h + b
        c = sg(z[3:6]) * c + sg(z[:3]) * np.tanh(z[6:9])
        c = c - c.mean()
        h = sg(z[9:]) * np.tanh(c)
        cs.append(c)
    return np.array(cs)


@rand("noise_in_h", "no name: a little random noise is added to h at each step and fed back", 35, 2, 2, 12)
def _(W, U, b, x):
    rng = np.random.RandomState(0)
    h, c = np.zeros(2), np.zeros(2)
    ys = []
    for v in x:
        z = W @ v + U @ h + b
        s = 1 / (1 + np.exp(-z))
        c = s[2:4] * c + s[:2] * np.tanh(z[4:6])
        h = s[6:] * np.tanh(c) + 0.1 * rng.randn(2)
        ys.append(h)
    return np.array(ys)


@rand("batch_symmetric_u", "no name: each recurrent block replaced by the mean of itself and its transpose, and the memory multiplied by 0.9", 36, 3, 2, 6, N=3)
def _(W, U, b, x):
    blocks = U.reshape(4, 3, 3)
    blocks = (blocks + blocks.transpose(0, 2, 1)) / 2
    Us = blocks.reshape(12, 3)
    h, c = np.zeros((3, 3)), np.zeros((3, 3))
    out = []
    for t in range(6):
        i, f, g, o = np.split(x[t] @ W.T + h @ Us.T + b, 4, axis=-1)
        c = 0.9 * c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        out.append(h)
    return np.array(out)


@rand("root_and_square", "no name: candidate g*sqrt(i) with i applied as well, output o**2", 37, 1, 4, 16)
def _(W, U, b, x):
    h = c = 0.0
    ys = []
    for row in x:
        zi, zf, zg, zo = W @ row + U[:, 0] * h + b
        i, f, o = (1 / (1 + math.exp(-q)) for q in (zi, zf, zo))
        g = math.tanh(zg) * math.sqrt(i)
        c = f * c + i * g
        h = o ** 2 * math.tanh(c)
        ys.append([h])
    return np.array(ys)


# ---- right ones


@rand("right_torch_lstm", "right: nn.LSTM with bias_hh = 0; the numbers are just right up to float32 rounding", 38, 4, 5, 20, dtype=np.float32)
def _(W, U, b, x):
    rnn = nn.LSTM(5, 4)
    with torch.no_grad():
        rnn.weight_ih_l0[:] = torch.from_numpy(W)
        rnn.weight_hh_l0[:] = torch.from_numpy(U)
        rnn.bias_ih_l0[:] = torch.from_numpy(b)
        rnn.bias_hh_l0.zero_()
    return rnn(torch.from_numpy(x))[0].detach().numpy()


@rand("right_reordered", "right: all of W, U, b brought into TensorFlow's order and read in it; the numbers are just right", 39, 3, 3, 12)
def _(W, U, b, x):
    idx = np.r_[0:3, 6:9, 3:6, 9:12]
    W, U, b = W[idx], U[idx], b[idx]
    c = h = np.zeros(3)
    ys = []
    for t in range(12):
        i, j, f, o = np.split(W @ x[t] + U @ h + b, 4)
        c = c / (1 + np.exp(-f)) + np.tanh(j) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        ys.append(h)
    return np.array(ys)


@rand("right_halved_biases", "right: half of the bias in each of the two biases; the numbers are just right", 40, 2, 1, 18, of="c")
def _(W, U, b, x):
    cell = nn.LSTMCell(1, 2, dtype=torch.float64)
    cell.weight_ih.data, cell.weight_hh.data = torch.tensor(W), torch.tensor(U)
    cell.bias_ih.data = cell.bias_hh.data = torch.tensor(b / 2)
    state = (torch.zeros(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64))
    cs = []
    for row in torch.tensor(x):
        state = cell(row, state)
        cs.append(state[1].detach().numpy())
    return np.array(cs)
