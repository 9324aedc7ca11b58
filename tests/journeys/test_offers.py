"""What an order costs less: by a tax exemption certificate that was checked, and by a promotion code."""

from collections.abc import Callable

from app.foundation.database import db
from tests.journeys.paying import settled
from tests.pages import Page
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside

Staff = Callable[[str], SignedIn]
GOOD = "4242424242424242"
CARDS = "/orders/new?product=business-cards&quantity=250"
EXEMPT = "No Minnesota sales tax: exemption certificate 1"
PDF = ("certificate.pdf", b"%PDF-1.7\n%%EOF\n")


def paid(customer: SignedIn, practice: PracticeBeside, checkout: Page) -> Page:
    """The receipt of the order that stands at its checkout."""
    practice.pay_at(checkout.form("/pay").submit().location, GOOD)
    return settled(customer, int(checkout.h1.rpartition(" ")[2])).open("See the order")


def test_a_checked_certificate_makes_orders_to_its_state_free_of_tax_and_no_others(
    customer: SignedIn, staff_member: Staff, practice: PracticeBeside
) -> None:
    page = customer.get("/account/billing").open("exemption certificate")
    for state in ("MN", "IA"):
        form = page.open("Send a certificate").form("/new")
        page = form.submit(state=state, number="ST3-1234", first_day="2026-01-01", certificate=PDF).follow()
    desk = staff_member("service")
    desk.get("/staff/tax-exemptions").open("Certificate 2").form("/check").submit()
    taxed = customer.get(CARDS).form("/orders/new").submit().follow()
    assert "Minnesota sales tax" in taxed.main
    assert "exemption certificate" not in taxed.main

    desk.get("/staff/tax-exemptions").open("Certificate 1").form("/check").submit()
    free = customer.get(CARDS).form("/orders/new").submit().follow()
    assert EXEMPT in free.main
    receipt = paid(customer, practice, free)
    assert EXEMPT in receipt.main
    assert "$0.00" in receipt.main
    db.session.rollback()


def test_a_promotion_code_takes_its_part_off_the_print_price_and_is_used_up(
    customer: SignedIn, staff_member: Staff, practice: PracticeBeside
) -> None:
    marketing = staff_member("marketing")
    form = marketing.get("/staff/promotions").open("Make a code").form("/new")
    made = form.submit(code="SPRING26", label="Spring offer", percent="10", most_each="1").follow()
    assert made.h1 == "SPRING26"

    form = customer.get(CARDS).form("/orders/new")
    wrong = form.submit(promotion="AUTUMN")
    assert wrong.status == 422
    assert "do not know this code" in wrong.errors()["promotion"]
    checkout = wrong.form("/orders/new").submit(promotion="spring-26").follow()
    assert "Spring offer" in checkout.main
    assert "-$5.11" in checkout.main or "−$5.11" in checkout.main
    assert "Spring offer" in paid(customer, practice, checkout).main

    again = customer.get(CARDS).form("/orders/new").submit(promotion="SPRING26")
    assert "as often as one customer" in again.errors()["promotion"]
    assert "once" in marketing.get(made.path).main
    db.session.rollback()
