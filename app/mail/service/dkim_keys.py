"""The keys that sign our mail: made, taking turns, published for as long as a signed mail may be on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.audit import service as audit
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import headers, signing
from app.mail.models import DkimKey
from app.mail.signing import Signer

for _rule in (
    rules.Rule(
        "mail.dkim-wait-hours", 48, "hours", "How long a new key is published before it signs our mail", least=0
    ),
    rules.Rule("mail.dkim-keep-days", 14, "days", "How long a key stays published after the last mail that it signed"),
):
    rules.declare(_rule)


@dataclass(frozen=True)
class Published:
    """One key that must stand in the DNS now: `state` is coming, signing or leaving, and `until` when that ends."""

    selector: str
    public_key: str
    state: str
    since: datetime
    until: datetime | None


def rotate(act: Act, at_once: bool = False) -> str:
    """Make the next key; it signs when it was published long enough, the very first one `at_once`. Gives its name.

    The private half of a key that has left is removed.
    """
    keys = _keys()
    wait = timedelta(0 if at_once or not keys else rules.whole("mail.dkim-wait-hours") / 24)
    private, public = signing.new_pair()
    row = DkimKey(
        selector=_selector(act.at, {key.selector for key in keys}),
        private_key=private,
        public_key=public,
        made_at=act.at,
        signs_from=act.at + wait,
    )
    db.session.add(row)
    held = {key.selector for key in _published(keys, act.at)}
    for key in keys:
        if key.selector not in held:
            key.private_key = ""
    db.session.flush()
    audit.record(act, "dkim.rotated", f"key:{row.selector}")
    return row.selector


def _selector(at: datetime, taken: set[str]) -> str:
    day = f"s{at.astimezone(clock.CENTRAL):%Y%m%d}"
    return next(name for name in (day, *(f"{day}-{number}" for number in range(2, 1000))) if name not in taken)


def signer(at: datetime) -> Signer | None:
    """Who signs at that time: the newest key whose time has come; None while there is none."""
    query = select(DkimKey).where(DkimKey.signs_from <= at).order_by(DkimKey.signs_from.desc(), DkimKey.id.desc())
    key = db.session.scalars(query.limit(1)).first()
    return Signer(headers.domain(), key.selector, key.private_key) if key is not None else None


def published(at: datetime) -> list[Published]:
    """Every key whose record must be in the DNS, the newest first."""
    return _published(_keys(), at)


def records(at: datetime) -> dict[str, str]:
    """The published records by their names, as a verifier would find them."""
    domain = headers.domain()
    return {signing.name(key.selector, domain): signing.record(key.public_key) for key in published(at)}


def _keys() -> Sequence[DkimKey]:
    return db.session.scalars(select(DkimKey).order_by(DkimKey.signs_from, DkimKey.id)).all()


def _published(keys: Sequence[DkimKey], at: datetime) -> list[Published]:
    keep, found = timedelta(days=rules.whole("mail.dkim-keep-days", at)), []
    for place, key in enumerate(keys):
        ends = keys[place + 1].signs_from if place + 1 < len(keys) else None
        if key.signs_from > at:
            found.append(Published(key.selector, key.public_key, "coming", key.made_at, key.signs_from))
        elif ends is None or ends > at:
            found.append(Published(key.selector, key.public_key, "signing", key.signs_from, ends))
        elif ends + keep > at:
            found.append(Published(key.selector, key.public_key, "leaving", ends, ends + keep))
    return found[::-1]
