"""What other rooms ask of the catalogue: the tables in force, a specification from a query, a version loaded."""

from collections.abc import Mapping
from datetime import datetime

from app.audit import service as audit
from app.catalogue import reading, spec
from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.models import PriceTable
from app.catalogue.reading import SpecResult
from app.catalogue.spec import ArtworkNeeds, Spec
from app.catalogue.tables import PriceTables
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.versions import Versions

versions: Versions[PriceTables] = Versions(PriceTable, tables_from_text)


def current_tables(at: datetime | None = None) -> PriceTables:
    """The price tables in force at that time (now when None).

    Raises:
        NotLoaded: the shop has not been set up.
    """
    return versions.in_force(at or clock.now())


def tables_of(version: int) -> PriceTables:
    """The price tables of that version, to read what was frozen under it.

    Raises:
        NotLoaded: there is no such version.
    """
    return versions.of(version)


def spec_from(args: Mapping[str, str]) -> SpecResult:
    """The specification in a query by the tables in force, or the errors beside its fields; never raises for it."""
    return reading.read(args, current_tables())


def trim_and_pages(made: Spec) -> ArtworkNeeds:
    """What the customer's file must be."""
    return spec.artwork_needs(made, current_tables())


def load_tables(act: Act, effective_at: datetime, body: str | None = None) -> int | None:
    """Store a version of the tables (from the repository's files when no body is given); None when unchanged.

    Raises:
        TablesError: the body is incomplete or contradicts itself.
    """
    version = versions.load(act, body or body_from_files(), effective_at)
    if version is not None:
        audit.record(act, "price_table.loaded", f"price_table:{version}", effective_at=effective_at.isoformat())
    return version
