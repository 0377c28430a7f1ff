"""Every text that a person reads, in the language that was chosen.

In the code stands the English text, inside say() or, where it is kept for later, inside later(). Another
language is a table from these to its own texts. Nothing asks what a text says: verdicts, mistakes and places
are data, and become words here, at the very end. (The words of the browser are in widgets/explorer/words.js.)

>>> say("{0} has {1} rows", "x", 3)
'x has 3 rows'
"""

from __future__ import annotations  # in a Python that is too old, health still has to say so

from collections.abc import Mapping

__all__ = ["LANGUAGES", "language", "later", "say", "use_language"]

#: By language: from each English text, with its {} for values, to that of the language; one left out stays.
LANGUAGES: dict[str, Mapping[str, str]] = {"en": {}}

_chosen = "en"


def use_language(name: str) -> None:
    """Choose the language of every text from now on; name: one of LANGUAGES, else ValueError."""
    global _chosen
    if name not in LANGUAGES:
        raise ValueError(say("there is no language {!r}: choose one of {}", name, ", ".join(LANGUAGES)))
    _chosen = name


def language() -> str:
    """Return the language that was chosen, such as "en"."""
    return _chosen


def say(text: str, *values: object, **named: object) -> str:
    """Return a text in the chosen language, with its values set in as str.format does: {} {0} {name:.3g}."""
    return LANGUAGES[_chosen].get(text, text).format(*values, **named)


def later(text: str) -> str:
    """Return a text as it is: it is kept, and goes through say() when it is told."""
    return text
