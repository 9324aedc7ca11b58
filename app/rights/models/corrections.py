"""Corrections that somebody asked for, and what staff still have to carry on to others because of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import With
from app.foundation.sealed import SealedJson

HERE = ("case_number", "field")
"""What binds a sealed value to its row."""
VALUE = personal(
    "contact",
    purposes="order account billing",
    origins="subject staff",
    clause="correction",
    correctable="no",
    rest="sealed",
    reason="what somebody asked for is not changed afterwards; another correction may follow",
)
WHO = personal(
    "technical",
    purposes="account",
    origins="system",
    clause="correction",
    export="masked",
    correctable="no",
    reason="who did something is not changed afterwards",
)


class Correction(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One value that is to be put right: what stood, what shall stand, who asked, and what became of it.

    States: asked (staff decide), applied, refused. `decided_by` is empty where the person proved who they are and the
    site applied it at once.
    """

    __tablename__ = "correction"
    __retention__ = With("case_file", "with its case")
    __person__ = "account_id as account"
    __table_args__ = (Index("ix_correction_of_case", "case_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    field: Mapped[str] = mapped_column(String(60), info=not_personal("the name of a field, such as name or address:7"))
    old: Mapped[dict[str, Any]] = mapped_column(SealedJson("correction.old", "account_id", HERE), info=VALUE)
    new: Mapped[dict[str, Any]] = mapped_column(SealedJson("correction.new", "account_id", HERE), info=VALUE)
    state: Mapped[str] = mapped_column(String(10), index=True, info=STATE)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    asked_by: Mapped[str] = mapped_column(String(80), info=WHO)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    decided_by: Mapped[str] = mapped_column(String(80), default="", info=WHO)


class CorrectionTask(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Somebody else who still has the wrong value: a supplier to be told, or an order whose price rests on it."""

    __tablename__ = "correction_task"
    __retention__ = With("correction", "with its correction")
    __person__ = "correction_id -> correction"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id"), index=True, info=KEY)
    kind: Mapped[str] = mapped_column(String(10), info=not_personal("supplier or order"))
    about: Mapped[str] = mapped_column(
        String(120), info=not_personal("the name of a company, or the number of an order")
    )
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    done_by: Mapped[str] = mapped_column(String(80), default="", info=WHO)


in_words(
    Correction,
    "Corrections that you asked for",
    old="what stood",
    new="what shall stand",
    asked_by="who asked, by number",
    decided_by="who decided, by number",
)
in_words(CorrectionTask, "Whom a correction is passed on to", done_by="who passed it on, by number")
