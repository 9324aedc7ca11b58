"""A visitor's basket lives in the address of the page, and goes along through signing in and registering."""

import re

from tests.baskets import POSTCARDS
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn, code_for

CARDS = "/basket/new?product=business-cards&quantity=250"


def names(page: Page) -> list[str]:
    return [str(item.text_content()) for item in page["ul.basket h2"]]


def filled(visitor: Browser) -> Page:
    """The basket of a visitor who has put two products in, going from page to page."""
    page = visitor.get("/products/business-cards?quantity=250").open("Add to basket").follow()
    product = page.open("Add another job").browser.get(
        page.link("Add another job").replace("/products", "/products/postcards")
    )
    return product.open("Add to basket").follow()


def test_two_products_stand_in_the_address_with_their_sum(visitor: Browser) -> None:
    page = filled(visitor)
    assert names(page) == ["Business cards", "Postcards"]
    assert visitor.cookies() == {}
    assert page["output"][0].text_content() != "$51.14"


def test_jobs_are_copied_and_removed_by_other_addresses(visitor: Browser) -> None:
    page = filled(visitor).open("Copy Business cards")
    assert names(page) == ["Business cards", "Business cards", "Postcards"]
    assert names(page.open("Remove Postcards")) == ["Business cards", "Business cards"]


def test_a_changed_job_keeps_its_place(visitor: Browser) -> None:
    product = filled(visitor).open("Change Business cards")
    page = product.form("/products/business-cards").submit(quantity="500").open("Add to basket").follow()
    assert names(page) == ["Business cards", "Postcards"]
    assert "500 business cards" in page.main


def test_turning_back_from_a_change_loses_nothing(visitor: Browser) -> None:
    product = filled(visitor).open("Change Business cards")
    jobs = [str(item.get("value")) for item in product["input[name=job]"]]
    assert names(visitor.get("/basket", query={"job": jobs})) == ["Business cards", "Postcards"]


def test_after_signing_in_one_button_puts_them_in(visitor: Browser, customer: SignedIn) -> None:
    form = filled(visitor).open("Sign in and keep it").form("/sign-in")
    page = form.submit(user_id=customer.user_id, password=PASSWORD).follow()
    assert "From before you signed in" in page.main
    page = page.form("/basket/visit", "Put these 2 jobs in my basket").submit().follow()
    assert names(page) == ["Business cards", "Postcards"]
    assert names(visitor.get("/basket")) == ["Business cards", "Postcards"]


def test_opening_an_account_half_way_loses_nothing(visitor: Browser) -> None:
    page = filled(visitor).open("Open an account and keep it")
    page = page.form("/register").submit(email="nora@example.com").follow()
    page = page.form("/register/code").submit(code=code_for("nora@example.com", "register")).follow()
    page = page.form("/register/details").submit(
        user_id="nora", password="a kite over the old mill", full_name="Nora Lind", line1="950 Lake Drive",
        city="Chanhassen", region="MN", postal_code="55317", agree="y",
    ).follow()  # fmt: skip
    page = page.form("/basket/visit", "Put these 2 jobs in my basket").submit().follow()
    assert names(page) == ["Business cards", "Postcards"]


def test_a_job_that_cannot_be_made_says_why_and_where_to_mend_it(visitor: Browser) -> None:
    page = visitor.get("/basket", query={"job": ["product=business-cards&quantity=3", "product=shoes", "&&=&"]})
    assert "at least 25" in page.main
    assert page.open("Mend it").status == 422
    assert "no longer sell" in page.main


def test_strange_jobs_in_the_address_break_nothing(visitor: Browser, customer: SignedIn) -> None:
    for job in (
        "%",
        "x" * 3000,
        "product=%00",
        "item:9",
        "item:x",
        "change:",
        "change:change:",
        "\u202e",
        "product=\ud7ff",
    ):
        for looker in (visitor, customer):
            assert looker.get("/basket", query={"job": [job] * 30}).status == 200, job
            answer = looker.get(
                "/basket/new", query={"product": "business-cards", "quantity": "250", "job": [job] * 30}
            )
            assert answer.status in {200, 303, 404}, job


def test_a_page_full_of_jobs_asks_to_sign_in(visitor: Browser) -> None:
    page = visitor.get(CARDS).follow()
    for _ in range(9):
        page = visitor.get(page.link("Copy"))
    assert len(names(page)) == 10
    jobs = re.findall(r"job=[^&]+", page.path)
    answer = visitor.get("&".join([CARDS, *jobs]))
    assert answer.h1 == "One job too many for this page"
    assert len(names(answer.open("Back to the basket"))) == 10


def test_what_cannot_be_made_stays_in_the_address_when_the_rest_goes_in(customer: SignedIn, act: object) -> None:
    page = customer.get(
        "/basket", query={"job": ["product=business-cards&quantity=250", "product=business-cards&quantity=3"]}
    )
    page = page.form("/basket/visit").submit().follow()
    assert names(page) == ["Business cards"]
    assert "at least 25" in page.main


def test_jobs_of_before_the_sign_in_stay_while_another_is_put_in(customer: SignedIn) -> None:
    form = customer.get(f"{CARDS}&job=product%3Dpostcards%26quantity%3D100").form("/basket/jobs")
    page = form.submit().follow()
    assert names(page) == ["Business cards"]
    assert "From before you signed in" in page.main
    assert POSTCARDS["product"] in page.main.casefold()
