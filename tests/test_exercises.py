"""The exercises of the lessons accept right answers and refuse wrong ones with a hint."""

import re

import matplotlib.pyplot as plt
import pytest
import torch

from tests.lessons import sources

#: For each lesson: the cells that its checks need, and for each exercise wrong answers, as code.
LESSONS = {
    "01_lee_cell": (
        ["imports", "package", "soft"],
        {
            1: ["[0, 2, 3, 3, 0, 3]", "[0, 2, 3, 0, 0]", "[0, 2, 2, 0, 0, 3]", "[0] * 6"],
            2: ["lee", "lee.replace(gate_activation='sigmoid')", "lee.replace(bias=[0, -100, 0, 0])"],
            3: ["31", "33", "31.49", "0"],
        },
    ),
    "02_standard_cell": (
        ["imports", "loop", "loop-equal", "counter", "scale"],
        {
            1: ["np.tanh(np.tanh(2))", "np.tanh(2)", "2", "np.tanh(np.tanh(2) + sigmoid(-10) * np.tanh(5))"],
            2: ["5", "7", "4"],
            3: [
                "0.01; my_cell = scaled_cell(my_scale, gate_factor=10)",
                "0.00001; my_cell = scaled_cell(my_scale)",
                "1; my_cell = lt.LSTMCell.lee()",
                "0.0001; my_cell = scaled_cell(my_scale, gate_factor=10)",
            ],
        },
    ),
    "03_lstmcell": (
        ["imports", "settings", "same", "step", "lecture", "loop", "loop-equal", "trap", "trap-all"],
        {
            1: [
                "list(range(12))",
                "[3, 4, 5, 0, 1, 2, 6, 7, 8, 9, 10, 11]",
                "[5, 4, 3, 2, 1, 0, 9, 10, 11, 6, 7, 8]",
                "[3, 0, 9, 6]",
            ],
            2: [
                "lambda y: (y.round() == y_numpy.round()).all()",
                "lambda y: True",
                "lambda y: False",
                "lambda y: abs(y[8] - y_numpy[8]) < 0.5",
                "lambda y: (y == torch.tensor(standard.run(NINE_STEPS).h.ravel())).all()",
                "lambda y: (y.round(decimals=2) == y_numpy.round(decimals=2)).all()",
                "lambda y: (y - y_numpy).abs().max() < 0.01",
                "lambda y: abs(y[5] - y_numpy[5]) < 1e-6",
                "lambda y: abs(y.sum() - y_numpy.sum()) < 1e-5",
                "lambda y: torch.equal(y, outputs('ifgo'))",
                "lambda y: torch.testing.assert_close(y, y_numpy)",
            ],
            3: ["nn.LSTMCell(4, 1)", "lt.to_torch(standard)"],
        },
    ),
    "04_lstm": (
        ["imports", "settings", "same", "sizes", "input-packed", "input-padded", "exercise-3-net"],
        {
            1: ["(0, 'backward')", "(1, 'forward')", "(2, 'forward')", "(3, 'forward')"],
            2: [
                "[(50, 32, 10), (6, 32, 5), (6, 32, 20), (80, 10)]",
                "[(32, 50, 40), (6, 32, 20), (6, 32, 20), (80, 40)]",
                "[(32, 50, 10), (32, 6, 5), (32, 6, 20), (80, 10)]",
                "[(32, 50, 10), (6, 32, 5), (6, 32, 5), (80, 10)]",
                "[(32, 50, 10), (6, 32, 5), (6, 32, 20), (80, 5)]",
            ],
            3: [
                "output[-1]",
                "output[0]",
                "torch.cat([h_n[0], h_n[1]], dim=-1)",
                "torch.cat([h_n[-1], h_n[-2]], -1)",
            ],
            4: ["2016 / 2", "1960", "2 * 364", "2 * (364 + 28 * (7 + 7 + 2))"],
        },
    ),
    "05_gradients": (
        ["imports", "setting", "loss", "memory", "saturated"],
        {
            1: ["5", "4.6", "100", "np.log(2)"],
            2: [
                "lambda from_c, dh, o, c: from_c + dh * o / np.cosh(c); my_dz_g = lambda dc, i, g: dc * i",
                "lambda from_c, dh, o, c: dh * o; my_dz_g = lambda dc, i, g: dc * i",
                "lambda from_c, dh, o, c: from_c + dh * o; my_dz_g = lambda dc, i, g: dc * i * (1 - g**2)",
                "lambda from_c, dh, o, c: from_c + dh * o; my_dz_g = lambda dc, i, g: dc * g",
                "lambda from_c, dh, o, c: 0.0; my_dz_g = lambda dc, i, g: dc * i",
            ],
            3: ["np.tanh(2) ** 2", "1 - np.tanh(nine.c[5, 0])", "1", "nine.h[5, 0]"],
        },
    ),
    "06_training": (
        ["imports"],
        {
            1: ["10", "12", "10.48", "69"],
            2: [
                "lt.LSTMCell.lee()",
                "lt.LSTMCell.from_gates(i=[1, 1], f=[1, 1], g=[1, -1], o=[1, 1])",
                "lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[1, -0.99], o=[1, 1])",
                "lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[0.5, -0.5], o=[1, 1])",
                "lt.LSTMCell.from_gates(i=[100, 100], f=[100, -100], g=[1, 0], o=[1, 1])",
                "lt.LSTMCell.from_gates(i=[100, 100], f=[100, 100], g=[1, -1], o=[1, 1],"
                " candidate_activation='linear')",
            ],
        },
    ),
}
EXERCISES = [(lesson, number) for lesson, (_, answers) in LESSONS.items() for number in answers]
WRONG = [(lesson, number, answer) for lesson, number in EXERCISES for answer in LESSONS[lesson][1][number]]


@pytest.fixture(autouse=True)
def torch_settings():
    """What a lesson sets for its kernel, and its figures, must not stay behind here."""
    dtype = torch.get_default_dtype()
    with torch.enable_grad():
        yield
    torch.set_default_dtype(dtype)
    plt.close("all")


def attempt(lesson, number, answer):
    """Run the check of an exercise on an answer, given as code; return what it prints."""
    cells, printed = sources(f"{lesson}.ipynb"), []
    names = {"print": lambda *words: printed.append(" ".join(map(str, words)))}
    for cell in LESSONS[lesson][0]:
        exec(cells[cell], names)
    exec(answer, names)
    exec(cells[f"check-{number}"], names)
    return printed[-1]


def start_of(lesson, number):
    return sources(f"{lesson}.ipynb")[f"exercise-{number}"]


def test_every_exercise_of_every_lesson_is_here():
    for lesson, (_, answers) in LESSONS.items():
        checks = [
            int(name[6:])
            for name in sources(f"{lesson}.ipynb")
            if name.startswith("check-") and name[6:].isdigit()
        ]
        assert checks == list(answers)


@pytest.mark.parametrize(("lesson", "number"), EXERCISES)
def test_an_exercise_starts_open(lesson, number):
    assert attempt(lesson, number, start_of(lesson, number)) == f"Exercise {number}: open"


@pytest.mark.parametrize(("lesson", "number"), EXERCISES)
def test_the_solution_in_the_lesson_is_right(lesson, number):
    text = sources(f"{lesson}.ipynb", "markdown")[f"solution-{number}"]
    solution = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    assert attempt(lesson, number, solution) == f"Exercise {number}: right"


@pytest.mark.parametrize(("lesson", "number", "answer"), WRONG)
def test_a_wrong_answer_is_refused_with_a_hint(lesson, number, answer):
    name = start_of(lesson, number).partition(" =")[0]
    with pytest.raises(AssertionError, match="not yet"):
        attempt(lesson, number, f"{name} = {answer}")


def test_torchs_own_comparison_is_a_right_check_too():
    right = "my_check = lambda y: torch.allclose(y, y_numpy)"
    assert attempt("03_lstmcell", 2, right) == "Exercise 2: right"
