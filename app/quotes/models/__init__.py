"""What rests of quotes, of requests for one, and of links to pay."""

from app.quotes.models.links import PayLink, QuoteShare
from app.quotes.models.quotes import Quote, QuoteEvent, QuoteLine
from app.quotes.models.requests import QuoteRequest, QuoteRequestFile

__all__ = ["PayLink", "Quote", "QuoteEvent", "QuoteLine", "QuoteRequest", "QuoteRequestFile", "QuoteShare"]
