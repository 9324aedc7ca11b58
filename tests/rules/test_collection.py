"""Every process that collects the tests finds the same ones: no name of a test depends on the clock or on chance."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CHANGING = {
    "codes.random_token", "date.today", "datetime.now", "datetime.utcnow", "os.urandom",
    "secrets.token_bytes", "secrets.token_hex", "secrets.token_urlsafe", "time.time", "time.time_ns", "uuid.uuid1",
    "uuid.uuid4", "URLSafeTimedSerializer", "TimestampSigner", "Fernet",
}  # fmt: skip
STAMPED = {"gzip.compress": "mtime"}
"""Calls that write the moment into what they give, unless they are told one by that name."""


def _changes(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    told = {keyword.arg for keyword in call.keywords}
    return name in CHANGING or (name in STAMPED and STAMPED[name] not in told)


def changing_calls(source: str) -> list[str]:
    """Calls that answer differently each time, made while the module is read (decorators included)."""
    found: list[str] = []

    def look(node: ast.AST) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for decorator in getattr(node, "decorator_list", []):
                look(decorator)
            return
        if isinstance(node, ast.Call) and _changes(node):
            found.append(f"{ast.unparse(node.func)} on line {node.lineno}")
        for child in ast.iter_child_nodes(node):
            look(child)

    look(ast.parse(source))
    return found


def test_no_test_file_asks_the_clock_or_chance_while_it_is_read() -> None:
    found = {str(path.relative_to(TESTS)): changing_calls(path.read_text()) for path in TESTS.rglob("*.py")}
    assert {path: calls for path, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "NOW = int(time.time())",
        "@mark(secrets.token_hex(4))\ndef test_it(): ...",
        "@mark([gzip.compress(b'')])\ndef test_it(): ...",
        "SIGNED = URLSafeTimedSerializer('key').dumps(7)",
    ],
)
def test_a_planted_call_is_found(planted: str) -> None:
    assert changing_calls(planted)
    assert not changing_calls("def test_it():\n    return time.time()")
    assert not changing_calls("PACKED = gzip.compress(b'', mtime=0)")
