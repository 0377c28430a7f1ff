"""No equation of a lesson is cut off in a window 1280 pixels wide, with the file browser open."""

import pytest

from tests.lessons import NOTEBOOKS, sources

WITH_EQUATIONS = [path.name for path in NOTEBOOKS if "$$" in "".join(sources(path.name, "markdown").values())]

#: Renders one cell after the other (JupyterLab draws only those near the window), unfolds it, and returns
#: the equations that are wider than their cell: [text of the cell, pixels too many].
MEASURE = """async () => {
    const outer = document.querySelector('.jp-WindowedPanel-outer');
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const wide = new Map();
    let seen = 0;
    for (let top = 0; top < outer.scrollHeight; top += outer.clientHeight / 2) {
        outer.scrollTop = top;
        await drawn();
        document.querySelectorAll('details').forEach((details) => { details.open = true; });
        await drawn();
        for (const cell of document.querySelectorAll('.jp-MarkdownOutput')) {
            for (const equation of cell.querySelectorAll('mjx-container mjx-math')) {
                seen += 1;
                const excess = equation.getBoundingClientRect().right - cell.getBoundingClientRect().right;
                if (excess > 1) wide.set(cell.textContent.slice(0, 60), Math.round(excess));
            }
        }
    }
    return [seen, [...wide]];
}"""


@pytest.fixture(scope="module")
def page(lab):
    page = lab.context.new_page()
    page.set_viewport_size({"width": 1280, "height": 3000})  # fewer screens to scroll through
    yield page
    page.close()


@pytest.mark.parametrize("name", WITH_EQUATIONS)
def test_every_equation_fits_into_its_cell(lab, page, name):
    lab.open(page, name, wait_for_kernel=False)
    page.wait_for_selector("mjx-container mjx-math", state="attached")
    seen, wide = page.evaluate(MEASURE)
    assert seen > 3
    assert wide == []
