"""Fitting the inputs that were shown is not enough: wrong programs that do are refused."""

import numpy as np
import pytest
import torch

import lstm_teach as lt
from lstm_teach.examples import LEE_WEIGHTS
from lstm_teach.exercises import checking, lesson_07
from lstm_teach.takehome import save
from tests.lessons import sources

HARD = {"gate_activation": "step", "candidate_activation": "linear", "memory_activation": "linear"}


def steps(ratio, keep):
    return np.log(ratio) / np.log(keep)


def table(results):
    """A function that knows the shown results by heart, and gives the first one everywhere else."""
    return lambda *arguments: results.get(arguments, next(iter(results.values())))


def lecture(x, **changed):
    """The standard cell's outputs, with gates given as functions of a row of x."""
    gates = {k: lambda x_t, k=k: lt.SIGMOID(np.array(LEE_WEIGHTS[k]) @ x_t) for k in "ifo"} | changed
    c, y = 0.0, []
    for x_t in np.asarray(x, dtype=float):
        i, f, o = (gates[k](x_t) for k in "ifo")
        c = f * c + i * np.tanh(x_t[0])
        y.append(o * np.tanh(c))
    return np.array(y)


def written_by_heart(x_t):
    """The input gate as a table of the three x2 of the lecture."""
    return {1: 1.0, -1: 0.0}.get(x_t[1], lt.SIGMOID(-10))


def cell(i, f=(0, -100, 0, 10), g=(1, 0, 0, 0), o=(0, 0, 100, -10)):
    return lt.LSTMCell.from_gates(i=i, f=f, g=g, o=o, **HARD)


def features(net, packed, width=None, rows=(-2, -1)):
    _, (h_n, _) = net(packed)
    return torch.cat([h_n[k][:, :width] for k in rows], -1)


S10 = 1 / (1 + np.exp(-10))
WRITES = LEE_WEIGHTS["i"]
SHAPES = lambda N, L, P, H: [(N, L, 2 * P), (6, N, P), (6, N, H), (4 * H, 2 * P)]  # noqa: E731


def count(D, H, layers, directions):
    return sum(directions * 4 * H * (d + H + 2) for d in [D] + [H * directions] * (layers - 1))


#: By exercise: wrong programs, each right on all that the lesson or the first inputs of the check show.
WRONG = {
    "1b": [
        cell((1, 100, 0, -100)),  # for x1 >= 0 only
        cell(WRITES, f=(-1, -100, 0, 10)),  # for x1 <= 10 only
        cell(WRITES, o=(1, 0, 100, -100)),  # for x1 >= 0 only
    ],
    "1c": [
        table({(7, 6.99): 32, (7, 3.5): 15268, (100, 99): 222, (2, 1.9999): 2}),
        lambda memory, limit: int(steps(limit / int(memory), S10)) + 1,
        lambda memory, limit: int(steps(limit / min(memory, 100), S10)) + 1,
    ],
    "2a": [
        lambda a, b: np.tanh(S10 * np.tanh(a) + (1 - S10) * np.tanh(abs(b))),
        lambda a, b: np.tanh(S10 * np.tanh(a) + (1 - S10) * np.tanh(int(b))),
        lambda a, b: np.tanh(S10 * np.tanh(round(a, 1)) + (1 - S10) * np.tanh(b)),
    ],
    "2b": [
        lambda limit: round(limit) + 1,
        lambda limit: int(np.ceil(limit + 0.5)),
        table({(5,): 6, (2.5,): 3, (1,): 2, (99,): 100, (0,): 1}),
    ],
    "3a": [
        lambda order, H: [order.index(k) * H + j for k in "ifgo" for j in range(min(H, 4))],
        lambda order, H: [order.index(k) * H + j for k in order[::-1] if order == "gifo" for j in range(H)]
        or [order.index(k) * H + j for k in "ifgo" for j in range(H)],
        lambda order, H: [{"fiog": "fiog", "iofg": "iofg", "gofi": "gofi"}.get(order, "figo").index(k) * H + j
                          for k in "ifgo" for j in range(H)],
    ],
    "4b": [
        table({(32, 50, 10, 20, 5): SHAPES(32, 50, 5, 20), (2, 7, 3, 4, 1): SHAPES(2, 7, 1, 4),
               (5, 1, 6, 8, 7): SHAPES(5, 1, 7, 8)}),
        lambda N, L, D, H, P: SHAPES(N, L, min(P, 7), H),
        lambda N, L, D, H, P: SHAPES(N, L, P, min(H, 20)),
    ],
    "4c": [
        lambda net, packed: features(net, packed, width=2),
        lambda net, packed: net(packed)[1][0][-2:].transpose(0, 1).reshape(-1, 4),
        lambda net, packed: features(net, packed, rows=(0, 1) if net.hidden_size > 2 else (-2, -1)),
    ],
    "4d": [
        lambda D, H, layers, both: count(D, H, layers, 2 if layers in (2, 3) else 1),
        lambda D, H, layers, both: count(min(D, 4), H, layers, 1 + both),
        lambda D, H, layers, both: count(D, min(H, 7), layers, 1 + both),
    ],
    "6a": [
        table({(0.99, 0.9): 11, (0.99, 0.5): 69, (0.999, 0.9): 106, (0.5, 0.125): 4}),
        lambda f, left: int(np.ceil(steps(left, f))) + (f == 0.5),
        lambda f, left: int(steps(left, max(f, 0.5))) + 1,
    ],
    "7b": [
        lambda x: lecture(x, i=written_by_heart),
        lambda x: lecture(np.round(x)),
        lambda x: lecture(x, o=lambda x_t: 1.0 if x_t[2] == 1 else lt.SIGMOID(-10)),
    ],
    "7f": [
        lt.LSTMCell.from_gates(i=[1, 100, -100], f=[0, -100, 10], g=[1, 0, 0], o=[0, 0, 10], **HARD),
        lt.LSTMCell.from_gates(i=[0, 100, -10], f=[1, -100, 0], g=[1, 0, 0], o=[0, 0, 10], **HARD),
        lt.LSTMCell.from_gates(i=[0, 100, -10], f=[0, -100, 10], g=[1, 0, 0], o=[1, 0, 0], **HARD),
    ],
    "7g": [
        cell((1, 100, 0, -100), f=(0, 0, 0, 10)),
        cell(WRITES, f=(1, 0, 0, 0)),
        cell(WRITES, f=(0, 0, 0, 10), o=(1, 0, 100, -100)),
    ],
}  # fmt: skip
WRONG["7c"] = [lambda x, program=program: torch.tensor(program(x.numpy())) for program in WRONG["7b"]]
WRONG["7d"] = WRONG["7c"]


@pytest.fixture(autouse=True)
def clean(tmp_path, monkeypatch):
    monkeypatch.setattr(save, "homework_folder", lambda: tmp_path)
    monkeypatch.setattr(checking, "_wrong_answers", {})
    monkeypatch.setattr(checking, "_done", set())


def test_the_text_of_7f_names_just_the_numbers_that_the_check_feeds(monkeypatch):
    fed, run = [], lesson_07.run_cell
    monkeypatch.setattr(lesson_07, "run_cell", lambda cell, x: fed.append(x) or run(cell, x))
    lt.check("7f", WRONG["7f"][0])
    x1, x2, one = np.concatenate(fed).T
    assert set(x1) == {*range(-9, 10)} - {0}
    assert (set(x2), set(one)) == ({0, 1}, {1})
    text = sources("07_homework.ipynb", "markdown")["exercise-6-text"]
    assert "$x_1$ is a whole number from −9 to 9, never 0; $x_2$ is 0 or 1." in text


@pytest.mark.parametrize(("name", "k"), [(name, k) for name in WRONG for k in range(3)])
def test_a_program_that_fits_what_was_shown_is_not_right(name, k, capsys):
    lt.check(name, WRONG[name][k])
    told = capsys.readouterr().out
    assert told.startswith(f"{name}: not yet. ")
    assert "stops with" not in told
    assert "cannot be checked" not in told
