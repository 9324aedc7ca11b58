"""The floors of the house (house.md, Floors): each contract is kept, and each would notice a breach."""

import ast
import configparser
import re
import subprocess
import sys
from pathlib import Path

from app.config import ROOT
from tests.rules.source import copy_of_the_house, imported, plant, trees

LINT = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"
LAYERS = ("routes", "staff_routes", "commands", "jobs", "listeners", "checks", "forms", "service", "views", "models")


def outcomes(folder: Path) -> dict[str, str]:
    """KEPT or BROKEN for each contract, by name."""
    said = subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False)
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", said.stdout, re.MULTILINE))
    assert found, said.stdout + said.stderr
    return found


def contracts() -> dict[str, configparser.SectionProxy]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return {parser[name]["name"]: parser[name] for name in parser.sections() if ":contract:" in name}


def rooms(root: Path) -> set[str]:
    return {path.parent.name for path in (root / "app").glob("*/__init__.py")} - {"foundation"}


def holds(room: str, name: str) -> bool:
    folder = ROOT / "app" / room
    return (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()


def test_every_floor_is_kept() -> None:
    assert {name for name, outcome in outcomes(ROOT).items() if outcome != "KEPT"} == set()


def test_every_contract_notices_a_breach(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/foundation/clock.py", "import app.registry")
    plant(house, "app/visits/models.py", "from app.visits import service as planted")
    plant(house, "app/visits/service.py", "import flask as planted")
    for contract in contracts().values():
        if contract["type"] == "protected":
            plant(house, "app/registry.py", f"import {contract['protected_modules'].strip()}")
    assert {name for name, outcome in outcomes(house).items() if outcome != "BROKEN"} == set()


def test_a_room_that_stands_on_no_floor_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/cellar/__init__.py", '"""Dug without a plan."""')
    assert outcomes(house)["Floors"] == "BROKEN"


def unprotected(protected: set[str]) -> set[str]:
    return {f"app.{room}.models" for room in rooms(ROOT) if holds(room, "models")} - protected


def test_the_models_of_every_room_are_private() -> None:
    protected = {
        name.strip()
        for contract in contracts().values()
        if contract["type"] == "protected"
        for name in contract["protected_modules"].split()
    }
    assert unprotected(protected) == set()
    assert "app.audit.models" in unprotected(protected - {"app.audit.models"})


def unlayered(layered: set[str]) -> set[str]:
    return {f"app.{room}" for room in rooms(ROOT) if sum(holds(room, name) for name in LAYERS) > 1} - layered


def test_the_inner_order_of_every_room_is_watched() -> None:
    layered = set(contracts()["Inside a room"]["containers"].split())
    assert unlayered(layered) == set()
    assert unlayered(layered - {"app.visits"}) == {"app.visits"}


def hidden_imports(root: Path) -> set[str]:
    """Imports of our own modules inside a function, where no contract would be asked to allow them."""
    return {
        f"{name}:{node.lineno}"
        for name, tree in trees(root)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and any(item.startswith("app") for item in imported(node))
    }


def test_no_import_hides_in_a_function(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    assert hidden_imports(house) == set()
    plant(house, "app/visits/agents.py", "def planted():\n    from app.visits import service")
    assert len(hidden_imports(house)) == 1
