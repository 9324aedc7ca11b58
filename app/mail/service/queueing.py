"""Queueing mail: a row of the outbox, written in the transaction of its cause with the gate's permit."""

from typing import Any

from app.audit import service as audit
from app.foundation import codes, jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import catalogue
from app.mail.models import OutboxMail
from app.people import identifiers
from app.people import service as people
from app.permissions import service as gate
from app.permissions.service import Refused
from app.permissions.subjects import Subject

Derived = tuple[str, str, tuple[Any, ...]]
"""`("code" | "letter-code" | "token", purpose, parts)`: what `foundation.codes` derives at the moment of sending."""


def queue(
    act: Act,
    *,
    to: str,
    template: str,
    purpose: str,
    ref: str,
    derived: dict[str, Derived] | None = None,
    **values: Any,
) -> int:
    """Write a message into the outbox, in the transaction of its cause; gives its id, or 0 when the gate refuses.

    `template` is `room/name`, a mail of the catalogue (else a LookupError), `values` are plain JSON values for it and
    `derived` names the secrets that it shows (codes, tokens): they are never stored. `ref` names the order, case
    or account behind the mail: the cause that the gate looks for.
    """
    catalogue.check(template, purpose)
    permit = gate.ask(act, recipient(to), purpose, "email", cause_ref=ref)
    if isinstance(permit, Refused):
        audit.record(act, "mail.refused", ref, template=template, purpose=purpose, reason=permit.reason)
        return 0
    gate.use(act, permit.id)
    row = OutboxMail(
        queue_permit_id=permit.id,
        recipient=to,
        template=template,
        purpose=purpose,
        ref=ref,
        content=values,
        derived={name: [kind, about, list(parts)] for name, (kind, about, parts) in (derived or {}).items()},
        message_id=f"<{codes.random_token(160)}@{_domain()}>",
        policy_version=act.policy_version,
        queued_at=act.at,
        due_at=act.at,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(act, "mail.queued", ref, mail=row.id, template=template, purpose=purpose)
    jobs.nudge("send-mail")
    return row.id


def recipient(address: str) -> Subject:
    """Who is reached at the address: the person it verifiably belongs to, or just the address."""
    key = identifiers.email(address).key
    return Subject(people.person_of("email", key), key)


def _domain() -> str:
    return rules.text("company.mail-from").rpartition("@")[2]
