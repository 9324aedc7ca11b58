"""The tables of counts as they really stand in the database, for whoever wants to see that they hold nobody."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, inspect, select

from app.foundation.database import db
from app.visits.agents import FAMILIES
from app.visits.models import BrowserDay, PageDay, RefDay
from app.visits.tallies import OTHERS

LOOKED_AT = 2_000
_PAGE = re.compile(r"/[a-z_{}./\-]*")
_HOST = re.compile(r"[a-z0-9.\-]+")
_NAMES: tuple[Any, ...] = (PageDay.path_template, RefDay.host, BrowserDay.family)


def shape() -> tuple[int, list[str]]:
    """How many columns the three tables have in the database, and those beyond a day, a name and a count."""
    total, extra = 0, []
    inspector = inspect(db.session.connection())
    for name in _NAMES:
        table = name.class_.__tablename__
        columns = [str(column["name"]) for column in inspector.get_columns(table)]
        total += len(columns)
        extra += [f"{table}.{column}" for column in columns if column not in {"day", "count", name.key}]
    return total, extra


def odd_names(since: date) -> int:
    """How many names that were counted from that day on are not a page, a site or a family of browsers."""
    pages, hosts, browsers = (_counted(name, since) for name in _NAMES)
    odd = [name for name in pages if not _PAGE.fullmatch(name)]
    odd += [name for name in hosts if not _HOST.fullmatch(name)]
    odd += [name for name in browsers if name not in FAMILIES]
    return sum(name != OTHERS for name in odd)


def _counted(name: Any, since: date) -> list[str]:
    query = select(name).where(name.class_.day >= since).distinct().limit(LOOKED_AT)
    return [str(found) for found in db.session.scalars(query)]


def total_of(pages: Iterable[str], since: date, until: date) -> int:
    """How often those pages were counted between two days, both included."""
    query = select(func.sum(PageDay.count)).where(
        PageDay.path_template.in_(list(pages)), PageDay.day >= since, PageDay.day <= until
    )
    return int(db.session.scalar(query) or 0)
