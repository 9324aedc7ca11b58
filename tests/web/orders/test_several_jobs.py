"""The pages of an order with several jobs and several addresses."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.accounts.addresses import PostalAddress
from app.foundation.acts import Act
from app.orders import service
from app.orders.service import Drop
from app.orders.views import order_for_staff
from tests.ordering import HOME, card_job, cards, done, moved, payment_for, with_file
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
PORTLAND = PostalAddress("Robin Vale", "1 Main Street", "Portland", "OR", "97201")


@pytest.fixture
def number(act: Act, customer: SignedIn) -> int:
    """A paid order of two jobs with files, one of which goes to two places."""
    arts = [order_for_staff(with_file(act, customer.account_id)).jobs[0].artwork_id for _ in range(2)]
    jobs = (
        card_job(name="First", artwork_id=arts[0], drops=(Drop(HOME, 150), Drop(PORTLAND, 100))),
        card_job(name="Second", artwork_id=arts[1]),
    )
    made: int = done(lambda: service.place(act, customer.account_id, replace(cards(), jobs=jobs, blind=True)))
    done(lambda: service.settle(act, payment_for(made)))
    return made


def test_every_page_of_the_customer_shows_each_job_and_where_its_pieces_go(customer: SignedIn, number: int) -> None:
    for path in (f"/orders/{number}", f"/orders/{number}/receipt"):
        page = customer.get(path)
        for words in ("First", "Second", "150 of “First”, 250 of “Second”", "100 of “First”", "97201", "2 places"):
            assert words in page.main, (path, words)
    assert "and 1 more job" in customer.get("/orders").main


def test_each_job_has_its_own_proof_and_answer(act: Act, customer: SignedIn, number: int) -> None:
    moved(act, number, "check", "proof")
    page = customer.get(f"/orders/{number}")
    assert len(page["form[action$='/approval']"]) == 2
    page = page.form("/approval").submit().follow()
    assert len(page["form[action$='/approval']"]) == 1
    assert "ships with the rest of the order" in page.main


def test_the_receipt_adds_up(customer: SignedIn, number: int) -> None:
    cells = customer.get(f"/orders/{number}/receipt")["main table td.num"]
    *lines, total = [int(cell.text_content().strip().lstrip("$").replace(".", "").replace(",", "")) for cell in cells]
    assert sum(lines) == total


def test_staff_take_a_step_with_one_job_or_with_all(number: int, staff_member: Staff) -> None:
    prepress = staff_member("prepress")
    page = prepress.get(f"/staff/orders/{number}")
    assert len([item for item in page["main button[name=step]"] if item.get("value") == "check"]) == 1
    second = order_for_staff(number).jobs[1].id
    page.form("/steps").submit("Start checking", job=str(second))
    assert [job.state.code for job in order_for_staff(number).jobs] == ["files-received", "preflight"]
    refused = prepress.get(f"/staff/orders/{number}").form("/steps").submit("Start checking", job="999")
    assert refused.status == 422
    assert "and 1 more job" in prepress.get("/staff/orders").main


def test_the_queue_finds_an_order_by_any_of_its_jobs_and_streets(number: int, act: Act, staff_member: Staff) -> None:
    desk = staff_member("service")
    done(lambda: service.step(act, number, "check", frozenset({"orders:job:check"}), version=None,
                              job_id=order_for_staff(number).jobs[1].id))  # fmt: skip
    for query in ({"state": "preflight"}, {"q": "1 Main Street"}):
        assert str(number) in desk.get("/staff/orders", query=query).main, query
