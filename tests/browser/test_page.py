"""The page of save_html, opened from disk with the network blocked: everything works, nothing is asked."""

import numpy as np
import pytest

import lstm_teach as lt
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS
from tests.browser.screen import assert_same_rows, drawn_cell, rows_of
from tests.test_twins import PASTES

LEE = lt.LSTMCell.lee()


def test_the_file_is_small_and_its_numbers_are_pythons(make, open_page, tmp_path, rng):
    for inputs in (1, 4, 4, 9):
        cell = drawn_cell(rng, inputs)
        explorer = make(cell, rng.uniform(-3, 3, (12, inputs)))
        screen = open_page(explorer)
        assert_same_rows(screen.on_screen(), rows_of(explorer.trace))
        assert (tmp_path / "explorer.html").stat().st_size < 100_000


def test_a_drag_shows_the_slider_position_at_every_moment(lee):
    seen = set()
    for weight in lee.drag(lee.slider("i", "x2"), 0.75, 0.4):
        weight_ih = LEE.weight_ih.copy()
        weight_ih[0, 1] = weight
        assert_same_rows(lee.on_screen(), rows_of(LEE.replace(weight_ih=weight_ih).run(NINE_STEPS)))
        seen.add(weight)
    assert len(seen) > 10


def test_circuit_sentence_and_strip_show_the_same_step(lee):
    lee.select_step(6)
    texts = lee.circuit()
    for text in ("h = 7", "c = 7", "c_prev = 7", "o = 1", "i = 0", "f = 1", "z_o = 100·1 + (-10)·1 = 90"):
        assert text in texts
    assert "step 6:  c = f·c_prev + i·g = 1·7 + 0·1 = 7" in lee.root.inner_text()
    assert lee.root.get_by_label("step", exact=True).input_value() == "6"
    lee.cell("c", 2).click()
    assert "i·g = 3" in lee.circuit()
    assert "1·3 = 3" in " ".join(lee.circuit())


def test_the_valves_of_the_circuit_follow_their_gates(lee):
    def passages():
        pipes = lee.root.locator("svg.circuit .product .passage").all()
        return [float(pipe.get_attribute("width")) / float(pipe.get_attribute("height")) for pipe in pipes]

    openings = {}
    for step in (1, 2, 6, 7):
        lee.select_step(step)
        openings[step] = passages()
    assert openings == {1: [0, 0, 1], 2: [1, 0, 1], 6: [0, 1, 1], 7: [0, 0, 0]}  # write, read, keep
    lee.click("Sigmoid gates")
    lee.box("i", "1").fill("0")
    assert passages()[0] == pytest.approx(1 / (1 + np.exp(100)), abs=1e-12)


def test_play_goes_through_the_steps_and_stops_at_the_last(lee):
    lee.root.get_by_label("speed").select_option("4")
    lee.select_step(6)
    lee.root.evaluate("""(root) => {
        window.seen = [];
        const look = () => seen.push(root.querySelector(".number").textContent);
        new MutationObserver(look).observe(root.querySelector(".number"),
            { childList: true, characterData: true, subtree: true });
    }""")
    lee.click("Play")
    lee.root.get_by_role("button", name="Pause").wait_for()
    lee.root.get_by_role("button", name="Play").wait_for()
    lee.page.wait_for_timeout(500)
    assert "step 9 of 9" in lee.root.inner_text()
    assert "h = 6" in lee.circuit()
    assert lee.page.evaluate("seen") == [f"step {step} of 9" for step in (7, 8, 9)]


def test_pause_holds_the_step(lee):
    lee.root.get_by_label("speed").select_option("4")
    lee.click("Play")
    lee.root.get_by_text("step 2 of 9").wait_for()
    lee.click("Pause")
    held = lee.root.locator(".number").inner_text()
    lee.page.wait_for_timeout(600)
    assert lee.root.locator(".number").inner_text() == held


def paste(screen, text):
    if not screen.root.locator("textarea").is_visible():
        screen.root.get_by_text("Change the sequence").click()
    screen.root.locator("textarea").evaluate("(box, text) => (box.value = text)", text)
    screen.click("Use these numbers")


def test_a_pasted_sequence_is_run_and_what_is_none_is_refused_in_a_sentence(lee):
    """What is read and what is not: test_twins.py and tests/js/sequence.test.js."""
    paste(lee, "(1, zwei, 0)")
    assert lee.status == '"zwei" in row 1 is not a number'
    assert lee.on_screen()["h"] == [0, 0, 0, 0, 0, 7, 0, 0, 6]
    paste(lee, PASTES["as in the lessons"])
    assert_same_rows(lee.on_screen(), rows_of(LEE.run(FIVE_STEPS)))
    assert lee.status == "The sequence has 5 steps now. Undo brings the old one back."
    paste(lee, "1,0,0\n" * 10**5)
    assert "longer than" in lee.status
    assert len(lee.on_screen()["h"]) == 5


def test_a_random_sequence_is_the_same_for_the_same_seed(lee):
    lee.root.get_by_text("Change the sequence").click()
    drawn = []
    for seed in ("7", "8", "7"):
        lee.root.get_by_label("seed").fill(seed)
        lee.click("Random sequence")
        drawn.append(lee.on_screen())
    assert drawn[0] == drawn[2] != drawn[1]
    assert set(drawn[0]["x2"]) <= {-1, 0, 1}
    assert set(drawn[0]["1"]) == {1}
    for seed in ("-1", "0.5", "", "4294967296"):
        lee.root.get_by_label("seed").fill(seed)
        lee.click("Random sequence")
        assert "whole number" in lee.status
    assert lee.on_screen() == drawn[2]


def test_the_next_random_sequence_is_another_one_and_another_question(lee):
    """The same button again takes the next seed; what is predicted is hidden again."""
    lee.root.get_by_text("Change the sequence").click()
    lee.click("Predict first")
    drawn = []
    for seed in ("1", "2", "3"):
        lee.click("Random sequence")
        assert lee.root.get_by_label("seed").input_value() == seed
        shown = lee.on_screen()
        assert shown["c"] == shown["h"] == [None] * 9
        drawn.append(shown["x1"])
        lee.click("Reveal")
        assert None not in lee.on_screen()["c"]
    assert drawn[0] != drawn[1] != drawn[2]
    lee.click("Reset")
    assert lee.on_screen()["h"] == [None] * 9


def test_steps_are_added_and_removed_where_the_student_is(lee):
    lee.root.get_by_text("Change the sequence").click()
    lee.select_step(2)
    lee.click("Remove step")
    assert lee.on_screen()["x1"] == [1, 2, 4, 2, 1, 3, 6, 1]
    lee.click("Add step")
    assert lee.on_screen()["x1"] == [1, 2, 0, 4, 2, 1, 3, 6, 1]
    assert lee.on_screen()["1"] == [1] * 9
    assert "step 3 of 9" in lee.root.inner_text()
    for _ in range(9):
        lee.click("Remove step")
    assert len(lee.on_screen()["h"]) == 1
    assert "0 steps" in lee.status


def test_undo_and_redo_go_by_gestures(lee):
    start = lee.on_screen()
    for _ in lee.drag(lee.slider("g", "x1"), 0.6, 0.9):
        pass
    dragged = lee.on_screen()
    lee.box("f", "1").fill("-50")
    assert dragged != lee.on_screen()
    lee.click("Undo")
    assert lee.on_screen() == dragged
    lee.click("Undo")
    assert lee.on_screen() == start
    assert lee.root.get_by_role("button", name="Undo").get_attribute("aria-disabled") == "true"
    lee.click("Redo")
    assert lee.on_screen() == dragged
    assert lee.root.get_by_role("button", name="Undo").get_attribute("aria-disabled") == "false"
    assert lee.root.get_by_role("button", name="Redo").get_attribute("aria-disabled") == "false"


def test_the_ghost_shows_what_was_before_the_change(lee):
    lee.root.get_by_label("show also").select_option("before")
    lee.select_step(6)
    lee.box("i", "x2").fill("0")
    assert lee.cell("c", 4).inner_text().split() == ["0", "←", "7"]
    assert lee.cell("c", 1).inner_text().split() == ["0"]
    assert "h = 0 ← 7" in lee.circuit()
    lee.click("Undo")
    lee.root.get_by_label("show also").select_option("none")
    assert "h = 7" in lee.circuit()


def test_a_pinned_run_stays_while_weights_move(lee):
    lee.click("Pin")
    lee.select_step(9)
    lee.box("g", "x1").fill("2")
    lee.box("g", "x1").fill("3")
    assert lee.cell("h", 9).inner_text().split() == ["18", "←", "6"]
    assert "h = 18 ← 6" in lee.circuit()


def test_predicting_hides_the_answers_until_they_are_revealed(lee):
    lee.root.get_by_label("steps to predict").fill("2, 5-6")
    lee.click("Predict first")
    rows = lee.on_screen()
    hidden = {(row, t + 1) for row, values in rows.items() for t, value in enumerate(values) if value is None}
    steps = {("c", s) for s in (2, 5, 6)} | {("h", s) for s in (2, 5, 6)} | {("c_prev", s) for s in (3, 6, 7)}
    assert hidden == steps
    lee.select_step(6)
    for text in ("h = ?", "c = ?", "c_prev = ?", "f·c_prev = ?", "linear(c) = ?"):
        assert text in lee.circuit()
    page = lee.root.evaluate("(root) => root.outerHTML")
    assert "memory ?, output ?" in page
    assert "step 6:  c" not in lee.root.inner_text()
    for name, answer in {
        "c at step 2": "3",
        "h at step 2": "3",
        "c at step 6": "7.004",
        "h at step 6": "6.9",
    }.items():
        lee.root.get_by_label(f"your {name}").fill(answer)
    lee.click("Reveal")
    assert lee.status == "2 of 6 right, 2 left empty. Right means: off by 0.005 at most."
    assert lee.cell("c", 2).inner_text().split() == ["3", "✓", "3"]
    assert lee.cell("h", 2).inner_text().split() == ["0", "✗", "3"]
    assert lee.on_screen()["h"] == [0, 0, 0, 0, 0, 7, 0, 0, 6]
    lee.click("Predict first")
    assert lee.root.locator("input.answer").count() == 0


def test_steps_that_are_none_are_not_predicted(lee):
    lee.root.get_by_label("steps to predict").fill("<b>1</b>")
    lee.click("Predict first")
    assert '"<b>1</b>" names no steps' in lee.status
    assert lee.root.locator("input.answer").count() == 0


def test_two_cells_stand_side_by_side_and_differences_are_marked(make, open_page):
    explorer = make([LEE, lt.LSTMCell.standard()], NINE_STEPS, compare=True)
    screen = open_page(explorer)
    for cell, trace in enumerate(explorer.traces, start=1):
        assert_same_rows(screen.on_screen(cell), rows_of(trace))
    left, right = (box.bounding_box() for box in screen.root.locator("svg.circuit").all())
    assert left["x"] + left["width"] <= right["x"]
    assert left["y"] == right["y"]
    lecture, standard = explorer.traces
    for row in ("i", "f", "g", "o", "c_prev", "c", "h"):
        differs = np.abs(getattr(lecture, row) - getattr(standard, row)).ravel() > 1e-12
        for cell in (1, 2):
            marked = screen.root.locator(f'[data-cell="{cell}"] td[data-row="{row}"]').evaluate_all(
                "(cells) => cells.map((cell) => cell.classList.contains('differs'))"
            )
            assert marked == differs.tolist()
    screen.box("g", "x1").fill("0.5")
    screen.root.get_by_label("activation of memory, second cell").select_option("linear")
    weight_ih = LEE.weight_ih.copy()
    weight_ih[2, 0] = 0.5
    for cell, which in enumerate((LEE, lt.LSTMCell.standard().replace(memory_activation="linear")), start=1):
        assert_same_rows(screen.on_screen(cell), rows_of(which.replace(weight_ih=weight_ih).run(NINE_STEPS)))


def test_the_circuit_can_be_put_away(lee):
    lee.click("Circuit")
    assert not lee.root.locator("svg.circuit").is_visible()
    lee.box("g", "x1").fill("2")
    lee.select_step(6)
    lee.click("Circuit")
    assert "h = 14" in lee.circuit()
