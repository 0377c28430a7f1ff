"""cases(seed, n): n RIGHT answers in many forms. Each is a dict: cell, x, of, answer, form, setting.

form "… float32": right up to float32's rounding (cell in float64 or float32).
"""

import numpy as np
import torch
from torch import nn

import lstm_teach as lt
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS

STANDARD = ("sigmoid", "tanh", "tanh")
LEE = ("step", "linear", "linear")


def setting(r):
    """Return (name, cell, x, acts)."""
    pick = r.integers(7)
    if pick < 2:
        x = (NINE_STEPS if r.random() < 0.7 else FIVE_STEPS).copy()
        return ("lee", lt.LSTMCell.lee(), x, LEE) if pick else ("standard", lt.LSTMCell.standard(), x, STANDARD)
    H, D, T = int(r.integers(1, 6)), int(r.integers(1, 6)), int(r.integers(1, 31))
    scale = float(r.choice([0.2, 0.8, 2.0]))
    dtype = np.float32 if pick == 2 else np.float64
    W = r.normal(0, scale, (4 * H, D)).astype(dtype)
    U = (r.normal(0, scale, (4 * H, H)) * (r.random() < 0.85)).astype(dtype)
    b = (r.normal(0, scale, 4 * H) * (r.random() < 0.85)).astype(dtype)
    shape = (T, int(r.integers(1, 5)), D) if pick in (3, 4) else (T, D)
    x = r.normal(0, 1, shape).astype(dtype)
    if pick == 6:
        x = np.round(4 * x)
    return f"random {np.dtype(dtype)}", lt.LSTMCell(W, U, b), x, STANDARD


def sigmoids():
    return [
        lambda z: 1 / (1 + np.exp(-z)),
        lambda z: np.exp(z) / (1 + np.exp(z)),
        lambda z: 0.5 * (1 + np.tanh(z / 2)),
        lambda z: np.exp(-np.logaddexp(0, -z)),
        lambda z: np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))),
    ]


def functions(r, acts):
    sigmoid = sigmoids()[r.integers(5)]
    table = {"sigmoid": sigmoid, "tanh": np.tanh, "linear": lambda z: z, "step": lambda z: (z >= 0) * 1.0}
    if r.random() < 0.3:
        table["tanh"] = lambda z: 2 / (1 + np.exp(-2 * z)) - 1
    return [table[a] for a in acts]


def plain(r, cell, x, acts, dtype=float):
    W, U, b, x = (a.astype(dtype) for a in (cell.weight_ih, cell.weight_hh, cell.bias, x))
    gate, candidate, memory = functions(r, acts)
    H = U.shape[1]
    h = c = np.zeros((*x.shape[1:-1], H), dtype)
    hs, cs = [], []
    for x_t in x:
        z = x_t @ W.T + h @ U.T + b
        i, f, g, o = np.split(z, 4, axis=-1)
        c = gate(f) * c + gate(i) * candidate(g)
        h = gate(o) * memory(c)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)


def by_hand(r, cell, x, acts):
    """Sums from right to left, unit after unit, sequence after sequence, in Python floats."""
    gate, candidate, memory = functions(r, acts)
    W, U, b = cell.weight_ih.tolist(), cell.weight_hh.tolist(), cell.bias.tolist()
    H = len(U[0])
    sequences = x[:, None] if x.ndim == 2 else x
    hs = np.zeros((*sequences.shape[:2], H))
    cs = np.zeros_like(hs)
    for n in range(sequences.shape[1]):
        h, c = [0.0] * H, [0.0] * H
        for t, x_t in enumerate(sequences[:, n].tolist()):
            z = [b[k] + sum(u * v for u, v in reversed(list(zip(U[k], h)))) +
                 sum(w * v for w, v in reversed(list(zip(W[k], x_t)))) for k in range(4 * H)]
            z = [np.float64(v) for v in z]
            c = [gate(z[H + k]) * c[k] + gate(z[k]) * candidate(z[2 * H + k]) for k in range(H)]
            h = [gate(z[3 * H + k]) * memory(c[k]) for k in range(H)]
            hs[t, n], cs[t, n] = h, c
    return (hs[:, 0], cs[:, 0]) if x.ndim == 2 else (hs, cs)


def einsum(r, cell, x, acts):
    gate, candidate, memory = functions(r, acts)
    H, D = cell.hidden_size, cell.input_size
    W, U, b = cell.weight_ih.reshape(4, H, D), cell.weight_hh.reshape(4, H, H), cell.bias.reshape(4, H)
    zx = np.einsum("ghd,...d->...gh", W, x)
    h = c = np.zeros((*x.shape[1:-1], H))
    hs, cs = [], []
    for z in zx:
        z = z + np.einsum("ghk,...k->...gh", U, h) + b
        c = gate(z[..., 1, :]) * c + gate(z[..., 0, :]) * candidate(z[..., 2, :])
        h = gate(z[..., 3, :]) * memory(c)
        hs.append(h)
        cs.append(c)
    return np.stack(hs), np.stack(cs)


def concat(r, cell, x, acts):
    """[h, x, 1] times one matrix, gates in another order (f, i, o, g)."""
    gate, candidate, memory = functions(r, acts)
    H = cell.hidden_size
    M = np.concatenate([cell.weight_hh, cell.weight_ih, cell.bias[:, None]], axis=1).astype(float)
    i, f, g, o = np.split(M, 4)
    M = np.concatenate([f, i, o, g]).T
    h = c = np.zeros((*x.shape[1:-1], H))
    hs, cs = [], []
    for x_t in x:
        one = np.ones((*x.shape[1:-1], 1))
        f, i, o, g = np.split(np.concatenate([h, x_t, one], axis=-1) @ M, 4, axis=-1)
        c = gate(i) * candidate(g) + c * gate(f)
        h = memory(c) * gate(o)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)


def torch_net(r, cell, x, dtype, kind):
    """nn.LSTM or nn.LSTMCell, the bias split in two at random."""
    make = nn.LSTM if kind == "nn.LSTM" else nn.LSTMCell
    first = bool(kind == "nn.LSTM" and x.ndim == 3 and r.random() < 0.5)
    net = make(cell.input_size, cell.hidden_size, **({"batch_first": first} if kind == "nn.LSTM" else {})).to(dtype)
    tail = "_l0" if kind == "nn.LSTM" else ""
    share = r.choice([np.zeros(cell.bias.shape), cell.bias / 2, r.normal(0, 0.5, cell.bias.shape)][r.integers(3)][None])
    values = {"weight_ih": cell.weight_ih, "weight_hh": cell.weight_hh, "bias_ih": cell.bias - share, "bias_hh": share}
    with torch.no_grad():
        for name, value in values.items():
            getattr(net, name + tail).copy_(torch.tensor(np.array(value), dtype=dtype))
    xs = torch.tensor(np.array(x), dtype=dtype)
    if kind == "nn.LSTM":
        out = net(xs.transpose(0, 1) if first else xs)[0]
        return (out.transpose(0, 1) if first else out), None
    h = c = torch.zeros((*x.shape[1:-1], cell.hidden_size), dtype=dtype)
    hs, cs = [], []
    for x_t in xs:
        h, c = net(x_t, (h, c))
        hs.append(h)
        cs.append(c)
    return torch.stack(hs), torch.stack(cs)


def cases(seed, n):
    r = np.random.default_rng(seed)
    made = 0
    while made < n:
        name, cell, x, acts = setting(r)
        of = str(r.choice(["h", "c"]))
        ways = ["trace", "plain", "plain float32", "by hand", "einsum", "concat"]
        if acts == STANDARD:
            ways += ["nn.LSTM float32", "nn.LSTM float64", "nn.LSTMCell float32", "nn.LSTMCell float64"]
        way = str(r.choice(ways))
        small = np.float32 if way.endswith("float32") else np.float64
        with np.errstate(over="ignore", invalid="ignore"):
            if way == "trace":
                run = cell.run(x)
                pair = run.h, run.c
            elif way.startswith("plain"):
                pair = plain(r, cell, x, acts, small)
            elif way.startswith("nn."):
                pair = torch_net(r, cell, x, torch.float32 if small is np.float32 else torch.float64, way.split()[0])
            else:
                pair = {"by hand": by_hand, "einsum": einsum, "concat": concat}[way](r, cell, x, acts)
        if pair[1] is None:
            of = "h"
        answer = pair[of == "c"]
        if not np.isfinite(answer.detach().numpy() if torch.is_tensor(answer) else answer).all():
            continue  # exp(z) / (1 + exp(z)) at a huge z: the student would have seen nan
        form = way
        if way != "trace" or r.random() < 0.5:
            flat = cell.hidden_size == 1 and answer.ndim == 2 and r.random() < 0.5
            if flat:
                answer, form = answer[:, 0], form + ", (T,)"
            looks = ["array", "list", "list of arrays", "tensor", "float32 array"]
            look = str(r.choice(looks if way != "trace" else looks[:4]))
            if torch.is_tensor(answer):
                if look == "tensor" and r.random() < 0.5:
                    look = "tensor with grad"
                else:
                    answer = answer.detach()
                    answer = answer if look == "tensor" else answer.numpy()
            if look == "list":
                answer = answer.tolist()
            elif look == "list of arrays":
                answer = list(answer)
            elif look == "tensor" and not torch.is_tensor(answer):
                answer = torch.tensor(np.array(answer))
            elif look == "float32 array":
                answer = np.asarray(answer, np.float32)
            form += ", " + look
        made += 1
        yield dict(cell=cell, x=x, of=of, answer=answer, form=form, setting=name)


if __name__ == "__main__":
    from collections import Counter

    worst, forms = {}, Counter()
    for case in cases(0, 3000):
        a = case["answer"]
        a = a.detach().numpy() if torch.is_tensor(a) else np.array(a, float)
        right = getattr(case["cell"].run(case["x"]), case["of"])
        d = float(np.abs(a.reshape(right.shape) - right).max())
        key = ("32" if "float32" in case["form"] or "float32" in case["setting"] else "64", case["setting"])
        worst[key] = max(worst.get(key, 0), d)
        forms[case["form"]] += 1
    print(worst, len(forms), sep="\n")
