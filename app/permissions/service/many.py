"""The same decision for many subjects at once: read in bulk, decided by the same pure function, nothing stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import facts
from app.permissions.facts import CauseState, Event, Known, Outcome
from app.permissions.models import (
    Cause,
    Collection,
    Decision,
    NewUse,
    PermissionEvent,
    Suppression,
    UseNotice,
    VersionPurpose,
)
from app.permissions.purposes import ANY, Channel
from app.permissions.service.deciding import CAPPED, still_suppressed, within
from app.permissions.service.new_uses import EXPRESS, POSTED, Posted, Standing, evidence
from app.permissions.subjects import Subject
from app.policy import agreements

AT_ONCE = 400
"""Subjects read with one set of queries: each is filed under two keys, and a statement takes so many values."""


def consider_many(act: Act, subjects: Sequence[Subject], purpose: str, channel: Channel) -> list[Outcome]:
    """What the gate would say of each subject now, in their order; no cause is named, and nothing is stored."""
    return [facts.decide(known, purpose, channel) for known in know_many(act, subjects, purpose)]


def know_many(act: Act, subjects: Sequence[Subject], purpose: str, refs: Sequence[str] = ()) -> list[Known]:
    """What decisions about each subject rest on; `refs` are the causes that are named, one for each."""
    found: list[Known] = []
    for start in range(0, len(subjects), AT_ONCE):
        some = subjects[start : start + AT_ONCE]
        read = _read(act, some, purpose)
        named = refs[start : start + AT_ONCE] or [""] * len(some)
        found += [_known(act, read, who, purpose, ref) for who, ref in zip(some, named, strict=True)]
    return found


@dataclass
class _Read:
    """The rows of some subjects, by the key under which each is filed."""

    causes: dict[str, list[tuple[str, str, CauseState]]] = field(default_factory=dict)
    suppressed: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)
    events: dict[str, list[tuple[Event, str, str]]] = field(default_factory=dict)
    """With source and evidence, which matter to new uses only."""
    versions: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    told: dict[tuple[int, str], datetime] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    uses: list[Posted] = field(default_factory=list)
    named: dict[int | None, frozenset[str]] = field(default_factory=dict)
    ruled_out: dict[int, frozenset[str]] = field(default_factory=dict)
    """By person what agreements rule out."""

    def names(self, version: int | None) -> frozenset[str]:
        """The purposes that a version names; none where it names none."""
        return self.named.get(version, frozenset())


def _read(act: Act, subjects: Sequence[Subject], purpose: str) -> _Read:
    keys = sorted({key for who in subjects for key in who.keys})
    addresses = [key.removeprefix("address:") for key in keys if key.startswith("address:")]
    # Person 0 is nobody: by the work it takes, a mail must not tell whether its address is a customer's.
    read = _Read(ruled_out=agreements.ruled_out({who.person_id for who in subjects}))
    cause = select(Cause.subject_key, Cause.kind, Cause.ref, Cause.opened_at, Cause.expires_at, Cause.closed_at)
    opened = cause.where(Cause.subject_key.in_(keys)).order_by(Cause.opened_at)
    for key, kind, ref, at, expires_at, closed_at in db.session.execute(opened):
        read.causes.setdefault(key, []).append((kind, ref, CauseState(at, expires_at, closed_at)))
    listed = select(Suppression.address_key, Suppression.purpose, Suppression.lifted)
    for address, suppressed, lifted in db.session.execute(listed.where(Suppression.address_key.in_(addresses))):
        read.suppressed.setdefault(address, []).append((suppressed, lifted))
    columns = ("subject_key", "source", "evidence_ref", "id", "purpose", "channel", "effect", "own")
    said = select(*[getattr(PermissionEvent, name) for name in columns]).where(PermissionEvent.subject_key.in_(keys))
    for key, source, ref, *event in db.session.execute(said.order_by(PermissionEvent.id)):
        read.events.setdefault(key, []).append((Event(*event), source, ref))
    came = select(Collection.subject_key, Collection.how, Collection.policy_version)
    for key, how, version in db.session.execute(came.where(Collection.subject_key.in_(keys))):
        read.versions.setdefault(key, []).append((how, version))
    _read_names(act, read)
    _read_uses(act, read, keys, purpose)
    if purpose in CAPPED:
        _read_sent(act, read, keys)
    return read


def _read_names(act: Act, read: _Read) -> None:
    """One query however many versions matter, and also where only the one in force does."""
    versions = {act.policy_version or 0} | {version for rows in read.versions.values() for _how, version in rows}
    query = select(VersionPurpose.policy_version, VersionPurpose.purpose)
    for version, purpose in db.session.execute(query.where(VersionPurpose.policy_version.in_(versions))):
        read.named[version] = read.named.get(version, frozenset()) | {purpose}


def _read_uses(act: Act, read: _Read, keys: list[str], purpose: str) -> None:
    query = POSTED.where(NewUse.purpose == purpose, NewUse.opens_at <= act.at, NewUse.ended_at.is_(None))
    read.uses = [Posted(*row) for row in db.session.execute(query)]
    if read.uses:
        notice = select(UseNotice.new_use_id, UseNotice.subject_key, UseNotice.notified_at)
        of_these = notice.where(
            UseNotice.new_use_id.in_([use.id for use in read.uses]), UseNotice.subject_key.in_(keys)
        )
        read.told = {(use_id, key): at for use_id, key, at in db.session.execute(of_these)}


def _read_sent(act: Act, read: _Read, keys: list[str]) -> None:
    query = select(Decision.subject_key, func.count()).where(
        Decision.subject_key.in_(keys),
        Decision.purpose.in_(CAPPED),
        Decision.channel != "internal",
        Decision.stage == "send",
        Decision.used_at.is_not(None),
        Decision.at > act.at - timedelta(days=rules.whole("gate.cap-days", act.at)),
    )
    read.sent = {row[0]: row[1] for row in db.session.execute(query.group_by(Decision.subject_key))}


def _known(act: Act, read: _Read, who: Subject, purpose: str, ref: str) -> Known:
    rows = sorted((row for key in who.keys for row in read.causes.get(key, ())), key=lambda row: row[2].opened_at)
    causes = {kind: state for kind, of, state in rows if kind in {"customer", "hold", "closure"} or of == ref}
    events = sorted((event for key in who.keys for event, *_ in read.events.get(key, ())), key=lambda event: event.id)
    open_ones = [_standing(act, read, who, use).is_open(act.at) for use in read.uses]
    sent = sum(read.sent.get(key, 0) for key in who.keys)
    return Known(
        at=act.at,
        customer=_is_open(causes.pop("customer", None), act),
        held=_is_open(causes.pop("hold", None), act),
        closed=_is_open(causes.pop("closure", None), act),
        suppressed=still_suppressed(read.suppressed.get(who.address, ())),
        events=tuple(events),
        waiting_uses=frozenset() if all(open_ones) else frozenset({purpose}),
        promised=_promised(act, read, who, frozenset({purpose}) if open_ones and all(open_ones) else frozenset()),
        causes=causes,
        switches=frozenset(name for name in ("prospect.first-contact",) if rules.value(name, act.at)),
        capped=purpose in CAPPED and sent >= rules.whole("gate.cap-count", act.at),
    )


def _is_open(cause: CauseState | None, act: Act) -> bool:
    return cause is not None and facts.is_open(cause, act.at)


def _promised(act: Act, read: _Read, who: Subject, opened: frozenset[str]) -> frozenset[str] | None:
    agreed, came = _versions(read, who, "agreed"), _versions(read, who, "collected")
    then = max([*([max(agreed)] if agreed else []), *([min(came)] if came else [])], default=None)
    now, out = read.names(act.policy_version), read.ruled_out.get(who.person_id, frozenset())
    if then is None:
        return within(now | opened if now else None, out)
    if now and then <= (act.policy_version or 0):
        return within((read.names(then) & now) | opened, out)
    return within(read.names(then) | opened, out)


def _versions(read: _Read, who: Subject, how: str) -> list[int]:
    return [version for key in who.keys for said, version in read.versions.get(key, ()) if said == how]


def _standing(act: Act, read: _Read, who: Subject, use: Posted) -> Standing:
    told = min((read.told[use.id, key] for key in who.keys if (use.id, key) in read.told), default=None)
    came = _versions(read, who, "collected")
    wait = timedelta(days=rules.whole("gate.notice-days", act.at))
    return Standing(
        promised=bool(came) and min(came) >= use.policy_version,
        said=_said(read, who, use),
        begins_at=max(use.closes_at, told + wait) if told is not None else None,
        needs_yes=rules.text("gate.old-data", act.at) == EXPRESS,
    )


def _said(read: _Read, who: Subject, use: Posted) -> str:
    newest, word = 0, ""
    for key in who.keys:
        for event, source, ref in read.events.get(key, ()):
            yes = event.effect == "allow" and source == "policy window" and ref == evidence(use.policy_version)
            yes = yes and event.purpose == use.purpose
            no = event.effect == "stop" and event.channel == ANY and event.purpose in {ANY, use.purpose}
            if (yes or no) and event.id > newest:
                newest, word = event.id, "yes" if yes else "no"
    return word
