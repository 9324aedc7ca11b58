"""The basket's page as finished values: a row for each job with the addresses of what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.baskets import carried
from app.baskets.lines import Line, line
from app.catalogue import reading
from app.catalogue.tables import PriceTables


@dataclass(frozen=True)
class Row:
    """One job. A visitor's is copied and removed by going to another address."""

    line: Line
    change_href: str
    copy_href: str = ""
    remove_href: str = ""


@dataclass(frozen=True)
class BasketPage:
    """All jobs with their sum; `waiting` came along from before the customer signed in, as `texts` in the address."""

    rows: tuple[Row, ...]
    waiting: tuple[Row, ...] = ()
    texts: tuple[str, ...] = ()
    sign_in_href: str = ""
    register_href: str = ""

    @property
    def total_cents(self) -> int:
        """What the jobs that can be made cost together."""
        return sum(row.line.cents for row in self.rows)

    @property
    def here(self) -> str:
        """The basket with the jobs of the address."""
        return carried.address("/basket", self.texts)

    @property
    def more_href(self) -> str:
        """The list of products, the jobs of the address with it."""
        return carried.address("/products", self.texts)

    @property
    def orderable(self) -> bool:
        return bool(self.rows) and all(row.line.orderable for row in self.rows)

    @property
    def prices(self) -> list[tuple[str, int]]:
        """Name and price of every job that can be made."""
        return [(row.line.name, row.line.cents) for row in self.rows if row.line.breakdown]


def product_href(query: Mapping[str, str], jobs: Sequence[str]) -> str:
    """The page of a product with what was chosen; the basket's jobs go along."""
    if "product" not in query:
        return carried.address("/products", jobs)
    rest = [(name, value) for name, value in query.items() if name != "product"]
    return f"/products/{query['product']}?{urlencode([*rest, *(('job', text) for text in jobs)])}"


def own(lines: Sequence[Line], given: Sequence[str], tables: PriceTables) -> BasketPage:
    """The page of a customer; `given` are jobs in the address, from before the sign-in."""
    rows = tuple(Row(one, product_href(_query(one), [f"{carried.ITEM}{one.id}"])) for one in lines)
    jobs = carried.jobs_of(given, tables)
    waiting = tuple(Row(line(job.result, tables), _mend(job.text, job, tables)) for job in jobs)
    return BasketPage(rows, waiting, tuple(job.text for job in jobs))


def visitors(given: Sequence[str], tables: PriceTables) -> BasketPage:
    """The page of a visitor: the jobs stand in its address and nowhere else."""
    jobs = carried.jobs_of(given, tables)
    texts = [job.text for job in jobs]
    rows = []
    for place, job in enumerate(jobs):
        shown, twice = line(job.result, tables), [*texts[: place + 1], *texts[place:]]
        rows.append(
            Row(
                shown,
                product_href(_query(shown), carried.changing(texts, place)),
                carried.address("/basket", twice) if not carried.too_many(twice) else "",
                carried.address("/basket", carried.without(texts, place)),
            )
        )
    here = urlencode({"next": carried.address("/basket", texts)})
    return BasketPage(tuple(rows), (), tuple(texts), f"/sign-in?{here}", f"/register?{here}")


def _query(shown: Line) -> Mapping[str, str]:
    return reading.query_of(shown.spec) if shown.spec and shown.breakdown else shown.mend


def _mend(text: str, job: carried.CarriedJob, tables: PriceTables) -> str:
    return product_href(_query(line(job.result, tables)), [carried.CHANGING + text])
