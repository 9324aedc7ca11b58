"""Read-only values of quotes: one quote, lists, requests and links."""

from app.quotes.views.links import PayLinkView, newest_pay_link, pay_link
from app.quotes.views.lists import (
    Asked,
    Listed,
    QuoteRow,
    Wanted,
    count_of_open,
    counted,
    for_staff,
    own_quotes,
    refs_of,
)
from app.quotes.views.quotes import (
    Done,
    LineView,
    QuoteView,
    done_with,
    quote_for_staff,
    quote_of,
    quotes_for_case,
    share_salt,
    shared,
)
from app.quotes.views.requests import RequestView, request_of

__all__ = [
    "Asked",
    "Done",
    "LineView",
    "Listed",
    "PayLinkView",
    "QuoteRow",
    "QuoteView",
    "RequestView",
    "Wanted",
    "count_of_open",
    "counted",
    "done_with",
    "for_staff",
    "newest_pay_link",
    "own_quotes",
    "pay_link",
    "quote_for_staff",
    "quote_of",
    "quotes_for_case",
    "refs_of",
    "request_of",
    "share_salt",
    "shared",
]
