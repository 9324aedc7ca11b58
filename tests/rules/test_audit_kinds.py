"""Every kind of audit entry that the code records has its words, and every word is used."""

import ast
import importlib
from pathlib import Path

from app.audit.kinds import WORDS
from app.config import ROOT
from tests.rules.source import called, copy_of_the_house, plant, trees

RECORDS = ("audit.record", "audit.record_many", "service.record")
TESTS_OWN = {"test.done", "test.kept"}


def recorded(root: Path) -> tuple[set[str], set[str]]:
    """The kinds that some code records, and the beginnings of those that it puts together, with the room's words."""
    whole, made = set(), set()
    for name, tree in trees(root):
        for call, node in called(tree):
            if call not in RECORDS and (call, name) != ("record", "app/audit/service.py"):
                continue
            if len(node.args) < 2:
                continue
            kind = node.args[1]
            if isinstance(kind, ast.Constant):
                whole.add(str(kind.value))
            elif isinstance(kind, ast.Name):
                module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
                whole.add(str(getattr(module, kind.id)))
            elif isinstance(kind, ast.JoinedStr) and isinstance(kind.values[0], ast.Constant):
                start = str(kind.values[0].value)
                made |= {f"{start}{word}" for word in words_of(root, "/".join(name.split("/")[:2]))}
    return whole, made


def words_of(root: Path, room: str) -> set[str]:
    """Every short string in a room's code."""
    return {
        node.value
        for _, tree in trees(root, room)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 30
    }


def test_every_kind_has_its_words() -> None:
    whole, _ = recorded(ROOT)
    assert whole - set(WORDS) == set()


def test_all_words_are_used() -> None:
    whole, made = recorded(ROOT)
    assert set(WORDS) - TESTS_OWN - whole - made == set()


def test_a_kind_without_words_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/visits/service.py", "def planted(act): audit.record(act, 'shoe.bought', 'shoe:9')")
    whole, _ = recorded(house)
    assert whole - set(WORDS) == {"shoe.bought"}


def test_words_that_nothing_uses_would_be_noticed() -> None:
    whole, made = recorded(ROOT)
    assert "shoe.sold" not in whole | made
