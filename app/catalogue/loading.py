"""Reads the tables from the files in `app/catalogue/data/` into one body of plain data.

The body is kept as JSON text: numbers with a point become strings, so that no digit is lost, and the order
of the files is kept, because it is the order of the form.
"""

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.catalogue.parsing import tables_from
from app.catalogue.tables import PriceTables
from app.foundation.versions import digest_of

DATA = Path(__file__).parent / "data"
TABLES = ("stocks", "colors", "finishes", "parts", "turnarounds", "press")


def body_from_files(folder: Path = DATA) -> str:
    """The JSON text of all the files of the folder."""
    body: dict[str, Any] = {name: _toml(folder / f"{name}.toml") for name in TABLES}
    body["rules"] = _toml(folder / "rules.toml")["rule"]
    body["holidays"] = _toml(folder / "holidays.toml")["holiday"]
    products = {path.stem: _toml(path) for path in (folder / "products").glob("*.toml")}
    body["products"] = dict(sorted(products.items(), key=lambda item: item[1]["number"]))
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=str)


def tables_from_text(body: str, version: int) -> PriceTables:
    """The tables of a JSON text under a version number.

    Raises:
        TablesError: the text does not hold complete tables.
    """
    return tables_from(json.loads(body), version, digest_of(body))


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)
