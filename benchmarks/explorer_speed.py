"""How fast does the explorer follow the hand, beside ipywidgets.interact with Matplotlib, and does it leak?

    python benchmarks/explorer_speed.py

Both stand in one notebook, in a real JupyterLab in headless Chromium, moved by one real mouse. The clock runs
from the slider's event (its value changes) until a task that is posted in the first animation frame after
the picture changed: it runs right after the browser has laid out and painted that frame. (An image must
have been decoded before.) Rasterizing, a few ms on another thread, is in neither of the two; nor is what
JupyterLab does with a press before the slider hears of it, about 5 ms.
The presses come at random moments, so some of the time is waiting for the next frame, 8 ms on average. Each
press takes the weight to the other side of 10, where the hard gates switch: nearly every cell changes.
In a drag the browser hands on one move per frame, at its beginning, so that there is no such waiting: for
the explorer this time is told too, from the slider's input event on.
Takes seven minutes. Exits with 1 only if something could not be measured; a missed target is called so.
"""

import os
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import nbformat
import numpy as np
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

import explorer_memory as memory

import lstm_teach as lt
from tests.browser.lab import Lab, open_browser

VIEW = {"width": 1280, "height": 1400}  # tall: the whole explorer is painted, and a whole plot
STEPS = (9, 50, 200)
EVENTS = {"explorer": 120, "interact": 40}
PAUSE = {"explorer": 0.02, "interact": 0.35}  # seconds; the handle of interact glides for 0.3
MOVES, SECONDS = 60, 3
LEE = lt.LSTMCell.lee()
PROBE = Path(__file__).with_name("explorer_probe.js").read_text(encoding="utf-8")
CELLS = [
    """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatSlider, interact
import lstm_teach as lt
explorer = lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS, step=6)
explorer""",
    """
def draw(weight):
    weights = np.array(lt.LSTMCell.lee().weight_ih)
    weights[0, 1] = weight
    trace = lt.LSTMCell.lee().replace(weight_ih=weights).run(explorer.x)
    steps = range(1, len(trace.x) + 1)
    fig, (top, bottom) = plt.subplots(2, sharex=True)
    for name in "ifgo":
        top.step(steps, getattr(trace, name), where="mid", label=name)
    for name in ("c_prev", "c", "h"):
        bottom.step(steps, getattr(trace, name), where="mid", label=name)
    top.set_title(f"weight i x2 = {weight:g}")
    top.legend(), bottom.legend()
    plt.show()

slider = FloatSlider(value=100, min=-200, max=200, step=1, description="weight i x2")
interact(draw, weight=slider);""",
]


@contextmanager
def notebook(lab, browser, name, cells):
    """Write a notebook into the lab, run it; yield its page and ask(expression) of its kernel."""
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
    node.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    nbformat.write(node, lab.folder / "root/notebooks" / name)
    page = browser.new_page(viewport=VIEW)
    lab.open(page, name)
    lab.run_all(page)
    with lab.kernel() as ask:
        yield page, ask
    page.close()


class Subject:
    """One of the two on the page, and its slider under the mouse."""

    def __init__(self, page, ask, kind, steps):
        """Watch the explorer or interact, bring it into view and find its slider."""
        self.page, self.ask, self.kind = page, ask, kind
        self.x = np.resize(lt.examples.NINE_STEPS, (steps, 4))
        self.heard = {"explorer": "explorer.weights[0][1]", "interact": "slider.value"}[kind]
        page.evaluate("(kind) => probe.watch(kind)", kind)
        slider = page.locator(".probed-slider")
        slider.click()  # makes its cell the active one, which may scroll
        page.wait_for_timeout(2000)
        slider.evaluate(
            "(node) => node.closest('.lstm-explorer, .widget-interact').scrollIntoView({ block: 'end' })"
        )
        page.wait_for_timeout(500)
        area = slider.bounding_box()
        self.left, self.width, self.y = area["x"], area["width"], area["y"] + area["height"] / 2

    def at(self, fraction):
        """Return where on the page a fraction of the slider's width is."""
        return self.left + fraction * self.width, self.y

    def press(self):
        """Press the mouse where it is, hold it until the picture is there; return [ms, weight, picture]."""
        self.page.evaluate("probe.next()")
        self.page.mouse.down()
        shown = self.page.evaluate("probe.shown")
        self.page.mouse.up()
        return shown

    def times(self, count):
        """Return the milliseconds of so many presses, to the one side of 10 and to the other."""
        times, last = [], None
        for k in range(count + 5):
            self.page.mouse.move(*self.at(random.uniform(0.05, 0.4) if k % 2 else random.uniform(0.65, 0.95)))
            time.sleep(PAUSE[self.kind] + random.uniform(0, 0.08))
            elapsed, weight, picture = self.press()
            if picture == last or not self.is_right(weight, picture):
                raise RuntimeError(f"{self.kind}: the picture of {weight} is not the one of the slider")
            times.append(elapsed)
            last = picture
        return times[5:]  # the first ones warm up

    def is_right(self, weight, picture):
        """Say if the explorer's picture is the one of this weight, by a run of the cell."""
        if self.kind == "interact":
            return True
        weights = np.array(LEE.weight_ih)
        weights[0, 1] = weight
        h = LEE.replace(weight_ih=weights).run(self.x).h.ravel()
        written = [*weights.ravel(), *LEE.weight_hh.ravel(), *LEE.bias]
        return sorted(picture["weights"]) == sorted(written) and picture["h"] == h.tolist()

    def drag(self):
        """Drag the slider for three seconds; return what was drawn, and the milliseconds to settle."""
        self.page.wait_for_timeout(500)
        self.page.mouse.click(*self.at(0.05))
        self.page.wait_for_timeout(2000)
        self.page.mouse.down()
        self.page.evaluate("probe.clear()")
        start = time.monotonic()
        for k in range(1, MOVES + 1):
            time.sleep(max(0, start + k * SECONDS / MOVES - time.monotonic()))
            self.page.mouse.move(*self.at(0.05 + 0.9 * k / MOVES))
        self.page.mouse.up()
        released = time.monotonic()
        wanted = self.page.evaluate("probe.weights.at(-1)")
        while self.ask(self.heard) != wanted:
            if time.monotonic() > released + 30:
                raise RuntimeError(f"{self.kind}: the kernel never heard of {wanted}")
        kernel = 1000 * (time.monotonic() - released)
        self.page.wait_for_timeout(3000)
        weights, pictures, up = self.page.evaluate("[probe.weights, probe.pictures, probe.released]")
        drawn = [weight for _, weight, picture, _ in pictures if self.is_right(weight, picture)]
        if not set(drawn) & set(weights):
            raise RuntimeError(f"{self.kind}: the drag was not drawn")
        count = len(set(drawn) & set(weights)) if self.kind == "explorer" else len(pictures)
        settled = max(0, pictures[-1][0] - up)
        frames = [since for *_, since in pictures if self.kind == "explorer"]
        return {
            "drawn": count,
            "moves": len(set(weights)),
            "frames": frames,
            "settled": settled,
            "kernel": kernel,
        }


def measure(page, ask):
    """Return {(kind, steps): times and drag} for both and all numbers of steps, by turns on one page."""
    results = {}
    page.evaluate(PROBE)
    for steps in STEPS:
        ask(f"setattr(explorer, 'x', np.resize(lt.examples.NINE_STEPS, ({steps}, 4)))")
        page.wait_for_function(
            f"document.querySelectorAll('.lstm-explorer td[data-row=h]').length === {steps}"
        )
        for kind in EVENTS:
            subject = Subject(page, ask, kind, steps)
            results[kind, steps] = {"times": subject.times(EVENTS[kind]), **subject.drag()}
    return results


def report_speed(results):
    print(f"{os.cpu_count()} processors, load of the last minute {os.getloadavg()[0]:.1f} (alone: about 1)")
    print(f"{'':<15}to the picture, ms   drag of {SECONDS} s    after release, ms")
    print(f"{'':<9}steps  median    p95   drawn/moves   picture   kernel")
    for (kind, steps), run in results.items():
        drawn = f"{run['drawn']}/{run['moves']}"
        print(
            f"{kind:<9}{steps:>5}{median(run['times']):>8.1f}{p95(run['times']):>7.1f}{drawn:>14}"
            f"{run['settled']:>10.0f}{run['kernel']:>9.0f}"
        )
    for steps in STEPS:
        ours, theirs = (median(results[kind, steps]["times"]) for kind in ("explorer", "interact"))
        compare(
            f"T = {steps}: interact / explorer, medians", theirs / ours, ">=", 12 if steps == 9 else 1, "x"
        )
    for steps, limits in {9: (16.7, 33.4), 200: (50, None)}.items():
        for how, key in (("press", "times"), ("drag", "frames")):
            times = results["explorer", steps][key]
            for name, value, limit in zip(
                ("median", "p95"), (median(times), p95(times)), limits, strict=True
            ):
                if limit:
                    compare(f"T = {steps}: explorer, {how}, {name}", value, "<=", limit, "ms")
    for steps in STEPS:
        run = results["explorer", steps]
        compare(f"T = {steps}: explorer, moves drawn", run["drawn"] / run["moves"], ">=", 0.9, "")


def report_changes(left):
    compare("10 000 changes: heap of the browser", left["heap"] / 2**20, "<=", 5, "MB")
    print(f"{'10 000 changes: nodes of the page':<42}{left['nodes']:9}")
    compare("10 000 changes: memory of the kernel", left["kernel"] / 2**20, "<=", 5, "MB")


def p95(times):
    return quantiles(times, n=20)[-1]


def compare(what, value, sign, limit, unit):
    met = value <= limit if sign == "<=" else value >= limit
    digits = 0 if isinstance(value, int) else 2
    print(f"{what:<42}{value:9.{digits}f} {unit:<2}  target {sign} {limit}{'' if met else '  MISSED'}")


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        Lab(folder) as lab,
        sync_playwright() as playwright,
        open_browser(playwright) as browser,
    ):
        with notebook(lab, browser, "speed.ipynb", CELLS) as (page, ask):
            report_speed(measure(page, ask))
        with notebook(lab, browser, "changes.ipynb", [memory.EXPLORER]) as (page, ask):
            compare("100 explorers closed: widgets alive", memory.after_closing(ask), "<=", 0, "")
            report_changes(memory.after_changes(page, ask))


if __name__ == "__main__":
    main()
