"""The cells of a notebook that an explorer is in: once all were run again, nobody sees it: it is closed."""

import sys
from typing import Any
from weakref import WeakKeyDictionary

__all__ = ["note_place"]

#: By explorer: the cells that made or showed it, each with the run of that cell.
_places: WeakKeyDictionary[Any, dict[str, str | None]] = WeakKeyDictionary()


def note_place(explorer: Any) -> None:
    """Note that the running cell made or shows an explorer; close those that only earlier runs of it did.

    Outside a notebook, or where its cells have no ids, do nothing. A closed explorer keeps its state; when
    it is shown it opens again.
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


def _running_cell() -> tuple[str | None, str | None]:
    """Return the id of the cell that runs and of this run of it; None and None where there is none."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    parent: dict[str, Any] = getattr(shell, "get_parent", dict)()
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
