"""Every function that others may call says what it takes and returns, and mypy (see .ci/run) can check it."""

import ast

import pytest

from tests.test_imports import FILES, PACKAGE


def public_functions(tree):
    """Yield every function of a file and every method of its classes whose name does not begin with _."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_functions_carry_types(path):
    for function in public_functions(ast.parse(path.read_text(encoding="utf-8"))):
        arguments = function.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        named += [star for star in (arguments.vararg, arguments.kwarg) if star]
        bare = [a.arg for a in named if a.annotation is None and a.arg not in ("self", "cls")]
        assert not bare, f"{function.name}, line {function.lineno}: no type for {bare}"
        assert function.returns is not None, (
            f"{function.name}, line {function.lineno}: no type of what it returns"
        )
