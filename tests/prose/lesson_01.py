"""The numbers told in lesson 01. What the two lists mean: tests/prose/__init__.py."""

# ruff: noqa: E501 (sentences, one in a line)

import numpy as np

import lstm_teach as lt
from lstm_teach.examples import FIVE_STEPS, LEE_WEIGHTS, NINE_STEPS
from tests.lessons import sources
from tests.prose import GIVEN
from tests.prose.cells import LEE, NINE, SOFT, row, with_weight

FIVE = LEE.run(FIVE_STEPS)
σ = lt.SIGMOID


def by_hand(step):
    """The claims of one step of section 2: four weighted sums, four activations, memory and output."""
    at = {
        name: getattr(FIVE, name)[step].item() for name in ("z_i", "z_f", "z_g", "z_o", *"ifgoch", "c_prev")
    }
    x1, x2, x3 = FIVE_STEPS[step, :3].tolist()
    yield (
        "hand",
        f"| $z_g = 1 \\cdot {x1:g} = {at['z_g']:g}$ | $g = {at['g']:g}$ |",
        [1, x1, at["z_g"], at["g"]],
    )
    for gate, x, sign in (("i", x2, "-"), ("f", x2, "+"), ("o", x3, "-")):
        x_printed = f"({x:g})" if x < 0 else f"{x:g}"
        line = f"| $z_{gate} = 100 \\cdot {x_printed} {sign} 10 = {at['z_' + gate]:g}$ | ${gate} = {at[gate]:g}$,"
        yield "hand", line, [100, x, 10, at["z_" + gate], at[gate]]
    f, i, g, o = (f"{at[name]:g}" for name in "figo")
    c, h, c_prev, t = f"{at['c']:g}", f"{at['h']:g}", f"{at['c_prev']:g}", step + 1
    memory = f"$$c_{t} = {f} \\cdot {c_prev} + {i} \\cdot {g} = {c} \\qquad h_{t} = {o} \\cdot {c} = {h}$$"
    yield "hand", memory, [at[name] for name in ("f", "c_prev", "i", "g", "c", "o", "c", "h")]


def with_smaller_gates(factor):
    """The outputs of the soft cell with all gate weights multiplied by a factor."""
    rows = {gate: (factor if gate != "g" else 1) * np.array(weights) for gate, weights in LEE_WEIGHTS.items()}
    cell = lt.LSTMCell.from_gates(**rows, candidate_activation="linear", memory_activation="linear")
    return cell.run(NINE_STEPS).h.ravel()


def overflows(z):
    """Say whether 1 / (1 + np.exp(-z)) overflows."""
    with np.errstate(over="ignore"):
        return np.isinf(np.exp(-z))


def my_steps(memory, limit):
    """After how many steps of multiplying by σ(10) the memory is below the limit, counted."""
    steps = 0
    while memory >= limit:
        memory, steps = memory * σ(10), steps + 1
    return steps


OPENS_AT = np.linspace(-1, 1, 2001)[σ(100 * np.linspace(-1, 1, 2001) - 10) >= 0.5][0]
IN_1A = [(2, 1, 0), (5, 0, 1), (1, 1, 1), (4, -1, 1), (3, 1, 0), (9, 0, 1)]
DOUBLED, LOST, SMALL, SHOWN = (
    with_weight(*change) for change in [("g", "x1", 2), ("f", "1", -10), ("i", "x2", 5), ("o", "1", 10)]
)
REPLACING = [0, -100, 0, 10]

CLAIMS = [
    ("cell-text", "a gate is 1 where $z \\ge 0$ and 0 where $z < 0$", [*LEE.gate_activation(np.array([0.0])), GIVEN, *LEE.gate_activation(np.array([-1e-9])), GIVEN]),
    *(("weights-text", row(f"$w_{gate}$", LEE_WEIGHTS[gate]), LEE_WEIGHTS[gate]) for gate in "gifo"),
    *(claim for step in range(5) for claim in by_hand(step)),
    ("hand", "$(x_1, x_2, x_3)$ = (3, 1, 0), (4, 1, 0), (2, 0, 0), (1, 0, 1), (3, −1, 0)", FIVE_STEPS[:, :3]),
    *(("hand", f", input ({', '.join(f'{v:g}' for v in x[:3])})".replace("-", "−"), x[:3]) for x in FIVE_STEPS),
    ("hand", "Terms with the weight 0 are left out: $z_i = 0 \\cdot x_1 + 100 \\cdot x_2 + 0 \\cdot x_3 - 10 \\cdot 1$ is written $100 \\cdot x_2 - 10$.", [GIVEN, *np.abs(LEE_WEIGHTS["i"]), GIVEN, 100, 10]),
    ("hand", "**Step 1**, input (3, 1, 0): write 3", [*FIVE_STEPS[0, :3], (FIVE.i * FIVE.g)[0].item()]),
    ("hand", "**Step 2**, input (4, 1, 0): write 4", [*FIVE_STEPS[1, :3], (FIVE.i * FIVE.g)[1].item()]),
    ("hand", "So by hand we have $h = 0, 0, 0, 7, 0$.", FIVE.h),
    ("loop-see", "`c = 3.0 7.0 7.0 7.0 0.0` and `h = 0.0 0.0 0.0 7.0 0.0`", np.append(FIVE.c, FIVE.h)),
    ("package-see", "`five.c` has the shape (5, 1): five steps, one unit.", FIVE.c.shape),
    ("circuit-see", "with the memory 7 in its loop, and the open output gate with h = 7", [FIVE.c_prev[3, 0], FIVE.h[3, 0]]),
    *(("nine-text", row(f"$x_{k + 1}$", NINE_STEPS[:, k]), NINE_STEPS[:, k]) for k in range(3)),
    ("nine-see", "The memory is 0 3 3 7 7 7 0 6 6, the output 0 0 0 0 0 7 0 0 6.", np.append(NINE.c, NINE.h)),
    (
        "nine-see",
        "The output is the memory at step 6 and step 9, where $x_3 = 1$, and 0 everywhere else.",
        [
            np.flatnonzero(NINE_STEPS[:, 2] == 1).tolist() == [5, 8] and (NINE.h == NINE.c)[[5, 8]].all(),
            np.abs(np.delete(NINE.h, [5, 8])).max(),
        ],
    ),
    ("weights-do-see", "so the outputs are **14** and **12**", DOUBLED.h[[5, 8]]),
    ("weights-do-see", "so both outputs are **0**. But step 4 still writes: look at $c$ there. It is 4, not 7, because the 3 was forgotten at step 3.", [np.abs(LOST.h).max(), LOST.c[3, 0], NINE.c[3, 0], LOST.c[1, 0]]),
    ("weights-do-see", "$z_i = 5 \\cdot 1 - 10 = -5$", [GIVEN, GIVEN, GIVEN, SMALL.z_i[1, 0]]),
    ("weights-do-see", "nothing is written, and both outputs are **0**.", np.abs(SMALL.c).max()),
    ("weights-do-see", "Type 9 into the box, press `Enter`, then type 10: at exactly 10 the gate opens, because the step function is 1 at $z = 0$.", [with_weight("i", "x2", 9).i[1, 0] == 0, with_weight("i", "x2", 10).i[1, 0] == 1, with_weight("i", "x2", np.nextafter(10, 0)).i[1, 0] == 0, LEE.gate_activation(0).item(), with_weight("i", "x2", 10).z_i[1, 0]]),
    ("weights-do-see", "$z_o = 10$ without $x_3$", SHOWN.z_o[0, 0]),
    ("weights-do-see", "$h$ is the memory at every step. Steps 6 and 9 stay **7** and **6**.", [(SHOWN.h == SHOWN.c).all() and SHOWN.h[5, 0] == 7, SHOWN.h[8, 0]]),
    ("recurrent", "Two columns were 0 all the time.", np.abs(np.append(LEE.weight_hh, LEE.bias)).max()),
    ("why-text", "opens where $100\\,x_2 - 10 \\ge 0$, that is, from $x_2 = 0.1$ on", [GIVEN, GIVEN, GIVEN, OPENS_AT]),
    ("why-text", "With step gates 10 and −1 would do just the same", [
        (LEE.replace(weight_ih=LEE.weight_ih * [[0.1], [0.1], [1], [0.1]]).run(NINE_STEPS).h == NINE.h).all(), GIVEN]),
    ("why-text", "a sigmoid is never exactly 0 or 1", [σ(-700) > 0, σ(36) < 1]),
    ("why-text", "the computer rounds $\\sigma(90)$ to 1", [GIVEN, σ(90)]),
    ("why-see", "It becomes 4.36, and then 1.58.", [with_smaller_gates(f)[5] for f in (0.1, 0.01)]),
    ("why-see", "With weights of 10 and −1, a closed gate is still open by more than a quarter ($\\sigma(-1) = 0.27$)", [GIVEN, GIVEN, σ(-1) > 0.25, σ(-1)]),
    ("soft-see", "6.999501, 5.999773 and 0.000136", SOFT.h[[5, 8, 1]]),
    ("soft-see", "So the drawing gives 6.9995, not 7.", [SOFT.h[5, 0], SOFT.h[5, 0] != 7]),
    ("soft-see", "Where $x_2 = 0$, the forget gate is $\\sigma(10) = 0.99995$. Each such step loses 0.0045 % of the memory.", [GIVEN, GIVEN, SOFT.f[2, 0], 100 * (1 - σ(10))]),
    ("soft-see", "Where $x_2 = 0$, it is $\\sigma(-10) = 0.0000454$", [GIVEN, GIVEN, SOFT.i[2, 0]]),
    ("soft-see", "At step 2 the output is $\\sigma(-10) \\cdot 3 = 0.000136$, not 0.", [GIVEN, GIVEN, σ(-10) * 3, SOFT.h[1, 0] != 0]),
    ("soft-round", "compares **unrounded** numbers, to 12 digits", "rtol=1e-12, atol=0" in sources("01_lee_cell.ipynb")["soft-loop"]),
    ("soft-round", "`round(6.9995)` is 7", [SOFT.h[5, 0], round(6.9995)]),
    ("soft-round", "(below −709) it overflows", not overflows(-709) and overflows(-710)),
    ("exercises", "(2, 1, 0), (5, 0, 1), (1, 1, 1), (4, −1, 1), (3, 1, 0), (9, 0, 1)", np.ravel(IN_1A)),
    ("solution-1", "The memory after each step is 2, 2, 3, 0, 3, 3.", LEE.run([(*x, 1) for x in IN_1A]).c),
    ("solution-2", "$z_f = -100\\,x_2 + 10$", [REPLACING[1], REPLACING[3]]),
    ("solution-3", "For 7 and 6.99 this is 31.49, so the answer is 32", [GIVEN, GIVEN, np.log(6.99 / 7) / np.log(σ(10)), my_steps(7, 6.99)]),
    ("closing", "Soft gates leak a little: 6.9995 instead of 7.", [SOFT.h[5, 0], NINE.h[5, 0]]),
]  # fmt: skip

NOT_CLAIMS = [
    (
        "cell-text",
        "the inputs $x_t = (x_1, x_2, x_3, 1)$; the last one is the constant 1",
        "the inputs' names",
    ),
    ("cell-text", "A gate is a number between 0 (closed) and 1 (open)", "a definition"),
    ("weights-text", "|  | $x_1$ | $x_2$ | $x_3$ | 1 | in words |", "the inputs' names"),
    ("weights-text", "write if $x_2 = 1$", "the rule in words"),
    ("weights-text", "keep, unless $x_2 = -1$", "the rule in words"),
    ("weights-text", "show if $x_3 = 1$", "the rule in words"),
    ("hand", "The memory starts with $c_0 = 0$.", "the start"),
    ("loop-text", "Python takes them as 1 and 0", "a rule of Python"),
    ("circuit-see", "Thin dashed wires carry 0.", "the key of the drawing"),
    ("circuit-see", "Filled, with an arrow, the gate is open (1).", "the key of the drawing"),
    ("circuit-see", "A gap between the plates is a closed gate (0, or nearly 0)", "the key of the drawing"),
    ("nine-text", "| t | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |", "the steps' numbers"),
    ("weights-do-text", "Row `g`, column `x1`: 1 → 2", "a change to make"),
    ("weights-do-text", "Row `f`, column `1`: 10 → −10", "a change to make"),
    ("weights-do-text", "Row `i`, column `x2`: 100 → 5", "a change to make"),
    ("weights-do-text", "Row `o`, column `1`: −10 → 10", "a change to make"),
    ("weights-do-text", "both are 0 in the lecture", "told again in the cell recurrent, and asserted there"),
    ("weights-do-see", "Row g, column x1: 1 → 2", "a change to make"),
    ("weights-do-see", "Row f, column 1: 10 → −10", "a change to make"),
    ("weights-do-see", "Row i, column x2: 100 → 5", "a change to make"),
    ("weights-do-see", "Row o, column 1: −10 → 10", "a change to make"),
    ("weights-do-see", "only where $x_2 = 1$", "an input"),
    ("recurrent", "the weight of the constant 1", "an input's name"),
    ("why-text", "\\frac{1}{1 + e^{-z}}", "an equation"),
    ("why-predict", "(10 and −1), and then 100 times smaller. What happens to the 7", "the question"),
    ("why-predict", "all gate weights 10 times smaller", "the question"),
    ("why-see", "So 100 and −10 are", "the lecture's weights"),
    ("soft-text", "calculates with 0 and 1", "told of the slide"),
    (
        "exercise-2-text",
        "in which $x_2 = 1$ **replaces** the memory by $x_1$, and $x_2 = 0$ keeps it",
        "the task",
    ),
    ("exercise-2-text", "($x_2 = -1$ does not occur. $x_3 = 1$ still shows", "the task"),
    (
        "exercise-3-text",
        "The memory is 7, and all inputs are 0 from now on (except the constant 1)",
        "the task",
    ),
    ("exercise-3-text", "by $\\sigma(10)$. After how many steps is the memory below 6.99", "the task"),
    ("solution-2", "must close where $x_2 = 1$", "the task"),
    ("solution-3", "$m\\,\\sigma(10)^n", "an equation"),
    ("solution-3", "\\ln \\sigma(10)$", "an equation"),
]

#: What each prediction asks for: (cell, answers). Nobody may see one of them before the prediction is made.
ANSWERS = [
    ("nine-text", ["0 3 3 7 7 7 0 6 6", "0 0 0 0 0 7 0 0 6"]),
    ("weights-do-text", ["14", "It is 4, not 7", "both outputs are 0", "Steps 6 and 9 stay 7 and 6"]),
    ("why-predict", ["4.36", "1.58"]),
]
