"""Each product is found in the window, ordered, and paid for at the practice processor."""

import pytest

from app.catalogue.loading import body_from_files, tables_from_text
from tests.journeys.paying import settled
from tests.ordering import letters
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside

TABLES = tables_from_text(body_from_files(), 1)
GOOD = "4242424242424242"

CHOSEN = {
    "brochures": {"fold": "gate", "stock": "CG100C", "quantity": "500"},
    "booklets": {"pages": "24", "cover_stock": "CM100C", "cover_color": "4/0", "cover_coating": "soft-touch"},
    "perfect-bound-books": {"pages": "200", "color": "1/1"},
    "coil-booklets": {"pages": "60", "overlay": "clear-black"},
    "calendars": {"size": "12x12", "start_month": "july"},
    "envelopes": {"size": "10-window", "back_flap": "printed"},
    "posters": {"size": "custom", "width": "30", "height": "40", "laminate": "clear"},
    "stickers": {"material": "VINYLC", "color": "4/0+white", "shape": "circle"},
}
"""What is chosen beyond the first choices, where there is something to choose that only this product has."""


@pytest.mark.parametrize("slug", TABLES.products)
def test_each_product_is_ordered_and_paid(customer: SignedIn, practice: PracticeBeside, slug: str) -> None:
    assert customer.get("/products")[f"main a[href='/products/{slug}']"]
    product = customer.get(f"/products/{slug}").form(f"/products/{slug}").submit(**CHOSEN.get(slug, {}))
    checkout = product.open("Order this").form("/orders/new").submit().follow()
    assert practice.pay_at(checkout.form("/pay").submit().location, GOOD).status == 303
    settled(customer, 10001)
    order = customer.get("/orders/10001").main
    assert TABLES.products[slug].name in order
    for part, code in CHOSEN.get(slug, {}).items():
        assert part not in TABLES.parts or TABLES.parts[part].choices[code].name in order
    assert letters(10001) == ["orders/placed"]
