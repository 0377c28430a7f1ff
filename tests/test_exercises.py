"""Every exercise takes its model solution, and refuses typical wrong answers with the right hint."""

# ruff: noqa: E501 (a table of answers, one in a line)

import re
import subprocess
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

import lstm_teach as lt
from lstm_teach.exercises import checking
from lstm_teach.exercises.comparing import compare
from lstm_teach.exercises.judging import EXERCISES, NotYet
from lstm_teach.takehome import save
from tests.lessons import NOTEBOOKS, read, sources

GOOD_5B = {
    "dc": "lambda from_c, dh, o, c: from_c + dh * o",
    "dz_g": "lambda dc, i, g: dc * i",
    "dz_o": "lambda dh, o, c: dh * c * o * (1 - o)",
}

#: For each lesson: the cells that its solutions need, and for each exercise wrong answers as code, each
#: with a part of what check must say. The last ones of each are rounded or written down by heart.
LESSONS = {
    "01_lee_cell": (
        ["imports"],
        {
            "1a": [
                ("[0, 2, 1, 0, 0, 3]", "adds to the memory"),
                ("[2, 2, 3, 0, 3, 3]", "These are the memories"),
                ("[0, 2, 2, 3, 0, 3]", "then show the new memory"),
                ("[0, 2, 3, 3, 0, 6]", "closes the forget gate"),
                ("[0, 2, 3, 0, 0]", "this is a list of 5 numbers; 6 are wanted, one for each step."),
                ("lt.LSTMCell.lee().run(NINE_STEPS).h.ravel()", "this is an array of 9 numbers; 6 are wanted"),
                ("[0, 2, 3, 3, 0, 3]", "the memory of step 4 is wiped, then it is shown"),
                ("'0 2 3 0 0 3'", "Your answer is text: give numbers."),
            ],
            "1b": [
                ("lt.LSTMCell.lee()", "x2 = 1, x3 = 0) the forget gate is 1: the old memory stays"),
                ("lt.LSTMCell.lee().replace(gate_activation='sigmoid')", "activations: step, linear"),
                ("lt.LSTMCell.lee().replace(bias=[0, -1000, 0, 0])", "x2 = 0, x3 = 1) the forget gate is 0: the memory is lost"),
                ("[0, 2, 3, 0, 0, 3]", "An lt.LSTMCell is wanted"),
                ("lt.LSTMCell([[1]] * 4)", "4 inputs and 1 unit"),
            ],
            "1c": [
                ("lambda memory, limit: 31", "too small by 1"),
                ("lambda memory, limit: int(np.log(limit / memory) / np.log(1 / (1 + np.exp(-10))))", "one step more"),
                ("lambda memory, limit: int(np.log(limit / memory) / np.log(0.99995)) + 1", "0.99995 for sigmoid(10)"),
                ("lambda memory, limit: int(np.log(limit / memory) / np.log(0.9999546)) + 1", "0.9999546 for sigmoid(10)"),
                ("lambda limit, memory: int(np.log(limit / memory) / np.log(1 / (1 + np.exp(-10)))) + 1", "The two arguments are exchanged. Fix: take them in the other order"),
                ("lambda memory, limit: np.log(limit / memory) / np.log(1 / (1 + np.exp(-10)))", "whole number"),
                ("lambda memory, limit: 33", "too large by 1"),
                ("lambda memory, limit: 32", "my_steps(7, 3.5)"),
                ("32", "my_steps must be a function, and this is a number"),
            ],
        },
    ),
    "02_standard_cell": (
        ["imports", "loop", "loop-equal", "scale"],
        {
            "2a": [
                ("lambda a, b: np.tanh(np.tanh(a))", "leaks of step 2"),
                ("lambda b, a: standard.run([[a, 1, 0, 1], [b, 0, 1, 1]]).h[1, 0]", "Either a and b are exchanged"),
                ("lambda a, b: standard.run([[a, 1, 0, 1], [b, 0, 1, 1]]).c[1, 0]", "This is the memory"),
                (
                    "lambda a, b: sigmoid(90) * np.tanh(sigmoid(10) * sigmoid(90) * a + sigmoid(-10) * b)",
                    "candidate goes through tanh",
                ),
                ("lambda a, b: standard.run([[a, 1, 0, 1], [b, 0, 1, 1]]).h[1, 0].round(6)", "rounded to 6"),
                ("lambda a, b: np.tanh(0.99995 * np.tanh(a) + 0.00005 * np.tanh(b))", "0.99995 for sigmoid(10) and 5e-05 for"),
                ("lambda a, b: np.tanh(sigmoid(10) * np.tanh(a) + 4.54e-5 * np.tanh(b))", "with 4.54e-05 for sigmoid(-10)"),
                ("lambda a, b: standard.run([[2, 1, 0, 1], [5, 0, 1, 1]]).h[1, 0]", "my_h(3, 1)"),
            ],
            "2b": [
                ("lambda limit: int(limit)", "never equal"),
                ("lambda limit: int(limit) + 2", "One step less"),
                ("lambda limit: None", "returns nothing"),
                ("lambda limit: 6", "my_steps(2.5)"),
                ("6", "my_steps must be a function, and this is a number"),
                ("lambda limit: round(limit) + 1", "Fix: go to the whole number below"),
            ],
            "2c": [
                ("(0.01, scaled_cell(0.01, gate_factor=10))", "Large memories"),
                ("(0.00001, scaled_cell(0.00001))", "Gates leak, and a smaller scale does not help there. Fix: harder gates."),
                ("(0.0001, scaled_cell(0.0001))", "tanh bends. Fix: a smaller scale. Gates leak, and"),
                ("(0.01, scaled_cell(0.001, gate_factor=10))", "Only the row of g is multiplied by my_scale"),
                ("(scaled_cell(0.01), 0.01)", "the scale first"),
                ("(1, lt.LSTMCell.lee())", "not a standard one"),
                ("(0, scaled_cell(0.01))", "other than 0"),
                ("(0.00001, None)", "An lt.LSTMCell is wanted"),
            ],
        },
    ),
    "03_lstmcell": (
        ["imports", "settings", "same", "step", "lecture", "loop", "loop-equal", "trap"],
        {
            "3a": [
                ("lambda order, H: list(range(4 * H))", "still in the friend's order"),
                (
                    "lambda order, H: ['ifgo'.index(x) * H + k for x in order for k in range(H)]",
                    "This is the way back",
                ),
                (
                    "lambda order, H: [order.index(x) * H + k for x in 'ifgo' for k in range(H)[::-1]]",
                    "must keep their order",
                ),
                ("lambda order, H: [order.index(x) for x in 'ifgo']", "a list of 4 numbers; 12 are wanted"),
                ("lambda order, H: [[order.index(x) * H + k for k in range(H)] for x in 'ifgo']", "This is a list for each gate, and W[[…], […]] has another shape. Fix: give one list."),
                ("lambda order, H: [order.index(x) * H + k for x in 'ifog' for k in range(H)]", "Your rows come in the order i, f, o, g"),
                ("lambda order, H: [3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]", "my_rows('iofg', 1)"),
                ("[3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8]", "my_rows must be a function, and this is a list"),
            ],
            "3b": [
                ("lambda y: (y.round() == y_numpy.round()).all()", "The order i, g, f, o passes your check.\nHint: Rounded numbers pass, too. Fix: compare unrounded."),
                ("lambda y: True", "passes your check"),
                ("lambda y: y == y_numpy", "my_check must return True or False, and it returns a tensor.\nHint: Nine outputs were compared, and there is one answer for all. Fix: (…).all()."),
                ("True", "my_check must be a function, and this is the value True."),
                ("np.bool_(False)", "this is the value False."),
                ("lambda y: False", "Right outputs are refused"),
                ("lambda y: abs(y[8] - y_numpy[8]) < 0.5", "Hint: Look at every output."),
                ("lambda y: torch.equal(y, y_numpy.float())", "the last digit of a float32 may differ. Fix: allow a small difference."),
                ("lambda y: (y.round(decimals=2) == y_numpy.round(decimals=2)).all()", "wrong by 0.0001"),
                ("lambda y: (y - y_numpy).abs().max() < 0.01", "wrong by 0.0001"),
                ("lambda y: (y - y_numpy).max() < 1e-6", "Only negative differences pass. Fix: take their absolute value (abs)."),
                ("lambda y: ((y - y_numpy[:, None]).abs() < 1e-6).all()", "a (9, 9) table"),
                ("lambda y: ((y - y_numpy).abs() > 1e-6).any()", "True for wrong outputs and False for right ones"),
                ("lambda y: abs(y[5] - y_numpy[5]) < 1e-6", "passes your check"),
                ("lambda y: abs(y.sum() - y_numpy.sum()) < 1e-5", "must not cancel"),
                ("lambda y: torch.testing.assert_close(y, y_numpy)", "returns nothing|AssertionError"),
            ],
            "3c": [
                ("nn.LSTMCell(4, 1)", "weight_ih left random"),
                ("lt.to_torch(standard)", "weight_ih[1, 1] (forget gate, x2)"),
                (
                    "lt.to_torch(lt.LSTMCell.from_gates(**{**LEE_WEIGHTS, 'i': (0, -100, 0, 10),"
                    " 'f': (0, 100, 0, -10)}))",
                    "input and forget gate swapped",
                ),
                ("nn.LSTM(4, 1)", "An nn.LSTMCell is wanted, and this is an nn.LSTM."),
                ("nn.LSTMCell", "this is a class.\nHint: Make one: nn.LSTMCell(4, 1)."),
                ("nn.LSTMCell(3, 1)", "Your nn.LSTMCell has 3 inputs and 1 unit: 4 inputs and 1 unit are wanted."),
                ("standard", "An nn.LSTMCell of PyTorch is wanted, and this is an lt.LSTMCell."),
                ("only_weight_ih(LEE_WEIGHTS)", "weight_hh left random"),
                (
                    "lt.to_torch(lt.LSTMCell.from_gates(**{**LEE_WEIGHTS, 'f': (0, -100, 0, 10.0001)}))",
                    "weight_ih[1, 3] (forget gate, 1)",
                ),
            ],
        },
    ),
    "04_lstm": (
        ["imports", "settings"],
        {
            "4a": [
                ("lambda k: (k % 3, 'backward' if k >= 3 else 'forward')", "two rows of a layer stand together"),
                ("lambda k: (k // 2 + 1, ('forward', 'backward')[k % 2])", "Layers count from 0"),
                ("lambda k: (k // 2, 'forward')", "the direction is wrong"),
                ("lambda k: k // 2", "give a pair"),
                ("lambda k: (1, 'backward')", "my_cell(0)"),
                ("(1, 'backward')", "my_cell must be a function, and this is a tuple"),
            ],
            "4b": [
                ("lambda N, L, D, H, P: [(N, L, P), (6, N, P), (6, N, H), (4 * H, 2 * P)]", "Two directions"),
                ("lambda N, L, D, H, P: [(N, L, 2 * P), (N, 6, P), (N, 6, H), (4 * H, 2 * P)]", "not move it"),
                ("lambda N, L, D, H, P: [(N, L, 2 * P), (6, N, P), (6, N, P), (4 * H, 2 * P)]", "c shorter"),
                ("lambda N, L, D, H, P: [(N, L, 2 * P), (6, N, P), (6, N, H), (4 * H, P)]", "layer below"),
                ("lambda N, L, D, H, P: [(32, 50, 10), (6, 32, 5), (6, 32, 20), (80, 10)]", "2, 7, 3, 4, 1"),
            ],
            "4c": [
                ("lambda net, p: pad_packed_sequence(net(p)[0])[0][-1]", "last step of output"),
                ("lambda net, p: torch.cat([net(p)[1][0][-1], net(p)[1][0][-2]], -1)", "swapped"),
                ("lambda net, p: torch.cat([net(p)[1][0][0], net(p)[1][0][1]], -1)", "the first layer"),
                ("lambda net, p: net(p)[1][0][-1]", "the shape is (3, 2), and (3, 4) is wanted"),
                ("lambda net, p: torch.cat([net(p)[1][1][-2], net(p)[1][1][-1]], -1)", "These are memories, c_n"),
                ("lambda net, p: net(p)[1][0][-2:].transpose(0, 1).reshape(-1, 4)", "the shape is"),
                ("lambda net, p: torch.zeros(3, 4)", "Which rows of h_n"),
                ("lambda net, p: net(p)[9]", "stops with IndexError"),
            ],
            "4d": [
                ("lambda D, H, n, both: (1 + both) * 4 * H * (D + H + 2) * n", "too small|too large"),
                (
                    "lambda D, H, n, both: sum((1 + both) * 4 * H * (d + H + 1)"
                    " for d in [D] + [H * (1 + both)] * (n - 1))",
                    "two biases",
                ),
                (
                    "lambda D, H, n, both: sum((1 + both) * 4 * H * (d + H + 2) for d in [D] + [H] * (n - 1))",
                    "read both directions",
                ),
                ("lambda D, H, n, both: 10.5", "too small by 2006."),
                ("lambda D, H, n, both: 1008", "too small by 1008."),
                (
                    "lambda D, H, n, both: sum(4 * H * (d + H + 2) for d in [D] + [H * (1 + both)] * (n - 1))",
                    "there are two directions",
                ),
                ("lambda D, H, n, both: 2016", "my_count(4, 7, 1, False)"),
            ],
        },
    ),
    "05_gradients": (
        ["imports"],
        {
            "5a": [
                ("lambda steps: 0.5 ** (1 / steps)", "This is the gate itself"),
                ("lambda steps: -np.log(0.5 ** (1 / steps) / (1 - 0.5 ** (1 / steps)))", "All signs are wrong: an open gate has a positive bias."),
                ("lambda steps: np.log(2)", "Solve for sigmoid"),
                ("lambda steps: 4.968", "Your function gives the same for every input that was tried: does it use its arguments? Half is left"),
                ("lambda steps: round(np.log(0.5 ** (1 / steps) / (1 - 0.5 ** (1 / steps))), 3)", "rounded to 3"),
                ("lambda steps: np.log(0.5**0.01 / (1 - 0.5**0.01))", "my_bias(1)"),
            ],
            "5b": [
                (f"({GOOD_5B['dc']} / np.cosh(c) ** 2, {GOOD_5B['dz_g']}, {GOOD_5B['dz_o']})", "the output is o · c"),
                (f"(lambda from_c, dh, o, c: dh * o, {GOOD_5B['dz_g']}, {GOOD_5B['dz_o']})", "next step's memory"),
                (f"({GOOD_5B['dc']}, {GOOD_5B['dz_g']} * (1 - g**2), {GOOD_5B['dz_o']})", "here g = z_g"),
                (f"({GOOD_5B['dc']}, lambda dc, i, g: dc * g, {GOOD_5B['dz_o']})", "the way to i"),
                (
                    f"({GOOD_5B['dc']}, {GOOD_5B['dz_g']}, lambda dh, o, c: dh * np.tanh(c) * o * (1 - o))",
                    "tanh(c) is still in it",
                ),
                (f"({GOOD_5B['dc']}, {GOOD_5B['dz_g']}, lambda dh, o, c: dh * c)", "slope of the sigmoid"),
                (f"({GOOD_5B['dc']}, {GOOD_5B['dz_g']}, lambda dh, o, c: dh * o)", "the way to c"),
                (f"(lambda from_c, dh, o, c: 0.0, {GOOD_5B['dz_g']}, {GOOD_5B['dz_o']})", "this is one number; 3 are wanted"),
                ("(3, 4, 5)", "my_dc must be a function"),
            ],
            "5c": [
                ("np.tanh", "This is tanh itself"),
                ("lambda c: 1 - np.tanh(c)", "not 1 - tanh"),
                ("lambda c: np.tanh(c) ** 2", "what is left"),
                ("lambda c: round(1 - np.tanh(c) ** 2, 4)", "rounded to 4"),
                ("lambda c: 0.0714", "my_factor"),
                ("lambda c: 0.2387", "gives the same for every input"),
            ],
        },
    ),
    "06_training": (
        ["imports"],
        {
            "6a": [
                ("lambda f, left: int(np.log(left) / np.log(f))", "still too much left. Fix: one step more"),
                ("lambda f, left: int(np.ceil(np.log(left) / np.log(f)))", "after 3 steps just 0.125 is left"),
                ("lambda f, left: np.log(left) / np.log(f)", "whole number"),
                ("lambda f, left: int((1 - left) / (1 - f)) + 1", "it is multiplied|too"),
                ("lambda f, left: 11", "my_steps(0.99, 0.5)"),
                ("11", "my_steps must be a function"),
            ],
            "6b": [
                ("lt.LSTMCell.lee()", "2 inputs and 1 unit"),
                ("lt.LSTMCell.from_gates(i=[1, 1], f=[1, 1], g=[1, -1], o=[1, 1])", "But the forget gate is 0.73105857863 at an a and 0.73105857863 at a b: the memory leaks there."),
                ("lt.LSTMCell.from_gates(i=[100] * 2, f=[100] * 2, g=[1, -0.99], o=[1, 1])", "An a adds 0.761594156, a b adds -0.757362324"),
                ("lt.LSTMCell.from_gates(i=[100] * 2, f=[100] * 2, g=[0.5, -0.5], o=[1, 1])", "at least 0.5"),
                ("lt.LSTMCell.from_gates(i=[100] * 2, f=[100, 0], g=[1, -1], o=[1, 1])", "What an a adds, a b takes away. But the forget gate is 0.5 at a b: the memory leaks there."),
                ("lt.LSTMCell.from_gates(i=[100] * 2, f=[0, 100], g=[1, -1], o=[1, 1])", "What an a adds, a b takes away. But the forget gate is 0.5 at an a: the memory leaks there."),
                ("lt.LSTMCell.from_gates(i=[100] * 2, f=[100] * 2, g=[1, 1], o=[1, 1])", "a b adds 0.761594156. Fix: both must be the same number, with opposite signs."),
                ("lt.LSTMCell.from_gates(i=[100] * 2, f=[100, -100], g=[1, 0], o=[1, 1])", "After 2 a's and 1"),
                (
                    "lt.LSTMCell.from_gates(i=[100] * 2, f=[100] * 2, g=[1, -1], o=[1, 1],"
                    " candidate_activation='linear')",
                    "not a standard one",
                ),
            ],
        },
    ),
    "07_homework": (
        ["imports", "linear"],
        {
            "7a": [
                ("changed('dL_dh[t] + from_h', 'dL_dh[t]')", "The path through h"),
                ("changed('dz.sum(axis=0)', 'dz')", "12 are wanted, one for each row of bias.\nHint: The bias has no sum over the steps"),
                ("changed('dL_dh[t] + from_h', 'from_h + 0 * dL_dh[t] + (dL_dh[t] if t + 1 == len(trace) else 0)')", "Only the last step's dL_dh"),
                ("changed('dL_dh[t] + from_h', 'dL_dh[t:].sum(axis=0) + from_h')", "is only the direct part, what the loss itself gives at step t."),
                ("changed(' * (1 - np.tanh(c[t]) ** 2)', '')", "The slope of tanh"),
                ("changed('from_c + dh', 'dh')", "what comes from the next memory"),
                ("changed('dc * f[t]\\n', 'dc * f[t - 1]\\n')", "by the forget gate of step t + 1, where it was made"),
                ("changed('c_prev[t]', 'c[t]')", "the memory before the step"),
                ("changed('dc * i[t]', 'dc * g[t]')", "δz_g needs i"),
                ("changed('trace.h_prev, dz', 'trace.h, dz')", "multiplied by h_{t-1}"),
                ("changed('dz_i, dz_f', 'dz_f, dz_i')", "The rows of i and f are exchanged"),
                ("changed('np.tanh(c[t]) * o[t] * (1 - o[t])', 'c[t] * o[t] * (1 - o[t])')", "δz_o needs tanh(c)"),
                ("changed('2)\\n        dz_i', '3)\\n        dz_i')", "Even for a run of one single step, these rows of the gradients are wrong: input gate, forget gate, candidate."),
                ("changed('cell.weight_hh.T @ dz[t]', '2 * cell.weight_hh.T @ dz[t]')", "For a run of one single step it is right"),
                ("lambda cell, trace, dL_dh: (0 * cell.weight_ih,) * 3", "The gradient of weight_ih"),
                ("lambda cell, trace, dL_dh: 3", "three arrays"),
            ],
            "7b": [
                ("lambda x: lt.LSTMCell.lee().run(x).h", "the lecture's cell in place of the standard cell"),
                ("lambda x: lt.LSTMCell.standard().run(x).c", "c handed in in place of h"),
                ("lambda x: lt.LSTMCell.standard().run(x).h.round(6)", "rounded to 6"),
                ("lambda x: lt.LSTMCell(np.array([LEE_WEIGHTS[k] for k in 'figo'])).run(x).h", "f, i, g, o"),
                ("lambda x: lt.LSTMCell.standard().run(NINE_STEPS).h.ravel()", "my_numpy on 12 steps: output: this is an array of 9 numbers; 12 are wanted"),
                ("lambda x: lt.LSTMCell.standard().run(x).h[-1]", "the output of the last step"),
                ("lambda x: lt.LSTMCell.standard().run(x)", "What my_numpy returns is an lt.Trace"),
                ("forget_gate_on_both", "output, step 6: yours is too small by"),
                ("memory_that_stays()", "Is h or c kept from the call before"),
            ],
            "7c": [
                ("lambda x: nn.LSTMCell(4, 1)(x)[0].ravel()", "Each call gives other numbers"),
                ("nn.LSTMCell(4, 1)", "take the first"),
                ("lambda x: [nn.LSTMCell(4, 1)(x_t[None])[0] for x_t in x]", "Each call gives other numbers"),
                ("lambda x: states_exchanged(x)", "my_lstmcell on 9 steps: output, step 3"),
                ("lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[1][0]", "the output of the last step"),
                ("lambda x: lt.to_torch(lt.LSTMCell.standard()).float()(x)[0]", "reset at every step"),
                ("lambda x: lt.to_torch(lt.LSTMCell.standard())(x)[0]", "stops with RuntimeError"),
                ("lambda x: torch.tensor(lt.LSTMCell.standard().run(NINE_STEPS).h).ravel()", "12 steps"),
            ],
            "7d": [
                ("lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)", "take the first"),
                ("lambda x: nn.LSTM(4, 1)(x)[0][:, 0]", "Each call gives other numbers"),
                ("lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x.flip(0))[0]", "the steps reversed"),
                ("lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[0][:-1]", "of 8 numbers (shape (8, 1)); 9 are wanted"),
                ("lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[1][0]", "the output of the last step"),
                ("lambda x: torch.tensor([0, 0, 0, 0, 0, 1.0, 0, 0, 1])", "rounded to 0"),
            ],
            "7e": [
                ("lt.LSTMCell.from_gates(i=[0, 10], f=[0, 10], g=[1, 0], o=[0, 10])", "the candidate goes through tanh"),
                ("lt.LSTMCell.from_gates(i=[100, -10], f=[0, 10], g=[1, 0], o=[0, 10], **hard)", "of 100"),
                ("lt.LSTMCell.lee()", "2 inputs and 1 unit"),
                ("np.cumsum", "An lt.LSTMCell is wanted"),
            ],
            "7f": [
                ("lt.LSTMCell.from_gates(i=[0, 100, -10], f=[0, 0, 10], g=[1, 0, 0], o=[0, 0, 10], **hard)", "the forget gate is 1: the old memory stays, and it should be forgotten"),
                ("lt.LSTMCell.from_gates(i=[0, 100, -10], f=[0, -100, 10], g=[1, 0, 0], o=[0, 100, -10], **hard)", "the output gate is 0: nothing is shown"),
                ("lt.LSTMCell.from_gates(i=[0, 0, 10], f=[0, 0, -10], g=[1, 0, 0], o=[0, 0, 10], **hard)", "of 100"),
                ("lt.LSTMCell.from_gates(i=[0, 100, -10], f=[0, -100, 10], g=[1, 0, 0], o=[0, 0, 10])", "of 100"),
            ],
            "7g": [
                ("lt.LSTMCell.lee()", "x2 = -1, x3 = 0) the forget gate is 0: the memory is lost"),
                ("lt.LSTMCell.from_gates(**{**LEE_WEIGHTS, 'i': [0, 0, 0, 10], 'f': [0, 0, 0, 10]}, **hard)", "something is written, and nothing should be"),
                ("lt.LSTMCell.lee().replace(bias=[0, 0, 0, 100])", "of 100"),
                ("lt.LSTMCell.standard()", "of 100 unseen sequences"),
            ],
            "7h": [
                ("lt.LSTMCell.from_gates(i=[100, -10], f=[0, 10], g=[1, 0], o=[0, 10], **hard)", "the candidate 3: 3 is written, and another number should be"),
                ("lt.LSTMCell.from_gates(i=[0, 10], f=[0, 10], g=[0, 1], o=[0, 10], **hard)", "something is written, and nothing should be"),
                ("lt.LSTMCell.from_gates(i=[100, -10], f=[0, -10], g=[0, 1], o=[0, 10], **hard)", "of 100"),
            ],
            "7i": [
                ("lt.LSTMCell.from_gates(i=[0, 10], f=[0, 10], g=[1, 0], o=[0, 10], **hard)", "something is written, and nothing should be"),
                ("lt.LSTMCell.from_gates(i=[-100, -10], f=[0, 10], g=[1, 0], o=[0, 10], **hard)", "nothing is written, and something should be"),
                ("lt.LSTMCell.from_gates(i=[100, -10], f=[0, 10], g=[1, 0], o=[0, 10])", "of 100"),
            ],
            "7j": [
                ("'ADFBGC'", "4 of 6 are right"),
                ("'DAFBG'", "six letters"),
                ("['D', 'A', 'F', 'B', 'G', 'E']", "5 of 6"),
            ],
        },
    ),
}  # fmt: skip
EXPECTED = {name: answers for _, by_name in LESSONS.values() for name, answers in by_name.items()}
LESSON_OF = {name: lesson for lesson, (_, by_name) in LESSONS.items() for name in by_name}
WRONG = [(name, answer, said) for name, answers in EXPECTED.items() for answer, said in answers]


@pytest.fixture(autouse=True)
def clean(tmp_path, monkeypatch):
    """What a lesson sets for its kernel, its figures and the progress must not stay behind here."""
    dtype = torch.get_default_dtype()
    monkeypatch.setattr(save, "homework_folder", lambda: tmp_path)
    monkeypatch.setattr(checking, "_wrong_answers", {})
    monkeypatch.setattr(checking, "_done", set())
    with torch.enable_grad():
        yield
    torch.set_default_dtype(dtype)
    plt.close("all")


def changed(old, new):
    """The model solution of exercise 7a with one piece of its text replaced."""
    text = solution_of("7a")
    assert old in text
    names = {"np": np}
    exec(text.replace(old, new), names)
    return names["my_gradients"]


def only_weight_ih(weights):
    """An nn.LSTMCell in which only the first of four parameters was set, for exercise 3c."""
    module = torch.nn.LSTMCell(4, 1)
    rows = {**weights, "f": (0, -100, 0, 10)}
    with torch.no_grad():
        module.weight_ih.copy_(torch.tensor([rows[gate] for gate in "ifgo"]))
    return module


def states_exchanged(x):
    """Outputs of a loop that takes (h, c) for (c, h), for exercise 7c; all parameters are set."""
    cell, outputs = lt.to_torch(lt.LSTMCell.standard()).float(), []
    h = c = torch.zeros(1)
    for x_t in x:
        c, h = cell(x_t, (h, c))
        outputs.append(c)
    return torch.cat(outputs)


def forget_gate_on_both(x):
    """f · (c + i · g) in place of f · c + i · g: off by 7e-10 at most."""
    rows, c, y = lt.LSTMCell.standard().weight_ih, 0.0, []
    for x_t in x:
        i, f, o = (lt.SIGMOID(rows[k] @ x_t) for k in (0, 1, 3))
        c = f * (c + i * np.tanh(rows[2] @ x_t))
        y.append(o * np.tanh(c))
    return np.array(y)


def memory_that_stays():
    """A function whose memory is not emptied between two calls."""
    state = [0.0]

    def run(x):
        trace = lt.LSTMCell.standard().run(x, c0=state)
        state[0] = trace.c[-1, 0]
        return trace.h

    return run


def solution_of(name):
    """The program in the folded solution of an exercise."""
    text = sources(f"{LESSON_OF[name]}.ipynb", "markdown")[f"solution-{number(name)}"]
    return re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]


HELPERS = changed, only_weight_ih, states_exchanged, forget_gate_on_both, memory_that_stays


def attempt(name, answer, capsys):
    """Run the check of an exercise after an answer, given as code; return what it prints."""
    lesson = LESSON_OF[name]
    cells = sources(f"{lesson}.ipynb")
    names = {f.__name__: f for f in HELPERS}
    for cell in LESSONS[lesson][0]:
        exec(cells[cell], names)
    exec(answer, names)
    capsys.readouterr()
    exec(cells[f"check-{number(name)}"], names)
    return capsys.readouterr().out.strip()


def number(name):
    """The number of an exercise in its lesson's cell ids: 1a is 1."""
    return "abcdefghij".index(name[1]) + 1


def variables(name):
    """The names that a student sets, in the order of the check."""
    call = sources(f"{LESSON_OF[name]}.ipynb")[f"check-{number(name)}"]
    return re.fullmatch(rf'lt\.check\("{name}", (.*)\)', call)[1]


def test_every_exercise_is_here():
    assert list(EXERCISES) == list(EXPECTED)
    in_lessons = []
    for path in NOTEBOOKS:
        in_lessons += re.findall(r'lt\.check\("(\w+)"', "\n".join(sources(path.name).values()))
    assert in_lessons == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_exercise_starts_open(name, capsys):
    start = sources(f"{LESSON_OF[name]}.ipynb")[f"exercise-{number(name)}"]
    assert attempt(name, start, capsys) == f"{name}: open. Replace ... by your answer."


@pytest.mark.parametrize("name", EXPECTED)
def test_the_solution_in_the_lesson_is_right(name, capsys):
    assert attempt(name, solution_of(name), capsys) == f"{name}: right. (1 of {len(EXERCISES)} exercises)"


@pytest.mark.parametrize(("name", "answer", "said"), WRONG)
def test_a_wrong_answer_is_refused_with_the_right_hint(name, answer, said, capsys):
    told = attempt(name, f"{variables(name)} = {answer}", capsys)
    assert told.startswith(f"{name}: not yet. ")
    assert any(part in told for part in said.split("|")), told


#: Right answers in forms that a check may stumble over.
RIGHT = [
    ("1c", "lambda memory, limit: np.ceil(np.log(limit / memory) / np.log(1 / (1 + np.exp(-10))))"),
    ("3a", "lambda order, H: torch.tensor([order.index(g) * H + k for g in 'ifgo' for k in range(H)])"),
    ("3b", "lambda y: torch.allclose(y, y_numpy)"),
    ("3b", "lambda y: ((y - y_numpy).abs() < 1e-6).all()"),
    ("3b", "lambda y: np.allclose(y.numpy(), y_numpy.numpy(), rtol=0, atol=1e-6)"),
    ("7b", "lambda x: lt.LSTMCell.standard().run(x).h"),
    ("7c", "lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[0].ravel().tolist()"),
    ("7c", "lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM')(x.double())[0]"),
    ("7d", "lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[0].double()"),
]


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_a_right_answer_in_another_form_is_right(name, answer, capsys):
    assert attempt(name, f"{variables(name)} = {answer}", capsys).startswith(f"{name}: right.")


def test_random_numbers_are_blamed_only_where_two_calls_differ(capsys):
    for name, answer in [
        ("7c", "states_exchanged"),
        ("7c", "lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[0][-1]"),
        ("7d", "lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[1][0]"),
        ("7d", "lambda x: lt.to_torch(lt.LSTMCell.standard(), 'LSTM').float()(x)[1][1]"),
    ]:
        assert "random" not in attempt(name, f"{variables(name)} = {answer}", capsys)
    told = attempt("7d", "my_lstm = lambda x: nn.LSTM(4, 1)(x)[0][:, 0]", capsys)
    assert "some of them are random" in told


def test_the_random_numbers_of_a_student_go_on_as_before(capsys):
    torch.manual_seed(5)
    wanted = torch.rand(3)
    torch.manual_seed(5)
    lt.check("7d", lambda x: torch.nn.LSTM(4, 1)(x)[0])
    assert torch.equal(torch.rand(3), wanted)


@pytest.mark.parametrize("name", EXPECTED)
def test_no_sentence_says_mend_or_speaks_of_a_int(name, capsys):
    for answer in (
        3,
        2.5,
        "text",
        None,
        [1, 2],
        (1, 2),
        lambda *a: 3,
        torch.nn.LSTM(4, 1),
        lt.LSTMCell.lee(),
    ):
        lt.check(name, answer)
        told = capsys.readouterr().out
        assert not re.search(r"[Mm]end|\ba (int|float|ndarray|LSTM|nn)\b", told), told


def test_a_verdict_is_data():
    verdict = checking._verdict("7j", "DAFBGG")
    assert (verdict.exercise, verdict.state) == ("7j", checking.State.NOT_YET)
    assert verdict.said == "5 of 6 are right."
    assert str(verdict) == f"7j: not yet. 5 of 6 are right.\nHint: {verdict.hint}"


@pytest.mark.parametrize("name", EXPECTED)
def test_every_exercise_has_three_wrong_answers_at_least(name):
    assert len(EXPECTED[name]) >= 3


NO_ANSWERS = {
    "None": None, "text": "7", "bytes": b"7", "empty": [], "ragged": [[1], [1, 2]], "nan": [float("nan")] * 6,
    "object": object(), "dict": {"a": 1}, "type": int, "generator": (k for k in range(6)), "huge": 10**400,
    "complex": 1j, "raises": lambda *a: 1 / 0, "exits": lambda *a: [][1], "module": torch.nn.Linear(2, 2),
    "gpu-like": torch.empty(3, device="meta"), "cell": lt.LSTMCell(np.ones((8, 3))), "true": True,
    "pair": (1, 2), "strings": ["a"] * 6, "nested": [[[[1]]]], "lambda": lambda: 3, "inf": float("inf"),
    "pair of None": (None, None), "tensors": [torch.tensor(1.0)] * 6, "module class": torch.nn.LSTM,
    "lstm": torch.nn.LSTM(4, 1, 2), "cell with 2": torch.nn.LSTMCell(4, 2), "half": torch.nn.LSTMCell(4, 1).half(),
}  # fmt: skip


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("kind", NO_ANSWERS)
def test_no_answer_whatever_shows_a_traceback(name, kind, capsys):
    lt.check(name, NO_ANSWERS[kind])
    told = capsys.readouterr().out
    assert told.startswith(f"{name}: not yet. ")
    assert "cannot be checked" not in told  # each has its own sentence


def test_the_value_is_shown_after_a_second_other_answer_only(capsys):
    def told(answer):
        lt.check("1a", answer)
        return capsys.readouterr().out

    assert "too small by 1" in told([0, 2, 2, 0, 0, 3])
    assert "it should be" not in told([0, 2, 2, 0, 0, 3])  # the same again is no second try
    assert "Output, step 3: yours is 2.5, it should be 3." in told([0, 2, 2.5, 0, 0, 3])
    assert told([0, 2, 3, 0, 0, 3]).startswith("1a: right.")


def test_after_a_second_try_7j_names_the_first_wrong_solution_and_not_the_only_one(capsys):
    lt.check("7j", "ABCDEF")
    lt.check("7j", "DAFBCG")
    told = capsys.readouterr().out
    assert "7j: not yet. 4 of 6 are right; the first wrong one is solution 5.\n" in told
    assert "Hint: Run each solution and the right module on the same x." in told


@pytest.mark.parametrize("leave", [sys.exit, exit, quit])
def test_a_function_that_ends_the_program_is_told_and_ends_nothing(leave, capsys):
    lt.check("2b", lambda limit: leave())
    assert capsys.readouterr().out.startswith("2b: not yet. my_steps(5) ends the whole program, with exit()")


def test_a_wrong_sign_is_told_in_plain_words(capsys):
    lt.check("1a", [0, -2, 3, 0, 0, 3])
    assert "Output, step 2: yours has the wrong sign." in capsys.readouterr().out


@pytest.mark.slow
def test_the_shapes_in_the_text_of_7c_are_those_that_crash_and_those_that_work():
    text = sources("07_homework.ipynb", "markdown")["exercise-3-text"]
    assert "With `(1, 1)` PyTorch itself crashes" in text
    start = "import torch; cell, x_t = torch.nn.LSTMCell(4, 1), torch.zeros(4); "
    ended = {}
    for name, call in {
        "crash": "cell(x_t, (torch.zeros(1, 1), torch.zeros(1, 1)))",
        "works": "cell(x_t, (torch.zeros(1), torch.zeros(1))); "
        "cell(x_t[None], (torch.zeros(1, 1), torch.zeros(1, 1)))",
    }.items():
        ended[name] = subprocess.run([sys.executable, "-c", start + call], capture_output=True).returncode
    assert ended["crash"] not in (0, 1)  # 1 would be an error of Python
    assert ended["works"] == 0


def test_progress_counts_what_was_right_and_lasts(tmp_path, capsys, monkeypatch):
    for answer in ([0, 2, 3, 0, 0, 3], np.array([0, 2, 3, 0, 0, 3]), torch.tensor([[0, 2, 3, 0, 0, 3]])):
        lt.check("1a", answer)
        assert capsys.readouterr().out == f"1a: right. (1 of {len(EXERCISES)} exercises)\n"
    lt.check("7j", "DAFBGC")
    monkeypatch.setattr(checking, "_done", set())  # a new kernel
    capsys.readouterr()
    lt.progress()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "lesson 01:  1a ✓  1b –  1c –"
    assert lines[-1] == f"2 of {len(EXERCISES)} exercises are right (✓)"
    assert [path.name for path in tmp_path.iterdir()] == ["progress.json"]


@pytest.mark.parametrize(
    "text", ["", "{", '{"1a": 1}', "[[]]", "3", '["9z", "1a", 5]', "[" * 100_000, "\xff"]
)
def test_a_broken_progress_file_is_no_problem(tmp_path, capsys, text):
    (tmp_path / "progress.json").write_text(text, encoding="latin-1")
    lt.progress()
    lt.check("7j", "DAFBGC")
    assert "7j: right." in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_no_problem(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(save, "homework_folder", lambda: tmp_path / "file")
    lt.check("7j", "DAFBGC")
    lt.progress()
    assert f"1 of {len(EXERCISES)} exercises" in capsys.readouterr().out.splitlines()[-1]


def test_an_unknown_exercise_is_told(capsys):
    lt.check("9z", 3)
    assert capsys.readouterr().out.startswith("There is no exercise '9z'. There are: 1a, 1b,")


def test_where_nbgrader_grades_a_wrong_answer_is_an_error(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    lt.check("7j", "DAFBGC")
    for answer in ("ABCDEF", ...):
        with pytest.raises(AssertionError, match="7j: "):
            lt.check("7j", answer)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_lecturers_find_nbgraders_marks(path):
    grades = {cell.id: cell.metadata["nbgrader"] for cell in read(path).cells if "nbgrader" in cell.metadata}
    exercises = [name for name in EXERCISES if name[0] == path.stem[1]]
    assert [key for key, mark in grades.items() if mark["points"]] == [
        f"check-{number(n)}" for n in exercises
    ]
    for key, mark in grades.items():
        assert (mark["grade_id"], mark["schema_version"]) == (key, 3)
        assert mark["solution"] == key.startswith("solution-")
        if mark["solution"]:
            text = sources(path.name, "markdown")[key]
            assert text.startswith("<!-- ### BEGIN SOLUTION -->\n<details>")
            assert text.endswith("</details>\n<!-- ### END SOLUTION -->")


def test_the_tolerance_is_wide_only_where_every_number_is_one_of_32_bits():
    """0.5 is one in any case: beside it a number of 64 bits is compared as strictly as it is given."""
    wanted = np.array([0.5, 1 / 3])
    compare(wanted.astype(np.float32), wanted)
    for off in (1e-7, -1e-9):
        with pytest.raises(NotYet, match="step 2"):
            compare(np.add(wanted, [0, off]), wanted)
