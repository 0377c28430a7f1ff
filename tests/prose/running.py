"""A lesson's code cells, run here for the numbers that its prose tells."""

import functools

import matplotlib.pyplot as plt
import torch

from tests.lessons import sources

#: A cell with one of these shows something or judges an answer, and makes no number that is told.
SKIPPED = ("plt.show()", "live_plot", "lt.check(")


@functools.cache
def run_cells(name):
    """Return the names that a lesson's code cells leave behind, by name. Run once in each process."""
    names, threads = {}, torch.get_num_threads()
    for source in sources(name).values():
        if not any(part in source for part in SKIPPED):
            exec(source, names)
            names["tqdm"] = lambda updates, *_, **__: updates  # no progress bars
    plt.close("all")
    torch.set_num_threads(threads)
    return names
