"""Whether people are reached only by the ways, and for the ends, that they gave us."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from app.foundation import recent
from app.foundation.checks import Check, Result
from app.foundation.database import db, looking
from app.permissions.models import Cause, Decision

BY_POST = {"order": "order", "billing": "order", "requested": "request", "marketing": "wanted", "prospect": "wanted"}
BY_PHONE = {"order": "order", "billing": "order", "requested": "request", "marketing": "wanted"}
"""Which kind of reason each purpose needs by that way, as the clauses `post` and `telephone` say; nothing else may
use it. Written down here apart from the gate's table."""
UNASKED = ("marketing", "site_update", "survey")
"""What only customers may be told without having asked."""


def _open() -> ColumnElement[bool]:
    """Whether the reason was open when the gate answered."""
    return and_(
        Cause.opened_at <= Decision.at,
        or_(Cause.closed_at.is_(None), Cause.closed_at > Decision.at),
        or_(Cause.expires_at.is_(None), Cause.expires_at > Decision.at),
    )


def _permits(*where: ColumnElement[bool]) -> Select[int]:
    """How many uses the gate allowed lately, of those."""
    return select(func.count()).where(recent.newest(Decision, Decision.at), Decision.allowed.is_(True), *where)


def _count(*where: ColumnElement[bool]) -> int:
    return db.session.scalar(_permits(*where)) or 0


def _without_reason(channel: str, reasons: Mapping[str, str]) -> Result:
    """Every use by that way has behind it the person's own order or request, open at that time."""
    kind = case(dict(reasons), value=Decision.purpose, else_="")
    behind = exists().where(
        Cause.kind == kind,
        Cause.ref == Decision.cause_ref,
        or_(Cause.subject_key == Decision.subject_key, Cause.subject_key.startswith("address:")),
        _open(),
    )
    by_this_way = Decision.channel == channel
    every, of_all, bad = _count(), _count(by_this_way), _count(by_this_way, ~behind)
    words = f"{recent.counted(of_all, 'use')} by {channel} in {recent.days()} days, of {every:,} permitted in all"
    return recent.judged(words, bad, "without an order or request behind it")


@looking()
def no_marketing_by_post() -> Result:
    return _without_reason("post", BY_POST)


@looking()
def no_sales_calls() -> Result:
    return _without_reason("phone", BY_PHONE)


@looking()
def marketing_tied_to_customers() -> Result:
    """Whoever was told of our services was a customer at that time."""
    customer = exists().where(Cause.kind == "customer", Cause.subject_key == Decision.subject_key, _open())
    unasked = (Decision.purpose.in_(UNASKED), Decision.channel != "internal")
    every, of_all, bad = _count(), _count(*unasked), _count(*unasked, ~customer)
    words = f"{of_all:,} of {recent.counted(every, 'permitted use')} in {recent.days()} days told of services or news"
    return recent.judged(words, bad, "to somebody who is no customer")


REACH = [
    Check(
        "no-marketing-by-post",
        "Nothing was permitted by post without an order or request of that person behind it.",
        no_marketing_by_post,
        (65,),
        15,
    ),
    Check(
        "no-sales-calls",
        "No telephone call was permitted without an order or request of that person behind it.",
        no_sales_calls,
        (66, 43),
        15,
    ),
    Check(
        "marketing-tied-to-customers",
        "Marketing, news and surveys were permitted to customers only.",
        marketing_tied_to_customers,
        (3, 7),
        15,
    ),
]
