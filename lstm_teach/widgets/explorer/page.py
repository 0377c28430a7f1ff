"""An explorer away from its kernel: as one HTML file, as a link, and as a plain table.

State from outside is data: it is bounded, checked like any other state, and never becomes HTML.
"""

import base64
import binascii
import json
import re
from html import escape

from lstm_teach.widgets.explorer.browser import module, part, stylesheet

__all__ = ["page_html", "state_from_link", "state_to_fragment", "still_html"]

MARK = "#lstm="
MAX_CHARACTERS = 300_000

PAGE = """<!DOCTYPE html>
<html lang="en">
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
// On a page of its own there is no kernel: the state lives here.
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


def page_html(state, look, title, still):
    """Return an explorer as one page that asks nothing of any network.

    state: the traits by name. look: what the browser is told beside them. title: text. still: HTML that
    is shown where no scripts run.
    """
    look = {**look, "page": True, "still": "", "start": None}  # it starts with the state itself
    data = json.dumps({**state, "_look": look}, allow_nan=False, separators=(",", ":"))
    data = data.replace("<", "\\u003c")  # no text in it can end the script element
    still = still.encode(errors="replace").decode()  # half a character, which no file can hold, becomes ?
    return PAGE.format(
        title=escape(title),
        css=_shorter(stylesheet()),
        js=_shorter(module().replace(part("kernel"), "")),
        state=data,
        still=still,
    )


def _shorter(code):
    """Return JavaScript or CSS without its lines of comment and its indentation."""
    return re.sub(r"^(\s+|//.*\n|/\*(.|\n)*?\*/\n)+", "", code, flags=re.MULTILINE)


def still_html(tables, name=""):
    """Return the tables of an explorer as HTML, for readers where no widgets run.

    tables: a Table for each cell. name: the explorer hides what bears its name while it is alive.
    """
    body = "".join(f'<div style="overflow-x:auto">{table._repr_html_()}</div>' for table in tables)
    return f'<div class="lstm-explorer-still" data-explorer="{escape(name)}">{body}</div>'


def state_to_fragment(state):
    """Return a state (labels and the traits by name) as the fragment of a link: JSON in base64url."""
    data = json.dumps(state, allow_nan=False, separators=(",", ":")).encode()
    return MARK + base64.urlsafe_b64encode(data).decode().rstrip("=")


def state_from_link(link):
    """Return the state in a link as a dict of labels, weights, x, activations, second, step.

    Only that these are there is checked here; the explorer checks the rest. Raises TypeError for what is
    not text, ValueError for a link that holds no state.
    """
    if not isinstance(link, str):
        raise TypeError(f"the link is a {type(link).__name__[:40]}: it must be text")
    if len(link) > MAX_CHARACTERS:
        raise ValueError(f"the link is longer than {MAX_CHARACTERS} characters: it is not an explorer's")
    _, mark, text = link.strip().partition(MARK)
    if not mark:
        raise ValueError(f"the link holds no explorer: its end must start with {MARK!r}, copy it whole")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        state = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, binascii.Error, RecursionError):
        raise ValueError("the link is damaged: copy it whole, from # to its end") from None
    keys = ("labels", "weights", "x", "activations", "second", "step")
    if not isinstance(state, dict) or any(key not in state for key in keys):
        raise ValueError(f"the link is damaged: it must hold {', '.join(keys)}")
    return {key: state[key] for key in keys}


def _refuse(constant):
    raise ValueError(f"{constant} is no number")
