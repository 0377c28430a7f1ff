"""A cell that stopped with an error leaves the old answer behind: check says so, in a real kernel."""

import os
import subprocess
import sys

import pytest
from jupyter_client.manager import start_new_kernel

from tests.lessons import homework_env


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A function that runs cells in one kernel, sent together as Run All does, and returns the texts."""
    folder = tmp_path_factory.mktemp("kernel")
    environment = os.environ | homework_env(folder / "homework", folder / "ipython")
    manager, client = start_new_kernel(env=environment, cwd=str(folder))

    def run(*cells):
        sent = [client.execute(cell, stop_on_error=True) for cell in cells]
        texts = dict.fromkeys(sent, "")
        for _ in sent:
            client.get_shell_msg(timeout=60)
        key = sent[-1]
        while key:
            message = client.get_iopub_msg(timeout=60)
            parent, content = message["parent_header"].get("msg_id"), message["content"]
            if message["msg_type"] == "stream":
                texts[parent] += content["text"]
            if message["msg_type"] == "status" and content["execution_state"] == "idle" and parent == key:
                key = None
        return list(texts.values())

    run("import lstm_teach as lt")
    yield run
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_after_an_error_the_old_answer_is_not_judged(kernel):
    kernel("my_h = [0, 2, 3, 0, 0, 3]")
    assert kernel('lt.check("1a", my_h)')[0].startswith("1a: right.")
    kernel("my_h = [0, 2, 3] + nothing_here")
    for _ in range(2):  # also when the check is run again
        assert kernel('lt.check("1a", my_h)') == [
            "1a: not yet. The cell that sets my_h stopped with NameError (name 'nothing_here' is not "
            "defined). Fix it and run it again; until then the old answer stands.\n"
        ]
    kernel("my_h = [0, 2, 3, 0, 0, 3]")
    assert kernel('lt.check("1a", my_h)')[0].startswith("1a: right.")


def test_an_open_answer_whose_cell_stopped_is_not_called_open(kernel):
    kernel("my_last = ...")
    kernel("my_last = lt.LSTMCell.from_gates(i=[1])")
    said = kernel('lt.check("7f", my_last)')[0]
    assert said.startswith("7f: not yet. The cell that sets my_last stopped with ")
    assert said.endswith("until then there is no answer.\n")


def test_a_syntax_error_and_a_function_that_is_not_made_are_told(kernel):
    kernel("def my_steps(limit):\n    return int(limit) + 1")
    assert kernel('lt.check("2b", my_steps)')[0].startswith("2b: right.")
    kernel("def my_steps(limit)\n    return 3")
    assert "The cell that sets my_steps stopped with SyntaxError" in kernel('lt.check("2b", my_steps)')[0]


def test_run_all_that_stopped_is_told_at_the_next_check(kernel):
    kernel("my_h = [0, 2, 3, 0, 0, 3]")
    assert kernel("my_h = 1 / 0", 'lt.check("1a", my_h)') == ["", ""]  # the check was not run
    assert "ZeroDivisionError (division by zero)" in kernel('lt.check("1a", my_h)')[0]


def test_a_cell_that_failed_elsewhere_is_not_held_against_the_answer(kernel):
    kernel("my_letters = 'DAFBGC'")
    kernel("other = 1 / 0")
    assert kernel('lt.check("7j", my_letters)')[0].startswith("7j: right.")
    kernel("my_letters = 1 / 0")
    kernel("my_letters = 'DAFBGC'")
    assert kernel('lt.check("7j", my_letters)')[0].startswith("7j: right.")
    kernel("my_letters = 1 / 0")
    assert kernel("my_letters = 'DAFBGC'\nlt.check('7j', my_letters)")[0].startswith("7j: right.")


def test_an_error_after_the_answer_was_set_does_not_hide_it(kernel):
    kernel("my_letters = 'DAFBGC'\nprint(nothing_here)")
    assert kernel('lt.check("7j", my_letters)')[0].startswith("7j: right.")
    kernel("my_letters = 'DAFBGG'\nprint(nothing_here)")
    said = kernel('lt.check("7j", my_letters)')[0]
    assert "5 of 6 are right. The cell that sets my_letters stopped with NameError" in said
    assert "old answer" not in said


def test_a_loop_that_stopped_has_set_its_answer_in_part(kernel):
    kernel("my_h = [0, 2, 3, 0, 0, 3]")
    kernel("for k in range(3):\n    my_h = [k]\n    1 / k")
    said = kernel('lt.check("1a", my_h)')[0]
    assert "6 are wanted, one for each step. The cell that sets my_h stopped with ZeroDivisionError" in said
    assert "old answer" not in said


def test_an_answer_that_came_from_elsewhere_since_is_judged(kernel):
    kernel("my_letters = 1 / 0")
    kernel("globals()['my_letters'] = 'DAFBGC'.lower()")
    assert kernel('lt.check("7j", my_letters)')[0].startswith("7j: right.")


def test_other_names_and_calls_are_judged_as_they_are(kernel):
    kernel("my_letters = 'DAFBGC'")
    kernel("my_letters = 1 / 0")
    assert kernel("other = 'DAF' + 'BGC'\nlt.check('7j', other)")[0].startswith("7j: right.")
    assert kernel("for text in ['DAFBGC']:\n    lt.check('7j', text)")[0].startswith("7j: right.")


def test_a_pair_is_not_judged_if_one_of_its_cells_stopped(kernel):
    kernel("my_scale = 0.00001\nmy_cell = lt.LSTMCell.standard()")
    kernel("my_cell = lt.LSTMCell.standard().nothing_here")
    said = kernel('lt.check("2c", (my_scale, my_cell))')[0]
    assert "The cell that sets my_cell stopped with AttributeError" in said


def test_the_first_check_of_a_kernel_knows_the_cell_before_it(tmp_path):
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as Shell\n"
        "import lstm_teach as lt\n"
        "shell = Shell.instance()\n"
        "shell.user_ns['lt'] = lt\n"
        "for cell in ('my_letters = \"DAFBGC\"', 'my_letters = 1 / 0', 'lt.check(\"7j\", my_letters)'):\n"
        "    shell.run_cell(cell, store_history=True)\n"
    )
    environment = os.environ | {"IPYTHONDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert "The cell that sets my_letters stopped with ZeroDivisionError" in run.stdout, run.stderr


def test_outside_ipython_nothing_is_said_about_cells():
    code = "import lstm_teach as lt\nmy_letters = 'DAFBGG'\nlt.check('7j', my_letters)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("7j: not yet. 5 of 6 are right.\n")


def test_an_endless_answer_is_stopped_in_a_kernel(kernel):
    kernel(
        "import lstm_teach.exercises.time_limit as limit\nlimit.SECONDS = 0.3",
        "def my_steps(limit):\n    while True:\n        pass",
    )
    assert "my_steps(5) was stopped: after 0.3 seconds" in kernel('lt.check("2b", my_steps)')[0]
    kernel("def my_steps(limit):\n    return int(limit) + 1")
    assert kernel('lt.check("2b", my_steps)')[0].startswith("2b: right.")
