"""The numbers told in lesson 00. What the two lists mean: tests/prose/__init__.py."""

# ruff: noqa: E501 (sentences, one in a line)

import numpy as np

from tests.prose.cells import NINE, SOFT, with_input, with_weight

FIVE_FOR_4 = with_input(4, "x1", 5)


CLAIMS = [
    ("tour-try", "the memory stays 7 and comes out on top as `h = 7`", NINE.c[5, 0] == NINE.c_prev[5, 0] == NINE.h[5, 0] == 7),
    ("tour-try", "move it slowly down from 100", with_weight("i", "x2", 100).c.max() == 7),
    (
        "tour-try",
        "From step 4 on, the memory holds 3 + 5 = 8 instead of 7, until step 7 wipes it. The output at step 6 is 8.",
        [FIVE_FOR_4.c[2, 0], FIVE_FOR_4.g[3, 0], FIVE_FOR_4.c[3, 0], NINE.c[3, 0],
         FIVE_FOR_4.h[5, 0] if FIVE_FOR_4.c.ravel().tolist() == [0, 3, 3, 8, 8, 8, 0, 6, 6] else np.nan],
    ),
    (
        "tour-try",
        "As soon as the weight is below 10. Then the input gate (输入门) stays closed where `x2 = 1`, and nothing is written.",
        with_weight("i", "x2", 10).c.max() == 7 and with_weight("i", "x2", np.nextafter(10, 0)).c.max() == 0,
    ),
    (
        "tour-try",
        "Go on to −10 and the gate opens at step 7, where `x2 = -1`: there the cell writes a 3.",
        [with_weight("i", "x2", -9.9).c.max() == 0, with_weight("i", "x2", -10).c[6, 0]],
    ),
    ("tour-try", "it is 6.9995.", SOFT.h[5, 0]),
    ("tour-try", "where the missing 0.0005 goes", 7 - SOFT.h[5, 0]),
]  # fmt: skip

NOT_CLAIMS = [
    ("tour-text", "else the output `h` is 0", "the rule; lesson 01 asserts it"),
    ("tour-try", "click on the 4 in row `x1`, step 4, and type **5**", "a change to make"),
    (
        "tour-try",
        "(For single steps, type 11, 10 and 9 into its box, with `Enter` after each.)",
        "a change to make",
    ),
    ("tour-try", "Is the output at step 6 still exactly 7?", "the question"),
    ("tour-try", "lets the 7 out; below it a table", "told above"),
    ("map", "Why is the answer not 7?", "the question"),
]

#: What each prediction asks for: (cell, answers). Nobody may see one of them before the prediction is made.
ANSWERS = [("tour-try", ["8", "below 10", "6.9995"])]
