"""cases(seed, n): n honest one-number mistakes on right cells, with the numbers of a plain loop.

Each case is a dict: cell (lt.LSTMCell, right), x (right), of ("h" or "c"), answer (array, T x H or (T,) for H = 1),
kind ("input", "weight", "bias", "exchange"), name ("x", "weight_ih", "weight_hh", "bias": what was mistyped),
where (index into it; for an exchange a pair of indices), wrong, right (numbers; pairs for an exchange),
how (digit, sign, point, slip, lost digit, added digit, exchange), setting.
"""

import numpy as np

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS

FUNCTIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "linear": lambda z: z,
    "step": lambda z: np.where(z >= 0, 1.0, 0.0),
}


def loop(W, U, b, x, acts, of):
    gate, candidate, memory = (FUNCTIONS[a] for a in acts)
    H = U.shape[1]
    h, c = np.zeros((*x.shape[1:-1], H)), np.zeros((*x.shape[1:-1], H))
    hs, cs = [], []
    for x_t in x:
        z = x_t @ W.T + h @ U.T + b
        i, f, g, o = (z[..., k * H:(k + 1) * H] for k in range(4))
        c = gate(f) * c + gate(i) * candidate(g)
        h = gate(o) * memory(c)
        hs.append(h)
        cs.append(c)
    return np.array(hs if of == "h" else cs)


def setting(r):
    """Return (name, cell, x, acts); numbers are short decimals, as one types them."""
    pick = r.integers(6)
    if pick == 0:
        return "lee, nine steps", lt.LSTMCell.lee(), NINE_STEPS.copy(), ("step", "linear", "linear")
    if pick == 1:
        return "standard, nine steps", lt.LSTMCell.standard(), NINE_STEPS.copy(), ("sigmoid", "tanh", "tanh")
    if pick == 2:
        T = int(r.integers(6, 16))
        x = np.stack([r.integers(1, 10, T), r.choice([-1, 0, 0, 1], T), r.integers(0, 2, T), np.ones(T)], 1).astype(float)
        if r.random() < 0.5:
            return "lee, other steps", lt.LSTMCell.lee(), x, ("step", "linear", "linear")
        return "standard, other steps", lt.LSTMCell.standard(), x, ("sigmoid", "tanh", "tanh")
    H, D, T = int(r.integers(1, 5)), int(r.integers(1, 6)), int(r.integers(4, 21))
    digits = int(r.integers(1, 4))
    W = r.normal(0, 0.8, (4 * H, D)).round(digits)
    U = r.normal(0, 0.6, (4 * H, H)).round(digits)
    b = r.normal(0, 0.6, 4 * H).round(digits)
    batch = pick == 5
    x = r.normal(0, 1.2, (T, int(r.integers(2, 4)), D) if batch else (T, D)).round(digits)
    name = f"{'batch' if batch else 'random'}, H = {H}, D = {D}, T = {T}"
    return name, lt.LSTMCell(W, U, b), x, ("sigmoid", "tanh", "tanh")


def mistype(r, v):
    """Return (wrong, how) for one number as written."""
    v = float(v)
    how = r.choice(["digit", "digit", "sign", "point", "slip", "lost digit", "added digit"])
    text = f"{abs(v):.10g}"
    places = [k for k, ch in enumerate(text) if ch.isdigit()]
    sign = -1 if v < 0 else 1
    if how == "sign":
        return -v, how
    if how == "point":
        return v * (10.0 if r.random() < 0.5 else 0.1), how
    if how == "slip":  # the last digit one up or down: the key beside the right one
        unit = 10.0 ** -(len(text.split(".")[1]) if "." in text else 0)
        return round(v + unit * r.choice([-1, 1]), 10), how
    k = int(r.choice(places))
    if how == "digit":
        d = r.choice([d for d in "0123456789" if d != text[k]])
        return sign * float(text[:k] + d + text[k + 1:]), how
    if how == "lost digit":
        return sign * float((text[:k] + text[k + 1:]).strip(".") or "0"), how
    return sign * float(text[:k] + str(r.integers(1, 10)) + text[k:]), how


def cases(seed, n):
    r = np.random.default_rng(seed)
    made = 0
    while made < n:
        name, cell, x, acts = setting(r)
        of = str(r.choice(["h", "c"]))
        arrays = {"x": x, "weight_ih": cell.weight_ih.copy(), "weight_hh": cell.weight_hh.copy(), "bias": cell.bias.copy()}
        lecture = name.startswith(("lee", "standard"))
        kind = str(r.choice(["input", "weight", "bias", "exchange"], p=[0.42, 0.28, 0.18, 0.12]))
        if kind == "bias":  # the lecture's bias is the last column of weight_ih: a weight there
            if lecture:
                kind = "weight"
            what = "weight_ih" if lecture else "bias"
        else:
            what = {"input": "x", "weight": "weight_ih" if lecture or r.random() < 0.6 else "weight_hh"}.get(kind, "x")
        if kind == "exchange" and r.random() < 0.3:
            what = "weight_ih"
        array = arrays[what]
        where = tuple(int(r.integers(s)) for s in array.shape)
        if what == "x" and lecture and where[-1] == 3:
            continue  # nobody mistypes the constant 1
        if kind == "exchange":
            axis = int(r.choice([0, array.ndim - 1]))  # the neighbour in time (or below), or beside it
            other = list(where)
            other[axis] += 1
            if other[axis] >= array.shape[axis] or (what == "x" and lecture and other[-1] == 3):
                continue
            other = tuple(other)
            right = (float(array[where]), float(array[other]))
            wrong, how, index = right[::-1], "exchange", (where, other)
            array[where], array[other] = wrong
        else:
            right = float(array[where])
            wrong, how = mistype(r, right)
            wrong, index = float(wrong), where
            array[where] = wrong
        with np.errstate(over="ignore"):
            answer = loop(arrays["weight_ih"], arrays["weight_hh"], arrays["bias"], arrays["x"], acts, of)
        # the caller gets the right x back, not the mistyped one
        true_x = arrays["x"].copy()
        if what == "x":
            for place, value in zip(index if kind == "exchange" else (index,), right if kind == "exchange" else (right,)):
                true_x[place] = value
        truth = getattr(cell.run(true_x), of)
        if np.abs(answer - truth).max() <= 1e-9:
            continue
        if cell.hidden_size == 1 and answer.ndim == 2 and r.random() < 0.5:
            answer = answer[:, 0]
        made += 1
        yield dict(cell=cell, x=true_x, of=of, answer=answer, kind=kind, name=what, where=index, wrong=wrong,
                   right=right, how=str(how), setting=name)


if __name__ == "__main__":
    from collections import Counter

    kinds, hows, rooms = Counter(), Counter(), Counter()
    for case in cases(0, 2000):
        kinds[case["kind"]] += 1
        hows[case["how"]] += 1
        rooms[case["setting"].split(",")[0]] += 1
        assert np.isfinite(case["answer"]).all()
    print(kinds, hows, rooms, sep="\n")
