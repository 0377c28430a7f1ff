"""Seventy homework programs. See PROGRAMS at the end.

truth: what was done wrong; "Accept: ..." lists names that a teacher would accept;
"NUMBERS RIGHT" says that with these inputs the numbers are just right;
it starts with "right", "no name" or "two mistakes" for those kinds.
"""

import math
from types import SimpleNamespace

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import lstm_teach as lt

PROGRAMS = []


def lecture(kind, steps="NINE_STEPS"):
    return SimpleNamespace(
        cell=(lt.LSTMCell.lee if kind == "lee" else lt.LSTMCell.standard),
        x=np.array(getattr(lt.examples, steps)), weights=None,
    )


def rand(seed, H, D, T, N=None, dtype=np.float64, scale=0.8, xscale=1.0):
    r = np.random.default_rng(seed)
    W = (scale * r.standard_normal((4 * H, D))).astype(dtype)
    U = (scale * r.standard_normal((4 * H, H))).astype(dtype)
    b = (0.7 * r.standard_normal(4 * H)).astype(dtype)
    x = (xscale * r.standard_normal((T, D) if N is None else (T, N, D))).astype(dtype)
    return SimpleNamespace(cell=lambda: lt.LSTMCell(W, U, b), x=x, weights=(W, U, b))


def program(name, data, of, truth):
    def register(fn):
        def answer():
            with torch.no_grad(), np.errstate(all="ignore"):
                if data.weights is None:
                    return fn(data.x.copy())
                return fn(data.x.copy(), *(w.copy() for w in data.weights))

        PROGRAMS.append(SimpleNamespace(name=name, truth=truth, cell=data.cell, x=data.x, of=of, answer=answer))
        return fn

    return register


# ---------------------------------------------------------------- the lecture's sequences (25)


@program("L01", lecture("lee"), "h", "The output gate is forgotten: y = c. Accept: output gate not used / always open; c handed in instead of h (memory activation is linear, so the same numbers).")
def _(x):
    c = 0
    ys = []
    for x1, x2, x3, one in x:
        zi = 100 * x2 - 10
        zf = 100 * x2 + 10
        i = 1 if zi >= 0 else 0
        f = 1 if zf >= 0 else 0
        c = f * c + i * x1
        ys.append(c)
    return ys


@program("L02", lecture("lee"), "h", "The forget gate's bias typed as -10 instead of 10, so the memory is thrown away where x2 = 0. Accept: one weight mistyped (f, column 1); sign of the forget gate's bias; forget gate has the input gate's weights (copy-paste: both rows are 0, 100, 0, -10); f = i.")
def _(x):
    w = np.array([1, 0, 0, 0]); wi = np.array([0, 100, 0, -10])
    wf = np.array([0, 100, 0, -10]); wo = np.array([0, 0, 100, -10])
    step = lambda z: float(z >= 0)
    c = 0.0
    out = np.zeros(9)
    for t in range(9):
        c = c * step(wf @ x[t]) + step(wi @ x[t]) * (w @ x[t])
        out[t] = step(wo @ x[t]) * c
    return out


@program("L03", lecture("lee"), "h", "no name: what is written is multiplied by the number of writes so far (3, then 2 times 4, then 3 times 6).")
def _(x):
    W = {"g": [1, 0, 0, 0], "i": [0, 100, 0, -10], "f": [0, 100, 0, 10], "o": [0, 0, 100, -10]}
    mem = 0
    writes = 0
    y = []
    for row in x:
        z = {k: sum(a * b for a, b in zip(W[k], row)) for k in W}
        s = {k: int(z[k] >= 0) for k in "ifo"}
        writes += s["i"]
        mem = s["f"] * mem + s["i"] * z["g"] * writes
        y.append(s["o"] * mem)
    return np.array(y, dtype=float).reshape(-1, 1)


@program("L04", lecture("lee"), "h", "Writing overwrites the memory instead of adding to it: if the input gate is open, c = x1. Accept: c = i g in place of f c + i g when writing; forget gate closed when the input gate is open; f = 1 - i coupled (times f).")
def _(x):
    c = 0.0
    y = []
    for t in range(len(x)):
        if x[t, 1] == 1:
            c = x[t, 0]
        elif x[t, 1] == -1:
            c = 0.0
        y.append(c if x[t, 2] == 1 else 0.0)
    return np.array(y)


@program("L05", lecture("standard"), "h", "x of shape (9, 1, 4) given to nn.LSTM with batch_first=True: nine sequences of one step. Accept: state not handed on; every step starts from zero state; time taken for batch; h and c reset every step; c reset every step; forget gate has no effect / f = 0.")
def _(x):
    net = nn.LSTM(4, 1, batch_first=True).double()
    net.weight_ih_l0.copy_(torch.tensor([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10.0]]))
    net.weight_hh_l0.zero_(); net.bias_ih_l0.zero_(); net.bias_hh_l0.zero_()
    out, _ = net(torch.tensor(x).unsqueeze(1))
    return out.squeeze().numpy()


@program("L06", lecture("standard"), "h", "nn.LSTMCell's two biases were not set to zero: they keep their random start values. Accept: biases random / not zeroed / another bias.")
def _(x):
    torch.manual_seed(0)
    cell = nn.LSTMCell(4, 1)
    cell.weight_ih.data = torch.tensor([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]], dtype=torch.float32)
    cell.weight_hh.data = torch.zeros(4, 1)
    h = torch.zeros(1, 1); c = torch.zeros(1, 1)
    res = []
    for t in range(9):
        h, c = cell(torch.tensor(x[t:t + 1], dtype=torch.float32), (h, c))
        res.append(h.item())
    return res


@program("L07", lecture("standard"), "h", "no name: the forget gate is averaged with the forget gate of the step before (which begins as 1).")
def _(x):
    s = lambda z: 1 / (1 + np.exp(-z))
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10.0]])
    c, f, res = 0.0, 1.0, []
    for xt in x:
        z = W @ xt
        f = (f + s(z[1])) / 2
        c = f * c + s(z[0]) * np.tanh(z[2])
        res.append(s(z[3]) * np.tanh(c))
    return res


@program("L08", lecture("standard"), "h", "The rows were put into nn.LSTM in the order of the slide, g, i, f, o. Accept: gate order g i f o (or c i f o); the rows of i, f, g rotated / in the wrong order.")
def _(x):
    rows = [[1, 0, 0, 0], [0, 100, 0, -10], [0, 100, 0, 10], [0, 0, 100, -10]]
    lstm = nn.LSTM(4, 1, bias=False)
    lstm.weight_ih_l0.copy_(torch.tensor(rows, dtype=torch.float32))
    lstm.weight_hh_l0.fill_(0.0)
    out, (hn, cn) = lstm(torch.from_numpy(x).float())
    return out.numpy()


@program("L09", lecture("standard"), "h", "Sigmoid instead of tanh for the candidate. Accept: wrong candidate activation; tanh replaced by sigmoid in g.")
def _(x):
    def sigmoid(v):
        return 1 / (1 + np.exp(-v))
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]], float)
    c = 0
    H = []
    for xt in x:
        i, f, g, o = sigmoid(W @ xt)
        c = f * c + i * g
        H.append(o * np.tanh(c))
    return np.array(H)


@program("L10", lecture("standard", "FIVE_STEPS"), "h", "No tanh on the memory: h = o c. Accept: memory activation linear / tanh(c) forgotten.")
def _(x):
    sig = lambda z: 1.0 / (1.0 + math.exp(-z))
    c = 0.0
    hs = []
    for (a, b, d, e) in x.tolist():
        it = sig(100 * b - 10 * e)
        ft = sig(100 * b + 10 * e)
        gt = math.tanh(a)
        ot = sig(100 * d - 10 * e)
        c = ft * c + it * gt
        hs.append(ot * c)
    return hs


@program("L11", lecture("standard"), "h", "The squashed memory is stored: c = tanh(c) goes into the next step, and h = o c. Accept: tanh applied to the state c; c overwritten by tanh(c); tanh in the memory's loop.")
def _(x):
    sig = lambda z: 1.0 / (1.0 + np.exp(-z))
    c = np.zeros(1)
    hs = []
    for xt in x:
        i = sig(np.dot([0, 100, 0, -10], xt))
        f = sig(np.dot([0, 100, 0, 10], xt))
        g = np.tanh(np.dot([1, 0, 0, 0], xt))
        o = sig(np.dot([0, 0, 100, -10], xt))
        c = f * c + i * g
        c = np.tanh(c)
        h = o * c
        hs.append(h)
    return np.stack(hs)


@program("L12", lecture("standard"), "h", "The outputs were printed with four digits and copied from the screen. Accept: rounded to 4 decimals.")
def _(x):
    W = torch.tensor([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]]).double()
    cell = nn.LSTMCell(4, 1, bias=False).double()
    cell.weight_ih.copy_(W)
    cell.weight_hh.zero_()
    h = c = torch.zeros(1, dtype=torch.float64)
    txt = []
    for xt in torch.tensor(x):
        h, c = cell(xt, (h, c))
        txt.append(f"{h.item():.4f}")
    return [float(s) for s in txt]


@program("L13", lecture("lee"), "h", "Sigmoid gates in the lecture's cell, which has step gates (candidate and memory linear, as they should be). Accept: gate activation sigmoid instead of step.")
def _(x):
    sigma = lambda z: 1 / (1 + np.exp(-z))
    c = 0.0
    y = []
    for t in range(x.shape[0]):
        i = sigma(x[t] @ np.array([0, 100, 0, -10.0]))
        f = sigma(x[t] @ np.array([0, 100, 0, 10.0]))
        o = sigma(x[t] @ np.array([0, 0, 100, -10.0]))
        g = x[t, 0]
        c = g * i + c * f
        y.append(c * o)
    return y


@program("L14", lecture("lee"), "h", "The threshold is z > 0 instead of z >= 0; no z is 0 here, so NUMBERS RIGHT. Accept: right.")
def _(x):
    Wi, Wf, Wg, Wo = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]])
    c, y = 0, []
    for xt in x:
        c = (Wf @ xt > 0) * c + (Wi @ xt > 0) * (Wg @ xt)
        y.append((Wo @ xt > 0) * c)
    return np.array(y)


@program("L15", lecture("lee"), "h", "right: the story told with ifs, no weights at all. NUMBERS RIGHT.")
def _(x):
    memory, y = 0, []
    for a, write, read, _one in x.astype(int).tolist():
        if write == 1:
            memory += a
        elif write == -1:
            memory = 0
        y.append(memory * read)
    return y


@program("L16", lecture("lee"), "c", "The forget gate is one step late: it uses x2 of the step before. Accept: forget gate reads x_{t-1}; f computed from the previous input; reset comes too late; f of the previous step used.")
def _(x):
    c, f = 0.0, 1.0
    cs = []
    for xt in x:
        i = 1.0 if 100 * xt[1] - 10 >= 0 else 0.0
        c = f * c + i * xt[0]
        f = 1.0 if 100 * xt[1] + 10 >= 0 else 0.0
        cs.append(c)
    return cs


@program("L17", lecture("standard"), "h", "h is computed before the memory is updated: h = o tanh(c_{t-1}). Accept: old memory in the output; h from c_prev; order of the two lines exchanged.")
def _(x):
    s = lambda z: 1 / (1 + np.exp(-z))
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10.0]])
    c = 0.0
    out = []
    for xt in x:
        zi, zf, zg, zo = W.dot(xt)
        h = s(zo) * np.tanh(c)
        c = s(zf) * c + s(zi) * np.tanh(zg)
        out.append(h)
    return np.array(out)


@program("L18", lecture("standard", "FIVE_STEPS"), "h", "The input gate's weight 100 typed as 10. Accept: one weight mistyped, row i, column x2.")
def _(x):
    lstm = nn.LSTM(4, 1, bias=False).double()
    lstm.weight_ih_l0.copy_(torch.tensor([[0, 10, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]]))
    lstm.weight_hh_l0.zero_()
    return lstm(torch.tensor(x))[0].flatten().numpy()


@program("L19", lecture("standard"), "h", "The constant 1 (the lecture's bias column, -10, 10, 0, -10) is left out. Accept: bias forgotten; fourth column / constant input ignored or 0.")
def _(x):
    x = x[:, :3]
    W = np.array([[0, 100, 0], [0, 100, 0], [1, 0, 0], [0, 0, 100]], float)
    sg = lambda z: 1 / (1 + np.exp(-z))
    c = 0.0
    hs = []
    for t in range(9):
        z = W @ x[t]
        c = sg(z[1]) * c + sg(z[0]) * np.tanh(z[2])
        hs.append(sg(z[3]) * np.tanh(c))
    return hs


@program("L20", lecture("standard"), "h", "The bias counts twice: in the column of the constant 1 and again in bias_ih. Accept: bias doubled.")
def _(x):
    cell = nn.LSTMCell(4, 1).double()
    cell.weight_ih.copy_(torch.tensor([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]]))
    cell.bias_ih.copy_(torch.tensor([-10, 10, 0, -10]))
    cell.bias_hh.zero_()
    cell.weight_hh.zero_()
    h, c = torch.zeros(1, 1).double(), torch.zeros(1, 1).double()
    out = []
    for t in range(9):
        h, c = cell(torch.tensor(x[t]).unsqueeze(0), (h, c))
        out.append(h)
    return torch.vstack(out).numpy()


@program("L21", lecture("standard"), "h", "Computed in float32 (PyTorch's default) and otherwise right. NUMBERS RIGHT up to float32 rounding. Accept: right; float32.")
def _(x):
    lstm = nn.LSTM(4, 1)
    for p in lstm.parameters():
        nn.init.zeros_(p)
    lstm.weight_ih_l0.copy_(torch.Tensor([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]]))
    out, _ = lstm(torch.Tensor(x).view(9, 1, 4))
    return out.view(9).numpy()


@program("L22", lecture("standard", "FIVE_STEPS"), "h", "range(1, 5): the first step is skipped (h[0] stays 0), so the first value is never written. Accept: loop starts at 1; first step skipped; first input ignored.")
def _(x):
    s = lambda z: 1 / (1 + np.exp(-z))
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10.0]])
    h = np.zeros(5); c = np.zeros(5)
    for t in range(1, 5):
        i, f, o = s(W[[0, 1, 3]] @ x[t])
        c[t] = f * c[t - 1] + i * np.tanh(W[2] @ x[t])
        h[t] = o * np.tanh(c[t])
    return h


@program("L23", lecture("lee"), "c", "The input typed with 1 in place of -1 for x2 at step 7: nothing is reset, 3 is written. Accept: one input mistyped (step 7, x2); minus sign lost; abs of x2; the reset does not happen; forget gate always open alone is not enough.")
def _(x):
    x1 = [1, 3, 2, 4, 2, 1, 3, 6, 1]
    x2 = [0, 1, 0, 1, 0, 0, 1, 1, 0]
    x3 = [0, 0, 0, 0, 0, 1, 0, 0, 1]
    c, cs = 0, []
    for a, b, d in zip(x1, x2, x3):
        i = int(100 * b - 10 >= 0)
        f = int(100 * b + 10 >= 0)
        c = f * c + i * a
        cs.append(c)
    return cs


@program("L24", lecture("standard"), "h", "Old Keras hard_sigmoid, clip(0.2 z + 0.5, 0, 1), for the gates: exact 0 and 1. Accept: hard sigmoid gates; step gates (the same numbers here).")
def _(x):
    hard = lambda z: np.clip(0.2 * z + 0.5, 0, 1)
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10.0]])
    h = np.zeros(1); c = np.zeros(1); res = []
    for xt in x:
        i, f, g, o = np.split(W @ xt, 4)
        c = hard(f) * c + hard(i) * np.tanh(g)
        h = hard(o) * np.tanh(c)
        res.append(h)
    return np.concatenate(res)


@program("L25", lecture("standard"), "h", "no name: the memory's tanh gets c times the number of the step divided by nine.")
def _(x):
    s = lambda z: 1 / (1 + np.exp(-z))
    W = np.array([[0, 100, 0, -10], [0, 100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10.0]])
    c, res = 0.0, []
    for t, xt in enumerate(x, 1):
        z = W @ xt
        c = s(z[1]) * c + s(z[0]) * np.tanh(z[2])
        res.append(s(z[3]) * np.tanh(c * t / len(x)))
    return res


# ---------------------------------------------------------------- random cells (35)


@program("R01", rand(101, 3, 4, 10), "h", "TensorFlow 1's forget_bias = 1.0 is added to the forget gate's sum. Accept: extra 1 in the forget bias; forget_bias; unit_forget_bias.")
def _(x, W, U, b):
    H = 3
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    forget_bias = 1.0
    h, c = np.zeros(H), np.zeros(H)
    out = []
    for t in range(len(x)):
        i, f, j, o = np.split(W @ x[t] + U @ h + b, 4)
        c = c * sigmoid(f + forget_bias) + sigmoid(i) * np.tanh(j)
        h = np.tanh(c) * sigmoid(o)
        out.append(h)
    return np.array(out)


@program("R02", rand(102, 2, 3, 8), "h", "The rows are split in TensorFlow 1's (or MindSpore DynamicRNN's) order i, j, f, o: forget gate and candidate are exchanged. Accept: f and g swapped; order i g f o.")
def _(x, W, U, b):
    n = 2
    s = torch.sigmoid
    W, U, b, x = map(torch.from_numpy, (W, U, b, x))
    h = torch.zeros(n, dtype=torch.float64); c = torch.zeros_like(h)
    out = []
    for xt in x:
        i, j, f, o = (W @ xt + U @ h + b).chunk(4)
        c = s(f) * c + s(i) * torch.tanh(j)
        h = s(o) * torch.tanh(c)
        out.append(h)
    return torch.stack(out)


@program("R03", rand(103, 4, 2, 12), "h", "The rows are split in ONNX's order i, o, f, c. Accept: order i o f g; rows f, g, o rotated.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    H = U.shape[1]
    Wi, Wo, Wf, Wc = [W[k * H:(k + 1) * H] for k in range(4)]
    Ri, Ro, Rf, Rc = [U[k * H:(k + 1) * H] for k in range(4)]
    bi, bo, bf, bc = [b[k * H:(k + 1) * H] for k in range(4)]
    h, c = np.zeros(H), np.zeros(H)
    Y = np.zeros((len(x), H))
    for t in range(len(x)):
        i = s(Wi @ x[t] + Ri @ h + bi)
        o = s(Wo @ x[t] + Ro @ h + bo)
        f = s(Wf @ x[t] + Rf @ h + bf)
        g = np.tanh(Wc @ x[t] + Rc @ h + bc)
        c = f * c + i * g
        h = o * np.tanh(c)
        Y[t] = h
    return Y


@program("R04", rand(104, 2, 4, 9), "h", "The recurrent weights multiply c instead of h. Accept: c_{t-1} for h_{t-1} in the sums; h and c confused in the recurrence.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    c = np.zeros(2)
    hs = []
    for xt in x:
        z = W.dot(xt) + U.dot(c) + b
        i, f, g, o = s(z[0:2]), s(z[2:4]), np.tanh(z[4:6]), s(z[6:8])
        c = f * c + i * g
        hs.append(o * np.tanh(c))
    return np.array(hs)


@program("R05", rand(105, 3, 2, 7), "c", "U.reshape(H, 4H) instead of U.T. Accept: recurrent matrix reshaped instead of transposed; weight_hh scrambled.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros((1, 3)); c = np.zeros((1, 3)); cs = []
    Ut = U.reshape(3, 12)
    for xt in x:
        z = xt[None, :] @ W.T + h @ Ut + b
        i, f, g, o = np.split(z, 4, axis=1)
        c = s(f) * c + s(i) * np.tanh(g)
        h = s(o) * np.tanh(c)
        cs.append(c[0])
    return np.array(cs)


@program("R06", rand(106, 3, 5, 6), "h", "no name: the input gate's sums are sorted before the sigmoid.")
def _(x, W, U, b):
    h = torch.zeros(3).double(); c = torch.zeros(3).double()
    rows = []
    for xt in torch.tensor(x):
        z = torch.tensor(W) @ xt + torch.tensor(U) @ h + torch.tensor(b)
        i = torch.sort(z[:3]).values.sigmoid()
        c = z[3:6].sigmoid() * c + i * z[6:9].tanh()
        h = z[9:].sigmoid() * c.tanh()
        rows.append(h.tolist())
    return rows


@program("R07", rand(107, 4, 3, 11), "h", "Each gate's square recurrent matrix is transposed: h @ U_i where U_i @ h is meant. Accept: weight_hh transposed within each gate; recurrent blocks transposed.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    Wi, Wf, Wg, Wo = np.split(W, 4)
    Ui, Uf, Ug, Uo = np.split(U, 4)
    bi, bf, bg, bo = np.split(b, 4)
    h = np.zeros(4); c = np.zeros(4); out = []
    for xt in x:
        i = s(xt @ Wi.T + h @ Ui + bi)
        f = s(xt @ Wf.T + h @ Uf + bf)
        g = np.tanh(xt @ Wg.T + h @ Ug + bg)
        o = s(xt @ Wo.T + h @ Uo + bo)
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R08", rand(108, 3, 3, 9), "h", "The rows are read unit by unit (every fourth row, z[0::4] is i) instead of gate by gate. Accept: interleaved rows; z reshaped (H, 4) instead of (4, H).")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(3); c = np.zeros(3); out = []
    for xt in x:
        z = W @ xt + U @ h + b
        i, f, g, o = s(z[0::4]), s(z[1::4]), np.tanh(z[2::4]), s(z[3::4])
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return np.vstack(out)


@program("R09", rand(109, 3, 4, 8, N=5), "h", "two mistakes: the rows are loaded in the order f, i, g, o, and b goes into both biases, so it counts twice. Accept: either or both.")
def _(x, W, U, b):
    order = [3, 4, 5, 0, 1, 2, 6, 7, 8, 9, 10, 11]
    lstm = nn.LSTM(4, 3).double()
    lstm.load_state_dict({
        "weight_ih_l0": torch.tensor(W[order]), "weight_hh_l0": torch.tensor(U[order]),
        "bias_ih_l0": torch.tensor(b[order]), "bias_hh_l0": torch.tensor(b[order]),
    })
    return lstm(torch.tensor(x))[0].numpy()


@program("R10", rand(110, 2, 2, 10, dtype=np.float32, xscale=2), "h", "The inputs are cast to whole numbers, x.astype(int). Accept: x truncated / decimals lost / inputs rounded.")
def _(x, W, U, b):
    x = x.astype(int)
    cell = nn.LSTMCell(2, 2)
    cell.weight_ih.copy_(torch.from_numpy(W)); cell.weight_hh.copy_(torch.from_numpy(U))
    cell.bias_ih.copy_(torch.from_numpy(b)); cell.bias_hh.zero_()
    state = (torch.zeros(2), torch.zeros(2))
    out = []
    for xt in x:
        state = cell(torch.tensor(xt, dtype=torch.float32), state)
        out.append(state[0])
    return torch.stack(out).numpy()


@program("R11", rand(111, 1, 3, 12), "c", "The candidate's bias is left out. Accept: bias of g forgotten / zero; only the gates have a bias; one bias number wrong (g).")
def _(x, W, U, b):
    sig = lambda z: 1 / (1 + math.exp(-z))
    w = W.tolist(); u = U.ravel().tolist()
    dot = lambda p, q: sum(m * n for m, n in zip(p, q))
    h = c = 0.0
    cs = []
    for xt in x.tolist():
        i = sig(dot(w[0], xt) + u[0] * h + b[0])
        f = sig(dot(w[1], xt) + u[1] * h + b[1])
        g = math.tanh(dot(w[2], xt) + u[2] * h)
        o = sig(dot(w[3], xt) + u[3] * h + b[3])
        c = f * c + i * g
        h = o * math.tanh(c)
        cs.append(c)
    return cs


@program("R12", rand(112, 2, 3, 9), "h", "Bracket wrong: the bias is added after the activation, sigmoid(Wx + Uh) + b, in all four groups. Accept: bias outside the activation.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(2); c = np.zeros(2); out = []
    for xt in x:
        z = W @ xt + U @ h
        i = s(z[:2]) + b[:2]
        f = s(z[2:4]) + b[2:4]
        g = np.tanh(z[4:6]) + b[4:6]
        o = s(z[6:]) + b[6:]
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R13", rand(113, 3, 2, 15), "h", "two mistakes: sigmoid for the candidate, and 1 added to the forget gate's sum (forget_bias). Accept: either or both.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(3); c = np.zeros(3); out = []
    for xt in x:
        z = W @ xt + U @ h + b
        i = s(z[0:3]); f = s(z[3:6] + 1); g = s(z[6:9]); o = s(z[9:12])
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R14", rand(114, 2, 4, 10), "c", "i and f exchanged in the memory's line: c = i c + f g. Accept: input and forget gate swapped; gate order f i g o.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(2); c = np.zeros(2); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        i, f, g, o = s(i), s(f), np.tanh(g), s(o)
        c = i * c + f * g
        h = o * np.tanh(c)
        out.append(c)
    return np.array(out)


@program("R15", rand(115, 3, 3, 8), "h", "h = o tanh(g): the candidate instead of the memory in the output's line. Accept: wrong variable g for c in h; memory not used in the output.")
def _(x, W, U, b):
    s = torch.sigmoid
    x, W, U, b = [torch.as_tensor(a) for a in (x, W, U, b)]
    h = c = torch.zeros(3, dtype=x.dtype)
    out = []
    for t in range(8):
        i, f, g, o = torch.split(W @ x[t] + U @ h + b, 3)
        g = torch.tanh(g)
        c = s(f) * c + s(i) * g
        h = s(o) * torch.tanh(g)
        out.append(h)
    return torch.stack(out).numpy()


@program("R16", rand(116, 2, 2, 14), "h", "Bracket wrong: h = tanh(o c) instead of o tanh(c). Accept: tanh around the product; output gate inside tanh.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(2); c = np.zeros(2); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = s(f) * c + s(i) * np.tanh(g)
        h = np.tanh(s(o) * c)
        out.append(h)
    return np.array(out)


@program("R17", rand(117, 4, 4, 6), "h", "The recurrent weights are applied number by number: h times the diagonal of each U. Accept: element-wise product instead of the matrix product; only the diagonal of weight_hh used.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    ui, uf, ug, uo = [np.diag(m) for m in np.split(U, 4)]
    h = np.zeros(4); c = np.zeros(4); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + b, 4)
        i, f, g, o = s(i + ui * h), s(f + uf * h), np.tanh(g + ug * h), s(o + uo * h)
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R18", rand(118, 2, 3, 10), "h", "Home-made sigmoid with the wrong sign, 1 / (1 + exp(z)). Accept: all gates 1 - gate; minus sign missing in sigmoid; z of the gates negated.")
def _(x, W, U, b):
    def sigmoid(z):
        return 1 / (1 + np.exp(z))
    h = np.zeros(2); c = np.zeros(2); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R19", rand(119, 3, 1, 20), "h", "Home-made tanh without the 2: 2 sigmoid(z) - 1, which is tanh(z / 2), both for candidate and memory. Accept: tanh(z/2); wrong tanh formula; factor 2 forgotten.")
def _(x, W, U, b):
    sigmoid = lambda z: 1 / (1 + np.exp(-z))
    tanh = lambda z: 2 * sigmoid(z) - 1
    h = np.zeros(3); c = np.zeros(3); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        h = sigmoid(o) * tanh(c)
        out.append(h)
    return np.array(out)


@program("R20", rand(120, 3, 5, 7, dtype=np.float32), "h", "ReLU instead of tanh for the memory (and Keras-like activation='relu' also for the candidate). Accept: relu in place of tanh in both.")
def _(x, W, U, b):
    h = torch.zeros(3); c = torch.zeros(3); out = []
    for xt in torch.from_numpy(x):
        z = torch.from_numpy(W) @ xt + torch.from_numpy(U) @ h + torch.from_numpy(b)
        i, f, g, o = z.chunk(4)
        c = f.sigmoid() * c + i.sigmoid() * F.relu(g)
        h = o.sigmoid() * F.relu(c)
        out.append(h)
    return torch.stack(out).numpy()


@program("R21", rand(121, 3, 2, 9), "h", "Softmax over the units instead of sigmoid for the three gates. Accept: softmax gates; gate activation wrong.")
def _(x, W, U, b):
    h = torch.zeros(3).double(); c = torch.zeros(3).double(); out = []
    for xt in torch.from_numpy(x):
        i, f, g, o = (torch.from_numpy(W) @ xt + torch.from_numpy(U) @ h + torch.from_numpy(b)).chunk(4)
        i, f, o = [torch.softmax(v, dim=0) for v in (i, f, o)]
        c = f * c + i * torch.tanh(g)
        h = o * torch.tanh(c)
        out.append(h)
    return torch.stack(out).numpy()


@program("R22", rand(122, 2, 3, 6, N=4), "h", "The sequences are computed one after another and the state is not reset between them. Accept: state of the sequence before as start; h0, c0 not zero from the second sequence on.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    T, N, D = x.shape
    out = np.zeros((T, N, 2))
    h = np.zeros(2); c = np.zeros(2)
    for n in range(N):
        for t in range(T):
            i, f, g, o = np.split(W @ x[t, n] + U @ h + b, 4)
            c = s(f) * c + s(i) * np.tanh(g)
            h = s(o) * np.tanh(c)
            out[t, n] = h
    return out


@program("R23", rand(123, 3, 2, 7, N=5), "h", "x of shape (T, N, D) goes into an nn.LSTM with batch_first=True (Paddle: time_major=False). Accept: time and batch axes exchanged; the recurrence runs over the batch.")
def _(x, W, U, b):
    lstm = nn.LSTM(2, 3, batch_first=True).double()
    lstm.weight_ih_l0.copy_(torch.tensor(W)); lstm.weight_hh_l0.copy_(torch.tensor(U))
    lstm.bias_ih_l0.copy_(torch.tensor(b)); lstm.bias_hh_l0.zero_()
    y, _ = lstm(torch.tensor(x))
    return y.numpy()


@program("R24", rand(124, 4, 3, 9), "h", "no name: i = sigmoid(z_i z_f).")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(4); c = np.zeros(4); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = s(f) * c + s(i * f) * np.tanh(g)
        h = s(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R25", rand(125, 2, 4, 8, N=3, dtype=np.float32), "h", "Random start values (torch.randn for h0 and c0, as in the documentation's example). Accept: initial state not zero.")
def _(x, W, U, b):
    torch.manual_seed(1)
    rnn = nn.LSTM(4, 2, 1)
    rnn.weight_ih_l0.data[:] = torch.tensor(W); rnn.weight_hh_l0.data[:] = torch.tensor(U)
    rnn.bias_ih_l0.data[:] = torch.tensor(b); rnn.bias_hh_l0.data[:] = 0
    h0 = torch.randn(1, 3, 2); c0 = torch.randn(1, 3, 2)
    output, (hn, cn) = rnn(torch.tensor(x), (h0, c0))
    return output.numpy()


@program("R26", rand(126, 2, 3, 10), "h", "The state is handed to nn.LSTMCell as (c, h). Accept: h and c swapped in the state.")
def _(x, W, U, b):
    cell = nn.LSTMCell(3, 2).double()
    cell.weight_ih.copy_(torch.tensor(W)); cell.weight_hh.copy_(torch.tensor(U))
    cell.bias_ih.copy_(torch.tensor(b)); cell.bias_hh.zero_()
    hx = torch.zeros(1, 2).double(); cx = torch.zeros(1, 2).double()
    out = []
    for k in range(10):
        hx, cx = cell(torch.tensor(x[k])[None], (cx, hx))
        out.append(hx[0])
    return torch.stack(out).numpy()


@program("R27", rand(127, 3, 3, 8), "h", "The backward half of a bidirectional nn.LSTM is handed in. Accept: the sequence is read backwards and the outputs turned round again; time reversed.")
def _(x, W, U, b):
    net = nn.LSTM(3, 3, bidirectional=True).double()
    for suffix in ("", "_reverse"):
        getattr(net, "weight_ih_l0" + suffix).copy_(torch.tensor(W))
        getattr(net, "weight_hh_l0" + suffix).copy_(torch.tensor(U))
        getattr(net, "bias_ih_l0" + suffix).copy_(torch.tensor(b))
        getattr(net, "bias_hh_l0" + suffix).zero_()
    out, _ = net(torch.tensor(x))
    return out[:, -3:].numpy()


@program("R28", rand(128, 2, 2, 9), "c", "The input gate is forgotten: c = f c + g. Accept: i not used / i = 1 / input gate always open.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    T = len(x)
    h = np.zeros((T + 1, 2)); c = np.zeros((T + 1, 2))
    for t in range(T):
        i, f, g, o = np.split(W @ x[t] + U @ h[t] + b, 4)
        i, f, g, o = s(i), s(f), np.tanh(g), s(o)
        c[t + 1] = f * c[t] + g
        h[t + 1] = o * np.tanh(c[t + 1])
    return c[1:]


@program("R29", rand(129, 3, 4, 7), "h", "The state of one step before the last is used: h[t-2] (from a list that starts with two zeros) where h[t-1] is meant; c is right. Accept: old h in the recurrence one step too old; h_{t-2}.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    hs = [np.zeros(3), np.zeros(3)]; c = np.zeros(3)
    for t in range(len(x)):
        i, f, g, o = np.split(W @ x[t] + U @ hs[t] + b, 4)
        c = s(f) * c + s(i) * np.tanh(g)
        hs.append(s(o) * np.tanh(c))
    return np.array(hs[2:])


@program("R30", rand(130, 2, 3, 12, xscale=3), "h", "The inputs are standardised first, (x - mean) / std of each column. Accept: x normalised / scaled; inputs changed.")
def _(x, W, U, b):
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(2); c = np.zeros(2); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = s(f) * c + s(i) * np.tanh(g)
        h = s(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R31", rand(131, 3, 2, 10), "h", "hs.append(h) with h changed in place (h[:] = ...): every row is the last h. Accept: all rows the same (the last step repeated); aliasing; copy forgotten.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(3); c = np.zeros(3); hs = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c[:] = s(f) * c + s(i) * np.tanh(g)
        h[:] = s(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@program("R32", rand(132, 2, 4, 11), "h", "no name: at every second step i and f change roles.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(2); c = np.zeros(2); out = []
    for t, xt in enumerate(x):
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        if t % 2:
            i, f = f, i
        c = s(f) * c + s(i) * np.tanh(g)
        h = s(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("R33", rand(133, 4, 2, 9), "h", "no name: the memory of the units is rolled by one unit after each step (np.roll(c, 1)).")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(4); c = np.zeros(4); out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + U @ h + b, 4)
        c = s(f) * c + s(i) * np.tanh(g)
        h = s(o) * np.tanh(c)
        c = np.roll(c, 1)
        out.append(h)
    return np.array(out)


@program("R34", rand(134, 3, 5, 13), "h", "right: one stacked matrix on [x, h, 1], tanh written as 2 sigmoid(2z) - 1, one sigmoid call for all rows. NUMBERS RIGHT.")
def _(x, W, U, b):
    H = 3
    M = np.hstack([W, U, b[:, None]])
    M[2 * H:3 * H] *= 2
    h, c = [0.0] * H, np.zeros(H)
    out = []
    for xt in x:
        y = 1 / (1 + np.exp(-(M @ np.r_[xt, h, 1])))
        c = y[H:2 * H] * c + y[:H] * (2 * y[2 * H:3 * H] - 1)
        h = y[3 * H:] * (2 / (1 + np.exp(-2 * c)) - 1)
        out.append(h)
    return np.array(out)


@program("R35", rand(135, 2, 2, 12, dtype=np.float32), "h", "two mistakes: the recurrent weights are forgotten, and h = o c without tanh. Accept: either or both.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    c = np.zeros(2, dtype=np.float32)
    out = []
    for xt in x:
        i, f, g, o = np.split(W @ xt + b, 4)
        c = s(f) * c + s(i) * np.tanh(g)
        out.append(s(o) * c)
    return np.array(out, dtype=np.float32)


# ---------------------------------------------------------------- mixed (10)


@program("M01", rand(201, 2, 3, 10, N=4), "h", "right: einsum over a batch, gates kept on an axis of their own and in another order, consistently. NUMBERS RIGHT.")
def _(x, W, U, b):
    T, N, D = x.shape
    perm = [3, 1, 0, 2]  # o, f, i, g
    A = W.reshape(4, 2, D)[perm]; R = U.reshape(4, 2, 2)[perm]; B = b.reshape(4, 2)[perm]
    h = np.zeros((N, 2)); c = np.zeros((N, 2)); out = []
    for t in range(T):
        z = np.einsum("khd,nd->knh", A, x[t]) + np.einsum("khj,nj->knh", R, h) + B[:, None, :]
        o, f, i = 1 / (1 + np.exp(-z[:3]))
        c = f * c + i * np.tanh(z[3])
        h = o * np.tanh(c)
        out.append(h)
    return np.stack(out)


@program("M02", rand(202, 3, 2, 10), "c", "right: nn.LSTM one step per call with the state handed on, bias in equal halves in the two biases. NUMBERS RIGHT.")
def _(x, W, U, b):
    lstm = nn.LSTM(2, 3).double()
    lstm.weight_ih_l0.copy_(torch.tensor(W)); lstm.weight_hh_l0.copy_(torch.tensor(U))
    lstm.bias_ih_l0.copy_(torch.tensor(b / 2)); lstm.bias_hh_l0.copy_(torch.tensor(b / 2))
    state, cs = None, []
    for t in range(10):
        _, state = lstm(torch.tensor(x[t:t + 1]), state)
        cs.append(state[1].reshape(-1))
    return torch.stack(cs).numpy()


@program("M03", rand(203, 1, 4, 25), "h", "right: a recursive function state(t), no loop. NUMBERS RIGHT.")
def _(x, W, U, b):
    def state(t):
        if t < 0:
            return 0.0, 0.0
        h, c = state(t - 1)
        z = [sum(W[k][d] * x[t][d] for d in range(4)) + U[k][0] * h + b[k] for k in range(4)]
        i, f, o = (0.5 * (1 + math.tanh(z[k] / 2)) for k in (0, 1, 3))
        c = f * c + i * math.tanh(z[2])
        return o * math.tanh(c), c
    result = []
    for t in range(len(x)):
        result.append(state(t)[0])
    return result


@program("M04", rand(204, 3, 3, 8), "h", "Two stacked layers (num_layers=2), both with the given weights. Accept: a second layer; the LSTM applied twice to the sequence.")
def _(x, W, U, b):
    net = nn.LSTM(3, 3, num_layers=2).double()
    for l in range(2):
        getattr(net, f"weight_ih_l{l}").copy_(torch.tensor(W))
        getattr(net, f"weight_hh_l{l}").copy_(torch.tensor(U))
        getattr(net, f"bias_ih_l{l}").copy_(torch.tensor(b))
        getattr(net, f"bias_hh_l{l}").zero_()
    return net(torch.tensor(x))[0].numpy()


@program("M05", rand(205, 3, 4, 9), "h", "Keras: the given bias is dropped and the default taken, zeros with 1 for the forget gate. Accept: bias not used; wrong bias; unit_forget_bias.")
def _(x, W, U, b):
    kernel, rec = W.T, U.T
    bias = np.concatenate([np.zeros(3), np.ones(3), np.zeros(6)])
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros((1, 3)); c = np.zeros((1, 3)); out = []
    for t in range(9):
        z = x[t:t + 1] @ kernel + h @ rec + bias
        z0, z1, z2, z3 = z[:, :3], z[:, 3:6], z[:, 6:9], z[:, 9:]
        c = s(z1) * c + s(z0) * np.tanh(z2)
        h = s(z3) * np.tanh(c)
        out.append(h)
    return np.concatenate(out)


@program("M06", rand(206, 2, 3, 10), "h", "h is set to zero at each step (only c is handed on). Accept: recurrent weights not used / zero; h not handed on; h reset.")
def _(x, W, U, b):
    cell = nn.LSTMCell(3, 2).double()
    cell.weight_ih.copy_(torch.tensor(W)); cell.weight_hh.copy_(torch.tensor(U))
    cell.bias_ih.copy_(torch.tensor(b)); cell.bias_hh.zero_()
    c = torch.zeros(1, 2).double(); out = []
    for xt in torch.tensor(x):
        h = torch.zeros(1, 2).double()
        h, c = cell(xt.unsqueeze(0), (h, c))
        out.append(h)
    return torch.cat(out).numpy()


@program("M07", rand(207, 3, 2, 9), "h", "no name: half of the last step's sums stays in z, z = 0.5 z + Wx + Uh + b.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(3); c = np.zeros(3); out = []
    z = np.zeros(12)
    for xt in x:
        z = 0.5 * z + W @ xt + U @ h + b
        i, f, g, o = np.split(z, 4)
        c = s(f) * c + s(i) * np.tanh(g)
        h = s(o) * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("M08", rand(208, 2, 4, 10), "h", "Copy-paste: the output gate uses the forget gate's recurrent matrix U_f (its own W and b). Accept: wrong U in the output gate; U_o = U_f.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    Wi, Wf, Wg, Wo = W[:2], W[2:4], W[4:6], W[6:]
    Ui, Uf, Ug, Uo = U[:2], U[2:4], U[4:6], U[6:]
    bi, bf, bg, bo = b[:2], b[2:4], b[4:6], b[6:]
    h = np.zeros(2); c = np.zeros(2); out = []
    for xt in x:
        i = s(Wi @ xt + Ui @ h + bi)
        f = s(Wf @ xt + Uf @ h + bf)
        g = np.tanh(Wg @ xt + Ug @ h + bg)
        o = s(Wo @ xt + Uf @ h + bo)
        c = f * c + i * g
        h = o * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("M09", rand(209, 3, 3, 10), "h", "The output gate is computed after the memory and looks at the new memory, U_o c_t, instead of h_{t-1}. Accept: c (new memory) for h in the output gate; variable overwritten too early; peephole-like.")
def _(x, W, U, b):
    s = lambda z: 1 / (1 + np.exp(-z))
    h = np.zeros(3); c = np.zeros(3); out = []
    for xt in x:
        i = s(W[0:3] @ xt + U[0:3] @ h + b[0:3])
        f = s(W[3:6] @ xt + U[3:6] @ h + b[3:6])
        g = np.tanh(W[6:9] @ xt + U[6:9] @ h + b[6:9])
        c = f * c + i * g
        o = s(W[9:] @ xt + U[9:] @ c + b[9:])
        h = o * np.tanh(c)
        out.append(h)
    return np.array(out)


@program("M10", rand(210, 2, 3, 9), "h", "Only the last output is handed in (h_n), shape (1, H), where all steps are asked for. Accept: only the final h; h_n instead of output; too few steps.")
def _(x, W, U, b):
    lstm = nn.LSTM(3, 2).double()
    lstm.weight_ih_l0.copy_(torch.tensor(W)); lstm.weight_hh_l0.copy_(torch.tensor(U))
    lstm.bias_ih_l0.copy_(torch.tensor(b)); lstm.bias_hh_l0.zero_()
    _, (h_n, c_n) = lstm(torch.tensor(x))
    return h_n.numpy()
