"""Certificates: that an answer was found complete, and nobody else's, for a made-up person."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, not_personal
from app.foundation.retention import After

rules.declare(rules.Rule("retention.certificate-months", 13, "months", "Certificates that answers are complete"))

A_COUNT = not_personal("a number of marks on made-up people")
FOUND = not_personal("names of tables, columns and stores, each with what is wrong there")


class CompletenessCertificate(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One proof: how many marks were planted, and what became of them. It is `good` only if nothing was found."""

    __tablename__ = "completeness_certificate"
    __retention__ = After("retention.certificate-months", since="at")
    __person__ = "nobody: what became of marks on made-up people"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    code_version: Mapped[str] = mapped_column(String(64), info=not_personal("a digest of the program"))
    markers: Mapped[int] = mapped_column(info=A_COUNT)
    exported: Mapped[int] = mapped_column(info=A_COUNT)
    withheld: Mapped[int] = mapped_column(info=A_COUNT)
    missing: Mapped[list[str]] = mapped_column(JSON, info=FOUND)
    foreign_marks: Mapped[list[str]] = mapped_column(JSON, info=FOUND)
    good: Mapped[bool] = mapped_column(info=not_personal("whether nothing was found"))
