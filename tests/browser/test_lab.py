"""Lesson 01 in a real JupyterLab, with a real mouse and keyboard."""

import numpy as np
import pytest

import lstm_teach as lt
from lstm_teach.plots.palette import SIGNALS
from lstm_teach.takehome.stamp_reader import read_stamp
from tests.browser.screen import Screen


class Explorer(Screen):
    """The explorer on the page and the one in the kernel."""

    def __init__(self, page, ask):
        super().__init__(page)
        self.ask = ask
        self.click("Reset")

    def in_kernel(self):
        rows = {name: f"explorer.trace.{name}.ravel().tolist()" for name in SIGNALS}
        rows |= {
            label: f"explorer.trace.x[:, {k}].tolist()" for k, label in enumerate(["x1", "x2", "x3", "1"])
        }
        return self.ask("{" + ", ".join(f"{name!r}: {code}" for name, code in rows.items()) + "}")

    def settle(self, seconds=10):
        """Wait until the kernel has heard of the last change on the screen."""
        wanted = [
            self.weights_on_screen(),
            np.transpose([self.on_screen()[k] for k in ("x1", "x2", "x3", "1")]),
        ]
        for _ in range(10 * seconds):
            heard = self.ask("[explorer.weights, explorer.x]")
            if all(np.array_equal(a, b) for a, b in zip(wanted, heard, strict=True)):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"the kernel has {heard}, the screen {wanted}")

    def assert_python_agrees(self):
        self.settle()
        screen, kernel = self.on_screen(), self.in_kernel()
        assert screen.keys() == kernel.keys()
        for row, values in kernel.items():
            np.testing.assert_allclose(screen[row], values, rtol=1e-12, atol=1e-12, err_msg=row)


@pytest.fixture(scope="module")
def page(lesson_01):
    lesson_01.bring_to_front()
    return lesson_01


@pytest.fixture(scope="module")
def ask(lab, page):
    with lab.kernel("01_lee_cell.ipynb") as ask:
        yield ask


@pytest.fixture
def explorer(page, ask):
    return Explorer(page, ask)


def test_the_lesson_runs_without_error_output(page):
    assert page.locator(".jp-OutputArea-output").count() > 10
    for kind in ("error", "stderr"):
        assert page.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]').all_inner_texts() == []


def test_the_explorer_shows_the_slide(explorer):
    rows = explorer.on_screen()
    assert rows["c_prev"] == [0, 0, 3, 3, 7, 7, 7, 0, 6]
    assert rows["h"] == [0, 0, 0, 0, 0, 7, 0, 0, 6]
    explorer.assert_python_agrees()


@pytest.mark.parametrize("preset", ["Lecture", "Sigmoid gates", "Standard"])
def test_a_drag_shows_the_slider_position_at_every_moment(explorer, page, preset):
    explorer.click(preset)
    slider = explorer.slider("i", "x2")
    slider.scroll_into_view_if_needed()
    area = slider.bounding_box()
    y, left = area["y"] + area["height"] / 2, area["x"]
    page.mouse.move(left + 0.75 * area["width"], y)
    page.mouse.down()
    seen = set()
    for fraction in np.linspace(0.75, 0.45, 20):
        page.mouse.move(left + fraction * area["width"], y)
        weight = float(slider.input_value())
        assert float(explorer.box("i", "x2").input_value()) == weight
        weights = np.array(explorer.weights_on_screen())
        assert weights[0, 1] == weight
        cell = {"Lecture": lt.LSTMCell.lee(), "Standard": lt.LSTMCell.standard()}.get(
            preset, lt.LSTMCell.lee().replace(gate_activation="sigmoid")
        )
        expected = cell.replace(weight_ih=weights[:, :4]).run(lt.examples.NINE_STEPS)
        screen = explorer.on_screen()
        for name in SIGNALS:
            np.testing.assert_allclose(screen[name], getattr(expected, name).ravel(), rtol=1e-12, atol=1e-12)
        seen.add(weight)
    page.mouse.up()
    assert len(seen) > 10
    explorer.assert_python_agrees()


def test_a_fast_drag_ends_with_the_last_position_on_screen_and_in_python(explorer, page):
    slider = explorer.slider("g", "x1")
    slider.scroll_into_view_if_needed()
    area = slider.bounding_box()
    y, left = area["y"] + area["height"] / 2, area["x"]
    page.mouse.move(left + 0.6 * area["width"], y)
    page.mouse.down()
    page.mouse.move(left + 0.9 * area["width"], y, steps=60)
    page.mouse.up()
    assert float(slider.input_value()) > 3
    explorer.assert_python_agrees()
    assert explorer.in_kernel()["g"][0] == float(slider.input_value())


def test_arrow_keys_move_a_slider(explorer, page):
    slider = explorer.slider("f", "1")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert slider.input_value() == "9.7"
    explorer.assert_python_agrees()


def test_a_typed_value_may_exceed_the_slider(explorer):
    explorer.click("Sigmoid gates")
    explorer.box("o", "h").fill("-1234.5678")
    assert explorer.slider("o", "h").evaluate("(s) => Number(s.min)") <= -1234.5678
    assert explorer.box("o", "h").input_value() == "-1234.5678"
    explorer.assert_python_agrees()


def test_an_input_can_be_edited(explorer):
    explorer.input("x1", 4).fill("5.25")
    assert explorer.on_screen()["h"][5] == 8.25
    explorer.assert_python_agrees()


def test_recurrent_weight_and_bias_count(explorer):
    explorer.click("Standard")
    explorer.box("g", "h").fill("-2")
    explorer.box("o", "bias").fill("3")
    explorer.box("i", "h").fill("0.7")
    explorer.assert_python_agrees()


@pytest.mark.parametrize("typed", ["e", "-", ""])
def test_text_in_a_number_box_is_refused_in_a_sentence(explorer, page, typed):
    box = explorer.box("i", "x2")
    box.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.type(typed)
    page.keyboard.press("Tab")
    assert explorer.status == "weight i x2 takes a number such as 0.5 or -10: it stays 100."
    assert box.input_value() == "100"
    assert explorer.on_screen()["h"][5] == 7
    explorer.assert_python_agrees()


def test_presets_and_selects_change_the_activations(explorer):
    explorer.click("Standard")
    assert explorer.on_screen()["h"][5] == pytest.approx(0.963624, abs=5e-7)
    explorer.root.get_by_label("activation of memory").select_option("linear")
    explorer.assert_python_agrees()
    explorer.click("Lecture")
    assert explorer.root.get_by_role("button", name="Lecture").get_attribute("aria-pressed") == "true"
    explorer.assert_python_agrees()


def test_the_step_in_numbers_is_the_one_clicked(explorer):
    explorer.root.get_by_role("button", name="show step 6", exact=True).click()
    assert "step 6:  c = f·c_prev + i·g = 1·7 + 0·1 = 7\n" in explorer.root.inner_text()
    assert "h = o·c = 1·7 = 7\n" in explorer.root.inner_text()
    explorer.root.locator('td[data-row="c"][data-step="4"]').click()
    assert "1·3 + 1·4 = 7" in explorer.root.inner_text()
    explorer.settle()
    assert explorer.ask("explorer.step") == 4


def test_numbers_that_outgrow_the_floats_are_told(explorer):
    explorer.root.get_by_label("activation of gates").select_option("sigmoid")
    explorer.box("g", "h").fill("1e200")
    explorer.box("o", "bias").fill("1000")
    assert "outgrow the largest float at step" in explorer.status
    explorer.box("g", "h").fill("0")
    assert explorer.status == ""
    explorer.assert_python_agrees()


def test_the_screen_follows_python(explorer, page):
    explorer.ask("setattr(explorer, 'x', FIVE_STEPS)")
    page.wait_for_function("document.querySelectorAll('.lstm-explorer td[data-row=h]').length === 5")
    assert explorer.on_screen()["h"] == [0, 0, 0, 7, 0]
    explorer.ask("setattr(explorer, 'cell', lt.LSTMCell.standard())")
    page.wait_for_function(
        "Math.abs(document.querySelectorAll('td[data-row=h]')[3].dataset.value - 0.9636) < 1e-3"
    )
    explorer.assert_python_agrees()


@pytest.mark.parametrize("name", ["from-the-explorer", "作业1"])
def test_the_export_button_leaves_whole_files(explorer, page, lab, name):
    explorer.click("Standard")
    explorer.root.get_by_label("file name").fill(name)
    explorer.click("Save figure and table")
    page.wait_for_function(
        "document.querySelector('.lstm-explorer .status').textContent.startsWith('Saved ')"
    )
    paths = {path.suffix: path for path in lab.homework.glob(f"{name}.*")}
    assert paths.keys() == {".png", ".svg", ".pdf", ".csv", ".md", ".tex"}
    for path in paths.values():
        assert path.name in explorer.status
        recipe = read_stamp(path)["traces"][0]["cell"]
        assert (
            lt.LSTMCell(**recipe).run(lt.examples.NINE_STEPS).h.ravel().tolist() == explorer.in_kernel()["h"]
        )


@pytest.mark.parametrize("name", ["../away", "a/b", "NUL", "", "a b", "作业/1", "作业1.png"])
def test_a_bad_export_name_is_refused_and_nothing_written(explorer, page, lab, name):
    before = sorted(lab.folder.rglob("*.png"))
    explorer.root.get_by_label("file name").fill(name)
    explorer.click("Save figure and table")
    page.wait_for_selector(".lstm-explorer .status.bad")
    assert "name" in explorer.status
    assert sorted(lab.folder.rglob("*.png")) == before


def test_nothing_moves_when_numbers_grow(explorer):
    where = """(root) => [...root.querySelectorAll("td, p, button")].map((node) => {
        const [a, b] = [root, node].map((n) => n.getBoundingClientRect());
        return [b.x - a.x, b.y - a.y, b.width, b.height].map(Math.round).join();
    })"""
    before = explorer.root.evaluate(where)
    for preset in ("Sigmoid gates", "Standard"):
        explorer.click(preset)
        explorer.box("g", "h").fill("-0.123456789")
        assert explorer.root.evaluate(where) == before
    cut = "(e) => [...e.querySelectorAll('.strip td')].filter((n) => n.scrollWidth > n.clientWidth).length"
    assert explorer.root.evaluate(cut) == 0


def test_nothing_scrolls_sideways_on_a_laptop(page):
    wide = page.evaluate("""() => [...document.querySelectorAll(
        '.jp-OutputArea-output, .lstm-explorer .scroll, .jp-MarkdownOutput, .jp-WindowedPanel-outer')]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className)""")
    assert wide == []
