"""The ledger: what has no ground cannot be recorded, and what cannot be recorded cannot be sent (P44).

`record` is the only way into the table; whatever leaves by another way than the door (a printed label, a file
handed over) is recorded by the room that hands it over, before it does.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select

from app.audit import service as audit
from app.disclosures.grounds import GROUND_OF_ROLE, GROUNDS, Ground
from app.disclosures.models import Disclosure, OutboundCall, Vendor
from app.disclosures.standing import newest_states, standing_of
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

WITH_SUPPLIER = frozenset(GROUND_OF_ROLE.values())
"""Grounds whose recipient must be a supplier of the register."""
ON_PAPER = frozenset({"legal", "enforce"})
"""Grounds that need the number of a case."""


class SupplierShut(Refusal):
    """The supplier's door is shut: its statement has lapsed, or staff shut it."""


@dataclass(frozen=True)
class Entry:
    """What is to leave: `recipient` is a supplier's name (or who else gets it), `person` like `account:17`.

    `fields` names kinds of data, never values; `payload` is what will leave, of which only a digest is kept.
    """

    recipient: str
    ground: Ground
    person: str
    case_ref: str
    fields: tuple[str, ...]
    payload: bytes
    count: int = 1
    permit_id: int | None = None
    visible_from: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One line of a person's ledger; repeats are folded: `first`, `last`, and how many."""

    recipient: str
    ground: str
    why: str
    clause: str
    fields: tuple[str, ...]
    first: datetime
    last: datetime
    count: int
    sure: bool
    """Whether each of them was answered; else at least one may not have arrived."""


def admit(act: Act, entry: Entry) -> Vendor | None:
    """Check that the entry may be recorded; gives the supplier, if the ground is one of suppliers.

    Raises:
        PermissionError: no such ground or recipient, another ground than the supplier's, or a field beyond its own.
        SupplierShut: the supplier's door is shut.
    """
    if entry.ground not in GROUNDS:
        raise PermissionError(f"{entry.ground!r} is no ground on which anything may leave.")
    if not entry.fields or not all(entry.fields):
        raise PermissionError("What leaves must be named, kind by kind.")
    if entry.ground in WITH_SUPPLIER:
        return _supplier(act, entry)
    if entry.ground in ON_PAPER and not entry.case_ref:
        raise PermissionError("A disclosure under the law or against misuse needs its case.")
    if entry.ground == "subsidiary" and entry.recipient not in _subsidiaries():
        raise PermissionError(f"{entry.recipient} is not in the register of subsidiaries, so it counts as outside.")
    return None


def _supplier(act: Act, entry: Entry) -> Vendor:
    row = db.session.scalars(select(Vendor).where(Vendor.name == entry.recipient)).first()
    if row is None:
        raise PermissionError(f"{entry.recipient} is not in the register of suppliers.")
    if GROUND_OF_ROLE[row.role] != entry.ground:
        raise PermissionError(f"{entry.recipient} may be given nothing on the ground {entry.ground!r}.")
    if extra := set(entry.fields) - set(row.data_fields):
        raise PermissionError(f"{entry.recipient} may not be given: {', '.join(sorted(extra))}.")
    if not _stands_open(act, row):
        words = row.name.replace("-", " ")
        raise SupplierShut(f"Our {words} gets nothing from us right now, so this has to wait. Please try again later.")
    return row


def _stands_open(act: Act, row: Vendor) -> bool:
    return standing_of(row.attest_until, newest_states([row.id])[row.id], act.at) != "shut"


def is_open(act: Act, supplier: str, host: str) -> bool:
    """Whether this supplier may be given anything at all now, at that host."""
    row = db.session.scalars(select(Vendor).where(Vendor.name == supplier)).first()
    return row is not None and host in row.hosts and _stands_open(act, row)


def _subsidiaries() -> set[str]:
    """Names of the subsidiaries; each line of the rule is `Name: its work`."""
    lines = cast("list[str]", rules.value("company.subsidiaries"))
    return {line.partition(":")[0].strip() for line in lines}


def record(act: Act, entry: Entry, call_id: int | None = None) -> int:
    """Write the entry into the ledger, before anything leaves; gives its id.

    Raises:
        PermissionError, SupplierShut: see `admit`.
    """
    admit(act, entry)
    return write(act, entry, call_id)


def write(act: Act, entry: Entry, call_id: int | None = None) -> int:
    """Write an entry that was admitted in this very work; gives its id."""
    row = Disclosure(
        at=act.at,
        recipient=entry.recipient,
        ground=entry.ground,
        person_ref=entry.person,
        case_ref=entry.case_ref,
        fields=sorted(set(entry.fields)),
        count=entry.count,
        payload_sha256=hashlib.sha256(entry.payload).hexdigest(),
        policy_version=act.policy_version,
        permit_id=entry.permit_id,
        call_id=call_id,
        visible_from=entry.visible_from or act.at,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        act,
        "disclosure.recorded",
        f"disclosure:{row.id}",
        recipient=row.recipient,
        ground=row.ground,
        fields=list(row.fields),
        count=row.count,
    )
    return row.id


def of_person(refs: Iterable[str], at: datetime) -> list[Line]:
    """What left about the person filed under any of these references, newest first; what a ban hides is left out."""
    query = (
        select(
            Disclosure.recipient,
            Disclosure.ground,
            Disclosure.fields,
            Disclosure.at,
            Disclosure.count,
            OutboundCall.state,
            Vendor.legal_name,
        )
        .outerjoin(OutboundCall, OutboundCall.id == Disclosure.call_id)
        .outerjoin(Vendor, Vendor.name == Disclosure.recipient)
        .where(Disclosure.person_ref.in_(list(refs)), Disclosure.visible_from <= at)
        .order_by(Disclosure.at)
    )
    folded: dict[tuple[object, ...], Line] = {}
    for recipient, ground, fields, when, count, state, legal_name in db.session.execute(query):
        key = (recipient, ground, tuple(fields))
        sure = state in (None, "answered", "arrived")
        before = folded.get(key)
        folded[key] = Line(
            legal_name or recipient,
            ground,
            GROUNDS[ground].words,
            GROUNDS[ground].clause,
            tuple(fields),
            before.first if before else when,
            when,
            count + (before.count if before else 0),
            sure and (before is None or before.sure),
        )
    return sorted(folded.values(), key=lambda line: line.last, reverse=True)


def recipients_by_case(refs: Iterable[str], at: datetime) -> dict[str, tuple[str, ...]]:
    """Who was given something about the person, by the order or case because of which; without what a ban hides."""
    query = (
        select(Disclosure.case_ref, Disclosure.recipient, Vendor.legal_name)
        .outerjoin(Vendor, Vendor.name == Disclosure.recipient)
        .where(Disclosure.person_ref.in_(list(refs)), Disclosure.visible_from <= at, Disclosure.case_ref != "")
        .distinct()
        .order_by(Disclosure.case_ref, Disclosure.recipient)
    )
    found: dict[str, tuple[str, ...]] = {}
    for case_ref, recipient, legal_name in db.session.execute(query):
        found[case_ref] = (*found.get(case_ref, ()), legal_name or recipient)
    return found
