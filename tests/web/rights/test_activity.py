"""What happened to an account, as its owner reads it; and the owner's word about changes by our staff."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.accounts.acting_models import Acting, ActingBar
from app.audit import service as audit
from app.audit import views as record
from app.audit.models import AuditEntry
from app.foundation import clock, facts, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from tests import ordering, quoting
from tests.pages import Page, spaced
from tests.people import SignedIn
from tests.web.accounts.test_account_pages import queries
from tests.web.backoffice.test_customer_page import WHY, begin, page_of

ACTIVITY = "/account/activity"


@pytest.fixture
def clerk(staff_member: Callable[[str], SignedIn]) -> SignedIn:
    return staff_member("service")


def lines(page: Page) -> list[str]:
    """Each entry of the page as one line."""
    return [" ".join(spaced(part) for part in item) for item in page["ol.story > li"]]


def folded(app: Flask, act: Act) -> None:
    """The facts of reading are folded into the record, as the job of the next minute does it."""
    later = Act(act.actor, clock.now() + timedelta(minutes=2), act.policy_version)
    work.unit(lambda: list(facts.fold(later)) and None)


def test_it_tells_what_the_customer_did_newest_first(customer: SignedIn) -> None:
    customer.get("/account/profile").form("/account/profile").submit(phone="612-555-0142", greeting="Ms. Kim")
    told = lines(customer.get(ACTIVITY))
    assert told[0].startswith("New value: how we greet you New value: telephone number")
    assert "by you" in told[0]
    assert "Signed in" in told[1]
    assert "The account was opened" in told[-1]


def test_a_value_itself_never_stands_there(customer: SignedIn) -> None:
    customer.get("/account/profile").form("/account/profile").submit(phone="612-555-0142")
    page = customer.get(ACTIVITY)
    assert "555-0142" not in page.main
    assert "950 Lake Drive" not in page.main


def test_staff_who_looked_stand_there_by_role_and_never_by_name(clerk: SignedIn, customer: SignedIn, act: Act) -> None:
    ordering.open_shop()
    number = ordering.paid(act, customer.account_id)
    clerk.get(page_of(customer))
    clerk.get(f"/staff/orders/{number}")
    folded(customer.app, act)
    told = " / ".join(lines(customer.get(ACTIVITY)))
    assert "A page about you was opened: your customer page" in told
    assert f"A page about you was opened: order {number}" in told
    assert "by our staff (Customer service)" in told
    assert "Sam" not in told


def test_staff_acts_stand_there_with_their_reason(clerk: SignedIn, customer: SignedIn) -> None:
    begin(clerk, customer).follow().open("Change").form("/profile").submit(name="Alexandra Kim")
    told = lines(customer.get(ACTIVITY))
    assert "New value: name" in told[0]
    assert f"by our staff (Customer service): {WHY}" in told[0]


def test_what_staff_quote_and_order_for_the_customer_stands_there(
    clerk: SignedIn, customer: SignedIn, act: Act
) -> None:
    ordering.open_shop()
    staff_act = Act(Actor("staff", str(clerk.account_id)), clock.now(), 1)
    quoting.saved(staff_act, customer.account_id)
    assert "A quote was saved our staff" in lines(customer.get(ACTIVITY))[0]


def test_nobody_elses_entries_stand_there(customer: SignedIn, other_customer: SignedIn) -> None:
    other_customer.get("/account/profile").form("/account/profile").submit(phone="612-555-0143")
    assert not [line for line in lines(customer.get(ACTIVITY)) if "telephone" in line]


def test_pages_follow_one_another_without_losing_or_doubling(customer: SignedIn, act: Act) -> None:
    own = Act(Actor("customer", str(customer.account_id)), act.at, 1)

    def much() -> None:
        for number in range(record.PAGE + 5):
            later = Act(own.actor, act.at + timedelta(seconds=number), 1)
            audit.record(later, "recovery-codes.made", f"account:{customer.account_id}", count=number)

    work.unit(much)
    first = customer.get(ACTIVITY)
    second = first.open("Older")
    assert len(lines(first)) == record.PAGE
    both = lines(first) + lines(second)
    assert sum("New recovery codes" in line for line in both) == record.PAGE + 5
    assert "The account was opened" in both[-1]


def test_it_asks_as_much_for_many_entries_as_for_few(clerk: SignedIn, customer: SignedIn, act: Act) -> None:
    ordering.open_shop()
    ordering.paid(act, customer.account_id)
    clerk.get(page_of(customer))
    folded(customer.app, act)
    customer.get(ACTIVITY)
    few = queries(lambda: customer.get(ACTIVITY))
    begin(clerk, customer)
    for digit in "234":
        ordering.paid(act, customer.account_id)
        customer.get("/account/profile").form("/account/profile").submit(phone=f"612-555-014{digit}")
    assert queries(lambda: customer.get(ACTIVITY)) == few


def test_every_part_is_read_by_an_index(customer: SignedIn) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a planner that counts rows scans a table of a dozen")
    asked = statements(lambda: customer.get(ACTIVITY))
    (record_read,) = [one for one in asked if "audit_entry" in one[0] and "UNION ALL" in one[0]]
    with db.engines["reader"].connect() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {record_read[0]}", record_read[1])]
    assert [step for step in plan if "audit_entry" in step]
    assert not [step for step in plan if step.startswith("SCAN audit_entry")]


def statements(work_: Callable[[], object]) -> list[tuple[str, Any]]:
    """What the reading connection was asked, with its values."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(db.engines["reader"], "before_cursor_execute", note)
    try:
        work_()
    finally:
        event.remove(db.engines["reader"], "before_cursor_execute", note)
    return asked


def test_the_customer_ends_an_acting_at_once(clerk: SignedIn, customer: SignedIn) -> None:
    form = begin(clerk, customer).follow().open("Change").form("/profile")
    page = customer.get(ACTIVITY)
    assert WHY in page.main
    page.form("/acting/end").submit()
    assert form.submit(name="X").status == 422
    assert db.session.scalars(select(Acting.ended_by)).one() == "customer"
    assert "Somebody of our staff acts for you" not in customer.get(ACTIVITY).main


def test_the_customer_switches_it_off_for_good(clerk: SignedIn, customer: SignedIn) -> None:
    open_form = begin(clerk, customer).follow().open("Change").form("/profile")
    page = customer.get(ACTIVITY).form("/staff-changes").submit().follow()
    assert "may not change your account from now on" in page.main
    assert open_form.submit(name="X").status == 422
    assert "said on" in clerk.get(page_of(customer)).main
    refused = clerk.post(f"{page_of(customer)}/acting", {"reason": WHY})
    assert "does not want our staff" in refused.main or refused.status == 422
    assert db.session.scalar(select(func.count(Acting.id))) == 1
    page.form("/staff-changes").submit("Let them again")
    page.form("/staff-changes").submit("Let them again")
    assert db.session.scalar(select(func.count(ActingBar.id)).where(ActingBar.lifted_at.is_(None))) == 0
    assert begin(clerk, customer).status == 303


def test_saying_no_twice_is_harmless(customer: SignedIn) -> None:
    form = customer.get(ACTIVITY).form("/staff-changes")
    form.submit()
    form.submit()
    assert db.session.scalar(select(func.count(ActingBar.id))) == 1


def test_reading_it_writes_nothing(customer: SignedIn) -> None:
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    customer.get(ACTIVITY)
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before
