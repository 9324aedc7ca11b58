"""What rooms above may read of the gate: its permits, what addresses were stopped, and when choices were made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, exists, func, select
from sqlalchemy.orm import aliased

from app.foundation import recent
from app.foundation.database import db
from app.people import service as people
from app.permissions.models import Decision, PermissionEvent, Suppression
from app.permissions.subjects import Subject, address_key

PERMITS = select(
    Decision.id,
    Decision.subject_key,
    Decision.purpose,
    Decision.channel,
    Decision.allowed,
    Decision.stage,
    Decision.at,
    Decision.expires_at,
    Decision.used_at,
)
"""The gate's answers, for joining by their number."""


@dataclass(frozen=True)
class Wish:
    """That an address, known or not, is not to be written to for a purpose (`*`: any that can be stopped).

    It is `listed` where it comes from the list of suppressed addresses. Either stands until its owner undoes it.
    """

    email_key: str
    purpose: str
    since: datetime
    listed: bool


def wishes(email_keys: list[str]) -> list[Wish]:
    """What rests under the addresses themselves: entries of the list of suppressed ones, and stops for all e-mail."""
    known = {address_key(key): key for key in email_keys}
    listed = select(Suppression.address_key, Suppression.purpose, Suppression.since)
    said = select(PermissionEvent.subject_key, PermissionEvent.purpose, PermissionEvent.at).where(
        PermissionEvent.effect == "stop", PermissionEvent.channel.in_(["*", "email"])
    )
    suppressed = db.session.execute(listed.where(Suppression.address_key.in_(known)))
    stopped = db.session.execute(said.where(PermissionEvent.subject_key.in_([f"address:{key}" for key in known])))
    return [
        *(Wish(known[key], purpose, at, True) for key, purpose, at in suppressed),
        *(Wish(known[key.removeprefix("address:")], purpose, at, False) for key, purpose, at in stopped),
    ]


def said_by(key: str) -> Select[int]:
    """Everything that was said under the address with that digest."""
    return select(PermissionEvent.id).where(PermissionEvent.subject_key == f"address:{key}")


def undone(wish: Wish, purpose: str) -> bool:
    """Whether whoever has the address, as a person or by the address alone, allowed the purpose again afterwards."""
    whose = Subject(people.person_of("email", wish.email_key), wish.email_key)
    query = select(PermissionEvent.id).where(
        PermissionEvent.subject_key.in_(whose.keys),
        PermissionEvent.effect == "allow",
        PermissionEvent.own.is_(True),
        PermissionEvent.purpose.in_(["*", purpose]),
        PermissionEvent.at > wish.since,
    )
    return db.session.scalar(query.limit(1)) is not None


def stops(subject_key: ColumnElement[str], purpose: str) -> ColumnElement[bool]:
    """Whether somebody stopped the purpose in house, and did not allow it again afterwards: for leaving them out of
    counts. `subject_key` is a column of the query that it stands in, like `person:17`."""
    later = aliased(PermissionEvent)
    about = (PermissionEvent.purpose.in_(["*", purpose]), PermissionEvent.channel.in_(["*", "internal"]))
    allowed = exists().where(
        later.subject_key == PermissionEvent.subject_key,
        later.id > PermissionEvent.id,
        later.effect == "allow",
        later.own.is_(True),
        later.purpose.in_(["*", purpose]),
        later.channel.in_(["*", "internal"]),
    )
    return exists().where(
        PermissionEvent.subject_key == subject_key, PermissionEvent.effect == "stop", *about, ~allowed
    )


def choices() -> list[Row[tuple[datetime, int | None]]]:
    """When each of the newest stops and allowances was made, and under which policy version."""
    query = select(PermissionEvent.at, PermissionEvent.policy_version)
    return list(db.session.execute(query.where(recent.newest(PermissionEvent, PermissionEvent.at))))


def permitted(channel: str) -> dict[str, int]:
    """How many of the newest uses by that way were permitted, by purpose."""
    query = select(Decision.purpose, func.count()).where(
        recent.newest(Decision, Decision.at), Decision.channel == channel, Decision.allowed.is_(True)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Decision.purpose))}
