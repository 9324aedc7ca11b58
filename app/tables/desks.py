"""The three tables that staff edit, each with what its editor needs to know of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.catalogue import service as catalogue
from app.catalogue.loading import tables_from_text as price_tables
from app.foundation.access import Permission
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.foundation.versions import Versions
from app.shipping import service as shipping
from app.shipping.rates import tables_from_text as shipping_tables
from app.tables.blocks import Body
from app.tables.sections import Section
from app.tables.sections import catalogue as catalogue_sections
from app.tables.sections import delivery as delivery_sections
from app.tables.sections import taxes as tax_sections
from app.tax import service as tax
from app.tax.rates import tables_from_text as tax_tables

READ = Permission("tables:version:read", "See the tables of prices, delivery and taxes, and their history")
PRICES = Permission("catalogue:prices:edit", "Change papers, prices, products, rules and holidays")
RATES = Permission("shipping:rates:edit", "Change delivery zones and rates")
TAXES = Permission("tax:rates:edit", "Change where and how much tax is collected")
PERMISSIONS = [READ, PRICES, RATES, TAXES]


@dataclass(frozen=True)
class Desk:
    """One table: its versions, how a body becomes tables, and the sections that staff edit."""

    code: str
    menu: str
    title: str
    about: str
    edit: Permission
    versions: Versions[Any]
    parse: Callable[[str, int], Any]
    load: Callable[[Act, datetime, str], int | None]
    sections: Callable[[Body], list[Section]]
    wants_check: bool = False
    """Somebody who knows checks it before use, and that is noted."""

    @property
    def href(self) -> str:
        return f"/staff/{self.code}"

    def tables(self, body: Body, version: int = 0) -> Any:
        """The tables of a body.

        Raises:
            Refusal: they cannot be read; in words.
        """
        try:
            return self.parse(text_of(body), version)
        except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError) as problem:
            raise Refusal(_in_words(str(problem))) from None

    def section(self, body: Body, code: str) -> Section:
        """One section of a body.

        Raises:
            Missing: it has no such section.
        """
        found = next((section for section in self.sections(body) if section.code == code), None)
        if found is None:
            raise Missing
        return found


def text_of(body: Body) -> str:
    """The body as the text that is kept."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _in_words(problem: str) -> str:
    what, _, why = problem.partition(", for ")
    if "Error(" in why:
        return f"{what} with these numbers."
    if "cannot be read" in problem or not problem.endswith("."):
        return "These tables cannot be used: something is missing, or is of the wrong kind."
    return problem


CATALOGUE = Desk(
    "catalogue",
    "Products",
    "Products and prices",
    "Papers, finishing, products, rules, holidays: all that is sold and what it costs.",
    PRICES,
    catalogue.versions,
    price_tables,
    catalogue.load_tables,
    catalogue_sections.sections,
)
DELIVERY = Desk(
    "delivery",
    "Delivery",
    "Delivery",
    "Ways, zones and fees: what it costs to send a parcel, and how long it takes.",
    RATES,
    shipping.versions,
    shipping_tables,
    shipping.load_tables,
    delivery_sections.sections,
)
TAX = Desk(
    "taxes",
    "Taxes",
    "Taxes",
    "Where sales tax is collected, and how much.",
    TAXES,
    tax.versions,
    tax_tables,
    tax.load_tables,
    tax_sections.sections,
    wants_check=True,
)
DESKS = {desk.code: desk for desk in (CATALOGUE, DELIVERY, TAX)}
