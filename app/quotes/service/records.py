"""What every verb of quotes needs: the quote for writing, and the row that says what happened."""

from sqlalchemy import select

from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.quotes.models import Quote, QuoteEvent, QuoteLine
from app.quotes.terms import state_of

LARGEST = 2**31 - 1


def locked(number: int, account_id: int | None = None, version: int | None = None) -> Quote:
    """The quote, kept from other writers until the commit; loaded through its owner when one is given.

    Raises:
        Missing: there is none, or it belongs to somebody else.
        Refusal: it changed since the staff form with that `version` was drawn.
    """
    query = select(Quote).where(Quote.number == min(number, LARGEST))
    if account_id is not None:
        query = query.where(Quote.account_id == account_id)
    quote: Quote | None = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if quote is None:
        raise Missing
    if version not in {None, quote.version}:
        raise Refusal("Somebody changed this quote since you opened the page. Look at it again, then decide.")
    return quote


def check_open(act: Act, quote: Quote) -> None:
    """Pass when the quote's prices hold.

    Raises:
        Refusal: it was ordered or withdrawn, or its days are over.
    """
    state = state_of(quote.valid_until, quote.ordered_at, quote.withdrawn_at, act.at)
    if state.code != "open":
        raise Refusal(f"This quote is {state.label.lower()}. {state.sentence}")


def lines_of(number: int) -> list[QuoteLine]:
    """The quote's lines in their order."""
    query = select(QuoteLine).where(QuoteLine.quote_number == number).order_by(QuoteLine.position)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def happened(act: Act, quote: Quote, what: str, note: str = "") -> None:
    """Write the row of something that was done, and count the quote's version on."""
    db.session.add(QuoteEvent(quote_number=quote.number, what=what, at=act.at, actor=str(act.actor), note=note))
    quote.version += 1
    db.session.flush()
