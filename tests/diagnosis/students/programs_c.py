"""60 programs as students write them.

PROGRAMS: list of dicts name, truth, cell (function), x (array), of ("h" or "c"), answer (function).
"""

import numpy as np
import torch
from torch import nn

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS

PROGRAMS = []


def LEE(x=NINE_STEPS):
    return lt.LSTMCell.lee, np.array(x)


def STD(x=NINE_STEPS):
    return lt.LSTMCell.standard, np.array(x)


def slides(seed, T):
    """A sequence in the lecture's style: x1 integer, x2 in -1..1, x3 in 0..1, constant 1."""
    r = np.random.default_rng(seed)
    return np.stack([r.integers(1, 10, T), r.choice([-1, 0, 0, 1, 1], T), r.integers(0, 2, T), np.ones(T)], 1).astype(float)


def R(seed, D, H, T, N=None, scale=0.8, dtype=float, bias=True, rec=True, **acts):
    r = np.random.default_rng(seed)
    W = r.normal(0, scale, (4 * H, D)).astype(dtype)
    U = (r.normal(0, scale, (4 * H, H)) * rec).astype(dtype)
    b = (r.normal(0, scale, 4 * H) * bias).astype(dtype)
    x = r.normal(0, 1, (T, D) if N is None else (T, N, D)).astype(dtype)
    return (lambda: lt.LSTMCell(W.copy(), U.copy(), b.copy(), **acts)), x


def P(name, truth, setting, of="h"):
    make, x = setting

    def add(student):
        def answer():
            cell = make()
            return student(cell.weight_ih.copy(), cell.weight_hh.copy(), cell.bias.copy(), x.copy())

        PROGRAMS.append(dict(name=name, truth=truth, cell=make, x=x, of=of, answer=answer, student=student))
        return student

    return add


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# ------------------------------------------------------------------ the lecture's weights


@P("b01", "Forget gate read as 'how much to forget': c = (1 - f) * c + i * g. Accept: forget gate inverted / 1 - f / "
   "forget gate's meaning the wrong way round. On these inputs exactly the numbers of c = i * g (memory never kept, reset at "
   "every step), which is just as good a name here.", LEE(), "c")
def _(W, U, b, x):
    wi, wf, wg, wo = W
    c = 0
    cs = []
    for t in range(len(x)):
        i = 1 if wi @ x[t] >= 0 else 0
        f = 1 if wf @ x[t] >= 0 else 0
        c = c * (1 - f) + i * (wg @ x[t])
        cs.append(c)
    return cs


@P("b02", "RIGHT numbers: gates open at z > 0 instead of z >= 0, but no sum is exactly 0 in these inputs. "
   "Nothing should be named.", LEE())
def _(W, U, b, x):
    c, y = 0.0, []
    for row in x:
        zi, zf, zg, zo = W.dot(row)
        if zf > 0:
            keep = c
        else:
            keep = 0
        if zi > 0:
            keep = keep + zg
        c = keep
        y.append(c if zo > 0 else 0)
    return y


@P("b03", "Writing replaces the memory instead of adding to it: if the input gate is open, c = g. Accept: overwrites / "
   "old memory lost when writing / c = i*g + (1-i)*f*c. "
   "On these inputs h is also that of a mistyped input (x1 or x2 of step 2 is 0); a program that names this is not wrong in its numbers.", LEE())
def _(W, U, b, x):
    c, y = 0, []
    for row in x:
        if W[0] @ row >= 0:
            c = W[2] @ row
        elif W[1] @ row < 0:
            c = 0
        y.append(c if W[3] @ row >= 0 else 0)
    return y


@P("b04", "Hands in the memory BEFORE the step (the slide's blue row, c_{t-1}) as c. Accept: memory before the step / "
   "one step late / shifted.", STD(), "c")
def _(W, U, b, x):
    c = 0.0
    memory = []
    for x_t in x:
        memory.append(c)
        i, f, o = sigmoid(W[[0, 1, 3]] @ x_t)
        g = np.tanh(W[2] @ x_t)
        c = f * c + i * g
    return memory


@P("b05", "No tanh at the output: h = o * c. Accept: memory activation (second tanh) left out / linear.", STD())
def _(W, U, b, x):
    c, out = 0, []
    for x_t in x:
        i = sigmoid(W[0] @ x_t)
        f = sigmoid(W[1] @ x_t)
        g = np.tanh(W[2] @ x_t)
        o = sigmoid(W[3] @ x_t)
        c = f * c + i * g
        out.append(o * c)
    return np.array(out)


@P("b06", "Constant 1 put in FRONT of x1, x2, x3 while the weights have it last: the inputs rolled by one column. Accept: "
   "columns of x (or of weight_ih) in the wrong order / rolled / constant in the wrong place.", STD(slides(6, 12)))
def _(W, U, b, x):
    data = x[:, :3]
    X = np.hstack([np.ones((len(data), 1)), data])
    h, c = 0.0, 0.0
    hs = []
    for t in range(X.shape[0]):
        z = W @ X[t]
        i, f, g, o = sigmoid(z[0]), sigmoid(z[1]), np.tanh(z[2]), sigmoid(z[3])
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append([h])
    return hs


@P("b07", "Constant 1 (so the thresholds -10 and +10) left out: only x1, x2, x3 used. Accept: constant input / "
   "fourth column / bias left out. With step gates z = 0 opens the gate.", LEE())
def _(W, U, b, x):
    c, ys = 0, []
    for x1, x2, x3 in x[:, :3].tolist():
        i = 1 * (100 * x2 >= 0)
        f = 1 * (100 * x2 >= 0)
        o = 1 * (100 * x3 >= 0)
        c = f * c + i * x1
        ys.append(o * c)
    return ys


@P("b08", "Lecture's step gates wanted, sigmoid gates used (candidate and memory stay linear). Accept: gates soft, "
   "sigmoid instead of step. "
   "(Printed with 6 decimals, which is not the mistake.)", LEE())
def _(W, U, b, x):
    c, ys = 0, []
    for x_t in x:
        zi, zf, zg, zo = W @ x_t
        c = sigmoid(zf) * c + sigmoid(zi) * zg
        ys.append(round(sigmoid(zo) * c, 6))
    return ys


@P("b09", "Standard cell wanted, the lecture's hand calculation (step gates, no tanh at all) handed in. Accept: lee instead "
   "of standard / linear candidate and memory with hard gates. Two or three activations at once.", STD())
def _(W, U, b, x):
    c, ys = 0, []
    for x1, x2, x3, _ in x:
        if x2 == 1:
            c = c + x1
        if x2 == -1:
            c = 0
        ys.append(c if x3 == 1 else 0)
    return ys


@P("b10", "Right, but rounded to 2 decimals. Accept: rounded / only two digits.", STD())
def _(W, U, b, x):
    c, ys = 0, []
    for x_t in x:
        zi, zf, zg, zo = W @ x_t
        c = sigmoid(zf) * c + sigmoid(zi) * np.tanh(zg)
        ys.append(round(float(sigmoid(zo) * np.tanh(c)), 2))
    return ys


@P("b11", "c = 0 stands inside the loop: the memory is reset at every step. Accept: state not carried over / memory reset / "
   "forget term f*c missing (the same numbers, as weight_hh is 0; also same as h and c reset). "
   "All the numbers are below 1e-4.", STD())
def _(W, U, b, x):
    hs = []
    for t in range(9):
        c = 0
        z = W @ x[t]
        i = 1 / (1 + np.exp(-z[0]))
        f = 1 / (1 + np.exp(-z[1]))
        g = np.tanh(z[2])
        o = 1 / (1 + np.exp(-z[3]))
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return hs


@P("b12", "List starts with the initial value 0, so T+1 = 10 numbers: the state before the first step is handed in too. "
   "Accept: one number too many at the start / initial state included / wrong length.", STD())
def _(W, U, b, x):
    h, c = [0.0], [0.0]
    for t in range(1, len(x) + 1):
        z = W @ x[t - 1]
        c.append(sigmoid(z[1]) * c[t - 1] + sigmoid(z[0]) * np.tanh(z[2]))
        h.append(sigmoid(z[3]) * np.tanh(c[t]))
    return h


@P("b13", "RIGHT: nn.LSTMCell over three inputs, the constant's column of weights put into bias_ih; float32. "
   "Nothing should be named.", STD(slides(13, 10)), "c")
def _(W, U, b, x):
    cell = nn.LSTMCell(3, 1)
    with torch.no_grad():
        cell.weight_ih.copy_(torch.tensor(W[:, :3]))
        cell.weight_hh.zero_()
        cell.bias_ih.copy_(torch.tensor(W[:, 3]))
        cell.bias_hh.zero_()
        h, c, cs = torch.zeros(1, 1), torch.zeros(1, 1), []
        for row in torch.tensor(x[:, :3], dtype=torch.float32):
            h, c = cell(row[None], (h, c))
            cs.append(c)
    return torch.cat(cs)


def whole(setting):
    make, x = setting
    return make, np.round(3 * x)


@P("b14", "Memory kept in an integer array (made like x, which was cast to int; x itself is whole numbers anyway): c is truncated towards 0 at "
   "every step and goes on so. Accept: integer dtype / truncated / c rounded.",
   whole(R(14, 3, 1, 12, candidate_activation="linear")), "c")
def _(W, U, b, x):
    x = x.astype(int)
    c = np.zeros(len(x) + 1, dtype=x.dtype)
    h = np.zeros(len(x) + 1)
    for t in range(len(x)):
        z = W @ x[t] + U[:, 0] * h[t] + b
        c[t + 1] = sigmoid(z[1]) * c[t] + sigmoid(z[0]) * z[2]
        h[t + 1] = sigmoid(z[3]) * np.tanh(c[t + 1])
    return c[1:]


@P("b15", "Output uses the memory BEFORE the update: h = o * c_{t-1}. On the nine steps of the lecture this gives exactly the RIGHT "
   "h, as nothing is written or wiped where o is open. Nothing need be named; 'right' is right.", LEE())
def _(W, U, b, x):
    c, y = 0, []
    for x_t in x:
        i, f, o = [int(w @ x_t >= 0) for w in (W[0], W[1], W[3])]
        y.append(o * c)
        c = f * c + i * x_t[0]
    return y


@P("b16", "Candidate without tanh: g = z_g (linear). Accept: candidate activation left out / linear.", STD(), "c")
def _(W, U, b, x):
    c, cs = 0, []
    for x_t in x:
        i, f, o = sigmoid(W[[0, 1, 3]].dot(x_t))
        g = W[2].dot(x_t)
        c = f * c + i * g
        cs.append(c)
    return cs


# ------------------------------------------------------------------ orders of the gates, ports


@P("b17", "Rows split in TensorFlow 1's order i, j(=g), f, o: f and g exchanged. Accept: gate order i, g, f, o / f and g swapped.",
   R(17, 3, 2, 8))
def _(W, U, b, x):
    H = U.shape[1]
    h, c = np.zeros(H), np.zeros(H)
    outputs = []
    for t in range(len(x)):
        z = W @ x[t] + U @ h + b
        i, j, f, o = np.split(z, 4)
        c = c * sigmoid(f) + sigmoid(i) * np.tanh(j)
        h = np.tanh(c) * sigmoid(o)
        outputs.append(h)
    return np.array(outputs)


@P("b18", "forget_bias = 1.0 added to the forget gate, from TensorFlow's BasicLSTMCell. Accept: 1 added to the bias of f.",
   R(18, 2, 3, 7))
def _(W, U, b, x, forget_bias=1.0):
    H = U.shape[1]
    h, c = np.zeros(H), np.zeros(H)
    outputs = []
    for x_t in x:
        i, f, j, o = np.split(W @ x_t + U @ h + b, 4)
        c = c * sigmoid(f + forget_bias) + sigmoid(i) * np.tanh(j)
        h = np.tanh(c) * sigmoid(o)
        outputs.append(h)
    return np.stack(outputs)


@P("b19", "Rows split as i, f, o, g (as in many NumPy tutorials): g and o exchanged. Accept: gate order / o and g swapped.",
   R(19, 4, 4, 9))
def _(W, U, b, x):
    H = U.shape[1]
    h = c = np.zeros(H)
    hs = []
    for x_t in x:
        a = W @ x_t + U @ h + b
        i = sigmoid(a[0:H])
        f = sigmoid(a[H:2 * H])
        o = sigmoid(a[2 * H:3 * H])
        g = np.tanh(a[3 * H:4 * H])
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return hs


@P("b20", "Old Keras' hard_sigmoid clip(0.2 z + 0.5, 0, 1) for the gates. Accept: hard sigmoid / Keras' recurrent_activation / "
   "gate activation not sigmoid.", R(20, 3, 2, 10))
def _(W, U, b, x):
    def hard_sigmoid(v):
        return np.clip(0.2 * v + 0.5, 0, 1)

    units = 2
    kernel, rec = W.T, U.T
    h, c = np.zeros(units), np.zeros(units)
    r = []
    for t in range(len(x)):
        z = x[t] @ kernel + h @ rec + b
        z0, z1, z2, z3 = (z[k * units:(k + 1) * units] for k in range(4))
        i, f = hard_sigmoid(z0), hard_sigmoid(z1)
        c = f * c + i * np.tanh(z2)
        o = hard_sigmoid(z3)
        h = o * np.tanh(c)
        r.append(h)
    return np.array(r)


@P("b21", "Andrew Ng's concat [h, x] multiplied with weights concatenated as [weight_ih, weight_hh]; D = H so that nothing fails: "
   "x and h exchanged. Accept: weight_ih and weight_hh exchanged / concat in the wrong order.", R(21, 3, 3, 6))
def _(W, U, b, x):
    n = 3
    Wcat = np.concatenate([W, U], axis=1)
    a_prev, c_prev = np.zeros(n), np.zeros(n)
    a = []
    for xt in x:
        concat = np.concatenate([a_prev, xt])
        z = Wcat @ concat + b
        it, ft = sigmoid(z[:n]), sigmoid(z[n:2 * n])
        cct = np.tanh(z[2 * n:3 * n])
        ot = sigmoid(z[3 * n:])
        c_prev = ft * c_prev + it * cct
        a_prev = ot * np.tanh(c_prev)
        a.append(a_prev)
    return np.array(a)


@P("b22", "Recurrent blocks not transposed: h @ U_k instead of U_k @ h (blocks are square). Accept: weight_hh transposed gate by gate.",
   R(22, 2, 4, 8))
def _(W, U, b, x):
    H = 4
    Wi, Wf, Wg, Wo = np.split(W, 4)
    Ui, Uf, Ug, Uo = np.split(U, 4)
    bi, bf, bg, bo = np.split(b, 4)
    h, c = np.zeros((1, H)), np.zeros((1, H))
    hs = []
    for t in range(x.shape[0]):
        xt = x[t:t + 1]
        i = sigmoid(xt @ Wi.T + h @ Ui + bi)
        f = sigmoid(xt @ Wf.T + h @ Uf + bf)
        g = np.tanh(xt @ Wg.T + h @ Ug + bg)
        o = sigmoid(xt @ Wo.T + h @ Uo + bo)
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.concatenate(hs)


@P("b23", "z.reshape(H, 4): the 4H rows read unit by unit (i,f,g,o of unit 1, then of unit 2 ...) instead of gate by gate. Accept: "
   "rows interleaved / reshape in the wrong order.", R(23, 3, 2, 9))
def _(W, U, b, x):
    H = 2
    h, c = np.zeros(H), np.zeros(H)
    hs = []
    for x_t in x:
        z = (W @ x_t + U @ h + b).reshape(H, 4)
        i, f, g, o = z[:, 0], z[:, 1], z[:, 2], z[:, 3]
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@P("b24", "W.reshape(D, 4H) instead of W.T (needs x @ W). Accept: weight_ih reshaped, not transposed. D = 4, H = 2.",
   R(24, 4, 2, 7))
def _(W, U, b, x):
    D, H = x.shape[1], U.shape[1]
    W = W.reshape(D, 4 * H)
    h, c = np.zeros(H), np.zeros(H)
    out = np.zeros((len(x), H))
    for t in range(len(x)):
        z = x[t] @ W + h @ U.T + b
        i, f, g, o = sigmoid(z[:H]), sigmoid(z[H:2 * H]), np.tanh(z[2 * H:3 * H]), sigmoid(z[3 * H:])
        c = f * c + i * g
        h = o * np.tanh(c)
        out[t] = h
    return out


@P("b25", "RIGHT: Keras-like formulation, kernel transposed, gates i, f, c, o; biases in float64. Nothing should be named.",
   R(25, 5, 3, 15), "c")
def _(W, U, b, x):
    units = U.shape[1]
    kernel, recurrent_kernel = W.T, U.T
    h_tm1, c_tm1 = np.zeros((1, units)), np.zeros((1, units))
    states = []
    for inputs in x:
        z = np.dot(inputs[None], kernel)
        z += np.dot(h_tm1, recurrent_kernel)
        z = z + b
        z0, z1, z2, z3 = np.hsplit(z, 4)
        c = sigmoid(z1) * c_tm1 + sigmoid(z0) * np.tanh(z2)
        h = sigmoid(z3) * np.tanh(c)
        h_tm1, c_tm1 = h, c
        states.append(c)
    return np.array(states)[:, 0]


@P("b26", "RIGHT: sigmoid written as (1 + tanh(z/2)) / 2 and everything in float32, list of lists of rounded-off Python floats. "
   "Nothing should be named.", R(26, 2, 2, 12, dtype=np.float32))
def _(W, U, b, x):
    h = np.zeros(2, np.float32)
    c = np.zeros(2, np.float32)
    res = []
    for x_t in x:
        z = np.einsum("kd,d->k", W, x_t) + (np.einsum("kh,h->k", U, h) + b)
        s = (np.float32(1) + np.tanh(z / 2)) / 2
        c = s[2:4] * c + s[0:2] * np.tanh(z[4:6])
        h = s[6:8] * np.tanh(c)
        res.append(h.tolist())
    return res


@P("b27", "sigmoid written as (1 + tanh(z)) / 2, the half inside forgotten: sigmoid(2z) for all gates. Accept: gates too steep / "
   "gate activation wrong / z of the gates doubled.", R(27, 3, 1, 14))
def _(W, U, b, x):
    h, c = 0.0, 0.0
    hs = []
    for x_t in x:
        zi, zf, zg, zo = W @ x_t + U[:, 0] * h + b
        gate = lambda v: 0.5 * (1 + np.tanh(v))
        c = gate(zf) * c + gate(zi) * np.tanh(zg)
        h = gate(zo) * np.tanh(c)
        hs.append(h)
    return hs


# ------------------------------------------------------------------ formulas


@P("b28", "Bracket wrong: c = f * (c + i * g). Accept: f multiplies the new part too.", R(28, 2, 2, 10))
def _(W, U, b, x):
    h, c = np.zeros(2), np.zeros(2)
    hs = []
    for x_t in x:
        i, f, g, o = np.split(W @ x_t + U @ h + b, 4)
        c = sigmoid(f) * (c + sigmoid(i) * np.tanh(g))
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@P("b29", "i and f exchanged in the update: c = i * c + f * g. Accept: roles of input and forget gate swapped / order f, i, g, o.",
   R(29, 1, 3, 11), "c")
def _(W, U, b, x):
    h, c = np.zeros(3), np.zeros(3)
    cs = []
    for x_t in x:
        z = W @ x_t + U @ h + b
        i, f, g, o = sigmoid(z[:3]), sigmoid(z[3:6]), np.tanh(z[6:9]), sigmoid(z[9:])
        c = i * c + f * g
        h = o * np.tanh(c)
        cs.append(c)
    return np.array(cs)


@P("b30", "h computed before c is updated: h = o * tanh(c_{t-1}), and this h goes back into the gates. Accept: output from the old "
   "memory / lines in the wrong order.", R(30, 3, 2, 8))
def _(W, U, b, x):
    h, c = np.zeros(2), np.zeros(2)
    hs = []
    for x_t in x:
        z = W @ x_t + U @ h + b
        i, f, o = sigmoid(z[0:2]), sigmoid(z[2:4]), sigmoid(z[6:8])
        g = np.tanh(z[4:6])
        h = o * np.tanh(c)
        c = f * c + i * g
        hs.append(h)
    return np.array(hs)


@P("b31", "tanh(o * c) instead of o * tanh(c). Accept: bracket / tanh around the product.", R(31, 4, 1, 12))
def _(W, U, b, x):
    h, c, hs = 0.0, 0.0, []
    for x_t in x:
        z = W @ x_t + U[:, 0] * h + b
        i, f, o = sigmoid(z[[0, 1, 3]])
        c = f * c + i * np.tanh(z[2])
        h = np.tanh(o * c)
        hs.append(h)
    return hs


@P("b32", "The squashed memory is stored: c = tanh(f*c + i*g); h = o*c. Accept: tanh applied to the memory that goes on to the next step. "
   "(First step right, then different.)", R(32, 2, 3, 9, scale=1.2))
def _(W, U, b, x):
    h = c = np.zeros(3)
    hs = []
    for x_t in x:
        i, f, g, o = (W @ x_t + U @ h + b).reshape(4, 3)
        c = np.tanh(sigmoid(f) * c + sigmoid(i) * np.tanh(g))
        h = sigmoid(o) * c
        hs.append(h)
    return hs


@P("b33", "Coupled gates, c = f * c + (1 - f) * g (as in GRU/CIFG): the input gate is not used. Accept: i replaced by 1 - f.",
   R(33, 2, 2, 8))
def _(W, U, b, x):
    h, c = np.zeros(2), np.zeros(2)
    hs = []
    for x_t in x:
        z = W @ x_t + U @ h + b
        f, g, o = sigmoid(z[2:4]), np.tanh(z[4:6]), sigmoid(z[6:])
        c = f * c + (1 - f) * g
        h = o * np.tanh(c)
        hs.append(h)
    return np.vstack(hs)


@P("b34", "Recurrent sum uses the memory: z = W x + U c_{t-1} + b. Accept: c instead of h fed back.", R(34, 3, 3, 10))
def _(W, U, b, x):
    h, c = np.zeros(3), np.zeros(3)
    hs = []
    for x_t in x:
        i, f, g, o = np.split(W @ x_t + U @ c + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@P("b35", "Copy-paste: output gate computed from the forget gate's rows (o = f). Accept: row o is row f / o uses f's weights.",
   R(35, 2, 2, 7))
def _(W, U, b, x):
    Wi, Wf, Wg, Wo = W[0:2], W[2:4], W[4:6], W[6:8]
    Ui, Uf, Ug, Uo = U[0:2], U[2:4], U[4:6], U[6:8]
    bi, bf, bg, bo = b[0:2], b[2:4], b[4:6], b[6:8]
    h, c = np.zeros(2), np.zeros(2)
    hs = []
    for x_t in x:
        i = sigmoid(Wi @ x_t + Ui @ h + bi)
        f = sigmoid(Wf @ x_t + Uf @ h + bf)
        o = sigmoid(Wf @ x_t + Uf @ h + bf)
        g = np.tanh(Wg @ x_t + Ug @ h + bg)
        c = f * c + i * g
        h = o * np.tanh(c)
        hs.append(h)
    return hs


@P("b36", "The candidate lacks its recurrent term (U_g h left out), the three gates have it. Accept: weight_hh of g missing / recurrent "
   "weights of one gate left out.", R(36, 3, 2, 9))
def _(W, U, b, x):
    Wi, Wf, Wc, Wo = np.split(W, 4)
    Ui, Uf, Uc, Uo = np.split(U, 4)
    bi, bf, bc, bo = np.split(b, 4)
    h, C = np.zeros(2), np.zeros(2)
    hs = []
    for x_t in x:
        i = sigmoid(Wi @ x_t + Ui @ h + bi)
        f = sigmoid(Wf @ x_t + Uf @ h + bf)
        C_tilde = np.tanh(Wc @ x_t + bc)
        C = f * C + i * C_tilde
        o = sigmoid(Wo @ x_t + Uo @ h + bo)
        h = o * np.tanh(C)
        hs.append(h)
    return np.array(hs)


@P("b37", "Units updated one after another IN PLACE: unit 2 sees unit 1's new h of the same step. Accept: h overwritten while "
   "still needed / in-place update / new h used in place of the old one for some units.", R(37, 2, 4, 8))
def _(W, U, b, x):
    H = 4
    h, c = np.zeros(H), np.zeros(H)
    hs = []
    for x_t in x:
        for j in range(H):
            i = sigmoid(W[j] @ x_t + U[j] @ h + b[j])
            f = sigmoid(W[H + j] @ x_t + U[H + j] @ h + b[H + j])
            g = np.tanh(W[2 * H + j] @ x_t + U[2 * H + j] @ h + b[2 * H + j])
            o = sigmoid(W[3 * H + j] @ x_t + U[3 * H + j] @ h + b[3 * H + j])
            c[j] = f * c[j] + i * g
            h[j] = o * np.tanh(c[j])
        hs.append(h.copy())
    return np.array(hs)


@P("b38", "Aliasing: the same array h is appended and later changed in place, so that all rows are the LAST h. Accept: the final state at "
   "every step / copy forgotten.", R(38, 3, 2, 6))
def _(W, U, b, x):
    h, c = np.zeros(2), np.zeros(2)
    history = []
    for x_t in x:
        z = W @ x_t + U @ h + b
        i, f, g, o = sigmoid(z[:2]), sigmoid(z[2:4]), np.tanh(z[4:6]), sigmoid(z[6:])
        c *= f
        c += i * g
        h[:] = o * np.tanh(c)
        history.append(h)
    return np.array(history)


@P("b39", "Peephole connections with weight 1: c_{t-1} added to z_i and z_f, c_t to z_o. Accept: peephole / memory looked at by the gates. "
   "(No teacher would need the weight 1.)", R(39, 2, 2, 9))
def _(W, U, b, x):
    h, c = np.zeros(2), np.zeros(2)
    hs = []
    for x_t in x:
        zi, zf, zg, zo = np.split(W @ x_t + U @ h + b, 4)
        i = sigmoid(zi + c)
        f = sigmoid(zf + c)
        c = f * c + i * np.tanh(zg)
        o = sigmoid(zo + c)
        h = o * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@P("b40", "Output gate left out: h = tanh(c). Accept: o missing / o always 1.", R(40, 4, 3, 8))
def _(W, U, b, x):
    h, c = np.zeros(3), np.zeros(3)
    out = []
    for x_t in x:
        z = W @ x_t + U @ h + b
        i, f, g = sigmoid(z[:3]), sigmoid(z[3:6]), np.tanh(z[6:9])
        c = f * c + i * g
        h = np.tanh(c)
        out.append(h)
    return out


@P("b41", "Two mistakes: gate order i, f, o, g (g and o exchanged) AND forget bias 1 added (a TensorFlow/Karpathy mixture). Either is a half "
   "answer; both is full.", R(41, 3, 2, 9))
def _(W, U, b, x):
    d = 2
    h, c = np.zeros(d), np.zeros(d)
    H = []
    for t in range(len(x)):
        IFOG = W @ x[t] + U @ h + b
        IFOG[d:2 * d] += 1  # fancy forget bias
        IFOGf = np.zeros(4 * d)
        IFOGf[:3 * d] = 1.0 / (1.0 + np.exp(-IFOG[:3 * d]))
        IFOGf[3 * d:] = np.tanh(IFOG[3 * d:])
        c = IFOGf[:d] * IFOGf[3 * d:] + IFOGf[d:2 * d] * c
        h = IFOGf[2 * d:3 * d] * np.tanh(c)
        H.append(h)
    return np.array(H)


@P("b42", "relu instead of tanh, in candidate and at the output (Keras' activation='relu'). Accept: relu / both tanh replaced.",
   R(42, 3, 3, 8))
def _(W, U, b, x):
    relu = lambda v: np.maximum(v, 0)
    h, c = np.zeros(3), np.zeros(3)
    out = []
    for x_t in x:
        i, f, g, o = np.split(W @ x_t + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * relu(g)
        h = sigmoid(o) * relu(c)
        out.append(h)
    return np.array(out)


# ------------------------------------------------------------------ time, indices, layout


@P("b43", "Index error: x[t-1] used at step t, so that step 1 reads the LAST input and all others come one late. Accept: inputs shifted by one / "
   "x[t-1] / wraps round.", R(43, 2, 2, 9))
def _(W, U, b, x):
    T = len(x)
    h, c = np.zeros((T + 1, 2)), np.zeros((T + 1, 2))
    for t in range(1, T + 1):
        z = W @ x[t - 2] + U @ h[t - 1] + b
        i, f, g, o = np.split(z, 4)
        c[t] = sigmoid(f) * c[t - 1] + sigmoid(i) * np.tanh(g)
        h[t] = sigmoid(o) * np.tanh(c[t])
    return h[1:]


@P("b44", "Loop starts at t = 1: the first input is never read, row 0 stays 0, but state from h[0] = c[0] = 0. Accept: first step skipped / "
   "first input left out (the rows after are those of the run on x[1:]).", R(44, 3, 2, 8))
def _(W, U, b, x):
    T = len(x)
    h, c = np.zeros((T, 2)), np.zeros((T, 2))
    for t in range(1, T):
        z = W @ x[t] + U @ h[t - 1] + b
        i, f, g, o = np.split(z, 4)
        c[t] = sigmoid(f) * c[t - 1] + sigmoid(i) * np.tanh(g)
        h[t] = sigmoid(o) * np.tanh(c[t])
    return h


@P("b45", "Sequence read backwards, outputs left in the order of reading. Accept: reversed in time / x[::-1].", R(45, 2, 1, 10))
def _(W, U, b, x):
    h, c, hs = np.zeros(1), np.zeros(1), []
    for x_t in reversed(x):
        i, f, g, o = W @ x_t + U @ h + b
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@P("b46", "nn.LSTM fed with x.unsqueeze(0) without batch_first: T sequences of ONE step each, so the state starts at 0 at each step; shape (1, T, H). Accept: "
   "state reset at every step / not carried / steps taken for batch.", R(46, 3, 2, 9, dtype=np.float32))
def _(W, U, b, x):
    lstm = nn.LSTM(3, 2)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor(W))
        lstm.weight_hh_l0.copy_(torch.tensor(U))
        lstm.bias_ih_l0.copy_(torch.tensor(b))
        lstm.bias_hh_l0.zero_()
    out, (hn, cn) = lstm(torch.tensor(x).unsqueeze(0))
    return out


@P("b47", "x is (T, N, D) but the net has batch_first=True: sequences taken for steps. T = N = 5. Accept: batch_first / time and batch axes exchanged.",
   R(47, 2, 3, 5, N=5, dtype=np.float32))
def _(W, U, b, x):
    net = nn.LSTM(input_size=2, hidden_size=3, batch_first=True)
    net.load_state_dict({
        "weight_ih_l0": torch.from_numpy(W), "weight_hh_l0": torch.from_numpy(U),
        "bias_ih_l0": torch.from_numpy(b), "bias_hh_l0": torch.zeros(12),
    })
    net.eval()
    return net(torch.from_numpy(x))[0].detach()


@P("b48", "Both biases of nn.LSTM filled with b: bias counted twice. Accept: bias doubled.", R(48, 4, 2, 10, dtype=np.float32), "c")
def _(W, U, b, x):
    cell = nn.LSTMCell(4, 2)
    with torch.no_grad():
        cell.weight_ih[:] = torch.tensor(W)
        cell.weight_hh[:] = torch.tensor(U)
        cell.bias_ih[:] = torch.tensor(b)
        cell.bias_hh[:] = torch.tensor(b)
    hx, cx = torch.zeros(1, 2), torch.zeros(1, 2)
    cs = []
    for t in range(len(x)):
        hx, cx = cell(torch.tensor(x[t:t + 1]), (hx, cx))
        cs.append(cx)
    return torch.cat(cs).detach().numpy()


@P("b49", "The pair unpacked the wrong way round: `c, h = cell(x_t, (h, c))`. h and c change places at each step, and c is handed in as h. Accept: h and c swapped.",
   R(49, 3, 2, 8, dtype=np.float32))
def _(W, U, b, x):
    cell = nn.LSTMCell(3, 2)
    cell.weight_ih.data = torch.tensor(W)
    cell.weight_hh.data = torch.tensor(U)
    cell.bias_ih.data = torch.tensor(b)
    cell.bias_hh.data = torch.zeros(8)
    h, c = torch.zeros(2), torch.zeros(2)
    hs = []
    for x_t in torch.tensor(x):
        c, h = cell(x_t, (h, c))
        hs.append(h.detach().numpy())
    return np.array(hs)


@P("b50", "Initial state torch.randn for h0 and c0, as in PyTorch's doc example. Accept: initial state not zero / random h0, c0.",
   R(50, 2, 3, 12, dtype=np.float32))
def _(W, U, b, x):
    torch.manual_seed(1)
    lstm = nn.LSTM(2, 3, 1)
    lstm.weight_ih_l0.data = torch.tensor(W)
    lstm.weight_hh_l0.data = torch.tensor(U)
    lstm.bias_ih_l0.data = torch.tensor(b)
    lstm.bias_hh_l0.data = torch.zeros(12)
    h0 = torch.randn(1, 1, 3)
    c0 = torch.randn(1, 1, 3)
    output, (hn, cn) = lstm(torch.tensor(x).view(len(x), 1, -1), (h0, c0))
    return output.squeeze(1).detach()


@P("b51", "State not reset between the sequences of the batch: sequence n starts where sequence n-1 ended. First sequence right. Accept: state carried over "
   "between sequences / not reset / initial state of later sequences.", R(51, 3, 2, 6, N=3))
def _(W, U, b, x):
    T, N, D = x.shape
    out = np.zeros((T, N, 2))
    h, c = np.zeros(2), np.zeros(2)
    for n in range(N):
        for t in range(T):
            i, f, g, o = np.split(W @ x[t, n] + U @ h + b, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            out[t, n] = h
    return out


@P("b52", "x.reshape(N, T, D) instead of a transpose: steps and sequences scrambled; the output is brought back by reshape too. Accept: reshape/view instead of "
   "transpose / time and batch mixed.", R(52, 2, 2, 6, N=4))
def _(W, U, b, x):
    T, N, D = x.shape
    xb = x.reshape(N, T, D)
    h, c = np.zeros((N, 2)), np.zeros((N, 2))
    ys = np.empty((N, T, 2))
    for t in range(T):
        z = xb[:, t] @ W.T + h @ U.T + b
        i, f, g, o = np.split(z, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        ys[:, t] = h
    return ys.reshape(T, N, 2)


@P("b53", "Right numbers in the layout (N, T, H): batch first where time first was wanted. Accept: axes exchanged in the answer / transposed.",
   R(53, 3, 2, 7, N=3))
def _(W, U, b, x):
    net = nn.LSTM(3, 2, batch_first=True).double()
    net.weight_ih_l0.data = torch.tensor(W)
    net.weight_hh_l0.data = torch.tensor(U)
    net.bias_ih_l0.data = torch.tensor(b) / 2
    net.bias_hh_l0.data = torch.tensor(b) / 2
    return net(torch.tensor(x).transpose(0, 1))[0].detach().numpy()


@P("b54", "Sequence processed in windows of 4 steps, with the state starting at zero in each (stateless mini-sequences). First 4 rows right. Accept: state reset every 4 steps / "
   "at step 5.", R(54, 2, 3, 12))
def _(W, U, b, x):
    hs = []
    for start in range(0, len(x), 4):
        h, c = np.zeros(3), np.zeros(3)
        for x_t in x[start:start + 4]:
            i, f, g, o = np.split(W @ x_t + U @ h + b, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            hs.append(h)
    return np.array(hs)


# ------------------------------------------------------------------ no name


@P("b55", "no name: nothing should be named. (The output gate lags: o of the step before is used, 1 at the first.)", R(55, 3, 2, 10))
def _(W, U, b, x):
    h, c, o_last = np.zeros(2), np.zeros(2), np.ones(2)
    hs = []
    for x_t in x:
        i, f, g, o = np.split(W @ x_t + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = o_last * np.tanh(c)
        o_last = sigmoid(o)
        hs.append(h)
    return np.array(hs)


@P("b56", "no name: nothing should be named. (All sums z are normalised to mean 0 and variance 1, a layer norm out of nowhere.)", R(56, 3, 3, 8))
def _(W, U, b, x):
    h, c = np.zeros(3), np.zeros(3)
    hs = []
    for x_t in x:
        z = W @ x_t + U @ h + b
        z = (z - z.mean()) / (z.std() + 1e-5)
        i, f, g, o = np.split(z, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@P("b57", "no name: nothing should be named. (h is a running mean: h = 0.7 * h + 0.3 * o * tanh(c).)", R(57, 2, 2, 11))
def _(W, U, b, x):
    h, c = np.zeros(2), np.zeros(2)
    hs = []
    for x_t in x:
        i, f, g, o = np.split(W @ x_t + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = 0.7 * h + 0.3 * sigmoid(o) * np.tanh(c)
        hs.append(h)
    return np.array(hs)


@P("b58", "no name: nothing should be named. (The memory multiplies the candidate: c = f * c + i * g * (1 + c).)", R(58, 3, 1, 10))
def _(W, U, b, x):
    h, c, hs = 0.0, 0.0, []
    for x_t in x:
        z = W @ x_t + U[:, 0] * h + b
        i, f, o = sigmoid(z[[0, 1, 3]])
        c = f * c + i * np.tanh(z[2]) * (1 + c)
        h = o * np.tanh(c)
        hs.append([h])
    return hs


@P("b59", "no name: nothing should be named. (Weights decay in the loop: `W *= 0.95` left over from an experiment.)", R(59, 2, 2, 9), "c")
def _(W, U, b, x):
    h, c = np.zeros(2), np.zeros(2)
    cs = []
    for x_t in x:
        i, f, g, o = np.split(W @ x_t + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        W *= 0.95
        cs.append(c)
    return np.array(cs)


@P("b60", "no name: nothing should be named. (Fresh nn.LSTM with its own random weights: the given ones never loaded. 'Weights not loaded' would be a lucky guess, "
   "no other name is right.)", R(60, 4, 3, 9, dtype=np.float32))
def _(W, U, b, x):
    torch.manual_seed(42)
    lstm = nn.LSTM(4, 3)
    out, _ = lstm(torch.tensor(x).unsqueeze(1))
    return out.squeeze(1).detach().numpy()


if __name__ == "__main__":
    assert len({p["name"] for p in PROGRAMS}) == len(PROGRAMS)
    for p in PROGRAMS:
        right = getattr(p["cell"]().run(p["x"]), p["of"])
        a = p["answer"]()
        a = a.detach().numpy() if hasattr(a, "detach") else np.asarray(a, float)
        d = np.abs(a.reshape(right.shape) - right).max() if a.size == right.size else np.nan
        print(p["name"], a.shape, right.shape, f"{d:.2g}")
    print(len(PROGRAMS))
