"""A specification in words."""

from decimal import Decimal

from app.catalogue.spec.made import Spec, product_of
from app.catalogue.spec.paper import spine_in
from app.catalogue.tables import PriceTables

PRINTED_SPINE = Decimal("0.125")
"""The thinnest spine in inches that takes print."""


def business_days(spec: Spec, tables: PriceTables) -> int:
    """How many business days the job takes in the shop at its turnaround."""
    return tables.turnarounds[spec.choice("turnaround")].days or product_of(spec, tables).standard_days


def described(spec: Spec, tables: PriceTables) -> list[tuple[str, str]]:
    """The specification in words, as pairs for a summary list: what the form asked and what was chosen."""
    words = [("Quantity", f"{spec.quantity:,}"), ("Size", _size(spec, tables))]
    if spec.pages:
        words.append(("Pages", f"{spec.pages:,}"))
    if product_of(spec, tables).model == "perfect":
        words.append(("Spine", _spine(spec, tables)))
    if spec.sets > 1:
        words.append(("Sets", str(spec.sets)))
    for code, choice in spec.choices:
        part = tables.parts[code]
        words.append((part.label, part.choices[choice].name))
    return words


def plain(length: Decimal) -> str:
    """A length without needless zeros: `3.5`, `4`."""
    return f"{length.normalize():f}"


def _spine(spec: Spec, tables: PriceTables) -> str:
    inches = spine_in(spec, tables)
    return f"{plain(inches)} in." if inches >= PRINTED_SPINE else f"{plain(inches)} in., too thin to print on"


def _size(spec: Spec, tables: PriceTables) -> str:
    """The measures, after the name of a size that is known by one: `#10, 9.5 x 4.125 in.`."""
    measures = f"{plain(spec.width_in)} x {plain(spec.height_in)} in."
    size = product_of(spec, tables).size(spec.size)
    return f"{size.name}, {measures}" if size is not None and "named" in size.traits else measures
