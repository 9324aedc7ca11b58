"""Accounts that are being closed, and erasures: what was asked, how far it is, what went and what stayed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import After
from app.foundation.sealed import SealedJson

CASE = not_personal("the number of a case")
KEPT = After("retention.case-years", since="asked_at")


class AccountClosing(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Somebody closes their account: until `due_at` a sign-in calls it off (`undone_at`), then it is erased.

    Shortly before, a mail reminds them (`reminded_at`).
    """

    __tablename__ = "account_closing"
    __retention__ = KEPT
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    case_number: Mapped[int | None] = mapped_column(info=CASE)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class Erasure(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One erasure, step by step: asked, told by mail, rows gone (`done_at`), keys and files gone (`finished_at`).

    `reached_by` is what is still needed to find them: addresses and places in the file store, nothing at the end.
    `report` counts rows by table and by what became of them, without anybody's data.
    """

    __tablename__ = "erasure"
    __retention__ = KEPT
    __person__ = "person_id as person"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, info=KEY)
    case_number: Mapped[int | None] = mapped_column(index=True, info=CASE)
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    reached_by: Mapped[dict[str, Any]] = mapped_column(
        SealedJson("erasure.reached_by", place=("salt",)),
        info=personal(
            "contact",
            subject="correspondent",
            purposes="requested",
            origins="system",
            clause="account-access",
            correctable="no",
            reason="it is only kept until the erasure is finished",
            rest="sealed",
        ),
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    waits_for: Mapped[str] = mapped_column(String(10), default="", info=not_personal("an order, a hold or nothing"))
    mail_id: Mapped[int | None] = mapped_column(info=not_personal("the number of a mail"))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, info=STAMP)
    report: Mapped[list[Any]] = mapped_column(JSON, info=not_personal("numbers of rows by table"))
    version: Mapped[int] = mapped_column(default=1, info=STATE)


in_words(
    Erasure, "That we erased what we held", reached_by="addresses and files that are still to go, until it is done"
)
