"""The code base as the rule tests read it: files, syntax trees, and a copy to plant a violation in."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

from app.config import ROOT

NOT_OURS = shutil.ignore_patterns("__pycache__", "*.pyc")


def python_files(root: Path, *folders: str) -> Iterator[tuple[str, Path]]:
    """Name relative to root and path of each Python file, without the generated migrations."""
    for folder in folders or ("app",):
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            if "migrations/versions" not in name:
                yield name, path


def trees(root: Path, *folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of each Python file."""
    for name, path in python_files(root, *folders):
        yield name, ast.parse(path.read_text(), name)


def templates(root: Path) -> Iterator[tuple[str, str]]:
    """Name relative to the template folder, and source, of each template."""
    folder = root / "templates"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_text()


def copy_of_the_house(target: Path) -> Path:
    """A copy of the code to plant a violation in."""
    for folder in ("app", "templates"):
        shutil.copytree(ROOT / folder, target / folder, ignore=NOT_OURS)
    shutil.copy(ROOT / ".importlinter", target)
    return target


def plant(root: Path, name: str, text: str) -> None:
    """Add text to the end of a file of the copy, making the file if need be."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.write(f"\n{text}\n")


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Dotted name (``work.settle``) and node of each call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of an attribute chain; what cannot be named is ``?``."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def imported(tree: ast.AST) -> Iterator[str]:
    """Dotted name of each thing imported: ``socket``, ``app.foundation.work.settle``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
