"""What data may serve: the purposes the policy names, by the ways it allows, until somebody says stop."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation import clock, facts, jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.ordering import paid
from tests.pages import Browser, spaced
from tests.people import SignedIn
from tests.promises import steps

Staff = Callable[[str], SignedIn]
SERVICES, UPDATES = "Telling you about our services", "Telling you about updates of the site"
SITE = "Improving the site and the services"
OF_THE_ORDER = ("Making, sending and proofing your order", "Billing your orders")
SOMEBODY = "lee@example.com"
"""An address of which the shop knows nothing."""


@pytest.mark.promise("P3")
def test_who_asked_to_hear_of_the_services_may_be_told_of_them(visitor: Browser, staff_member: Staff) -> None:
    steps.details_page(visitor).form("/register/details").submit(**steps.DETAILS, marketing="y")
    assert steps.standing(staff_member("marketing"), "alex")[SERVICES]["E-mail"] == "yes"


@pytest.mark.promise("P4")
def test_data_improves_the_services_only_in_house_and_until_a_stop(customer: SignedIn, staff_member: Staff) -> None:
    desk = staff_member("service")
    ways = steps.standing(desk, customer.user_id)[SITE]
    assert [ways.pop("On the site and in house"), *{way[:2] for way in ways.values()}] == ["yes", "no"]
    steps.stopped(desk, customer.user_id, "improve")
    assert set(steps.standing(desk, customer.user_id)[SITE].values()) == {"no said stop"}


@pytest.mark.promise("P5")
def test_which_pages_are_read_reaches_staff_as_counts(visitor: Browser, staff_member: Staff, act: Act) -> None:
    tallies = visitor.app.extensions["shop.tallies"]
    tallies._take()  # what earlier tests left
    for _ in range(6):
        visitor.get("/help")
    for kind, totals in tallies._take().items():
        facts.append(kind, totals=totals)
    for _ in facts.fold(Act(act.actor, clock.now() + timedelta(minutes=2), act.policy_version)):
        db.session.commit()
    page = staff_member("marketing").get("/staff/visits")
    assert ["/help", "6"] in [[spaced(cell) for cell in row] for row in page["tbody tr"]]


@pytest.mark.promise("P6")
def test_updates_of_the_site_reach_people_on_it_and_by_mail_alone(customer: SignedIn, staff_member: Staff) -> None:
    ways = steps.standing(staff_member("marketing"), customer.user_id)[UPDATES]
    allowed = {way for way, words in ways.items() if words.startswith("yes")}
    assert allowed == {"E-mail", "On the site and in house"}


@pytest.mark.promise("P42")
def test_customers_and_nobody_else_are_mailed_about_updates(customer: SignedIn, staff_member: Staff) -> None:
    desk = staff_member("marketing")
    assert steps.standing(desk, customer.user_id)[UPDATES]["E-mail"] == "yes"
    assert steps.standing(desk, SOMEBODY)[UPDATES]["E-mail"] == "no customers only"
    steps.stopped(desk, customer.user_id, "site_update")
    assert steps.standing(desk, customer.user_id)[UPDATES]["E-mail"] == "no said stop"


@pytest.mark.promise("P7")
def test_marketing_goes_to_nobody_who_is_no_customer(visitor: Browser, staff_member: Staff) -> None:
    _write(visitor)
    ways = steps.standing(staff_member("marketing"), SOMEBODY)[SERVICES]
    assert [ways[way][:2] for way in ("E-mail", "Post", "Telephone")] == ["no", "no", "no"]


def _write(browser: Browser, email: str = SOMEBODY) -> None:
    words = {"topic": "file", "message": "My proof is blue.", "name": "Lee Lane", "email": email}
    assert browser.get("/contact/message").form("/contact/message").submit(**words).status == 303


@pytest.mark.promise("P10")
def test_registering_without_the_tick_leaves_marketing_refused(visitor: Browser, staff_member: Staff) -> None:
    steps.registered(visitor)
    assert steps.standing(staff_member("marketing"), "alex")[SERVICES]["E-mail"] == "no said stop"


@pytest.mark.promise("P10")
def test_marketing_is_chosen_by_nobody_else_and_refused_at_any_time(visitor: Browser, staff_member: Staff) -> None:
    page = steps.details_page(visitor)
    assert not page["#marketing[checked]"], "the tick is the person's own"
    page.form("/register/details").submit(**steps.DETAILS, marketing="y")
    desk = staff_member("marketing")
    assert steps.standing(desk, "alex")[SERVICES]["E-mail"] == "yes"
    stop = f"Stop: {SERVICES}, by e-mail"
    visitor.get("/account/mail-choices").form("/account/mail-choices", button=stop).submit(button=stop)
    assert steps.standing(desk, "alex")[SERVICES]["E-mail"] == "no address asked us to stop"


@pytest.mark.promise("P43")
def test_no_marketing_by_other_means_without_a_request_for_it(
    customer: SignedIn, staff_member: Staff, act: Act
) -> None:
    paid(act, customer.account_id)
    _write(customer, "alex.kim@example.com")
    ways = steps.standing(staff_member("marketing"), customer.user_id)[SERVICES]
    assert (ways["Post"], ways["Telephone"]) == ("no nothing behind it", "no nothing behind it")


@pytest.mark.promise("P63")
def test_every_stop_is_honored_at_once_and_nobody_asks_why(visitor: Browser, staff_member: Staff) -> None:
    _write(visitor)  # our answer by mail waits in the outbox
    desk = staff_member("service")
    steps.stopped(desk, SOMEBODY, "*")
    jobs.run_now("send-mail")
    assert db.session.scalars(select(OutboxMail.state).where(OutboxMail.recipient == SOMEBODY)).all() == ["refused"]
    standing = steps.standing(desk, SOMEBODY)
    assert {words for way in (SERVICES, UPDATES, SITE) for words in standing[way].values()} == {"no said stop"}
    assert standing["Your account and its security"]["E-mail"] == "yes"


@pytest.mark.promise("P65")
def test_a_postal_address_brings_only_what_it_was_given_for(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    number = paid(act, customer.account_id)
    reached = _reached_by("Post", staff_member("service"), customer)
    assert reached == dict.fromkeys(OF_THE_ORDER, f"yes for order {number}")


@pytest.mark.promise("P66")
def test_a_telephone_number_brings_only_calls_about_orders(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    desk = staff_member("service")
    assert _reached_by("Telephone", desk, customer) == {}
    number = paid(act, customer.account_id)
    assert _reached_by("Telephone", desk, customer) == dict.fromkeys(OF_THE_ORDER, f"yes for order {number}")


def _reached_by(way: str, desk: SignedIn, customer: SignedIn) -> dict[str, str]:
    """Every purpose that is not refused by that way."""
    standing = steps.standing(desk, customer.user_id)
    return {purpose: words[way] for purpose, words in standing.items() if not words[way].startswith("no")}
