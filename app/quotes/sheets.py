"""What stands beside the forms of quotes as finished values: a job's price, and then and now."""

from dataclasses import dataclass

from app.catalogue import pricing, reading
from app.catalogue import service as catalogue
from app.catalogue import spec as specs
from app.catalogue.spec import Spec
from app.orders.estimates import Estimate
from app.orders.sheets import mend_at
from app.orders.wanted import WantedJob
from app.quotes.views import LineView, QuoteView


@dataclass(frozen=True)
class Sheet:
    """What stands beside the form of a new quote; `query` is the specification as hidden fields carry it."""

    product_name: str
    product_href: str
    words: list[tuple[str, str]]
    query: list[tuple[str, str]]
    lines: list[tuple[str, int]]
    total_cents: int
    each: str


def sheet(spec: Spec, costs: Estimate) -> Sheet:
    """The values of the page on which a job is saved as a quote."""
    tables = catalogue.current_tables(costs.at)
    product, query = specs.product_of(spec, tables), reading.query_of(spec)
    lines = [(line.label, line.cents) for line in costs.jobs[0].lines]
    if costs.rate is not None:
        lines.append((costs.rate.label, costs.rate.cents))
    pieces = product.piece if spec.quantity == 1 else product.pieces
    rest = "shipping and tax included" if costs.known else "before shipping and tax"
    return Sheet(
        product_name=product.name,
        product_href=mend_at(reading.read(query, tables)),
        words=specs.described(spec, tables),
        query=list(query.items()),
        lines=[*lines, *costs.tax_lines],
        total_cents=costs.total_cents,
        each=f"for {spec.quantity:,} {pieces}, {rest}",
    )


@dataclass(frozen=True)
class ThenNow:
    """One job: its held price, and today's; `problem` says why it cannot be made today, `href` where that is mended."""

    name: str
    what: str
    then_cents: int
    now_cents: int | None
    problem: str = ""
    href: str = ""


@dataclass(frozen=True)
class Today:
    """A quote priced again; `jobs` is empty where one of them cannot be made any more."""

    rows: list[ThenNow]
    jobs: tuple[WantedJob, ...]

    @property
    def then_cents(self) -> int:
        return sum(row.then_cents for row in self.rows)

    @property
    def now_cents(self) -> int | None:
        """Today's sum; None where something cannot be made."""
        return sum(row.now_cents or 0 for row in self.rows) if self.jobs else None


def priced_today(quote: QuoteView) -> Today:
    """Every job of the quote by the tables in force now."""
    rows: list[ThenNow] = []
    jobs: list[WantedJob] = []
    for line in quote.lines:
        row, job = _again(line)
        rows.append(row)
        jobs += [job] if job else []
    return Today(rows, tuple(jobs) if len(jobs) == len(rows) else ())


def _again(line: LineView) -> tuple[ThenNow, WantedJob | None]:
    what, tables = f"{line.quantity:,} {line.product_name}", catalogue.current_tables()
    result = reading.read(reading.query_of(line.spec), tables)
    if result.spec is None:
        problem = " ".join(dict.fromkeys(result.errors.values()))
        return ThenNow(line.name, what, line.cents, None, problem, mend_at(result)), None
    now = pricing.price(result.spec, tables).total_cents
    job = WantedJob(result.spec, line.name, artwork_id=line.artwork_id)
    return ThenNow(line.name, what, line.cents, now), job
