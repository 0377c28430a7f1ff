"""A page of save_html for everybody: by keyboard, to a screen reader, on a phone, in another language."""

import pytest
from axe_playwright_python.sync_playwright import Axe

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from lstm_teach.plots.palette import SIGNALS
from lstm_teach.widgets.explorer import browser as browser_side
from lstm_teach.widgets.explorer import page as page_of

LEE = lt.LSTMCell.lee()


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
