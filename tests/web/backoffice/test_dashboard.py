"""The staff's own front page."""

from collections.abc import Callable

from app.foundation.acts import Act
from app.orders import service
from tests.ordering import done, drafted, paid, payment_for, with_file
from tests.people import SignedIn, new_account

Staff = Callable[[str], SignedIn]


def test_it_counts_orders_by_state(act: Act, staff_member: Staff) -> None:
    alex = new_account("alex.kim", "Alex Kim")
    for make in (drafted, paid, paid, with_file):
        make(act, alex)
    page = staff_member("production").get("/staff")
    for words in ("1 Awaiting payment", "2 Awaiting files", "1 Files received", "0 On hold"):
        assert words in page.main
    assert page.open("Awaiting files").h1 == "Orders"


def test_payments_that_do_not_fit_stand_at_the_top(act: Act, staff_member: Staff) -> None:
    number = paid(act, new_account("alex.kim", "Alex Kim"))
    done(lambda: service.settle(act, payment_for(number, "another")))
    page = staff_member("service").get("/staff")
    assert str(number) in page.open("1 order").main


def test_a_role_without_orders_sees_only_its_own_pages(staff_member: Staff) -> None:
    page = staff_member("marketing").get("/staff")
    assert "Orders" not in page["nav[aria-label=Staff]"][0].text_content()
    assert "Awaiting files" not in page.main


def test_customers_are_kept_out(customer: SignedIn) -> None:
    assert customer.get("/staff").status == 403
