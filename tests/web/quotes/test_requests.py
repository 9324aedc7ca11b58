"""Asking for a quote of something special: by a visitor in words, by a customer with a file, and the thread after."""

from datetime import timedelta

from sqlalchemy import text

from app.foundation import clock
from app.foundation.database import db
from tests.cases import mails
from tests.ordering import card_pdf
from tests.pages import Browser, Page
from tests.people import SignedIn

WISH = {"what": "A box of dominoes", "quantity": "40", "name": "Casey", "email": "casey@example.com"}


def asked(browser: Browser, **typed: object) -> Page:
    """The page after the request was sent."""
    return browser.get("/quotes/requests/new").form("/requests/new").submit(**WISH | typed)


def test_a_visitor_asks_and_gets_number_and_code(visitor: Browser) -> None:
    page = asked(visitor, wanted_by=(clock.now() + timedelta(days=9)).date().isoformat()).follow()
    assert page.h1 == "Your request 40001"
    assert len(page["code"][0].text) == 14
    assert "A box of dominoes" in page.main
    assert "In hands by" in page.main
    assert mails(40001) == ["cases/received"]


def test_a_visitors_form_takes_no_file_and_says_why(visitor: Browser) -> None:
    page = visitor.get("/quotes/requests/new")
    assert not page['input[type="file"]']
    assert "a file needs an owner" in page.main


def test_what_is_missing_is_said_and_nothing_typed_is_lost(visitor: Browser) -> None:
    page = asked(visitor, quantity="", wanted_by="2020-01-01")
    assert page.status == 422
    assert "day to come" in page.errors()["wanted_by"]
    assert "how many" in page.errors()["quantity"]
    assert page.form("/requests/new").values()["what"].strip() == "A box of dominoes"


def test_a_customer_sends_files_on_the_page_of_the_request(customer: SignedIn) -> None:
    page = asked(customer).follow().form("/files").submit(artwork=("dominoes.pdf", card_pdf())).follow()
    assert "dominoes.pdf" in page.main
    page = page.form("/files").submit(artwork=("lid.pdf", card_pdf())).follow()
    assert "lid.pdf" in page.main
    assert page.form("/files").submit(artwork=("lid.txt", b"no PDF")).status == 422


def test_a_deleted_file_leaves_the_request(customer: SignedIn) -> None:
    page = asked(customer).follow().form("/files").submit(artwork=("dominoes.pdf", card_pdf())).follow()
    assert "dominoes.pdf" in page.main
    customer.get("/artwork/1").form("/delete").submit()
    assert "dominoes.pdf" not in customer.get("/quotes/requests/40001").main


def test_the_thread_goes_on_below(customer: SignedIn) -> None:
    page = asked(customer).follow()
    page = page.form("/requests/40001").submit(message="With a lid, please.").follow()
    assert "With a lid, please." in page.main


def test_nobody_else_reads_it(customer: SignedIn, other_customer: SignedIn, visitor: Browser) -> None:
    asked(customer)
    assert visitor.get("/quotes/requests/40001").location == "/contact/follow"
    assert other_customer.get("/quotes/requests/40001").location == "/contact/follow"
    assert other_customer.get("/quotes/requests/40001/files").status in {404, 405}


def test_what_was_said_rests_sealed(customer: SignedIn) -> None:
    asked(customer)
    rows = db.session.execute(text("SELECT * FROM case_message")).all()
    assert "dominoes" not in str(rows)
