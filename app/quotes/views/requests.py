"""Requests for a quote, as their pages show them: what can be counted, and the files beside."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.foundation.database import db
from app.foundation.errors import Missing
from app.quotes.models import QuoteRequest, QuoteRequestFile

LARGEST = 2**31 - 1


@dataclass(frozen=True)
class RequestView:
    """A request; `artwork_ids` are the files that its customer sent along."""

    case_number: int
    account_id: int | None
    quantity: int
    wanted_by: date | None
    asked_at: datetime
    artwork_ids: list[int]


def request_of(case_number: int) -> RequestView:
    """Any request; `cases.views.may_read` says who may see it.

    Raises:
        Missing: there is none.
    """
    columns = (
        QuoteRequest.case_number, QuoteRequest.account_id, QuoteRequest.quantity, QuoteRequest.wanted_by,
        QuoteRequest.asked_at,
    )  # fmt: skip
    query = select(*columns).where(QuoteRequest.case_number == min(case_number, LARGEST))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    files = select(QuoteRequestFile.artwork_id).where(QuoteRequestFile.case_number == case_number)
    return RequestView(*row, list(db.session.scalars(files.order_by(QuoteRequestFile.id))))
