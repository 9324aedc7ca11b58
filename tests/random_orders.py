"""Random orders, as odd as customers can make them: any product and options, several jobs, addresses and ways."""

import random
from typing import Any

from app.accounts.addresses import PostalAddress
from app.catalogue import reading
from app.catalogue.spec import Spec
from app.catalogue.tables import CUSTOM, PriceTables, Product
from app.foundation import codes
from app.orders.estimates import Estimate, choose, estimate, place_of, promoted
from app.orders.service import Drop, Order, WantedJob

TOWNS = (
    ("Chanhassen", "MN", "55317"),
    ("Minneapolis", "MN", "55401"),
    ("Saint Paul", "MN", "55101"),
    ("Duluth", "MN", "55802"),
    ("Moorhead", "MN", "56560"),
    ("Portland", "OR", "97201"),
    ("New York", "NY", "10001"),
    ("Madison", "WI", "53703"),
    ("Austin", "TX", "78701"),
    ("Honolulu", "HI", "96813"),
    ("Anchorage", "AK", "99501"),
    ("Atlanta", "GA", "30303"),
)
STREETS = ("P.O. Box 7", "1 Main Street", "22 Mill Road", "3 River Lane")
NAMES = ("Alex Kim", "Robin Vale", "Casey Calder")


def address(chance: random.Random) -> PostalAddress:
    """Somewhere that we ship to, now and then a box at the post office."""
    city, state, zip_code = chance.choice(TOWNS)
    # Only ground goes to the islands and Alaska, and ground goes to no box.
    streets = STREETS[1:] if state in {"AK", "HI"} else STREETS
    return PostalAddress(chance.choice(NAMES), chance.choice(streets), city, state, zip_code)


def spec(chance: random.Random, tables: PriceTables) -> Spec:
    """A specification that can be made: random choices, the first ones where those do not go together."""
    product = chance.choice(list(tables.products.values()))
    for _ in range(8):
        made = reading.read(_query(chance, product), tables).spec
        if made is not None:
            return made
    made = reading.read({"product": product.slug, "quantity": str(_quantity(chance, product))}, tables).spec
    assert made is not None, product.slug
    return made


def _query(chance: random.Random, product: Product) -> dict[str, str]:
    """Some of the product's choices, the others left to be the first."""
    quantity = _quantity(chance, product)
    query = {"product": product.slug, "quantity": str(quantity)}
    query["size"] = chance.choice([size.code for size in product.sizes])
    for code, choices in product.parts.items():
        if chance.random() < 0.3:
            query[code] = chance.choice(choices)
    if product.pages is not None and chance.random() < 0.5:
        steps = (product.pages.max - product.pages.min) // product.pages.step
        query["pages"] = str(product.pages.min + product.pages.step * chance.randint(0, steps))
    if product.max_sets > 1 and chance.random() < 0.2:
        query["sets"] = str(chance.randint(2, min(product.max_sets, quantity)))
    if product.custom is not None and chance.random() < 0.2:
        size = product.custom
        sides = (chance.uniform(float(size.short_min), float(size.short_max)), float(size.long_max))
        query |= {"size": CUSTOM, "width": f"{sides[0]:.2f}", "height": f"{sides[1]:.2f}"}
    return query


def _quantity(chance: random.Random, product: Product) -> int:
    return chance.randint(product.min_quantity, min(product.max_quantity, 3000))


def job(chance: random.Random, tables: PriceTables, here: PostalAddress) -> WantedJob:
    """One job; one in three goes to addresses of its own, sometimes the order's among them."""
    made = spec(chance, tables)
    if chance.random() > 0.3:
        return WantedJob(made, f"Job {chance.randint(1, 99)}")
    count = min(chance.randint(1, 4), made.quantity)
    cuts = sorted(chance.sample(range(1, made.quantity), count - 1)) if count > 1 else []
    pieces = [after - before for before, after in zip([0, *cuts], [*cuts, made.quantity], strict=True)]
    drops = tuple(Drop(here if chance.random() < 0.2 else address(chance), part) for part in pieces)
    return WantedJob(made, f"Job {chance.randint(1, 99)}", drops=drops)


def order(
    chance: random.Random, tables: PriceTables, account_id: int, at: Any, promotions: tuple[str, ...] = ()
) -> tuple[Order, Estimate]:
    """An order that can be placed, and what its checkout showed before."""
    here = address(chance)
    jobs = tuple(job(chance, tables, here) for _ in range(chance.choice((1, 1, 1, 2, 3, 4))))
    delivery = None if chance.random() < 0.15 else here
    terms: dict[str, Any] = {
        "promotion": chance.choice(promotions) if promotions and chance.random() < 0.3 else "",
        "own_carrier": chance.random() < 0.1,
    }
    shown = estimate(jobs, place_of(delivery), "", at, account_id=account_id, **terms)
    methods = [way.rate.method for way in shown.ways if (way.rate.method == "pick-up") == (delivery is None)]
    method = chance.choice(methods or [way.rate.method for way in shown.ways])
    if shown.problem:
        terms["promotion"], shown = "", promoted(shown, "")
    shown = choose(shown, method)
    wanted = Order(
        nonce=codes.random_token(),
        jobs=jobs,
        delivery=delivery,
        billing=here,
        method=method,
        promotion=terms["promotion"],
        carrier_account="4711" if terms["own_carrier"] else "",
        blind=chance.random() < 0.1,
    )
    return wanted, shown
