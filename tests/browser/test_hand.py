"""What the hand sets stays set: nothing that the kernel sends is older than the hand and still drawn."""

import time
from itertools import pairwise

import numpy as np
import pytest

import lstm_teach as lt
from tests.browser.lab import LAPTOP
from tests.browser.screen import Screen
from tests.browser.test_kernel import wait_for_saved_output

CELLS = {
    "imports": "import time\nimport lstm_teach as lt",
    "explorer": "explorer = lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS)\nexplorer",
}
WEIGHT = "weight g x1"  # at step 1, where x1 = 1, the candidate g is this weight

# Every value that the box and the strip ever show, on each change of the page and each frame.
WATCH = """(label) => {
    const root = document.querySelector('.lstm-explorer');
    const box = root.querySelector(`input[type="number"][aria-label="${label}"]`);
    const cell = root.querySelector('td[data-row="g"][data-step="1"]');
    const shown = (window.shown = { box: [], strip: [] });
    const look = () => {
        for (const [where, value] of [['box', box.valueAsNumber], ['strip', Number(cell.dataset.value)]]) {
            if (shown[where].at(-1) !== value) shown[where].push(value);
        }
    };
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(root, all);
    const frame = () => {
        look();
        if (window.shown === shown) requestAnimationFrame(frame);
    };
    frame();
}"""
# One value after another into the box of a weight, as typing does it, each after a pause in milliseconds.
TYPE = """async ([label, values, pauses]) => {
    const box = document.querySelector(`.lstm-explorer input[type="number"][aria-label="${label}"]`);
    for (const [k, value] of values.entries()) {
        await new Promise((done) => setTimeout(done, pauses[k]));
        box.value = value;
        box.dispatchEvent(new Event('input', { bubbles: true }));
    }
}"""


# The same once, a little later, while the kernel is made busy.
TYPE_LATER = """([view, label, value, pause]) => setTimeout(() => {
    const root = document.querySelectorAll('.lstm-explorer')[view];
    const box = root.querySelector(`input[type="number"][aria-label="${label}"]`);
    box.value = value;
    box.dispatchEvent(new Event('input', { bubbles: true }));
}, pause)"""


class Hand(Screen):
    """An explorer on the page, the one in the kernel, and every value that was shown."""

    def __init__(self, page, ask, view=0):
        super().__init__(page, view)
        self.ask = ask

    def watch(self):
        self.page.evaluate(WATCH, WEIGHT)

    def shown(self):
        """Every value shown so far: of the box and of the strip."""
        return self.page.evaluate("window.shown")

    def in_kernel(self):
        return self.ask("explorer.weights[2][0]")

    def settle(self, seconds=20):
        """Wait until the kernel has heard of what the screen shows; return it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if np.array_equal(self.ask("explorer.weights"), self.weights_on_screen()):
                return self.in_kernel()
            self.page.wait_for_timeout(100)
        raise AssertionError(f"kernel: {self.ask('explorer.weights')}, screen: {self.weights_on_screen()}")

    def set_in_python(self, value, before="None"):
        """Set the weight in Python. before: what the same piece of code does first."""
        rows = "[[*row] for row in explorer.weights]"
        rows = f"(lambda rows: (rows[2].__setitem__(0, {value}), rows)[1])({rows})"
        self.ask(f"({before}, setattr(explorer, 'weights', {rows}))[1]")

    def wait_for(self, value):
        """Wait until the screen shows this weight."""
        self.page.wait_for_function(
            "([box, value]) => box.valueAsNumber === value", arg=[self.box("g", "x1").element_handle(), value]
        )

    def can_undo(self):
        return self.root.get_by_role("button", name="Undo").get_attribute("aria-disabled") == "false"


def backwards(values):
    return [(a, b) for a, b in pairwise(values) if b < a]


@pytest.fixture(scope="module")
def notebook(lab):
    """A page with one notebook for all tests here."""
    lab.write("hand.ipynb", CELLS)
    with lab.page("hand.ipynb") as page:
        yield page


@pytest.fixture
def page(lab, notebook):
    """The notebook, run again from top to bottom: its explorer is a new one."""
    lab.run_again(notebook)
    return notebook


@pytest.fixture
def hand(lab, page):
    with lab.kernel("hand.ipynb") as ask:
        yield Hand(page, ask)


def test_none_of_200_quick_changes_runs_backwards(hand, page, rng):
    values = [1 + k / 100 for k in range(1, 201)]
    hand.watch()
    page.evaluate(TYPE, [WEIGHT, values, rng.integers(0, 31, 200).tolist()])
    assert hand.settle() == 3
    for where, shown in hand.shown().items():
        assert backwards(shown) == [], where
        assert [shown[0], shown[-1]] == [1, 3], where
    assert hand.shown()["strip"] == [1, *values]  # each was drawn, in its turn and once
    hand.root.get_by_label("show also").select_option("before")
    assert hand.cell("g", 1).locator("small").inner_text() == "← 1"
    hand.click("Undo")
    assert hand.weights_on_screen() == np.c_[lt.LSTMCell.lee().weight_ih, np.zeros((4, 2))].tolist()
    assert not hand.can_undo()
    assert hand.settle() == 1


def test_quick_drags_never_run_backwards_and_are_one_step_back_each(hand, page):
    track = hand.slider("g", "x1")
    for _ in range(5):
        hand.watch()
        track.scroll_into_view_if_needed()
        area = track.bounding_box()
        y, positions = area["y"] + area["height"] / 2, area["x"] + np.linspace(0.6, 0.95, 21) * area["width"]
        page.mouse.move(positions[0], y)
        page.mouse.down()
        for x in positions[1:]:
            page.mouse.move(x, y)
            page.wait_for_timeout(15)  # 20 moves: a drag of 0.3 s
        page.mouse.up()
        last = float(track.input_value())
        assert hand.settle() == last > 4
        for where, shown in hand.shown().items():
            assert backwards(shown) == [], where
            assert len(shown) > 10, where
        hand.click("Undo")
        assert hand.weights_on_screen()[2][0] == 1
        assert not hand.can_undo()
        assert hand.settle() == 1


def test_what_python_sets_arrives_whether_or_not_the_hand_was_there_before(hand):
    hand.set_in_python(3)
    hand.wait_for(3)
    hand.box("g", "x1").fill("5")
    assert hand.settle() == 5
    hand.set_in_python(1)
    hand.wait_for(1)
    hand.set_in_python(5)  # what the hand had set: no echo, for all that
    hand.wait_for(5)
    for before in (1, 5, 3, 1):
        hand.click("Undo")
        assert hand.weights_on_screen()[2][0] == before
    assert not hand.can_undo()


def test_what_python_set_before_it_heard_of_the_hand_does_not_move_the_hand(hand, page):
    hand.watch()
    page.evaluate(TYPE_LATER, [0, WEIGHT, 2, 200])
    hand.set_in_python(1.5, before="time.sleep(0.6)")  # the hand's 2 waits until this is done
    assert hand.settle() == 2
    assert hand.shown() == {"box": [1, 2], "strip": [1, 2]}
    assert hand.in_kernel() == 2
    hand.click("Undo")
    assert hand.weights_on_screen()[2][0] == 1


def test_the_hand_on_a_weight_does_not_hold_back_inputs_that_python_sets(hand, page):
    hand.watch()
    page.evaluate(TYPE_LATER, [0, WEIGHT, 2, 200])
    hand.ask("(time.sleep(0.6), setattr(explorer, 'x', lt.examples.FIVE_STEPS))[1]")
    page.wait_for_function("document.querySelectorAll('.lstm-explorer td[data-row=h]').length === 5")
    assert hand.settle() == 2
    assert hand.shown()["box"] == [1, 2]
    assert hand.ask("len(explorer.x)") == 5


def test_what_python_makes_of_the_hands_value_arrives(hand, page):
    rounded = "[[round(w) for w in row] for row in change.new]"
    hand.ask(f"setattr(lt, 'rounds', lambda change: setattr(explorer, 'weights', {rounded}))")
    hand.ask("explorer.observe(lt.rounds, 'weights')")
    page.evaluate(TYPE, [WEIGHT, [1.6, 2.2, 2.9], [0, 30, 30]])
    hand.wait_for(3)
    assert hand.settle() == 3


def test_the_saved_table_shows_the_hands_last_value_however_late_the_kernel_hears_of_it(hand, page):
    page.evaluate(TYPE_LATER, [0, WEIGHT, 2, 200])
    page.evaluate(TYPE_LATER, [0, WEIGHT, 3, 300])
    hand.ask("time.sleep(2)")  # long after the hand has come to rest
    wait_for_saved_output(page, 21)


def test_two_views_of_one_explorer_have_one_state_and_one_past(lab):
    lab.write("views.ipynb", CELLS | {"again": "explorer"})
    with lab.page("views.ipynb") as page, lab.kernel("views.ipynb") as ask:
        page.wait_for_function("document.querySelectorAll('.lstm-explorer').length === 2")
        first, second = Hand(page, ask), Hand(page, ask, view=1)
        page.evaluate(TYPE_LATER, [0, WEIGHT, 2, 200])
        page.evaluate(TYPE_LATER, [1, "weight g x2", 3, 300])  # the other view, while the kernel is busy
        ask("time.sleep(0.8)")
        assert first.settle() == second.settle() == 2
        for view in (first, second):
            assert view.weights_on_screen()[2][:2] == [2, 3]
        first.set_in_python(4)
        second.wait_for(4)
        first.wait_for(4)
        second.click("Undo")
        second.click("Undo")
        for view in (first, second):
            assert view.weights_on_screen()[2][:2] == [2, 0]
        first.click("Undo")
        assert second.weights_on_screen()[2][:2] == [1, 0]
        assert not first.can_undo()
        assert not second.can_undo()
        assert second.settle() == 1


@pytest.fixture
def two_tabs(lab, browser, page):
    """One explorer of one kernel in two browsers."""
    lab.save(page, "hand.ipynb")
    again = browser.new_page(viewport=LAPTOP)
    lab.open(again, "hand.ipynb")
    again.locator(".lstm-explorer").wait_for(timeout=30_000)
    with lab.kernel("hand.ipynb") as ask:
        yield Hand(page, ask), Hand(again, ask)
    again.close()


def test_two_tabs_that_move_two_numbers_at_once_lose_none(two_tabs, rng):
    hand, other = two_tabs
    page, second = hand.page, other.page
    start = f"(given) => {{ window.moved = ({TYPE})(given) }}"  # both hands move at the same time
    for labels in (["weight g x1", "weight i x2"], ["x1 at step 4", "x2 at step 5"]):
        for tab, label, sign in zip((page, second), labels, (1, -1), strict=True):
            pauses = rng.integers(0, 60, 50).tolist()
            tab.evaluate(start, [label, [sign * k / 10 for k in range(1, 51)], pauses])
        for tab in (page, second):
            tab.evaluate("() => window.moved")
        hand.settle()
        for label, last in zip(labels, (5, -5), strict=True):
            for shown in (page, second):
                box = shown.locator(f'.lstm-explorer input[type="number"][aria-label="{label}"]')
                shown.wait_for_function(
                    "([box, last]) => box.valueAsNumber === last", arg=[box.element_handle(), last]
                )
    assert hand.in_kernel() == 5
    assert hand.ask("explorer.weights[0][1]") == -5
    assert hand.ask("[explorer.x[3][0], explorer.x[4][1]]") == [5, -5]
    assert hand.on_screen() == other.on_screen()
    assert hand.weights_on_screen() == other.weights_on_screen() == hand.ask("explorer.weights")
