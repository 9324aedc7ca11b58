"""What we require of suppliers: a text with versions, which each supplier signs (P48)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.audit import service as audit
from app.disclosures.models import SupplierRequirements
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

FIRST_TEXT = Path(__file__).parent.parent / "texts" / "supplier-requirements.md"


@dataclass(frozen=True)
class Requirements:
    """One version of the text."""

    number: int
    text: str
    sha256: str
    published_at: datetime


def versions() -> list[Requirements]:
    """Every version, newest first."""
    rows = db.session.scalars(select(SupplierRequirements).order_by(SupplierRequirements.number.desc()))
    return [Requirements(row.number, row.text, row.sha256, row.published_at) for row in rows]


def current_number() -> int:
    """The newest version's number; 0 before there is one."""
    found = versions()
    return found[0].number if found else 0


def publish(act: Act, text: str) -> int:
    """Add a version; gives its number. Statements that were signed before name the version they were about.

    Raises:
        Refusal: the text is empty, or the newest one already.
    """
    text = text.replace("\r\n", "\n").strip() + "\n"
    found = versions()
    if not text.strip():
        raise Refusal("Please write what we require of suppliers.", "text")
    if found and found[0].text == text:
        raise Refusal(f"Nothing differs from version {found[0].number}.", "text")
    number = found[0].number + 1 if found else 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    db.session.add(
        SupplierRequirements(number=number, text=text, sha256=digest, published_at=act.at, published_by=str(act.actor))
    )
    db.session.flush()
    audit.record(act, "requirements.published", f"requirements:{number}", sha256=digest)
    return number


def publish_first(act: Act) -> None:
    """Publish the text that comes with the shop, unless there is one."""
    if not current_number():
        publish(act, FIRST_TEXT.read_text(encoding="utf-8"))
