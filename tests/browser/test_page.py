"""The page of save_html, opened from disk with the network blocked: everything works, nothing is asked."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

import lstm_teach as lt
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS
from lstm_teach.plots.circuit_texts import cell_texts
from lstm_teach.plots.palette import SIGNALS
from lstm_teach.widgets.explorer import browser as browser_side
from lstm_teach.widgets.explorer import page as page_of
from tests.browser.screen import assert_same_rows, drawn_cell, rows_of
from tests.test_twins import HOSTILE, PASTES, SCRIPT, fragment, fragment_of

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


def test_a_link_carries_the_state_to_another_page_and_to_python(make, open_page, lee):
    lee.click("Standard")
    lee.box("g", "h").fill("-0.123456789012345")
    lee.select_step(4)
    lee.click("Copy link")
    assert "link" in lee.status.lower()
    url = lee.page.evaluate("location.href")
    explorer = lt.CellExplorer.from_url(url)
    assert explorer.cell.weight_hh[2, 0] == -0.123456789012345
    assert explorer.step == 4
    assert_same_rows(lee.on_screen(), rows_of(explorer.trace))
    other = open_page(make(LEE, FIVE_STEPS), explorer.link)
    assert other.on_screen() == lee.on_screen()
    assert "step 4 of 9" in other.root.inner_text()
    explorer.close()


@pytest.mark.parametrize("name", ["script text", "a prototype", "a hundred thousand steps", "two cells"])
def test_a_hostile_link_is_refused_and_the_page_stays_usable(make, open_page, name):
    """A page opened with the link; the other links are handed to an open page below."""
    link = fragment(second=["step", "tanh", "tanh"]) if name == "two cells" else HOSTILE[name]
    screen = open_page(make(LEE, NINE_STEPS), link)
    assert screen.status.startswith("This link was not used: ")
    assert "\n" not in screen.status
    assert screen.root.locator("img").count() == 0
    assert screen.page.title() == "Explorer of one LSTM unit"
    assert screen.on_screen()["h"] == [0, 0, 0, 0, 0, 7, 0, 0, 6]
    screen.box("g", "x1").fill("2")
    assert screen.on_screen()["h"] == [0, 0, 0, 0, 0, 14, 0, 0, 12]


def drawn_fragments(rng, count):
    """Links of all kinds: right ones, with something odd in any place, bent, cut, and noise."""
    odd = [
        None, True, -1, 0, 1.5, 1e308, -5e-324, "", SCRIPT, "javascript:alert(1)", [], {}, [[]], [None] * 4,
        "constructor", {"__proto__": {"weights": 1}}, {"toString": 1}, "\u202e", "\ud800", "x" * 3000,
        [1e999] * 4,
        ["step", "tanh", "tanh"], ["constructor", "tanh", "__proto__"], [[1e300] * 4] * 9, [[1] * 6] * 4,
    ]  # fmt: skip

    def pick(values):
        return values[int(rng.integers(len(values)))]

    for _ in range(count):
        kind = pick(["right", "part", "part", "deep", "deep", "key", "bent", "cut", "noise"])
        state = {
            "labels": ["x1", "x2", "x3", "1"], "weights": rng.normal(size=(4, 6)).tolist(),
            "x": NINE_STEPS.tolist(),
            "activations": ["sigmoid", "tanh", "tanh"], "second": [], "step": int(rng.integers(1, 10)),
        }  # fmt: skip
        if kind == "part":
            state[pick([*state])] = pick(odd)
        elif kind == "deep":
            place = state[pick(["labels", "weights", "x", "activations"])]
            if isinstance(place[0], list) and rng.random() < 0.8:
                place = pick(place)
            place[int(rng.integers(len(place)))] = pick(odd)
        elif kind == "key":
            state.pop(pick([*state]))
            state[pick(["__proto__", "constructor", "Weights", SCRIPT])] = pick(odd)
        text = fragment(**state) if kind != "key" else fragment_of(state)
        if kind == "bent":
            at = int(rng.integers(6, len(text)))
            text = text[:at] + pick("AZ_-%<\"'#?&=é ") + text[at + 1 :]
        elif kind == "cut":
            text = text[: int(rng.integers(len(text)))]
        elif kind == "noise":
            text = "#lstm=" + "".join(
                pick([*map(chr, range(32, 127)), SCRIPT, "é", "%00"]) for _ in range(60)
            )
        yield text


def test_200_links_of_all_kinds_run_no_script(lee, rng):
    """Each is used, or refused in one sentence, and the page goes on."""
    complaints = []
    lee.page.on("console", lambda message: complaints.append(message.text))
    lee.page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    links = [*drawn_fragments(rng, 200), *HOSTILE.values()]
    told = lee.page.evaluate(
        """async (links) => {
            const root = document.querySelector(".lstm-explorer");
            const status = root.querySelector(".status");
            const told = [];
            for (const link of links) {
                status.textContent = "";
                const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
                const before = location.href;
                location.hash = link;
                if (location.href !== before) await changed;
                const cells = [...root.querySelectorAll('td[data-row="h"]')];
                const h = cells.map((cell) => Number(cell.dataset.value));
                told.push([status.textContent, h.length, h.every(Number.isFinite)]);
            }
            return told;
        }""",
        links,
    )
    used = [status for status, _, finite in told if not status.startswith("This link was not used: ")]
    assert 20 < len(used) < 150
    for status, steps, finite in told:
        assert "\n" not in status
        assert len(status) < 300
        assert steps >= 1
        assert finite or "outgrow" in status or status.startswith("This link")
    assert complaints == []
    assert lee.page.title() == "Explorer of one LSTM unit"
    assert lee.root.locator("img, script").count() == 0
    lee.click("Reset")
    lee.box("g", "x1").fill("2")
    assert lee.on_screen()["h"] == [0, 0, 0, 0, 0, 14, 0, 0, 12]


def test_names_of_inputs_are_text_wherever_they_stand(make, open_page):
    labels = (SCRIPT, "</script><b>", "x3", "1")
    explorer = make(LEE.replace(input_labels=labels), NINE_STEPS)
    screen = open_page(explorer)
    assert screen.root.locator("img, b b").count() == 0
    assert screen.page.title() == "Explorer of one LSTM unit"
    assert_same_rows(screen.on_screen(), rows_of(explorer.trace))


NAMES = {
    "what every object has": ("constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"),
    "the lecture's and one more": ("x1", "x2", "x3", "toString", "1"),
    "signs": ("$$", "$&", "#lstm=", "{memory}", "\\"),
    "white space": ("a\nb", "a\tb", "\r\n", " a ", "\u00a0"),
    "quotes": ('"', "'", "`${x}`", "&quot;", "</script>"),
    "scripts": (SCRIPT, "<b>b</b>", "javascript:alert(1)", "<!--", "]]>"),
    "from right to left": ("\u202eabc\u202c", "\u200fx", "\u202egnirts", "שלום", "\u2066x"),
    "long": ("x" * 200, "two words " * 20, "W" * 40, "价格" * 100, "1"),
    "emoji": ("👩‍🔬" * 20, "😀😀😀😀😀😀😀😀😀", "a😀b", "🏳️‍🌈", "e\u0301"),
}


@pytest.mark.parametrize("labels", NAMES.values(), ids=NAMES)
def test_an_input_may_have_any_name(make, open_page, labels, rng):
    cell = drawn_cell(rng, 5).replace(input_labels=labels)
    explorer = make(cell, rng.uniform(-3, 3, (4, 5)))
    screen = open_page(explorer, explorer.link)
    assert screen.status == ""  # the link was used
    assert_same_rows(screen.on_screen(), rows_of(explorer.trace))
    titles = screen.root.locator(".strip tbody th")
    assert titles.locator("b").all_text_contents() == [*labels, *SIGNALS]
    heads = screen.root.locator(".weights thead th:not(:last-child)")
    assert heads.all_text_contents() == [*labels, "h", "bias"]
    for shown in (titles, heads):
        given = shown.evaluate_all("(heads) => heads.map((head) => head.title)")
        assert given[:5] == list(labels)
    assert "function" not in screen.root.evaluate(
        "(root) => root.outerHTML.replaceAll('value of a function', '')"
    )
    assert screen.root.locator("img, script, b b").count() == 0
    assert screen.page.title() == "Explorer of one LSTM unit"
    # Nothing leaves its place, and every number is read from left to right.
    backwards = """(texts) => texts.filter((text) => {
        const from = text.firstChild.getNumberOfChars();
        const rest = [...Array(text.getNumberOfChars() - from).keys()];
        const at = rest.map((k) => text.getExtentOfChar(from + k).x);
        return at.some((x, k) => k && x < at[k - 1]);
    }).length"""
    assert screen.root.locator(".term text:not(.weight)").evaluate_all(backwards) == 0
    sizes = "(heads) => heads.map((head) => [head.scrollWidth - head.clientWidth, head.offsetHeight])"
    out = """(root) => [...root.querySelectorAll('th b')].filter((name) =>
        name.getBoundingClientRect().right > name.parentNode.getBoundingClientRect().right + 1).length"""
    assert screen.root.evaluate(out) == 0
    assert max(height for _, height in titles.evaluate_all(sizes) + heads.evaluate_all(sizes)) < 40
    assert screen.page.evaluate("document.documentElement.scrollWidth") == 1280
    # Both drawings of a step say the same, and a link from here is read by Python.
    for step in (1, 4):
        screen.select_step(step)
        texts = cell_texts(explorer.trace, step)
        boxes = {text for row in texts.boxes.values() for pair in row for text in pair}
        assert boxes <= set(screen.circuit())
    screen.root.get_by_text("Change the sequence").click()
    screen.click("Random sequence")
    screen.click("Copy link")
    again = lt.CellExplorer.from_url(screen.page.evaluate("location.href"))
    assert again.cell.input_labels == labels
    assert_same_rows(screen.on_screen(), rows_of(again.trace))
    again.close()


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


def test_the_keyboard_alone_reaches_and_moves_everything(lee):
    page, reached = lee.page, []
    page.locator("body").focus()
    for _ in range(150):
        page.keyboard.press("Tab")
        name = page.evaluate("""() => { const e = document.activeElement;
            if (e === document.body) return null;
            return e.getAttribute('aria-label') ?? e.closest('label')?.innerText ?? e.textContent; }""")
        if name is None:
            break
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"{name} has the focus and does not show it"
        reached.append(name)
    for name in ("Lecture", "Undo", "Reset", "Circuit", "Pin", "Play", "step", "show step 1", "x1 at step 9",
                 "weight o bias", "Predict first", "Reveal", "Change the sequence", "Copy link"):  # fmt: skip
        assert name in reached
    lee.root.get_by_role("button", name="show step 1", exact=True).focus()
    for key, step in (("ArrowRight", 2), ("End", 9), ("ArrowRight", 9), ("ArrowLeft", 8), ("Home", 1)):
        page.keyboard.press(key)
        assert f"step {step} of 9" in lee.root.inner_text()
        assert page.evaluate("document.activeElement.textContent") == str(step)


def test_the_circuit_can_be_put_away(lee):
    lee.click("Circuit")
    assert not lee.root.locator("svg.circuit").is_visible()
    lee.box("g", "x1").fill("2")
    lee.select_step(6)
    lee.click("Circuit")
    assert "h = 14" in lee.circuit()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("compare", [False, True], ids=["one cell", "two cells"])
def test_axe_finds_no_violation(make, open_page, scheme, compare):
    explorer = make([LEE, lt.LSTMCell.standard()] if compare else LEE, NINE_STEPS, compare=compare)
    screen = open_page(explorer)
    screen.page.emulate_media(color_scheme=scheme)
    screen.root.get_by_text("Change the sequence").click()
    screen.click("Pin")
    screen.box("g", "x1").fill("2.5")
    screen.click("Predict first")
    results = Axe().run(screen.page)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in results.response["violations"]] == []


def test_a_phone_shows_the_whole_without_scrolling_the_page_sideways(make, open_page):
    screen = open_page(make(LEE, NINE_STEPS))
    screen.page.set_viewport_size({"width": 360, "height": 740})
    screen.root.locator("svg.circuit .term").first.wait_for(state="detached")  # drawn for a phone
    assert screen.page.evaluate("document.documentElement.scrollWidth") == 360
    assert screen.root.locator("svg.circuit").bounding_box()["width"] <= 344
    out = screen.root.evaluate(
        """(root) => [...root.querySelectorAll('button, select, summary, p, .circuit')]
        .filter((e) => !e.closest('.scroll:has(table)') && e.getBoundingClientRect().right > 360).length"""
    )
    assert out == 0


def test_every_word_comes_from_the_table_of_words(make, open_page, monkeypatch):
    """In a made-up language every text is marked: what is not was written outside the table."""
    mark = """const marked = (words) => typeof words === "string" ? `§${words}`
      : typeof words === "function" ? (...args) => `§${words(...args)}`
      : Array.isArray(words) ? words.map(marked)
      : Object.fromEntries(Object.entries(words).map(([key, value]) => [key, marked(value)]));
    const LANGUAGES = { en: marked(english) };"""
    source = browser_side.module()
    assert "const LANGUAGES = { en: english };" in source
    monkeypatch.setattr(page_of, "module", lambda: source.replace("const LANGUAGES = { en: english };", mark))
    screen = open_page(make([LEE, lt.LSTMCell.standard()], NINE_STEPS, compare=True))
    screen.root.locator("summary").click()
    texts = screen.root.evaluate("""(root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) if (!walker.currentNode.parentNode.closest('style, svg'))
            texts.push(walker.currentNode.data);
        for (const node of root.querySelectorAll('*'))
            for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext'])
                if (node.getAttribute(name)) texts.push(node.getAttribute(name));
        return texts;
    }""")
    known = {signal.meaning for signal in SIGNALS.values()} | {*SIGNALS, *LEE.input_labels, "bias"}
    known |= {"step", "sigmoid", "tanh", "linear"}
    loose = [
        text
        for text in texts
        if "§" not in text and text not in known and any(c.isalpha() for c in text.replace("e-", ""))
    ]
    assert loose == []
