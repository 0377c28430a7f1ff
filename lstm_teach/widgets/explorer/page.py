"""An explorer without its kernel: as one HTML file, and as a plain table where no widgets run."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from lstm_teach.core.table import Table
from lstm_teach.core.validation import path_of, shown
from lstm_teach.widgets.explorer.browser import module, part, stylesheet
from lstm_teach.words import language, later, say

__all__ = ["TITLE", "page_file", "page_html", "still_html"]

TITLE = later("Explorer of one LSTM unit")
# Where a saved explorer has lost its kernel, JupyterLab writes an error above the table, as bare text.
NO_ERROR = """<style>
.jp-OutputArea-child:has(> .jupyter-widgets):has(+ * [data-explorer="{}"]):not(
  :has(> .jupyter-widgets > *)
) {{ display: none }}
</style>"""

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; padding: 8px; max-width: 1000px; font-family: system-ui, sans-serif; }}
h1 {{ font-size: 1.2em; margin: 4px 2px; }}
{css}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<div id="explorer"></div>
<noscript>{still}</noscript>
</main>
<script type="application/json" id="state">{state}</script>
<script type="module">
{js}
// On a page of its own there is no kernel: this object holds the state.
const state = JSON.parse(document.getElementById("state").textContent);
const model = {{
  get: (key) => state[key],
  set: (key, value) => (state[key] = value),
  save_changes() {{}}, on() {{}}, off() {{}}, send() {{}},
}};
render({{ model, el: document.getElementById("explorer") }});
</script>
</body>
</html>
"""


def page_file(path: str | os.PathLike[str]) -> tuple[str, Path | None]:
    """Return the name of a page and its folder, None for the project's own; errors as in save_html."""
    from lstm_teach.takehome.save import check_name

    asked, file = path, path_of("path", path)
    if file.suffix.lower() not in (".html", ".htm"):
        raise ValueError(say("the page's name is {}: let it end in .html", shown(file.name)))
    if "." in file.stem.strip("."):
        raise ValueError(say("the page's name is {}: leave out each dot but that of .html", shown(file.name)))
    folder = file.parent if set(os.fspath(asked)) & {"/", os.sep} else None
    return check_name(file.stem) + file.suffix, folder


def page_html(state: Mapping[str, Any], config: Mapping[str, Any], still: str) -> str:
    """Return an explorer as one page that asks nothing of any network.

    state: the traits by name. config: the configuration of the browser. still: HTML that is shown where no
    scripts run.
    """
    here = {"language": language(), "page": True, "still": "", "start": None}  # start: the state itself
    data = json.dumps({**state, "_config": {**config, **here}}, allow_nan=False, separators=(",", ":"))
    data = data.replace("<", "\\u003c")  # no text in it can end the script element
    still = still.encode(errors="replace").decode()  # half a character, which no file can hold, becomes ?
    return PAGE.format(
        language=language(),
        title=escape(say(TITLE)),
        css=_shorter(stylesheet()),
        js=_shorter(module().replace(part("kernel"), "")),
        state=data,
        still=still,
    )


def _shorter(code: str) -> str:
    """Return JavaScript or CSS without its lines of comment and its indentation."""
    return re.sub(r"^(\s+|//.*\n|/\*(.|\n)*?\*/\n)+", "", code, flags=re.MULTILINE)


def still_html(tables: Iterable[Table], name: str, message: str = "") -> str:
    """Return the tables of an explorer as HTML, for readers where no widgets run.

    tables: a Table for each cell. name: the explorer hides what bears its name while it is alive. message:
    what to say below them.
    """
    body = "".join(f'<div style="overflow-x:auto">{table._repr_html_()}</div>' for table in tables)
    html = f'<div class="lstm-explorer-still" data-explorer="{escape(name)}">{body}</div>'
    return NO_ERROR.format(name) + html + escape(message)
