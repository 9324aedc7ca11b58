"""Writing, sealing, checking and redacting audit entries.

Every verb that changes the world calls `record` in its own transaction. Writers never wait for the chain: one
sealer gives the entries their places afterwards.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, text, update

from app.audit import chain, kinds
from app.audit.chain import Entry
from app.audit.models import AuditEntry, AuditHead
from app.foundation.acts import Act
from app.foundation.database import db

Plain = str | int | bool | None | list[str]
BATCH = 1000
SEALER = 0x5EA1
"""The number of the advisory lock that keeps one sealer at work."""
TAIL = timedelta(seconds=10)
"""An entry older than this should have been sealed."""
INSERT = insert(AuditEntry.__table__)
COLUMNS = tuple(getattr(AuditEntry, name) for name in Entry._fields)


def record(act: Act, kind: str, subject_ref: str, **payload: Plain) -> None:
    """Add the entry of one verb.

    `kind` is `noun.done` (`order.placed`); `subject_ref` is an id such as `account:17` or `order:10002`.
    The payload names fields and ids; personal values do not belong here.

    Raises:
        UnknownKind: the kind has no words in `app.audit.kinds`.
    """
    record_many(act, kind, [(subject_ref, payload)])


def record_many(act: Act, kind: str, done: Sequence[tuple[str, Mapping[str, Plain]]]) -> None:
    """Add the entries of a verb that did the same to many: each with its subject and its payload.

    Raises:
        UnknownKind: as `record`.
    """
    kinds.check(kind)
    if not done:
        return
    db.session.flush()
    # Columns and not an entity: writing the record must cost a verb as little as it can.
    db.session.connection().execute(INSERT, [_entry(act, kind, ref, dict(payload)) for ref, payload in done])


def _entry(act: Act, kind: str, subject_ref: str, payload: dict[str, Plain]) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    if act.agreement is not None:
        payload = {**payload, "agreement": f"{act.agreement[0]}:{act.agreement[1]}"}
    return {
        "at": act.at,
        "kind": kind,
        "actor": str(act.actor),
        "subject_ref": subject_ref,
        "policy_version": act.policy_version,
        "request_id": act.request_id,
        "payload": payload,
        "salt": salt,
        "commitment": chain.commitment(salt, payload),
    }


def redact(act: Act, entry_id: int, reason: str) -> None:
    """Remove an entry's payload; its place in the chain stays and still verifies."""
    db.session.execute(update(AuditEntry).where(AuditEntry.id == entry_id).values(payload=None, salt=""))
    record(act, "audit.redacted", f"audit:{entry_id}", reason=reason)


def redact_all(act: Act, entry_ids: Collection[int], reason: str) -> None:
    """Remove the payloads of many entries, under one entry that says from which to which."""
    chosen = AuditEntry.id.in_(entry_ids)
    db.session.execute(update(AuditEntry).where(chosen).values(payload=None, salt=""))
    reach = f"{min(entry_ids)} to {max(entry_ids)}"
    record(act, "audit.details-removed", "audit", entries=len(entry_ids), reach=reach, reason=reason)


def unsealed() -> bool:
    """Whether an entry waits for its seal; read on the connection that takes no write lock."""
    with db.engines["reader"].connect() as connection:
        return connection.scalar(select(AuditEntry.id).where(AuditEntry.seq.is_(None)).limit(1)) is not None


def waiting() -> int:
    """How many entries wait for their seal."""
    return db.session.scalar(select(func.count()).where(AuditEntry.seq.is_(None))) or 0


def seal() -> int:
    """Chain the waiting entries, at most `BATCH` of them; gives how many. Only one sealer works at a time."""
    if db.engine.dialect.name == "postgresql" and not db.session.scalar(
        text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": SEALER}
    ):
        return 0
    seq, prev = _head()
    waiting = db.session.execute(select(*COLUMNS).where(AuditEntry.seq.is_(None)).order_by(AuditEntry.id).limit(BATCH))
    changes = []
    for row in waiting.all():
        seq += 1
        digest = chain.row_hash(Entry(*row), seq, prev)
        changes.append({"id": row.id, "seq": seq, "prev": prev, "row_hash": digest})
        prev = digest
    if changes:
        db.session.execute(update(AuditEntry), changes)
    return len(changes)


def _head() -> tuple[int, str]:
    head = db.session.execute(
        select(AuditEntry.seq, AuditEntry.row_hash)
        .where(AuditEntry.seq.is_not(None))
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).first()
    return (0, chain.FIRST) if head is None else (head[0] or 0, head[1] or "")


def publish_head(act: Act) -> None:
    """Keep the day's end of the chain for all to see; the first of a day stands."""
    seq, digest = _head()
    day = act.at.astimezone(UTC).date()
    if seq and db.session.get(AuditHead, day) is None:
        db.session.add(AuditHead(day=day, seq=seq, row_hash=digest, published_at=act.at))
        db.session.flush()


@dataclass(frozen=True)
class Verdict:
    """What verifying found: sealed entries, how many wait, and every break as a sentence."""

    sealed: int
    waiting: int
    breaks: list[str]


def verify_newest(count: int) -> list[str]:
    """Walk the newest sealed entries only; gives every break, and every published head among them that differs."""
    seq, _ = _head()
    start = max(seq - count, 0)
    query = select(*COLUMNS).where(AuditEntry.seq >= start, AuditEntry.seq.is_not(None)).order_by(AuditEntry.seq)
    entries = [Entry(*row) for row in db.session.execute(query)]
    before = entries.pop(0) if start and entries else None
    found = list(chain.breaks(entries, (start, before.row_hash or "") if before else (0, chain.FIRST)))
    hashes = {entry.seq: entry.row_hash for entry in entries}
    heads = db.session.execute(select(AuditHead.seq, AuditHead.row_hash, AuditHead.day).where(AuditHead.seq > start))
    for place, digest, day in heads:
        if place not in hashes:
            found.append(f"The chain ends before place {place}, which was published on {day}.")
        elif hashes[place] != digest:
            found.append(f"Place {place} is not what was published on {day}.")
    return found


def oldest_unsealed() -> datetime | None:
    """When the entry was written that has waited longest for its seal; None when none waits."""
    return db.session.scalar(select(AuditEntry.at).where(AuditEntry.seq.is_(None)).order_by(AuditEntry.id).limit(1))


def sealed_count() -> int:
    """How many entries are sealed: the place of the last one."""
    return _head()[0]


def verify(act: Act) -> Verdict:
    """Walk the whole chain in constant memory and compare it with every published head."""
    heads = {row.seq: row for row in db.session.scalars(select(AuditHead))}
    found: list[str] = []
    sealed = 0

    def walk() -> Iterator[Entry]:
        nonlocal sealed
        for entry in _sealed_entries():
            sealed += 1
            head = heads.pop(entry.seq or 0, None)
            if head is not None and head.row_hash != entry.row_hash:
                found.append(f"Place {entry.seq} is not what was published on {head.day}.")
            yield entry

    found += list(chain.breaks(walk()))
    found += [f"The chain ends before place {seq}, which was published on {head.day}." for seq, head in heads.items()]
    waiting = db.session.scalars(select(AuditEntry.at).where(AuditEntry.seq.is_(None))).all()
    if late := [at for at in waiting if act.at - at > TAIL]:
        found.append(f"{len(late)} entries wait for their seal longer than {TAIL.seconds} seconds.")
    return Verdict(sealed, len(waiting), found)


def _sealed_entries() -> Iterator[Entry]:
    """Every sealed entry in the order of its place, read batch by batch: no transaction need stay open meanwhile."""
    query = select(*COLUMNS).where(AuditEntry.seq.is_not(None)).order_by(AuditEntry.seq).limit(BATCH)
    batch = [Entry(*row) for row in db.session.execute(query)]
    while batch:
        yield from batch
        batch = [Entry(*row) for row in db.session.execute(query.where(AuditEntry.seq > batch[-1].seq))]
