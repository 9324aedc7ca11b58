"""What an account is for; customers see and change what they gave, through the site itself."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.accounts.addresses import PostalAddress
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import service as people
from tests.pages import Browser, Page, spaced
from tests.people import SignedIn, new_account
from tests.promises import steps

Staff = Callable[[str], SignedIn]


@pytest.mark.promise("P33")
def test_whoever_registered_is_met_as_they_like_and_comes_back_to_what_is_theirs(visitor: Browser) -> None:
    details = steps.details_page(visitor).form("/register/details")
    details.submit(**steps.DETAILS | {"greeting": "Ms. Kim"})
    for path in ("/products", "/help", "/account"):
        assert "Ms. Kim" in spaced(visitor.get(path)[".masthead"][0]), path
    assert "Hello Ms. Kim" in visitor.get("/account").main


@pytest.mark.promise("P34")
def test_an_order_begins_with_what_the_account_knows(visitor: Browser) -> None:
    steps.registered(visitor)
    page = visitor.get(steps.CARDS)
    form = page.form("/orders/new").values()
    assert form["delivery"].startswith("address-")
    assert "100 Sample Street" in page.main
    form = page.form("/orders/new")
    assert form.submit().status == 303, "nothing has to be typed"
    assert "100 Sample Street" in visitor.get("/orders/10001").main


def counted(desk: Browser, table: str) -> dict[str, str]:
    """What the staff page of registrations says, line by line."""
    rows = desk.get("/staff/registrations")[f"#{table} tbody tr"]
    return {spaced(row[0]): spaced(row[1]) for row in rows if len(row) > 1}


@pytest.mark.promise("P36")
def test_registrations_reach_staff_as_counts_that_show_nobody(visitor: Browser, staff_member: Staff) -> None:
    steps.registered(visitor)
    for number in range(5):
        new_account(f"from.minnesota.{number}", "Robin Vale")
    new_account("from.texas", "Jo Field", PostalAddress("Jo Field", "1 Main Street", "Austin", "TX", "78701"))
    desk = staff_member("marketing")
    assert counted(desk, "states") == {"Minnesota": "6", "Texas": "<5"}
    assert list(counted(desk, "months").values()) == ["7"], "staff themselves are no customers"
    assert "Jo Field" not in desk.get("/staff/registrations").text
    for user_id in ("from.minnesota.0", "from.minnesota.1"):
        steps.stopped(staff_member("service") if user_id.endswith("0") else desk, user_id, "improve")
    assert counted(desk, "states")["Minnesota"] == "<5", "a stop takes one out"


@pytest.mark.promise("P37")
def test_the_account_opens_what_it_is_for(customer: SignedIn, visitor: Browser) -> None:
    page = customer.get("/account")
    links = {str(link.get("href")) for link in page[".page dl.summary dd.action a"]}
    wanted = {
        "/orders", "/quotes", "/basket", "/account/files", "/help/artwork#templates", "/account/activity",
        "/account/mail-choices", "/account/information", "/account/company", "/account/devices",
    }  # fmt: skip
    assert wanted <= links
    for path in sorted(links):
        assert opens(customer, path.partition("#")[0]), path
    assert visitor.get("/account").location.startswith("/sign-in")


def opens(customer: SignedIn, path: str) -> bool:
    """Whether the page is there; one that asks for the password again first is, too."""
    answer: Page = customer.get(path)
    return answer.status == 200 or answer.location.startswith("/sign-in/again")


@pytest.mark.promise("P38")
def test_billing_is_asked_for_with_the_first_order_and_not_before(visitor: Browser) -> None:
    form = steps.details_page(visitor).form("/register/details")
    assert form.submit(**steps.DETAILS, billing="later").location == "/account"
    billing = visitor.get("/account/billing")
    assert "None is chosen yet" in billing.main
    assert not any(billing.form("/account/billing").values()[name] for name in ("company", "tax_id", "po_number"))
    free = visitor.get("/quotes/new?product=business-cards&quantity=250").form("/quotes/new")
    assert not [name for name in free.names() if name.startswith("bill")]
    assert free.submit().status == 303, "a quote is held for somebody whom we cannot bill"
    assert "billing" in visitor.get(steps.CARDS).form("/orders/new").names(), "the order is where it is asked for"


@pytest.mark.promise("P39")
def test_customers_can_see_everything_they_provided(visitor: Browser) -> None:
    steps.registered(visitor)
    profile = visitor.get("/account/profile").form("/account/profile").values()
    assert (profile["name"], profile["greeting"]) == ("Alex Kim", "Alex Kim")
    words = visitor.get("/account/profile").main + visitor.get("/account/addresses").main
    for given in ("alex", steps.ALEX, "100 Sample Street", "Chanhassen", "55317"):
        assert given in words, given


@pytest.mark.promise("P39")
def test_beside_every_value_stands_where_it_came_from_and_when(visitor: Browser) -> None:
    steps.registered(visitor)
    visitor.get("/account/billing").form("/account/billing").submit(company="Kim & Kim", tax_id="41-0000000")
    told = "Where this came from: you typed it,"
    for path, values in {"/account/profile": 4, "/account/addresses": 1, "/account/billing": 3}.items():
        page = visitor.get(path)
        assert page.main.count(told) == values, path
        assert len(page[".page p.fine time[datetime]"]) == values, path


@pytest.mark.promise("P40")
def test_customers_can_change_what_they_provided(visitor: Browser) -> None:
    steps.registered(visitor)
    form = visitor.get("/account/profile").form("/account/profile")
    form.submit(name="Alexandra Kim", greeting="Ms. Kim", phone="612 555 0142")
    now = visitor.get("/account/profile").form("/account/profile").values()
    assert (now["name"], now["greeting"], now["phone"]) == ("Alexandra Kim", "Ms. Kim", "(612) 555-0142")
    address = visitor.get("/account/addresses").open("Change: Alex Kim")
    address.form("/account/addresses/1").submit(line1="7 Mill Road")
    assert "7 Mill Road" in visitor.get("/account/addresses").main
    visitor.get("/account/billing").form("/account/billing").submit(company="Kim & Kim")
    assert visitor.get("/account/billing").form("/account/billing").values()["company"] == "Kim & Kim"
    visitor.get("/account/security/user-id").form("/account/security/user-id").submit(user_id="kim.prints")
    assert "kim.prints" in visitor.get("/account/profile").main


@pytest.mark.promise("P40")
def test_what_others_changed_is_put_back_by_its_owner(customer: SignedIn, act: Act) -> None:
    told = people.Told("greeting", "Alexander", "As told by telephone.")
    work.unit(lambda: people.record(act, 1, told, "staff", asked_for=True) and None)
    changed = text("UPDATE account SET greeting = 'Alexander' WHERE id = :id")
    work.unit(lambda: db.session.execute(changed, {"id": customer.account_id}) and None)
    page = customer.get("/account/profile")
    assert "our staff entered it" in page.main
    page.form("/undos", "Put back").submit()
    assert customer.get("/account/profile").form("/account/profile").values()["greeting"] == "Alex"
