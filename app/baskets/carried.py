"""A visitor's basket: jobs that travel in the address of the page, since nothing is kept for a visitor.

Each `job` is the query of a specification in short form: what is not named takes the product's first choice. A job
that is being changed keeps its place under a mark before it, so that nothing is lost when the visitor turns back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from app.catalogue import reading
from app.catalogue.reading import SpecResult
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables

MOST_JOBS = 10
MOST_SIGNS = 500
MOST_IN_ALL = 1900
"""Characters of all jobs together, as they stand in an address: what signing in carries along."""
CHANGING = "change:"
"""Before a job of a visitor whose place a changed one shall take."""
ITEM = "item:"
"""Before the number of a customer's job that is being changed."""
ALWAYS = {"product", "size", "width", "height", "pages", "quantity", "sets", "stock", "color", "turnaround"}
"""Named even where they are the product's first choice."""


@dataclass(frozen=True)
class CarriedJob:
    """One job of an address: `text` as it stands there, without a mark."""

    text: str
    result: SpecResult


def texts_of(given: Iterable[str]) -> list[str]:
    """The jobs of an address, as many and as long as a page takes; a customer's own job is none of them."""
    return [text for text in given if 0 < len(text) <= MOST_SIGNS and not text.startswith(ITEM)][:MOST_JOBS]


def jobs_of(given: Iterable[str], tables: PriceTables) -> list[CarriedJob]:
    """The jobs of an address, read by the tables in force."""
    texts = [text.removeprefix(CHANGING) for text in texts_of(given)]
    return [CarriedJob(text, reading.read(query_in(text), tables)) for text in texts]


def query_in(text: str) -> dict[str, str]:
    """The query of a job's text; the first of doubled names counts."""
    return dict(reversed(parse_qsl(text[:MOST_SIGNS], keep_blank_values=True)))


def item_in(given: Iterable[str]) -> int:
    """The number of the customer's job that is being changed; 0 where there is none."""
    for text in given:
        number = text.removeprefix(ITEM)
        if number != text and number.isascii() and number.isdigit() and len(number) <= 9:
            return int(number)
    return 0


def written(spec: Spec, tables: PriceTables) -> str:
    """The text of a job."""
    parts = tables.products[spec.product].parts
    query = reading.query_of(spec)
    kept = {name: value for name, value in query.items() if name in ALWAYS or parts[name][0] != value}
    return urlencode(kept, safe="/")


def added(given: Sequence[str], text: str) -> list[str]:
    """The jobs with one more, or with it in the place of the one that is being changed."""
    texts = texts_of(given)
    for place, old in enumerate(texts):
        if old.startswith(CHANGING):
            return [*texts[:place], text, *texts[place + 1 :]]
    return [*texts, text]


def without(texts: Sequence[str], place: int) -> list[str]:
    """The jobs without the one at that place."""
    return [*texts[:place], *texts[place + 1 :]]


def changing(texts: Sequence[str], place: int) -> list[str]:
    """The jobs with a mark on the one at that place."""
    return [CHANGING + text if place == index else text for index, text in enumerate(texts)]


def too_many(texts: Sequence[str]) -> bool:
    """Whether these are more than a page can carry."""
    return len(texts) > MOST_JOBS or len(address("", texts)) > MOST_IN_ALL


def address(path: str, texts: Sequence[str]) -> str:
    """The path with these jobs."""
    query = urlencode([("job", text) for text in texts])
    return f"{path}?{query}" if query else path
