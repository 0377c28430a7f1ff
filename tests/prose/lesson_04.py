"""The numbers told in lesson 04. What the lists mean: tests/prose/__init__.py."""

# ruff: noqa: E501 (sentences, one in a line)

import re

import numpy as np
import torch
from torch import nn

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.widgets.tensor_shapes import lstm_shapes
from tests.lessons import sources
from tests.prose import GIVEN
from tests.prose.cells import NINE_STANDARD, STANDARD

CODE = sources("04_lstm.ipynb")
OUTPUT, (H_N, C_N) = lt.to_torch(STANDARD, "LSTM")(torch.tensor(NINE_STEPS))
DEFAULT = nn.LSTM(4, 7)
MAP = nn.LSTM(4, 7, num_layers=2, bidirectional=True)
START = {"L": 9, "N": 2, "D": 4, "H": 3}
LENGTHS = [9, 7, 4, 4, 2]


def shapes(**options):
    """The shapes of all tensors of the shape explorer's net."""
    return {row.name: row.shape for row in lstm_shapes(**START, **options)}


BOTH = shapes(bidirectional=True)
TWO = shapes(bidirectional=True, num_layers=2)
FIRST = shapes(bidirectional=True, num_layers=2, layout="batch_first")
SHORT = shapes(bidirectional=True, num_layers=2, layout="batch_first", proj_size=2)


def dropped(p=0.5):
    """What dropout in training mode makes of a layer of ones: the values that occur, times 1 - p."""
    torch.manual_seed(0)
    return sorted(set((nn.functional.dropout(torch.ones(1000), p) * (1 - p)).tolist()))


def where(number):
    """Say at which step and in which layer and direction each row of h_n stands."""
    torch.manual_seed(0)
    xray = lt.trace_lstm(MAP, torch.randn(9, 5, 4))
    _, (h_n, _) = MAP(torch.tensor(xray[0, "forward"].x, dtype=torch.float32))
    cells = [(0, "forward"), (0, "backward"), (1, "forward"), (1, "backward")]
    trace = xray[cells[number]]
    return np.abs(trace.h[-1] - h_n[number].detach().numpy()).max() < 1e-5


def initial_bound(H=100):
    """The largest fresh weight, times √H."""
    torch.manual_seed(0)
    return max(p.abs().max().item() for p in nn.LSTM(4, H).parameters()) * H**0.5


def fresh_gates():
    """All gates of the backward cell of layer 1 in section 8's net, for thirty seeds."""
    gates = []
    for seed in range(30):
        torch.manual_seed(seed)
        net = nn.LSTM(4, 2, num_layers=2, bidirectional=True)
        trace = lt.trace_lstm(net, torch.tensor(NINE_STEPS).float())[1, "backward"]
        gates += [trace.i, trace.f, trace.o]
    return np.ravel(gates)


def count(D, H, num_layers, both):
    """How many weights and biases an nn.LSTM has."""
    return sum(p.numel() for p in nn.LSTM(D, H, num_layers, bidirectional=both).parameters())


def share(layer):
    """How many of them one cell of a layer of nn.LSTM(4, 7, 2, bidirectional=True) has."""
    return sum(p.numel() for name, p in MAP.named_parameters() if name.endswith(f"_l{layer}"))


EXERCISE_4B = nn.LSTM(10, 20, num_layers=3, batch_first=True, bidirectional=True, proj_size=5).double()

CLAIMS = [
    ("settings-text", "Numbers get 15 digits", np.finfo(np.float64).precision),
    ("same-text", "equal to 12 digits after the point", "rtol=0, atol=1e-12" in CODE["same"]),
    ("same-text", "somewhere by more than 0.01", "max() > 0.01" in CODE["same"]),
    ("lecture-see", "`y6 = 0.963624` and `y9 = 0.761584`", NINE_STANDARD.h[[5, 8]]),
    ("lecture-see", "agree to 12 digits", "same(output, trace.h)" in CODE["lecture-equal"] and "atol=1e-12" in CODE["same"]),
    ("lecture-see", "of **every** step | shape (9, 1) |", list(OUTPUT.shape)),
    ("lecture-see", "the **final** $h$ | shape (1, 1) |", list(H_N.shape)),
    ("lecture-see", "is not returned | shape (1, 1) |", list(C_N.shape)),
    ("lecture-xray-see", "lets 0.963624 out on top", NINE_STANDARD.h[5, 0]),
    ("num-layers-text", "(default 1)", DEFAULT.num_layers),
    ("dropout-text", "(default 0)", DEFAULT.dropout),
    ("dropout-text", "is set to 0 with this probability", dropped()[0]),
    ("dropout-text", "are multiplied by $1 / (1 - p)$", lambda: [GIVEN, dropped()[1]]),
    ("proj-size-text", "(default 0)", DEFAULT.proj_size),
    ("input-packed-see", "all 5 have step 0 and step 1, four have step 2", sum(length > 1 for length in LENGTHS) if sum(length > 2 for length in LENGTHS) == 4 else np.nan),
    ("map-text", "output, **h_n[3]**", lambda: where(3)),
    ("map-text", "output, **h_n[2]**", lambda: where(2)),
    ("map-text", "**h_n[1]**", lambda: where(1)),
    ("map-text", "**h_n[0]**", lambda: where(0)),
    ("weight-hr-text", "only if `proj_size` > 0", not hasattr(DEFAULT, "weight_hr_l0") and hasattr(nn.LSTM(4, 7, proj_size=1), "weight_hr_l0")),
    ("initial-text", "between $-\\sqrt{k}$ and $\\sqrt{k}$, all equally likely, where $k = 1/H$", lambda: 0.999 < initial_bound() <= 1),
    ("explorer-see", "`output` is (9, 2, **6**)", BOTH["output"]),
    ("explorer-see", "`h_n` and `c_n` are (**2**, 2, 3)", BOTH["h_n"] if BOTH["h_n"] == BOTH["c_n"] else np.nan),
    ("explorer-see", "`weight_ih_l1` is (12, **6**): 4 · 3 rows, and 6 columns", [*TWO["lstm.weight_ih_l1"], 4, START["H"], TWO["lstm.weight_ih_l1"][1]]),
    ("explorer-see", "`output` stays (9, 2, 6); `h_n` and `c_n` are now (4, 2, 3).", [*TWO["output"], *(TWO["h_n"] if TWO["h_n"] == TWO["c_n"] else [np.nan] * 3)]),
    ("explorer-see", "Only `x` and `output` change: (2, 9, 4) and (2, 9, 6)", [*FIRST["x"], *FIRST["output"]]),
    ("explorer-see", "each `weight_hr`, which turns 3 numbers into 2", SHORT["lstm.weight_hr_l0"][::-1]),
    ("explorer-see", "(The rows $4H = 12$ stay, too.) All $h$ now have 2 numbers; `output` has 2 · 2 = 4.", [SHORT["lstm.weight_ih_l0"][0], SHORT["h_n"][-1], GIVEN, GIVEN, SHORT["output"][-1]]),
    ("xray-see", "most of them between 0.25 and 0.75", lambda: [np.mean(fresh_gates() > 0.25) > 0.9, np.mean(fresh_gates() < 0.75) > 0.9]),
    ("wrong-padded-text", "have the lengths 9, 7, 4, 4, 2", [int(n) for n in re.search(r"lengths = \[(.*)\]", CODE["input-packed"])[1].split(",")]),
    ("right-dropout-between-text", "no number of `output` is set to 0", "(output != 0).all()" in CODE["right-dropout-between"]),
    ("solution-2", "`h_n` and `c_n` have 3 · 2 = 6 rows", lambda: [GIVEN, GIVEN, EXERCISE_4B(torch.zeros(2, 3, 10).double())[1][0].shape[0]]),
    ("solution-4", "The example: 2 · 364 + 2 · 644 = 2016.", [GIVEN, share(0), GIVEN, share(1), count(4, 7, 2, True)]),
]  # fmt: skip

NOT_CLAIMS = [
    ("lecture-text", "belongs to layer 0", "a name"),
    ("lecture-xray-text", "the constant 1 is `x4`", "a name"),
    ("num-layers-text", "layer 1 reads the outputs of layer 0", "names"),
    ("letters", "the number of directions, 1 or 2", "a definition"),
    ("bias-text", "biases of 0", "a setting, asserted in the cell bias-zero"),
    ("dropout-inside-text", "run layer 0, drop, run layer 1", "names"),
    ("proj-size-text", "P > 0$", "a setting"),
    ("input-batch-see", "sequence 3 alone", "a name, asserted in the cell input-batch"),
    ("map-text", "|  | $t = 0$ | $t = 1$ | … | $t = L-1$ |", "the steps' numbers"),
    *(
        ("map-text", f"layer {k}, {direction}", "a name")
        for k in (0, 1)
        for direction in ("forward", "backward")
    ),
    ("view-output-text", "Direction 0 is forward, 1 is backward.", "names, asserted in the cell view-output"),
    (
        "view-h-n-text",
        "layer $k \\,//\\, 2$, direction $k \\,\\%\\, 2$",
        "an equation, asserted in the cell view-h-n",
    ),
    ("weight-ih-text", "Layer 0 reads $x$", "a name"),
    ("explorer-text", "with $L = 9$ and $N = 2$", "sizes that are chosen"),
    ("explorer-text", "set `num_layers` to 2", "a change to make"),
    (
        "explorer-text",
        "set `proj_size` to 2. Which tensors still have an axis of size $H = 3$?",
        "a change to make",
    ),
    ("explorer-see", "num_layers = 2", "a change to make"),
    ("explorer-see", "because layer 1 reads the forward **and** the backward $h$ of layer 0", "names"),
    ("explorer-see", "proj_size = 2", "a change to make"),
    ("xray-output-text", "`output` is layer 1:", "a name"),
    ("xray-between-text", "layer 1 reads the two outputs of layer 0", "names"),
    ("xray-gates-text", "the backward cell of layer 1", "a name"),
    ("xray-picture-text", "the backward cell of layer 1", "a name"),
    ("xray-picture-text", "that layer 0 puts out", "a name"),
    ("xray-see", "the backward cell of layer 1", "a name"),
    ("wrong-order-text", "sequence 1 now depends on sequence 0", "names, asserted in the cell wrong-order"),
    ("wrong-layers-text", "row 0 is layer 0", "names, asserted in the cell right-layers"),
    ("wrong-dropout-text", "`dropout=0.5`", "a setting"),
    ("right-dropout-between-text", "Layer 0 itself", "a name"),
    ("right-unbatched-see", "the shape $(1, N, D)$", "a shape, asserted in the cell right-unbatched"),
    ("solution-1", "Row 3 is layer 1, backward.", "the solution that the check of 4a accepts"),
    ("exercise-2-text", "for example 32 sequences of 50 steps with $D = 11$, $H = 20$, $P = 5$", "the task"),
    ("index", "default 1", "told in section 3, and computed there"),
    ("index", "default 0", "told in section 3, and computed there"),
    ("index", "forward is direction 0, backward is 1", "names, asserted in the cell view-output"),
]

#: What each prediction asks for: (cell, answers). Nobody may see one of them before the prediction is made.
ANSWERS = [
    ("explorer-text", ["(9, 2, 6)", "(12, 6)", "Only x and output change", "(2, 9, 6)", "c_0 and c_n"]),
]
