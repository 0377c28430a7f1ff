"""One run of a random standard cell, and a loss's derivatives by each of its numbers, in two ways.

Written in PyTorch from the forward equations, without the package: by autograd, and by central differences.
Steps count from 1, as in the formulas of lesson 05.
"""

import numpy as np
import torch

T, D, H = 5, 4, 3
STATES = ("h", "c", "z", "i", "f", "g", "o")
PARTS = ("z_i", "z_f", "z_g", "z_o")
GIVEN = ("x", "h_0", "c_0", "W_ih", "W_hh", "b")


def draw():
    """What a run is given, by name, and the wanted outputs y."""
    rng = np.random.default_rng(64)
    shapes = {"x": (T, D), "h_0": (H,), "c_0": (H,), "W_ih": (4 * H, D), "W_hh": (4 * H, H), "b": (4 * H,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}, rng.normal(size=(T, H))


def forward(given, y, nudge=None):
    """The forward equations in PyTorch; return L and every number of every step, by name and step.

    nudge: (name, step, array) that is added to one of STATES where it is made.
    """
    made = {name: {} for name in STATES} | {"h": {0: given["h_0"]}, "c": {0: given["c_0"]}}

    def make(name, t, value):
        if nudge and nudge[:2] == (name, t):
            value = value + nudge[2]
        made[name][t] = value
        return value

    for t in range(1, T + 1):
        h, c = made["h"][t - 1], made["c"][t - 1]
        z = make("z", t, given["W_ih"] @ given["x"][t - 1] + given["W_hh"] @ h + given["b"])
        z_i, z_f, z_g, z_o = z.split(H)
        i, f, o = (make(name, t, part.sigmoid()) for name, part in zip("ifo", (z_i, z_f, z_o), strict=True))
        g = make("g", t, z_g.tanh())
        c = make("c", t, f * c + i * g)
        make("h", t, o * c.tanh())
    return 0.5 * sum(((made["h"][t] - y[t - 1]) ** 2).sum() for t in range(1, T + 1)), made


def central(function, value, eps=1e-5):
    """The derivatives of a function's result by each number of value, by central differences."""
    slopes = []
    for place in np.ndindex(value.shape):
        change = np.zeros(value.shape)
        change[place] = eps
        up, down = (np.asarray(function(torch.tensor(value + d))) for d in (change, -change))
        slopes.append((up - down) / (2 * eps))
    return np.moveaxis(np.array(slopes), 0, -1).reshape(*slopes[0].shape, *value.shape)


class Run:
    """One run: its numbers v[name][t], and L's derivatives by them, d[name][t], by autograd."""

    def __init__(self):
        self.given, y = draw()
        self.y = torch.tensor(y)
        leaves = {name: torch.tensor(value, requires_grad=True) for name, value in self.given.items()}
        loss, made = forward(leaves, self.y)
        where = [(name, t) for name in STATES for t in made[name]]
        wanted = [made[name][t] for name, t in where] + [leaves[name] for name in GIVEN]
        slopes = [slope.numpy() for slope in torch.autograd.grad(loss, wanted)]
        self.v = {name: {t: value.detach().numpy() for t, value in made[name].items()} for name in STATES}
        self.d = {name: {} for name in STATES}
        for (name, t), slope in zip(where, slopes, strict=False):
            self.d[name][t] = slope
        self.d["z"][T + 1], self.d["c"][T + 1] = np.zeros(4 * H), np.zeros(H)
        self.by_given = dict(zip(GIVEN, slopes[len(where) :], strict=True))
        self.dL_dh = {t: self.v["h"][t] - y[t - 1] for t in range(1, T + 1)}
        for values in (self.v, self.d):
            for k, part in enumerate(PARTS):
                values[part] = {t: z[k * H : (k + 1) * H] for t, z in values["z"].items()}
        self.x = {t: self.given["x"][t - 1] for t in range(1, T + 1)}
        self.rows = dict(zip("ifgo", np.split(self.given["W_hh"], 4), strict=True))

    def by_differences(self, name, t=None):
        """L's derivative by a number of step t, or by something given."""
        tensors = {key: torch.tensor(value) for key, value in self.given.items()}
        if name in GIVEN:
            return central(lambda value: forward(tensors | {name: value}, self.y)[0], self.given[name])
        whole = "z" if name in PARTS else name
        zero = np.zeros(self.v[whole][t].shape)
        slopes = central(lambda change: forward(tensors, self.y, (whole, t, change))[0], zero)
        return slopes[PARTS.index(name) * H :][:H] if name in PARTS else slopes
