"""Where the pieces of a job go: all to the order's address, or some to each of several addresses of this job only."""

from collections.abc import Mapping, Sequence

from app.accounts.addresses import PostalAddress
from app.audit import service as audit
from app.baskets import views
from app.baskets.models import BasketItem
from app.baskets.service.records import changed, of_version
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.errors import Refusal
from app.orders.wanted import Drop

rules.declare(
    rules.Rule("baskets.most-addresses", 200, "addresses", "To how many addresses one job may be sent", most=1000)
)


def add_drop(act: Act, account_id: int, item_id: int, version: int, drop: Drop) -> None:
    """Send some pieces to one more address; more pieces to one that is there already add up.

    Raises:
        Missing: it is not in this account's basket.
        Refusal: it was changed since the form was drawn, or there are too many addresses.
    """
    item = of_version(account_id, item_id, version)
    _write(act, item, (*views.drops_of(item.drops), drop))


def set_drops(act: Act, account_id: int, item_id: int, version: int, drops: Sequence[Drop]) -> None:
    """Put these addresses in the place of those that are there; none sends all of it where the order goes.

    Raises:
        As `add_drop`.
    """
    _write(act, of_version(account_id, item_id, version), drops)


def set_pieces(act: Act, account_id: int, item_id: int, version: int, pieces: Mapping[int, int]) -> None:
    """Give addresses, counted from 0, other numbers of pieces; 0 takes an address off.

    Raises:
        As `add_drop`.
    """
    item = of_version(account_id, item_id, version)
    drops = [
        Drop(drop.address, pieces.get(place, drop.pieces)) for place, drop in enumerate(views.drops_of(item.drops))
    ]
    _write(act, item, [drop for drop in drops if drop.pieces])


def _write(act: Act, item: BasketItem, drops: Sequence[Drop]) -> None:
    together: dict[PostalAddress, int] = {}
    for drop in drops:
        together[drop.address] = together.get(drop.address, 0) + drop.pieces
    most = rules.whole("baskets.most-addresses")
    if len(together) > most:
        raise Refusal(f"One job can go to at most {most} addresses. Please ask us about more.")
    stored = [{"address": address.parts(), "pieces": pieces} for address, pieces in together.items()]
    # An empty object is stored as nothing: then no key is needed to read the row.
    item.drops = {"drops": stored} if stored else {}
    changed(act, item)
    audit.record(act, "basket.addressed", f"basket-item:{item.id}", addresses=len(stored))
