"""Which choices go together, and the sentence that says why not.

A choice is judged against what is chosen above it in the form, never below: black paper can always be
picked, and the inks that it does not take then say so. Thus no two choices can lock each other out.
"""

from collections.abc import Mapping

from app.catalogue.tables import PriceTables, Product


def unavailable(product: Product, chosen: Mapping[str, str], part: str, choice: str, tables: PriceTables) -> str:
    """Why this choice of a part cannot be made beside what is chosen above it; empty when it can."""
    own = tables.parts[part].choices[choice].traits
    if not own:
        return ""
    around = own | _traits_above(product, chosen, part, tables)
    for rule in tables.rules:
        if part not in rule.beside or not own & (rule.when | rule.any):
            continue
        if rule.when <= around and (not rule.any or rule.any & around) and not rule.unless & around:
            return rule.reason
    return ""


def clashes(product: Product, chosen: Mapping[str, str], tables: PriceTables) -> dict[str, str]:
    """Every part whose choice cannot be made, with the reason."""
    reasons = {part: unavailable(product, chosen, part, chosen[part], tables) for part in product.parts}
    return {part: reason for part, reason in reasons.items() if reason}


def _traits_above(product: Product, chosen: Mapping[str, str], part: str, tables: PriceTables) -> frozenset[str]:
    """The traits of the choices above `part` in the form."""
    found: frozenset[str] = frozenset()
    for above in product.parts:
        if above == part:
            break
        choice = tables.parts[above].choices.get(chosen.get(above, ""))
        found |= choice.traits if choice else frozenset()
    return found
