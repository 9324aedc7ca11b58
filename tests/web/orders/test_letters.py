"""The letters about an order, as they are sent."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from app.foundation.acts import Act
from app.orders import service
from app.orders.views import order_for_staff
from tests.ordering import EVERY, done, letters, moved, paid, with_file
from tests.pages import Browser
from tests.people import new_account

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "orders" / "mail"


BETWEEN_COLLEAGUES = {"approval_asked", "approval_given"}
"""Letters that only an order of a company sends: `tests/unit/orders/test_approving.py` sees them."""


def every_letter(act: Act) -> list[int]:
    """Orders that went every way on which a letter is sent."""
    alex = new_account("alex.kim", "Alex Kim")
    shipped, picked_up, cancelled = (
        with_file(act, alex),
        with_file(act, alex, delivery=None, method="pick-up"),
        paid(act, alex),
    )
    moved(act, shipped, "problem")
    done(lambda: service.turn(act, shipped, "hold", EVERY, version=None, note="The paper is late."))
    moved(act, picked_up, "check", "proof", "approve", "print", "shelve")
    other = with_file(act, alex)
    moved(act, other, "check", "proof", "approve", "print", "pack", "ship")
    done(lambda: service.cancel(act, alex, cancelled))
    done(lambda: service.refunded(act, cancelled, order_for_staff(cancelled).total_cents))
    return [shipped, picked_up, cancelled, other]


def test_every_letter_is_sent_whole_and_names_its_order(
    app: Flask, act: Act, visitor: Browser, run_job: Callable[[str], None]
) -> None:
    numbers = every_letter(act)
    queued = [name for number in numbers for name in letters(number)]
    there = {path.name for path in TEMPLATES.iterdir()}
    assert {name.removeprefix("orders/") for name in queued} == there - BETWEEN_COLLEAGUES
    run_job("send-mail")
    index = visitor.get("/local-mail")
    read = [visitor.get(str(link.get("href"))) for link in index["main li a"]]
    assert len(read) == len(queued)
    for page in read:
        assert any(str(number) in page.main for number in numbers)
        assert "Hello Alex," in page.main
        assert "http" in page.main
        assert "We sent it because you placed it." in page.main


def test_the_receipt_in_the_mail_adds_up(act: Act, visitor: Browser, run_job: Callable[[str], None]) -> None:
    number = paid(act, new_account("alex.kim", "Alex Kim"))
    order = order_for_staff(number)
    run_job("send-mail")
    letter = visitor.get("/local-mail").open("is paid").main
    for cents in (order.goods_cents, order.shipping_cents, *(c for _, c in order.tax_lines), order.total_cents):
        assert f"${cents / 100:.2f}" in letter
