"""Which cells of a notebook stopped with an error: then a variable still holds what it held before.

IPython reports after every cell how it ended. Outside IPython no cell is known to have stopped.
"""

import ast
import re
import sys
from dataclasses import dataclass
from typing import Any

__all__ = ["Stopped", "stopped_cell", "watch_cells"]


@dataclass(frozen=True)
class Stopped:
    """The last cell that sets a variable ended with an error.

    name: of the variable. error: what stopped the cell. value: what the variable holds since. is_new: it
    was set before the error.
    """

    name: str
    error: BaseException
    value: object
    is_new: bool


_stopped: dict[str, Stopped] = {}  # by name of the variable
_watched: list[Any] = []  # the shells that report to _note


def watch_cells() -> None:
    """Let IPython report how each cell ends, from now on, and note how the last one did."""
    shell = _shell()
    if shell is None or shell in _watched:
        return
    _watched.append(shell)
    shell.events.register("post_run_cell", _note)
    if shell.last_execution_result is not None:
        _note(shell.last_execution_result)


def stopped_cell(exercise: Any, answer: Any) -> Stopped | None:
    """Return Stopped, if the cell that should set this answer did not reach its end; else None.

    Which variables are checked stands in the running cell: lt.check("2a", my_h).
    """
    shell = _shell()
    if shell is None:
        return None
    code = _parsed(shell.history_manager.input_hist_parsed[-1])
    if code is None:
        return None
    set_here = {name for statement in code.body for name in _names(statement)}
    parts = [answer, *answer] if isinstance(answer, tuple) else [answer]
    for name in _checked(code, exercise):
        cell = _stopped.get(name)
        same = cell and shell.user_ns.get(name) is cell.value and any(part is cell.value for part in parts)
        if same and name not in set_here:
            return cell
    return None


def _shell():
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def _note(result):
    """Note which variables a cell has set, or should have set."""
    if result is None:  # interrupted before it began
        return
    shell, source = _shell(), result.info.raw_cell or ""
    error = result.error_before_exec or result.error_in_exec
    code = _parsed(shell.transform_cell(source))
    if code is None:  # no Python: nothing of it was run
        found = set(re.findall(r"^(?:def +|class +)?(\w+)(?= *(?:=(?!=)|\(|:))", source, re.MULTILINE))
        new = set()
    else:
        line = _line(result.error_in_exec, shell) if result.error_in_exec else 0
        found = {name for statement in code.body for name in _names(statement)}
        new = {name for statement in code.body if _has_run(statement, line) for name in _names(statement)}
    for name in found:
        if error:
            _stopped[name] = Stopped(name, error, shell.user_ns.get(name), name in new)
        else:
            _stopped.pop(name, None)


def _has_run(statement, line):
    """True if a statement may have set its variables before an error on a line; a loop may have in part."""
    whole = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try)
    return statement.end_lineno < line or (isinstance(statement, whole) and statement.lineno <= line)


def _parsed(source):
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def _names(statement):
    """The variables that a statement of a cell sets, not those inside a function."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    names = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
    return names


def _line(error, shell):
    """The line of the cell on which an error came up, the last one if that is not known."""
    step = error.__traceback__
    while step:
        frame = step.tb_frame
        if frame.f_code.co_name == "<module>" and frame.f_globals is shell.user_ns:
            return step.tb_lineno
        step = step.tb_next
    return sys.maxsize


def _checked(code, exercise):
    """The variables that a cell hands to check for an exercise."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == "check" and node.args[0].value == exercise:
                handed = [*node.args[1:], *(keyword.value for keyword in node.keywords)]
                yield from (n.id for part in handed for n in ast.walk(part) if isinstance(n, ast.Name))
