"""Links that show a quote to whoever has them. Only a digest rests here; the secret is derived whenever it is shown."""

from datetime import datetime

from sqlalchemy import select, update

from app.audit import service as audit
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.quotes.models import QuoteShare
from app.quotes.service.records import check_open, happened, locked

PURPOSE = "quote-share"


def share(act: Act, account_id: int, number: int) -> None:
    """Make the link that shows the quote, unless there is one.

    Raises:
        Missing: no such quote of this customer.
        Refusal: its prices no longer hold.
    """
    quote = locked(number, account_id)
    check_open(act, quote)
    if _live(number) is not None:
        return
    salt = codes.random_token(128)
    digest = codes.digest(secret(number, salt))
    db.session.add(QuoteShare(quote_number=number, salt=salt, token_sha256=digest, made_at=act.at))
    happened(act, quote, "shared")
    audit.record(act, "quote.shared", f"quote:{number}")


def unshare(act: Act, account_id: int, number: int) -> None:
    """Take the link back, at once and for good; doing it twice is harmless.

    Raises:
        Missing: no such quote of this customer.
    """
    quote = locked(number, account_id)
    if _live(number) is None:
        return
    _withdraw(number, act.at)
    happened(act, quote, "unshared")
    audit.record(act, "quote.unshared", f"quote:{number}")


def secret(number: int, salt: str) -> str:
    """The secret of a link, derived from its row."""
    return codes.keyed_hex(PURPOSE, number, salt)


def _live(number: int) -> int | None:
    query = select(QuoteShare.id).where(QuoteShare.quote_number == number, QuoteShare.withdrawn_at.is_(None))
    return db.session.scalar(query.limit(1))


def _withdraw(number: int, at: datetime) -> None:
    live = update(QuoteShare).where(QuoteShare.quote_number == number, QuoteShare.withdrawn_at.is_(None))
    db.session.execute(live.values(withdrawn_at=at))
