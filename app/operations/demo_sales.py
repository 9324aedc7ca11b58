"""What a customer of the demonstration has begun: jobs in the basket, a quote; and a code that takes something off."""

import secrets
from datetime import timedelta

from app.baskets import service as baskets
from app.catalogue import service as catalogue
from app.catalogue.spec import Spec
from app.foundation.acts import Act
from app.orders.wanted import WantedJob
from app.promotions import service as promotions
from app.quotes import service as quotes
from app.quotes.wanted import NewQuote

CODE = "TRYPRINT"
BASKET = {
    "Program of the concert": {"product": "booklets", "quantity": "100", "pages": "16"},
    "Stickers for the band": {"product": "stickers", "quantity": "250"},
}
QUOTED = {"product": "brochures", "quantity": "500"}


def load(act: Act, account_id: int) -> None:
    """A basket and a quote for the customer, and a promotion code for a month."""
    for name, typed in BASKET.items():
        baskets.add(act, account_id, _spec(typed), name)
    quotes.save(act, account_id, NewQuote(secrets.token_hex(16), (WantedJob(_spec(QUOTED), "Tri-folds for the fair"),)))
    promotions.make(
        act, promotions.Wanted(CODE, "10 % off for trying us", 10, None, act.at, act.at + timedelta(days=30))
    )


def _spec(typed: dict[str, str]) -> Spec:
    spec = catalogue.spec_from(typed).spec
    assert spec is not None  # the catalogue that was just loaded has this product
    return spec
