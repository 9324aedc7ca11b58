"""What a breach of a check is: it disables the keeper of a promise in the served site, and the check must notice.

Each room's breaches stand in a module of their own (`breaches_<room>.py`: a dict from the check's name to a `Breach`)
and are joined in `breaches.py`. Whoever adds a check adds its breach: `test_every_check_can_fail.py` asks for it.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.foundation import page_cache, rules, versions, work
from app.foundation.checks import Check, Result, look
from app.foundation.database import db
from app.policy import agreements, timetable

Patch = pytest.MonkeyPatch


def nothing(_app: Flask) -> None:
    """Nothing has to be done."""


@dataclass(frozen=True)
class Breach:
    """`apply` takes the keeper away by monkeypatch (undone by itself) or by an edit of the database.

    `prepare` makes the data without which the check could not look (a sign-in, an order, a run of a job). `mend` undoes
    an edit of the database; where nothing can (an entry of the record is gone), `mended` is False.
    """

    apply: Callable[[Flask, Patch], Any]
    prepare: Callable[[Flask], Any] = nothing
    mend: Callable[[Flask], Any] = nothing
    mended: bool = True


@dataclass(frozen=True)
class Tls:
    """The served site's own side of TLS (`app.extensions["tests.tls"]`): what it changes holds for new connections."""

    context: ssl.SSLContext
    certificate: Path
    key: Path

    def show(self, certificate: Path | None = None, key: Path | None = None) -> None:
        """Show that certificate from now on; without one, the shop's own again."""
        self.context.load_cert_chain(certificate or self.certificate, key or self.key)


def seen(check: Check) -> Result:
    """What the check finds now, with no transaction of the test open and nothing remembered from before."""
    forget()
    return look(check)


def forget() -> None:
    """What another process would not know yet: rows that were read before, pages kept ready."""
    db.session.remove()
    rules.forget()
    versions.forget()
    page_cache.clear()
    timetable.forget()
    agreements.forget()


def edit(statement: Any, **values: Any) -> None:
    """Change rows behind the back of every verb, as somebody at the database's own console would; committed."""
    work.unit(lambda: db.session.execute(statement, values) and None)
    forget()
