"""What the lessons tell in words is true: outcomes of explorers, numbers, counts."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.exercises.lesson_07 import FAULTY
from lstm_teach.widgets.tensor_shapes import lstm_shapes
from tests.lessons import sources

LEE, STANDARD = lt.LSTMCell.lee(), lt.LSTMCell.standard()


def told(name):
    """All the words of a lesson."""
    return "\n".join(sources(name, "markdown").values())


def with_weight(gate, column, value, cell=LEE):
    """The cell with one weight changed, as with a slider."""
    weight_ih = cell.weight_ih.copy()
    weight_ih[lt.GATE_ORDER.index(gate), cell.input_labels.index(column)] = value
    return cell.replace(weight_ih=weight_ih)


def outputs(cell, x=NINE_STEPS):
    return cell.run(x).h.ravel().tolist()


class TestLesson00:
    def test_writing_5_instead_of_4_shows_8_until_the_wipe(self):
        x = NINE_STEPS.copy()
        x[3, 0] = 5
        trace = LEE.run(x)
        assert trace.c.ravel().tolist() == [0, 3, 3, 8, 8, 8, 0, 6, 6]
        assert trace.h[5] == 8

    def test_below_a_weight_of_10_nothing_is_written(self):
        assert with_weight("i", "x2", 9.9).run(NINE_STEPS).c.max() == 0
        assert with_weight("i", "x2", 10).run(NINE_STEPS).c.max() == 7
        assert with_weight("i", "x2", -9.9).run(NINE_STEPS).c.max() == 0
        assert with_weight("i", "x2", -10).run(NINE_STEPS).c.ravel().tolist() == [0, 0, 0, 0, 0, 0, 3, 3, 3]


class TestLesson01:
    def test_doubling_the_candidate_doubles_the_outputs(self):
        assert outputs(with_weight("g", "x1", 2)) == [0, 0, 0, 0, 0, 14, 0, 0, 12]

    def test_a_forget_gate_that_closes_loses_the_memory_one_step_after_writing(self):
        trace = with_weight("f", "1", -10).run(NINE_STEPS)
        assert trace.h.ravel().tolist() == [0] * 9
        assert trace.c[3] == 4

    def test_a_small_input_weight_never_writes_and_10_just_does(self):
        assert outputs(with_weight("i", "x2", 5)) == [0] * 9
        assert outputs(with_weight("i", "x2", 10)) == outputs(LEE)

    def test_an_open_output_gate_shows_the_memory_at_every_step(self):
        trace = with_weight("o", "1", 10).run(NINE_STEPS)
        assert trace.h.tolist() == trace.c.tolist()
        assert (trace.h[5], trace.h[8]) == (7, 6)

    def test_the_soft_cell_gives_the_numbers_told(self):
        y = outputs(LEE.replace(gate_activation="sigmoid"))
        assert [round(y[k], 6) for k in (5, 8, 1)] == [6.999501, 5.999773, 0.000136]
        for number in ("6.999501", "5.999773", "0.000136"):
            assert number in told("01_lee_cell.ipynb")

    def test_smaller_gate_weights_leak(self):
        y6 = []
        for factor in (1, 0.1, 0.01):
            rows = {
                gate: np.array(w) * (factor if gate != "g" else 1)
                for gate, w in lt.examples.LEE_WEIGHTS.items()
            }
            cell = lt.LSTMCell.from_gates(**rows, candidate_activation="linear", memory_activation="linear")
            y6.append(outputs(cell)[5])
        assert abs(y6[0] - 7) < 0.001
        assert all(abs(y - 7) > 1 for y in y6[1:])


class TestLesson02:
    def test_the_numbers_by_hand(self):
        c_2 = np.tanh(3)
        c_4 = c_2 + np.tanh(4)
        text = told("02_standard_cell.ipynb")
        for name, value in (("c_2", c_2), ("c_4", c_4), ("y_6", np.tanh(c_4))):
            assert f"`{name} = {value:.6f}`" in text
        assert f"By hand we had {np.tanh(c_4):.6f}, here it is {outputs(STANDARD)[5]:.6f}." in text

    def test_the_standard_cell_gives_the_numbers_told(self):
        y, text = outputs(STANDARD), told("02_standard_cell.ipynb")
        assert f"`y6 = {y[5]:.6f}`, `y9 = {y[8]:.6f}` and `y2 = {y[1]:.6f}`" in text
        assert "`y6 = 0.963624`, `y9 = 0.761584` and `y2 = 0.000034`" in text

    @pytest.mark.parametrize(
        ("change", "lecture", "standard"),
        [("300", 304, "0.963975"), ("g", 0.07, "0.0698508"), ("f", 7, "0.357735")],
    )
    def test_the_outcomes_told_below_the_two_cells(self, change, lecture, standard):
        x = NINE_STEPS.copy()
        cells = [LEE, STANDARD]
        if change == "300":
            x[1, 0] = 300
        elif change == "g":
            cells = [with_weight("g", "x1", 0.01, cell) for cell in cells]
        else:
            cells = [with_weight("f", "1", 0, cell) for cell in cells]
        y_lecture, y_standard = (outputs(cell, x)[5] for cell in cells)
        assert y_lecture == lecture
        assert float(standard) == round(float(y_standard), len(standard.partition(".")[2]))
        text = sources("02_standard_cell.ipynb", "markdown")["compare-see"]
        assert f"**{lecture}**" in text
        assert f"**{standard}**" in text

    def test_a_standard_cell_needs_more_than_five_steps_for_a_memory_above_5(self):
        """The bound |c_t| < t of the lesson, near its edge and for drawn cells."""
        rng = np.random.default_rng(2)
        for _ in range(200):
            cell = lt.LSTMCell(rng.normal(0, 50, (4, 2)), rng.normal(0, 50, (4, 1)), rng.normal(0, 50, 4))
            c = cell.run(rng.normal(0, 50, (12, 2))).c.ravel()
            assert (np.abs(c) <= np.arange(1, 13)).all()


class TestLesson03:
    def test_the_memory_of_the_swapped_cell_is_as_told(self):
        swapped = STANDARD.replace(weight_ih=STANDARD.weight_ih[[1, 0, 2, 3]])
        trace, text = swapped.run(NINE_STEPS), sources("03_lstmcell.ipynb", "markdown")["trap-explorer-see"]
        c = trace.c.ravel()
        assert (
            f"After step 2 it is {c[1]:.4f}, after step 3 only {c[2]:.4f}, after step 4 {c[3]:.4f}." in text
        )
        assert f"{np.tanh(1):.4f}" in text
        assert f"the output $\\tanh({np.tanh(1):.4f}) = {np.tanh(np.tanh(1)):.4f}$" in text
        np.testing.assert_allclose(trace.h[5, 0], np.tanh(np.tanh(1)), rtol=0, atol=1e-3)
        assert c[0] > 0.76  # the input gate is open where x2 = 0

    @pytest.mark.parametrize("text", ["lecture", "solution-3"])
    def test_weights_are_changed_in_a_way_that_can_be_copied_where_a_net_is_trained(self, text):
        """With gradients switched on, as they are by default; afterwards the cell can still be trained."""
        code, names = sources("03_lstmcell.ipynb"), {}
        solution = sources("03_lstmcell.ipynb", "markdown")["solution-3"]
        exec(code["imports"], names)
        exec(code["lecture"] if text == "lecture" else solution.split("```")[1].removeprefix("python"), names)
        cell = names["cell" if text == "lecture" else "my_cell"]
        assert all(parameter.requires_grad for parameter in cell.parameters())
        cell(torch.ones(1, 4))[0].sum().backward()
        assert cell.weight_ih.grad.abs().max() > 0

    def test_the_global_switch_is_not_recommended(self):
        for name in ("03_lstmcell.ipynb", "04_lstm.ipynb"):
            text = sources(name, "markdown")["settings-text"]
            assert "`with torch.no_grad():`" in text
            assert "you need the first two lines" not in text


class TestLesson04:
    def test_the_outcomes_told_below_the_explorer_are_true(self):
        def shapes(**options):
            return {row.name: row.shape for row in lstm_shapes(**options)}

        def changed(before, after):
            return {name for name, shape in after.items() if name in before and before[name] != shape}

        start = {"L": 9, "N": 2, "D": 4, "H": 3}
        first = shapes(**start)
        second = shapes(**start, bidirectional=True)
        assert (first["output"], second["output"]) == ((9, 2, 3), (9, 2, 6))
        assert second["h_n"] == second["c_n"] == (2, 2, 3)
        assert changed(first, second) == {"output", "h_n", "c_n", "h_0", "c_0"}
        start |= {"bidirectional": True, "num_layers": 2}
        third = shapes(**start)
        assert (third["lstm.weight_ih_l1"], third["output"]) == ((12, 6), (9, 2, 6))
        assert third["h_n"] == third["c_n"] == (4, 2, 3)
        start["layout"] = "batch_first"
        fourth = shapes(**start)
        assert changed(third, fourth) == {"x", "output"}
        assert (fourth["x"], fourth["output"]) == ((2, 9, 4), (2, 9, 6))
        fifth = shapes(**start, proj_size=2)
        hold = {name.partition("_l")[0] for name, shape in fifth.items() if 3 in shape}
        assert hold == {"c_0", "c_n", "c_n.view(2, 2, 2, 3)", "lstm.weight_hr"}
        assert fifth["output"] == (2, 9, 4)

    def test_it_tells_the_golden_numbers(self):
        text, y = told("04_lstm.ipynb"), outputs(STANDARD)
        assert f"`y6 = {y[5]:.6f}` and `y9 = {y[8]:.6f}`" in text
        assert "`y6 = 0.963624` and `y9 = 0.761584`" in text


class TestLesson05:
    @pytest.fixture
    def spans(self):
        """Return a function: what the sliders' two lines show at a distance of 30 steps."""
        names = {}
        cells = sources("05_gradients.ipynb")
        for cell in ("imports", "setting", "loss", "rnn", "rnn-check", "lag"):
            exec(cells[cell], names)

        def spans(forget_bias, recurrent_weight):
            figure = plt.figure()
            exec(cells["slider"].partition("\n\n\n")[0], names)
            names["draw"](figure, forget_bias, recurrent_weight)
            lines = {line.get_label(): line.get_ydata()[30] for line in figure.axes[0].lines}
            plt.close("all")
            return lines["direct"], lines["total"]

        return spans

    def test_the_outcomes_told_below_the_sliders(self, spans):
        text = sources("05_gradients.ipynb", "markdown")["slider-see"]
        for bias in (1, 5):
            direct, total = spans(bias, 0)
            assert direct == total
            assert f"{direct:.1g}".lstrip("0") in text or f"{direct:.2f}" in text
        direct, total = spans(1, -2)
        assert 1.5e7 < direct / total < 2.5e7
        direct, total = spans(5, 4)
        assert direct < 1
        assert round(total, 1) == 112.4  # not an explosion: after 12 steps it hardly changes any more
        for number in ("0.00004", "0.79", "twenty million times", "grows to 112"):
            assert number in text

    def test_the_numbers_told_about_the_nine_steps(self):
        nine, text = STANDARD.run(NINE_STEPS), told("05_gradients.ipynb")
        assert "c_6 = 1.9943" in text
        assert f"{nine.c[5, 0]:.4f}" == "1.9943"
        assert f"At step 6 it is {1 - np.tanh(nine.c[5, 0]) ** 2:.4f}." in text
        assert f"{lt.memory_jacobian(STANDARD, nine).span(2, 6).item():.4f}" == "0.9999"
        assert "**0.9999.**" in text

    def test_the_recurrent_path_is_missing_in_the_lectures_example(self):
        """Why the lesson refutes wrong derivations with a random cell."""
        jacobian = lt.memory_jacobian(STANDARD, STANDARD.run(NINE_STEPS))
        assert (jacobian.recurrent == 0).all()


class TestLesson06:
    def test_the_gates_told_undo_each_other(self):
        text = sources("06_training.ipynb", "markdown")["gates-see"]
        assert f"0.951 \\cdot 3.15 = {0.951 * 3.15:.2f}" in text

    def test_the_sunspots_are_what_the_lesson_says(self):
        year, spots = lt.examples.sunspots()
        assert year.tolist() == list(range(1700, 2009))
        assert (year.dtype.kind, spots.dtype.kind) == ("i", "f")
        assert spots.min() >= 0
        assert spots[year == 1957].item() == spots.max() == 190.2
        assert "from 1700 to 2008" in told("06_training.ipynb")


class TestLesson07:
    def test_the_six_solutions_have_the_mistakes_of_the_list(self):
        names, cells = {}, sources("07_homework.ipynb")
        for cell in ("imports", "faulty-right", *(f"faulty-{k}" for k in range(1, 7))):
            exec(cells[cell], names)
        table = sources("07_homework.ipynb", "markdown")["exercise-10-text"]
        assert [line[2] for line in table.splitlines() if line.startswith("| ") and line[2] in "ABCDEFG"] == [
            *"ABCDEFG"
        ]
        by_letter = {
            "A": "rows in the order f, i, g, o (input and forget gate swapped)",
            "B": "the memory before the update",
            "C": "the state reset at every step",
            "D": "no tanh on the candidate",
            "F": "bias_hh lost",
            "G": "c handed in in place of h",
        }
        for k, letter in enumerate(FAULTY, start=1):
            given = names[f"solution_{k}"](names["x"])
            diagnosis = lt.diagnose(given, cell=names["module"], x=names["x"])
            assert diagnosis.names[0] == (by_letter[letter],)  # the plainest of those with the same numbers
            assert all(mistake.alone for (mistake,) in diagnosis.found[1:])

    def test_the_published_outputs_are_those_of_the_swapped_cell(self):
        cells, names = sources("07_homework.ipynb"), {}
        exec(cells["imports"], names)
        exec(cells["diagnose"], names)
        swapped = STANDARD.replace(weight_ih=STANDARD.weight_ih[[1, 0, 2, 3]])
        assert names["published"] == [round(y, 6) for y in outputs(swapped)]
