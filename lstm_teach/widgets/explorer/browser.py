"""The browser's part as one module and one stylesheet, joined from the files of this folder."""

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
    "words", "recurrence", "numbers", "colours", "dom", "state", "shared", "kernel", "link", "address",
    "sequence", "predict", "keyboard", "number_controls", "sliders", "sentence", "circuit_texts", "circuit",
    "strip", "actions", "bars", "explorer",
)  # fmt: skip
IMPORT = re.compile(r'^import \{[^}]*\} from "[./\w]*?(\w+)\.js";\n', re.MULTILINE)


def file(name: str) -> Path:
    """Return the path of one of FILES; the circuit is beside its twin in Python."""
    return (PLOTS if name.startswith("circuit") else HERE) / f"{name}.js"


@cache
def part(name: str) -> str:
    """Return one of the .js files without its imports."""
    return IMPORT.sub("", file(name).read_text(encoding="utf-8"))


@cache
def module() -> str:
    """Return the .js files as one ES module: joined they need no import of one another."""
    return "\n".join(map(part, FILES))


@cache
def loader() -> str:
    """Return the module that comes with each explorer: it imports module() once per page, not once each."""
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
def stylesheet() -> str:
    """Return explorer.css, and the rule for the pictures beside an explorer."""
    return (HERE / "explorer.css").read_text(encoding="utf-8") + RULE


@cache
def circuit() -> dict:
    """Return circuit_layout.json, the drawing of a cell as data, its colours as CSS for light and dark."""
    layout = json.loads((PLOTS / "circuit_layout.json").read_text(encoding="utf-8"))
    return layout | {"colours": {name: light_dark(colour) for name, colour in layout["colours"].items()}}
