"""The cells that an explorer stands in: when all were run again, nobody sees it and it is closed."""

import sys
from weakref import WeakKeyDictionary

__all__ = ["note_place"]

_places = WeakKeyDictionary()  # explorer: {cell that made or showed it: the run of that cell}


def note_place(explorer):
    """Note that the running cell made or shows an explorer; close those that only earlier runs of it did.

    Outside a notebook that tells its cells apart do nothing. A closed explorer keeps its state; when it is
    shown it opens again.
    """
    cell, run = _running_cell()
    if cell is None:
        return
    for other, places in list(_places.items()):
        if places.get(cell, run) != run:
            del places[cell]
            if not places and other is not explorer:
                other.close()
    _places.setdefault(explorer, {})[cell] = run


def _running_cell():
    """Return the id of the cell that runs and of this run of it; None and None where there is none."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
