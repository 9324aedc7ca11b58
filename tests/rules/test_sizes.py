"""Sizes that one looks hard at (house.md, Sizes). Whatever is larger stands here with its reason."""

import ast
from pathlib import Path

from app.config import ROOT
from tests.rules.source import copy_of_the_house, plant, python_files, templates, trees

MODULE, FUNCTION, HANDLER, TEMPLATE, TEST_MODULE = 300, 40, 25, 120, 500
OPENERS = {"route", "get", "post"}

LARGER: dict[str, str] = {
    "app/foundation/forms.py": "every kind of field the shop has, a few lines each",
    "templates/components/forms.html": "one macro for each kind of field, a few lines each",
}
"""``path`` or ``path:function`` to the reason why it may be larger."""


def lines(text: str) -> int:
    return text.count("\n")


def is_handler(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute) and item.func.attr in OPENERS
        for item in node.decorator_list
    )


def too_large(root: Path) -> set[str]:
    """Everything over its size, by its name."""
    found = {name for name, path in python_files(root, "app") if lines(path.read_text()) > MODULE}
    found |= {name for name, path in python_files(root, "tests") if lines(path.read_text()) > TEST_MODULE}
    found |= {f"templates/{name}" for name, source in templates(root) if lines(source) > TEMPLATE and "html" in name}
    for name, tree in trees(root, "app"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > (HANDLER if is_handler(node) else FUNCTION):
                    found.add(f"{name}:{node.name}")
    return found


def test_nothing_is_larger_than_it_should_be_without_a_reason() -> None:
    assert too_large(ROOT) - set(LARGER) == set()


def test_every_exception_is_still_needed_and_has_its_reason() -> None:
    assert set(LARGER) - too_large(ROOT) == set()
    assert all(len(reason) > 10 for reason in LARGER.values())


def test_what_is_too_large_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    before = too_large(house)
    plant(house, "app/visits/big.py", "x = 1\n" * (MODULE + 1))
    plant(house, "app/visits/long.py", "def long():\n" + "    x = 1\n" * FUNCTION)
    plant(house, "app/visits/planted_routes.py", '@blueprint.get("/x")\ndef show():\n' + "    x = 1\n" * HANDLER)
    plant(house, "templates/visits/long.html", "<p>\n" * (TEMPLATE + 1))
    plant(house, "tests/unit/test_long.py", "x = 1\n" * (TEST_MODULE + 1))
    assert too_large(house) - before == {
        "app/visits/big.py",
        "app/visits/long.py:long",
        "app/visits/planted_routes.py:show",
        "templates/visits/long.html",
        "tests/unit/test_long.py",
    }
