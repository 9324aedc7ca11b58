"""What a crash cut short: a call that was intended and never recorded (privacy.md section 10).

One that the supplier takes under its key as often as it comes is made again; any other (a mail) is never sent
again blindly but shown to staff, who find out and say.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select, update

from app.audit import service as audit
from app.disclosures import egress
from app.disclosures.models import OutboundCall
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

PATIENCE = timedelta(minutes=1)
"""A call lasts a few seconds; one that was intended longer ago than this is nobody's any more."""

rules.declare(
    rules.Rule("door.repeat-hours", 20, "hours", "How long a call that was cut short is repeated under its own key")
)


def reconcile(act: Act) -> Iterator[None]:
    """Bring every call that was cut short to an end, one commit each."""
    ids = db.session.scalars(
        select(OutboundCall.id)
        .where(OutboundCall.state == "intended", OutboundCall.tried_at < act.at - PATIENCE)
        .order_by(OutboundCall.id)
        .limit(500)
    ).all()
    yield
    for call_id in ids:
        claimed = _claim(act, call_id)
        yield
        if claimed and not egress.repeat(act, call_id):
            _give_up(act, call_id)
        yield


def _claim(act: Act, call_id: int) -> bool:
    """Take the call for this run: another run, or a live call that ended meanwhile, leaves it alone."""
    taken = db.session.execute(
        update(OutboundCall)
        .where(OutboundCall.id == call_id, OutboundCall.state == "intended", OutboundCall.tried_at < act.at - PATIENCE)
        .values(tried_at=act.at, tries=OutboundCall.tries + 1)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an update's result has a row count


def _give_up(act: Act, call_id: int) -> None:
    """Show the call to staff, unless it can still be repeated under its key."""
    row = db.session.get_one(OutboundCall, call_id, populate_existing=True)
    lasts = timedelta(hours=rules.whole("door.repeat-hours"))
    if row.state != "intended" or (row.payload is not None and act.at - row.intended_at < lasts):
        return
    row.state, row.ended_at, row.payload = "uncertain", act.at, None
    db.session.flush()
    audit.record(act, "call.uncertain", row.subject_ref, call=row.id, supplier=row.supplier, what=row.kind)


def clear_up(act: Act, supplier: str, call_id: int, arrived: bool) -> None:
    """Record what staff found out about an uncertain call.

    Raises:
        Missing: this supplier has no such call.
        Refusal: it is not uncertain any more.
    """
    row = db.session.get(OutboundCall, call_id)
    if row is None or row.supplier != supplier:
        raise Missing
    if row.state != "uncertain":
        raise Refusal("Somebody has cleared this up already.")
    row.state = "arrived" if arrived else "lost"
    db.session.flush()
    audit.record(act, "call.cleared-up", row.subject_ref, call=row.id, arrived=arrived)
