"""What happens to an explorer in JupyterLab when its kernel, its notebook or its theme changes."""

import os
import re
import signal

import nbformat
import pytest
from nbconvert import HTMLExporter

import lstm_teach as lt
from lstm_teach.examples import NINE_STEPS
from tests.browser.screen import Screen, assert_same_rows, rows_of

CELLS = {
    "imports": "import lstm_teach as lt\nfrom ipywidgets.widgets.widget import _instances",
    "explorer": "explorer = lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS)\nexplorer",
}
ONE_NEW = "(old) => !old.isConnected && document.querySelectorAll('.lstm-explorer').length === 1"
# A kernel that somebody else restarted is "Starting" for JupyterLab until it is asked something.
IDLE = re.compile(r"Python 3 \(ipykernel\) \| (Idle|Starting)")


@pytest.fixture(scope="module")
def notebook(lab):
    """A page with one notebook for all tests here."""
    lab.write("kernel.ipynb", CELLS)
    with lab.page("kernel.ipynb") as page:
        yield page


@pytest.fixture
def page(lab, notebook):
    """The notebook, run again from top to bottom: its explorer is a new one, whatever became of the last."""
    notebook.get_by_text(IDLE).wait_for(timeout=60_000)
    lab.run_again(notebook)
    return notebook


@pytest.fixture
def ask(lab, page):
    with lab.kernel("kernel.ipynb") as ask:
        yield ask


def settle(page, ask, weight):
    """Wait until the kernel has this weight of the candidate."""
    for _ in range(100):
        if ask("explorer.weights[2][0]") == weight:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the kernel has {ask('explorer.weights[2][0]')}")


def tell_kernel(lab, verb, method="POST"):
    """Restart, interrupt or (DELETE) shut down the kernel, as the menu does."""
    lab.ask(f"kernels/{lab.kernel_id('kernel.ipynb')}/{verb}".rstrip("/"), method)


def wait_for_saved_output(page, value):
    """Wait until the table that is saved with the notebook has this output at step 6."""
    page.wait_for_function(
        """(value) => {
            const output = document.querySelector('.lstm-explorer-still tbody tr:last-child');
            return output?.cells[7]?.textContent === value;
        }""",
        arg=str(value),
    )


def expected(weight):
    weight_ih = lt.LSTMCell.lee().weight_ih.copy()
    weight_ih[0, 1] = weight
    return rows_of(lt.LSTMCell.lee().replace(weight_ih=weight_ih).run(NINE_STEPS))


def test_a_saved_notebook_keeps_the_numbers_as_a_table(lab, page, browser):
    screen = Screen(page)
    assert page.locator(".lstm-explorer-still").count() == 1
    assert not page.locator(".lstm-explorer-still").is_visible()
    screen.box("g", "x1").fill("2")  # the table follows once the hand is at rest
    wait_for_saved_output(page, 14)
    path = lab.save(page, "kernel.ipynb")
    html, _ = HTMLExporter().from_notebook_node(nbformat.read(path, as_version=4))
    exported = browser.new_page(java_script_enabled=False)
    exported.set_content(html)
    still = exported.locator(".lstm-explorer-still")
    assert still.is_visible()
    outputs = still.locator("tr", has_text="output gate").or_(still.locator("tr", has_text="output"))
    assert outputs.last.inner_text().split() == ["h", "output", "0", "0", "0", "0", "0", "14", "0", "0", "12"]
    assert "run this cell to move its weights" in exported.inner_text("body")
    assert "Error" not in exported.inner_text("body")
    exported.close()


def test_a_notebook_opened_without_its_kernel_shows_the_table(lab, page):
    lab.save(page, "kernel.ipynb")
    tell_kernel(lab, "restart")
    page.goto("about:blank")
    lab.open(page, "kernel.ipynb")
    still = page.locator(".lstm-explorer-still")
    still.wait_for(timeout=30_000)
    assert page.locator(".lstm-explorer").count() == 0
    assert "7" in still.locator("tr").last.inner_text().split()
    error = page.get_by_text("Error displaying widget")
    error.wait_for(state="attached", timeout=30_000)  # JupyterLab has given up on the explorer
    assert not error.is_visible()
    lab.run_all(page)  # and an explorer that runs is seen
    page.locator(".lstm-explorer").wait_for()
    assert not still.is_visible()


def test_a_page_loaded_again_while_the_kernel_lives_shows_the_explorer_as_it_was(lab, page):
    Screen(page).box("g", "x1").fill("2")
    wait_for_saved_output(page, 14)
    lab.save(page, "kernel.ipynb")
    page.goto("about:blank")
    lab.open(page, "kernel.ipynb")
    page.locator(".lstm-explorer").wait_for(timeout=30_000)
    assert not page.locator(".lstm-explorer-still").is_visible()
    screen = Screen(page)
    assert screen.weights_on_screen()[2][0] == 2
    screen.box("g", "x1").fill("3")
    with lab.kernel("kernel.ipynb") as ask:
        settle(page, ask, 3)
        ask("setattr(explorer, 'cell', lt.LSTMCell.lee())")
    page.wait_for_function("document.querySelector('td[data-row=g]').dataset.value === '1'")


def test_a_cell_that_is_run_again_and_again_keeps_one_explorer(page, ask):
    """In the kernel one; in the browser less of each old one than the code it came with."""

    def run_again(times):
        page.locator(".jp-CodeCell").nth(1).locator(".jp-InputArea-editor").click()
        for _ in range(times):
            old = page.query_selector(".lstm-explorer")
            page.keyboard.press("ControlOrMeta+Enter")
            page.wait_for_function(ONE_NEW, arg=old)
            old.dispose()

    def heap():
        session = page.context.new_cdp_session(page)
        page.wait_for_timeout(800)  # longer than any timer of an explorer
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
            page.wait_for_timeout(100)
        return session.send("Runtime.getHeapUsage")["usedSize"]

    run_again(5)
    before, alive = heap(), ask("len(_instances)")
    run_again(30)
    assert (heap() - before) / 30 < 120_000
    assert ask("len(_instances)") == alive == 2  # the explorer and its layout
    screen = Screen(page)
    screen.box("g", "x1").fill("2")
    settle(page, ask, 2)
    assert page.locator(".lstm-explorer").count() == 1
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert page.get_by_text("Error displaying widget").count() == 0


def test_a_hundred_explorers_made_and_closed_leave_no_live_widget(ask):
    before = ask("len(_instances)")
    code = "[lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS).close() for _ in range(100)]"
    assert ask(f"{code} and len(_instances)") == before


# --- from here on every test restarts the kernel behind the page's back -------------------------------------


@pytest.mark.parametrize("verb", ["restart", "interrupt"])
def test_a_kernel_that_goes_away_during_a_drag_leaves_a_usable_page(lab, page, verb):
    screen = Screen(page)
    for k, weight in enumerate(screen.drag(screen.slider("i", "x2"), 0.75, 0.4)):
        if k == 10:
            tell_kernel(lab, verb)
        assert_same_rows(screen.on_screen(), expected(weight))
    screen.select_step(6)
    screen.box("i", "x2").fill("100")
    assert "h = 7" in screen.circuit()

    page.get_by_text(IDLE).wait_for(timeout=60_000)
    lab.run_all(page)
    page.wait_for_function("document.querySelectorAll('.lstm-explorer').length === 1")
    again = Screen(page)
    assert_same_rows(again.on_screen(), rows_of(lt.LSTMCell.lee().run(NINE_STEPS)))
    again.box("g", "x1").fill("2")
    with lab.kernel("kernel.ipynb") as ask:
        settle(page, ask, 2)
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0


@pytest.mark.parametrize("how", ["menu", "restart", "crash", "shutdown"])
def test_a_kernel_that_is_gone_is_told_at_once(lab, page, how):
    """In words on the explorer, without a click; its sliders go on, and Save says why it cannot."""
    screen = Screen(page)
    notice = screen.root.locator(".notice[role=alert]")
    assert notice.text_content() == ""
    if how == "menu":
        page.click("text=Kernel", position={"x": 5, "y": 5})
        page.click('.lm-Menu-itemLabel:text-is("Restart Kernel…")')
        page.click(".jp-Dialog button:has-text('Restart')")
    elif how == "restart":
        tell_kernel(lab, "restart")
    elif how == "shutdown":
        tell_kernel(lab, "", method="DELETE")
    else:
        with lab.kernel("kernel.ipynb") as ask:
            pid = ask("__import__('os').getpid()")
        os.kill(pid, signal.SIGKILL)
    page.wait_for_function(
        "document.querySelector('.lstm-explorer [role=alert]').textContent.includes('run this cell again')",
        timeout=3000 if how in ("menu", "restart") else 20_000,  # JupyterLab looks for it every ten seconds
    )
    assert notice.is_visible()
    if how == "crash":
        page.get_by_role("button", name="Ok").click()  # JupyterLab's own word
    screen.box("g", "x1").fill("2")
    assert screen.cell("h", 6).get_attribute("data-value") == "14"
    screen.click("Save figure and table")
    assert screen.status == notice.inner_text()
