"""The page of one customer: what each role sees of it, that reading is kept, and acting for the customer."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts.acting_models import Acting
from app.accounts.models import Account, AccountAddress
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.people.models import FieldValue
from tests import ordering, quoting
from tests.pages import Page
from tests.people import SignedIn
from tests.web.accounts.test_account_pages import queries

WHY = "You called about your new street."


@pytest.fixture
def clerk(staff_member: Callable[[str], SignedIn]) -> SignedIn:
    return staff_member("service")


def page_of(customer: SignedIn) -> str:
    return f"/staff/customers/{customer.account_id}"


def begin(clerk: SignedIn, customer: SignedIn, **given: str) -> Page:
    form = clerk.get(page_of(customer)).open("Change something").form("/acting")
    return form.submit(**{"reason": WHY} | given)


def reads(app: Flask) -> list[tuple[int, str]]:
    """Who read whom, as it lies on disk before any page is answered."""
    kept = "".join(path.read_text() for path in (Path(app.instance_path) / "facts").glob("*.jsonl"))
    lines = [json.loads(line) for line in kept.splitlines()]
    return [(line["staff"], line["subject"]) for line in lines if line["kind"] == "staff.read"]


def test_the_page_tells_who_they_are_with_where_it_came_from(clerk: SignedIn, customer: SignedIn, act: Act) -> None:
    ordering.open_shop()
    number = ordering.paid(act, customer.account_id)
    quote = quoting.saved(act, customer.account_id)
    page = clerk.get(page_of(customer))
    assert page.h1 == "Alex Kim"
    for words in ("alex.kim@example.com", "950 Lake Drive", "you typed it", "Second factor"):
        assert words in page.main
    assert page.link(str(number)) == f"/staff/orders/{number}"
    assert page["table#quotes a"][0].get("href") == f"/staff/quotes/{quote.number}"
    assert page.open("Make a quote")["#customer"][0].get("value") == "alex.kim"


def test_the_search_leads_to_it(clerk: SignedIn, customer: SignedIn) -> None:
    found = clerk.get("/staff/search").form("/staff/search").submit(words="alex.kim@example.com")
    assert found.link("Alex Kim") == page_of(customer)


def test_each_reading_is_on_disk_before_the_page_is_answered(clerk: SignedIn, customer: SignedIn) -> None:
    clerk.get(page_of(customer))
    assert reads(clerk.app) == [(clerk.account_id, f"account:{customer.account_id}")]


def test_no_role_sees_more_than_its_permissions(
    staff_member: Callable[[str], SignedIn], customer: SignedIn, act: Act
) -> None:
    ordering.open_shop()
    ordering.paid(act, customer.account_id)
    assert staff_member("prepress").get(page_of(customer)).status == 403
    officer = staff_member("privacy-officer").get(page_of(customer))
    headings = {heading.text_content() for heading in officer["h2"]}
    assert {"Orders", "Cases", "Mail that we sent", "What they stopped"} <= headings
    assert "Quotes" not in headings
    assert "Saved card" not in officer.main
    assert "Change something" not in officer.main


def test_neither_an_unknown_number_nor_the_shops_own_visitor_has_a_page(
    clerk: SignedIn, run_job: Callable[[str], None]
) -> None:
    run_job("own-visitor")
    own = db.session.scalar(select(func.max(Account.id)))
    assert clerk.get("/staff/customers/999999").status == 404
    assert clerk.get(f"/staff/customers/{own}").status == 404


def test_the_page_asks_as_much_for_many_rows_as_for_one(clerk: SignedIn, customer: SignedIn, act: Act) -> None:
    ordering.open_shop()
    ordering.paid(act, customer.account_id)
    quoting.saved(act, customer.account_id)
    clerk.get(page_of(customer))
    few = queries(lambda: clerk.get(page_of(customer)))
    for _ in range(3):
        ordering.paid(act, customer.account_id)
        quoting.saved(act, customer.account_id)
        customer.get("/account/addresses/new").form("/new").submit(
            line1="1 Elm Street", city="Chaska", region="MN", postal_code="55318"
        )
    assert queries(lambda: clerk.get(page_of(customer))) == few


def test_acting_begins_with_a_reason_and_a_mail_to_the_customer(clerk: SignedIn, customer: SignedIn) -> None:
    assert "what the customer asked for" in begin(clerk, customer, reason="").main
    page = begin(clerk, customer).follow()
    assert "You act for Alex Kim until" in page.main
    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "accounts/acting_begun")).one()
    assert (mail.recipient, mail.content["role"]) == ("alex.kim@example.com", "Customer service")
    assert WHY in mail.content["reason"]
    assert "Sam" not in str(mail.content)


def test_a_case_behind_it_must_exist(clerk: SignedIn, customer: SignedIn) -> None:
    assert "no case with this number" in begin(clerk, customer, case_number="40999").main
    assert db.session.scalar(select(func.count(Acting.id))) == 0


def test_while_it_is_open_staff_change_what_the_customer_told_them(clerk: SignedIn, customer: SignedIn) -> None:
    page = begin(clerk, customer).follow()
    page = page.open("Change").form("/profile").submit(name="Alexandra Kim", phone="612-555-0142").follow()
    assert page.h1 == "Alexandra Kim"
    page = page.open("Change: 950 Lake Drive").form("/addresses/1").submit(line1="12 Mill Road").follow()
    page.open("Add an address").form("/new").submit(
        line1="7 Pier", city="Duluth", region="MN", postal_code="55802"
    ).follow()
    own = customer.get("/account/profile")
    assert own["#name"][0].get("value") == "Alexandra Kim"
    assert "our staff entered it" in own.main
    assert "12 Mill Road" in customer.get("/account/addresses").main
    standing = select(FieldValue.field, FieldValue.origin, FieldValue.origin_ref).where(
        FieldValue.superseded_at.is_(None), FieldValue.origin == "staff"
    )
    changed = {row.field.partition(":")[0]: row.origin_ref for row in db.session.execute(standing)}
    acting_id = db.session.scalar(select(Acting.id))
    assert changed == dict.fromkeys(("name", "phone", "address"), f"acting:{acting_id}")


def test_the_customer_puts_back_what_staff_changed(clerk: SignedIn, customer: SignedIn) -> None:
    begin(clerk, customer).follow().open("Change").form("/profile").submit(name="Alexandre Kim")
    page = customer.get("/account/provenance")
    assert "Alexandre Kim" in page.main
    page.form("/undos", "Undo").submit()
    assert customer.get("/account/profile")["#name"][0].get("value") == "Alex Kim"


def test_nothing_is_changed_outside_an_open_acting(clerk: SignedIn, customer: SignedIn) -> None:
    page = begin(clerk, customer).follow()
    profile, address = page.open("Change"), page.open("Change: 950 Lake Drive")
    page.form("/acting/end").submit()
    for form, given in ((profile.form("/profile"), {"name": "X"}), (address.form("/addresses/1"), {"line1": "X"})):
        refused = form.submit(**given)
        assert (refused.status, "do not act for this customer now" in refused.main) == (422, True)
    assert clerk.get(f"{page_of(customer)}/profile").location == f"{page_of(customer)}/acting"
    assert db.session.scalar(select(Account.name).where(Account.id == customer.account_id)) == "Alex Kim"
    assert "12 Mill" not in str(db.session.scalars(select(AccountAddress.line1)).all())


def test_an_acting_is_over_by_itself_and_is_for_one_customer(
    clerk: SignedIn, customer: SignedIn, other_customer: SignedIn
) -> None:
    form = begin(clerk, customer).follow().open("Change").form("/profile")
    assert clerk.get(f"{page_of(other_customer)}/profile").location == f"{page_of(other_customer)}/acting"
    db.session.execute(update(Acting).values(until_at=db.session.scalars(select(Acting.begun_at)).one()))
    assert form.submit(name="X").status == 422
    assert (
        db.session.scalars(select(Acting)).one().until_at - timedelta(minutes=60)
        < db.session.scalars(select(Acting.begun_at)).one()
    )


def test_a_colleague_needs_an_acting_of_their_own(
    clerk: SignedIn, customer: SignedIn, staff_member: Callable[[str], SignedIn]
) -> None:
    begin(clerk, customer)
    admin = staff_member("administrator")
    assert "A colleague (Customer service) acts for Alex Kim" in admin.get(page_of(customer)).main
    assert admin.get(f"{page_of(customer)}/profile").location == f"{page_of(customer)}/acting"


def test_nobody_acts_for_a_colleague_or_for_themselves(
    clerk: SignedIn, staff_member: Callable[[str], SignedIn]
) -> None:
    colleague = staff_member("prepress")
    assert "Change something" not in clerk.get(page_of(colleague)).main
    form = clerk.get(f"{page_of(colleague)}/acting").form("/acting")
    assert "account of a colleague" in form.submit(reason=WHY).main
    assert clerk.get(f"{page_of(clerk)}/acting").form("/acting").submit(reason=WHY).status == 404


def test_a_stale_save_shows_both(clerk: SignedIn, customer: SignedIn) -> None:
    form = begin(clerk, customer).follow().open("Change").form("/profile")
    customer.get("/account/profile").form("/account/profile").submit(name="Alex B. Kim")
    page = form.submit(name="Alexandra Kim")
    assert page.status == 422
    assert "Alex B. Kim" in page.main
    assert page["#name"][0].get("value") == "Alexandra Kim"


def test_what_the_reason_says_rests_sealed(clerk: SignedIn, customer: SignedIn) -> None:
    begin(clerk, customer)
    with db.engines["reader"].connect() as connection:
        stored = connection.exec_driver_sql("SELECT reason FROM acting").scalar_one()
    assert stored.startswith("v1.")
    assert "street" not in stored
