"""The sections of the products: what is on sale, and each product with its sizes and its choices."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.tables.blocks import Block, Body, Firsts, Listed, Offer, Record, Sale, choices_of
from app.tables.columns import Column
from app.tables.sections import Section
from app.tables.sections.fields import NAME

SALE = Sale(
    "sale",
    "Products",
    ("products",),
    (Column("on", "On sale", "tick", needed=False),),
    grows=False,
    infer=False,
)


def product_section(slug: str, row: Mapping[str, Any], body: Body) -> Section:
    """One product: its words and numbers, its sizes, and which choices of each part it offers."""
    path = ("products", slug)
    offers = [_offer(slug, part, body) for part in row["parts"]]
    firsts = Firsts(
        "firsts",
        "What the form begins with",
        (*path, "parts"),
        tuple(
            Column(part, body["parts"][part]["label"], "choice", options=tuple(choices_of(body, part).items()))
            for part in row["parts"]
        ),
        grows=False,
        infer=False,
        was={part: offered[0] for part, offered in row["parts"].items()},
    )
    size = (
        Column("code", "Size", longest=40, hint="Like 4x6, width first."),
        NAME,
    )
    sizes = Listed("sizes", "Sizes", (*path, "sizes"), size)
    about = f"Price model: {row['price']['model']}."
    return Section(f"product-{slug}", row["name"], about, (_facts(path), sizes, *offers, firsts), "Products")


def _facts(path: tuple[str, ...]) -> Block:
    columns = (
        NAME,
        Column("piece", "One piece", longest=30),
        Column("pieces", "Several pieces", longest=30),
        Column("lead", "First sentence", longest=160),
        Column("about", "About", "long", longest=600),
        Column("quantity.min", "Fewest", "whole", least=Decimal(1), most=Decimal(1_000_000)),
        Column("quantity.max", "Most", "whole", least=Decimal(1), most=Decimal(1_000_000)),
        Column("start_quantity", "Begins with", "whole", least=Decimal(1), most=Decimal(1_000_000)),
        Column("standard_days", "Standard", "whole", "business days", least=Decimal(1), most=Decimal(60)),
        Column("max_sets", "Most sets", "whole", least=Decimal(1), most=Decimal(1000)),
        Column("bleed_in", "Bleed", "number", "in.", most=Decimal(2)),
        Column("safe_in", "Safe margin", "number", "in.", most=Decimal(2)),
    )
    leave = frozenset({"number", "family", "price.model", "parts", "sizes"})
    return Record("facts", "Words and numbers", path, columns, leave=leave)


def _offer(slug: str, part: str, body: Body) -> Block:
    label = body["parts"][part]["label"]
    columns = (Column("on", "Offered", "tick", needed=False),)
    code = f"offer-{part.replace('_', '-')}"
    return Offer(code, label, ("products", slug, "parts", part), columns, grows=False, infer=False)
