"""What reaches a page of save_html from outside, links and names of inputs: data that never becomes HTML."""

import pytest

import lstm_teach as lt
from lstm_teach.examples import FIVE_STEPS, NINE_STEPS
from lstm_teach.plots.circuit_texts import cell_texts
from lstm_teach.plots.palette import SIGNALS
from tests.browser.screen import assert_same_rows, drawn_cell, rows_of
from tests.test_twins import HOSTILE, SCRIPT, fragment, fragment_of

LEE = lt.LSTMCell.lee()


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
