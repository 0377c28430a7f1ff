"""Each "Try this" and "Predict" at the explorers of lessons 00 to 02, done literally, against its answer."""

import pytest

import lstm_teach as lt
from tests.browser.screen import Screen


class Reader(Screen):
    """A reader of a lesson: looks at what is written on the screen, has a mouse and a keyboard."""

    def row(self, name, cell=1):
        """What is written in a row of the strip."""
        return self.root.locator(f'[data-cell="{cell}"] td[data-row="{name}"] span').all_inner_texts()

    def output(self, step, cell=1):
        return self.row("h", cell)[step - 1]

    def click_and_type(self, box, text):
        box.click()
        self.page.keyboard.type(text)

    def change(self, row, column, text):
        """Row, column: → text."""
        self.click_and_type(self.box(row, column), text)

    def step(self):
        return self.root.locator(".toolbar .number").inner_text()

    def knob(self, row, column):
        """The middle of a slider's knob, in the page."""
        slider = self.slider(row, column)
        slider.scroll_into_view_if_needed()
        area, fraction = slider.bounding_box(), slider.evaluate("(s) => (s.value - s.min) / (s.max - s.min)")
        way = area["width"] - 16  # the knob is 16 pixels wide and stays inside
        return area["x"] + 8 + fraction * way, area["y"] + area["height"] / 2


@pytest.fixture(scope="module")
def lesson_00(lab):
    with lab.page("00_start_here.ipynb") as page:
        page.wait_for_selector(".lstm-explorer")
        yield Reader(page)


@pytest.fixture(scope="module")
def reader_01(lesson_01):
    lesson_01.bring_to_front()  # in the background every click waits
    reader = Reader(lesson_01)
    reader.select_step(1)
    return reader


@pytest.fixture(scope="module")
def lesson_02(lab):
    with lab.page("02_standard_cell.ipynb") as page:
        page.wait_for_selector(".lstm-explorer")
        yield Reader(page)


# --- lesson 00 ----------------------------------------------------------------------------------------------


def test_00_1_press_play(lesson_00):
    """Press Play: at step 6 the memory stays 7 and comes out as h = 7."""
    lesson_00.click("Reset")
    lesson_00.select_step(5)
    lesson_00.click("Play")
    lesson_00.root.get_by_text("step 6 of 9", exact=True).wait_for()
    assert "h = 7" in lesson_00.circuit()
    lesson_00.root.get_by_text("step 9 of 9", exact=True).wait_for()


def test_00_1_or_click_on_step_6(lesson_00):
    """Or click on step 6 in the row step. The two lines at the bottom show how this step is calculated."""
    lesson_00.click("Reset")
    lesson_00.select_step(6)
    assert lesson_00.step() == "step 6 of 9"
    assert "h = 7" in lesson_00.circuit()
    sentence = lesson_00.root.locator(".sentence").inner_text().splitlines()
    assert sentence[0] == "step 6:  c = f·c_prev + i·g = 1·7 + 0·1 = 7"
    assert sentence[1].strip() == "h = o·c = 1·7 = 7"


def test_00_2_click_on_the_4_and_type_5(lesson_00):
    """In the time strip, click on the 4 in row x1, step 4, and type 5."""
    lesson_00.click("Reset")
    lesson_00.select_step(6)
    assert lesson_00.input("x1", 4).input_value() == "4"
    lesson_00.click_and_type(lesson_00.input("x1", 4), "5")
    assert lesson_00.input("x1", 4).input_value() == "5"
    assert lesson_00.row("c") == ["0", "3", "3", "8", "8", "8", "0", "6", "6"]
    assert lesson_00.output(6) == "8"
    assert lesson_00.step() == "step 6 of 9"  # the question is about step 6: it is still there
    assert "h = 8" in lesson_00.circuit()


def test_00_3_drag_the_slider_down_from_100(lesson_00):
    """Move it slowly down from 100: at one point the memory becomes empty. As soon as it is below 10."""
    lesson_00.click("Reset")
    slider = lesson_00.slider("i", "x2")
    x, y = lesson_00.knob("i", "x2")
    page = lesson_00.page
    page.mouse.move(x, y)
    page.mouse.down()
    weights = []
    for k in range(61):
        page.mouse.move(x - k / 2, y)
        weights.append(float(slider.input_value()))
        is_empty = set(lesson_00.row("c")[:6]) == {"0"}
        assert is_empty == (weights[-1] < 10), weights[-1]
    page.mouse.up()
    assert weights[0] == 100
    assert weights[-1] < 0
    assert weights == sorted(weights, reverse=True)


def test_00_3_or_press_the_left_arrow_key(lesson_00):
    """Click on the slider's knob and press the left arrow key: empty below 10; at -10 step 7 writes a 3."""
    lesson_00.click("Reset")
    page = lesson_00.page
    page.mouse.click(*lesson_00.knob("i", "x2"))
    box = lesson_00.box("i", "x2")
    assert box.input_value() == "100"
    for weight in range(99, -11, -1):
        page.keyboard.press("ArrowLeft")
        if weight == 10:
            assert lesson_00.row("c") == ["0", "3", "3", "7", "7", "7", "0", "6", "6"]
        if weight in (9, -9):
            assert lesson_00.row("c") == ["0"] * 9
    assert box.input_value() == "-10"
    assert lesson_00.row("c") == ["0"] * 6 + ["3"] * 3
    assert lesson_00.row("i")[6] == "1"


def test_00_3_or_type_11_10_9_into_its_box(lesson_00):
    """For single steps, type 11, 10, 9 into its box, with Enter after each."""
    lesson_00.click("Reset")
    lesson_00.box("i", "x2").click()
    for weight, memory in (("11", "7"), ("10", "7"), ("9", "0")):
        lesson_00.page.keyboard.type(weight)
        assert lesson_00.box("i", "x2").input_value() == weight
        assert lesson_00.row("c")[5] == memory
        lesson_00.page.keyboard.press("Enter")


def test_00_4_press_reset_then_sigmoid_gates(lesson_00):
    """Is the output at step 6 still exactly 7? No: it is 6.9995."""
    lesson_00.click("Reset")
    lesson_00.click("Sigmoid gates")
    assert lesson_00.output(6) == "6.9995"


# --- lesson 01, section 7 -----------------------------------------------------------------------------------


def test_01_1_row_g_column_x1_becomes_2(reader_01):
    """Everything that is written is doubled, so the outputs are 14 and 12."""
    reader_01.click("Reset")
    reader_01.change("g", "x1", "2")
    assert (reader_01.output(6), reader_01.output(9)) == ("14", "12")


def test_01_2_row_f_column_1_becomes_minus_10(reader_01):
    """Both outputs are 0; the memory after step 4 is 4, not 7."""
    reader_01.click("Reset")
    reader_01.change("f", "1", "-10")
    assert (reader_01.output(6), reader_01.output(9)) == ("0", "0")
    assert reader_01.row("c")[3] == "4"
    assert reader_01.row("f") == ["0", "1", "0", "1", "0", "0", "0", "1", "0"]  # open only where x2 = 1


def test_01_3_row_i_column_x2_becomes_5_then_9_then_10(reader_01):
    """The input gate never opens: 0 and 0. At exactly 10 it opens."""
    reader_01.click("Reset")
    reader_01.box("i", "x2").click()
    for weight, outputs in (("5", ("0", "0")), ("9", ("0", "0")), ("10", ("7", "6"))):
        reader_01.page.keyboard.type(weight)
        assert (reader_01.output(6), reader_01.output(9)) == outputs
        reader_01.page.keyboard.press("Enter")


def test_01_4_row_o_column_1_becomes_10(reader_01):
    """The output gate is always open: h is the memory at every step; steps 6 and 9 stay 7 and 6."""
    reader_01.click("Reset")
    reader_01.change("o", "1", "10")
    assert reader_01.row("h") == reader_01.row("c") == ["0", "3", "3", "7", "7", "7", "0", "6", "6"]


def test_01_point_at_a_number_to_see_all_its_digits(reader_01):
    reader_01.click("Reset")
    reader_01.click("Sigmoid gates")
    reader_01.cell("h", 6).hover()
    soft = lt.LSTMCell.lee().replace(gate_activation="sigmoid").run(lt.examples.NINE_STEPS)
    assert float(reader_01.cell("h", 6).get_attribute("title")) == soft.h[5, 0]


def test_01_show_also_before_the_change(reader_01):
    """Each number that a change has moved shows, after an arrow ←, what it was before; Undo takes it back."""
    reader_01.click("Reset")
    reader_01.root.get_by_label("show also").select_option("before the change")
    reader_01.change("g", "x1", "2")
    assert reader_01.cell("h", 6).locator("small").inner_text() == "← 7"
    assert reader_01.cell("i", 6).locator("small").inner_text() == ""
    reader_01.click("Undo")
    assert reader_01.output(6) == "7"
    reader_01.root.get_by_label("show also").select_option("nothing")


def test_01_the_presets_leave_the_weights(reader_01):
    reader_01.click("Reset")
    reader_01.change("g", "x1", "2")
    for preset, output in (("Standard", None), ("Sigmoid gates", None), ("Lecture", "14")):
        reader_01.click(preset)
        assert reader_01.box("g", "x1").input_value() == "2"
        assert output in (None, reader_01.output(6))
    reader_01.click("Reset")
    assert reader_01.output(6) == "7"


def test_01_more_practice_with_a_random_sequence(reader_01):
    """Press Predict first, then Random sequence: c and h are hidden. Write what you expect, press Reveal."""
    reader_01.click("Reset")
    reader_01.click("Predict first")
    reader_01.root.locator("summary").click()
    reader_01.click("Random sequence")
    shown = reader_01.on_screen()
    assert shown["c"] == shown["h"] == [None] * 9
    x = list(zip(*(shown[label] for label in ("x1", "x2", "x3", "1")), strict=True))
    run = lt.LSTMCell.lee().run(x)
    for row in "ch":
        for step, value in enumerate(getattr(run, row).ravel(), 1):
            reader_01.click_and_type(reader_01.cell(row, step).locator("input"), f"{value:g}")
    assert reader_01.step() == "step 1 of 9"
    reader_01.click("Reveal")
    assert reader_01.status == "18 of 18 right. Right means: off by 0.005 at most."
    reader_01.click("Predict first")
    reader_01.root.locator("summary").click()


def test_01_change_a_weight_then_run_the_next_cell(reader_01):
    """explorer.trace is the run on the screen."""
    reader_01.click("Reset")
    reader_01.change("g", "x1", "2")
    code = reader_01.page.locator(".jp-CodeCell", has_text="explorer.trace.h.ravel()")
    code.locator(".cm-content").click()
    reader_01.page.keyboard.press("Shift+Enter")
    code.locator(".jp-OutputArea-output", has_text="14.").wait_for()
    assert "12." in code.locator(".jp-OutputArea-output").inner_text()


# --- lesson 02, section 4 -----------------------------------------------------------------------------------


def outputs_at_6(lesson):
    assert lesson.step() == "step 6 of 9"
    return float(lesson.output(6)), pytest.approx(float(lesson.output(6, cell=2)), abs=5e-7)


def test_02_the_lecture_stands_on_the_left_and_differences_have_a_corner(lesson_02):
    lesson_02.click("Reset")
    left, right = (circuit.bounding_box()["x"] for circuit in lesson_02.root.locator("svg.circuit").all())
    assert left < right
    assert outputs_at_6(lesson_02) == (7, 0.963624)
    for cell in (1, 2):
        assert "differs" in lesson_02.cell("h", 6, cell).get_attribute("class")
        assert "differs" not in (lesson_02.cell("c_prev", 1, cell).get_attribute("class") or "")


def test_02_1_click_on_the_3_in_the_first_strip_and_type_300(lesson_02):
    """The lecture's cell shows 304, the standard cell 0.963975."""
    lesson_02.click("Reset")
    assert lesson_02.input("x1", 2).input_value() == "3"
    lesson_02.click_and_type(lesson_02.input("x1", 2), "300")
    assert lesson_02.input("x1", 2).input_value() == "300"
    assert outputs_at_6(lesson_02) == (304, 0.963975)
    lesson_02.click("Reset")
    assert outputs_at_6(lesson_02) == (7, 0.963624)


@pytest.mark.parametrize("how", ["box", "slider"])
def test_02_2_row_g_column_x1_becomes_a_hundredth(lesson_02, how):
    """Type 0.01, or go there with the slider: 0.07 and 0.069851."""
    lesson_02.click("Reset")
    if how == "box":
        lesson_02.change("g", "x1", "0.01")
    else:
        lesson_02.page.mouse.click(*lesson_02.knob("g", "x1"))
        for _ in range(10):
            lesson_02.page.keyboard.press("ArrowLeft")
        lesson_02.page.keyboard.press("Shift+ArrowRight")
    assert lesson_02.box("g", "x1").input_value() == lesson_02.slider("g", "x1").input_value() == "0.01"
    assert outputs_at_6(lesson_02) == (0.07, 0.069851)


def test_02_3_row_f_column_1_becomes_0(lesson_02):
    """The lecture's cell still shows 7, the standard cell 0.357735; its memory loses half at a time."""
    lesson_02.click("Reset")
    lesson_02.change("f", "1", "0")
    assert outputs_at_6(lesson_02) == (7, 0.357735)
    memory = [float(text) for text in lesson_02.row("c", cell=2)[1:6]]
    assert memory == pytest.approx([0.995, 0.498, 1.497, 0.749, 0.374], abs=5e-4)
