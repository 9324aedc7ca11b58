"""Requests of owners who lost every second factor: who looked into each, and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import With

HELPER = personal(
    "technical",
    subject="staff",
    purposes="account",
    origins="system",
    clause="signing-in",
    export="masked",
    correctable="no",
    reason="who stands for it is not changed afterwards",
)


class LostFactors(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One request to end all factors of an account: two of the staff stand for it, and its owner may stop it."""

    __tablename__ = "lost_factors"
    __retention__ = With("case_file", "with its case")
    __person__ = "account_id as account"
    __table_args__ = (
        Index(
            "uq_lost_factors_open",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_lost_factors_of_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), unique=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    stop_salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    stop_sha256: Mapped[str] = mapped_column(
        String(64), default="", index=True, info=not_personal("a digest of a random token")
    )
    first_by: Mapped[str] = mapped_column(String(80), default="", info=HELPER)
    first_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    second_by: Mapped[str] = mapped_column(String(80), default="", info=HELPER)
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_by: Mapped[str] = mapped_column(String(20), default="", info=STATE)
    """`done`, `owner` (stopped), `found` (a factor was used after all), `staff` (turned down) or `case`."""


in_words(
    LostFactors,
    "Requests to sign in without your second factors",
    first_by="who looked into it, by number",
    second_by="who agreed, by number",
)
