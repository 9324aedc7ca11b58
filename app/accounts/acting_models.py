"""Staff who act for a customer: from when to when, in which role and why, and the customers who want none of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import rules
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import After
from app.foundation.sealed import Sealed

MINUTES, YEARS = "account.acting-minutes", "retention.acting-years"
rules.declare(
    rules.Rule(MINUTES, 30, "minutes", "How long staff may act for a customer at a time", least=5, most=60)
)  # fmt: skip
rules.declare(rules.Rule(YEARS, 2, "years", "That our staff acted for a customer, or were told not to"))


class Acting(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A member of staff changes things for a customer: begun with a reason, over by itself after minutes."""

    __tablename__ = "acting"
    __retention__ = After(YEARS, since="begun_at")
    __person__ = "account_id as account"
    __table_args__ = (Index("ix_acting_of_account", "account_id", "id"), Index("ix_acting_of_staff", "staff_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    staff_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"),
        info=personal("technical", subject="staff", purposes="account", origins="system", clause="registering",
                      export="masked", correctable="no", reason="who acted is not changed afterwards"),
    )  # fmt: skip
    role: Mapped[str] = mapped_column(String(30), info=not_personal("the role in which somebody of our staff acts"))
    reason: Mapped[str] = mapped_column(
        Sealed("acting.reason", "account_id"),
        info=personal("staff-note", purposes="account", origins="staff", clause="registering", correctable="no",
                      rest="sealed", reason="why somebody acted is not changed afterwards"),
    )  # fmt: skip
    case_number: Mapped[int | None] = mapped_column(info=KEY)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_by: Mapped[str] = mapped_column(String(10), default="", info=not_personal("staff or customer, in one word"))


class ActingBar(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A customer said that our staff may not change the account: from when, and until when they said so."""

    __tablename__ = "acting_bar"
    __retention__ = After(YEARS, since="lifted_at", until="until you lift it; ", which="one that you lifted")
    __person__ = "account_id as account"
    __table_args__ = (
        Index(
            "uq_acting_bar_standing",
            "account_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index("ix_acting_bar_of_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    barred_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


in_words(
    Acting,
    "When our staff acted for you",
    staff_id="who of our staff, by number",
    reason="why",
)
in_words(ActingBar, "That our staff may not change your account")
