"""Reading is pure: no table, no web, no network, and of ours only how addresses are compared."""

import ast
import sys

from app.config import ROOT

ALLOWED = {"app.people", "app.mail.reading"}


def test_reading_imports_the_standard_library_and_identifiers_only() -> None:
    for path in sorted((ROOT / "app" / "mail" / "reading").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                known = name.split(".")[0] in sys.stdlib_module_names
                assert known or any(name == own or name.startswith(f"{own}.") for own in ALLOWED), (path.name, name)
                assert name.split(".")[0] not in {"socket", "smtplib", "sqlite3", "urllib", "http"}, (path.name, name)
