"""The table of addresses: method, rule and access mark of every endpoint, frozen in ``addresses.txt``.

``python -m tests.rules.address_table`` writes it anew; the difference is then read like any other change.
An address that was published once is never taken away or given another meaning.
"""

import tempfile
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from app.foundation.access import mark_of

FROZEN = Path(__file__).with_name("addresses.txt")
SAFE = ("GET", "HEAD", "OPTIONS")


def entries(app: Flask) -> list[str]:
    """One line for each rule, sorted by address."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        found.append((rule.rule, f"{methods:9} {rule.rule:60} {mark_of(app.view_functions[rule.endpoint])}"))
    return [line for _, line in sorted(found)]


def unsafe(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - set(SAFE))


def main() -> None:
    from app import create_app
    from app.config import load_settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(load_settings({}, instance=Path(folder), env="test"))
        FROZEN.write_text("\n".join(entries(app)) + "\n")


if __name__ == "__main__":
    main()
