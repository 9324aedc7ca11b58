"""What the registry joins fits together: facts have folds, roles grant what exists, names are well formed."""

import ast
import importlib
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from flask import Flask

from app import registry
from app.accounts import roles
from app.config import ROOT
from app.foundation.access import mark_of
from tests.rules.source import called, copy_of_the_house, plant, trees

PERMISSION = re.compile(r"[a-z]+:[a-z-]+:[a-z-]+")
KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")


def kinds_of_facts(root: Path) -> set[str]:
    """The kind of every fact that some code appends."""
    found = set()
    for name, tree in trees(root):
        for call, node in called(tree):
            if call == "facts.append":
                kind = node.args[0]
                if isinstance(kind, ast.Name):
                    module = importlib.import_module(
                        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                    )
                    found.add(getattr(module, kind.id, ""))
                elif isinstance(kind, ast.Constant):
                    found.add(str(kind.value))
    return found - {""}


def test_every_fact_is_folded() -> None:
    assert kinds_of_facts(ROOT) - set(registry.FOLDS) == set()


def test_a_fact_that_nobody_folds_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    before = kinds_of_facts(house)
    plant(house, "app/visits/agents.py", "def planted(): facts.append('shoe.seen', size=9)")
    assert kinds_of_facts(house) - before - set(registry.FOLDS) == {"shoe.seen"}


def test_every_permission_is_named_by_area_thing_and_action_and_once() -> None:
    names = [permission.name for permission in registry.PERMISSIONS]
    assert [name for name in names if not PERMISSION.fullmatch(name)] == []
    assert len(names) == len(set(names))


def granted_but_absent(grants: dict[str, frozenset[str]]) -> set[str]:
    return {name for names in grants.values() for name in names} - {item.name for item in registry.PERMISSIONS}


def test_no_role_grants_what_does_not_exist() -> None:
    assert granted_but_absent(roles.GRANTS) == set()
    assert granted_but_absent({"planted": frozenset({"shoes:size:read"})}) == {"shoes:size:read"}


def test_every_job_has_a_name_of_its_own_in_kebab_case() -> None:
    names = [job.name for job in registry.JOBS]
    assert [name for name in names if not KEBAB.fullmatch(name)] == []
    assert len(names) == len(set(names))


def test_the_staff_menu_leads_to_pages_that_ask_for_the_same_permission(app: Flask) -> None:
    asked = {rule.rule: mark_of(app.view_functions[rule.endpoint]).permission for rule in app.url_map.iter_rules()}
    assert {item.href for item in registry.STAFF_MENU if asked.get(item.href) != item.permission} == set()


def brought_in_vain(rooms: Iterable[ModuleType]) -> set[str]:
    """The lists of rooms under names that the registry does not join: a slip there would lose a room's pages."""
    joined = {*vars(registry), "STAFF_MENU"}
    return {f"{room.__name__}.{name}" for room in rooms for name in room.__annotations__ if name not in joined}


def test_what_a_room_brings_is_joined() -> None:
    assert brought_in_vain(registry.ROOMS) == set()
    planted = ModuleType("app.shoes.room")
    planted.__annotations__ = {"LETTER": list}
    assert brought_in_vain([planted]) == {"app.shoes.room.LETTER"}


def test_every_room_is_in_the_registry() -> None:
    rooms = {path.parent.name for path in (ROOT / "app").glob("*/room.py")}
    assert {room.__name__.split(".")[1] for room in registry.ROOMS} == rooms
