"""A lesson's notebook, run in a kernel of its own: once for all workers of a test run."""

import json
import os
import time

import nbclient
import nbformat

from tests.lessons import NOTEBOOKS, PROJECT, homework_env, read

#: What is asked in a lesson's kernel when all its cells have run: a text for a file, as an expression.
QUESTIONS = {
    "01_lee_cell": "str('torch' in __import__('sys').modules)",
    "06_training": "__import__('tests.prose.lesson_06').prose.lesson_06.values_as_json()",
}
LONGEST = 300  # seconds for which a worker waits for another one


def run(notebook, folder, **environment):
    """Run a notebook; the files of its exports go to folder / "homework"."""
    client = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}})
    client.execute(env=os.environ | homework_env(folder / "homework", folder / "ipython") | environment)
    return notebook


def executed(name, shared):
    """Return the executed notebook of a lesson, and the answer to its question in QUESTIONS, or None.

    shared: a folder that all workers of this test run have. The first one who asks runs the notebook; who
    asks meanwhile waits.
    """
    folder = shared / name
    done = folder / "executed.json"
    try:
        folder.mkdir()
    except FileExistsError:
        end = time.monotonic() + LONGEST
        while not done.exists():
            assert time.monotonic() < end, f"{name} was not run in {LONGEST} seconds"
            time.sleep(0.1)
    else:
        try:
            made = _execute(name, folder)
        except Exception as error:
            made = {"error": f"{type(error).__name__}: {error}"}
        (folder / "new.json").write_text(json.dumps(made), encoding="utf-8")
        os.replace(folder / "new.json", done)
    made = json.loads(done.read_text(encoding="utf-8"))
    assert "error" not in made, made["error"]
    return nbformat.reads(made["notebook"], as_version=4), made["answer"]


def _execute(name, folder):
    notebook = read(next(path for path in NOTEBOOKS if path.stem == name))
    answer = folder / "answer.txt"
    if name in QUESTIONS:
        source = (
            f"__import__('pathlib').Path({str(answer)!r}).write_text({QUESTIONS[name]}, encoding='utf-8')"
        )
        notebook.cells.append(nbformat.v4.new_code_cell(source))
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    run(notebook, folder, **({"PYTHONPATH": path} if name in QUESTIONS else {}))
    if name in QUESTIONS:
        notebook.cells.pop()
    return {
        "notebook": nbformat.writes(notebook),
        "answer": answer.read_text("utf-8") if answer.exists() else None,
    }
