"""Ask the JupyterLab that was just started for a notebook; exit 0 if it serves it."""

import json
import sys
import urllib.request
from pathlib import Path

runtime, notebook = sys.argv[1:]
infos = list(Path(runtime).glob("jpserver-*.json"))
if not infos:
    sys.exit("JupyterLab did not start")
info = json.loads(infos[0].read_text())
headers = {"Authorization": f"token {info['token']}"}
for path in (f"lab/tree/{notebook}", f"api/contents/{notebook}", "files/figures/explorer.png"):
    request = urllib.request.Request(f"{info['url']}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        print(answer.status, path)
