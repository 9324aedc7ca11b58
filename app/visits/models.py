"""The aggregate page counts (P15): three tables without a shared key, so no row says who saw what."""

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import db
from app.foundation.inventory import Store, declare_store, not_personal, personal
from app.foundation.retention import Keep, Swept

A_DAY = not_personal("the day of a total over all visitors")
A_COUNT = not_personal("a total over all visitors of a day, shown as “<5” when it is small")

LOG_FILES = declare_store(
    Store(
        "log",
        "instance/log",
        "the extended access log: date, time, IP address, method, path, status, referring address, browser",
        Swept(
            "keep-access-log",
            "full {visits.log-full-days}; then address and browser cut; deleted at {visits.log-months}",
        ),
        personal(
            "technical",
            subject="visitor",
            purposes="improve enforce",
            origins="system",
            clause="what-we-log",
            export="category-only",
            correctable="no",
            reason="A line names no account; whose connection an address was, the log cannot say.",
        )["inventory"],
    )
)


class PageDay(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """How often a page was shown on a day; the page is its route's template, never an address typed."""

    __tablename__ = "page_day"
    __retention__ = Keep("totals about nobody")
    __person__ = "nobody: totals over all visitors"

    day: Mapped[date] = mapped_column(Date, primary_key=True, info=A_DAY)
    path_template: Mapped[str] = mapped_column(String(200), primary_key=True, info=not_personal("a route of the site"))
    count: Mapped[int] = mapped_column(Integer, info=A_COUNT)


class RefDay(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """How often another site led here on a day."""

    __tablename__ = "ref_day"
    __retention__ = Keep("totals about nobody")
    __person__ = "nobody: totals over all visitors"

    day: Mapped[date] = mapped_column(Date, primary_key=True, info=A_DAY)
    host: Mapped[str] = mapped_column(String(100), primary_key=True, info=not_personal("the host name of another site"))
    count: Mapped[int] = mapped_column(Integer, info=A_COUNT)


class BrowserDay(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """How often a family of browsers visited on a day."""

    __tablename__ = "browser_day"
    __retention__ = Keep("totals about nobody")
    __person__ = "nobody: totals over all visitors"

    day: Mapped[date] = mapped_column(Date, primary_key=True, info=A_DAY)
    family: Mapped[str] = mapped_column(String(40), primary_key=True, info=not_personal("a family of browsers"))
    count: Mapped[int] = mapped_column(Integer, info=A_COUNT)
