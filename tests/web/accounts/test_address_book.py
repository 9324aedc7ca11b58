"""The address book."""

import pytest
from sqlalchemy import select

from app.accounts.models import AccountAddress
from app.accounts.service import addresses_of
from app.foundation.database import db
from tests.people import SignedIn

SECOND = {"name": "Kim & Co", "line1": "1 Main Street", "city": "Los Angeles", "region": "CA", "postal_code": "90210"}


def only(customer: SignedIn) -> int:
    return addresses_of(customer.account_id)[0].id


def test_an_address_can_be_added_with_its_defaults(customer: SignedIn) -> None:
    page = customer.get("/account/addresses").open("Add an address")
    page = page.form("/account/addresses/new").submit(**SECOND, for_billing="y").follow()
    assert "in your address book" in page.main
    first, second = addresses_of(customer.account_id)
    assert (first.for_shipping, first.for_billing, second.for_shipping, second.for_billing) == (
        True,
        False,
        False,
        True,
    )
    assert page.main.count("you typed it") == 2


def test_an_address_can_be_changed_and_its_history_kept(customer: SignedIn) -> None:
    page = customer.get("/account/addresses").open("Change: Alex Kim, 950 Lake Drive")
    assert page.form(f"/{only(customer)}").submit(line1="951 Lake Drive").status == 303
    assert addresses_of(customer.account_id)[0].address.line1 == "951 Lake Drive"


def test_two_tabs_that_save_an_address_lose_neither(customer: SignedIn) -> None:
    path = f"/account/addresses/{only(customer)}"
    first, second = (customer.get(path).form(path) for _ in range(2))
    first.submit(line1="1 First Street")
    page = second.submit(line1="2 Second Street")
    assert "1 First Street" in page.main
    assert page["#line1"][0].get("value") == "2 Second Street"
    assert page.form(path).submit().status == 303


def test_an_address_is_deleted_by_a_button_not_by_opening_a_page(customer: SignedIn) -> None:
    path = f"/account/addresses/{only(customer)}/delete"
    page = customer.get(path)
    assert len(addresses_of(customer.account_id)) == 1
    assert "No address yet" in page.form(path).submit().follow().main


@pytest.mark.parametrize("ending", ["", "/delete"])
def test_another_customer_s_address_does_not_exist(customer: SignedIn, other_customer: SignedIn, ending: str) -> None:
    path = f"/account/addresses/{only(customer)}{ending}"
    assert customer.get(path).status == 200
    assert other_customer.get(path).status == 404
    mine = customer.get(path).form(path).values()
    assert other_customer.post(path, {key: value for key, value in mine.items() if value}).status in {404, 422}
    assert db.session.scalars(select(AccountAddress.line1)).all() == ["950 Lake Drive", "950 Lake Drive"]


def test_wrong_zip_and_state_are_told_beside_the_field_and_what_was_typed_stays(customer: SignedIn) -> None:
    page = customer.get("/account/addresses/new").form("/account/addresses/new").submit(**SECOND | {"region": "MN"})
    assert "California" in page.errors()["postal_code"]
    assert page["#line1"][0].get("value") == "1 Main Street"


def test_an_address_abroad_needs_no_state(customer: SignedIn) -> None:
    abroad = {
        "name": "田中",
        "line1": "渋谷区道玄坂1-2-3",
        "city": "東京都",
        "postal_code": "150-0043",
        "country": "JP",
    }
    page = customer.get("/account/addresses/new").form("/account/addresses/new").submit(**abroad).follow()
    assert "渋谷区道玄坂1-2-3" in page.main
    assert "Japan" in page.main
