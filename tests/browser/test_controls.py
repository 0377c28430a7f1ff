"""Number boxes and sliders under a real mouse and a real keyboard, on a page of its own."""

import pytest

from tests.browser.screen import Screen


@pytest.fixture
def every_kind(lee):
    """One box of each kind by name; the predictions are asked for and the sequence's part is open."""
    lee.root.locator("summary").click()
    lee.click("Predict first")
    return {
        "weight": lee.box("g", "x1"),
        "input": lee.input("x1", 4),
        "prediction": lee.cell("h", 6).locator("input"),
        "seed": lee.root.get_by_label("seed"),
        "steps to predict": lee.root.get_by_label("steps to predict"),
    }


def number_boxes(screen: Screen):
    return screen.root.locator('input[type="number"]:visible').all()


def test_one_click_into_any_number_and_what_is_typed_replaces_it(lee, every_kind):
    boxes = number_boxes(lee)
    assert len(boxes) == 24 + 3 * 9 + 2 * 9 + 1
    for box in boxes:
        box.fill("34")
        lee.page.evaluate("document.activeElement.blur()")
        box.click()
        lee.page.keyboard.type("5")
        assert box.input_value() == "5", box


def test_tab_into_any_number_and_what_is_typed_replaces_it(lee, every_kind):
    for name, box in every_kind.items():
        box.fill("4")
        box.press("Shift+Tab")
        lee.page.keyboard.press("Tab")
        lee.page.keyboard.type("5")
        assert box.input_value() == "5", name


def test_after_enter_the_next_number_may_be_typed(lee, every_kind):
    for name, box in every_kind.items():
        if name == "steps to predict":
            continue  # a text
        box.click()
        for number in ("11", "10", "9"):
            lee.page.keyboard.type(number)
            assert box.input_value() == number, name
            lee.page.keyboard.press("Enter")


def test_a_click_after_typing_selects_again(lee, every_kind):
    for name, box in every_kind.items():
        for number in ("11", "10", "9"):
            box.click()
            lee.page.keyboard.type(number)
            assert box.input_value() == number, name


def test_a_second_click_places_the_caret(lee, every_kind):
    for name, box in every_kind.items():
        box.fill("11")
        lee.page.evaluate("document.activeElement.blur()")
        box.click()
        box.click()
        lee.page.keyboard.press("End")
        lee.page.keyboard.type("5")
        assert box.input_value() == "115", name
        box.press("Tab")
        box.focus()  # the keyboard selects
        box.click()  # and a click then places the caret
        lee.page.keyboard.type("7")
        assert len(box.input_value()) == 4, name


@pytest.mark.parametrize("minus", ["-", "−", "–", "－"])
def test_a_minus_copied_from_a_lesson_or_typed_on_a_chinese_keyboard_is_a_minus(lee, minus):
    page, box = lee.page, lee.box("f", "1")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", f"{minus}10")
    box.click()
    page.keyboard.press("ControlOrMeta+v")
    assert box.input_value() == "-10"
    assert lee.on_screen()["h"] == [0] * 9
    box.press("ControlOrMeta+a")
    for character in f"{minus}25":
        page.keyboard.insert_text(character)
    assert box.input_value() == "-25"


def test_typing_an_input_or_a_prediction_keeps_the_step_and_a_click_beside_selects_it(lee, every_kind):
    lee.select_step(6)

    def steps():
        return lee.root.locator(".toolbar .number").inner_text()

    every_kind["input"].click()
    lee.page.keyboard.type("5")
    lee.cell("c", 2).locator("input").click()
    lee.page.keyboard.type("3")
    assert steps() == "step 6 of 9"
    lee.cell("g", 4).click()
    assert steps() == "step 4 of 9"
    lee.cell("1", 5).click()
    assert steps() == "step 5 of 9"


def test_shift_and_an_arrow_key_move_a_slider_by_a_tenth_of_its_step(lee):
    slider = lee.slider("g", "x1")
    slider.focus()
    for _ in range(10):
        lee.page.keyboard.press("ArrowLeft")
    assert slider.input_value() == "0"
    lee.page.keyboard.press("Shift+ArrowRight")
    assert [slider.input_value(), lee.box("g", "x1").input_value()] == ["0.01", "0.01"]
    assert lee.on_screen()["g"] == [0.01, 0.03, 0.02, 0.04, 0.02, 0.01, 0.03, 0.06, 0.01]
    lee.page.keyboard.press("ArrowRight")  # to the next of the steps
    assert slider.input_value() == "0.1"
    for _ in range(2):
        lee.page.keyboard.press("Shift+ArrowDown")
    assert slider.input_value() == "0.08"
    lee.click("Undo")
    assert slider.input_value() == "1"
    assert "Shift" in slider.get_attribute("title")


@pytest.mark.parametrize("typed", ["0.01", "-0.123456789", "1234.5678", "0.000001"])
def test_a_slider_stands_where_the_typed_value_is(lee, typed):
    lee.box("g", "x1").click()
    lee.page.keyboard.type(typed)
    lee.page.keyboard.press("Tab")
    assert float(lee.slider("g", "x1").input_value()) == float(typed)
    assert lee.on_screen()["g"][0] == float(typed)


def test_the_mouse_moves_a_slider_by_whole_steps(lee):
    moves = list(lee.drag(lee.slider("g", "x1"), 0.6, 0.9))
    assert moves == [round(value, 1) for value in moves]
    assert len(set(moves)) > 10


def test_a_slider_ends_at_its_ends(lee):
    slider = lee.slider("g", "x1")
    slider.press("End")
    assert slider.input_value() == "5"
    for key in ("ArrowRight", "Shift+ArrowRight"):
        slider.press(key)
        assert slider.input_value() == "5"
    assert lee.box("g", "x1").input_value() == "5"
    slider.press("ArrowLeft")
    assert lee.on_screen()["g"][0] == 4.9
