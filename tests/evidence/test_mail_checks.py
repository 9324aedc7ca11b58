"""What the checks of mail see in the outbox: permits, stops, the end of each mail, secrets, and how old it is."""

from collections.abc import Iterator
from datetime import timedelta

import jinja2
import pytest
from flask import Flask
from sqlalchemy import select, text, update

from app.foundation import clock, jobs, work
from app.foundation.checks import Result, State
from app.foundation.database import db
from app.mail import service as mail
from app.mail.catalogue import Letter
from app.mail.checks import CHECKS
from app.mail.models import OutboxMail
from app.people import identifiers
from app.people import service as people
from app.people.service import Told
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.evidence.breach import edit, forget, seen
from tests.evidence.planted import act, ordered
from tests.ordering import drafted
from tests.people import new_account

NAMED = {check.name: check for check in CHECKS}
KEPT, FAILING, UNCHECKED = State.KEPT, State.FAILING, State.UNCHECKED
CASEY = "casey@example.com"


def found(name: str) -> Result:
    return seen(NAMED[name])


@pytest.fixture
def posted(app: Flask, opened: None) -> None:
    """A shop that sent mail about an order."""
    ordered(app)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("name", ["mail-permitted", "no-secrets-by-mail", "mail-kept-as-said"])
def test_without_mail_nothing_can_be_said_of_it(app: Flask, name: str) -> None:
    assert found(name).state == UNCHECKED


@pytest.mark.usefixtures("posted")
def test_mail_that_waits_needs_one_permit_and_mail_that_left_two(app: Flask) -> None:
    result = found("mail-permitted")
    assert result.state == KEPT
    assert result.measured == "1 mail in 90 days, 1 of them sent; none without a permit of its own."


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize(
    "change",
    [
        "allowed = 0 WHERE stage = 'queue'",
        "used_at = NULL WHERE stage = 'send'",
        "purpose = 'account' WHERE stage = 'send'",
        "channel = 'post' WHERE stage = 'queue'",
        "stage = 'queue' WHERE stage = 'send'",
        "used_at = '2099-01-01' WHERE stage = 'send'",
        "subject_key = 'address:' || inputs_sha256 WHERE stage = 'send'",
    ],
)
def test_a_permit_that_does_not_fit_its_mail_is_seen(app: Flask, change: str) -> None:
    if db.engine.dialect.name != "sqlite":
        change = change.replace("= 0", "= false")
    edit(text(f"UPDATE gate_decision SET {change}"))
    assert found("mail-permitted").state == FAILING


def answered(purpose: str = "requested", to: str = CASEY) -> None:
    """A mail of that purpose left a minute from now, with its permits."""
    later = clock.now() + timedelta(minutes=1)
    newest = select(db.func.max(OutboxMail.id)).scalar_subquery()
    edit(update(OutboxMail).where(OutboxMail.id == newest).values(purpose=purpose, recipient=to, sent_at=later))


@pytest.mark.usefixtures("posted")
def test_a_suppressed_address_gets_nothing_that_can_be_stopped(app: Flask) -> None:
    work.unit(lambda: gate.suppress(act(), identifiers.email(CASEY).key, "*", "mail"))
    assert found("suppressed-not-written").state == KEPT
    answered("order")
    assert found("suppressed-not-written").state == KEPT
    answered("marketing")
    assert found("suppressed-not-written").state == FAILING
    answered("marketing", "robin@example.com")
    assert found("suppressed-not-written").state == KEPT


@pytest.mark.usefixtures("posted")
def test_a_stop_that_came_from_an_address_alone_counts_until_its_owner_undoes_it(app: Flask) -> None:
    lee = Subject(0, identifiers.email("lee@example.com").key)
    work.unit(lambda: gate.stop(act(), lee, "*", "*", "mail") and None)
    answered("requested", "Lee@Example.com")
    assert found("suppressed-not-written").state == FAILING
    work.unit(lambda: gate.allow(act(), lee, "requested", "email", "web form") and None)
    assert found("suppressed-not-written").state == KEPT


@pytest.fixture
def offer(app: Flask) -> Iterator[None]:
    """A marketing mail in the catalogue whose templates say nothing of stopping it."""
    before, catalogue = app.jinja_env.loader, app.extensions["shop.letters"]
    texts = {"subject.txt": "{{ title }}", "body.txt": "Look, {{ name }}.", "body.html": "<body><p>Look.</p></body>"}
    made = jinja2.DictLoader({f"tests/mail/offer/{name}": words for name, words in texts.items()})
    assert before is not None
    app.jinja_env.loader = jinja2.ChoiceLoader([made, before])
    catalogue["tests/offer"] = Letter("tests/offer", "An offer", "marketing", "marketing")
    yield
    app.jinja_env.loader = before
    del catalogue["tests/offer"]


@pytest.mark.usefixtures("opened", "offer")
def test_a_mail_that_could_be_sent_is_read_before_it_ever_is(app: Flask) -> None:
    result = found("marketing-says-how")
    assert result == Result(KEPT, "0 such mails in 90 days and 2 specimens read; none without how to stop it.")


@pytest.mark.usefixtures("posted", "offer")
def test_a_mail_that_was_sent_without_its_end_is_seen(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    casey = Subject(1, CASEY)
    work.unit(lambda: gate.allow(act(), casey, "marketing", "email", "web form") and None)
    values = {"title": "New papers", "name": "Casey"}
    send = {"to": CASEY, "template": "tests/offer", "purpose": "marketing", "ref": "account:1"}
    work.unit(lambda: mail.queue(act(), **send, **values) and None)
    jobs.run_now("send-mail")
    assert found("marketing-says-how").measured.startswith("1 such mail in 90 days and 1 specimen")
    assert found("marketing-says-how").state == KEPT
    monkeypatch.setattr("app.mail.letters._render", lambda template, _: "Look." if "stop" in template else template)
    assert found("marketing-says-how").state == FAILING


def filled_in(**content: str) -> None:
    """The newest mail says something else."""
    row = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert row is not None
    row.content = row.content | content
    work.unit(db.session.flush)
    forget()


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize(
    "words",
    [
        "your card 4111 1111 1111 1111",
        "$argon2id$v=19$m=19456",
        "we deliver to 42 Quarry Road",
        "we deliver to 42 QUARRY ROAD.",
        "we call (218) 555-0142",
        "Duluth, MN 55802",
    ],
)
def test_a_mail_that_tells_a_secret_is_seen(app: Flask, words: str) -> None:
    told = Told("phone", "+12185550142", "For your orders.")
    work.unit(lambda: people.record(act(), 1, told) and None)
    assert found("no-secrets-by-mail").state == KEPT
    filled_in(greeting=words)
    assert found("no-secrets-by-mail").state == FAILING
    assert words not in found("no-secrets-by-mail").measured


@pytest.mark.usefixtures("posted")
def test_a_value_with_the_name_of_a_secret_is_seen_even_where_no_template_shows_it(app: Flask) -> None:
    filled_in(password="x")
    assert found("no-secrets-by-mail").state == FAILING


@pytest.mark.usefixtures("posted")
def test_our_own_address_under_each_mail_is_nobodys_secret(app: Flask) -> None:
    drafted(act(), new_account("robin", "Robin Vale"))
    assert found("no-secrets-by-mail").state == KEPT


@pytest.mark.usefixtures("posted")
@pytest.mark.parametrize(("years", "state"), [(1.9, KEPT), (2.1, FAILING)])
def test_the_oldest_mail_is_held_against_the_period_of_the_text(app: Flask, years: float, state: State) -> None:
    edit(update(OutboxMail).values(queued_at=clock.now() - timedelta(days=365.25 * years)))
    assert found("mail-kept-as-said").state == state
    assert "the text says 2 years" in found("mail-kept-as-said").measured
