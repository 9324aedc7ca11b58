"""A job is ordered again: the very same file, today's price beside the one of then, a substitute for what is gone."""

from collections.abc import Callable

from sqlalchemy import text

from app.foundation.acts import Act
from app.foundation.database import db
from tests.baskets import dearer, other_tables, without_matte
from tests.journeys.paying import settled
from tests.journeys.test_the_main_job import GOOD
from tests.ordering import moved, with_file
from tests.pages import Page
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside

Run = Callable[[str], None]


def rows(page: Page) -> dict[str, list[str]]:
    """Then and now by the words of the line."""
    return {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in page["#then-now tbody tr"]}


def test_a_job_is_ordered_again_from_the_very_same_file_at_todays_price(
    customer: SignedIn, act: Act, practice: PracticeBeside, run_job: Run
) -> None:
    number = with_file(act, customer.account_id)
    run_job("check-artwork")
    moved(act, number, "check", "proof", "approve")
    other_tables(act, dearer)

    page = customer.get(f"/orders/{number}").open("Order again")
    assert "You approved its proof" in page.main
    assert rows(page)["Set-up"] == ["$12.00", "$22.00"]
    assert rows(page)["Total"] == ["$51.14", "$61.14"]

    page = page.form("/again").submit("Order now", quantity="500").follow()
    checkout = page.form("/basket/checkout").submit().follow()
    url = checkout.form("/pay").submit().location
    practice.pay_at(url, GOOD)
    order = settled(customer, number + 1).open("See the order")
    assert "cards.pdf" in order.main
    fingerprints = db.session.scalars(
        text("SELECT sha256 FROM artwork JOIN order_job ON order_job.artwork_id = artwork.id")
    ).all()
    assert len(fingerprints) == 2
    assert len(set(fingerprints)) == 1


def test_a_paper_that_is_gone_asks_for_a_substitute_and_keeps_the_file(customer: SignedIn, act: Act) -> None:
    number = with_file(act, customer.account_id)
    other_tables(act, without_matte)
    page = customer.get(f"/orders/{number}").open("Order again")
    assert "We no longer have Coated Matte White 130lb. Cover (14 pt)" in page.main
    refused = page.form("/again").submit("Put in basket")
    assert refused.status == 422
    assert "stock" in refused.errors()
    basket = refused.form("/again").submit("Put in basket", stock="CG130C").follow()
    assert "Coated Gloss White 130lb. Cover" in basket.main
    assert "cards.pdf" in basket.main
