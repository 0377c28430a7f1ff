"""The browser's side as one module and one stylesheet, joined from the files of this folder."""

import json
import re
from functools import cache
from pathlib import Path

__all__ = ["circuit", "module", "stylesheet"]

HERE = Path(__file__).parent
#: Each file uses only those before it.
FILES = (
    "words", "recurrence", "drawing", "state", "link", "sequence", "predict",
    "weights", "circuit", "strip", "bars", "explorer",
)  # fmt: skip
IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)


@cache
def module():
    """Return the .js files as one ES module: joined they need no import of one another."""
    return "\n".join(IMPORT.sub("", (HERE / f"{name}.js").read_text(encoding="utf-8")) for name in FILES)


@cache
def stylesheet():
    """Return explorer.css."""
    return (HERE / "explorer.css").read_text(encoding="utf-8")


@cache
def circuit():
    """Return the drawing of a cell as data, from circuit.json."""
    return json.loads((HERE.parent / "circuit.json").read_text(encoding="utf-8"))
