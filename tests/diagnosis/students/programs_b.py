"""45 homework programs as students write them.

PROGRAMS: list of SimpleNamespace(name, truth, cell, x, of, answer). answer() takes no arguments.
In the file the student's function gets what the homework gives: W (4H, D), U (4H, H), b (4H,), x; each
is a fresh copy. A student who types the lecture's weights by hand takes x only.
"""

import inspect
from types import SimpleNamespace

import numpy as np
import torch

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS

PROGRAMS = []
W_UNITS = 0.9


def program(name, truth, cell, x, of="h"):
    def register(student):
        def answer():
            c = cell()
            have = {"W": c.weight_ih.copy(), "U": c.weight_hh.copy(), "b": c.bias.copy(), "x": np.array(x)}
            return student(**{k: have[k] for k in inspect.signature(student).parameters})

        PROGRAMS.append(SimpleNamespace(name=name, truth=truth, cell=cell, x=x, of=of, answer=answer))
        return student

    return register


def rc(seed, H, D, scale=W_UNITS, bias=True, dtype=float):
    """A function that makes a random cell."""

    def make():
        r = np.random.default_rng(seed)
        W, U, b = r.normal(0, scale, (4 * H, D)), r.normal(0, scale, (4 * H, H)), r.normal(0, scale, 4 * H)
        return lt.LSTMCell(W.astype(dtype), U.astype(dtype), b.astype(dtype) * bias)

    return make


def rx(seed, *shape):
    return np.random.default_rng(1000 + seed).normal(size=shape)


standard, lee = lt.LSTMCell.standard, lt.LSTMCell.lee


# 1
@program(
    "x_over_max", "The inputs are scaled: divided by their largest absolute value (normalised to [-1, 1]).",
    rc(101, 2, 3), rx(101, 10, 3),
)
def _(W, U, b, x):
    x = x / np.abs(x).max()
    sig = lambda z: 1 / (1 + np.exp(-z))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 2
@program(
    "x_standardised", "The inputs are standardised per column (z-score: minus mean, divided by standard deviation) first.",
    rc(102, 3, 2), 2 + 1.7 * rx(102, 15, 2),
)
def _(W, U, b, x):
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    h, c, hs = np.zeros(3), np.zeros(3), []
    for xt in x:
        z = W @ xt + U @ h + b
        s = 1 / (1 + np.exp(-z))
        c = s[3:6] * c + s[:3] * np.tanh(z[6:9])
        h = s[9:] * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 3
@program(
    "reshape_not_T",
    "The inputs, typed as four rows x1, x2, x3, 1, are brought to (9, 4) by reshape instead of transpose: the numbers "
    "are in the wrong places.",
    standard, NINE_STEPS,
)
def _():
    rows = np.array([[1, 3, 2, 4, 2, 1, 3, 6, 1], [0, 1, 0, 1, 0, 0, -1, 1, 0], [0, 0, 0, 0, 0, 1, 0, 0, 1], [1] * 9])
    X = rows.reshape(9, 4)
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]], dtype=float)
    c, hs = 0, []
    for v in X:
        zi, zf, zg, zo = W @ v
        with np.errstate(over="ignore"):
            i, f, o = 1 / (1 + np.exp(-np.array([zi, zf, zo])))
        c = f * c + i * np.tanh(zg)
        hs.append(o * np.tanh(c))
    return np.array(hs)


# 4
@program(
    "h_not_carried",
    "h is not handed on: it is zero at every step, only c is carried (the same numbers as leaving out the recurrent "
    "weights weight_hh; accept both).",
    rc(104, 3, 2), rx(104, 12, 2),
)
def _(W, U, b, x):
    sig = lambda z: 1 / (1 + np.exp(-z))
    c, hs = np.zeros(3), []
    for t in range(12):
        h = np.zeros(3)
        z = W @ x[t] + U @ h + b
        c = sig(z[3:6]) * c + sig(z[0:3]) * np.tanh(z[6:9])
        h = sig(z[9:12]) * np.tanh(c)
        hs.append(h)
    return hs


# 5
@program(
    "W_transposed", "The 4x4 weight matrix is transposed: x @ W instead of W @ x (columns taken for rows).",
    rc(105, 1, 4), rx(105, 8, 4),
)
def _(W, U, b, x):
    h, c, hs = np.zeros(1), np.zeros(1), []
    s = lambda z: 1 / (1 + np.exp(-z))
    for xt in x:
        z = xt @ W + U @ h + b
        c = s(z[1]) * c + s(z[0]) * np.tanh(z[2])
        h = s(z[3]) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 6
@program(
    "W_reshaped", "weight_ih is brought to (D, 4H) by reshape instead of transpose (weights scrambled).",
    rc(106, 2, 3), rx(106, 10, 3),
)
def _(W, U, b, x):
    kernel = W.reshape(3, 8)
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        z = xt @ kernel + h @ U.T + b
        i, f, g, o = 1 / (1 + np.exp(-z[:2])), 1 / (1 + np.exp(-z[2:4])), np.tanh(z[4:6]), 1 / (1 + np.exp(-z[6:]))
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 7
@program(
    "rows_interleaved",
    "The rows are taken unit by unit (i, f, g, o of unit 1, then of unit 2, ...) instead of gate by gate: "
    "z.reshape(H, 4) instead of z.reshape(4, H); interleaved rows.",
    rc(107, 3, 2), rx(107, 9, 2),
)
def _(W, U, b, x):
    H = 3
    h, c, hs = np.zeros(H), np.zeros(H), []
    for xt in x:
        z = (W @ xt + U @ h + b).reshape(H, 4)
        i = 1 / (1 + np.exp(-z[:, 0]))
        f = 1 / (1 + np.exp(-z[:, 1]))
        g = np.tanh(z[:, 2])
        o = 1 / (1 + np.exp(-z[:, 3]))
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 8
@program(
    "gates_off_by_one_row",
    "The slices of the gates are shifted by one row (start one row too late, the last wraps round to row 0): every "
    "group takes a row of the next gate. Accept: rows shifted by one / rows rolled.",
    rc(108, 2, 2), rx(108, 9, 2),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        z = W @ xt + U @ h + b
        i, f, g, o = z[[1, 2]], z[[3, 4]], z[[5, 6]], z[[7, 0]]
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 9
@program(
    "order_fiog_batch", "Rows taken in the order f, i, o, g instead of i, f, g, o (an order of another course).",
    rc(109, 2, 3), rx(109, 6, 5, 3),
)
def _(W, U, b, x):
    T, N, D = x.shape
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c = np.zeros((N, 2)), np.zeros((N, 2))
    out = np.zeros((T, N, 2))
    for t in range(T):
        ft, it, ot, gt = np.split(x[t] @ W.T + h @ U.T + b, 4, axis=1)
        c = sig(ft) * c + sig(it) * np.tanh(gt)
        h = sig(ot) * np.tanh(c)
        out[t] = h
    return out


# 10
@program(
    "order_onnx_iofc", "Rows taken in ONNX's order i, o, f, c instead of i, f, g, o.",
    rc(110, 3, 1), rx(110, 11, 1), "c",
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, cs = np.zeros(3), np.zeros(3), []
    for xt in x:
        z = (W @ xt + U @ h + b).reshape(4, 3)
        i, o, f, g = sig(z[0]), sig(z[1]), sig(z[2]), np.tanh(z[3])
        c = f * c + i * g
        h = o * np.tanh(c)
        cs.append(c)
    return np.array(cs)


# 11
@program("swap_io_lecture", "Input gate and output gate swapped.", standard, NINE_STEPS)
def _(x):
    import math
    sg = lambda z: 1 / (1 + math.exp(-z))
    m, ys = 0.0, []
    for x1, x2, x3, k in x.tolist():
        write, keep, show = sg(100 * x3 - 10), sg(100 * x2 + 10), sg(100 * x2 - 10)
        m = keep * m + write * math.tanh(x1)
        ys.append(show * math.tanh(m))
    return ys


# 12
@program(
    "forget_bias_plus_1", "1 is added to the forget gate's bias (forget_bias=1.0 of TensorFlow / unit_forget_bias of Keras).",
    rc(112, 4, 2), rx(112, 10, 2),
)
def _(W, U, b, x):
    h, c, hs = torch.zeros(4), torch.zeros(4), []
    W, U, b, x = (torch.tensor(v, dtype=torch.float32) for v in (W, U, b, x))
    for xt in x:
        i, f, g, o = (W @ xt + U @ h + b).split(4)
        c = c * torch.sigmoid(f + 1.0) + torch.sigmoid(i) * torch.tanh(g)
        h = torch.tanh(c) * torch.sigmoid(o)
        hs.append(h)
    return torch.stack(hs)


# 13
@program(
    "hardsigmoid_torch", "torch's hardsigmoid, clip(z/6 + 0.5, 0, 1), for the gates instead of the sigmoid.",
    rc(113, 2, 2), rx(113, 9, 2), "c",
)
def _(W, U, b, x):
    sig = torch.nn.Hardsigmoid()
    W, U, b, x = map(torch.tensor, (W, U, b, x))
    h = c = torch.zeros(2, dtype=torch.float64)
    cs = []
    for xt in x:
        i, f, g, o = (W @ xt + U @ h + b).chunk(4)
        c = sig(f) * c + sig(i) * g.tanh()
        h = sig(o) * c.tanh()
        cs.append(c)
    return torch.stack(cs)


# 14
@program(
    "sigmoid_clipped",
    "Against overflow z is clipped too narrowly, to [-5, 5], before the sigmoid: the gates never get beyond 0.0067 "
    "and 0.9933.",
    standard, NINE_STEPS,
)
def _(x):
    def sigmoid(z):
        return 1 / (1 + np.exp(-np.clip(z, -5, 5)))

    c, y = 0, []
    for xt in x:
        i, f = sigmoid(100 * xt[1] - 10), sigmoid(100 * xt[1] + 10)
        c = f * c + i * np.tanh(xt[0])
        y.append(sigmoid(100 * xt[2] - 10) * np.tanh(c))
    return y


# 15
@program(
    "sigmoid_brackets",
    "Brackets missing in the sigmoid: 1/1 + exp(-z), that is 1 + exp(-z) (the reciprocal of the sigmoid).",
    rc(115, 1, 2, 0.4), rx(115, 6, 2),
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / 1 + np.exp(-z)

    h, c, hs = np.zeros(1), np.zeros(1), []
    for xt in x:
        i, f, g, o = W @ xt + U @ h + b
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 16
@program("candidate_relu", "ReLU instead of tanh for the candidate g.", rc(116, 2, 4), rx(116, 10, 4))
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        z = W @ xt + U @ h + b
        c = sig(z[2:4]) * c + sig(z[:2]) * np.maximum(z[4:6], 0)
        h = sig(z[6:]) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 17
@program("candidate_linear", "tanh of the candidate left out: g = z_g (candidate activation linear).", standard, NINE_STEPS, "c")
def _(x):
    c, cs = 0.0, []
    for xt in x:
        i = 1 / (1 + np.exp(-(100 * xt[1] - 10)))
        f = 1 / (1 + np.exp(-(100 * xt[1] + 10)))
        g = xt[0]
        c = f * c + i * g
        cs.append([c])
    return np.array(cs)


# 18
@program(
    "tanh_is_sinh",
    "Home-made tanh with the wrong denominator: (exp(z) - exp(-z))/2, which is sinh; for the candidate and for the "
    "memory.",
    rc(118, 2, 2, 0.4), rx(118, 6, 2),
)
def _(W, U, b, x):
    def tanh(z):
        return (np.exp(z) - np.exp(-z)) / 2

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        h = sigmoid(o) * tanh(c)
        hs.append(h)
    return np.array(hs)


# 19
@program("gates_step", "Hard gates (step, 1 where z >= 0 else 0) instead of sigmoids, in a standard cell.", rc(119, 2, 2), rx(119, 10, 2))
def _(W, U, b, x):
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        z = W @ xt + U @ h + b
        gate = (z >= 0).astype(float)
        c = gate[2:4] * c + gate[0:2] * np.tanh(z[4:6])
        h = gate[6:8] * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 20
@program(
    "strict_threshold",
    "The threshold is > 0 instead of >= 0; no sum is exactly 0 with these inputs, so the numbers are just RIGHT and "
    "nothing can be named.",
    lee, NINE_STEPS,
)
def _(x):
    wg, wi, wf, wo = np.array([1, 0, 0, 0]), np.array([0, 100, 0, -10]), np.array([0, 100, 0, 10]), np.array([0, 0, 100, -10])
    c, h = 0, []
    for xt in x:
        c = (wf @ xt > 0) * c + (wi @ xt > 0) * (wg @ xt)
        h.append((wo @ xt > 0) * c)
    return h


# 21
@program(
    "lee_soft_gates", "Sigmoid gates in the lecture's cell, where step gates (0 or 1) were asked for; 6.9995 instead of 7.",
    lee, NINE_STEPS,
)
def _(x):
    s = lambda z: 1 / (1 + np.exp(-z))
    c, h = 0, []
    for a, b, d, e in x:
        c = s(100 * b + 10 * e) * c + s(100 * b - 10 * e) * a
        h.append(s(100 * d - 10 * e) * c)
    return np.array(h)


# 22
@program(
    "memory_before_step",
    "The memory before the step, c_{t-1}, instead of after it (the slide's blue row; one step late).",
    lee, NINE_STEPS, "c",
)
def _(x):
    c, row = 0, []
    for x1, x2, x3, _ in x:
        row.append(c)
        keep, write = x2 * 100 + 10 >= 0, x2 * 100 - 10 >= 0
        c = keep * c + write * x1
    return row


# 23
@program("c_for_h", "The memory c is handed in instead of the output h.", rc(123, 3, 2), rx(123, 4, 6, 2))
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, out = np.zeros((6, 3)), np.zeros((6, 3)), []
    for xt in x:
        z = xt @ W.T + h @ U.T + b
        c = sig(z[:, 3:6]) * c + sig(z[:, :3]) * np.tanh(z[:, 6:9])
        h = sig(z[:, 9:]) * np.tanh(c)
        out.append(c)
    return np.array(out)


# 24
@program("start_ones", "The state starts with ones instead of zeros (h and c).", rc(124, 2, 2), rx(124, 10, 2))
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.ones(2), np.ones(2), []
    for xt in x:
        z = W @ xt + U @ h + b
        c = sig(z[2:4]) * c + sig(z[:2]) * np.tanh(z[4:6])
        h = sig(z[6:]) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 25
@program(
    "start_random", "Random start state (h0 and c0 from randn) instead of zeros, as in the example of PyTorch's documentation.",
    rc(125, 3, 3), rx(125, 14, 3),
)
def _(W, U, b, x):
    torch.manual_seed(7)
    lstm = torch.nn.LSTM(3, 3)
    with torch.no_grad():
        for p, v in zip(lstm.parameters(), (W, U, b, np.zeros(12))):
            p.copy_(torch.tensor(v))
        h0, c0 = torch.randn(1, 3), torch.randn(1, 3)
        return lstm(torch.tensor(x).float(), (h0, c0))[0]


# 26
@program(
    "h_overwritten_in_unit_loop",
    "In a loop over the units h is overwritten in place, so that later units already see the new h of earlier units "
    "(state updated too early; copy of the old h missing).",
    rc(126, 3, 2), rx(126, 10, 2),
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    H = 3
    h, c, hs = np.zeros(H), np.zeros(H), []
    for xt in x:
        for k in range(H):
            zi, zf, zg, zo = (W[q * H + k] @ xt + U[q * H + k] @ h + b[q * H + k] for q in range(4))
            c[k] = sigmoid(zf) * c[k] + sigmoid(zi) * np.tanh(zg)
            h[k] = sigmoid(zo) * np.tanh(c[k])
        hs.append(h.copy())
    return np.array(hs)


# 27
@program(
    "c_not_carried",
    "c is not carried over: c is set to zero in every step, only h is handed on. The same numbers as c = i*g, so "
    "\"the old memory is not kept / forget gate always closed\" is right too.",
    rc(127, 2, 3), rx(127, 10, 3),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, hs = np.zeros(2), []
    for xt in x:
        c = np.zeros(2)
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 28
@program(
    "bracket_f", "Wrong bracket: c = f*(c + i*g), the forget gate also acts on what is newly written.",
    rc(128, 2, 2), rx(128, 8, 2), "c",
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, cs = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = c + sig(i) * np.tanh(g)
        c = sig(f) * c
        h = sig(o) * np.tanh(c)
        cs.append(c)
    return np.array(cs)


# 29
@program(
    "tanh_around_output", "h = tanh(o*c) instead of o*tanh(c): the output gate is inside the tanh.", rc(129, 3, 2), rx(129, 10, 2),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(3), np.zeros(3), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = np.tanh(sig(o) * c)
        hs.append(h)
    return np.array(hs)


# 30
@program("memory_sigmoid", "Sigmoid instead of tanh on the memory: h = o*sigmoid(c).", rc(130, 1, 1), rx(130, 20, 1))
def _(W, U, b, x):
    def sigmoid(v):
        return 1 / (1 + np.exp(-v))

    W, U = W.ravel(), U.ravel()
    h, c, hs = 0.0, 0.0, []
    for v in x.ravel():
        z = W * v + U * h + b
        c = sigmoid(z[1]) * c + sigmoid(z[0]) * np.tanh(z[2])
        h = sigmoid(z[3]) * sigmoid(c)
        hs.append([h])
    return np.array(hs)


# 31
@program(
    "bidirectional_concat",
    "A bidirectional LSTM: the same cell also runs backwards and its outputs are put beside the right ones, (T, 2H); "
    "the first H columns are right.",
    rc(131, 2, 2), rx(131, 8, 2),
)
def _(W, U, b, x):
    def run(seq):
        h, c, hs = np.zeros(2), np.zeros(2), []
        for v in seq:
            z = W @ v + U @ h + b
            s = 1 / (1 + np.exp(-z))
            c = s[2:4] * c + s[:2] * np.tanh(z[4:6])
            h = s[6:] * np.tanh(c)
            hs.append(h)
        return hs

    return np.concatenate([run(x), run(x[::-1])[::-1]], axis=1)


# 32
@program(
    "state_runs_into_next_sequence",
    "The state is not reset between the sequences of the batch: each sequence begins with the last h and c of the "
    "sequence before it (only the first sequence is right).",
    rc(132, 2, 2), rx(132, 5, 4, 2),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    T, N, _ = x.shape
    out = np.empty((T, N, 2))
    h, c = np.zeros(2), np.zeros(2)
    for n in range(N):
        for t in range(T):
            i, f, g, o = np.split(W @ x[t, n] + U @ h + b, 4)
            c = sig(f) * c + sig(i) * np.tanh(g)
            h = sig(o) * np.tanh(c)
            out[t, n] = h
    return out


# 33
@program(
    "handed_in_batch_first",
    "The numbers are right but the axes are in another order: (N, T, H) handed in instead of (T, N, H).",
    rc(133, 3, 2), rx(133, 7, 4, 2),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    seqs = []
    for n in range(4):
        h, c, hs = np.zeros(3), np.zeros(3), []
        for t in range(7):
            i, f, g, o = np.split(W @ x[t, n] + U @ h + b, 4)
            c = sig(f) * c + sig(i) * np.tanh(g)
            h = sig(o) * np.tanh(c)
            hs.append(h)
        seqs.append(hs)
    return np.array(seqs)


# 34
@program(
    "first_step_skipped",
    "The first step is left out: range(1, T), so that only T-1 rows are handed in and the run begins with x_2.",
    rc(134, 2, 2), rx(134, 9, 2),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for t in range(1, len(x)):
        i, f, g, o = np.split(W @ x[t] + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return hs


# 35
@program(
    "weird_softmax_units",
    "Softmax over the units of each gate instead of the sigmoid. A teacher accepts \"the gates are not sigmoids / wrong "
    "gate activation\"; naming nothing is all right, any other name is wrong.",
    rc(135, 3, 2), rx(135, 9, 2),
)
def _(W, U, b, x):
    W, U, b, x = map(torch.tensor, (W, U, b, x))
    h = c = torch.zeros(3, dtype=torch.float64)
    hs = []
    for xt in x:
        i, f, g, o = (W @ xt + U @ h + b).chunk(4)
        c = torch.softmax(f, 0) * c + torch.softmax(i, 0) * torch.tanh(g)
        h = torch.softmax(o, 0) * torch.tanh(c)
        hs.append(h)
    return torch.stack(hs)


# 36
@program(
    "weird_running_mean",
    "no name: nothing should be named. (The new memory is averaged with the running mean of all memories so far.)",
    rc(136, 2, 2), rx(136, 12, 2), "c",
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, cs = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        if cs:
            c = 0.5 * (c + np.mean(cs, axis=0))
        h = sig(o) * np.tanh(c)
        cs.append(c)
    return np.array(cs)


# 37
@program(
    "weird_gate_index_reused",
    "no name: nothing should be named. (The name of the loop's index is used for the input gate of the unit, so that "
    "wrong rows of g and o are read: int(gate) is 0, so g and o always come from the first unit.)",
    rc(137, 2, 3), rx(137, 10, 3),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        new_h, new_c = h.copy(), c.copy()
        for i in range(2):
            k = i
            i = sig(W[i] @ xt + U[i] @ h + b[i])
            f = sig(W[2 + k] @ xt + U[2 + k] @ h + b[2 + k])
            g = np.tanh(W[4 + int(i)] @ xt + U[4 + int(i)] @ h + b[4 + int(i)])
            o = sig(W[6 + int(i)] @ xt + U[6 + int(i)] @ h + b[6 + int(i)])
            new_c[k] = f * c[k] + i * g
            new_h[k] = o * np.tanh(new_c[k])
        h, c = new_h, new_c
        hs.append(h)
    return np.array(hs)


# 38
@program("right_stable_sigmoid", "Right: overflow-safe sigmoid with two branches.", standard, NINE_STEPS)
def _(x):
    def sigmoid(z):
        if z >= 0:
            return 1 / (1 + np.exp(-z))
        e = np.exp(z)
        return e / (1 + e)

    c, y = 0, []
    for x1, x2, x3, _ in x:
        c = sigmoid(100 * x2 + 10) * c + sigmoid(100 * x2 - 10) * np.tanh(x1)
        y.append([sigmoid(100 * x3 - 10) * np.tanh(c)])
    return y


# 39
@program(
    "right_keras_style", "Right: written in Keras's way with kernels of i, f, c, o (the same order), x @ kernel, float32.",
    rc(139, 4, 3), rx(139, 20, 3), "c",
)
def _(W, U, b, x):
    kernel, rec, b, x = (np.asarray(a, np.float32) for a in (W.T, U.T, b, x))
    units = 4
    h_tm1 = c_tm1 = np.zeros(units, np.float32)
    carry = []
    for xt in x:
        z = xt @ kernel + h_tm1 @ rec + b
        z0, z1, z2, z3 = z[:units], z[units:2 * units], z[2 * units:3 * units], z[3 * units:]
        i = 1 / (1 + np.exp(-z0))
        c = c_tm1 / (1 + np.exp(-z1)) + i * np.tanh(z2)
        h = np.tanh(c) / (1 + np.exp(-z3))
        h_tm1, c_tm1 = h, c
        carry.append(c)
    return np.array(carry)


# 40
@program(
    "right_tanh_by_sigmoid",
    "Right: the tanh as 2*sigmoid(2z) - 1 and the input share of all steps computed first; two biases that add up to b.",
    rc(140, 2, 2), rx(140, 9, 3, 2),
)
def _(W, U, b, x):
    sg = lambda v: 1 / (1 + np.exp(-v))
    th = lambda v: 2 * sg(2 * v) - 1
    b_ih, b_hh = 0.3 * b, 0.7 * b
    zx = np.einsum("tnd,kd->tnk", x, W) + b_ih
    h, c, hs = np.zeros((3, 2)), np.zeros((3, 2)), []
    for z in zx:
        z = z + np.einsum("nh,kh->nk", h, U) + b_hh
        i, f, g, o = np.split(z, 4, axis=-1)
        c = c * sg(f) + sg(i) * th(g)
        h = sg(o) * th(c)
        hs.append(h)
    return np.array(hs)


# 41
@program(
    "minus_sign_lost", "One mistyped input: x2 of step 7 is 1 instead of -1 (minus sign lost; same as abs(x2)), so that 3 is written and "
    "the memory is not reset.",
    lee, NINE_STEPS, "c",
)
def _():
    x1 = [1, 3, 2, 4, 2, 1, 3, 6, 1]
    x2 = [0, 1, 0, 1, 0, 0, 1, 1, 0]
    c, cs = 0, []
    for a, b in zip(x1, x2):
        f = 1 if 100 * b + 10 >= 0 else 0
        i = 1 if 100 * b - 10 >= 0 else 0
        c = f * c + i * a
        cs.append(c)
    return cs


# 42
@program(
    "int_inputs", "The inputs are cut to whole numbers (x.astype(int)) before they are used (dtype trap).",
    rc(142, 2, 2), 2.5 * rx(142, 10, 2),
)
def _(W, U, b, x):
    x = x.astype(int)
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 43
@program(
    "x_one_step_late",
    "The input comes one step late: at step t the input x_{t-1} is used, at the first step x[-1], the last one "
    "(np.roll, index t-1).",
    rc(143, 3, 2), rx(143, 9, 2),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(3), np.zeros(3), []
    for t in range(0, 9):
        i, f, g, o = np.split(W @ x[t - 1] + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 44
@program(
    "W_and_U_swapped",
    "weight_ih and weight_hh swapped: W acts on h and U on x (D = H); stacked as [h, x] for weights stacked as [W, U].",
    rc(144, 3, 3), rx(144, 8, 3),
)
def _(W, U, b, x):
    WU = np.hstack([W, U])
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(3), np.zeros(3), []
    for xt in x:
        z = WU @ np.concatenate([h, xt]) + b
        c = sig(z[3:6]) * c + sig(z[:3]) * np.tanh(z[6:9])
        h = sig(z[9:]) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 45
@program(
    "two_swap_and_no_tanh",
    "Two mistakes: input and forget gate swapped (order f, i, g, o) and the tanh on the memory left out, h = o*c. Both "
    "should be named, or nothing.",
    rc(145, 2, 2), rx(145, 12, 2),
)
def _(W, U, b, x):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        f, i, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * c
        hs.append(h)
    return np.array(hs)


def numbers(answer):
    answer = answer.detach().numpy() if isinstance(answer, torch.Tensor) else answer
    return np.asarray(answer, dtype=float)


def main():
    for p in PROGRAMS:
        right = getattr(p.cell().run(p.x), p.of)
        got = numbers(p.answer())
        if got.size == right.size:
            d = np.abs(got.reshape(right.shape) - right).max()
            note = f"{d:.3g}"
        else:
            note = f"size differs from {right.shape}"
        print(f"{p.name:28s} {p.of} {got.shape!s:12s} {note}{'  NOT FINITE' if not np.isfinite(got).all() else ''}")
    print(len(PROGRAMS), "programs,", len({p.name for p in PROGRAMS}), "names")


if __name__ == "__main__":
    main()
