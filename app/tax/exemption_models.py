"""Tax exemption certificates: one state, some days, the file, and what we found when we looked at it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, Rest, Store, declare_store, in_words, not_personal, personal
from app.foundation.retention import After, Both, Lasting
from app.foundation.sealed import Sealed

rules.declare(
    rules.Rule("retention.exemption-days", 90, "days", "A tax certificate that was refused, so that it can be mended")
)


def _billing(rest: Rest = "clear", origins: str = "subject") -> dict[str, Any]:
    return personal("payment", purposes="billing", origins=origins, clause="registering", correctable="self", rest=rest)


FILES = declare_store(
    Store(
        "files",
        "files/exemptions",
        "the tax exemption certificates that customers send",
        Lasting("one that we checked {retention.order-years} after its last day, one that we refused "
                "{retention.exemption-days}; one that nobody checked yet can be withdrawn at once"),
        _billing()["inventory"],
    )
)  # fmt: skip
IN_PLACE = ("account_id", "folder")
"""What binds a sealed value to its certificate."""


class TaxExemption(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A certificate for deliveries to one state. It counts from `checked_at` on, on the days that it names.

    `replaces_id` is the one that stands until this one is checked. `over_at` is when a checked one can be used no
    more: at its last midnight, or sooner when it was withdrawn or replaced.
    """

    __tablename__ = "tax_exemption"
    __retention__ = Both(
        (
            After("retention.order-years", since="over_at", which="one that we checked", then="after its last day"),
            After("retention.exemption-days", since="refused_at", which="one that we refused"),
        )
    )
    __person__ = "account_id as account"
    __ref__ = "exemption"
    __table_args__ = (
        Index("ix_tax_exemption_of_account", "account_id", "state"),
        Index("ix_tax_exemption_waiting", "checked_at", "refused_at", "id"),
        Index("ix_tax_exemption_ending", "last_day", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    state: Mapped[str] = mapped_column(String(2), info=_billing())
    number: Mapped[str] = mapped_column(
        Sealed("tax_exemption.number", "account_id", IN_PLACE), info=_billing(rest="sealed")
    )
    first_day: Mapped[date] = mapped_column(Date, info=_billing())
    last_day: Mapped[date | None] = mapped_column(Date, info=_billing())
    folder: Mapped[str] = mapped_column(
        String(120), unique=True, info=not_personal("the generated place of the file in the file store")
    )
    kind: Mapped[str] = mapped_column(String(4), info=not_personal("pdf, png or jpeg"))
    size: Mapped[int] = mapped_column(BigInteger, info=not_personal("how many bytes the file has"))
    sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a fingerprint that says nothing by itself"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    replaces_id: Mapped[int | None] = mapped_column(info=KEY)
    """The certificate in whose place this one comes. No foreign key: either may be removed before the other."""
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    decided_by: Mapped[str] = mapped_column(
        String(80), default="", info=not_personal("the id of whoever looked at it, without a name")
    )
    reason: Mapped[str] = mapped_column(
        Sealed("tax_exemption.reason", "account_id", IN_PLACE),
        default="",
        info=personal("staff-note", purposes="billing", origins="staff", clause="registering", rest="sealed"),
    )
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ending_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    """When its owner was told that it ends soon."""


in_words(
    TaxExemption,
    "Your tax exemption certificates",
    state="state",
    number="number on the certificate",
    first_day="first day",
    last_day="last day",
    reason="why we could not use it",
)
