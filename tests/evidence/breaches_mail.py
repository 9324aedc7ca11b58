"""Breaches of the checks of mail."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, text, update

from app.foundation import clock, work
from app.foundation.database import db
from app.mail import headers, letters, signing
from app.mail.models import OutboxMail
from app.people import identifiers
from app.people import service as people
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.evidence.breach import Breach, Patch, edit, forget
from tests.evidence.planted import act, gone, ordered

CASEY = "casey@example.com"


def unasked_gate(_app: Flask, _patch: Patch) -> None:
    """A mail left although the gate was not asked at that moment."""
    edit(update(OutboxMail).where(OutboxMail.id == _first()).values(send_permit_id=None))


def _first() -> Any:
    return select(db.func.min(OutboxMail.id)).where(OutboxMail.state == "sent").scalar_subquery()


def asked_after_all(_app: Flask) -> None:
    """Its permit is with the mail again."""
    permit = "SELECT min(id) FROM gate_decision WHERE stage = 'send'"
    edit(text(f"UPDATE outbox_mail SET send_permit_id = ({permit}) WHERE id = (SELECT min(id) FROM outbox_mail)"))


def written_to_all_the_same(_app: Flask, _patch: Patch) -> None:
    """An address is suppressed, and a mail of a kind that can be stopped went to it a minute later."""
    work.unit(lambda: gate.suppress(act(), identifiers.email(CASEY).key, "*", "mail"))
    later = {"purpose": "requested", "sent_at": clock.now() + timedelta(minutes=1)}
    edit(update(OutboxMail).where(OutboxMail.id == _first()).values(**later))


def not_written_to(_app: Flask) -> None:
    edit(update(OutboxMail).where(OutboxMail.id == _first()).values(purpose="order"))


def without_the_end(_app: Flask, patch: Patch) -> None:
    """No mail says how to stop it."""
    patch.setattr(letters, "with_stop", lambda text_, html, *_: (text_, html))


def tells_the_telephone(_app: Flask, _patch: Patch) -> None:
    """A mail holds the street to which the reader's orders go."""
    row = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()
    assert row is not None
    row.content = row.content | {"greeting": "Casey, we deliver to 42 Quarry Road"}
    work.unit(db.session.flush)
    forget()


def tells_nothing(_app: Flask) -> None:
    row = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()
    assert row is not None
    row.content = row.content | {"greeting": "Casey"}
    work.unit(db.session.flush)
    forget()


def kept_for_ever(_app: Flask, _patch: Patch) -> None:
    """A mail of three years ago is still here."""
    edit(update(OutboxMail).where(OutboxMail.id == _first()).values(queued_at=clock.now() - timedelta(days=3 * 365)))


def deleted_in_time(_app: Flask) -> None:
    gone("outbox_mail", "id = (SELECT min(id) FROM outbox_mail)")


def sent_all_the_same(_app: Flask, _patch: Patch) -> None:
    """The reader had stopped news of the site, and a mail with news left a minute later, its old permit in hand."""
    casey = Subject(people.person_of("email", identifiers.email(CASEY).key), identifiers.email(CASEY).key)
    work.unit(lambda: gate.stop(act(), casey, "site_update", "email", "web form") and None)
    later = {"purpose": "site_update", "sent_at": clock.now() + timedelta(minutes=1)}
    edit(update(OutboxMail).where(OutboxMail.id == _first()).values(**later))


def news_before(app: Flask) -> None:
    """A mail with news of the site left while nobody had stopped any."""
    ordered(app)
    edit(update(OutboxMail).where(OutboxMail.id == _first()).values(purpose="site_update"))


def sent_in_time(_app: Flask) -> None:
    edit(update(OutboxMail).where(OutboxMail.id == _first()).values(sent_at=clock.now() - timedelta(minutes=1)))


def unsigned(_app: Flask, patch: Patch) -> None:
    """Mail leaves without a signature."""
    patch.setattr(signing, "sign", lambda message, *_: message)


def without_headers(_app: Flask, patch: Patch) -> None:
    """Mail that nobody ordered tells mail programs nothing."""
    patch.setattr(headers, "of_list", lambda *_: None)


MAIL: dict[str, Breach] = {
    "mail-signed": Breach(unsigned, ordered),
    "unsubscribe-headers": Breach(without_headers, ordered),
    "no-mail-after-stop": Breach(sent_all_the_same, news_before, sent_in_time),
    "mail-permitted": Breach(unasked_gate, ordered, asked_after_all),
    "suppressed-not-written": Breach(written_to_all_the_same, ordered, not_written_to),
    "marketing-says-how": Breach(without_the_end),
    "no-secrets-by-mail": Breach(tells_the_telephone, ordered, tells_nothing),
    "mail-kept-as-said": Breach(kept_for_ever, lambda app: (ordered(app), ordered(app, "robin")), deleted_in_time),
}
