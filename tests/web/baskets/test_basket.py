"""The basket's page and its buttons, without script."""

from app.foundation.acts import Act
from tests.baskets import POSTCARDS, put
from tests.ordering import card_pdf
from tests.pages import Page
from tests.people import SignedIn

NEW = "/basket/new?product=business-cards&quantity=250"


def names(page: Page) -> list[str]:
    """The names of the jobs on the page, in their order."""
    return [str(item.text_content()) for item in page["ul.basket h2"]]


def test_an_empty_basket_says_what_to_do(customer: SignedIn) -> None:
    page = customer.get("/basket")
    assert page.h1 == "Your basket"
    assert "Nothing in it yet" in page.main
    assert page.link("See the products") == "/products"


def test_a_job_is_put_in_with_its_name_and_file(customer: SignedIn) -> None:
    form = customer.get(NEW).form("/basket/jobs")
    page = form.submit(job_name="Cards for Alex", artwork=("cards.pdf", card_pdf())).follow()
    assert names(page) == ["Cards for Alex"]
    assert "cards.pdf" in page.main
    assert "$51.14" in page["output"][0].text_content()
    assert "held until" in page.main


def test_a_job_without_a_name_goes_by_its_product(customer: SignedIn) -> None:
    page = customer.get(NEW).form("/basket/jobs").submit().follow()
    assert names(page) == ["Business cards"]


def test_the_sum_is_that_of_the_jobs(customer: SignedIn, act: Act) -> None:
    put(act, customer.account_id)
    put(act, customer.account_id, **POSTCARDS)
    page = customer.get("/basket")
    assert page["output"][0].text_content() == "$102.10"


def test_copying_puts_the_twin_behind_the_job(customer: SignedIn, act: Act) -> None:
    number = put(act, customer.account_id, name="First")
    put(act, customer.account_id, name="Last")
    page = customer.get("/basket").form(f"/basket/jobs/{number}/copy").submit().follow()
    assert names(page) == ["First", "First", "Last"]


def test_a_removed_job_can_be_put_back_in_its_place(customer: SignedIn, act: Act) -> None:
    first = put(act, customer.account_id, name="First")
    put(act, customer.account_id, name="Last")
    page = customer.get("/basket").form(f"/{first}/removal").submit().follow()
    assert names(page) == ["Last"]
    assert "“First” is out of your basket" in page.main
    assert names(page.form(f"/{first}/return").submit().follow()) == ["First", "Last"]


def test_a_button_for_a_job_that_is_gone_says_so(customer: SignedIn, act: Act) -> None:
    number = put(act, customer.account_id)
    page = customer.get("/basket")
    page.form("/removal").submit()
    for button in ("/removal", "/copy"):
        assert "no longer in your basket" in page.form(button).submit().follow().main
    assert "no longer in your basket" in customer.get(f"/basket/jobs/{number}").follow().main


def test_changing_a_job_keeps_its_place_and_its_name(customer: SignedIn, act: Act) -> None:
    put(act, customer.account_id, name="First")
    put(act, customer.account_id, name="Last")
    product = customer.get("/basket").open("Change First")
    assert product.h1 == "Business cards"
    assert product["input[name=quantity]"][0].get("value") == "250"
    page = product.form("/products/business-cards").submit(quantity="500").open("Add to basket")
    assert "takes the place of “First”" in page.main
    page = page.form("/basket/jobs").submit().follow()
    assert names(page) == ["First", "Last"]
    assert "500 business cards" in page.main


def test_the_name_and_the_file_are_changed_on_a_page_of_their_own(customer: SignedIn, act: Act) -> None:
    put(act, customer.account_id)
    form = customer.get("/basket").open("Name and file").form("/basket/jobs/1")
    page = form.submit(job_name="Cards for Robin", artwork=("robin.pdf", card_pdf())).follow()
    assert names(page) == ["Cards for Robin"]
    assert "robin.pdf" in page.main
    page = page.open("Name and file").form("/basket/jobs/1").submit(no_file="y").follow()
    assert "robin.pdf" not in page.main


def test_a_file_that_cannot_be_used_loses_nothing_that_was_typed(customer: SignedIn) -> None:
    form = customer.get(NEW).form("/basket/jobs")
    page = form.submit(job_name="Cards for Alex", artwork=("cards.txt", b"no PDF at all"))
    assert page.status == 422
    assert "PDF" in page.errors()["artwork"]
    assert page.form("/basket/jobs").values()["job_name"] == "Cards for Alex"
    assert "Nothing in it yet" in customer.get("/basket").main


def test_another_customers_job_is_not_found(customer: SignedIn, other_customer: SignedIn, act: Act) -> None:
    number = put(act, customer.account_id)
    for address in (f"/basket/jobs/{number}", f"/basket/jobs/{number}/addresses"):
        assert other_customer.get(address).status == 404
    put(act, other_customer.account_id)
    token = other_customer.get("/basket").form("/copy").values()["csrf_token"]
    for address in ("copy", "removal", "return", "addresses", "addresses/new", "addresses/list"):
        sent = other_customer.post(f"/basket/jobs/{number}/{address}", {"csrf_token": token, "version": "1"})
        assert sent.status == 404, address
    assert "Business cards" in customer.get("/basket").main


def test_each_personal_field_says_its_purpose(customer: SignedIn, act: Act) -> None:
    put(act, customer.account_id)
    page = customer.get("/basket/jobs/1/addresses")
    for name in ("to_name", "to_line1", "pasted", "sheet"):
        assert f"{name}-purpose" in str(page[f"main [name={name}]"][0].get("aria-describedby")).split()
    assert customer.get(NEW)["[name=job_name]"][0].get("aria-describedby")
