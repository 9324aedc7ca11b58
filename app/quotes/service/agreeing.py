"""What staff do with a quote: make it for a customer, agree another price, send it off."""

from dataclasses import replace

from app.audit import service as audit
from app.cases import service as cases
from app.catalogue.pricing import Breakdown, Line
from app.catalogue.spec import Spec
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.foundation.money import dollars
from app.orders.wanted import WantedJob
from app.quotes.models import Quote, QuoteLine
from app.quotes.service.records import check_open, happened, lines_of, locked
from app.quotes.service.saving import line, reckon, save
from app.quotes.service.using import write
from app.quotes.terms import shown
from app.quotes.wanted import Agreed, NewQuote

AGREED = "agreed"
"""The code of the one line of a price that was agreed."""


def make(act: Act, account_id: int | None, new: NewQuote, agreed: Agreed | None) -> int:
    """Make a quote for a customer, by the tables or with its first job at an agreed price; gives its number.

    Raises:
        Refusal: as `save`.
    """
    number = save(act, account_id, new)
    first = lines_of(number)[0]
    if agreed is not None and first.cents != agreed.cents:
        agree(act, number, first.id, agreed, locked(number).version)
    return number


def agree(act: Act, number: int, line_id: int, agreed: Agreed, version: int) -> None:
    """Put another price on a line, with its reason; the sums follow.

    Raises:
        Missing: there is no such line.
        Refusal: the quote changed since, or is no longer open.
    """
    quote = locked(number, version=version)
    check_open(act, quote)
    found = next((one for one in lines_of(number) if one.id == line_id), None)
    if found is None:
        raise Missing
    before = found.cents
    _put(found, agreed)
    _sum_up(quote)
    happened(act, quote, "price-agreed", agreed.reason)
    audit.record(
        act, "quote.price-agreed", f"quote:{number}", line=found.position, before_cents=before, cents=agreed.cents
    )


def add_line(act: Act, number: int, job: WantedJob, agreed: Agreed | None, version: int) -> None:
    """Add a job to an open quote, by the tables in force or at an agreed price.

    Raises:
        Missing: there is no such quote.
        Refusal: the quote changed since, or is no longer open.
    """
    quote = locked(number, version=version)
    check_open(act, quote)
    position = len(lines_of(number)) + 1
    added = line(number, position, job, act.at)
    if agreed is not None:
        _put(added, agreed)
    db.session.add(added)
    db.session.flush()
    _sum_up(quote)
    happened(act, quote, "line-added", agreed.reason if agreed else "")
    audit.record(act, "quote.line-added", f"quote:{number}", line=position, cents=added.cents)


def hand_over(act: Act, number: int, role: str) -> bool:
    """Tell the customer by mail that the quote waits; False where nobody can be mailed.

    One that answers a request answers it: the person reads there, signed by the `role`, that the quote is ready.

    Raises:
        Missing: there is no such quote.
        Refusal: it is no longer open, or its request takes no answer.
    """
    quote = locked(number)
    check_open(act, quote)
    if quote.case_number is not None:
        words = f"Our quote {shown(number)} is ready: {dollars(quote.total_cents)}. It stands at the top of this page."
        cases.answer(act, quote.case_number, words, outcome="answered", role=role, version=None)
        sent = True
    else:
        sent = bool(write(act, quote, "quotes/made"))
    if sent:
        happened(act, quote, "mailed")
        audit.record(act, "quote.mailed", f"quote:{number}")
    return sent


def held_jobs(lines: list[QuoteLine]) -> tuple[WantedJob, ...]:
    """The lines as jobs to be ordered at their held prices."""
    return tuple(
        WantedJob(
            spec=Spec.from_json(one.spec),
            name=one.name,
            artwork_id=one.artwork_id,
            breakdown=Breakdown.from_json(one.breakdown),
        )
        for one in lines
    )


def _put(found: QuoteLine, agreed: Agreed) -> None:
    if agreed.cents < 1:
        raise Refusal("An agreed price is at least one cent.", "price")
    listed = Breakdown.from_json(found.breakdown)
    words = agreed.words or "Agreed price"
    held = replace(
        listed,
        lines=(Line(AGREED, words, agreed.cents),),
        total_cents=agreed.cents,
        print_cents=agreed.cents,
    )
    found.breakdown, found.cents = held.to_json(), agreed.cents


def _sum_up(quote: Quote) -> None:
    reckon(quote, held_jobs(lines_of(quote.number)))
