"""Codes that open somebody's choices without an account."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import Swept

rules.declare(
    rules.Rule("retention.choice-code-hours", 24, "hours", "Codes that open the mail choices without an account")
)

DIGEST = not_personal("a digest of a random number")


class ChoiceCode(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A code that was mailed to an address, for the browser that asked; neither the code nor the address rests here."""

    __tablename__ = "choice_code"
    __retention__ = Swept("sweep-choice-codes", rule="retention.choice-code-hours", since="made_at")
    __person__ = "address_key as address-digest"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    browser_sha256: Mapped[str] = mapped_column(String(64), index=True, info=DIGEST)
    address_key: Mapped[str] = mapped_column(
        String(64),
        info=personal(
            "preference",
            subject="visitor",
            purposes="account",
            origins="system",
            clause="your-choices",
            correctable="no",
            reason="it says only for which address a code was asked",
        ),
    )
    person_id: Mapped[int] = mapped_column(info=not_personal("a random number, or 0: who it is stands elsewhere"))
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    tries: Mapped[int] = mapped_column(default=0, info=STATE)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


in_words(ChoiceCode, "Codes for your mail choices", address_key="fingerprint of the address")
