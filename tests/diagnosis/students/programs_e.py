"""60 programs as students write them: see PROGRAMS at the end.

answer() hands in an array of shape (T, H), or as near to it as the student's list allows.
The words "just right here" in truth: the numbers do not differ from the right ones (beyond rounding).
"""

from types import SimpleNamespace

import numpy as np
import torch
from torch import nn

import lstm_teach as lt
from lstm_teach.examples import FIVE_STEPS, LEE_WEIGHTS, NINE_STEPS


def _sequence(x1, x2, x3):
    return np.array([x1, x2, x3, [1] * len(x1)], dtype=float).T


SEVEN = _sequence([2, -3, 5, 1, 4, 2, -1], [1, 1, 0, -1, 1, 0, 0], [0, 1, 1, 0, 1, 0, 1])
TEN = _sequence([0, 2, 5, 1, 3, 0, 4, 2, 1, 3], [0, 1, 0, 0, 1, -1, 1, 1, 0, 0], [0, 0, 1, 0, 1, 0, 1, 0, 0, 1])
BIG = _sequence([60, 50, 7, 40, 3, 9, 20, 1], [1, 1, 0, 1, 0, -1, 1, 0], [0, 1, 0, 1, 1, 1, 0, 1])


def _random_cell(seed, H, D):
    def make():
        rng = np.random.default_rng(seed)
        return lt.LSTMCell(
            rng.normal(0, 0.8, (4 * H, D)).round(2),
            rng.normal(0, 0.9, (4 * H, H)).round(2),
            rng.normal(0, 0.7, 4 * H).round(2),
        )

    return make


def _ints(seed, T, D):
    return np.random.default_rng(seed).integers(-2, 4, (T, D)).astype(float)


PROGRAMS = []


def _program(name, cell, x, of, truth):
    def add(function):
        def answer():
            with np.errstate(all="ignore"):
                y = function()
            if isinstance(y, torch.Tensor):
                y = y.detach().numpy()
            y = np.array(y)
            shape = (len(x), cell().hidden_size)
            if y.size == shape[0] * shape[1]:
                return y.reshape(shape)
            return y.reshape(-1, shape[1])

        PROGRAMS.append(SimpleNamespace(name=name, truth=truth, cell=cell, x=x, of=of, answer=answer))
        return function

    return add


standard, lee = lt.LSTMCell.standard, lt.LSTMCell.lee

# ---------------------------------------------------------------- standard cell: 28 wrong ones


@_program("s01", standard, TEN, "h",
          "tanh around the memory forgotten, h = o * c; accept: memory activation linear / no tanh on c")
def _():
    w_g, w_i = np.array([1, 0, 0, 0]), np.array([0, 100, 0, -10])
    w_f, w_o = np.array([0, 100, 0, 10]), np.array([0, 0, 100, -10])

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    c = 0
    y = []
    for x in TEN:
        i, f, o = sigmoid(w_i @ x), sigmoid(w_f @ x), sigmoid(w_o @ x)
        g = np.tanh(w_g @ x)
        c = f * c + i * g
        y.append(o * c)
    return y


@_program("s02", standard, NINE_STEPS, "h",
          "weights loaded into nn.LSTM (float32) in the order i, f, o, g; accept: rows g and o exchanged, wrong gate order")
def _():
    net = nn.LSTM(4, 1, bias=False, dtype=torch.float32)
    W = torch.tensor([LEE_WEIGHTS["i"], LEE_WEIGHTS["f"], LEE_WEIGHTS["o"], LEE_WEIGHTS["g"]], dtype=torch.float32)
    with torch.no_grad():
        net.weight_ih_l0.copy_(W)
        net.weight_hh_l0.zero_()
        out, _ = net(torch.tensor(NINE_STEPS, dtype=torch.float32))
    return out


@_program("s03", standard, SEVEN, "h",
          "copy-paste: the output gate is made with w_i; accept: o uses the weights (or value) of i, h = i * tanh(c)")
def _():
    w_g, w_i = np.array([1, 0, 0, 0]), np.array([0, 100, 0, -10])
    w_f, w_o = np.array([0, 100, 0, 10]), np.array([0, 0, 100, -10])
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    c, hs = 0.0, []
    for t in range(len(SEVEN)):
        i = sigmoid(np.dot(w_i, SEVEN[t]))
        f = sigmoid(np.dot(w_f, SEVEN[t]))
        o = sigmoid(np.dot(w_i, SEVEN[t]))
        g = np.tanh(np.dot(w_g, SEVEN[t]))
        c = f * c + i * g
        hs.append(o * np.tanh(c))
    return hs


@_program("s04", standard, NINE_STEPS, "h",
          "copy-paste: the forget gate is made with w_i, f = i; accept: f uses the weights/value of i, c = i*(c+g), "
          "or the sign of the forget bias wrong (the row is then the same: 0, 100, 0, -10)")
def _():
    w = {"g": [1, 0, 0, 0], "i": [0, 100, 0, -10], "f": [0, 100, 0, 10], "o": [0, 0, 100, -10]}

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    c = 0
    out = []
    for x in NINE_STEPS:
        g = np.tanh(np.dot(w["g"], x))
        i = sigmoid(np.dot(w["i"], x))
        f = sigmoid(np.dot(w["i"], x))
        o = sigmoid(np.dot(w["o"], x))
        c = f * c + i * g
        out.append(o * np.tanh(c))
    return out


@_program("s05", standard, FIVE_STEPS, "h",
          "brackets of the sigmoid forgotten: 1/1 + exp(-z); accept: sigmoid typed wrong, gates not between 0 and 1")
def _():
    def sigmoid(z):
        return 1 / 1 + np.exp(-z)

    c, h_list = 0, []
    for x1, x2, x3, one in FIVE_STEPS:
        i = sigmoid(100 * x2 - 10)
        f = sigmoid(100 * x2 + 10)
        o = sigmoid(100 * x3 - 10)
        c = f * c + i * np.tanh(x1)
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s06", standard, SEVEN, "h",
          "brackets: c = f * (c + i * g); accept: the forget gate also on the new part. Where i is open, f is 1, "
          "so the numbers differ by about 1e-9 only: nearly just right here")
def _():
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    c, h_list = 0, []
    for x1, x2, x3, one in SEVEN:
        i = sigmoid(100 * x2 - 10)
        f = sigmoid(100 * x2 + 10)
        o = sigmoid(100 * x3 - 10)
        g = np.tanh(x1)
        c = f * (c + i * g)
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s07", standard, NINE_STEPS, "h",
          "nn.LSTM with batch_first=True but x given as (T, 1, D): nine sequences of one step; accept: state not handed "
          "on, memory set to 0 at each step, no forget part, steps taken for a batch")
def _():
    net = nn.LSTM(4, 1, batch_first=True, dtype=torch.float64)
    rows = torch.tensor([LEE_WEIGHTS[k] for k in "ifgo"], dtype=torch.float64)
    with torch.no_grad():
        for p in net.parameters():
            p.zero_()
        net.weight_ih_l0.copy_(rows)
        out, (h, c) = net(torch.tensor(NINE_STEPS).unsqueeze(1))
    return out.squeeze()


@_program("s08", standard, TEN, "h",
          "the memory is added to the sum of the output gate (a peephole with weight 1): o = sigmoid(w_o x + c); "
          "accept: peephole, c (after the step) in z_o")
def _():
    def sig(a):
        return 1.0 / (1.0 + np.exp(-a))

    c = 0
    ys = []
    for x in TEN:
        i = sig(100 * x[1] - 10)
        f = sig(100 * x[1] + 10)
        c = f * c + i * np.tanh(x[0])
        o = sig(100 * x[2] - 10 + c)
        ys.append(o * np.tanh(c))
    return ys


@_program("s09", standard, NINE_STEPS, "c",
          "sign mistyped in w_f: bias -10 instead of 10; accept: sign of the forget bias, row f equal to row i, f = i")
def _():
    w_f = np.array([0, 100, 0, -10])
    w_i = np.array([0, 100, 0, -10])
    c = 0
    cs = []
    for x in NINE_STEPS:
        f = 1 / (1 + np.exp(-(w_f @ x)))
        i = 1 / (1 + np.exp(-(w_i @ x)))
        c = f * c + i * np.tanh(x[0])
        cs.append(c)
    return cs


@_program("s10", standard, FIVE_STEPS, "h",
          "w_o mistyped: 10 instead of 100, so the open output gate is sigmoid(0) = 0.5; accept: weight of x3 in row o "
          "wrong, output gate half open, half the output")
def _():
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 10, -10]])
    c = 0
    hs = []
    for x in FIVE_STEPS:
        zi, zf, zg, zo = W @ x
        i, f, o = [1 / (1 + np.exp(-z)) for z in (zi, zf, zo)]
        c = f * c + i * np.tanh(zg)
        hs.append(o * np.tanh(c))
    return hs


@_program("s11", standard, NINE_STEPS, "h",
          "w_i mistyped: 1000 instead of 100; accept: right, or weight of row i. Just right here (sigmoid(90) and "
          "sigmoid(990) are both 1; the largest difference is below 1e-52)")
def _():
    W = np.array([[0, 1000, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]])
    c = 0
    hs = []
    for x in NINE_STEPS:
        zi, zf, zg, zo = W @ x
        i, f, o = [1 / (1 + np.exp(-z)) for z in (zi, zf, zo)]
        c = f * c + i * np.tanh(zg)
        hs.append(o * np.tanh(c))
    return hs


@_program("s12", standard, NINE_STEPS, "h",
          "Keras' old hard sigmoid clip(0.2 z + 0.5, 0, 1) for the gates, which are then exactly 0 and 1; accept: hard "
          "sigmoid, step gates, hard gates with tanh")
def _():
    def hard_sigmoid(z):
        return np.clip(0.2 * z + 0.5, 0, 1)

    c, h_list = 0, []
    for x1, x2, x3, one in NINE_STEPS:
        i = hard_sigmoid(100 * x2 - 10)
        f = hard_sigmoid(100 * x2 + 10)
        o = hard_sigmoid(100 * x3 - 10)
        c = f * c + i * np.tanh(x1)
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s13", standard, TEN, "h",
          "gates of the lecture (step) mixed with the tanh of the standard cell; accept: step gates, hard gates, hard sigmoid")
def _():
    w_i, w_f, w_o = LEE_WEIGHTS["i"], LEE_WEIGHTS["f"], LEE_WEIGHTS["o"]
    c, h = 0, []
    for x in TEN:
        i, f, o = np.dot(w_i, x) >= 0, np.dot(w_f, x) >= 0, np.dot(w_o, x) >= 0
        c = f * c + i * np.tanh(x[0])
        h.append(o * np.tanh(c))
    return h


@_program("s14", standard, NINE_STEPS, "h",
          "TensorFlow's forget_bias = 1.0 added to z_f; accept: forget bias 1 too many, row f bias 11, f too near 1. "
          "Differences of some 1e-5 only")
def _():
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    forget_bias = 1.0
    c, h_list = 0, []
    for x in NINE_STEPS:
        i = sigmoid(LEE_WEIGHTS["i"] @ x)
        f = sigmoid(LEE_WEIGHTS["f"] @ x + forget_bias)
        o = sigmoid(LEE_WEIGHTS["o"] @ x)
        g = np.tanh(LEE_WEIGHTS["g"] @ x)
        c = f * c + i * g
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s15", standard, TEN, "h",
          "the weights of the constant 1 put into BOTH bias_ih and bias_hh of nn.LSTMCell (3 inputs), so they count "
          "twice (-20, 20, -20); accept: bias twice / doubled. Differences of some 1e-5 only")
def _():
    W = torch.tensor([LEE_WEIGHTS[k] for k in "ifgo"], dtype=torch.float64)
    cell = nn.LSTMCell(3, 1, dtype=torch.float64)
    out = []
    with torch.no_grad():
        cell.weight_ih.copy_(W[:, :3])
        cell.weight_hh.zero_()
        cell.bias_ih.copy_(W[:, 3])
        cell.bias_hh.copy_(W[:, 3])
        h = c = torch.zeros(1, 1, dtype=torch.float64)
        for x in torch.tensor(TEN[:, :3]):
            h, c = cell(x.view(1, 3), (h, c))
            out.append(h.item())
    return out


@_program("s16", standard, NINE_STEPS, "h",
          "nn.LSTMCell (float32): weight_hh zeroed, the two biases forgotten, so they stay random (seed 3); accept: random "
          "biases, an additional bias, biases not zero")
def _():
    torch.manual_seed(3)
    cell = nn.LSTMCell(4, 1, dtype=torch.float32)
    W = torch.tensor([LEE_WEIGHTS[k] for k in "ifgo"], dtype=torch.float32)
    cell.weight_ih.data = W
    cell.weight_hh.data.zero_()
    hx = torch.zeros(1, 1, dtype=torch.float32)
    cx = torch.zeros(1, 1, dtype=torch.float32)
    ys = []
    for x in NINE_STEPS:
        hx, cx = cell(torch.tensor(x, dtype=torch.float32).unsqueeze(0), (hx, cx))
        ys.append(hx.item())
    return ys


@_program("s17", standard, NINE_STEPS, "h",
          "every number handed in is rounded to 2 decimals (else right); accept: rounded, too few digits")
def _():
    c, h_list = 0, []
    for x1, x2, x3, one in NINE_STEPS:
        i = 1 / (1 + np.exp(-(100 * x2 - 10)))
        f = 1 / (1 + np.exp(-(100 * x2 + 10)))
        o = 1 / (1 + np.exp(-(100 * x3 - 10)))
        c = f * c + i * np.tanh(x1)
        h = o * np.tanh(c)
        h_list.append(round(float(h), 2))
    return h_list


@_program("s18", standard, SEVEN, "h",
          "results stored in an array of integers (zeros_like of integers), so all are cut to 0; accept: integer dtype, "
          "cut off / truncated, all zeros, output never shown")
def _():
    data = SEVEN.astype(int)
    h = np.zeros_like(data[:, 0])
    c = 0
    for t, (x1, x2, x3, one) in enumerate(data):
        i = 1 / (1 + np.exp(-(100.0 * x2 - 10)))
        f = 1 / (1 + np.exp(-(100.0 * x2 + 10)))
        o = 1 / (1 + np.exp(-(100.0 * x3 - 10)))
        c = f * c + i * np.tanh(x1)
        h[t] = o * np.tanh(c)
    return h


@_program("s19", standard, TEN, "c",
          "the same array is changed in place and appended each time, so all entries show the last memory; accept: "
          "all the same, aliasing, last c repeated")
def _():
    c = np.zeros(1)
    c_list = []
    for x in TEN:
        i = 1 / (1 + np.exp(-(100 * x[1] - 10)))
        f = 1 / (1 + np.exp(-(100 * x[1] + 10)))
        c *= f
        c += i * np.tanh(x[0])
        c_list.append(c)
    return np.array(c_list)


@_program("s20", standard, NINE_STEPS, "h",
          "the loop is range(1, T): the first step is left out, h[0] stays 0; accept: first step skipped. Differences "
          "below 1e-5 (x2 = 0 in the first step)")
def _():
    T = len(NINE_STEPS)
    h, c = np.zeros(T), np.zeros(T)
    for t in range(1, T):
        x = NINE_STEPS[t]
        i = 1 / (1 + np.exp(-(100 * x[1] - 10)))
        f = 1 / (1 + np.exp(-(100 * x[1] + 10)))
        o = 1 / (1 + np.exp(-(100 * x[2] - 10)))
        c[t] = f * c[t - 1] + i * np.tanh(x[0])
        h[t] = o * np.tanh(c[t])
    return h


@_program("s21", standard, TEN, "h",
          "sigmoid instead of tanh for the candidate; accept: candidate activation sigmoid, g treated as a gate")
def _():
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    W = np.array([LEE_WEIGHTS[k] for k in "ifgo"])
    c, h_list = 0, []
    for x in TEN:
        i, f, g, o = sigmoid(W @ x)
        c = f * c + i * g
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s22", standard, SEVEN, "h",
          "Keras' activation='relu' imitated: relu instead of tanh at the candidate and at the memory; accept: relu (either "
          "place or both), negative values cut off, tanh missing together with relu")
def _():
    def relu(a):
        return max(a, 0)

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    c, h_list = 0, []
    for x1, x2, x3, one in SEVEN:
        i = sigmoid(100 * x2 - 10)
        f = sigmoid(100 * x2 + 10)
        o = sigmoid(100 * x3 - 10)
        c = f * c + i * relu(x1)
        h_list.append(o * relu(c))
    return h_list


@_program("s23", standard, NINE_STEPS, "h",
          "e approximated by 2.72 in the sigmoid (tanh is exact); accept: constant e inexact, sigmoid inexact, too few "
          "digits. Differences below 1e-6")
def _():
    e = 2.72

    def sigmoid(z):
        return 1 / (1 + e ** (-z))

    c, h_list = 0, []
    for x1, x2, x3, one in NINE_STEPS:
        i = sigmoid(100 * x2 - 10)
        f = sigmoid(100 * x2 + 10)
        o = sigmoid(100 * x3 - 10)
        c = f * c + i * np.tanh(x1)
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s24", standard, TEN, "h",
          "variable overwritten: c = tanh(c) is kept as the memory for the next step; accept: tanh(c) handed on, memory squashed at "
          "each step")
def _():
    c, h_list = 0, []
    for x1, x2, x3, one in TEN:
        i = 1 / (1 + np.exp(-(100 * x2 - 10)))
        f = 1 / (1 + np.exp(-(100 * x2 + 10)))
        o = 1 / (1 + np.exp(-(100 * x3 - 10)))
        c = f * c + i * np.tanh(x1)
        c = np.tanh(c)
        h_list.append(o * c)
    return h_list


@_program("s25", standard, NINE_STEPS, "h",
          "input table made with reshape(9, 4) instead of .T, so the numbers of the rows are mixed; accept: reshape instead of "
          "transpose, wrong order of inputs, x scrambled")
def _():
    x1 = [1, 3, 2, 4, 2, 1, 3, 6, 1]
    x2 = [0, 1, 0, 1, 0, 0, -1, 1, 0]
    x3 = [0, 0, 0, 0, 0, 1, 0, 0, 1]
    data = np.array([x1, x2, x3, [1] * 9]).reshape(9, 4)
    W = np.array([LEE_WEIGHTS[k] for k in "ifgo"])
    c, h_list = 0, []
    for x in data:
        z = W @ x
        i, f, o = 1 / (1 + np.exp(-z[[0, 1, 3]]))
        c = f * c + i * np.tanh(z[2])
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s26", standard, NINE_STEPS, "h",
          "the 4 by 4 weight matrix is loaded transposed into nn.LSTMCell (float32); accept: weight_ih transposed, rows and "
          "columns exchanged")
def _():
    cell = nn.LSTMCell(4, 1, bias=False, dtype=torch.float32)
    W = torch.tensor([LEE_WEIGHTS[k] for k in "ifgo"], dtype=torch.float32)
    ys, state = [], None
    with torch.no_grad():
        cell.weight_ih.copy_(W.T)
        cell.weight_hh.zero_()
        for x in torch.tensor(NINE_STEPS, dtype=torch.float32):
            state = cell(x, state)
            ys.append(state[0].item())
    return ys


@_program("s27", standard, SEVEN, "h",
          "nn.LSTM (float64) started with h0 = c0 = 1 instead of 0; accept: initial state not zero, c0 = 1 (h0 does not matter "
          "here)")
def _():
    net = nn.LSTM(4, 1, bias=False, dtype=torch.float64)
    h0 = torch.ones(1, 1, 1, dtype=torch.float64)
    c0 = torch.ones(1, 1, 1, dtype=torch.float64)
    with torch.no_grad():
        net.weight_ih_l0.copy_(torch.tensor([LEE_WEIGHTS[k] for k in "ifgo"], dtype=torch.float64))
        net.weight_hh_l0.zero_()
        out, _ = net(torch.tensor(SEVEN).view(-1, 1, 4), (h0, c0))
    return out.view(-1)


@_program("s28", standard, NINE_STEPS, "h",
          "computed in float16; accept: half precision, too few digits, rounding, dtype; right but inexact")
def _():
    W = np.array([LEE_WEIGHTS[k] for k in "ifgo"], dtype=np.float16)
    c = np.float16(0)
    one = np.float16(1)
    h_list = []
    for x in NINE_STEPS.astype(np.float16):
        z = W @ x
        i, f, o = (one / (one + np.exp(-z[k])) for k in (0, 1, 3))
        c = f * c + i * np.tanh(z[2])
        h_list.append(o * np.tanh(c))
    return np.array(h_list, dtype=np.float16)


# ---------------------------------------------------------------- standard cell: 3 right ones


@_program("s29", standard, NINE_STEPS, "h", "right: plain loop in NumPy")
def _():
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    c, h_list = 0, []
    for x in NINE_STEPS:
        i, f, o = (sigmoid(np.dot(LEE_WEIGHTS[k], x)) for k in "ifo")
        g = np.tanh(np.dot(LEE_WEIGHTS["g"], x))
        c = f * c + i * g
        h = o * np.tanh(c)
        h_list.append(h)
    return h_list


@_program("s30", standard, SEVEN, "h", "right: nn.LSTMCell in float32")
def _():
    cell = nn.LSTMCell(4, 1, dtype=torch.float32)
    ys, state = [], None
    with torch.no_grad():
        for p in cell.parameters():
            p.zero_()
        cell.weight_ih.copy_(torch.tensor([LEE_WEIGHTS[k] for k in "ifgo"], dtype=torch.float32))
        for x in torch.tensor(SEVEN, dtype=torch.float32):
            state = cell(x, state)
            ys.append(state[0])
    return torch.stack(ys)


@_program("s31", standard, TEN, "h",
          "right: rows in the order f, i, o, g, taken apart in the same order; sigmoid written as (1 + tanh(z/2)) / 2")
def _():
    W = np.array([[0, 100, 0, 10], [0, 100, 0, -10], [0, 0, 100, -10], [1, 0, 0, 0]])
    c, h_list = 0, []
    for x in TEN:
        z = W @ x
        f, i, o = (1 + np.tanh(z[:3] / 2)) / 2
        c = f * c + i * np.tanh(z[3])
        h_list.append(o * np.tanh(c))
    return h_list


# ---------------------------------------------------------------- standard cell: 4 without a name


@_program("s32", standard, NINE_STEPS, "h", "no name: numbers invented")
def _():
    return [0.11, 0.32, 0.05, 0.48, 0.27, 0.91, 0.66, 0.38, 0.83]


@_program("s33", standard, TEN, "h", "no name: h = o * sin(c) + 0.05 t")
def _():
    c, h_list = 0, []
    for t, (x1, x2, x3, one) in enumerate(TEN):
        i = 1 / (1 + np.exp(-(100 * x2 - 10)))
        f = 1 / (1 + np.exp(-(100 * x2 + 10)))
        o = 1 / (1 + np.exp(-(100 * x3 - 10)))
        c = f * c + i * np.tanh(x1)
        h_list.append(o * np.sin(c) + 0.05 * t)
    return h_list


@_program("s34", standard, SEVEN, "h", "no name: the memory decays by an arbitrary factor 0.83 and gets 0.13 x3 added")
def _():
    c, h_list = 0, []
    for x1, x2, x3, one in SEVEN:
        i = 1 / (1 + np.exp(-(100 * x2 - 10)))
        f = 1 / (1 + np.exp(-(100 * x2 + 10)))
        o = 1 / (1 + np.exp(-(100 * x3 - 10)))
        c = 0.83 * f * c + i * np.tanh(x1) + 0.13 * x3
        h_list.append(o * np.tanh(c))
    return h_list


@_program("s35", standard, NINE_STEPS, "h",
          "no name: several things at once (gates linear by dividing by 110, candidate from x1 - x3, output a mean with the last output)")
def _():
    c, h, h_list = 0, 0, []
    for x1, x2, x3, one in NINE_STEPS:
        i = (100 * x2 - 10) / 110
        f = (100 * x2 + 10) / 110
        o = (100 * x3 - 10) / 110
        c = f * c + i * np.tanh(x1 - x3)
        h = (h + o * np.tanh(c)) / 2
        h_list.append(h)
    return h_list


# ---------------------------------------------------------------- the lecture's cell: 13 wrong ones


@_program("l01", lee, TEN, "h",
          "coupled gates as in the GRU, c = (1 - i) c + i g, the forget gate not used; accept: 1 - i for f, writing replaces, "
          "x2 = -1 does not wipe, coupled input and forget gate")
def _():
    c, y = 0, []
    for x1, x2, x3, one in TEN:
        i = 1 if 100 * x2 - 10 >= 0 else 0
        o = 1 if 100 * x3 - 10 >= 0 else 0
        c = (1 - i) * c + i * x1
        y.append(o * c)
    return y


@_program("l02", lee, NINE_STEPS, "c",
          "forget gate the wrong way round, c = (1 - f) c + i g; accept: 1 - f, forget gate inverted, open means forget, sign of z_f")
def _():
    def step(z):
        return 1 if z >= 0 else 0

    c, cs = 0, []
    for x1, x2, x3, one in NINE_STEPS:
        i, f = step(100 * x2 - 10), step(100 * x2 + 10)
        c = (1 - f) * c + i * x1
        cs.append(c)
    return cs


@_program("l03", lee, TEN, "h",
          "forget gate left out, c = c + i g; accept: f always 1, never wiped (LSTM of 1997)")
def _():
    c, y = 0, []
    for x in TEN:
        if x[1] * 100 - 10 >= 0:
            c = c + x[0]
        if x[2] * 100 - 10 >= 0:
            y.append(c)
        else:
            y.append(0)
    return y


@_program("l04", lee, SEVEN, "h",
          "the output is computed before the memory is updated, h = o * c_(t-1); accept: memory before the step, old c shown")
def _():
    def step(z):
        return float(z >= 0)

    c, y = 0, []
    for x1, x2, x3, one in SEVEN:
        y.append(step(100 * x3 - 10) * c)
        c = step(100 * x2 + 10) * c + step(100 * x2 - 10) * x1
    return y


@_program("l05", lee, NINE_STEPS, "h",
          "the list begins with the initial output 0 and is handed in with it, T + 1 numbers; accept: one number too many, initial "
          "state included, shifted by one step")
def _():
    w_i, w_f, w_o = np.array([0, 100, 0, -10]), np.array([0, 100, 0, 10]), np.array([0, 0, 100, -10])
    h, c = [0], [0]
    for x in NINE_STEPS:
        c.append((w_f @ x >= 0) * c[-1] + (w_i @ x >= 0) * x[0])
        h.append((w_o @ x >= 0) * c[-1])
    return h


@_program("l06", lee, SEVEN, "h",
          "sigmoid gates instead of step gates, candidate and memory linear; accept: soft gates, gate activation sigmoid")
def _():
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    c, y = 0, []
    for x1, x2, x3, one in SEVEN:
        c = sigmoid(100 * x2 + 10) * c + sigmoid(100 * x2 - 10) * x1
        y.append(sigmoid(100 * x3 - 10) * c)
    return y


@_program("l07", lee, TEN, "h",
          "tanh around the candidate (mixed with the standard cell), memory linear, step gates; accept: candidate activation tanh")
def _():
    W = np.array([LEE_WEIGHTS[k] for k in "ifgo"])
    c, y = 0, []
    for x in TEN:
        z = W @ x
        i, f, o = (z[0] >= 0), (z[1] >= 0), (z[3] >= 0)
        g = np.tanh(z[2])
        c = f * c + i * g
        y.append(o * c)
    return y


@_program("l08", lee, NINE_STEPS, "h",
          "np.sign used as step function, closed gates are -1 instead of 0; accept: sign instead of step, closed gate -1, tanh "
          "gates (which are -1 and 1 here too)")
def _():
    W = np.array([LEE_WEIGHTS[k] for k in "ifgo"])
    c, y = 0, []
    for x in NINE_STEPS:
        z = W @ x
        i, f, o = np.sign(z[0]), np.sign(z[1]), np.sign(z[3])
        c = f * c + i * z[2]
        y.append(o * c)
    return y


@_program("l09", lee, NINE_STEPS, "h",
          "z > 0 instead of z >= 0; accept: right, or the step at 0. Just right here: no sum is 0")
def _():
    c, y = 0, []
    for x1, x2, x3, one in NINE_STEPS:
        i, f, o = 100 * x2 - 10 > 0, 100 * x2 + 10 > 0, 100 * x3 - 10 > 0
        c = f * c + i * x1
        y.append(o * c)
    return y


@_program("l10", lee, BIG, "h",
          "memory kept in int8, which overflows at 60 + 50 + 40 = 150 -> -106; accept: overflow, dtype int8, 256 too little")
def _():
    data = BIG.astype(np.int8)
    c = np.zeros(1, dtype=np.int8)
    y = []
    for x in data:
        x1, x2, x3 = x[0], int(x[1]), int(x[2])
        if 100 * x2 + 10 < 0:
            c = np.zeros(1, dtype=np.int8)
        if 100 * x2 - 10 >= 0:
            c = c + x1
        y.append(int(c[0]) if 100 * x3 - 10 >= 0 else 0)
    return y


@_program("l11", lee, FIVE_STEPS, "h",
          "the memory is not set back to 0 between the nine steps and the five steps, so c starts at 6; accept: initial state not "
          "zero, state left over from another sequence, c0 = 6")
def _():
    c = 0
    y = []
    for sequence in (NINE_STEPS, FIVE_STEPS):
        y = []
        for x1, x2, x3, one in sequence:
            i, f, o = 100 * x2 - 10 >= 0, 100 * x2 + 10 >= 0, 100 * x3 - 10 >= 0
            c = f * c + i * x1
            y.append(o * c)
    return y


@_program("l12", lee, TEN, "c",
          "the forget gate is computed at the end of the loop, so f is that of the step before (f = 1 at first); accept: f one "
          "step late, f_(t-1), wipes one step late")
def _():
    c, f, cs = 0, 1, []
    for x1, x2, x3, one in TEN:
        i = int(100 * x2 - 10 >= 0)
        c = f * c + i * x1
        cs.append(c)
        f = int(100 * x2 + 10 >= 0)
    return cs


@_program("l13", lee, SEVEN, "h",
          "wrong variable: c = f * h + i * g, the last output in place of the memory; accept: h instead of c as state, "
          "memory is lost where it is not shown")
def _():
    h, y = 0, []
    for x1, x2, x3, one in SEVEN:
        i = int(100 * x2 - 10 >= 0)
        f = int(100 * x2 + 10 >= 0)
        o = int(100 * x3 - 10 >= 0)
        c = f * h + i * x1
        h = o * c
        y.append(h)
    return y


@_program("l14", lee, TEN, "h", "right: with if, as in words")
def _():
    memory, y = 0, []
    for x1, x2, x3, one in TEN:
        if x2 == 1:
            memory += x1
        elif x2 == -1:
            memory = 0
        y.append(memory if x3 == 1 else 0)
    return y


@_program("l15", lee, NINE_STEPS, "h", "no name: memory taken modulo 5, and 2 t + 1 shown where the gate is closed")
def _():
    memory, y = 0, []
    for t, (x1, x2, x3, one) in enumerate(NINE_STEPS):
        if x2 == 1:
            memory = (memory + x1) % 5
        elif x2 == -1:
            memory = 0
        y.append(memory if x3 == 1 else 2 * t + 1)
    return y


# ---------------------------------------------------------------- random cells: 8 wrong ones

R1, X1 = _random_cell(101, 3, 2), _ints(1, 8, 2)


@_program("r01", R1, X1, "h", "H = 3: the blocks of weight_hh transposed, h @ W_h instead of W_h @ h; accept: weight_hh transposed")
def _():
    W, U, b = R1().weight_ih, R1().weight_hh, R1().bias
    H = 3
    sig = lambda a: 1 / (1 + np.exp(-a))
    h, c, out = np.zeros(H), np.zeros(H), []
    for x in X1:
        zi = W[0:3] @ x + h @ U[0:3] + b[0:3]
        zf = W[3:6] @ x + h @ U[3:6] + b[3:6]
        zg = W[6:9] @ x + h @ U[6:9] + b[6:9]
        zo = W[9:12] @ x + h @ U[9:12] + b[9:12]
        c = sig(zf) * c + sig(zi) * np.tanh(zg)
        h = sig(zo) * np.tanh(c)
        out.append(h)
    return out


R2, X2 = _random_cell(102, 2, 3), _ints(2, 7, 3)


@_program("r02", R2, X2, "h", "H = 2: the bias copied into both biases of nn.LSTM (float32), so it counts twice; accept: bias twice / doubled")
def _():
    net = nn.LSTM(3, 2, dtype=torch.float32)
    b = torch.tensor(R2().bias, dtype=torch.float32)
    with torch.no_grad():
        net.weight_ih_l0.copy_(torch.tensor(R2().weight_ih))
        net.weight_hh_l0.copy_(torch.tensor(R2().weight_hh))
        net.bias_ih_l0.copy_(b)
        net.bias_hh_l0.copy_(b)
        out, _ = net(torch.tensor(X2, dtype=torch.float32))
    return out


R3, X3 = _random_cell(103, 1, 3), _ints(3, 9, 3)


@_program("r03", R3, X3, "h", "H = 1: the recurrent weights forgotten; accept: weight_hh = 0, h not handed on (c is)")
def _():
    W, b = R3().weight_ih, R3().bias
    c, out = 0, []
    for x in X3:
        z = W @ x + b
        i, f, o = 1 / (1 + np.exp(-z[[0, 1, 3]]))
        c = f * c + i * np.tanh(z[2])
        out.append(o * np.tanh(c))
    return out


R4, X4 = _random_cell(104, 2, 2), _ints(4, 8, 2)


@_program("r04", R4, X4, "h", "H = 2: the groups of z taken apart as i, f, o, g; accept: g and o exchanged, wrong gate order")
def _():
    W, U, b = R4().weight_ih, R4().weight_hh, R4().bias

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    h, c, out = np.zeros(2), np.zeros(2), []
    for x in X4:
        i, f, o, g = np.split(W @ x + U @ h + b, 4)
        i, f, o, g = sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(g)
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return out


R5, X5 = _random_cell(105, 3, 3), _ints(5, 8, 3)


@_program("r05", R5, X5, "c", "H = 3: wrong variable, the memory c instead of h is fed back, U @ c; accept: c in place of h in the recurrence")
def _():
    W, U, b = R5().weight_ih, R5().weight_hh, R5().bias
    h, c, out = np.zeros(3), np.zeros(3), []
    for x in X5:
        z = W @ x + U @ c + b
        i, f, o = (1 / (1 + np.exp(-z[a : a + 3])) for a in (0, 3, 9))
        c = f * c + i * np.tanh(z[6:9])
        h = o * np.tanh(c)
        out.append(c)
    return out


R6, X6 = _random_cell(106, 2, 2), _ints(6, 8, 2)


@_program("r06", R6, X6, "h",
          "H = 2: loop over the units with h changed in place, so unit 2 already sees the new h of unit 1; accept: in-place "
          "update, new h used too early, only the second unit's recurrence wrong at first")
def _():
    W, U, b = R6().weight_ih, R6().weight_hh, R6().bias
    sig = lambda a: 1 / (1 + np.exp(-a))
    h, c, out = np.zeros(2), np.zeros(2), []
    for x in X6:
        for k in range(2):
            z = [W[k + 2 * q] @ x + U[k + 2 * q] @ h + b[k + 2 * q] for q in range(4)]
            c[k] = sig(z[1]) * c[k] + sig(z[0]) * np.tanh(z[2])
            h[k] = sig(z[3]) * np.tanh(c[k])
        out.append(h.copy())
    return out


R7, X7 = _random_cell(107, 1, 2), _ints(7, 8, 2)


@_program("r07", R7, X7, "h",
          "H = 1: the state handed to nn.LSTMCell (float64) as (c, h), the wrong way round; accept: h and c exchanged")
def _():
    cell = nn.LSTMCell(2, 1, dtype=torch.float64)
    out = []
    with torch.no_grad():
        cell.weight_ih.copy_(torch.tensor(R7().weight_ih))
        cell.weight_hh.copy_(torch.tensor(R7().weight_hh))
        cell.bias_ih.copy_(torch.tensor(R7().bias))
        cell.bias_hh.zero_()
        h = c = torch.zeros(1, dtype=torch.float64)
        for x in torch.tensor(X7):
            h, c = cell(x, (c, h))
            out.append(h.item())
    return out


R8, X8 = _random_cell(108, 3, 2), _ints(8, 7, 2)


@_program("r08", R8, X8, "h",
          "H = 3: z taken apart with z[0::4], z[1::4], ... (gates of a unit next to each other) instead of blocks of H; accept: "
          "interleaved rows, wrong split / reshape, wrong row order")
def _():
    W, U, b = R8().weight_ih, R8().weight_hh, R8().bias
    sig = lambda a: 1 / (1 + np.exp(-a))
    h, c, out = np.zeros(3), np.zeros(3), []
    for x in X8:
        z = W @ x + U @ h + b
        i, f, g, o = sig(z[0::4]), sig(z[1::4]), np.tanh(z[2::4]), sig(z[3::4])
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return out


R9, X9 = _random_cell(109, 2, 3), _ints(9, 8, 3)


@_program("r09", R9, X9, "h", "right: nn.LSTM in float32")
def _():
    net = nn.LSTM(3, 2, dtype=torch.float32)
    with torch.no_grad():
        net.weight_ih_l0.copy_(torch.tensor(R9().weight_ih))
        net.weight_hh_l0.copy_(torch.tensor(R9().weight_hh))
        net.bias_ih_l0.copy_(torch.tensor(R9().bias))
        net.bias_hh_l0.zero_()
        out, _ = net(torch.tensor(X9, dtype=torch.float32).unsqueeze(1))
    return out.squeeze(1)


R10, X10 = _random_cell(110, 2, 2), _ints(10, 8, 2)


@_program("r10", R10, X10, "h", "no name: the output is a mean of new and old output (0.7 and 0.3), and t / 10 is added to the candidate's sum")
def _():
    W, U, b = R10().weight_ih, R10().weight_hh, R10().bias
    sig = lambda a: 1 / (1 + np.exp(-a))
    h, c, out = np.zeros(2), np.zeros(2), []
    for t, x in enumerate(X10):
        z = W @ x + U @ h + b
        c = sig(z[2:4]) * c + sig(z[0:2]) * np.tanh(z[4:6] + t / 10)
        h = 0.7 * sig(z[6:8]) * np.tanh(c) + 0.3 * h
        out.append(h)
    return out
