"""The register of suppliers: filled from the settings, opened by a yearly statement, shut when it lapses (P48)."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from app.audit import service as audit
from app.config import Settings
from app.disclosures.grounds import CLAUSES_FOR_ALL
from app.disclosures.models import Vendor, VendorAttestation, VendorState
from app.disclosures.service import requirements
from app.disclosures.standing import Standing, newest_states, standing_of
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

LOOPBACK = {"localhost", "127.0.0.1", "::1", ""}


@dataclass(frozen=True)
class Wanted:
    """A supplier as the settings name it."""

    name: str
    legal_name: str
    role: str
    clause: str
    hosts: tuple[str, ...]
    data_fields: tuple[str, ...]
    gives_back: tuple[str, ...] = field(default=())


CARD_FIELDS = ("amount", "order number", "customer reference", "payment reference")
CARD_BACK = ("card token", "card brand", "last four digits", "expiry date")
MAIL_FIELDS = ("e-mail address", "message")


def wanted(settings: Settings) -> list[Wanted]:
    """The suppliers that these settings let the shop reach."""
    found = []
    if not (settings.production and settings.processor == "practice"):
        host = urlsplit(settings.processor_base).netloc
        title = f"{settings.processor.capitalize()} Card Processor"
        found.append(Wanted("card-processor", title, "card", "card-processor", (host,), CARD_FIELDS, CARD_BACK))
    if settings.smtp_host:
        found.append(Wanted("mail-relay", settings.smtp_host, "mail", "suppliers", (settings.smtp_host,), MAIL_FIELDS))
    for name, url, holds in (
        ("file-store", settings.files_url, "the files of orders"),
        ("database-host", settings.database_url, "everything that this policy says we keep"),
        ("key-host", settings.keys_url, "the keys of what we keep sealed"),
        ("queue-host", settings.jobs_url or settings.redis_url, "names of jobs that wait"),
    ):
        host = urlsplit(url).hostname or ""
        if host not in LOOPBACK:
            found.append(Wanted(name, host, "host", "suppliers", (urlsplit(url).netloc.rpartition("@")[2],), (holds,)))
    return found


def fill(act: Act, settings: Settings, add: bool = True) -> list[int]:
    """Bring the register to what the settings say; gives the ids of the suppliers that are new.

    A new supplier's door is open for the days of warning, in which its first statement is due. One whose setting is
    gone is shut. Without `add` only suppliers that are in the register already are brought up to date.
    """
    requirements.publish_first(act)
    wishes = {wish.name: wish for wish in wanted(settings)}
    known = {row.name: row for row in db.session.scalars(select(Vendor))}
    for name, row in known.items():
        if name in wishes:
            _change(act, row, wishes[name])
        elif row.name in OURS and newest_states([row.id])[row.id] != "shut":
            _state(act, row, "shut", "The settings name it no longer.")
    return [_add(act, wish) for name, wish in wishes.items() if add and name not in known]


OURS = frozenset({"card-processor", "mail-relay", "file-store", "database-host", "key-host", "queue-host"})
"""Suppliers that come and go with a setting."""


def _add(act: Act, wish: Wanted) -> int:
    row = Vendor(**_columns(wish), attest_until=act.at + timedelta(days=rules.whole("supplier.warning-days")))
    db.session.add(row)
    db.session.flush()
    audit.record(act, "supplier.added", f"supplier:{row.id}", name=wish.name, fields=list(wish.data_fields))
    _state(act, row, "warned", "The first statement is due.")
    return row.id


def _columns(wish: Wanted) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(wish).items()}


def _change(act: Act, row: Vendor, wish: Wanted) -> None:
    changed = {name: value for name, value in _columns(wish).items() if getattr(row, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(row, name, value)
    db.session.flush()
    audit.record(act, "supplier.changed", f"supplier:{row.id}", changed=sorted(changed), hosts=list(wish.hosts))


@dataclass(frozen=True)
class Statement:
    """What a supplier confirmed: who signed, and on which day."""

    signer: str
    signed_on: date


def attest(act: Act, supplier_id: int, statement: Statement) -> datetime:
    """Record a supplier's yearly statement about the current requirements and policy; gives when it lapses.

    Raises:
        Missing: there is no such supplier.
        Refusal: the day lies ahead, or so far back that the statement has lapsed already.
    """
    row = found(supplier_id)
    signed = datetime.combine(statement.signed_on, time(), clock.CENTRAL)
    until = signed + timedelta(days=rules.whole("supplier.statement-days"))
    if signed > act.at:
        raise Refusal("This day lies ahead. Please give the day on which they signed.", "signed_on")
    if until <= act.at:
        raise Refusal("A statement of that day has lapsed already. Please ask for a new one.", "signed_on")
    number = requirements.current_number()
    db.session.add(
        VendorAttestation(
            vendor_id=row.id,
            requirements_version=number,
            policy_version=act.policy_version,
            clauses=clauses_for(row.clause),
            signer=statement.signer,
            signed_on=statement.signed_on,
            until=until,
            recorded_at=act.at,
            recorded_by=str(act.actor),
        )
    )
    row.agreement_version, row.attested_at, row.attest_until, row.signer = number, act.at, until, statement.signer
    db.session.flush()
    audit.record(act, "supplier.attested", f"supplier:{row.id}", requirements=number, until=clock.iso(until))
    _state(act, row, "open", "")
    return until


def clauses_for(clause: str) -> list[str]:
    """The anchors of the policy that bind a supplier whose own clause is this one."""
    return list(dict.fromkeys((*CLAUSES_FOR_ALL, clause)))


def shut(act: Act, supplier_id: int, reason: str) -> None:
    """Shut a supplier's door at once; only a new statement opens it.

    Raises:
        Missing: there is no such supplier.
    """
    _state(act, found(supplier_id), "shut", reason)


def watch(act: Act) -> None:
    """Note what the calendar did: a statement that ends soon is warned about, a lapsed one shuts the door."""
    rows = list(db.session.scalars(select(Vendor)))
    states = newest_states([row.id for row in rows])
    for row in rows:
        now: Standing = standing_of(row.attest_until, states[row.id], act.at)
        if now != states[row.id] and now != "open":
            _state(act, row, now, "The statement has lapsed." if now == "shut" else "The statement ends soon.")


def _state(act: Act, row: Vendor, state: Standing, reason: str) -> None:
    db.session.add(VendorState(vendor_id=row.id, state=state, at=act.at, by=str(act.actor), reason=reason))
    db.session.flush()
    audit.record(act, f"supplier.{'opened' if state == 'open' else state}", f"supplier:{row.id}", reason=reason)


def found(supplier_id: int) -> Vendor:
    """The supplier's row.

    Raises:
        Missing: there is none.
    """
    row = db.session.get(Vendor, supplier_id)
    if row is None:
        raise Missing
    return row
