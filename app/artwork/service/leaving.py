"""Files whose time is over: their owners are told first, then the files go with their pictures."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select, update

from app.artwork.models import Artwork, ArtworkLeftover
from app.artwork.service.removing import delete
from app.audit import service as audit
from app.foundation import files, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.foundation.retention import period

NOTICE = "retention.artwork-notice-days"
rules.declare(rules.Rule(NOTICE, 30, "days", "How long before artwork goes its owner is told"))


def told_lately(at: datetime) -> ColumnElement[bool]:
    """Files whose owner was told, but not long enough ago."""
    return and_(Artwork.leaving_told_at.is_not(None), Artwork.leaving_told_at > period(NOTICE).before(at))


def told() -> ColumnElement[bool]:
    """Files whose owner was told."""
    return Artwork.leaving_told_at.is_not(None)


def owners_of(artwork_ids: Collection[int]) -> dict[int, list[int]]:
    """Numbers of files by the account of their owner."""
    found: dict[int, list[int]] = {}
    rows = select(Artwork.account_id, Artwork.id).where(Artwork.id.in_(artwork_ids)).order_by(Artwork.id)
    for account_id, artwork_id in db.session.execute(rows):
        found.setdefault(account_id, []).append(artwork_id)
    return found


def note_told(act: Act, artwork_ids: Collection[int]) -> None:
    """The owner of these files was told that they will go."""
    db.session.execute(update(Artwork).where(Artwork.id.in_(artwork_ids)).values(leaving_told_at=act.at))
    for artwork_id in artwork_ids:
        audit.record(act, "artwork.leaving-told", f"artwork:{artwork_id}")


def let_go(act: Act, artwork_ids: Collection[int]) -> int:
    """Delete these files as their owners could; gives how many went: one that an order is made from stays."""
    gone = 0
    for account_id, numbers in owners_of(artwork_ids).items():
        for artwork_id in numbers:
            try:
                delete(act, account_id, artwork_id)
                gone += 1
            except Refusal:
                continue
    return gone


def oldest_stray() -> date | None:
    """The day of the oldest folder in the store that no file's row names: what removing left behind."""
    folders = {"/".join(key.split("/")[:3]) for key in files.store().keys("artwork")}
    folders -= set(db.session.scalars(select(Artwork.folder))) | set(db.session.scalars(select(ArtworkLeftover.folder)))
    days = [folder.rpartition("/")[2][:8] for folder in folders]
    return min((datetime.strptime(day, "%Y%m%d").date() for day in days if day.isdigit()), default=None)
