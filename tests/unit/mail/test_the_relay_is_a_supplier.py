"""Mail that goes to a relay goes through the door: in the ledger once, and nowhere while the relay's door is shut."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.disclosures import views
from app.disclosures.models import Disclosure, OutboundCall
from app.disclosures.service import suppliers
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.permissions.models import Decision
from tests.unit.mail.relays import Relay, queue, relay, shop_with_relay

__all__ = ["relay", "shop_with_relay"]

RunJob = Callable[[str], None]


def again(run_job: RunJob, mail: OutboxMail) -> None:
    """Run the job when the mail's next try is due."""
    mail.due_at -= timedelta(days=1)
    work.unit(db.session.flush)
    run_job("send-mail")
    db.session.refresh(mail)


def test_a_mail_to_the_relay_stands_in_the_ledger_with_its_address_and_cause(
    act: Act, relay: Relay, run_job: RunJob
) -> None:
    mail = queue(act)
    run_job("send-mail")
    assert len(relay.taken) == 1
    told = db.session.scalars(select(Disclosure)).one()
    assert (told.recipient, told.ground, told.case_ref) == ("mail-relay", "supplier", "account:1")
    assert told.person_ref.startswith("address:")
    db.session.refresh(mail)
    assert (told.permit_id, told.fields) == (mail.send_permit_id, ["e-mail address", "message"])
    call = db.session.scalars(select(OutboundCall)).one()
    assert (call.state, call.status, call.payload) == ("answered", 250, None)
    assert "Hello" not in str(vars(call))


def test_a_mail_that_the_relay_could_not_be_given_says_so_in_the_ledger(
    act: Act, shop_with_relay: Flask, run_job: RunJob
) -> None:
    queue(act)
    run_job("send-mail")
    assert [(call.state, call.tries) for call in db.session.scalars(select(OutboundCall))] == [("silent", 1)]


def test_a_try_that_failed_counts_as_no_message_that_the_person_got(
    act: Act, shop_with_relay: Flask, run_job: RunJob
) -> None:
    mail = queue(act)
    run_job("send-mail")
    again(run_job, mail)
    assert mail.attempts == 2
    used = select(Decision.id).where(Decision.stage == "send", Decision.used_at.is_not(None))
    assert db.session.scalars(used).all() == []


def test_while_the_relays_door_is_shut_mail_waits_and_that_counts_as_no_try(
    act: Act, relay: Relay, run_job: RunJob
) -> None:
    number = next(card.id for card in views.cards(act.at) if card.name == "mail-relay")
    work.unit(lambda: suppliers.shut(act, number, "They read a mail."))
    first, second = queue(act), queue(act, to="lee@example.com")
    run_job("send-mail")
    assert relay.taken == []
    assert db.session.scalar(select(Disclosure.id)) is None
    for mail in (first, second):
        db.session.refresh(mail)
        assert (mail.state, mail.attempts, mail.send_permit_id) == ("queued", 0, None)


def test_the_local_maildir_of_a_demonstration_is_no_disclosure(app: Flask, act: Act, run_job: RunJob) -> None:
    mail = queue(act)
    run_job("send-mail")
    db.session.refresh(mail)
    assert mail.state == "sent"
    assert db.session.scalar(select(Disclosure.id)) is None
    assert db.session.scalar(select(OutboundCall.id)) is None
