"""What 10 000 changes and 100 explorers leave in the browser and in the kernel; for explorer_speed.py.

Browser: the JavaScript heap and the number of nodes after a garbage collection, as Chromium's DevTools
count them. Kernel: its resident memory (Linux only), and the live widgets that ipywidgets counts.
"""

from pathlib import Path

CHANGES, WARM_UP, PER_FRAME = 10_000, 1_000, 3
EXPLORERS = 100
EXPLORER = """
import ipywidgets
import lstm_teach as lt
explorer = lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS)
explorer"""
# Moves all sliders in turn, a few in each frame, to random places; fulfils with the last table of weights.
MOVE = """([changes, perFrame]) => new Promise((resolve) => {
    const sliders = [...document.querySelectorAll(".lstm-explorer .weights input[type=range]")];
    let done = 0;
    const frame = () => {
        for (let k = 0; k < perFrame && done < changes; k++, done++) {
            const slider = sliders[done % sliders.length];
            slider.value = Number(slider.min) + Math.random() * (slider.max - slider.min);
            slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        if (done < changes) requestAnimationFrame(frame);
        else resolve(sliders.map((slider) => slider.valueAsNumber));
    };
    requestAnimationFrame(frame);
})"""


def browser_memory(page):
    """Return (bytes of heap, nodes) that survive a garbage collection."""
    session = page.context.new_cdp_session(page)
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(300)
    used, nodes = (
        session.send("Runtime.getHeapUsage")["usedSize"],
        session.send("Memory.getDOMCounters")["nodes"],
    )
    session.detach()
    return used, nodes


def kernel_memory(ask):
    """Return the bytes of resident memory of the kernel."""
    pid = ask("[__import__('gc').collect(), __import__('os').getpid()][1]")
    status = Path(f"/proc/{pid}/status").read_text()
    return 1024 * int(status.split("VmRSS:")[1].split()[0])


def change(page, ask, count):
    """Make so many changes, and wait until the kernel has the last one."""
    wanted = page.evaluate(MOVE, [count, PER_FRAME])
    for _ in range(600):
        if ask("sum(map(list, explorer.weights), [])") == wanted:
            page.wait_for_timeout(2000)
            return
        page.wait_for_timeout(100)
    raise RuntimeError("the kernel has not heard of the last change")


def after_changes(page, ask):
    """Return what 10 000 changes leave: {"heap", "nodes", "kernel"}."""
    change(page, ask, WARM_UP)
    (heap, nodes), kernel = browser_memory(page), kernel_memory(ask)
    change(page, ask, CHANGES)
    new_heap, new_nodes = browser_memory(page)
    return {"heap": new_heap - heap, "nodes": new_nodes - nodes, "kernel": kernel_memory(ask) - kernel}


def after_closing(ask):
    """Return how many live widgets 100 explorers, created and closed, leave in the kernel."""
    live = "len(ipywidgets.widgets.widget._instances)"
    close = (
        f"[lt.CellExplorer(lt.LSTMCell.lee(), lt.examples.NINE_STEPS).close() for _ in range({EXPLORERS})]"
    )
    before, _, after = ask(f"[{live}, {close}, {live}]")
    return after - before
