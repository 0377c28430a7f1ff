"""The browser's side as one module and one stylesheet, joined from the files of this folder."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from lstm_teach.plots.theme import RULE, light_dark

__all__ = ["circuit", "loader", "module", "part", "stylesheet"]

HERE = Path(__file__).parent
PLOTS = HERE.parents[1] / "plots"
#: Each file uses only those before it.
FILES = (
    "words", "recurrence", "drawing", "state", "shared", "kernel", "link", "sequence", "predict",
    "controls", "weights", "circuit", "strip", "bars", "explorer",
)  # fmt: skip
IMPORT = re.compile(r'^import \{[^}]*\} from "[./\w]*?(\w+)\.js";\n', re.MULTILINE)


def file(name):
    """Return the path of one of FILES; the circuit is beside its twin in Python."""
    return (PLOTS if name == "circuit" else HERE) / f"{name}.js"


@cache
def part(name):
    """Return one of the .js files without its imports."""
    return IMPORT.sub("", file(name).read_text(encoding="utf-8"))


@cache
def module():
    """Return the .js files as one ES module: joined they need no import of one another."""
    return "\n".join(map(part, FILES))


@cache
def loader():
    """Return the module that each explorer brings along: it imports module() once per page, not once each."""
    name = f"lstm_teach {hashlib.sha256(module().encode()).hexdigest()[:16]}"
    return """
const load = (code) => import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
export default {
  render: async (context) => {
    globalThis[NAME] ??= load(context.model.get("_code"));
    return (await globalThis[NAME]).default.render(context);
  },
};
""".replace("NAME", json.dumps(name))


@cache
def stylesheet():
    """Return explorer.css, and the rule for the pictures beside an explorer."""
    return (HERE / "explorer.css").read_text(encoding="utf-8") + RULE


@cache
def circuit():
    """Return the drawing of a cell as data, from circuit.json; its colours as CSS for light and dark."""
    layout = json.loads((PLOTS / "circuit.json").read_text(encoding="utf-8"))
    return layout | {"colours": {name: light_dark(colour) for name, colour in layout["colours"].items()}}
