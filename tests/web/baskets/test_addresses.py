"""One job to several addresses: typed one by one, or as a list; the pieces must add up."""

import pytest

from app.foundation.acts import Act
from tests.baskets import put
from tests.pages import Page
from tests.people import SignedIn

LIST = """Robin Vale,,1 Main Street,,Portland,OR,97201,100
Kim Park,Lake Press,950 Lake Drive,Suite 2,Chanhassen,MN,55317,150"""
WRONG = """Robin Vale,,1 Main Street,,Portland,OR,55317,100

Kim Park,,950 Lake Drive,,Chanhassen,MN,55317,many
Nobody"""
STRANGE = ("", ",,,,,,,", "\x00", '"', '"a\nb', "x" * 59_000, "a\tb\n" * 400, "name,zip,count", ";;;")
ELSEWHERE = {
    "to_name": "Robin Vale",
    "to_line1": "1 Main Street",
    "to_city": "Portland",
    "to_region": "OR",
    "to_postal_code": "97201",
}


@pytest.fixture
def page(customer: SignedIn, act: Act) -> Page:
    """The page of the addresses of 250 cards."""
    number = put(act, customer.account_id, name="Cards for Alex")
    return customer.get(f"/basket/jobs/{number}/addresses")


def pasted(page: Page, text: str) -> Page:
    """The page after a list was pasted into it."""
    answer = page.form("/addresses/list").submit(pasted=text)
    return answer if answer.status == 422 else answer.follow()


def test_addresses_are_added_one_by_one_until_none_is_missing(page: Page) -> None:
    page = page.form("/addresses/new").submit(pieces="100").follow()
    assert "100 have an address; 150 are missing" in page.main
    page = page.form("/addresses/new").submit(source="new", pieces="150", **ELSEWHERE).follow()
    assert "Every piece has its address" in page.main
    assert "1 Main Street" in page.main


def test_the_missing_number_is_offered(page: Page) -> None:
    page = page.form("/addresses/new").submit(pieces="100").follow()
    assert page.form("/addresses/new").values()["pieces"] == "150"


def test_a_typed_address_is_checked_and_nothing_is_lost(page: Page) -> None:
    page = page.form("/addresses/new").submit(source="new", pieces="10", **ELSEWHERE | {"to_postal_code": "55317"})
    assert page.status == 422
    assert "Minnesota" in page.errors()["to_postal_code"]
    assert page.form("/addresses/new").values()["to_line1"] == "1 Main Street"


def test_a_list_takes_the_place_of_what_was_there(page: Page) -> None:
    page = page.form("/addresses/new").submit(pieces="7").follow()
    page = pasted(page, LIST)
    assert "Every piece has its address" in page.main
    assert len(page["#drops tbody tr"]) == 2


def test_a_list_can_be_a_file_of_a_spreadsheet(page: Page) -> None:
    header = "ZIP;State;City;Address;Name;Qty\n55317;MN;Chanhassen;950 Lake Drive;Zoë Kim;250\n"
    page = page.form("/addresses/list").submit(sheet=("list.csv", header.encode("utf-8-sig"))).follow()
    assert "Every piece has its address" in page.main
    assert "Zoë Kim" in page.main


def test_each_wrong_line_is_told(page: Page) -> None:
    wrong = (
        "Robin Vale,,1 Main Street,,Portland,OR,55317,100\n\nKim Park,,950 Lake Drive,,Chanhassen,MN,55317,many\nNobody"
    )
    page = pasted(page, wrong)
    assert page.status == 422
    sentence = page.errors()["pasted"]
    assert "Line 1:" in sentence
    assert "belongs to Minnesota" in sentence
    assert "Line 3: The count must be a whole number" in sentence
    assert "Line 4:" in sentence
    assert page.form("/addresses/list").values()["pasted"].strip().replace("\r\n", "\n") == WRONG


def test_sums_that_do_not_fit_are_told_and_stop_the_order(page: Page, customer: SignedIn) -> None:
    page = pasted(page, LIST.replace(",100", ",200"))
    assert "100 too many" in page.main
    basket = customer.get("/basket")
    assert "100 pieces more than you order" in basket.main
    assert customer.get("/basket/checkout").location == "/basket"


def test_numbers_are_changed_and_addresses_taken_off(page: Page) -> None:
    page = pasted(page, LIST)
    page = page.form("/addresses", "Save the numbers").submit(**{"pieces-0": "50", "pieces-1": "200"}).follow()
    assert "Every piece has its address" in page.main
    page = page.form("/addresses", "Save the numbers").submit("Take off Robin Vale").follow()
    assert "50 are missing" in page.main


def test_a_number_that_is_none_is_told_and_stays(page: Page) -> None:
    page = pasted(page, LIST).form("/addresses", "Save the numbers").submit(**{"pieces-0": "lots"})
    assert page.status == 422
    assert "Robin Vale: please type a whole number" in page.main
    assert page.form("/addresses", "Save the numbers").values()["pieces-0"] == "lots"


def test_all_of_it_can_go_to_the_orders_address_again(page: Page, customer: SignedIn) -> None:
    pasted(page, LIST).form("/addresses/removal").submit()
    assert "Goes where the order goes" in customer.get("/basket").main


def test_a_page_that_is_out_of_date_changes_nothing(page: Page, customer: SignedIn) -> None:
    page.form("/addresses/new").submit(pieces="100")
    late = page.form("/addresses/new").submit(pieces="100")
    assert late.status == 422
    assert "changed in another window" in late.main
    assert "100 have an address" in late.main


@pytest.mark.parametrize(
    "text", ["", ",,,,,,,", "\x00", '"', '"a\nb', "x" * 59_000, "a\tb\n" * 400, "name,zip,count", ";;;"]
)
def test_no_list_breaks_anything(page: Page, text: str) -> None:
    assert pasted(page, text).status == 422


def test_nothing_of_it_goes_into_the_address_book(page: Page, customer: SignedIn) -> None:
    pasted(page, LIST)
    assert "Portland" not in customer.get("/account/addresses").main
