"""Whether mail to us is read soon, every stop in it is obeyed, and whoever only says stop leaves nothing but a mark."""

from datetime import timedelta

from sqlalchemy import Row, and_, exists, func, or_, select

from app.foundation import clock, recent, rules
from app.foundation.checks import Check, Result, unchecked, verdict
from app.foundation.database import db, looking
from app.mail.models import InboundEffect, InboundMail

SOON = "mail.read-minutes"
STOPS = frozenset({"stop", "purpose"})
rules.declare(rules.Rule(SOON, 15, "minutes", "How long a mail to us may wait until it is read and obeyed"))

_STOPPED = exists().where(InboundEffect.inbound_id == InboundMail.id, InboundEffect.what == "stopped")
_WORKED_ON = exists().where(
    InboundEffect.inbound_id == InboundMail.id, InboundEffect.what.in_(("case", "access", "correction", "erasure"))
)


@looking()
def read_soon() -> Result:
    """No mail waits longer than the rule, and none lies where the program gave up."""
    oldest = db.session.scalar(
        select(func.min(InboundMail.received_at)).where(
            InboundMail.read_at.is_(None), InboundMail.state.in_(("stored", "too-big"))
        )
    )
    failed = db.session.scalar(
        select(func.count()).where(InboundMail.state == "failed", InboundMail.case_number.is_(None))
    )
    came = db.session.scalar(select(func.count()).where(InboundMail.received_at > recent.since()))
    if not came:
        return unchecked("No mail came yet.")
    late = oldest is not None and clock.now() - oldest > timedelta(minutes=rules.whole(SOON))
    words = f"{recent.counted(came, 'mail')} came in {recent.days()} days"
    waits = "one waits too long" if late else "none waits too long"
    return verdict(not late and not failed, f"{words}; {waits}, {failed or 'none'} could not be read.")


def _read() -> list[Row[tuple[str, list[str], str, bool]]]:
    query = select(InboundMail.kind, InboundMail.wishes, InboundMail.address_key, _STOPPED.label("stopped"))
    wanted = and_(recent.newest(InboundMail, InboundMail.received_at), InboundMail.read_at.is_not(None))
    return list(db.session.execute(query.where(wanted)))


@looking()
def stops_by_mail_honored() -> Result:
    """Each mail that was read as a stop has its stop in the gate, by number."""
    asked = [row for row in _read() if _asks(row)]
    if not asked:
        return unchecked("No mail asked to stop anything yet.")
    without = sum(not row.stopped for row in asked)
    words = f"{recent.counted(len(asked), 'mail')} asked to stop something in {recent.days()} days"
    return recent.judged(words, without, "without its stop")


def _asks(row: Row[tuple[str, list[str], str, bool]]) -> bool:
    """A mail without a usable sender stops nothing, unless the link that it was sent to says what."""
    return row.kind == "token" or (row.kind == "human" and bool(row.address_key) and bool(STOPS & set(row.wishes)))


@looking()
def only_a_mark_is_left() -> Result:
    """Of whoever only asked to stop no address and no word stands beside the mail."""
    only_stops = and_(recent.newest(InboundMail, InboundMail.received_at), _STOPPED, ~_WORKED_ON)
    seen = db.session.scalar(select(func.count()).select_from(InboundMail).where(only_stops)) or 0
    if not seen:
        return unchecked("Nobody wrote only to stop our mail yet.")
    told = or_(InboundMail.sender_address != "", func.length(InboundMail.newest_text) > 0)
    kept = db.session.scalar(select(func.count()).select_from(InboundMail).where(only_stops, told)) or 0
    return recent.judged(f"{recent.counted(seen, 'mail')} only said stop", kept, "left an address in clear")


INBOUND = [
    Check(
        "mail-read-soon",
        "E-mail to us is read and obeyed within minutes; none lies where nobody looks.",
        read_soon,
        (60,),
        10,
        yourself="Write to us to stop our mail: the answer tells the moment from which it holds.",
    ),
    Check(
        "stops-by-mail-honored",
        "Every e-mail that asked us to stop something was obeyed.",
        stops_by_mail_honored,
        (60, 62),
        10,
    ),
    Check(
        "only-a-mark-is-left",
        "Of whoever wrote only to stop our mail, we keep no address, only a mark that cannot be turned back.",
        only_a_mark_is_left,
        (14,),
        60,
    ),
]
