"""The messages of the browser to an explorer: changes by hand, and the button that exports."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from lstm_teach.widgets.explorer.state import STATE

__all__ = ["export_screen", "take_changes"]


def take_changes(explorer: Any, content: Mapping[str, Any]) -> None:
    """Make the changes of a browser tab, checked like any other state, and confirm them to all tabs.

    content: tab, number of the message, and changes. A tab that got no answer sends its message again: it
    is confirmed again, but counts once.
    """
    tab, number = content.get("tab"), content.get("number")
    is_new = explorer._last_numbers.get(tab) != number
    state = _changed(explorer, content["changes"]) if is_new else {}
    with explorer.hold_sync(), explorer.hold_trait_notifications():
        explorer._last_numbers[tab], explorer._confirmed = number, (tab, number)
        for key in STATE:
            with suppress(ValueError, TypeError):
                if key in state:
                    setattr(explorer, key, state[key])
    if not is_new:
        explorer.send_state("_confirmed")


def _changed(explorer: Any, changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the parts of the state that changes make new, by name.

    changes: {key, value} for a whole part, {key, at: [row, column], value} for one number of a table.
    """
    state: dict[str, Any] = {}
    for change in changes:
        key, at, value = change["key"], change.get("at"), change["value"]
        if at is None:
            state[key] = value
            continue
        rows = state.setdefault(key, [list(row) for row in getattr(explorer, key)])
        if at[0] < len(rows):  # Python may have set fewer steps
            rows[at[0]][at[1]] = value
    return state


def export_screen(explorer: Any, content: Mapping[str, Any]) -> dict[str, Any]:
    """Export what the browser has on the screen, checked like any other state; return the answer to it."""
    try:
        traits = {key: getattr(type(explorer), key) for key in ("x", "weights", "activations", "second")}
        state = {key: trait.validate(explorer, content.get(key)) for key, trait in traits.items()}
        with explorer.hold_sync():
            for key, value in state.items():
                setattr(explorer, key, value)
        paths = explorer.export(content.get("name"))
    except (ValueError, TypeError, OSError) as error:
        return {"kind": "refused", "reason": str(error)}
    return {"kind": "exported", "names": [path.name for path in paths], "folder": str(paths[0].parent)}
