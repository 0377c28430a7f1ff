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
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS

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
@program("no_forget", "The forget gate is left out: c = c + i*g (the 1997 LSTM; f fixed to 1).", rc(1, 3, 2), rx(1, 10, 2))
def _(W, U, b, x):
    def sig(z):
        return 1 / (1 + np.exp(-z))

    h = np.zeros(3)
    c = np.zeros(3)
    out = []
    for xt in x:
        z = W @ xt + U @ h + b
        i, f, g, o = np.split(z, 4)
        c = c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


# 2
@program(
    "fi_swapped_lecture",
    "Input gate and forget gate swapped (order f, i, g, o; equally c = i*c + f*g).",
    standard, NINE_STEPS,
)
def _(x):
    w = {"f": [0, 100, 0, -10], "i": [0, 100, 0, 10], "c": [1, 0, 0, 0], "o": [0, 0, 100, -10]}
    s = lambda z: 1.0 / (1.0 + np.exp(-z))
    mem, ys = 0.0, []
    for row in x:
        it, ft, ot = s(np.dot(w["i"], row)), s(np.dot(w["f"], row)), s(np.dot(w["o"], row))
        mem = ft * mem + it * np.tanh(np.dot(w["c"], row))
        ys.append(ot * np.tanh(mem))
    return ys


# 3
@program(
    "order_ifog",
    "Rows taken in the order i, f, o, g instead of i, f, g, o: candidate and output gate swapped.",
    rc(3, 2, 3), rx(3, 8, 3),
)
def _(W, U, b, x):
    H = 2
    sigmoid = lambda a: 1 / (1 + np.exp(-a))
    h, c = np.zeros(H), np.zeros(H)
    res = np.zeros((len(x), H))
    for t in range(len(x)):
        a = W.dot(x[t]) + U.dot(h) + b
        i = sigmoid(a[0:H])
        f = sigmoid(a[H:2 * H])
        o = sigmoid(a[2 * H:3 * H])
        g = np.tanh(a[3 * H:4 * H])
        c = f * c + i * g
        h = o * np.tanh(c)
        res[t] = h
    return res


# 4
@program(
    "forget_inverted",
    "The forget gate is used the wrong way round: c = (1 - f)*c + i*g (an open gate forgets; forget gate inverted, "
    "or sign of the forget sum wrong).",
    rc(4, 2, 2), rx(4, 12, 2), "c",
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    h = c = np.zeros(2)
    cs = []
    for t in range(x.shape[0]):
        z = W @ x[t] + U @ h + b
        forget = sigmoid(z[2:4])
        write = sigmoid(z[0:2])
        new = np.tanh(z[4:6])
        c = c * (1 - forget) + write * new  # forget = 1 means: forget!
        h = sigmoid(z[6:8]) * np.tanh(c)
        cs.append(c.copy())
    return np.stack(cs)


# 5
@program(
    "no_memory_tanh",
    "tanh around the memory left out: h = o*c (memory activation linear).",
    standard, NINE_STEPS,
)
def _(x):
    import math
    c = 0
    h = []
    for x1, x2, x3, one in x:
        i = 1 / (1 + math.exp(-(100 * x2 - 10 * one)))
        f = 1 / (1 + math.exp(-(100 * x2 + 10 * one)))
        o = 1 / (1 + math.exp(-(100 * x3 - 10 * one)))
        g = math.tanh(x1)
        c = f * c + i * g
        h.append(o * c)
    return h


# 6
@program(
    "candidate_sigmoid", "Sigmoid in place of tanh for the candidate g (sigmoid on all four rows).",
    rc(6, 4, 3), rx(6, 9, 3),
)
def _(W, U, b, x):
    T, H = len(x), 4
    h = np.zeros((T + 1, H))
    c = np.zeros((T + 1, H))
    for t in range(T):
        z = W @ x[t] + U @ h[t] + b
        s = 1 / (1 + np.exp(-z))
        i, f, g, o = s[:4], s[4:8], s[8:12], s[12:]
        c[t + 1] = f * c[t] + i * g
        h[t + 1] = o * np.tanh(c[t + 1])
    return h[1:]


# 7
@program(
    "sigmoid_sign",
    "The sign in the sigmoid is wrong: 1/(1 + exp(z)), that is sigmoid(-z) = 1 - sigmoid(z) in all three gates "
    "(all gates inverted).",
    rc(7, 1, 1), rx(7, 15, 1),
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + np.exp(z))

    h = c = 0.0
    hs = []
    for t in range(15):
        zi, zf, zg, zo = W[:, 0] * x[t, 0] + U[:, 0] * h + b
        c = sigmoid(zf) * c + sigmoid(zi) * np.tanh(zg)
        h = sigmoid(zo) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 8
@program(
    "state_reset_every_step",
    "The state is not handed on: h and c start at 0 in every step (set to zero inside the loop; or the sequence "
    "taken as a batch of T one-step sequences).",
    rc(8, 3, 4), rx(8, 7, 4),
)
def _(W, U, b, x):
    W = torch.tensor(W); U = torch.tensor(U); b = torch.tensor(b)
    ys = []
    for xt in torch.tensor(x):
        h = torch.zeros(3, dtype=torch.float64)
        c = torch.zeros(3, dtype=torch.float64)
        i, f, g, o = (W @ xt + U @ h + b).chunk(4)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        ys.append(h)
    return torch.stack(ys)


# 9
@program(
    "batch_first_mixup",
    "Batch axis and time axis mixed up: nn.LSTM(batch_first=True) on an input (T, N, D), so that it runs along the N "
    "sequences and takes the steps for the batch.",
    rc(9, 2, 3), rx(9, 6, 4, 3),
)
def _(W, U, b, x):
    net = torch.nn.LSTM(3, 2, batch_first=True)
    with torch.no_grad():
        net.weight_ih_l0.copy_(torch.tensor(W))
        net.weight_hh_l0.copy_(torch.tensor(U))
        net.bias_ih_l0.copy_(torch.tensor(b))
        net.bias_hh_l0.zero_()
        y, _ = net(torch.tensor(x).float())
    return y


# 10
@program(
    "U_transposed",
    "The recurrent weights of each gate are transposed: h @ U_gate instead of U_gate @ h.",
    rc(10, 3, 2), rx(10, 10, 2),
)
def _(W, U, b, x):
    sig = lambda z: 1 / (1 + np.exp(-z))
    Wi, Wf, Wg, Wo = np.vsplit(W, 4)
    Ui, Uf, Ug, Uo = np.vsplit(U, 4)
    bi, bf, bg, bo = np.split(b, 4)
    h, c, hs = np.zeros(3), np.zeros(3), []
    for xt in x:
        i = sig(xt @ Wi.T + h @ Ui + bi)
        f = sig(xt @ Wf.T + h @ Uf + bf)
        g = np.tanh(xt @ Wg.T + h @ Ug + bg)
        o = sig(xt @ Wo.T + h @ Uo + bo)
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 11
@program(
    "h_from_old_c",
    "The output is made from the old memory: h = o*tanh(c_{t-1}), computed before c is updated.",
    rc(11, 2, 2), rx(11, 11, 2),
)
def _(W, U, b, x):
    def sigmoid(v):
        return 1 / (1 + np.exp(-v))

    h, c = np.zeros(2), np.zeros(2)
    hist = []
    for t in range(len(x)):
        z = np.dot(W, x[t]) + np.dot(U, h) + b
        i, f, g, o = z[:2], z[2:4], z[4:6], z[6:]
        h = sigmoid(o) * np.tanh(c)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        hist.append(h)
    return hist


# 12
@program(
    "peephole_ones",
    "Peephole connections that are not asked for: the old memory is added (weight 1) to the sums of i and f and the "
    "new memory to that of o.",
    rc(12, 2, 3), rx(12, 9, 3),
)
def _(W, U, b, x):
    s = lambda z: 1 / (1 + np.exp(-z))
    p = np.ones(2)
    h = np.zeros(2); c = np.zeros(2); out = []
    for xt in x:
        zi, zf, zg, zo = (W @ xt + U @ h + b).reshape(4, 2)
        i = s(zi + p * c)
        f = s(zf + p * c)
        c = f * c + i * np.tanh(zg)
        o = s(zo + p * c)
        h = o * np.tanh(c)
        out.append(h)
    return np.array(out)


# 13
@program(
    "alias_same_array",
    "Aliasing: h is changed in place and the same array object is appended at each step, so that every row is the "
    "last h (all rows equal the last output; .copy() missing).",
    rc(13, 3, 2), rx(13, 6, 2),
)
def _(W, U, b, x):
    h, c = np.zeros(3), np.zeros(3)
    hs = []
    for xt in x:
        z = W @ xt + U @ h + b
        i, f, o = [1 / (1 + np.exp(-z[k:k + 3])) for k in (0, 3, 9)]
        c[:] = f * c + i * np.tanh(z[6:9])
        h[:] = o * np.tanh(c)
        hs.append(h)
    return hs


# 14
@program(
    "last_only",
    "Only the last output is handed in, (H,) (like Keras with return_sequences=False); it is right.",
    rc(14, 4, 2), rx(14, 12, 2),
)
def _(W, U, b, x):
    h, c = np.zeros(4), np.zeros(4)
    for xt in x:
        z = W @ xt + U @ h + b
        s = 1 / (1 + np.exp(-z))
        c = s[4:8] * c + s[:4] * np.tanh(z[8:12])
        h = s[12:] * np.tanh(c)
    return h


# 15
@program(
    "rounded_2", "Right, but rounded to 2 decimals at the end (outputs rounded).", rc(15, 2, 2), rx(15, 10, 2),
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    h, c, ys = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        ys.append([round(float(v), 2) for v in h])
    return ys


# 16
@program("no_bias", "The bias is left out (as with bias=False).", rc(16, 2, 3), rx(16, 5, 3))
def _(W, U, b, x):
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    h, c = np.zeros((2, 1)), np.zeros((2, 1))
    H = []
    for t in range(5):
        xt = x[t].reshape(-1, 1)
        a = W @ xt + U @ h
        i, f, g, o = sigmoid(a[0:2]), sigmoid(a[2:4]), np.tanh(a[4:6]), sigmoid(a[6:8])
        c = f * c + i * g
        h = o * np.tanh(c)
        H.append(h.ravel())
    return np.array(H)


# 17
@program(
    "bias_twice_torch",
    "The bias is counted twice: the whole bias is written into bias_ih and also into bias_hh of nn.LSTM. (float32)",
    rc(17, 3, 3), rx(17, 10, 3),
)
def _(W, U, b, x):
    lstm = torch.nn.LSTM(3, 3)
    sd = {"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b, "bias_hh_l0": b}
    lstm.load_state_dict({k: torch.tensor(v, dtype=torch.float32) for k, v in sd.items()})
    out, (hn, cn) = lstm(torch.tensor(x, dtype=torch.float32))
    return out.detach()


# 18
@program(
    "hard_sigmoid_keras",
    "Keras's old hard sigmoid, clip(0.2*z + 0.5, 0, 1), for the gates instead of the sigmoid.",
    rc(18, 2, 2), rx(18, 14, 2),
)
def _(W, U, b, x):
    def hard_sigmoid(z):
        return np.clip(0.2 * z + 0.5, 0, 1)

    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        z0, z1, z2, z3 = np.split(W @ xt + U @ h + b, 4)
        i = hard_sigmoid(z0)
        f = hard_sigmoid(z1)
        c = f * c + i * np.tanh(z2)
        o = hard_sigmoid(z3)
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 19
@program(
    "int_memory",
    "The memory is stored in an int array, so that c is cut to a whole number at each step (dtype trap; truncated). "
    "Here every number handed in is therefore 0: \"all zeros, nothing is ever written\" is right too.",
    standard, NINE_STEPS, "c",
)
def _(x):
    Wi, Wf = np.array([0, 100, 0, -10]), np.array([0, 100, 0, 10])
    c = np.array([0] * 10)
    for t in range(9):
        i = 1 / (1 + np.exp(-(Wi @ x[t])))
        f = 1 / (1 + np.exp(-(Wf @ x[t])))
        c[t + 1] = f * c[t] + i * np.tanh(x[t, 0])
    return c[1:]


# 20
@program(
    "coupled_gates",
    "Coupled gates (CIFG): the input gate is 1 - f instead of its own gate, c = f*c + (1-f)*g.",
    rc(20, 3, 1), rx(20, 12, 1),
)
def _(W, U, b, x):
    sig = lambda z: 1 / (1 + np.exp(-z))
    h, c, hs = np.zeros(3), np.zeros(3), []
    for xt in x:
        z = (W @ xt + U @ h + b).reshape(4, 3)
        f, o = sig(z[1]), sig(z[3])
        c = f * c + (1 - f) * np.tanh(z[2])
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 21
@program(
    "gru",
    "A GRU instead of an LSTM: rows i as update gate, f as reset gate, g as candidate with the reset h; no memory c.",
    rc(21, 3, 2), rx(21, 8, 2),
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    H = 3
    h, hs = np.zeros(H), []
    for xt in x:
        z = sigmoid(W[:H] @ xt + U[:H] @ h + b[:H])
        r = sigmoid(W[H:2 * H] @ xt + U[H:2 * H] @ h + b[H:2 * H])
        n = np.tanh(W[2 * H:3 * H] @ xt + U[2 * H:3 * H] @ (r * h) + b[2 * H:3 * H])
        h = (1 - z) * h + z * n
        hs.append(h)
    return np.array(hs)


# 22
@program(
    "plain_rnn",
    "A plain RNN (Elman) with the candidate's rows: h = tanh(W_g x + U_g h + b_g); no gates, no memory.",
    rc(22, 2, 2), rx(22, 10, 2),
)
def _(W, U, b, x):
    h = np.zeros(2)
    y = []
    for t in range(10):
        h = np.tanh(W[4:6] @ x[t] + U[4:6] @ h + b[4:6])
        y.append(h)
    return y


# 23
@program(
    "constant_missing",
    "The constant input 1 is left out (only x1, x2, x3 are used), so the weights -10, +10, -10 never act "
    "(equally: the bias is missing / constant 0).",
    standard, NINE_STEPS,
)
def _(x):
    wi, wf, wg, wo = [0, 100, 0], [0, 100, 0], [1, 0, 0], [0, 0, 100]
    c, h = 0, []
    sig = lambda z: 1 / (1 + np.exp(-z))
    for r in x[:, :3]:
        c = sig(np.dot(wf, r)) * c + sig(np.dot(wi, r)) * np.tanh(np.dot(wg, r))
        h.append([sig(np.dot(wo, r)) * np.tanh(c)])
    return np.array(h)


# 24
@program(
    "reversed_input",
    "The sequence is run backwards (x[::-1]), outputs in the order in which they were computed.",
    rc(24, 2, 4), rx(24, 9, 4),
)
def _(W, U, b, x):
    sig = lambda z: 1 / (1 + np.exp(-z))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in reversed(x):
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 25
@program(
    "two_layers_same_weights",
    "Two layers instead of one: the outputs go through the same cell once more (stacked LSTM, weights shared).",
    rc(25, 2, 2), rx(25, 10, 2),
)
def _(W, U, b, x):
    def layer(seq):
        h, c, out = np.zeros(2), np.zeros(2), []
        for v in seq:
            a = W @ v + U @ h + b
            s = 1 / (1 + np.exp(-a))
            c = s[2:4] * c + s[0:2] * np.tanh(a[4:6])
            h = s[6:8] * np.tanh(c)
            out.append(h)
        return np.array(out)

    return layer(layer(x))


# 26
@program(
    "dropout_on",
    "Dropout (p = 0.5) left on over the outputs: about half of the numbers are 0, the others doubled; the recurrence "
    "itself is right.",
    rc(26, 4, 3), rx(26, 12, 3),
)
def _(W, U, b, x):
    torch.manual_seed(3)
    lstm = torch.nn.LSTM(3, 4)
    drop = torch.nn.Dropout(0.5)  # model.eval() forgotten
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor(W)); lstm.weight_hh_l0.copy_(torch.tensor(U))
        lstm.bias_ih_l0.copy_(torch.tensor(b)); lstm.bias_hh_l0.fill_(0)
        return drop(lstm(torch.tensor(x, dtype=torch.float32))[0]).numpy()


# 27
@program(
    "typo_input_lee",
    "One mistyped input: x1 of step 8 is 5 instead of 6. The rest is right (h differs at step 9 only).",
    lee, NINE_STEPS,
)
def _():
    x1 = [1, 3, 2, 4, 2, 1, 3, 5, 1]
    x2 = [0, 1, 0, 1, 0, 0, -1, 1, 0]
    x3 = [0, 0, 0, 0, 0, 1, 0, 0, 1]
    c, y = 0, []
    for a, b, d in zip(x1, x2, x3):
        if b == 1:
            c += a
        elif b == -1:
            c = 0
        y.append(c if d == 1 else 0)
    return y


# 28
@program(
    "typo_weight_o",
    "One mistyped weight: the output gate's weight of the constant is -1 instead of -10 (the closed output gate leaks).",
    standard, NINE_STEPS,
)
def _(x):
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -1]])
    c = 0
    hs = []
    for xt in x:
        z = W @ xt
        i, f, o = 1 / (1 + np.exp(-z[0])), 1 / (1 + np.exp(-z[1])), 1 / (1 + np.exp(-z[3]))
        c = f * c + i * np.tanh(z[2])
        hs.append(o * np.tanh(c))
    return np.array(hs)


# 29
@program(
    "reset_every_5",
    "The state (h and c) is set back to zero every 5 steps (sequence cut into pieces of 5, state not carried over).",
    rc(29, 2, 2), rx(29, 20, 2),
)
def _(W, U, b, x):
    sigma = lambda z: 1 / (1 + np.exp(-z))
    hs = []
    for chunk in np.split(x, 4):
        h, c = np.zeros(2), np.zeros(2)
        for xt in chunk:
            z = W @ xt + U @ h + b
            c = sigma(z[2:4]) * c + sigma(z[:2]) * np.tanh(z[4:6])
            h = sigma(z[6:]) * np.tanh(c)
            hs.append(h)
    return np.array(hs)


# 30
@program(
    "h_prev_handed_in",
    "Outputs one step late: h_{t-1} is stored instead of h_t (appended before the update; starts with 0, last missing).",
    rc(30, 3, 2), rx(30, 8, 2),
)
def _(W, U, b, x):
    h, c, hs = np.zeros(3), np.zeros(3), []
    for t in range(8):
        hs.append(h)
        z = W @ x[t] + U @ h + b
        s = 1 / (1 + np.exp(-z))
        c = s[3:6] * c + s[:3] * np.tanh(z[6:9])
        h = s[9:] * np.tanh(c)
    return np.stack(hs)


# 31
@program("right_concat", "Right: one matrix [W U b] on the stacked vector [x, h, 1].", rc(31, 4, 4), rx(31, 16, 4))
def _(W, U, b, x):
    M = np.concatenate([W, U, b[:, None]], axis=1)
    h, c, hs = np.zeros(4), np.zeros(4), []
    for xt in x:
        v = np.concatenate([xt, h, [1.0]])
        z = np.einsum("ij,j->i", M, v)
        i, f, g, o = np.split(z, 4)
        c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
        h = np.tanh(c) / (1 + np.exp(-o))
        hs.append(h)
    return np.array(hs)


# 32
@program("right_torch_f32", "Right: nn.LSTM in float32, batch (T, N, D), the bias in bias_ih and 0 in bias_hh.", rc(32, 3, 2), rx(32, 7, 3, 2))
def _(W, U, b, x):
    m = torch.nn.LSTM(2, 3)
    with torch.no_grad():
        for p, v in zip(m.parameters(), (W, U, b, 0 * b)):
            p.copy_(torch.as_tensor(v))
    return m(torch.tensor(x, dtype=torch.float32))[0]


# 33
@program("right_sigmoid_by_tanh", "Right: sigmoid written as 0.5*(1 + tanh(z/2)).", standard, NINE_STEPS)
def _(x):
    s = lambda z: 0.5 * (1 + np.tanh(z / 2))
    c, out = 0.0, []
    for a, b, d, _ in x.tolist():
        c = s(100 * b + 10) * c + s(100 * b - 10) * np.tanh(a)
        out.append(s(100 * d - 10) * np.tanh(c))
    return out


# 34
@program("right_lee_if", "Right: the lecture's cell with if and else, ints in a list.", lee, NINE_STEPS, "c")
def _(x):
    c, cs = 0, []
    for a, b, *_ in x.astype(int).tolist():
        c = 0 if b < 0 else c
        c = c + a if b > 0 else c
        cs.append(c)
    return cs


# 35
@program(
    "memory_squashed",
    "The tanh is put into the memory itself: c = tanh(f*c + i*g), then h = o*c; the squashed c is carried on.",
    rc(35, 2, 3, 1.3), rx(35, 12, 3),
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = np.tanh(sigmoid(f) * c + sigmoid(i) * np.tanh(g))
        h = sigmoid(o) * c
        hs.append(h)
    return np.array(hs)


# 36
@program("gates_tanh", "tanh instead of sigmoid in all three gates.", rc(36, 2, 2), rx(36, 8, 2))
def _(W, U, b, x):
    h, c, hs = np.zeros(2), np.zeros(2), []
    for xt in x:
        i, f, g, o = np.tanh(W @ xt + U @ h + b).reshape(4, 2)
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 37
@program("no_input_gate", "The input gate is left out: c = f*c + g.", rc(37, 2, 2), rx(37, 10, 2), "c")
def _(W, U, b, x):
    h, c, cs = np.zeros(2), np.zeros(2), []
    for xt in x:
        z = W @ xt + U @ h + b
        f, o = 1 / (1 + np.exp(-z[2:4])), 1 / (1 + np.exp(-z[6:8]))
        c = f * c + np.tanh(z[4:6])
        h = o * np.tanh(c)
        cs.append(c)
    return np.array(cs)


# 38
@program("no_output_gate", "The output gate is left out: h = tanh(c).", standard, NINE_STEPS)
def _(x):
    wi, wf = np.array([0, 100, 0, -10.0]), np.array([0, 100, 0, 10.0])
    sig = lambda z: 1 / (1 + np.exp(-z))
    c, y = 0, []
    for xt in x:
        c = sig(wf @ xt) * c + sig(wi @ xt) * np.tanh(xt[0])
        y.append(np.tanh(c))
    return np.array(y)


# 39
@program(
    "states_swapped",
    "h and c are swapped when the state is handed on: the step returns (h, c) but takes (c, h) "
    "(h used as the memory, c fed into the recurrent weights).",
    rc(39, 3, 3), rx(39, 9, 3),
)
def _(W, U, b, x):
    def step(xt, c, h):
        z = W @ xt + U @ h + b
        s = 1 / (1 + np.exp(-z))
        c_new = s[3:6] * c + s[:3] * np.tanh(z[6:9])
        return s[9:] * np.tanh(c_new), c_new

    state = (np.zeros(3), np.zeros(3))
    ys = []
    for xt in x:
        state = step(xt, *state)
        ys.append(state[0])
    return np.array(ys)


# 40
@program("float16", "All in float16: only about 3 digits are right; no other mistake.", rc(40, 2, 3), rx(40, 10, 3))
def _(W, U, b, x):
    W, U, b, x = (a.astype(np.float16) for a in (W, U, b, x))
    h, c, hs = np.zeros(2, np.float16), np.zeros(2, np.float16), []
    one = np.float16(1)
    for xt in x:
        z = W @ xt + U @ h + b
        s = one / (one + np.exp(-z))
        c = s[2:4] * c + s[:2] * np.tanh(z[4:6])
        h = s[6:] * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 41
@program(
    "sigmoid_base2", "The sigmoid has base 2 instead of e: 1/(1 + 2**(-z)), i.e. sigmoid(0.693*z).", rc(41, 1, 3), rx(41, 10, 3),
)
def _(W, U, b, x):
    def sigmoid(z):
        return 1 / (1 + 2 ** (-z))

    h, c, hs = np.zeros(1), np.zeros(1), []
    for xt in x:
        z = W @ xt + U @ h + b
        c = sigmoid(z[1]) * c + sigmoid(z[0]) * np.tanh(z[2])
        h = sigmoid(z[3]) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 42
@program(
    "columns_swapped", "Columns x2 and x3 of the input are swapped (equally: these columns of the weights).", standard, NINE_STEPS, "c",
)
def _():
    X = np.array([[1, 0, 0, 1], [3, 0, 1, 1], [2, 0, 0, 1], [4, 0, 1, 1], [2, 0, 0, 1],
                  [1, 1, 0, 1], [3, 0, -1, 1], [6, 0, 1, 1], [1, 1, 0, 1]])
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0]])
    c, cs = 0, []
    for v in X:
        zi, zf, zg = W @ v
        c = c / (1 + np.exp(-float(zf))) + np.tanh(zg) / (1 + np.exp(-float(zi)))
        cs.append([c])
    return np.array(cs)


# 43
@program(
    "weird_bias_times_t",
    "no name: nothing should be named. (The bias is multiplied by the step number, b*t with t from 0.)",
    rc(43, 2, 2), rx(43, 9, 2),
)
def _(W, U, b, x):
    sig = lambda z: 1 / (1 + np.exp(-z))
    h, c, hs = np.zeros(2), np.zeros(2), []
    for t, xt in enumerate(x):
        z = W @ xt + U @ h + b * t
        i, f, g, o = np.split(z, 4)
        c = sig(f) * c + sig(i) * np.tanh(g)
        h = sig(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 44
@program(
    "weird_first_row_of_U",
    "no name: nothing should be named. (A wrong index: each gate uses only the first row of its recurrent weights, for "
    "all units alike.)",
    rc(44, 3, 2), rx(44, 10, 2),
)
def _(W, U, b, x):
    sig = lambda z: 1 / (1 + np.exp(-z))
    h, c, hs = np.zeros(3), np.zeros(3), []
    for xt in x:
        i = sig(W[0:3] @ xt + U[0] @ h + b[0:3])
        f = sig(W[3:6] @ xt + U[3] @ h + b[3:6])
        g = np.tanh(W[6:9] @ xt + U[6] @ h + b[6:9])
        o = sig(W[9:12] @ xt + U[9] @ h + b[9:12])
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


# 45
@program(
    "two_h_reset_lecture",
    "Two things, one of them invisible: h is set to zero in every step (no effect here, the recurrent weights are 0), "
    "and the memory is kept without the forget gate, c = c + i*g. Only the second should be named.",
    standard, FIVE_STEPS,
)
def _(x):
    sig = lambda z: 1 / (1 + np.exp(-z))
    c = 0
    ys = []
    for xt in x:
        h = 0
        i = sig(np.array([0, 100, 0, -10]) @ xt + 0 * h)
        o = sig(np.array([0, 0, 100, -10]) @ xt + 0 * h)
        c += i * np.tanh(xt[0])
        ys.append(o * np.tanh(c))
    return ys


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
