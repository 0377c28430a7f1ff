"""The public names and their signatures, as lessons and students use them: none may change unnoticed.

After a change that is meant, `python -m tests.test_public_api` writes the list anew.
"""

import inspect
from pathlib import Path

import pytest

import lstm_teach as lt

LIST = Path(__file__).with_name("public_api.txt")


def signature_of(name, thing):
    """Return a line: a name with its arguments and their defaults; annotations may change."""
    if not callable(thing):
        return f"{name}: {'property' if isinstance(thing, property) else type(thing).__name__}"
    signature = inspect.signature(thing)
    arguments = [argument.replace(annotation=argument.empty) for argument in signature.parameters.values()]
    return f"{name}{signature.replace(parameters=arguments, return_annotation=signature.empty)}"


def public_api():
    """Return every public name of the package, and every public part of its classes, a line each."""
    lines = []
    for name in lt.__all__:
        thing = getattr(lt, name)
        lines.append(signature_of(name, thing))
        if inspect.isclass(thing):
            own = {part: value for part, value in vars(thing).items() if not part.startswith("_")}
            for part, value in sorted(own.items()):
                lines.append(signature_of(f"{name}.{part}", getattr(value, "__func__", value)))
    return lines


def test_public_names_and_signatures_are_those_of_the_list():
    pytest.importorskip("torch")
    assert public_api() == LIST.read_text(encoding="utf-8").splitlines()


def test_every_public_name_is_there():
    assert set(lt.__all__) <= set(dir(lt))
    with pytest.raises(AttributeError, match="lstm_teach has no 'Lstm'"):
        _ = lt.Lstm


if __name__ == "__main__":
    LIST.write_text("\n".join(public_api()) + "\n", encoding="utf-8")
