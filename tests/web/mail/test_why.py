"""Why did I get this? Every mail explains itself by its reference, and names nobody to whoever it was forwarded to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from app.foundation import clock, codes, jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import stop_addresses
from app.mail.models import OutboxMail, StopLink
from tests.ordering import paid
from tests.pages import Browser
from tests.people import SignedIn
from tests.web.mail.test_mail_choices import asked, typed_code
from tests.web.mail.unasked import in_catalogue, queued, send

ALEX = "alex.kim@example.com"


@pytest.fixture(autouse=True)
def news(app: Flask) -> Iterator[None]:
    with in_catalogue(app, "site_update"):
        yield


@pytest.fixture
def row(customer: SignedIn, act: Act) -> OutboxMail:
    """A mail about news that Alex got."""
    return send(replace(act, at=clock.now()), ALEX)


def test_a_stranger_reads_why_it_came_but_not_to_whom(row: OutboxMail, visitor: Browser) -> None:
    typed = codes.grouped(row.reference).lower()
    page = visitor.get("/why").form("/why").submit(reference=typed).follow()
    for words in ("Our site_update", "Telling you about updates of the site", "Permission arose", "account was opened"):
        assert words in page.main
    assert "Yes: the policy allows it" in page.main
    assert "Your e-mail address, your name" in page.main
    assert not [word for word in ("alex", "Kim", "example.com") if word in page.main]
    assert stop_addresses.token_of(row) not in page.response.text


def test_its_reader_sees_to_whom_it_went_after_a_sign_in_or_a_code(
    row: OutboxMail, customer: SignedIn, other_customer: SignedIn, visitor: Browser
) -> None:
    path = f"/why/{row.reference}"
    assert ALEX in customer.get(path).main
    assert ALEX not in other_customer.get(path).main
    page = asked(visitor, ALEX, why=row.reference)
    shown = page.form("/mail-choices/code").submit(code=typed_code()).follow()
    assert shown.path == path
    assert ALEX in shown.main


def test_an_order_number_is_told_only_to_its_owner(customer: SignedIn, visitor: Browser, act: Act) -> None:
    number = paid(act, customer.account_id)
    jobs.run_now("send-mail")
    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.ref == f"order:{number}")).first()
    assert mail is not None
    shown = visitor.get(f"/why/{mail.reference}")
    assert "An order" in shown.main
    assert str(number) not in shown.main
    assert "cannot be stopped while" in shown.main
    assert str(number) in customer.get(f"/why/{mail.reference}").main
    assert visitor.get(f"/why/{mail.reference}/stop").status == 405


def test_a_forwarded_reader_stops_it_and_the_address_on_record_is_told_the_way_back(
    row: OutboxMail, visitor: Browser, app: Flask, act: Act
) -> None:
    path = f"/why/{row.reference}"
    page = visitor.get(path).form(f"{path}/stop").submit().follow()
    assert "Stopped: telling you about updates of the site" in page.text
    assert queued(act, ALEX) == 0
    told = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "mail/stopped")).one()
    assert told.recipient == ALEX
    jobs.run_now("send-mail")
    assert db.session.get_one(OutboxMail, told.id, populate_existing=True).state == "sent"
    visitor.get("/u/" + stop_addresses.token_of(row)).form("undo").submit()
    assert queued(act, ALEX) > 0


def test_an_unknown_reference_is_a_plain_page(visitor: Browser) -> None:
    for path in ("/why/000000000000", "/why/nonsense"):
        page = visitor.get(path)
        assert (page.status, page.h1) == (404, "We know no mail by this reference")
    assert visitor.get("/why", {"reference": "too short"}).status == 422


def test_after_its_time_a_mail_says_that_it_is_gone_and_still_stops(
    row: OutboxMail, visitor: Browser, act: Act
) -> None:
    reference = row.reference
    db.session.execute(update(StopLink).values(mail_id=row.id))
    db.session.execute(delete(OutboxMail).where(OutboxMail.id == row.id))
    db.session.commit()
    page = visitor.get(f"/why/{reference}")
    assert "what it said and to whom it went is gone" in page.main
    page.form(f"/why/{reference}/stop").submit()
    assert queued(act, ALEX) == 0
