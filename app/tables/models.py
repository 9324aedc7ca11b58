"""Drafts of the tables: a change that staff prepare before it is published."""

from datetime import date, datetime

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import Keep
from app.foundation.versions import BY_STAFF

CHECKER = personal(
    "contact",
    subject="correspondent",
    purposes="legal",
    origins="staff",
    clause="suppliers",
    correctable="by-request",
)


class TableDraft(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The one draft of a table: a whole body, begun from a version; gone when it is published or given up."""

    __tablename__ = "table_draft"
    __retention__ = Keep("a draft goes when it is published or given up")
    __person__ = "nobody: prices and rates to come"

    desk: Mapped[str] = mapped_column(String(20), primary_key=True, info=not_personal("which table it changes"))
    based_on: Mapped[int] = mapped_column(info=KEY)
    """The version in force when it was begun."""
    returns_to: Mapped[int | None] = mapped_column(info=KEY)
    """The older version whose body it began with, when staff return to one."""
    body: Mapped[str] = mapped_column(Text, info=not_personal("prices and rates of the house"))
    version: Mapped[int] = mapped_column(default=1, info=KEY)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    started_by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    changed_by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)


class TableCheck(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Somebody who knows checked a version of a table: who, on which day, and who noted it; rows are only added."""

    __tablename__ = "table_check"
    __retention__ = Keep("who checked the rates of tax is evidence")
    __person__ = "nobody: the name of whoever checked our rates; no key leads from it to anybody"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    desk: Mapped[str] = mapped_column(String(20), index=True, info=not_personal("which table was checked"))
    version: Mapped[int] = mapped_column(info=KEY)
    checked_by: Mapped[str] = mapped_column(String(80), info=CHECKER)
    checked_on: Mapped[date] = mapped_column(Date, info=STAMP)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    noted_by: Mapped[str] = mapped_column(String(80), info=BY_STAFF)


in_words(TableCheck, "Who checked our rates", checked_by="who checked them")
