"""Sending what waits. A message that may already be with the relay is never sent again blindly.

One commit lies between two messages: it says how the one before went, and marks the next one with its permit and its
line in the ledger. So whenever a worker dies, at most one message is left of which nobody knows.
"""

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import or_, select, update

from app.audit import service as audit
from app.foundation import clock, jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import letters
from app.mail.models import OutboxMail
from app.mail.service import dkim_keys, pace
from app.mail.service.handing import Sweep
from app.mail.service.outbox import waiting

log = logging.getLogger(__name__)
LINE_TROUBLES = 3
"""After so many failures of the line itself, one after the other, the rest waits for the next sweep."""

rules.declare(
    rules.Rule("mail.claim-minutes", 10, "minutes", "When a mail that a worker began to hand over counts as uncertain")
)


def send_waiting(act: Act) -> Iterator[None]:
    """Send what is due: order and account mail first, then runs, none faster to a domain than its pace."""
    find_uncertain(act)
    yield
    if not _can_sign(act):
        return
    with closing(Sweep(letters.settings())) as sweep:
        yield
        while sweep.troubles < LINE_TROUBLES and (due := pace.due(clock.now())):
            sweep.signer = dkim_keys.signer(clock.now())
            for mail_id in due:
                now = _now(act)
                sweep.record(now)
                if sweep.troubles >= LINE_TROUBLES:
                    break
                ready = sweep.mark(now, mail_id)
                yield
                if ready is not None:
                    sweep.hand_over(ready)
        sweep.record(_now(act))
        yield


def _now(act: Act) -> Act:
    """The act at this moment: a sweep may last for many minutes."""
    return replace(act, at=clock.now(), policy_version=letters.policy_version())


def _can_sign(act: Act) -> bool:
    """Whether there is a key to sign with; outside production the first one is made here."""
    if dkim_keys.signer(act.at) is not None:
        return True
    if letters.settings().production:
        log.error("no key signs our mail: run flask mail rotate-dkim and publish its record; mail waits")
        return False
    dkim_keys.rotate(act, at_once=True)
    return True


def find_uncertain(act: Act) -> None:
    """Messages whose worker died while it handed them over: staff must look, nobody sends them again blindly."""
    before = act.at - timedelta(minutes=rules.whole("mail.claim-minutes", act.at))
    query = select(OutboxMail.id, OutboxMail.ref).where(
        OutboxMail.state == "sending", or_(OutboxMail.claimed_at.is_(None), OutboxMail.claimed_at < before)
    )
    for mail_id, ref in db.session.execute(query).all():
        left = update(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.state == "sending")
        if db.session.execute(left.values(state="uncertain", trouble="the worker died")).rowcount:  # type: ignore[attr-defined]  # an update's result has a row count
            audit.record(act, "mail.uncertain", ref, mail=mail_id)


SEND = jobs.Job(
    "send-mail",
    send_waiting,
    1,
    "Send the mail that waits in the outbox",
    purposes="order account requested policy_notice site_update",
    clause="mail-we-send",
    waiting=waiting,
)
