"""Which choices go together, and the sentence that says why not.

A choice is judged against the product, its size and what is chosen above it in the form, never below: black
paper can always be picked, and the inks that it does not take then say so. Thus no two choices can lock each
other out. Only a paper is judged against the pages as well (see `books`), and those can always be typed anew.
"""

from collections.abc import Mapping

from app.catalogue import books
from app.catalogue.tables import PriceTables, Product


def unavailable(product: Product, chosen: Mapping[str, str], part: str, choice: str, tables: PriceTables) -> str:
    """Why this choice of a part cannot be made beside what is chosen; empty when it can.

    `chosen` holds the fields of the form as text: the parts, `size`, `width`, `height` and `pages`.
    """
    return _refused(product, chosen, part, choice, tables) or books.too_many_pages(
        product, {**chosen, part: choice}, part, tables
    )


def clashes(product: Product, chosen: Mapping[str, str], tables: PriceTables) -> dict[str, str]:
    """Every part whose choice cannot be made, with the reason; what concerns the pages stands beside them."""
    reasons = {part: _refused(product, chosen, part, chosen[part], tables) for part in product.parts}
    return {part: reason for part, reason in reasons.items() if reason}


def _refused(product: Product, chosen: Mapping[str, str], part: str, choice: str, tables: PriceTables) -> str:
    own = _traits(part, choice, chosen, tables)
    if not own:
        return ""
    around = own | _traits_above(product, chosen, part, tables)
    for rule in tables.rules:
        if part not in rule.beside or not own & (rule.when | rule.any):
            continue
        if rule.when <= around and (not rule.any or rule.any & around) and not rule.unless & around:
            return rule.reason
    return ""


def _traits_above(product: Product, chosen: Mapping[str, str], part: str, tables: PriceTables) -> frozenset[str]:
    """The traits of the product, its size and the choices above `part` in the form."""
    size = product.size(chosen.get("size", ""))
    found = product.traits | size.traits if size is not None else product.traits
    for above in product.parts:
        if above == part:
            break
        found |= _traits(above, chosen.get(above, ""), chosen, tables)
    return found


def _traits(part: str, code: str, chosen: Mapping[str, str], tables: PriceTables) -> frozenset[str]:
    choice = tables.parts[part].choices.get(code)
    if choice is None:
        return frozenset()
    if not choice.same_as:
        return choice.traits
    stock = tables.stocks.get(chosen.get(choice.same_as, ""))
    return choice.traits | stock.traits if stock is not None else choice.traits
