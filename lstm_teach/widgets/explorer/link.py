"""The state of an explorer as the end of a link, and back: the twin of link.js.

What a link holds comes from outside: it is bounded here, and then checked like any other state.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from lstm_teach.words import say

__all__ = ["state_from_link", "state_to_fragment"]

MARK = "#lstm="
MAX_CHARACTERS = 300_000
KEYS = ("labels", "weights", "x", "activations", "second", "step")


def state_to_fragment(state: Mapping[str, Any]) -> str:
    """Return a state (labels and the traits by name) as the fragment of a link: JSON in base64url."""
    data = json.dumps(state, allow_nan=False, separators=(",", ":")).encode()
    return MARK + base64.urlsafe_b64encode(data).decode().rstrip("=")


def state_from_link(link: str) -> dict[str, Any]:
    """Return the state in a link as a dict of labels, weights, x, activations, second, step.

    Only that these are there is checked here; the explorer checks the rest. Raises TypeError for what is
    not text, ValueError for a link that holds no state.
    """
    if not isinstance(link, str):
        raise TypeError(say("the link is a {}: it must be text", type(link).__name__[:40]))
    if len(link) > MAX_CHARACTERS:
        text = "the link is longer than {} characters: it is not an explorer's"
        raise ValueError(say(text, MAX_CHARACTERS))
    _, mark, fragment = link.strip().partition(MARK)
    if not mark:
        text = "the link holds no explorer: its end must start with {!r}, copy it whole"
        raise ValueError(say(text, MARK))
    try:
        data = base64.b64decode(fragment + "=" * (-len(fragment) % 4), altchars=b"-_", validate=True)
        state = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, binascii.Error, RecursionError):
        raise ValueError(say("the link is damaged: copy it whole, from # to its end")) from None
    if not isinstance(state, dict) or any(key not in state for key in KEYS):
        raise ValueError(say("the link is damaged: it must hold {}", ", ".join(KEYS)))
    labels = state["labels"]
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise ValueError(say("the link is damaged: its labels are not a list of names"))
    return {key: state[key] for key in KEYS}


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN or Infinity: state_from_link makes a sentence of it
