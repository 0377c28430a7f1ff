"""Answers to the exercises as second-year students might write them, right and wrong.

CASES: dicts with exercise, name, right, what (for a person to read: what was done, and what a teacher would say), code;
endless=True: the function does not end when called. Every code runs alone and sets `answer`; its head sets what the
lesson sets. Exercise 5b is not among them.
"""

# ruff: noqa: E501 (programs and remarks, one in a line)

PRE = """import numpy as np, torch
from torch import nn
import lstm_teach as lt
from lstm_teach.examples import *
torch.set_default_dtype(torch.float32)
torch.set_grad_enabled(True)
torch.manual_seed(0)
"""

HEAD = {
    "1": PRE
    + """lee = lt.LSTMCell.lee()
""",
    "2": PRE
    + """sigmoid = lt.SIGMOID
standard = lt.LSTMCell.standard()


def scaled_cell(s, gate_factor=1):
    rows = {gate: gate_factor * np.array(w) for gate, w in LEE_WEIGHTS.items()}
    rows["g"] = s * np.array(LEE_WEIGHTS["g"])
    return lt.LSTMCell.from_gates(**rows)
""",
    "3": PRE
    + """torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.manual_seed(3)


def run(cell, x):
    outputs, state = [], None
    for x_t in x:
        state = cell(x_t, state)
        outputs.append(state[0])
    return torch.cat(outputs)


x = torch.tensor(NINE_STEPS)
standard = lt.LSTMCell.standard()
y_numpy = torch.tensor(standard.run(NINE_STEPS).h.ravel(), dtype=torch.float32)
""",
    "4": PRE
    + """from torch.nn.utils.rnn import pack_padded_sequence, pack_sequence, pad_packed_sequence, pad_sequence
torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
torch.manual_seed(4)
L, N, D, H, P = 9, 5, 4, 7, 3
""",
    "5": PRE,
    "6": PRE,
    "7": PRE
    + """hard = {"gate_activation": "step", "candidate_activation": "linear", "memory_activation": "linear"}
""",
}

CASES = []


def case(exercise, name, right, what, code, **more):
    CASES.append(
        {
            "exercise": exercise,
            "name": f"{exercise}-{name}",
            "right": right,
            "what": what,
            "code": HEAD[exercise[0]] + "\n" + code.strip("\n") + "\n",
            **more,
        }
    )


# ---------------------------------------------------------------- 1a
case(
    "1a",
    "array",
    True,
    "Runs the package and flattens: an array of floats. Right.",
    """
steps = [[2, 1, 0, 1], [5, 0, 1, 1], [1, 1, 1, 1], [4, -1, 1, 1], [3, 1, 0, 1], [9, 0, 1, 1]]
answer = lee.run(steps).h.ravel()
""",
)
case(
    "1a",
    "tuple-of-floats",
    True,
    "By hand, as a tuple with decimal points. Right.",
    """
answer = (0.0, 2.0, 3.0, 0.0, 0.0, 3.0)
""",
)
case(
    "1a",
    "column",
    True,
    "Gives lee.run(...).h as it is, shape (6, 1). The numbers are right; at most: 'make it flat with ravel()'.",
    """
steps = np.array([[2, 1, 0, 1], [5, 0, 1, 1], [1, 1, 1, 1], [4, -1, 1, 1], [3, 1, 0, 1], [9, 0, 1, 1]])
answer = lee.run(steps).h
""",
)
case(
    "1a",
    "memory",
    False,
    "Gives the memory c. 'This is the memory; h is 0 where the output gate is closed.'",
    """
answer = [2, 2, 3, 0, 3, 3]
""",
)
case(
    "1a",
    "replaces",
    False,
    "At step 3 the new value replaces the 2. 'With the forget gate open, writing adds: 2 + 1.'",
    """
answer = [0, 2, 1, 0, 0, 3]
""",
)
case(
    "1a",
    "memory-before",
    False,
    "Shows the memory before the update. 'h is made of the memory after the step: see step 3 and step 4.'",
    """
answer = [0, 2, 2, 3, 0, 3]
""",
)
case(
    "1a",
    "wipe-too-late",
    False,
    "Step 4: shows the 3 and wipes afterwards. 'First the memory is wiped, then it is shown.'",
    """
answer = [0, 2, 3, 3, 0, 3]
""",
)
case(
    "1a",
    "never-wiped",
    False,
    "Overlooks x2 = -1: the memory lives on. 'At step 4 x2 = -1, so the forget gate is closed.'",
    """
answer = [0, 2, 3, 3, 0, 6]
""",
)
case(
    "1a",
    "shows-x1",
    False,
    "Where x3 = 1 the input x1 is shown. 'The output gate shows the memory, not the input.'",
    """
answer = [0, 5, 1, 4, 0, 9]
""",
)
case(
    "1a",
    "five-numbers",
    False,
    "One number is missing. 'Six steps, so six numbers.'",
    """
answer = [0, 2, 3, 0, 3]
""",
)
case(
    "1a",
    "text",
    False,
    "One string. 'Give numbers in a list, not text.'",
    """
answer = "0 2 3 0 0 3"
""",
)

# ---------------------------------------------------------------- 1b
case(
    "1b",
    "small-numbers",
    True,
    "Other numbers, same signs: f = [0, -10, 0, 5], i and o small too. Right.",
    """
answer = lt.LSTMCell.from_gates(i=[0, 10, 0, -5], f=[0, -10, 0, 5], g=[1, 0, 0, 0], o=[0, 0, 1, -1],
    gate_activation="step", candidate_activation="linear", memory_activation="linear")
""",
)
case(
    "1b",
    "replace-weights",
    True,
    "Takes lee() and changes row 1 of its matrix. Right.",
    """
W = np.array(lt.LSTMCell.lee().weight_ih)
W[1] = [0, -100, 0, 10]
answer = lt.LSTMCell.lee().replace(weight_ih=W)
""",
)
case(
    "1b",
    "activations-forgotten",
    False,
    "Right rows, no activations: sigmoid and tanh. 'Give the three activations, or you get the standard cell.'",
    """
answer = lt.LSTMCell.from_gates(i=[0, 100, 0, -10], f=[0, -100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10])
""",
)
case(
    "1b",
    "on-the-boundary",
    False,
    "f = [0, -100, 0, 100]: at x2 = 1 the sum is 0 and the step is 1 there. 'At x2 = 1 z_f is exactly 0, so the gate is still open.'",
    """
answer = lt.LSTMCell.from_gates(i=[0, 100, 0, -10], f=[0, -100, 0, 100], g=[1, 0, 0, 0], o=[0, 0, 100, -10],
    gate_activation="step", candidate_activation="linear", memory_activation="linear")
""",
)
case(
    "1b",
    "forget-always-closed",
    False,
    "Forget gate never open: replaces, but does not keep. 'With x2 = 0 the memory must stay.'",
    """
answer = lt.LSTMCell.from_gates(i=[0, 100, 0, -10], f=[0, 0, 0, -10], g=[1, 0, 0, 0], o=[0, 0, 100, -10],
    gate_activation="step", candidate_activation="linear", memory_activation="linear")
""",
)
case(
    "1b",
    "unchanged",
    False,
    "The lecture's cell as it is, thinks that 'write' replaces. 'It still adds: the forget gate is open at x2 = 1.'",
    """
answer = lt.LSTMCell.lee()
""",
)
case(
    "1b",
    "wrong-row",
    False,
    "Changes the input gate in place of the forget gate. 'Now it writes where x2 = 0; the row of f must change.'",
    """
answer = lt.LSTMCell.from_gates(i=[0, -100, 0, 10], f=[0, 100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10],
    gate_activation="step", candidate_activation="linear", memory_activation="linear")
""",
)
case(
    "1b",
    "three-columns",
    False,
    "Rows without the constant 1, biases instead: a cell of three inputs. 'The cell gets four inputs, the last is the constant 1.'",
    """
answer = lt.LSTMCell.from_gates(i=[0, 100, 0], f=[0, -100, 0], g=[1, 0, 0], o=[0, 0, 100],
    bias={"i": -10, "f": 10, "o": -10},
    gate_activation="step", candidate_activation="linear", memory_activation="linear")
""",
)
case(
    "1b",
    "trace",
    False,
    "Runs the cell and gives the trace. 'Give the cell itself, not its run.'",
    """
my_cell = lt.LSTMCell.from_gates(i=[0, 100, 0, -10], f=[0, -100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10],
    gate_activation="step", candidate_activation="linear", memory_activation="linear")
answer = my_cell.run(NINE_STEPS)
""",
)
case(
    "1b",
    "dict",
    False,
    "A dict of rows. 'Build a cell of it: lt.LSTMCell.from_gates(**rows, ...).'",
    """
answer = {"i": [0, 100, 0, -10], "f": [0, -100, 0, 10], "g": [1, 0, 0, 0], "o": [0, 0, 100, -10]}
""",
)

# ---------------------------------------------------------------- 1c
case(
    "1c",
    "loop",
    True,
    "Multiplies in a while loop and counts. Right.",
    """
def my_steps(memory, limit):
    n = 0
    while memory >= limit:
        memory = memory * lt.SIGMOID(10)
        n += 1
    return n
answer = my_steps
""",
)
case(
    "1c",
    "ceil",
    True,
    "math.ceil of the logarithm, with log1p for the gate. Right (but for an exact whole number).",
    """
import math
answer = lambda m, l: math.ceil(math.log(m / l) / math.log1p(math.exp(-10)))
""",
)
case(
    "1c",
    "whole-float",
    True,
    "np.ceil gives 32.0, a float. Whole all the same; at most: 'write int(...) around it'.",
    """
def my_steps(memory, limit):
    keep = 1 / (1 + np.exp(-10))
    return np.ceil(np.log(limit / memory) / np.log(keep))
answer = my_steps
""",
)
case(
    "1c",
    "one-too-few",
    False,
    "int() without + 1. 'After 31 steps the memory is still above the limit: one step more.'",
    """
def my_steps(memory, limit):
    keep = 1 / (1 + np.exp(-10))
    return int(np.log(limit / memory) / np.log(keep))
answer = my_steps
""",
)
case(
    "1c",
    "not-whole",
    False,
    "31.49 is returned. 'Steps are whole: the first whole number above it.'",
    """
def my_steps(memory, limit):
    return np.log(limit / memory) / np.log(lt.SIGMOID(10))
answer = my_steps
""",
)
case(
    "1c",
    "rounded-constant",
    False,
    "Takes 0.99995 for sigmoid(10). 'sigmoid(10) is 0.9999546; the rounded number loses 10 % more at each step.'",
    """
def my_steps(memory, limit):
    n = 0
    while memory >= limit:
        memory *= 0.99995
        n += 1
    return n
answer = my_steps
""",
)
case(
    "1c",
    "linear-loss",
    False,
    "Subtracts the same loss at each step: right for 7 and 6.99, wrong far below. 'Each step multiplies; the loss gets smaller with the memory.'",
    """
def my_steps(memory, limit):
    loss = memory * (1 - lt.SIGMOID(10))
    return int((memory - limit) / loss) + 1
answer = my_steps
""",
)
case(
    "1c",
    "call",
    False,
    "Gives my_steps(7, 6.99), the number 32. 'Hand in the function, not one result.'",
    """
def my_steps(memory, limit):
    n = 0
    while memory >= limit:
        memory *= lt.SIGMOID(10)
        n += 1
    return n
answer = my_steps(7, 6.99)
""",
)
case(
    "1c",
    "prints",
    False,
    "print in place of return. 'Your function returns None: return the number.'",
    """
def my_steps(memory, limit):
    n = 0
    while memory >= limit:
        memory *= lt.SIGMOID(10)
        n += 1
    print(n)
answer = my_steps
""",
)
case(
    "1c",
    "endless",
    False,
    "The loop never changes memory. 'The memory must change inside the loop, else it never ends.'",
    """
def my_steps(memory, limit):
    n = 0
    while memory >= limit:
        new = memory * lt.SIGMOID(10)
        n += 1
    return n
answer = my_steps
""",
    endless=True,
)
case(
    "1c",
    "fixed-limit",
    False,
    "The parameter limit is not used: 6.99 stands in the loop. 'Works for 6.99 only: use limit.'",
    """
def my_steps(memory, limit):
    n = 0
    while memory >= 6.99:
        memory *= lt.SIGMOID(10)
        n += 1
    return n
answer = my_steps
""",
)
case(
    "1c",
    "swapped-parameters",
    False,
    "def my_steps(limit, memory). 'First the memory, then the limit.'",
    """
def my_steps(limit, memory):
    n = 0
    while memory >= limit:
        memory *= lt.SIGMOID(10)
        n += 1
    return n
answer = my_steps
""",
)

# ---------------------------------------------------------------- 2a
case(
    "2a",
    "package",
    True,
    "Lets the package run the two steps. Right.",
    """
def my_h(a, b):
    return lt.LSTMCell.standard().run([[a, 1, 0, 1], [b, 0, 1, 1]]).h[1, 0]
answer = my_h
""",
)
case(
    "2a",
    "open-gates-left-out",
    True,
    "Leaves out sigmoid(90) and sigmoid(110), which are 1 to all digits; keeps both leaks. Right.",
    """
import math
def my_h(a, b):
    c_1 = math.tanh(a)
    s = 1 / (1 + math.exp(-10))
    return math.tanh(s * c_1 + (1 - s) * math.tanh(b))
answer = my_h
""",
)
case(
    "2a",
    "torch",
    True,
    "With torch in 64 bits, a tensor comes back. Right.",
    """
def my_h(a, b):
    a, b = torch.tensor(a, dtype=torch.float64), torch.tensor(b, dtype=torch.float64)
    s = torch.sigmoid(torch.tensor(10, dtype=torch.float64))
    return torch.tanh(s * torch.tanh(a) + (1 - s) * torch.tanh(b))
answer = my_h
""",
)
case(
    "2a",
    "no-leaks",
    False,
    "Hard gates at step 2: tanh(tanh(a)). 'Small, but not nothing: forget gate sigmoid(10), input gate sigmoid(-10).'",
    """
def my_h(a, b):
    return np.tanh(np.tanh(a))
answer = my_h
""",
)
case(
    "2a",
    "only-forget-leak",
    False,
    "Forgets that the closed input gate writes a little of b. 'b leaks in with sigmoid(-10).'",
    """
def my_h(a, b):
    return sigmoid(90) * np.tanh(sigmoid(10) * sigmoid(90) * np.tanh(a))
answer = my_h
""",
)
case(
    "2a",
    "memory",
    False,
    "Returns c_2. 'That is the memory; h = o * tanh(c).'",
    """
def my_h(a, b):
    c_1 = sigmoid(90) * np.tanh(a)
    c_2 = sigmoid(10) * c_1 + sigmoid(-10) * np.tanh(b)
    return c_2
answer = my_h
""",
)
case(
    "2a",
    "no-tanh-on-candidate",
    False,
    "The candidates a and b without tanh. 'The standard cell writes tanh(a).'",
    """
def my_h(a, b):
    c = sigmoid(10) * a + sigmoid(-10) * b
    return np.tanh(c)
answer = my_h
""",
)
case(
    "2a",
    "signs-swapped",
    False,
    "Forget gate sigmoid(-10), input gate sigmoid(10). 'At x2 = 0: z_i = -10 and z_f = +10.'",
    """
def my_h(a, b):
    c_1 = sigmoid(90) * np.tanh(a)
    c_2 = sigmoid(-10) * c_1 + sigmoid(10) * np.tanh(b)
    return sigmoid(90) * np.tanh(c_2)
answer = my_h
""",
)
case(
    "2a",
    "rounded",
    False,
    "round(..., 4) at the end. 'All digits, please: do not round.'",
    """
def my_h(a, b):
    c_1 = sigmoid(90) * np.tanh(a)
    c_2 = sigmoid(10) * c_1 + sigmoid(-10) * np.tanh(b)
    return round(sigmoid(90) * np.tanh(c_2), 4)
answer = my_h
""",
)
case(
    "2a",
    "number",
    False,
    "One number for a = 2, b = 5. 'A function of a and b is asked for.'",
    """
a, b = 2, 5
answer = sigmoid(90) * np.tanh(sigmoid(10) * sigmoid(90) * np.tanh(a) + sigmoid(-10) * np.tanh(b))
""",
)

# ---------------------------------------------------------------- 2b
case(
    "2b",
    "floor",
    True,
    "math.floor(limit) + 1. Right.",
    """
import math
def my_steps(limit):
    return math.floor(limit) + 1
answer = my_steps
""",
)
case(
    "2b",
    "count-up",
    True,
    "Counts until n is larger than the limit. Right.",
    """
def my_steps(limit):
    n = 0
    while n <= limit:
        n += 1
    return n
answer = my_steps
""",
)
case(
    "2b",
    "simulation",
    True,
    "Runs the counting cell of section 5 until c is larger than the limit. Right.",
    """
def my_steps(limit):
    counter = lt.LSTMCell.from_gates(i=[100], f=[100], g=[100], o=[100])
    c = counter.run(np.ones((int(limit) + 5, 1))).c.ravel()
    return np.argmax(c > limit) + 1
answer = my_steps
""",
)
case(
    "2b",
    "ceil",
    False,
    "ceil(limit): 5 for the limit 5. 'After 5 steps the memory is below 5, not above: each step adds less than 1.'",
    """
import math
def my_steps(limit):
    return math.ceil(limit)
answer = my_steps
""",
)
case(
    "2b",
    "limit-plus-one",
    False,
    "limit + 1: right for whole limits, 6.5 for 5.5. 'Steps are whole.'",
    """
def my_steps(limit):
    return limit + 1
answer = my_steps
""",
)
case(
    "2b",
    "round",
    False,
    "round(limit) + 1: 7 for 5.6. 'Do not round up: 6 steps are enough for 5.6.'",
    """
def my_steps(limit):
    return round(limit) + 1
answer = my_steps
""",
)
case(
    "2b",
    "ceil-plus-one",
    False,
    "ceil(limit) + 1: 7 for 5.5. 'Right for whole limits only; 6 > 5.5 is enough.'",
    """
def my_steps(limit):
    return int(np.ceil(limit)) + 1
answer = my_steps
""",
)
case(
    "2b",
    "tanh-one",
    False,
    "Simulates with the candidate tanh(1) = 0.76. 'You may choose the weights: the candidate can come as near to 1 as you like.'",
    """
def my_steps(limit):
    c, n = 0, 0
    while c <= limit:
        c += np.tanh(1)
        n += 1
    return n
answer = my_steps
""",
)
case(
    "2b",
    "never",
    False,
    "Thinks that the memory is bounded by 1: never. 'The output is below 1, the memory is not.'",
    """
def my_steps(limit):
    if limit < 1:
        return 1
    return None
answer = my_steps
""",
)
case(
    "2b",
    "hard-coded",
    False,
    "Always 6. 'Only right for the example.'",
    """
def my_steps(limit):
    return 6
answer = my_steps
""",
)
case(
    "2b",
    "endless",
    False,
    "Waits until the output h is larger than the limit. 'The output never gets there; ask for the memory.'",
    """
def my_steps(limit):
    c, n, h = 0, 0, 0
    while h <= limit:
        c = c + 1
        h = np.tanh(c)
        n = n + 1
    return n
answer = my_steps
""",
    endless=True,
)

# ---------------------------------------------------------------- 2c
case(
    "2c",
    "smaller",
    True,
    "1e-6 and gates three times as hard, written out with from_gates. Right.",
    """
my_scale = 1e-6
my_cell = lt.LSTMCell.from_gates(i=[0, 300, 0, -30], f=[0, 300, 0, 30], g=[1e-6, 0, 0, 0], o=[0, 0, 300, -30])
answer = (my_scale, my_cell)
""",
)
case(
    "2c",
    "list",
    True,
    "scaled_cell with 1e-7 and gate factor 20, as a list. Right.",
    """
answer = [10**-7, scaled_cell(10**-7, 20)]
""",
)
case(
    "2c",
    "scale-for-nine-steps",
    False,
    "0.0001: enough for the nine steps, not for memories of 100. 'At 100 the bend of tanh costs 0.003.'",
    """
my_scale = 0.0001
my_cell = scaled_cell(my_scale, gate_factor=10)
answer = (my_scale, my_cell)
""",
)
case(
    "2c",
    "gates-too-soft",
    False,
    "Small scale, gates as in the lecture. 'The gates still leak: make them harder.'",
    """
my_scale = 0.00001
my_cell = scaled_cell(my_scale)
answer = (my_scale, my_cell)
""",
)
case(
    "2c",
    "turned-round",
    False,
    "Scale 100000 with a cell of s = 0.00001. 'h is divided by my_scale: give s, not 1/s.'",
    """
my_scale = 100000
my_cell = scaled_cell(1 / my_scale, 10)
answer = (my_scale, my_cell)
""",
)
case(
    "2c",
    "not-standard",
    False,
    "The lecture's cell with scale 1: exact, but no tanh and no sigmoid. 'A standard cell is asked for: sigmoid, tanh, tanh.'",
    """
answer = (1, lt.LSTMCell.lee())
""",
)
case(
    "2c",
    "cell-first",
    False,
    "The pair the other way round. 'First the scale, then the cell.'",
    """
answer = (scaled_cell(0.00001, gate_factor=10), 0.00001)
""",
)
case(
    "2c",
    "all-rows-scaled",
    False,
    "Multiplies all rows by s. 'Only the candidate is scaled; the gates must stay hard.'",
    """
my_scale = 0.00001
my_cell = lt.LSTMCell(weight_ih=my_scale * np.array(lt.LSTMCell.standard().weight_ih))
answer = (my_scale, my_cell)
""",
)
case(
    "2c",
    "different-scales",
    False,
    "Scale and cell do not fit together (0.0001 and 0.00001). 'Use the same s in both: your outputs are ten times too small.'",
    """
my_scale = 0.0001
my_cell = scaled_cell(0.00001, gate_factor=10)
answer = (my_scale, my_cell)
""",
)
case(
    "2c",
    "scale-as-text",
    False,
    "The scale as text. 'A number, not a string.'",
    """
answer = ("0.00001", scaled_cell(0.00001, gate_factor=10))
""",
)

# ---------------------------------------------------------------- 3a
case(
    "3a",
    "array",
    True,
    "Reshapes the row numbers, picks the gates, flattens: an array. Right.",
    """
def my_rows(order, H):
    return np.arange(4 * H).reshape(4, H)[[order.index(g) for g in "ifgo"]].ravel()
answer = my_rows
""",
)
case(
    "3a",
    "tensor",
    True,
    "torch.cat of aranges. Right.",
    """
def my_rows(order, H):
    return torch.cat([torch.arange(order.find(g) * H, (order.find(g) + 1) * H) for g in ["i", "f", "g", "o"]])
answer = my_rows
""",
)
case(
    "3a",
    "extend",
    True,
    "An ordinary loop with extend. Right.",
    """
def my_rows(order, H):
    rows = []
    for gate in ("i", "f", "g", "o"):
        start = H * list(order).index(gate)
        rows.extend(range(start, start + H))
    return rows
answer = my_rows
""",
)
case(
    "3a",
    "inverse",
    False,
    "The inverse permutation: where each of the friend's rows goes. Right for fiog, because it is its own inverse. 'Your rows bring PyTorch's order into the friend's: try an order such as gifo.'",
    """
def my_rows(order, H):
    return ["ifgo".index(gate) * H + k for gate in order for k in range(H)]
answer = my_rows
""",
)
case(
    "3a",
    "one-row-each",
    False,
    "Four numbers: forgets that each gate has H rows. 'Four gates have 4H rows.'",
    """
def my_rows(order, H):
    return [order.index(gate) for gate in "ifgo"]
answer = my_rows
""",
)
case(
    "3a",
    "from-one",
    False,
    "Counts rows from 1. 'Row numbers begin with 0.'",
    """
def my_rows(order, H):
    return [order.index(gate) * H + k for gate in "ifgo" for k in range(1, H + 1)]
answer = my_rows
""",
)
case(
    "3a",
    "loops-swapped",
    False,
    "Unit outside, gate inside: rows of different gates alternate. 'All H rows of a gate stand together.'",
    """
def my_rows(order, H):
    return [order.index(gate) * H + k for k in range(H) for gate in "ifgo"]
answer = my_rows
""",
)
case(
    "3a",
    "hard-coded",
    False,
    "The list of the example. 'Only right for fiog and H = 3.'",
    """
def my_rows(order, H):
    return [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]
answer = my_rows
""",
)
case(
    "3a",
    "H-three",
    False,
    "The 3 of the example is built in. 'Works for H = 3 only.'",
    """
def my_rows(order, H):
    return [order.index(gate) * 3 + k for gate in "ifgo" for k in range(3)]
answer = my_rows
""",
)
case(
    "3a",
    "wrong-target",
    False,
    "Thinks that PyTorch's order is i, f, o, g. 'PyTorch: i, f, g, o.'",
    """
def my_rows(order, H):
    return [order.index(gate) * H + k for gate in "ifog" for k in range(H)]
answer = my_rows
""",
)
case(
    "3a",
    "nested",
    False,
    "Four lists of H numbers. 'One flat list: W[...] would get another shape.'",
    """
def my_rows(order, H):
    return [list(range(order.index(g) * H, order.index(g) * H + H)) for g in "ifgo"]
answer = my_rows
""",
)

# ---------------------------------------------------------------- 3b
case(
    "3b",
    "assert-close",
    True,
    "assert_close with own tolerance, error caught. Right.",
    """
def my_check(y):
    try:
        torch.testing.assert_close(y, y_numpy, rtol=0, atol=1e-6)
    except AssertionError:
        return False
    return True
answer = my_check
""",
)
case(
    "3b",
    "numpy-1e-5",
    True,
    "NumPy in 64 bits, tolerance 1e-5. Right.",
    """
def my_check(y):
    return np.abs(np.asarray(y) - standard.run(NINE_STEPS).h.ravel()).max() < 1e-5
answer = my_check
""",
)
case(
    "3b",
    "tensor-bool",
    True,
    "all() of the comparisons: tensor(True) comes back. Right; at most: 'bool(...)'.",
    """
def my_check(y):
    return (torch.abs(y - y_numpy) < 1e-6).all()
answer = my_check
""",
)
case(
    "3b",
    "rounded",
    False,
    "The rounded comparison of section 7. 'It lets the wrong order f, i, g, o pass.'",
    """
def my_check(y):
    return bool((y.round() == y_numpy.round()).all())
answer = my_check
""",
)
case(
    "3b",
    "too-loose",
    False,
    "Tolerance 0.001. 'An output that is wrong by 0.0001 passes.'",
    """
def my_check(y):
    return bool((y - y_numpy).abs().max() < 1e-3)
answer = my_check
""",
)
case(
    "3b",
    "exact",
    False,
    "torch.equal. 'Too strict: right outputs that differ in their last digit are refused.'",
    """
def my_check(y):
    return torch.equal(y, y_numpy)
answer = my_check
""",
)
case(
    "3b",
    "no-abs",
    False,
    "abs forgotten: outputs that are too small pass. 'A difference can be negative.'",
    """
def my_check(y):
    return bool((y - y_numpy).max() < 1e-6)
answer = my_check
""",
)
case(
    "3b",
    "two-steps-only",
    False,
    "Compares steps 6 and 9 only. 'A mistake at another step passes.'",
    """
def my_check(y):
    return abs(y[5].item() - 0.963624) < 1e-5 and abs(y[8].item() - 0.761584) < 1e-5
answer = my_check
""",
)
case(
    "3b",
    "raises",
    False,
    "assert_close without try: wrong outputs raise an AssertionError. 'Return False, do not raise.'",
    """
def my_check(y):
    torch.testing.assert_close(y, y_numpy, rtol=0, atol=1e-6)
    return True
answer = my_check
""",
)
case(
    "3b",
    "mean",
    False,
    "Mean difference below 0.0001. 'One wrong output is hidden by eight right ones.'",
    """
def my_check(y):
    return bool((y - y_numpy).abs().mean() < 1e-4)
answer = my_check
""",
)
case(
    "3b",
    "float64-tolerance",
    False,
    "Tolerance 1e-12 on 32-bit numbers. 'float32 has 7 digits: right outputs are refused.'",
    """
def my_check(y):
    return bool(np.allclose(y, standard.run(NINE_STEPS).h.ravel(), rtol=0, atol=1e-12))
answer = my_check
""",
)
case(
    "3b",
    "inverted",
    False,
    "Returns True where something is wrong. 'True and False are swapped.'",
    """
def my_check(y):
    return bool((y - y_numpy).abs().max() > 1e-6)
answer = my_check
""",
)

# ---------------------------------------------------------------- 3c
case(
    "3c",
    "to-torch",
    True,
    "Builds the NumPy cell and converts it with lt.to_torch. Right.",
    """
cell = lt.LSTMCell.from_gates(i=[0, 100, 0, -10], f=[0, -100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10])
answer = lt.to_torch(cell, "LSTMCell")
""",
)
case(
    "3c",
    "parameter",
    True,
    "New nn.Parameter objects in place of copy_. Right.",
    """
my_cell = nn.LSTMCell(4, 1)
my_cell.weight_ih = nn.Parameter(torch.tensor([[0.0, 100, 0, -10], [0, -100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]]))
my_cell.weight_hh = nn.Parameter(torch.zeros(4, 1))
my_cell.bias_ih = nn.Parameter(torch.zeros(4))
my_cell.bias_hh = nn.Parameter(torch.zeros(4))
answer = my_cell
""",
)
case(
    "3c",
    "float32",
    True,
    "Works in a fresh kernel with 32-bit weights. The weights are whole numbers, so they are the same. Right.",
    """
my_cell = nn.LSTMCell(4, 1, dtype=torch.float32)
for p in my_cell.parameters():
    p.zero_()
my_cell.weight_ih.copy_(torch.tensor([[0, 100, 0, -10], [0, -100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]]))
answer = my_cell
""",
)
case(
    "3c",
    "bias-holds-constant",
    True,
    "Puts the -10, 10, -10 into bias_ih and leaves column 4 at 0: the same sums, since x4 = 1. Right.",
    """
my_cell = nn.LSTMCell(4, 1)
my_cell.weight_ih.copy_(torch.tensor([[0, 100, 0, 0], [0, -100, 0, 0], [1, 0, 0, 0], [0, 0, 100, 0]]))
my_cell.weight_hh.zero_()
my_cell.bias_ih.copy_(torch.tensor([-10, 10, 0, -10]))
my_cell.bias_hh.zero_()
answer = my_cell
""",
)
case(
    "3c",
    "order-of-lesson-1",
    False,
    "Rows in the order g, i, f, o, as in the table of lesson 01. 'PyTorch's rows: i, f, g, o.'",
    """
my_cell = nn.LSTMCell(4, 1)
my_cell.weight_ih.copy_(torch.tensor([[1, 0, 0, 0], [0, 100, 0, -10], [0, -100, 0, 10], [0, 0, 100, -10]]))
my_cell.weight_hh.zero_()
my_cell.bias_ih.zero_()
my_cell.bias_hh.zero_()
answer = my_cell
""",
)
case(
    "3c",
    "order-figo",
    False,
    "Rows in the order f, i, g, o. 'Input and forget gate are swapped.'",
    """
my_cell = nn.LSTMCell(4, 1)
my_cell.weight_ih.copy_(torch.tensor([[0, -100, 0, 10], [0, 100, 0, -10], [1, 0, 0, 0], [0, 0, 100, -10]]))
my_cell.weight_hh.zero_()
my_cell.bias_ih.zero_()
my_cell.bias_hh.zero_()
answer = my_cell
""",
)
case(
    "3c",
    "biases-random",
    False,
    "Sets the weights, leaves both biases random. 'They are not zero by themselves.'",
    """
my_cell = nn.LSTMCell(4, 1)
rows = {**LEE_WEIGHTS, "f": (0, -100, 0, 10)}
my_cell.weight_ih.copy_(torch.tensor([rows[gate] for gate in ("i", "f", "g", "o")]))
my_cell.weight_hh.zero_()
answer = my_cell
""",
)
case(
    "3c",
    "recurrent-random",
    False,
    "weight_hh left random. 'The recurrent weights must be 0.'",
    """
my_cell = nn.LSTMCell(4, 1)
rows = {**LEE_WEIGHTS, "f": (0, -100, 0, 10)}
my_cell.weight_ih.copy_(torch.tensor([rows[gate] for gate in ("i", "f", "g", "o")]))
my_cell.bias_ih.zero_()
my_cell.bias_hh.zero_()
answer = my_cell
""",
)
case(
    "3c",
    "lecture-row",
    False,
    "Keeps the lecture's row of f: it adds. 'The row of f must be [0, -100, 0, 10].'",
    """
my_cell = nn.LSTMCell(4, 1)
for p in my_cell.parameters():
    p.zero_()
my_cell.weight_ih.copy_(torch.tensor([LEE_WEIGHTS[gate] for gate in "ifgo"]))
answer = my_cell
""",
)
case(
    "3c",
    "numpy-cell",
    False,
    "An lt.LSTMCell. 'The weights are right, but it is the NumPy cell: an nn.LSTMCell is asked for.'",
    """
answer = lt.LSTMCell.from_gates(i=[0, 100, 0, -10], f=[0, -100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10])
""",
)
case(
    "3c",
    "nn-lstm",
    False,
    "An nn.LSTM with the right weights. 'nn.LSTM does all steps; here nn.LSTMCell is asked for.'",
    """
cell = lt.LSTMCell.from_gates(i=[0, 100, 0, -10], f=[0, -100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10])
answer = lt.to_torch(cell, "LSTM")
""",
)
case(
    "3c",
    "wrong-names",
    False,
    "Sets weight_ih_l0 and so on: new attributes that nobody reads; all weights stay random. 'In nn.LSTMCell the names have no _l0.'",
    """
my_cell = nn.LSTMCell(4, 1)
my_cell.weight_ih_l0 = torch.tensor([[0.0, 100, 0, -10], [0, -100, 0, 10], [1, 0, 0, 0], [0, 0, 100, -10]])
my_cell.weight_hh_l0 = torch.zeros(4, 1)
my_cell.bias_ih_l0 = torch.zeros(4)
my_cell.bias_hh_l0 = torch.zeros(4)
answer = my_cell
""",
)

# ---------------------------------------------------------------- 4a
case(
    "4a",
    "list",
    True,
    "A list, from divmod. Right.",
    """
def my_cell(k):
    layer, direction = divmod(k, 2)
    return [layer, ["forward", "backward"][direction]]
answer = my_cell
""",
)
case(
    "4a",
    "table",
    True,
    "A table of all six rows. Right.",
    """
table = {0: (0, "forward"), 1: (0, "backward"), 2: (1, "forward"), 3: (1, "backward"), 4: (2, "forward"), 5: (2, "backward")}
answer = lambda k: table[k]
""",
)
case(
    "4a",
    "direction-first",
    False,
    "Rows 0 to 2 forward, 3 to 5 backward. 'The layer comes first: two rows for each layer.'",
    """
def my_cell(k):
    return (k % 3, "forward" if k < 3 else "backward")
answer = my_cell
""",
)
case(
    "4a",
    "swapped-pair",
    False,
    "('backward', 1). 'First the layer, then the direction.'",
    """
def my_cell(k):
    return ("backward" if k % 2 else "forward", k // 2)
answer = my_cell
""",
)
case(
    "4a",
    "from-one",
    False,
    "Layers counted from 1. 'The first layer is layer 0.'",
    """
def my_cell(k):
    return (k // 2 + 1, "backward" if k % 2 == 1 else "forward")
answer = my_cell
""",
)
case(
    "4a",
    "backward-first",
    False,
    "Even rows backward. 'Forward first.'",
    """
def my_cell(k):
    return (k // 2, "forward" if k % 2 else "backward")
answer = my_cell
""",
)
case(
    "4a",
    "direction-as-number",
    False,
    "(1, 1) in place of (1, 'backward'). 'Say forward or backward.'",
    """
def my_cell(k):
    return (k // 2, k % 2)
answer = my_cell
""",
)
case(
    "4a",
    "true-division",
    False,
    "k / 2 gives 1.5. 'Whole division: k // 2.'",
    """
def my_cell(k):
    return (k / 2, "backward" if k % 2 else "forward")
answer = my_cell
""",
)
case(
    "4a",
    "reverse",
    False,
    "PyTorch's word 'reverse' in place of 'backward'. 'Right cell; please call it backward.'",
    """
def my_cell(k):
    return (k // 2, "reverse" if k % 2 else "forward")
answer = my_cell
""",
)
case(
    "4a",
    "pair",
    False,
    "The pair for k = 3. 'A function of k is asked for.'",
    """
answer = (1, "backward")
""",
)

# ---------------------------------------------------------------- 4b
case(
    "4b",
    "tuple-of-sizes",
    True,
    "A tuple of torch.Size. Right.",
    """
def my_shapes(N, L, D, H, P):
    S = torch.Size
    return S([N, L, 2 * P]), S([2 * 3, N, P]), S([2 * 3, N, H]), S([4 * H, 2 * P])
answer = my_shapes
""",
)
case(
    "4b",
    "meta",
    True,
    "Asks a net on the device 'meta': shapes without numbers. Right numbers, though 'without running an LSTM'.",
    """
def my_shapes(N, L, D, H, P):
    net = nn.LSTM(D, H, num_layers=3, batch_first=True, bidirectional=True, proj_size=P, device="meta")
    out, (h, c) = net(torch.empty(N, L, D, device="meta"))
    return [tuple(out.shape), tuple(h.shape), tuple(c.shape), tuple(net.weight_ih_l2.shape)]
answer = my_shapes
""",
)
case(
    "4b",
    "lists",
    True,
    "Lists in place of tuples. Right.",
    """
def my_shapes(N, L, D, H, P):
    rows = 3 * 2
    return [[N, L, P + P], [rows, N, P], [rows, N, H], [H * 4, P + P]]
answer = my_shapes
""",
)
case(
    "4b",
    "c-projected",
    False,
    "c_n with P numbers. 'Only h is projected, the memory keeps H.'",
    """
def my_shapes(N, L, D, H, P):
    return [(N, L, 2 * P), (6, N, P), (6, N, P), (4 * H, 2 * P)]
answer = my_shapes
""",
)
case(
    "4b",
    "states-batch-first",
    False,
    "h_n and c_n with N first. 'batch_first does not move the states.'",
    """
def my_shapes(N, L, D, H, P):
    return [(N, L, 2 * P), (N, 6, P), (N, 6, H), (4 * H, 2 * P)]
answer = my_shapes
""",
)
case(
    "4b",
    "weights-one-direction",
    False,
    "weight_ih_l2 with P columns. 'Layer 2 reads both directions of layer 1: 2P.'",
    """
def my_shapes(N, L, D, H, P):
    return [(N, L, 2 * P), (6, N, P), (6, N, H), (4 * H, P)]
answer = my_shapes
""",
)
case(
    "4b",
    "weights-unprojected",
    False,
    "weight_ih_l2 with 2H columns. 'What comes from below is projected: 2P.'",
    """
def my_shapes(N, L, D, H, P):
    return [(N, L, 2 * P), (6, N, P), (6, N, H), (4 * H, 2 * H)]
answer = my_shapes
""",
)
case(
    "4b",
    "weights-D",
    False,
    "weight_ih_l2 with D columns, as in layer 0. In the example D = 2P, so it fits there. 'Only layer 0 reads x.'",
    """
def my_shapes(N, L, D, H, P):
    return [(N, L, 2 * P), (6, N, P), (6, N, H), (4 * H, D)]
answer = my_shapes
""",
)
case(
    "4b",
    "projection-rows",
    False,
    "Rows of weight_ih_l2 4P. 'The gates belong to the H units: 4H rows.'",
    """
def my_shapes(N, L, D, H, P):
    return [(N, L, 2 * P), (6, N, P), (6, N, H), (4 * P, 2 * P)]
answer = my_shapes
""",
)
case(
    "4b",
    "steps-first",
    False,
    "output with L first. 'batch_first=True: N first.'",
    """
def my_shapes(N, L, D, H, P):
    return [(L, N, 2 * P), (6, N, P), (6, N, H), (4 * H, 2 * P)]
answer = my_shapes
""",
)
case(
    "4b",
    "hard-coded",
    False,
    "The numbers of the example. 'Only right for the example.'",
    """
def my_shapes(N, L, D, H, P):
    return [(32, 50, 10), (6, 32, 5), (6, 32, 20), (80, 10)]
answer = my_shapes
""",
)
case(
    "4b",
    "three-shapes",
    False,
    "The fourth is missing. 'Four shapes: weight_ih_l2 is missing.'",
    """
def my_shapes(N, L, D, H, P):
    return [(N, L, 2 * P), (6, N, P), (6, N, H)]
answer = my_shapes
""",
)

# ---------------------------------------------------------------- 4c
case(
    "4c",
    "transpose-reshape",
    True,
    "The last two rows, transposed and reshaped. Right.",
    """
def my_features(net, packed):
    _, (h_n, _) = net(packed)
    return h_n[-2:].transpose(0, 1).reshape(h_n.shape[1], -1)
answer = my_features
""",
)
case(
    "4c",
    "pick-valid",
    True,
    "Unpacks and picks: forward at the last valid step, backward at step 0. Right.",
    """
def my_features(net, packed):
    out, lengths = pad_packed_sequence(net(packed)[0])
    H = out.shape[-1] // 2
    return torch.cat([out[lengths - 1, torch.arange(len(lengths)), :H], out[0, :, H:]], dim=1)
answer = my_features
""",
)
case(
    "4c",
    "numpy",
    True,
    "np.hstack: an array. Right.",
    """
def my_features(net, packed):
    h_n = net(packed)[1][0].detach().numpy()
    return np.hstack([h_n[-2], h_n[-1]])
answer = my_features
""",
)
case(
    "4c",
    "first-layer",
    False,
    "h_n[0] and h_n[1]: right for one layer only. 'These are layer 0; the last layer has the last two rows.'",
    """
def my_features(net, packed):
    output, (h_n, c_n) = net(packed)
    return torch.cat([h_n[0], h_n[1]], dim=-1)
answer = my_features
""",
)
case(
    "4c",
    "end-of-output",
    False,
    "Unpacks and takes output[-1]. 'The shorter sequences have ended before; the backward cell ends at step 0.'",
    """
def my_features(net, packed):
    output, lengths = pad_packed_sequence(net(packed)[0])
    return output[-1]
answer = my_features
""",
)
case(
    "4c",
    "last-valid-both",
    False,
    "Takes the last valid step for both directions. 'There the backward cell has read one step only.'",
    """
def my_features(net, packed):
    output, lengths = pad_packed_sequence(net(packed)[0])
    return output[lengths - 1, torch.arange(len(lengths))]
answer = my_features
""",
)
case(
    "4c",
    "memory",
    False,
    "c_n in place of h_n. 'This is the memory; h is asked for.'",
    """
def my_features(net, packed):
    output, (h_n, c_n) = net(packed)
    return torch.cat([c_n[-2], c_n[-1]], dim=-1)
answer = my_features
""",
)
case(
    "4c",
    "backward-first",
    False,
    "Backward, then forward. 'The other way round.'",
    """
def my_features(net, packed):
    output, (h_n, c_n) = net(packed)
    return torch.cat([h_n[-1], h_n[-2]], dim=-1)
answer = my_features
""",
)
case(
    "4c",
    "dim-0",
    False,
    "cat along axis 0: shape (2N, H). 'Side by side is dim=-1.'",
    """
def my_features(net, packed):
    output, (h_n, c_n) = net(packed)
    return torch.cat([h_n[-2], h_n[-1]])
answer = my_features
""",
)
case(
    "4c",
    "view-mixes",
    False,
    "view(N, 2H) without transpose: right shape, sequences mixed up. 'view does not swap axes: transpose first.'",
    """
def my_features(net, packed):
    output, (h_n, c_n) = net(packed)
    return h_n[-2:].contiguous().view(h_n.shape[1], -1)
answer = my_features
""",
)
case(
    "4c",
    "unpack-error",
    False,
    "Thinks that net returns three things: ValueError. 'nn.LSTM returns output and a pair.'",
    """
def my_features(net, packed):
    output, h_n, c_n = net(packed)
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)
answer = my_features
""",
)
case(
    "4c",
    "packed-output",
    False,
    "Indexes the packed output as if it were a tensor: packed[-1] is unsorted_indices. 'Packed output must be unpacked first.'",
    """
def my_features(net, packed):
    output, (h_n, c_n) = net(packed)
    return output[-1]
answer = my_features
""",
)

# ---------------------------------------------------------------- 4d
case(
    "4d",
    "numel",
    True,
    "Builds the net and counts. Right.",
    """
def my_count(D, H, num_layers, both):
    return sum(p.numel() for p in nn.LSTM(D, H, num_layers, bidirectional=both).parameters())
answer = my_count
""",
)
case(
    "4d",
    "closed-formula",
    True,
    "First layer plus the others, as one formula. Right.",
    """
def my_count(D, H, num_layers, both):
    d = 1 + int(both)
    first = 4 * H * D + 4 * H * H + 8 * H
    other = 4 * H * (d * H) + 4 * H * H + 8 * H
    return d * (first + (num_layers - 1) * other)
answer = my_count
""",
)
case(
    "4d",
    "one-bias",
    False,
    "One bias for each row. 'PyTorch has two biases, bias_ih and bias_hh.'",
    """
def my_count(D, H, num_layers, both):
    d = 2 if both else 1
    sizes = [D] + [H * d] * (num_layers - 1)
    return sum(d * 4 * H * (s + H + 1) for s in sizes)
answer = my_count
""",
)
case(
    "4d",
    "upper-layer-one-direction",
    False,
    "Upper layers read H inputs also when bidirectional. 'Layer 1 reads both directions: 2H.'",
    """
def my_count(D, H, num_layers, both):
    d = 2 if both else 1
    sizes = [D] + [H] * (num_layers - 1)
    return sum(d * 4 * H * (s + H + 2) for s in sizes)
answer = my_count
""",
)
case(
    "4d",
    "all-layers-alike",
    False,
    "All layers like the first. 'Only layer 0 reads D inputs.'",
    """
def my_count(D, H, num_layers, both):
    d = 2 if both else 1
    return num_layers * d * 4 * H * (D + H + 2)
answer = my_count
""",
)
case(
    "4d",
    "no-biases",
    False,
    "Counts the weights only. 'Weights and biases.'",
    """
def my_count(D, H, num_layers, both):
    d = 2 if both else 1
    sizes = [D] + [H * d] * (num_layers - 1)
    return sum(d * 4 * H * (s + H) for s in sizes)
answer = my_count
""",
)
case(
    "4d",
    "both-ignored",
    False,
    "Takes two directions always: right for the example. 'both=False has half as many cells.'",
    """
def my_count(D, H, num_layers, both):
    sizes = [D] + [2 * H] * (num_layers - 1)
    return sum(2 * 4 * H * (s + H + 2) for s in sizes)
answer = my_count
""",
)
case(
    "4d",
    "hidden-side-doubled",
    False,
    "weight_hh with 2H columns too. 'A cell hears only itself: H columns.'",
    """
def my_count(D, H, num_layers, both):
    d = 2 if both else 1
    sizes = [D] + [H * d] * (num_layers - 1)
    return sum(d * 4 * H * (s + d * H + 2) for s in sizes)
answer = my_count
""",
)
case(
    "4d",
    "number-of-tensors",
    False,
    "Counts the parameter tensors, not the numbers in them. 'Each tensor has many numbers: numel().'",
    """
def my_count(D, H, num_layers, both):
    return len(list(nn.LSTM(D, H, num_layers, bidirectional=both).parameters()))
answer = my_count
""",
)
case(
    "4d",
    "number",
    False,
    "2016, the result of the example. 'A function is asked for.'",
    """
answer = 2016
""",
)

# ---------------------------------------------------------------- 5a
case(
    "5a",
    "one-log",
    True,
    "b = -ln(2^(1/n) - 1). Right.",
    """
import math
def my_bias(steps):
    return -math.log(2 ** (1 / steps) - 1)
answer = my_bias
""",
)
case(
    "5a",
    "bisection",
    True,
    "Bisection until nothing changes. Right.",
    """
def my_bias(steps):
    low, high = -50.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        if lt.SIGMOID(middle) ** steps < 0.5:
            low = middle
        else:
            high = middle
    return middle
answer = my_bias
""",
)
case(
    "5a",
    "torch-logit",
    True,
    "torch.logit in 64 bits: a tensor. Right.",
    """
def my_bias(steps):
    f = torch.tensor(0.5, dtype=torch.float64) ** (1 / steps)
    return torch.logit(f)
answer = my_bias
""",
)
case(
    "5a",
    "the-gate",
    False,
    "Returns f = 0.993. 'This is the gate; b is the sum with sigmoid(b) = f.'",
    """
def my_bias(steps):
    return 0.5 ** (1 / steps)
answer = my_bias
""",
)
case(
    "5a",
    "upside-down",
    False,
    "log((1 - f) / f): the wrong sign. 'sigmoid(-4.97) is a nearly closed gate.'",
    """
def my_bias(steps):
    f = 0.5 ** (1 / steps)
    return np.log((1 - f) / f)
answer = my_bias
""",
)
case(
    "5a",
    "log10",
    False,
    "Logarithm to base 10. 'The natural logarithm: np.log.'",
    """
def my_bias(steps):
    f = 0.5 ** (1 / steps)
    return np.log10(f / (1 - f))
answer = my_bias
""",
)
case(
    "5a",
    "floor-division",
    False,
    "1 // steps is 0, so f = 1 and b = inf. 'Whole division: write 1 / steps.'",
    """
def my_bias(steps):
    f = 0.5 ** (1 // steps)
    with np.errstate(divide="ignore"):
        return np.log(f / (1 - np.float64(f)))
answer = my_bias
""",
)
case(
    "5a",
    "rounded",
    False,
    "round(b, 3). 'All digits, please.'",
    """
def my_bias(steps):
    f = 0.5 ** (1 / steps)
    return round(np.log(f / (1 - f)), 3)
answer = my_bias
""",
)
case(
    "5a",
    "linear-loss",
    False,
    "Each step loses 0.5 / n: f = 1 - 0.5/n. 'The steps multiply: f to the power n is 0.5.'",
    """
def my_bias(steps):
    f = 1 - 0.5 / steps
    return np.log(f / (1 - f))
answer = my_bias
""",
)
case(
    "5a",
    "coarse-search",
    False,
    "Goes up in steps of 0.01. 'Near, but not all digits; solve sigmoid(b) = f for b.'",
    """
def my_bias(steps):
    b = 0.0
    while lt.SIGMOID(b) ** steps < 0.5:
        b += 0.01
    return b
answer = my_bias
""",
)
case(
    "5a",
    "endless",
    False,
    "Waits until the product is exactly 0.5. 'With real numbers == hardly ever comes true.'",
    """
def my_bias(steps):
    b = 0.0
    while lt.SIGMOID(b) ** steps != 0.5:
        b += 0.001
    return b
answer = my_bias
""",
    endless=True,
)
case(
    "5a",
    "hard-coded",
    False,
    "4.968 for any number of steps. 'Only for 100, and rounded.'",
    """
def my_bias(steps):
    return 4.968
answer = my_bias
""",
)

# ---------------------------------------------------------------- 5c
case(
    "5c",
    "cosh",
    True,
    "1 / cosh². Right.",
    """
def my_factor(c):
    return 1 / np.cosh(c) ** 2
answer = my_factor
""",
)
case(
    "5c",
    "autograd",
    True,
    "Asks autograd for the slope of tanh. Right.",
    """
def my_factor(c):
    c = torch.tensor(c, dtype=torch.float64, requires_grad=True)
    torch.tanh(c).sum().backward()
    return c.grad.numpy()
answer = my_factor
""",
)
case(
    "5c",
    "math-tanh",
    True,
    "math.tanh: right for one number; fails for an array (the text does not ask for arrays).",
    """
import math
def my_factor(c):
    return 1 - math.tanh(c) ** 2
answer = my_factor
""",
)
case(
    "5c",
    "value-not-gradient",
    False,
    "tanh(c) / c: how much the value shrinks. 'The gradient is multiplied by the slope of tanh.'",
    """
def my_factor(c):
    return np.tanh(c) / c
answer = my_factor
""",
)
case(
    "5c",
    "square-forgotten",
    False,
    "1 - tanh(c). 'The slope of tanh is 1 - tanh².'",
    """
def my_factor(c):
    return 1 - np.tanh(c)
answer = my_factor
""",
)
case(
    "5c",
    "square-inside",
    False,
    "tanh(c²). 'Square the tanh, not c.'",
    """
def my_factor(c):
    return 1 - np.tanh(c ** 2)
answer = my_factor
""",
)
case(
    "5c",
    "reciprocal",
    False,
    "14: 'it is 14 times smaller'. 'Give the number that the gradient is multiplied by: 0.0714.'",
    """
def my_factor(c):
    return 1 / (1 - np.tanh(c) ** 2)
answer = my_factor
""",
)
case(
    "5c",
    "sigmoid-slope",
    False,
    "The slope of the sigmoid. 'The memory goes through tanh.'",
    """
def my_factor(c):
    return lt.SIGMOID(c) * (1 - lt.SIGMOID(c))
answer = my_factor
""",
)
case(
    "5c",
    "what-is-lost",
    False,
    "tanh²: the part that is lost. 'This is lost; 1 - tanh² is left.'",
    """
def my_factor(c):
    return np.tanh(c) ** 2
answer = my_factor
""",
)
case(
    "5c",
    "number",
    False,
    "0.0714. 'A function of c, and all digits.'",
    """
answer = 0.0714
""",
)
case(
    "5c",
    "h-in-place-of-c",
    False,
    "1 - c²: takes c for tanh(c). 'c is the memory before tanh.'",
    """
def my_factor(c):
    return 1 - c ** 2
answer = my_factor
""",
)

# ---------------------------------------------------------------- 6a
case(
    "6a",
    "log",
    True,
    "int of the logarithm plus 1. Right.",
    """
def my_steps(f, left):
    return int(np.log(left) / np.log(f)) + 1
answer = my_steps
""",
)
case(
    "6a",
    "multiply",
    True,
    "Multiplies the memory step by step. Right.",
    """
def my_steps(f, left):
    memory, n = 1.0, 0
    while memory >= left:
        memory *= f
        n += 1
    return n
answer = my_steps
""",
)
case(
    "6a",
    "list",
    True,
    "All powers in an array, the first one below. Right.",
    """
def my_steps(f, left):
    powers = np.float64(f) ** np.arange(1, 1_000_001)
    return np.argmax(powers < left) + 1
answer = my_steps
""",
)
case(
    "6a",
    "one-too-few",
    False,
    "int without + 1: 10. 'After 10 steps 0.904 are left: not yet less than 0.9.'",
    """
def my_steps(f, left):
    return int(np.log(left) / np.log(f))
answer = my_steps
""",
)
case(
    "6a",
    "round",
    False,
    "round: 10 for 10.48. 'Not the nearest whole number but the next one.'",
    """
def my_steps(f, left):
    return round(np.log(left) / np.log(f))
answer = my_steps
""",
)
case(
    "6a",
    "linear-loss",
    False,
    "0.01 is lost at each step, so 0.1 / 0.01 and one more: 11 fits the example. 'The loss is 1 % of what is left, not of the start.'",
    """
def my_steps(f, left):
    return round((1 - left) / (1 - f)) + 1
answer = my_steps
""",
)
case(
    "6a",
    "one-too-many",
    False,
    "Counts one step more. 'After 11 steps it is already less.'",
    """
def my_steps(f, left):
    n = 1
    while f ** n >= left:
        n += 1
    return n + 1
answer = my_steps
""",
)
case(
    "6a",
    "lost-part",
    False,
    "Reads 'left' as the part that is lost. 'left is what remains.'",
    """
def my_steps(f, left):
    n = 1
    while f ** n >= 1 - left:
        n += 1
    return n
answer = my_steps
""",
)
case(
    "6a",
    "swapped-parameters",
    False,
    "def my_steps(left, f). 'First f, then left.'",
    """
def my_steps(left, f):
    return int(np.log(left) / np.log(f)) + 1
answer = my_steps
""",
)
case(
    "6a",
    "endless",
    False,
    "The loop compares f with left, and f never changes. 'f to the power n must stand in the loop.'",
    """
def my_steps(f, left):
    n = 1
    while f >= left:
        n += 1
    return n
answer = my_steps
""",
    endless=True,
)
case(
    "6a",
    "log-order",
    False,
    "log(f) / log(left): 0.095, plus 1. 'The other way round: ln(left) / ln(f).'",
    """
def my_steps(f, left):
    return int(np.log(f) / np.log(left)) + 1
answer = my_steps
""",
)
case(
    "6a",
    "as-text",
    False,
    "Returns the text '11 steps'. 'A number, please.'",
    """
def my_steps(f, left):
    n = 1
    while f ** n >= left:
        n += 1
    return f"{n} steps"
answer = my_steps
""",
)

# ---------------------------------------------------------------- 6b
case(
    "6b",
    "full-steps",
    True,
    "Candidate +-1 to all digits: tanh(100). Right.",
    """
answer = lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[100, -100], o=[100, 100])
""",
)
case(
    "6b",
    "biases",
    True,
    "The gates are opened by biases, not by weights. Right.",
    """
answer = lt.LSTMCell.from_gates(i=[0, 0], f=[0, 0], g=[0.6, -0.6], o=[0, 0], bias={"i": 50, "f": 50, "o": 50})
""",
)
case(
    "6b",
    "output-closed",
    True,
    "Output gate half open: the task asks for the memory only. Right.",
    """
answer = lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[2, -2], o=[0, 0])
""",
)
case(
    "6b",
    "soft-gates",
    False,
    "Gates at sigmoid(10): they leak. 'After 1000 a's several per cent are lost; open the gates wider.'",
    """
answer = lt.LSTMCell.from_gates(i=[10, 10], f=[10, 10], g=[1, -1], o=[10, 10])
""",
)
case(
    "6b",
    "nearly-hard",
    False,
    "sigmoid(20): the error is small, but more than 1e-9. 'Right for short words; at n = 1000 the leak is too large.'",
    """
answer = lt.LSTMCell.from_gates(i=[20, 20], f=[20, 20], g=[1, -1], o=[20, 20])
""",
)
case(
    "6b",
    "too-small",
    False,
    "g = 0.5: tanh(0.5) = 0.46, below n/2. 'Each a must add at least 0.5 after tanh.'",
    """
answer = lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[0.5, -0.5], o=[100, 100])
""",
)
case(
    "6b",
    "b-wipes",
    False,
    "b closes the forget gate. 'A b must undo one a, not all of them.'",
    """
answer = lt.LSTMCell.from_gates(i=[100, -100], f=[100, -100], g=[1, -1], o=[100, 100])
""",
)
case(
    "6b",
    "b-counts-up",
    False,
    "b has no minus: it counts on. 'The candidate of b must be negative.'",
    """
answer = lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[1, 1], o=[100, 100])
""",
)
case(
    "6b",
    "b-closed",
    False,
    "The input gate is closed for b: nothing is taken away. 'b must write, too: a negative number.'",
    """
answer = lt.LSTMCell.from_gates(i=[100, -100], f=[100, 100], g=[1, -1], o=[100, 100])
""",
)
case(
    "6b",
    "not-standard",
    False,
    "Step gates and linear candidate. 'It counts, but a standard cell is asked for.'",
    """
answer = lt.LSTMCell.from_gates(i=[1, 1], f=[1, 1], g=[1, -1], o=[1, 1],
    gate_activation="step", candidate_activation="linear", memory_activation="linear")
""",
)
case(
    "6b",
    "three-inputs",
    False,
    "Three columns (start, a, b), as in section 2. 'Here are only two inputs: a and b.'",
    """
answer = lt.LSTMCell.from_gates(i=[-100, 100, 100], f=[100, 100, 100], g=[0, 1, -1], o=[100, 100, 100])
""",
)
case(
    "6b",
    "unequal",
    False,
    "b takes away more than a adds. 'Then the memory is not 0 at the end.'",
    """
answer = lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[1, -2], o=[100, 100])
""",
)

# ---------------------------------------------------------------- 7a
GRAD = """
def my_gradients(cell, trace, dL_dh):
    i, f, g, o, c_prev, c = trace.i, trace.f, trace.g, trace.o, trace.c_prev, trace.c
    dz, from_h, from_c = np.zeros((len(trace), 4 * cell.hidden_size)), 0, 0
    for t in reversed(range(len(trace))):
        dh = dL_dh[t] + from_h
        dc = from_c + dh * o[t] * (1 - np.tanh(c[t]) ** 2)
        dz_i = dc * g[t] * i[t] * (1 - i[t])
        dz_f = dc * c_prev[t] * f[t] * (1 - f[t])
        dz_g = dc * i[t] * (1 - g[t] ** 2)
        dz_o = dh * np.tanh(c[t]) * o[t] * (1 - o[t])
        dz[t] = np.concatenate([dz_i, dz_f, dz_g, dz_o])
        from_h = cell.weight_hh.T @ dz[t]
        from_c = dc * f[t]
    return dz.T @ trace.x, dz.T @ trace.h_prev, dz.sum(axis=0)
answer = my_gradients
"""


def grad(old, new, count=1):
    assert GRAD.count(old) == count, (old, GRAD.count(old))
    return GRAD.replace(old, new)


case(
    "7a",
    "outer-products",
    True,
    "Adds up np.outer step by step and returns a list. Right.",
    """
def my_gradients(cell, trace, dL_dh):
    T, H = trace.h.shape
    dW, dU, db = np.zeros_like(cell.weight_ih), np.zeros_like(cell.weight_hh), np.zeros(4 * H)
    dh_next, dc_next = np.zeros(H), np.zeros(H)
    for t in range(T - 1, -1, -1):
        i, f, g, o = trace.i[t], trace.f[t], trace.g[t], trace.o[t]
        tc = np.tanh(trace.c[t])
        dh = dL_dh[t] + dh_next
        dc = dc_next + dh * o * (1 - tc**2)
        dz = np.hstack([dc * g * i * (1 - i), dc * trace.c_prev[t] * f * (1 - f), dc * i * (1 - g**2), dh * tc * o * (1 - o)])
        dW += np.outer(dz, trace.x[t])
        dU += np.outer(dz, trace.h_prev[t])
        db += dz
        dh_next, dc_next = dz @ cell.weight_hh, dc * f
    return [dW, dU, db]
answer = my_gradients
""",
)
case(
    "7a",
    "autograd",
    True,
    "Lets autograd do it, with the loss sum(h * dL_dh) and the trace's first state. Right.",
    """
def my_gradients(cell, trace, dL_dh):
    lstm = lt.to_torch(cell, "LSTM")
    h_0, c_0 = (torch.tensor(np.array(a[:1]), dtype=torch.float64) for a in (trace.h_prev, trace.c_prev))
    h = lstm(torch.tensor(np.array(trace.x), dtype=torch.float64), (h_0, c_0))[0]
    (h * torch.tensor(np.array(dL_dh))).sum().backward()
    return lstm.weight_ih_l0.grad, lstm.weight_hh_l0.grad, lstm.bias_ih_l0.grad
answer = my_gradients
""",
)
case(
    "7a",
    "package",
    True,
    "lt.backward does it. Right numbers (whether it was meant so is another question).",
    """
def my_gradients(cell, trace, dL_dh):
    G = lt.backward(cell, trace, dL_dh)
    return G.weight_ih, G.weight_hh, G.bias
answer = my_gradients
""",
)
case(
    "7a",
    "no-path-through-h",
    False,
    "from_h is left out. 'h_t also goes into the sums of step t + 1.'",
    grad("dh = dL_dh[t] + from_h", "dh = dL_dh[t]"),
)
case(
    "7a",
    "one-step-only",
    False,
    "from_c is left out. 'c_t also goes into c_(t+1).'",
    grad("dc = from_c + dh", "dc = dh"),
)
case(
    "7a",
    "tanh-slope-forgotten",
    False,
    "dc without 1 - tanh². 'h = o tanh(c): its slope is missing.'",
    grad("dh * o[t] * (1 - np.tanh(c[t]) ** 2)", "dh * o[t]"),
)
case(
    "7a",
    "c-for-c-prev",
    False,
    "dz_f with c_t in place of c_(t-1). 'The forget gate multiplies the memory before the step.'",
    grad("dc * c_prev[t]", "dc * c[t]"),
)
case(
    "7a",
    "order-figo",
    False,
    "Rows stacked as f, i, g, o. 'Order i, f, g, o.'",
    grad("[dz_i, dz_f, dz_g, dz_o]", "[dz_f, dz_i, dz_g, dz_o]"),
)
case(
    "7a",
    "h-for-h-prev",
    False,
    "weight_hh's gradient with h_t in place of h_(t-1). 'The sums of step t read the output of step t - 1.'",
    grad("dz.T @ trace.h_prev", "dz.T @ trace.h"),
)
case(
    "7a",
    "forwards",
    False,
    "Runs forwards in time. 'The gradient comes from the future: go backwards.'",
    grad("for t in reversed(range(len(trace))):", "for t in range(len(trace)):"),
)
case(
    "7a",
    "mean",
    False,
    "Mean over the steps in place of the sum for the bias. 'Each step uses the same bias: add up.'",
    grad("dz.sum(axis=0)", "dz.mean(axis=0)"),
)
case(
    "7a",
    "transposed",
    False,
    "x.T @ dz: all matrices transposed. 'The gradient has the shape of the weight: (4H, D).'",
    grad("dz.T @ trace.x, dz.T @ trace.h_prev", "trace.x.T @ dz, trace.h_prev.T @ dz"),
)
case(
    "7a",
    "returns-swapped",
    False,
    "bias first. 'weight_ih, weight_hh, bias.'",
    grad(
        "return dz.T @ trace.x, dz.T @ trace.h_prev, dz.sum(axis=0)",
        "return dz.sum(axis=0), dz.T @ trace.x, dz.T @ trace.h_prev",
    ),
)
case(
    "7a",
    "sigmoid-slope-forgotten",
    False,
    "dz_i without i(1 - i). 'Through the sigmoid: times i(1 - i).'",
    grad("dc * g[t] * i[t] * (1 - i[t])", "dc * g[t]"),
)
case(
    "7a",
    "forget-of-next",
    False,
    "from_c with f of step t - 1 (index shifted). 'dc_t goes back through f_t.'",
    grad("from_c = dc * f[t]", "from_c = dc * f[t - 1]"),
)

# ---------------------------------------------------------------- 7b
case(
    "7b",
    "list-own-sigmoid",
    True,
    "One weight matrix, own sigmoid, plain floats in a list. Right.",
    """
W = np.array([LEE_WEIGHTS[k] for k in ["i", "f", "g", "o"]])
def s(z):
    return 1 / (1 + np.exp(-z))
def my_numpy(x):
    Z = x @ W.T
    c, out = 0.0, []
    for zi, zf, zg, zo in Z:
        c = s(zf) * c + s(zi) * np.tanh(zg)
        out.append(float(s(zo) * np.tanh(c)))
    return out
answer = my_numpy
""",
)
case(
    "7b",
    "package",
    True,
    "The package's standard cell. Right.",
    """
def my_numpy(x):
    return lt.LSTMCell.standard().run(x).h.ravel()
answer = my_numpy
""",
)
case(
    "7b",
    "column",
    True,
    "Shape (T, 1) as the package gives it. The numbers are right; at most: 'ravel()'.",
    """
answer = lambda x: lt.LSTMCell.standard().run(x).h
""",
)
NUMPY = """
def my_numpy(x):
    w_i, w_f, w_g, w_o = (np.array(LEE_WEIGHTS[gate]) for gate in "ifgo")
    c, y = 0.0, []
    for x_t in x:
        i, f, o = lt.SIGMOID(w_i @ x_t), lt.SIGMOID(w_f @ x_t), lt.SIGMOID(w_o @ x_t)
        g = np.tanh(w_g @ x_t)
        c = f * c + i * g
        h = o * np.tanh(c)
        y.append(h)
    return np.array(y)
answer = my_numpy
"""


def nump(old, new):
    assert NUMPY.count(old) == 1, old
    return NUMPY.replace(old, new)


case(
    "7b",
    "figo",
    False,
    "Unpacks f, i, g, o from 'ifgo'. 'Input and forget gate are swapped.'",
    nump("w_i, w_f, w_g, w_o =", "w_f, w_i, w_g, w_o ="),
)
case(
    "7b",
    "dict-order",
    False,
    "Unpacks the dict's values as i, g, f, o. 'Their order is i, f, g, o: forget gate and candidate are swapped.'",
    nump(
        'w_i, w_f, w_g, w_o = (np.array(LEE_WEIGHTS[gate]) for gate in "ifgo")',
        "w_i, w_g, w_f, w_o = map(np.array, LEE_WEIGHTS.values())",
    ),
)
case(
    "7b",
    "hard-gates",
    False,
    "Step gates, as in lesson 01. 'The standard cell has sigmoid gates.'",
    nump(
        "i, f, o = lt.SIGMOID(w_i @ x_t), lt.SIGMOID(w_f @ x_t), lt.SIGMOID(w_o @ x_t)",
        "i, f, o = w_i @ x_t >= 0, w_f @ x_t >= 0, w_o @ x_t >= 0",
    ),
)
case(
    "7b",
    "no-tanh-out",
    False,
    "h = o c. 'The memory is shown through tanh.'",
    nump("h = o * np.tanh(c)", "h = o * c"),
)
case(
    "7b",
    "lecture-linear",
    False,
    "No tanh at all: 6.9995. 'This is the lecture's soft cell; the standard cell has tanh twice.'",
    NUMPY.replace("np.tanh(w_g @ x_t)", "w_g @ x_t").replace("np.tanh(c)", "c"),
)
case(
    "7b",
    "tanh-on-memory",
    False,
    "tanh on the stored memory. 'tanh only on the way out: c itself stays.'",
    nump("c = f * c + i * g\n        h = o * np.tanh(c)", "c = np.tanh(f * c + i * g)\n        h = o * c"),
)
case(
    "7b",
    "memory-before",
    False,
    "Output before the update. 'h is made of the new memory.'",
    nump("c = f * c + i * g\n        h = o * np.tanh(c)", "h = o * np.tanh(c)\n        c = f * c + i * g"),
)
case(
    "7b",
    "return-in-loop",
    False,
    "return stands inside the loop: one output. 'The indentation: return after the loop.'",
    nump("    return np.array(y)", "        return np.array(y)"),
)
case(
    "7b",
    "nine-steps-only",
    False,
    "Runs over NINE_STEPS and not over x. 'Your function ignores x.'",
    nump("for x_t in x:", "for x_t in NINE_STEPS:"),
)
case(
    "7b",
    "rounded",
    False,
    "Rounded to six digits, as printed in the lesson. 'All digits.'",
    nump("np.array(y)", "np.array(y).round(6)"),
)
case(
    "7b",
    "memory-global",
    False,
    "c = 0 stands outside: the memory survives from call to call; the first call is right. 'Start with an empty memory in each call.'",
    """
c = 0.0
def my_numpy(x):
    global c
    w_i, w_f, w_g, w_o = (np.array(LEE_WEIGHTS[gate]) for gate in "ifgo")
    y = []
    for x_t in x:
        i, f, o = lt.SIGMOID(w_i @ x_t), lt.SIGMOID(w_f @ x_t), lt.SIGMOID(w_o @ x_t)
        c = f * c + i * np.tanh(w_g @ x_t)
        y.append(o * np.tanh(c))
    return np.array(y)
answer = my_numpy
""",
)
case(
    "7b",
    "key-error",
    False,
    "Writes LEE_WEIGHTS['k'] in place of LEE_WEIGHTS[k]: KeyError inside. 'Your function stops with an error: k without quotes.'",
    """
def my_numpy(x):
    c, y = 0.0, []
    for x_t in x:
        z = {k: LEE_WEIGHTS["k"] @ x_t for k in "ifgo"}
        c = lt.SIGMOID(z["f"]) * c + lt.SIGMOID(z["i"]) * np.tanh(z["g"])
        y.append(lt.SIGMOID(z["o"]) * np.tanh(c))
    return np.array(y)
answer = my_numpy
""",
)

# ---------------------------------------------------------------- 7c
TCELL = """
def my_lstmcell(x):
    cell = nn.LSTMCell(4, 1)
    with torch.no_grad():
        cell.weight_ih.copy_(torch.tensor([LEE_WEIGHTS[gate] for gate in "ifgo"]))
        cell.weight_hh.zero_()
        cell.bias_ih.zero_()
        cell.bias_hh.zero_()
    y, state = [], None
    for x_t in x:
        state = cell(x_t, state)
        y.append(state[0])
    return torch.cat(y)
answer = my_lstmcell
"""


def tcell(old, new):
    assert TCELL.count(old) == 1, old
    return TCELL.replace(old, new)


case(
    "7c",
    "double",
    True,
    "Calculates in 64 bits and returns a list of floats. Right.",
    """
def my_lstmcell(x):
    cell = nn.LSTMCell(4, 1).double()
    for p in cell.parameters():
        p.data.zero_()
    cell.weight_ih.data += torch.tensor([LEE_WEIGHTS[k] for k in "ifgo"]).double()
    h, c, out = torch.zeros(1).double(), torch.zeros(1).double(), []
    for t in range(len(x)):
        h, c = cell(x[t].double(), (h, c))
        out.append(h.item())
    return out
answer = my_lstmcell
""",
)
case(
    "7c",
    "batch-of-one",
    True,
    "A batch of one sequence, states (1, 1), squeezed at the end. Right.",
    """
def my_lstmcell(x):
    cell = lt.to_torch(lt.LSTMCell.standard(), "LSTMCell").to(x.dtype)
    h = c = torch.zeros(1, 1, dtype=x.dtype)
    y = torch.empty(len(x))
    for t, x_t in enumerate(x):
        h, c = cell(x_t[None], (h, c))
        y[t] = h[0, 0].detach()
    return y
answer = my_lstmcell
""",
)
case(
    "7c",
    "column",
    True,
    "torch.stack gives (T, 1). The numbers are right; at most: 'squeeze it'.",
    tcell("torch.cat(y)", "torch.stack(y)"),
)
case(
    "7c",
    "state-not-handed-on",
    False,
    "cell(x_t) without the state. 'Each step begins with an empty memory: hand the state on.'",
    tcell("cell(x_t, state)", "cell(x_t)"),
)
case(
    "7c",
    "all-at-once",
    False,
    "cell(x) once: T sequences of one step. 'Write the loop over time.'",
    TCELL[: TCELL.index("    y, state")] + "    h, c = cell(x)\n    return h[:, 0]\nanswer = my_lstmcell\n",
)
case(
    "7c",
    "biases-random",
    False,
    "The biases are not set to zero. 'They start as random numbers.'",
    TCELL.replace("        cell.bias_ih.zero_()\n        cell.bias_hh.zero_()\n", ""),
)
case("7c", "figo", False, "Rows f, i, g, o. 'PyTorch: i, f, g, o.'", tcell('"ifgo"', '"figo"'))
case(
    "7c",
    "memory",
    False,
    "Collects state[1]. 'This is the memory c; h is state[0].'",
    tcell("state[0]", "state[1]"),
)
case(
    "7c",
    "states-swapped",
    False,
    "c, h = cell(...): the names are swapped, so h goes in as memory. 'cell returns (h, c).'",
    TCELL[: TCELL.index("    y, state")]
    + """    y, h, c = [], torch.zeros(1), torch.zeros(1)
    for x_t in x:
        c, h = cell(x_t, (h, c))
        y.append(c)
    return torch.cat(y)
answer = my_lstmcell
""",
)
case(
    "7c",
    "no-grad-forgotten",
    False,
    "Without no_grad PyTorch refuses: RuntimeError inside. 'Change weights inside torch.no_grad().'",
    """
def my_lstmcell(x):
    cell = nn.LSTMCell(4, 1)
    cell.weight_ih.copy_(torch.tensor([LEE_WEIGHTS[gate] for gate in "ifgo"]))
    cell.weight_hh.zero_()
    cell.bias_ih.zero_()
    cell.bias_hh.zero_()
    y, state = [], None
    for x_t in x:
        state = cell(x_t, state)
        y.append(state[0])
    return torch.cat(y)
answer = my_lstmcell
""",
)
case(
    "7c",
    "only-last",
    False,
    "Returns the last output only. 'All T outputs.'",
    tcell("torch.cat(y)", "state[0]"),
)
case(
    "7c",
    "call",
    False,
    "Gives the outputs of the nine steps. 'The function, not its result.'",
    TCELL.replace("answer = my_lstmcell", "answer = my_lstmcell(torch.tensor(NINE_STEPS).float())"),
)
case(
    "7c",
    "module",
    False,
    "Hands in the filled nn.LSTMCell itself. 'A function of x with the loop is asked for.'",
    """
answer = lt.to_torch(lt.LSTMCell.standard(), "LSTMCell").float()
""",
)

# ---------------------------------------------------------------- 7d
TLSTM = """
def my_lstm(x):
    lstm = nn.LSTM(4, 1)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor([LEE_WEIGHTS[gate] for gate in "ifgo"]))
        lstm.weight_hh_l0.zero_()
        lstm.bias_ih_l0.zero_()
        lstm.bias_hh_l0.zero_()
    output, (h_n, c_n) = lstm(x)
    return output[:, 0]
answer = my_lstm
"""


def tlstm(old, new):
    assert TLSTM.count(old) == 1, old
    return TLSTM.replace(old, new)


case(
    "7d",
    "load-state-dict",
    True,
    "bias=False, load_state_dict, batch axis in the middle. Right.",
    """
def my_lstm(x):
    lstm = nn.LSTM(4, 1, bias=False)
    W = torch.tensor(np.array([LEE_WEIGHTS[k] for k in "ifgo"]), dtype=torch.float32)
    lstm.load_state_dict({"weight_ih_l0": W, "weight_hh_l0": torch.zeros(4, 1)})
    return lstm(x.unsqueeze(1).float())[0].flatten()
answer = my_lstm
""",
)
case(
    "7d",
    "to-torch-numpy",
    True,
    "lt.to_torch in 64 bits, batch_first done by hand, NumPy comes back. Right.",
    """
def my_lstm(x):
    lstm = lt.to_torch(lt.LSTMCell.standard(), "LSTM")
    return lstm(x.double())[0].detach().numpy().ravel()
answer = my_lstm
""",
)
case(
    "7d",
    "column",
    True,
    "output as it is, (T, 1). The numbers are right; at most: 'output[:, 0]'.",
    tlstm("return output[:, 0]", "return output"),
)
case(
    "7d",
    "h-n",
    False,
    "Returns h_n, the last output only. 'output holds all steps.'",
    tlstm("return output[:, 0]", "return h_n"),
)
case(
    "7d",
    "whole-result",
    False,
    "Returns everything that lstm(x) returns. 'Only output.'",
    tlstm("    output, (h_n, c_n) = lstm(x)\n    return output[:, 0]", "    return lstm(x)"),
)
case(
    "7d",
    "batch-first-forgotten",
    False,
    "x[None] without batch_first: T sequences of one step. 'The default is (L, N, D): steps first.'",
    tlstm(
        "    output, (h_n, c_n) = lstm(x)\n    return output[:, 0]",
        "    output, (h_n, c_n) = lstm(x[None])\n    return output[0, :, 0]",
    ),
)
case(
    "7d",
    "biases-random",
    False,
    "The biases are left random. 'Set both biases to zero.'",
    TLSTM.replace("        lstm.bias_ih_l0.zero_()\n        lstm.bias_hh_l0.zero_()\n", ""),
)
case("7d", "figo", False, "Rows f, i, g, o. 'i, f, g, o.'", tlstm('"ifgo"', '"figo"'))
case(
    "7d",
    "gifo",
    False,
    "Rows in the order of the table of lesson 01: g, i, f, o. 'i, f, g, o.'",
    tlstm('"ifgo"', '"gifo"'),
)
case(
    "7d",
    "wrong-name",
    False,
    "lstm.weight_ih: AttributeError inside. 'In nn.LSTM the name is weight_ih_l0.'",
    TLSTM.replace("_l0", ""),
)
case(
    "7d",
    "data-random-hh",
    False,
    "weight_hh_l0 is left random. 'The recurrent weights must be zero.'",
    TLSTM.replace("        lstm.weight_hh_l0.zero_()\n", ""),
)
case(
    "7d",
    "first-step-only",
    False,
    "output[0]: the first step only. 'The steps are the first axis: output[:, 0].'",
    tlstm("return output[:, 0]", "return output[0]"),
)
case(
    "7d",
    "reversed",
    False,
    "flips x, because 'BPTT goes backwards'. 'Forwards in time.'",
    tlstm("= lstm(x)", "= lstm(x.flip(0))"),
)


# ---------------------------------------------------------------- 7e
def cell(rows, tail="**hard"):
    return f"\nanswer = lt.LSTMCell.from_gates({rows}, {tail})\n"


case(
    "7e",
    "zeros",
    True,
    "All gate rows 0: the step is 1 at 0, so all are open. Right.",
    cell("i=[0, 0], f=[0, 0], g=[1, 0], o=[0, 0]"),
)
case(
    "7e",
    "sigmoid-100",
    True,
    "Sigmoid gates wide open, linear candidate and memory. Right.",
    cell(
        "i=[0, 100], f=[0, 100], g=[1, 0], o=[0, 100]",
        'gate_activation="sigmoid", candidate_activation="linear", memory_activation="linear"',
    ),
)
case(
    "7e",
    "through-h",
    True,
    "The forget gate is closed; the last output comes back through the recurrent weight of g. Right.",
    cell("i=[0, 10], f=[0, -10], g=[1, 0], o=[0, 10], weight_hh={'g': 1}"),
)
case(
    "7e",
    "standard",
    False,
    "No activations given: sigmoid and tanh. 'tanh bounds what is written and shown.'",
    "\nanswer = lt.LSTMCell.from_gates(i=[0, 100], f=[0, 100], g=[1, 0], o=[0, 100])\n",
)
case(
    "7e",
    "forget-closed",
    False,
    "Forget gate closed: the output is x itself. 'An open forget gate keeps.'",
    cell("i=[0, 10], f=[0, -10], g=[1, 0], o=[0, 10]"),
)
case(
    "7e",
    "gates-on-x",
    False,
    "The 10 in the wrong column: gates open only for x >= 0. 'The constant 1 is the second input.'",
    cell("i=[10, 0], f=[10, 0], g=[1, 0], o=[10, 0]"),
)
case(
    "7e",
    "counts",
    False,
    "g reads the constant: it counts the steps. 'g must read x.'",
    cell("i=[0, 10], f=[0, 10], g=[0, 1], o=[0, 10]"),
)
case(
    "7e",
    "half-open",
    False,
    "Sigmoid gates with weights 0: all gates 0.5. 'Half of the memory is lost at each step.'",
    cell(
        "i=[0, 0], f=[0, 0], g=[1, 0], o=[0, 0]", 'candidate_activation="linear", memory_activation="linear"'
    ),
)
case(
    "7e",
    "four-inputs",
    False,
    "Rows of four numbers, as in the lecture. 'Only two inputs: x and 1.'",
    cell("i=[0, 0, 0, 10], f=[0, 0, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 0, 10]"),
)
case(
    "7e",
    "python-function",
    False,
    "np.cumsum as a function. 'A cell is asked for.'",
    "\ndef my_sum(x):\n    return np.cumsum(np.array(x)[:, 0])\nanswer = my_sum\n",
)

# ---------------------------------------------------------------- 7f
case(
    "7f",
    "on-the-edge",
    True,
    "Uses that the step is 1 at 0: i = [0, 1, -1], f = [0, -1, 0]. Right.",
    cell("i=[0, 1, -1], f=[0, -1, 0], g=[1, 0, 0], o=[0, 0, 0]"),
)
case(
    "7f",
    "sigmoid-hard",
    True,
    "Sigmoid gates with 1000. Right.",
    cell(
        "i=[0, 1000, -500], f=[0, -1000, 500], g=[1, 0, 0], o=[0, 0, 500]",
        'candidate_activation="linear", memory_activation="linear"',
    ),
)
case(
    "7f",
    "adds",
    False,
    "The forget gate stays open: adds. 'The old value must go when a new one comes.'",
    cell("i=[0, 100, -10], f=[0, 0, 10], g=[1, 0, 0], o=[0, 0, 10]"),
)
case(
    "7f",
    "no-memory",
    False,
    "The forget gate is always closed: 0 where nothing is written. 'Keep it where x2 = 0.'",
    cell("i=[0, 100, -10], f=[0, 0, -10], g=[1, 0, 0], o=[0, 0, 10]"),
)
case(
    "7f",
    "shown-when-written",
    False,
    "The output gate opens only for x2 = 1. 'The last value is shown at every step.'",
    cell("i=[0, 100, -10], f=[0, -100, 10], g=[1, 0, 0], o=[0, 100, -10]"),
)
case(
    "7f",
    "f-not-inverted",
    False,
    "f as i: keeps when it writes, forgets else. 'The other way round.'",
    cell("i=[0, 100, -10], f=[0, 100, -10], g=[1, 0, 0], o=[0, 0, 10]"),
)
case(
    "7f",
    "always-writes",
    False,
    "Input gate always open: adds up and forgets by turns. 'Write only where x2 = 1.'",
    cell("i=[0, 0, 10], f=[0, -100, 10], g=[1, 0, 0], o=[0, 0, 10]"),
)
case(
    "7f",
    "writes-x2",
    False,
    "g reads x2. 'The value is x1.'",
    cell("i=[0, 100, -10], f=[0, -100, 10], g=[0, 1, 0], o=[0, 0, 10]"),
)
case(
    "7f",
    "lecture-columns",
    False,
    "Four columns, with the lecture's x3. 'Three inputs: x1, x2, 1.'",
    cell("i=[0, 100, 0, -10], f=[0, -100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10]"),
)
case(
    "7f",
    "tanh",
    False,
    "Right rows, hard forgotten. 'The standard cell cannot show more than 1.'",
    "\nanswer = lt.LSTMCell.from_gates(i=[0, 100, -10], f=[0, -100, 10], g=[1, 0, 0], o=[0, 0, 10])\n",
)

# ---------------------------------------------------------------- 7g
case(
    "7g",
    "minus-hundred",
    True,
    "f = [0, -100, 0, 100]: 200 at x2 = -1, 100 at 0, exactly 0 (open) at 1. Right.",
    cell("i=[0, 100, 0, -10], f=[0, -100, 0, 100], g=[1, 0, 0, 0], o=[0, 0, 100, -10]"),
)
case(
    "7g",
    "bias",
    True,
    "Row of f all 0, bias 5; the matrix of lee() changed with replace. Right.",
    """
W = np.array(lt.LSTMCell.lee().weight_ih)
W[1] = 0
answer = lt.LSTMCell.lee().replace(weight_ih=W, bias=np.array([0.0, 5, 0, 0]))
""",
)
case("7g", "unchanged", False, "The lecture's cell. 'x2 = -1 still wipes.'", "\nanswer = lt.LSTMCell.lee()\n")
case(
    "7g",
    "reversed-sign",
    False,
    "f = [0, -100, 0, 10]: now x2 = 1 wipes. 'x2 = 1 must add.'",
    cell("i=[0, 100, 0, -10], f=[0, -100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10]"),
)
case(
    "7g",
    "row-i-changed",
    False,
    "Changes the input gate in place of the forget gate. 'The forget gate wipes: row f.'",
    cell("i=[0, 0, 0, -10], f=[0, 100, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10]"),
)
case(
    "7g",
    "subtracts",
    False,
    "The input gate is open also at x2 = -1. 'There must be no effect: nothing is written.'",
    cell("i=[0, 0, 0, 10], f=[0, 0, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 100, -10]"),
)
case(
    "7g",
    "f-closed",
    False,
    "f = [0, 0, 0, -10]: always forgets. 'Plus 10: an open gate keeps.'",
    cell("i=[0, 100, 0, -10], f=[0, 0, 0, -10], g=[1, 0, 0, 0], o=[0, 0, 100, -10]"),
)
case(
    "7g",
    "always-shown",
    False,
    "The output gate is always open. 'Show only where x3 = 1.'",
    cell("i=[0, 100, 0, -10], f=[0, 0, 0, 10], g=[1, 0, 0, 0], o=[0, 0, 0, 10]"),
)
case(
    "7g",
    "tanh",
    False,
    "Right rows, hard forgotten. 'Sigmoid and tanh: no output above 1.'",
    "\nanswer = lt.LSTMCell.from_gates(**{**LEE_WEIGHTS, 'f': [0, 0, 0, 10]})\n",
)
case(
    "7g",
    "class",
    False,
    "The class lt.LSTMCell, with rows in a comment. 'Build a cell.'",
    "\nanswer = lt.LSTMCell  # f=[0, 0, 0, 10]\n",
)

# ---------------------------------------------------------------- 7h
case(
    "7h",
    "candidate-step",
    True,
    "The candidate has the step function: 1 for positive x, 0 for negative. Right.",
    """
answer = lt.LSTMCell.from_gates(i=[0, 1], f=[0, 1], g=[1, 0], o=[0, 1],
    gate_activation="step", candidate_activation="step", memory_activation="linear")
""",
)
case(
    "7h",
    "threshold-one",
    True,
    "i = [1, -1]: open from x = 1 on. Right, as x is whole.",
    cell("i=[1, -1], f=[0, 1], g=[0, 1], o=[0, 1]"),
)
case(
    "7h",
    "sums",
    False,
    "g reads x: adds the positive numbers. 'Each counts 1.'",
    cell("i=[100, -10], f=[0, 10], g=[1, 0], o=[0, 10]"),
)
case(
    "7h",
    "counts-all",
    False,
    "Input gate always open: counts the steps. 'Only positive x.'",
    cell("i=[0, 10], f=[0, 10], g=[0, 1], o=[0, 10]"),
)
case(
    "7h",
    "counts-negative",
    False,
    "Sign turned round. 'It counts the negative ones.'",
    cell("i=[-100, -10], f=[0, 10], g=[0, 1], o=[0, 10]"),
)
case(
    "7h",
    "threshold-too-high",
    False,
    "i = [1, -5]: only from x = 5 on. 'x = 1 is positive, too.'",
    cell("i=[1, -5], f=[0, 10], g=[0, 1], o=[0, 10]"),
)
case(
    "7h",
    "threshold-two",
    False,
    "i = [10, -11]: leaves out x = 1. 'x = 1: 10 - 11 is negative, so the gate is closed.'",
    cell("i=[10, -11], f=[0, 10], g=[0, 1], o=[0, 10]"),
)
case(
    "7h",
    "negative-resets",
    False,
    "Negative x closes the forget gate: counts in a row. 'The count must go on.'",
    cell("i=[100, -10], f=[100, -10], g=[0, 1], o=[0, 10]"),
)
case(
    "7h",
    "shown-if-positive",
    False,
    "The output gate opens for positive x only. 'The count is shown at every step.'",
    cell("i=[100, -10], f=[0, 10], g=[0, 1], o=[100, -10]"),
)
case(
    "7h",
    "tanh-candidate",
    False,
    "Candidate tanh(1) = 0.76. 'Each counts 0.76: take linear, or a larger number.'",
    """
answer = lt.LSTMCell.from_gates(i=[100, -10], f=[0, 10], g=[0, 1], o=[0, 10], gate_activation="step", memory_activation="linear")
""",
)

# ---------------------------------------------------------------- 7i
case(
    "7i",
    "sign-only",
    True,
    "i = [1, 0]: open for x >= 0. Right.",
    cell("i=[1, 0], f=[0, 1], g=[1, 0], o=[0, 1]"),
)
case(
    "7i",
    "sigmoid-hard",
    True,
    "Sigmoid gates, very hard: 1000 x - 500. Right for whole x.",
    cell(
        "i=[1000, -500], f=[0, 100], g=[1, 0], o=[0, 100]",
        'gate_activation="sigmoid", candidate_activation="linear", memory_activation="linear"',
    ),
)
case(
    "7i",
    "sums-all",
    False,
    "Adds the negative ones, too. 'The input gate must close for negative x.'",
    cell("i=[0, 10], f=[0, 10], g=[1, 0], o=[0, 10]"),
)
case(
    "7i",
    "counts",
    False,
    "g reads the constant: counts. 'Add x, not 1.'",
    cell("i=[100, -10], f=[0, 10], g=[0, 1], o=[0, 10]"),
)
case(
    "7i",
    "negative-wipes",
    False,
    "Forget gate closes for negative x. 'A negative x shall have no effect.'",
    cell("i=[100, -10], f=[100, -10], g=[1, 0], o=[0, 10]"),
)
case(
    "7i",
    "hides-negative",
    False,
    "Adds all, shows only for positive x. 'The negative ones must not come into the memory.'",
    cell("i=[0, 10], f=[0, 10], g=[1, 0], o=[100, -10]"),
)
case(
    "7i",
    "only-negative",
    False,
    "Sum of the negative ones. 'The sign in row i.'",
    cell("i=[-100, -10], f=[0, 10], g=[1, 0], o=[0, 10]"),
)
case(
    "7i",
    "doubled",
    False,
    "g = [2, 0]. 'All outputs are twice too large.'",
    cell("i=[100, -10], f=[0, 10], g=[2, 0], o=[0, 10]"),
)
case(
    "7i",
    "soft-candidate",
    False,
    "Candidate tanh: each positive x adds nearly 1. 'linear, too, for the candidate.'",
    """
answer = lt.LSTMCell.from_gates(i=[100, -10], f=[0, 10], g=[1, 0], o=[0, 10], gate_activation="step", memory_activation="linear")
""",
)
case(
    "7i",
    "soft-gates",
    False,
    "Linear, but sigmoid gates with x alone: sigmoid(1) = 0.73, sigmoid(-1) = 0.27. 'Make the input gate harder.'",
    cell(
        "i=[1, 0], f=[0, 100], g=[1, 0], o=[0, 100]",
        'candidate_activation="linear", memory_activation="linear"',
    ),
)
case(
    "7i",
    "torch-cell",
    False,
    "A TorchLSTMCell with the right weights. 'lt.LSTMCell.from_gates is asked for.' (A kind check could take it.)",
    """
my_positive = lt.TorchLSTMCell(2, 1, gate_activation="step", candidate_activation="linear", memory_activation="linear")
for p in my_positive.parameters():
    p.data.zero_()
my_positive.weight_ih.data.copy_(torch.tensor([[100.0, -10], [0, 10], [1, 0], [0, 10]]))
answer = my_positive
""",
)

# ---------------------------------------------------------------- 7j
case("7j", "list", True, "A list of letters. Right.", "\nanswer = ['D', 'A', 'F', 'B', 'G', 'C']\n")
case("7j", "tuple", True, "A tuple of letters. Right.", "\nanswer = tuple('DAFBGC')\n")
case("7j", "lower-case", True, "Small letters. Right in content.", "\nanswer = 'dafbgc'\n")
case(
    "7j", "with-commas", True, "With commas and spaces. Right in content.", "\nanswer = 'D, A, F, B, G, C'\n"
)
case(
    "7j",
    "five-six-swapped",
    False,
    "State and memory mixed up: programs 5 and 6 swapped. 'Program 5 returns state[1].'",
    "\nanswer = 'DAFBCG'\n",
)
case(
    "7j",
    "four-is-G",
    False,
    "Takes program 4 for 'memory returned', 5 for 'before the update'. 'Program 4 makes h before it changes c.'",
    "\nanswer = 'DAFGBC'\n",
)
case(
    "7j",
    "one-two-swapped",
    False,
    "Programs 1 and 2 swapped. 'Program 1: z_g without tanh.'",
    "\nanswer = 'ADFBGC'\n",
)
case(
    "7j",
    "E-for-six",
    False,
    "Takes program 6 for 'reversed'. 'The steps are in order; the state is not handed on.'",
    "\nanswer = 'DAFBGE'\n",
)
case(
    "7j", "five-letters", False, "One letter is missing. 'Six programs, six letters.'", "\nanswer = 'DAFBG'\n"
)
case(
    "7j",
    "placeholder",
    False,
    "The example from the comment. 'This is only the form.'",
    "\nanswer = 'ABCDEF'\n",
)
case(
    "7j",
    "inverse",
    False,
    "For each mistake A to F the number of its program. 'Letters, in the order of the programs.'",
    "\nanswer = [2, 4, 6, 1, None, 3, 5]\n",
)
case(
    "7j",
    "set",
    False,
    "A set: the order is lost. 'The order counts: a string or a list.'",
    "\nanswer = {'D', 'A', 'F', 'B', 'G', 'C'}\n",
)

for _exercise in dict.fromkeys(k["exercise"] for k in CASES):
    _of = [k for k in CASES if k["exercise"] == _exercise]
    for _k in [k for k in reversed(_of) if not k["right"] and "endless" not in k][: max(0, len(_of) - 8)]:
        _k["extra"] = True
