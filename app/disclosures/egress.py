"""The one outbound door: intend (commit), call with no transaction open, record (commit).

Whatever goes to a supplier goes through `hand_over`; `call` is its form for HTTP with JSON bodies. The ledger's row
is written with the intent, so that nothing leaves unrecorded. Who hands over much in a row takes the three steps one by
one (`intend`, `guard.window`, `ended`). A call stands under its key: a repeat under the same
key is the same call and the same disclosure.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import urllib3
from flask import Flask, current_app
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.config import Settings
from app.disclosures import guard
from app.disclosures.grounds import Ground
from app.disclosures.models import OutboundCall
from app.disclosures.service import ledger
from app.disclosures.service.ledger import Entry, SupplierShut
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

TIMEOUT = urllib3.Timeout(connect=3.0, read=10.0)
NOTHING_PERSONAL = ""
"""The name of a part of a body that says nothing about anybody."""
Taken = TypeVar("Taken")


class SupplierSilent(Refusal):
    """The supplier gave no usable answer; the call may be tried again under the same key."""


@dataclass(frozen=True)
class Call:
    """One request to a supplier over HTTP; `key` makes a repeat harmless.

    `person` is whom it is about (`account:17`). `fields` names the kind of data of each part of `body`, and of
    whatever else the request says (`{"url": "payment reference"}`). `repeatable`: the supplier takes the same key
    with the same body as one request, so that a call cut short may be made again.
    """

    supplier: str
    kind: str
    subject_ref: str
    method: str
    url: str
    key: str
    ground: Ground
    person: str
    fields: Mapping[str, str]
    body: dict[str, Any] = field(default_factory=dict)
    repeatable: bool = False
    permit_id: int | None = None


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and the JSON body when it was one."""

    status: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Parcel:
    """What `hand_over` is given: the ledger's entry, the supplier's host, the key, and how to repeat it if one may."""

    entry: Entry
    kind: str
    host: str
    key: str
    method: str = ""
    url: str = ""
    body: dict[str, Any] | None = None


def bind(app: Flask, settings: Settings) -> None:
    """Give the application its HTTP client; in production nothing else may connect to the outside."""
    local = settings.instance / "tls" / "ca.pem"
    ca = settings.ca_file or (str(local) if local.exists() and not settings.production else None)
    app.extensions["shop.http"] = urllib3.PoolManager(ca_certs=ca, retries=False, timeout=TIMEOUT)
    app.extensions["shop.credentials"] = {}
    if settings.production:
        guard.install(app, guard.hosts_of(settings))


def introduce(app: Flask, supplier: str, headers: dict[str, str]) -> None:
    """Tell the door how the shop proves itself to a supplier; this is stored nowhere else."""
    app.extensions["shop.credentials"][supplier] = headers


def call(act: Act, request: Call) -> Answer:
    """Send the request and give its answer; everything before it in this work is committed first.

    Raises:
        PermissionError: the supplier, its ground, its host or a field is not in the register.
        SupplierShut: the supplier's statement has lapsed.
        SupplierSilent: no answer came, or one that cannot be read.
    """
    if unnamed := set(request.body) - set(request.fields):
        raise PermissionError(f"Nothing says what kind of data this is: {', '.join(sorted(unnamed))}.")
    if urlsplit(request.url).query:
        raise PermissionError("What is sent stands in the body, where it is named.")
    payload = _written(request.body)
    try:
        return hand_over(
            act,
            _parcel(request, payload),
            lambda: _send(request.supplier, request.method, request.url, request.key, payload),
            lambda answer: answer.status,
        )
    except (urllib3.exceptions.HTTPError, ValueError):
        raise SupplierSilent(
            f"Our {_words(request.supplier)} does not answer right now. Nothing was taken; please try again soon."
        ) from None


def _parcel(request: Call, payload: bytes) -> Parcel:
    names, permit = _names(request), request.permit_id
    entry = Entry(
        request.supplier, request.ground, request.person, request.subject_ref, names, payload, permit_id=permit
    )
    again = request.body if request.repeatable else None
    host = urlsplit(request.url).netloc
    return Parcel(entry, request.kind, host, request.key, request.method, request.url, again)


def _names(request: Call) -> tuple[str, ...]:
    """The kinds of data that the request holds; an empty part says nothing."""
    said = (name for part, name in request.fields.items() if request.body.get(part, True) not in ("", None))
    return tuple(dict.fromkeys(name for name in said if name != NOTHING_PERSONAL))


def hand_over(act: Act, parcel: Parcel, deliver: Callable[[], Taken], status: Callable[[Taken], int]) -> Taken:
    """Record the parcel, then deliver it with no transaction open, then record what `deliver` gave.

    Whatever `deliver` raises is passed on, after the call has been recorded as silent.

    Raises:
        PermissionError, SupplierShut: it may not be sent (`ledger.admit`), or the host is not the supplier's.
    """
    call_id = intend(act, parcel)
    work.settle()
    try:
        with guard.window(parcel.host):
            taken = deliver()
    except Exception:
        ended(call_id, "silent")
        work.settle()
        raise
    ended(call_id, "answered", status(taken))
    work.settle()
    return taken


def repeat(act: Act, call_id: int) -> bool:
    """Make a call that was cut short once more, under its own key; False when that cannot be done now."""
    row = db.session.get_one(OutboundCall, call_id)
    host = urlsplit(row.url).netloc
    if row.payload is None or not ledger.is_open(act, row.supplier, host):
        return False
    work.settle()
    try:
        with guard.window(host):
            answer = _send(row.supplier, row.method, row.url, row.idempotency_key, _written(row.payload))
    except (urllib3.exceptions.HTTPError, ValueError, OSError):
        return False
    ended(call_id, "answered", answer.status)
    work.settle()
    return True


def intend(act: Act, parcel: Parcel) -> int:
    """Write the parcel into the ledger; gives the number of its call. Whoever calls commits before delivering.

    Raises:
        PermissionError, SupplierShut: as `hand_over`.
    """
    try:
        supplier = ledger.admit(act, parcel.entry)
    except SupplierShut:
        work.keep(lambda: _refused(act, parcel))
        raise
    if supplier is None or parcel.host not in supplier.hosts:
        raise PermissionError(f"{parcel.host} is not a host of {parcel.entry.recipient}.")
    row = _known(parcel)
    if row is None:
        row = _new_row(act, parcel)
    else:
        _again(act, row, parcel)
    row.payload = parcel.body
    db.session.flush()
    return row.id


def ended(call_id: int, state: str, status: int | None = None) -> None:
    """Note how a call ended; whoever calls commits."""
    change = {"state": state, "status": status, "ended_at": clock.now(), "payload": None}
    db.session.execute(update(OutboundCall).where(OutboundCall.id == call_id).values(**change))


def _known(parcel: Parcel) -> OutboundCall | None:
    query = select(OutboundCall).where(
        OutboundCall.supplier == parcel.entry.recipient, OutboundCall.idempotency_key == parcel.key
    )
    return db.session.scalars(query).first()


def _again(act: Act, row: OutboundCall, parcel: Parcel) -> None:
    """The same call once more; one that was only refused until now gets its line in the ledger."""
    if row.payload_sha256 != _digest(parcel):
        raise RuntimeError("A key stands for one call: another body needs another key.")
    if row.state == "refused":
        ledger.write(act, parcel.entry, row.id)
    else:
        row.tries += 1
    row.state, row.tried_at = "intended", clock.now()


def _new_row(act: Act, parcel: Parcel) -> OutboundCall:
    """The call with its line in the ledger; if somebody else made it at this instant, theirs."""
    try:
        with db.session.begin_nested():
            row = _made(act, parcel, "intended")
            ledger.write(act, parcel.entry, row.id)
    except IntegrityError:
        theirs = _known(parcel)
        if theirs is None:
            raise
        row = theirs
    return row


def _made(act: Act, parcel: Parcel, state: str) -> OutboundCall:
    row = OutboundCall(
        supplier=parcel.entry.recipient,
        kind=parcel.kind,
        subject_ref=parcel.entry.case_ref,
        idempotency_key=parcel.key,
        payload_sha256=_digest(parcel),
        method=parcel.method,
        url=parcel.url,
        payload=None,
        policy_version=act.policy_version,
        intended_at=act.at,
        tried_at=clock.now(),
        state=state,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _refused(act: Act, parcel: Parcel) -> None:
    """Keep what a shut door made wait, for staff to see."""
    if _known(parcel) is None:
        _made(act, parcel, "refused")


def _written(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True).encode()


def _digest(parcel: Parcel) -> str:
    return hashlib.sha256(parcel.entry.payload).hexdigest()


def _words(supplier: str) -> str:
    return supplier.replace("-", " ")


def _send(supplier: str, method: str, url: str, key: str, payload: bytes) -> Answer:
    """Nothing but the body, the key and the shop's own credentials goes along: no cookie, no referrer (P58)."""
    http: urllib3.PoolManager = current_app.extensions["shop.http"]
    known: dict[str, str] = current_app.extensions["shop.credentials"].get(supplier, {})
    headers = {"Content-Type": "application/json", "Idempotency-Key": key, **known}
    response = http.request(method, url, body=payload if method != "GET" else None, headers=headers, redirect=False)
    if response.status >= 500:
        raise urllib3.exceptions.HTTPError(str(response.status))
    found = json.loads(response.data or b"{}")
    return Answer(response.status, found if isinstance(found, dict) else {})
