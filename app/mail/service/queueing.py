"""Queueing mail: rows of the outbox, written in the transaction of their cause, each with the gate's permit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.audit import service as audit
from app.foundation import codes, jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import catalogue, headers
from app.mail.models import OutboxMail
from app.mail.service import stop_links
from app.people import identifiers
from app.people import service as people
from app.permissions import service as gate
from app.permissions.service import Permit, Refused
from app.permissions.subjects import Subject

Derived = tuple[str, str, tuple[Any, ...]]
"""`("code" | "letter-code" | "token", purpose, parts)`: what `foundation.codes` derives at the moment of sending."""


@dataclass(frozen=True)
class Queued:
    """One message to be written: see `queue` for what each part means; `run` is the number of a run, or 0."""

    to: str
    template: str
    purpose: str
    ref: str
    values: Mapping[str, Any]
    derived: Mapping[str, Derived] = field(default_factory=dict)
    run: int = 0


def queue(
    act: Act,
    *,
    to: str,
    template: str,
    purpose: str,
    ref: str,
    derived: dict[str, Derived] | None = None,
    run: int = 0,
    thread: dict[str, str] | None = None,
    **values: Any,
) -> int:
    """Write a message into the outbox, in the transaction of its cause; gives its id, or 0 when the gate refuses.

    `template` is `room/name`, a mail of the catalogue (else a LookupError), `values` are plain JSON values for it and
    `derived` names the secrets that it shows (codes, tokens): they are never stored. `ref` names the order, case
    or account behind the mail: the cause that the gate looks for. `thread` names what it answers: `in_reply_to`,
    `references`.
    """
    if thread:
        values["thread"] = thread
    return queue_many(act, [Queued(to, template, purpose, ref, values, derived or {}, run)])[0]


def queue_many(act: Act, letters: Sequence[Queued]) -> list[int]:
    """Write many messages, each with a permit of its own; gives their ids in that order, 0 for each refused."""
    permits = _asked(act, letters)
    rows = [
        None if isinstance(permit, Refused) else _row(act, letter, permit)
        for letter, permit in zip(letters, permits, strict=True)
    ]
    written = [row for row in rows if row is not None]
    db.session.add_all(written)
    db.session.flush()
    stop_links.issue_many(act, [row for row in written if row.purpose in headers.UNASKED])
    done: list[tuple[str, dict[str, audit.Plain]]] = [
        (row.ref, {"mail": row.id, "template": row.template, "purpose": row.purpose}) for row in written
    ]
    audit.record_many(act, "mail.queued", done)
    if written:
        jobs.nudge("send-mail")
    return [row.id if row is not None else 0 for row in rows]


def _asked(act: Act, letters: Sequence[Queued]) -> list[Permit | Refused]:
    """What the gate says of each message; the permits are used."""
    for template, purpose in {(letter.template, letter.purpose) for letter in letters}:
        catalogue.check(template, purpose)
    keys = [identifiers.email(letter.to).key for letter in letters]
    known = people.people_at("email", keys)
    subjects = [Subject(known.get(key, 0), key) for key in keys]
    found: dict[int, Permit | Refused] = {}
    for purpose in {letter.purpose for letter in letters}:
        of_purpose = [place for place, letter in enumerate(letters) if letter.purpose == purpose]
        about, refs = [subjects[place] for place in of_purpose], [letters[place].ref for place in of_purpose]
        found |= zip(of_purpose, gate.ask_and_use_many(act, about, purpose, "email", refs), strict=True)
    answers = [found[place] for place in range(len(letters))]
    for letter, answer in zip(letters, answers, strict=True):
        if isinstance(answer, Refused):
            about_it = {"template": letter.template, "purpose": letter.purpose, "reason": answer.reason}
            audit.record(act, "mail.refused", letter.ref, **about_it)
    return answers


def _row(act: Act, letter: Queued, permit: Permit) -> OutboxMail:
    derived = {name: [kind, about, list(parts)] for name, (kind, about, parts) in letter.derived.items()}
    return OutboxMail(
        queue_permit_id=permit.id,
        recipient=letter.to,
        domain=identifiers.email(letter.to).key.rpartition("@")[2],
        template=letter.template,
        purpose=letter.purpose,
        ref=letter.ref,
        content=dict(letter.values),
        derived=derived,
        reference=codes.reference(),
        message_id=f"<{codes.random_token(160)}@{headers.domain()}>",
        run_id=letter.run or None,
        policy_version=act.policy_version,
        queued_at=act.at,
        due_at=act.at,
    )


def recipient(address: str) -> Subject:
    """Who is reached at the address: the person it verifiably belongs to, or just the address."""
    key = identifiers.email(address).key
    return Subject(people.person_of("email", key), key)
