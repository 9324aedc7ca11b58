"""A visitor fills a basket, opens an account half-way, splits one job over three addresses, and pays."""

from collections.abc import Callable

from tests.journeys.paying import settled
from tests.journeys.test_the_main_job import GOOD, registered
from tests.ordering import card_pdf
from tests.pages import Browser, Page
from tests.practice_processor.beside_the_shop import PracticeBeside

Run = Callable[[str], None]
LIST = """name,street,city,state,ZIP,count
Alex Kim,950 Lake Drive,Chanhassen,MN,55317,100
Robin Vale,1 Main Street,Portland,OR,97201,100
Nora Lind,20 Pine Street,Madison,WI,53703,50"""


def total(page: Page) -> str:
    """The sum in the price panel."""
    return str(page["output"][0].text_content())


def test_a_visitor_fills_a_basket_opens_an_account_half_way_and_pays_for_three_addresses(
    visitor: Browser, practice: PracticeBeside, run_job: Run
) -> None:
    page = visitor.get("/products/business-cards?quantity=250").open("Add to basket").follow()
    page = visitor.get(page.link("Add another job").replace("/products", "/products/postcards"))
    basket = page.open("Add to basket").follow()
    before = total(basket)
    came_with = basket["ul.basket h2"]
    assert [name.text_content() for name in came_with] == ["Business cards", "Postcards"]

    registered(visitor, run_job)  # in between, going to the account and not back to the basket
    page = visitor.get(basket.path)
    page = page.form("/basket/visit", "Put these 2 jobs in my basket").submit().follow()
    assert total(page) == before

    form = page.open("Name and file of Business cards").form("/basket/jobs/1")
    page = form.submit(job_name="Cards for Alex", artwork=("cards.pdf", card_pdf())).follow()
    page = page.open("Several addresses for Cards for Alex").form("/addresses/list").submit(pasted=LIST).follow()
    assert "Every piece has its address" in page.main

    page = page.open("Back to the basket").open("Check out")
    seen = total(page)
    checkout = page.form("/basket/checkout").submit().follow()
    assert checkout.h1 == "Check and pay order 10001"
    assert f"Pay {seen}" in checkout.main
    assert "Nothing in it yet" in visitor.get("/basket").main

    url = checkout.form("/pay").submit().location
    practice.pay_at(url, GOOD)
    order = settled(visitor, 10001).open("See the order")
    for words in ("Cards for Alex", "Postcards", "cards.pdf", "Portland", "Madison", seen):
        assert words in order.main, words
    assert seen in order.open("Receipt").main
