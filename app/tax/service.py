"""Sales tax on an order, by the tables in force."""

from datetime import datetime

from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.versions import Versions
from app.tax import exemptions
from app.tax.models import TaxTable
from app.tax.rates import TaxLine, TaxTables, body_from_file, tables_from_text, tax

Exemption, exemption = exemptions.Exemption, exemptions.exemption
versions: Versions[TaxTables] = Versions(TaxTable, tables_from_text)

rules.declare(
    rules.Rule(
        "tax.delivery-fee",
        False,
        "yes or no",
        "Whether the retail delivery fee of Minnesota is collected (due above $1 million of sales there)",
    )
)


def tax_on(
    taxable_cents: int, shipping_cents: int, state: str, zip_code: str, at: datetime, *, delivered: bool = True
) -> TaxLine:
    """The tax on an order handed over at that address; for a pick-up pass ours and `delivered=False`.

    Raises:
        NotLoaded: the shop has not been set up.
    """
    with_fee = bool(rules.value("tax.delivery-fee", at))
    tables = versions.in_force(at)
    return tax(tables, taxable_cents, shipping_cents, state, zip_code, delivered=delivered, with_fee=with_fee)


def load_tables(act: Act, effective_at: datetime, body: str | None = None) -> int | None:
    """Store a version of the tables (from the repository's file when no body is given); None when unchanged.

    Raises:
        TaxTablesError: the body is incomplete.
    """
    version = versions.load(act, body or body_from_file(), effective_at)
    if version is not None:
        audit.record(act, "tax_table.loaded", f"tax_table:{version}", effective_at=effective_at.isoformat())
    return version
