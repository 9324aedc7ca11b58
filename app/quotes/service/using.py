"""What becomes of a quote: it is taken, mailed, ordered, or withdrawn."""

from datetime import timedelta

from sqlalchemy import func, select

from app.accounts import service as accounts
from app.audit import service as audit
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.foundation.money import dollars
from app.mail import service as mail
from app.orders import service as orders
from app.orders.wanted import Order
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from app.quotes.models import Quote, QuoteEvent, QuoteLine
from app.quotes.service.records import check_open, happened, lines_of, locked
from app.quotes.terms import shown

STOPPED = "You asked us not to mail you what you ask for, so we did not. The PDF below holds the same."


def order(act: Act, account_id: int, number: int, wanted: Order, drawn_version: int | None = None) -> int:
    """Turn the quote into an order at its prices; gives the order's number. The same form again gives the same order.

    Raises:
        Missing: no such quote of this customer.
        Refusal: its prices no longer hold, or the order cannot be placed like that.
    """
    quote = locked(number, account_id)
    if quote.order_number is None:
        check_open(act, quote)
        if drawn_version not in {None, quote.version}:
            raise Refusal("This quote changed since you opened the page. Look at it again, then order.")
    made = orders.place(act, account_id, wanted)
    if quote.order_number is None:
        quote.order_number, quote.ordered_at = made, act.at
        happened(act, quote, "ordered")
        audit.record(act, "quote.ordered", f"quote:{number}", order=made)
    elif quote.order_number != made:
        raise Refusal(f"This quote is ordered already, as order {quote.order_number}.")
    return made


def send(act: Act, account_id: int, number: int) -> None:
    """Mail the quote to its owner.

    Raises:
        Missing: no such quote of this customer.
        Refusal: it is not open, was mailed often enough today, or they stopped such mail.
    """
    quote = locked(number, account_id)
    check_open(act, quote)
    if _mailed_lately(act, number) >= rules.whole("quotes.mails-a-day"):
        raise Refusal("This quote went out often enough today. Please look into your mailbox, or take the PDF.")
    if not write(act, quote, "quotes/quote"):
        raise Refusal(STOPPED)
    happened(act, quote, "mailed")
    audit.record(act, "quote.mailed", f"quote:{number}")


def withdraw(act: Act, account_id: int | None, number: int) -> None:
    """Take the quote back; doing it twice is harmless.

    Raises:
        Missing: there is none, or it is somebody else's.
        Refusal: it is ordered.
    """
    quote = locked(number, account_id)
    if quote.withdrawn_at is not None:
        return
    if quote.ordered_at is not None:
        raise Refusal(f"This quote is order {quote.order_number} now; cancel that instead.")
    quote.withdrawn_at = act.at
    happened(act, quote, "withdrawn")
    audit.record(act, "quote.withdrawn", f"quote:{number}")


def take(act: Act, account_id: int, number: int, case_number: int) -> None:
    """Take a quote that answers a request into one's account; who may read that request is looked at before.

    Raises:
        Missing: no such quote answers that request, or it is somebody's already.
    """
    quote = locked(number)
    if quote.account_id == account_id:
        return
    if quote.account_id is not None or quote.case_number != case_number:
        raise Missing
    quote.account_id = account_id
    happened(act, quote, "taken")
    audit.record(act, "quote.taken", f"quote:{number}", account=account_id)


def write(act: Act, quote: Quote, letter: str) -> int:
    """Queue a letter about the quote to its owner; 0 when they stopped such mail, or nobody owns it yet."""
    if quote.account_id is None:
        return 0
    card, ref = accounts.account_card(quote.account_id), f"quote:{quote.number}"
    permissions.open_cause(act, Subject(card.person_id), "request", ref, expires_at=quote.valid_until)
    return mail.queue(
        act,
        to=card.email,
        template=letter,
        purpose="requested",
        ref=ref,
        greeting=card.greeting,
        number=quote.number,
        shown=shown(quote.number),
        name=quote.name,
        jobs=[_in_words(one) for one in lines_of(quote.number)],
        lines=_sums(quote),
        total=dollars(quote.total_cents),
        whole=bool(quote.shipping_method),
        valid_until=clock.spoken_date(quote.valid_until),
    )


def _in_words(line: QuoteLine) -> list[str]:
    return [line.name, f"{line.quantity:,} {line.product_name}", dollars(line.cents)]


def _sums(quote: Quote) -> list[list[str]]:
    """What stands between the jobs and the total."""
    if not quote.shipping_method:
        return []
    shipping = [quote.shipping_label, dollars(quote.shipping_cents)]
    return [shipping, *([label, dollars(cents)] for label, cents in quote.tax_lines)]


def _mailed_lately(act: Act, number: int) -> int:
    since = act.at - timedelta(days=1)
    query = select(func.count()).where(
        QuoteEvent.quote_number == number, QuoteEvent.what == "mailed", QuoteEvent.at > since
    )
    return db.session.execute(query).scalar_one()
