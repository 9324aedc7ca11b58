"""What we may use somebody's information for: seen and changed from the account, or after a code, without a script."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.service import open_account
from app.foundation import codes, jobs, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import ChoiceCode, OutboxMail
from app.mail.service import choice_codes
from app.permissions import service as gate
from app.permissions.models import PermissionEvent, Suppression
from app.permissions.subjects import Subject, address_key
from tests.pages import Browser, Page
from tests.people import WEAK_HASH, SignedIn, person
from tests.web.mail.unasked import in_catalogue, queued

ALEX, STRANGER = "alex.kim@example.com", "stranger@example.org"
OWN, YOURS = "/account/mail-choices", "/mail-choices/yours"


@pytest.fixture(autouse=True)
def news(app: Flask) -> Iterator[None]:
    with in_catalogue(app, "site_update", "marketing", "survey"):
        yield


def pressed(page: Page, purpose: str, channel: str) -> Page:
    """Press the button of that purpose and way."""
    for form in page["main form"]:
        values = dict(form.form_values())
        if (values.get("purpose"), values.get("channel")) == (purpose, channel):
            button = form.cssselect("button")[0]
            return page.browser.post(page.path, values | {"do": button.get("value")})
    raise AssertionError(f"no button for {purpose} by {channel}")


def typed_code() -> str:
    row = db.session.scalars(select(ChoiceCode).order_by(ChoiceCode.id.desc())).first()
    assert row is not None
    return codes.typed_code(choice_codes.PURPOSE, row.id, row.salt)


def asked(visitor: Browser, address: str, **rest: str) -> Page:
    """The page that waits for the code."""
    return visitor.get("/mail-choices", rest or None).form("/mail-choices").submit(email=address).follow()


def opened(visitor: Browser, address: str) -> Page:
    """The choices of a mailbox, after its code was typed."""
    return asked(visitor, address).form("/mail-choices/code").submit(code=typed_code()).follow()


def test_a_customer_sees_each_choice_with_its_day_and_its_reason(customer: SignedIn) -> None:
    page = customer.get("/account").open("Mail and contact choices")
    assert "On, since" in page.main
    assert "you became our customer" in page.main
    for words in ("Telling you about updates of the site", "Improving the site", "Billing your orders", "By post"):
        assert words in page.main
    assert "It ends with the order." in page.main


def test_a_customer_stops_one_thing_and_allows_it_again(customer: SignedIn, act: Act) -> None:
    done = pressed(customer.get(OWN), "site_update", "email").follow()
    assert "We noted your choice. Its reference is" in done.text
    assert "Stopped, since" in done.main
    assert queued(act, ALEX) == 0
    assert queued(act, ALEX, "survey") > 0
    pressed(done, "site_update", "email")
    assert queued(act, ALEX) > 0


def test_only_my_orders_stops_everything_but_what_belongs_to_them(customer: SignedIn, act: Act) -> None:
    page = customer.get(OWN).form(OWN, "Only my orders").submit("Only my orders").follow()
    assert "On, since" not in page.main
    for purpose in ("site_update", "marketing", "survey"):
        assert queued(act, ALEX, purpose) == 0
    whose = Subject(customer.account_id, ALEX)
    assert not gate.consider(act, whose, "improve").allowed
    assert gate.consider(act, whose, "order").allowed


def test_a_stranger_types_a_code_and_of_the_address_only_the_digest_is_left(
    visitor: Browser, app: Flask, act: Act
) -> None:
    page = opened(visitor, STRANGER)
    assert "No account of ours belongs to this mailbox" in page.main
    page.form(YOURS, "Only my orders").submit("Only my orders")
    listed = db.session.scalars(select(Suppression)).one()
    assert (listed.address_key, listed.purpose) == (address_key(STRANGER), "*")
    events = db.session.scalars(select(PermissionEvent.subject_key)).all()
    assert set(events) == {f"address:{address_key(STRANGER)}"}
    jobs.run_now("send-mail")
    list(choice_codes.sweep(Act(act.actor, act.at + timedelta(days=2), 1)))
    db.session.commit()
    assert set(db.session.scalars(select(OutboxMail.recipient))) == {""}
    assert db.session.scalars(select(ChoiceCode)).all() == []


def test_known_and_unknown_addresses_get_the_same_words(customer: SignedIn, visitor: Browser, app: Flask) -> None:
    known, unknown = asked(visitor, ALEX), asked(Browser(app), STRANGER)
    assert known.main == unknown.main
    assert len(db.session.scalars(select(OutboxMail).where(OutboxMail.template == "mail/choice_code")).all()) == 2


def test_a_wrong_code_opens_nothing_and_wears_the_right_one_out(visitor: Browser) -> None:
    page = asked(visitor, STRANGER)
    for _ in range(5):
        assert page.form("/mail-choices/code").submit(code="not it").status == 422
    assert page.form("/mail-choices/code").submit(code=typed_code()).status == 422
    assert visitor.get(YOURS).location == "/mail-choices"


def test_a_code_works_in_the_browser_that_asked_and_nowhere_else(visitor: Browser, app: Flask) -> None:
    asked(visitor, STRANGER)
    other = Browser(app)
    page = other.get("/mail-choices/code")
    assert page.form("/mail-choices/code").submit(code=typed_code()).status == 422
    assert other.get(YOURS).location == "/mail-choices"


def test_a_visitor_without_a_code_gets_no_cookie_on_the_way_back(visitor: Browser) -> None:
    assert visitor.get(YOURS).location == "/mail-choices"
    assert not visitor.cookies()


def test_a_code_opens_the_choices_even_where_everything_was_stopped(visitor: Browser, app: Flask) -> None:
    opened(visitor, STRANGER).form(YOURS, "Only my orders").submit("Only my orders")
    again = opened(Browser(app), STRANGER)
    assert "Stopped, since" in again.main


@pytest.mark.parametrize("ticked", [True, False])
def test_registering_again_revives_only_what_the_person_ticks(app: Flask, act: Act, ticked: bool) -> None:
    new = replace(person("robin.reed", "Robin Reed"), marketing=ticked)
    work.unit(lambda: gate.stop(act, Subject(email_key=new.email.key), "*", "email", "mail") and None)
    work.unit(lambda: gate.suppress(act, new.email.key, "*", "mail"))
    work.unit(lambda: open_account(act, new, WEAK_HASH) and None)
    assert (queued(act, new.email.address, "marketing") > 0) == ticked
    assert queued(act, new.email.address, "site_update") == 0


def test_an_account_opened_by_staff_revives_nothing(app: Flask, act: Act) -> None:
    new = replace(person("robin.reed", "Robin Reed"), marketing=True, origin="staff")
    work.unit(lambda: gate.suppress(act, new.email.key, "marketing", "mail"))
    work.unit(lambda: open_account(act, new, WEAK_HASH) and None)
    assert queued(act, new.email.address, "marketing") == 0


def test_an_address_that_mail_came_back_from_is_good_again_once_its_owner_proved_it(app: Flask, act: Act) -> None:
    new = person("robin.reed", "Robin Reed")
    work.unit(lambda: gate.suppress(act, new.email.key, "site_update", "hard bounce"))
    work.unit(lambda: gate.suppress(act, new.email.key, "survey", "mail"))
    work.unit(lambda: open_account(act, new, WEAK_HASH) and None)
    assert queued(act, new.email.address, "site_update") > 0
    assert queued(act, new.email.address, "survey") == 0


def test_one_letter_that_stops_everything_reaches_a_new_use_too(app: Flask, customer: SignedIn, act: Act) -> None:
    whose = Subject(customer.account_id, ALEX)
    opens, closes = act.at - timedelta(days=40), act.at - timedelta(days=1)
    work.unit(lambda: gate.add_new_use(act, 2, "understand", opens, closes) and None)
    work.unit(lambda: gate.stop(act, whose, "*", "*", "letter") and None)
    line = gate.uses_of(act, whose)
    assert [use.state for use in line] in ([], ["refused"])
    assert gate.consider(act, whose, "understand").reason == "stopped"
