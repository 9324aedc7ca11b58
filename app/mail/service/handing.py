"""One message after the other to the relay: marked, handed over with no transaction open, recorded."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.audit import service as audit
from app.config import Settings
from app.disclosures import egress, guard
from app.disclosures.service.ledger import SupplierShut
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import letters, news, relay
from app.mail.models import OutboxMail
from app.mail.relay import NoAnswer, RelayTrouble
from app.mail.service import bounces
from app.mail.service.queueing import recipient
from app.mail.signing import Signer
from app.permissions import service as gate
from app.permissions.service import Refused

log = logging.getLogger(__name__)
DELAYS = (1, 5, 15, 60, 240, 720)
"""Minutes before each further try."""
SHUT = RelayTrouble("the door to the relay is shut", waits=True)
PERMANENT = 500


@dataclass(frozen=True)
class Ready:
    """A message that is marked and stands in the ledger; `call_id` is 0 where nothing leaves this machine."""

    mail_id: int
    ref: str
    template: str
    attempts: int
    permit_id: int
    call_id: int
    envelope: relay.Envelope
    message: bytes


@dataclass(frozen=True)
class Answer:
    """What became of a message: `trouble` is None if the relay has taken it."""

    ready: Ready
    at: datetime
    trouble: RelayTrouble | NoAnswer | None = None


class Sweep:
    """One sweep over the outbox on one line; `troubles` counts failures of the line itself in a row."""

    signer: Signer | None = None

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._line = relay.line(settings)
        self._answer: Answer | None = None
        self.troubles = 0

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def mark(self, act: Act, mail_id: int) -> Ready | None:
        """Take a message that waits, ask the gate once more, draw and sign it, write it into the ledger.

        The mark is in the database before anything leaves. None when there is nothing to hand over.
        """
        waits = update(OutboxMail).where(
            OutboxMail.id == mail_id, OutboxMail.state == "queued", OutboxMail.due_at <= act.at
        )
        marked = db.session.execute(waits.values(state="sending", claimed_at=act.at))
        if not marked.rowcount:  # type: ignore[attr-defined]  # an update's result has a row count
            return None
        row = db.session.get_one(OutboxMail, mail_id, populate_existing=True)
        subject = recipient(row.recipient)
        permit = gate.ask_and_use_many(act, [subject], row.purpose, "email", [row.ref], stage="send")[0]
        if isinstance(permit, Refused):
            # Asked again at the last moment, so that a stop during a long run takes effect.
            row.state, row.trouble = "refused", permit.words
            audit.record(act, "mail.refused", row.ref, mail=row.id, purpose=row.purpose)
            return None
        row.send_permit_id = permit.id
        return self._drawn(act, row, relay.About(subject.key, row.ref, permit.id))

    def _drawn(self, act: Act, row: OutboxMail, about: relay.About) -> Ready | None:
        try:
            message = letters.written(letters.compose(row), self.signer, row.queued_at)
        except Exception as error:
            # A template that cannot be drawn must not hold up the mail behind it; staff see the row.
            row.state, row.trouble = "failed", type(error).__name__
            self._give_back(act, row)
            log.exception("mail %s could not be composed", row.id)
            return None
        call_id = 0
        if self._settings.smtp_host:
            try:
                call_id = egress.intend(act, relay.parcel(self._settings, row.message_id, message, about))
            except (SupplierShut, PermissionError):
                # Nothing is wrong with this message: all wait, and none loses a try.
                row.state, row.trouble, row.due_at = "queued", str(SHUT), act.at + timedelta(minutes=DELAYS[0])
                self._give_back(act, row)
                self.troubles = PERMANENT
                return None
        envelope = relay.Envelope(letters.envelope_sender(row), row.recipient)
        return Ready(row.id, row.ref, row.template, row.attempts, about.permit_id or 0, call_id, envelope, message)

    @staticmethod
    def _give_back(act: Act, row: OutboxMail) -> None:
        gate.give_back(act, row.send_permit_id or 0)
        row.send_permit_id = None

    def hand_over(self, ready: Ready) -> None:
        """Give the message to the relay; what it answers is kept until `record`."""
        trouble: RelayTrouble | NoAnswer | None = None
        try:
            with guard.window(self._settings.smtp_host):
                self._line.send(ready.envelope, ready.message)
        except (RelayTrouble, NoAnswer) as raised:
            trouble = raised
        of_line = isinstance(trouble, NoAnswer) or (trouble is not None and not trouble.code and not trouble.final)
        self.troubles = self.troubles + 1 if of_line else 0
        self._answer = Answer(ready, clock.now(), trouble)

    def record(self, act: Act) -> None:
        """Write down what became of the message before."""
        answer, self._answer = self._answer, None
        if answer is None:
            return
        if answer.trouble is None:
            _sent(act, answer)
        elif isinstance(answer.trouble, NoAnswer):
            _uncertain(act, answer, str(answer.trouble))
        else:
            _not_sent(act, answer, answer.trouble)


def _change(answer: Answer, **values: Any) -> None:
    # Also a message that counted as uncertain meanwhile: now somebody knows.
    here = update(OutboxMail).where(
        OutboxMail.id == answer.ready.mail_id, OutboxMail.state.in_(("sending", "uncertain"))
    )
    db.session.execute(here.values(**values))


def _end_call(answer: Answer, state: str, code: int | None = None) -> None:
    if answer.ready.call_id:
        egress.ended(answer.ready.call_id, state, code)


def _sent(act: Act, answer: Answer) -> None:
    ready = answer.ready
    _change(answer, state="sent", sent_at=answer.at, trouble="")
    _end_call(answer, "answered", relay.ACCEPTED)
    audit.record(act, "mail.sent", ready.ref, mail=ready.mail_id)
    news.sent.send(act, mail_id=ready.mail_id, template=ready.template)


def _uncertain(act: Act, answer: Answer, words: str) -> None:
    _change(answer, state="uncertain", trouble=f"no answer came ({words})"[:200])
    _end_call(answer, "uncertain")
    audit.record(act, "mail.uncertain", answer.ready.ref, mail=answer.ready.mail_id)


def _not_sent(act: Act, answer: Answer, trouble: RelayTrouble) -> None:
    ready = answer.ready
    attempts = ready.attempts + 1
    given_up = trouble.final or attempts > len(DELAYS)
    later = act.at + timedelta(minutes=DELAYS[min(attempts, len(DELAYS)) - 1])
    state = "failed" if given_up else "queued"
    _change(answer, state=state, attempts=attempts, due_at=later, trouble=str(trouble)[:200], send_permit_id=None)
    _end_call(answer, "answered" if trouble.code else "silent", trouble.code or None)
    gate.give_back(act, ready.permit_id)
    if trouble.final and trouble.code >= PERMANENT:
        bounces.refused_at_once(act, ready.mail_id, trouble.code, trouble.status)
