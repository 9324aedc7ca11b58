"""Requests for a quote: a case of their own kind, with what can be counted and the customer's files beside it."""

from app.artwork import service as artwork
from app.audit import service as audit
from app.cases import service as cases
from app.cases.service import NewCase
from app.foundation.acts import Act
from app.foundation.database import db
from app.orders.days import spoken_day
from app.orders.wanted import SentFile
from app.quotes.models import QuoteRequest, QuoteRequestFile
from app.quotes.wanted import NewRequest

KIND = "quote"


def ask(act: Act, new: NewRequest, network: str) -> int:
    """Open the request and give its case's number.

    Raises:
        Refusal: too many messages came from that network.
    """
    number = cases.open_case(
        act,
        NewCase(
            kind=KIND,
            topic="product",
            channel="web",
            text=_words(new),
            name=new.name,
            email=new.email,
            person_id=new.person_id,
        ),
        network,
    )
    db.session.add(
        QuoteRequest(
            case_number=number,
            account_id=new.account_id,
            quantity=new.quantity,
            wanted_by=new.wanted_by,
            asked_at=act.at,
        )
    )
    db.session.flush()
    return number


def attach(act: Act, account_id: int, number: int, file: SentFile) -> None:
    """Keep a customer's file beside their request.

    Raises:
        Refusal: the file cannot be used.
    """
    received = artwork.receive(act, account_id, file.name, file.stream)
    db.session.add(QuoteRequestFile(case_number=number, artwork_id=received.id, sent_at=act.at))
    db.session.flush()
    audit.record(act, "quote.file-received", f"case:{number}", artwork=received.id)


def _words(new: NewRequest) -> str:
    by = f"\nIn hands by: {spoken_day(new.wanted_by)}" if new.wanted_by else ""
    return f"{new.what}\n\nHow many: {new.quantity:,}{by}"
