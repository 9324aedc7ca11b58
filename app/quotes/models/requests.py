"""Requests for a quote: the case holds what was said, this what can be counted and the files beside it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, personal
from app.foundation.retention import With

WISH = personal("order", subject="correspondent", purposes="requested", clause="writing-to-us")


class QuoteRequest(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """What somebody asked a price for: how many, and in hands by when; the words are the case's first message."""

    __tablename__ = "quote_request"
    __retention__ = With("case_file", "with its case")
    __person__ = "case_number -> case_file"

    case_number: Mapped[int] = mapped_column(
        ForeignKey("case_file.number"), primary_key=True, autoincrement=False, info=KEY
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    quantity: Mapped[int] = mapped_column(info=WISH)
    wanted_by: Mapped[date | None] = mapped_column(Date, info=WISH)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class QuoteRequestFile(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A customer's file that belongs to a request; the file itself is an artwork of theirs."""

    __tablename__ = "quote_request_file"
    __retention__ = With("quote_request", "with its request")
    __person__ = "artwork_id -> artwork"
    __table_args__ = (Index("ix_quote_request_file_of_case", "case_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("quote_request.case_number"), info=KEY)
    artwork_id: Mapped[int] = mapped_column(ForeignKey("artwork.id"), index=True, info=KEY)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


in_words(QuoteRequest, "Your requests for a quote", quantity="how many", wanted_by="by when")
in_words(QuoteRequestFile, "Files beside your requests for a quote")
