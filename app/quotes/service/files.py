"""A file that a quote or a request names is deleted: both go on without it."""

from sqlalchemy import delete, update

from app.foundation.database import db
from app.quotes.models import QuoteLine, QuoteRequestFile


def forget_file(artwork_id: int) -> None:
    """Let go of the file wherever quotes and requests name it."""
    db.session.execute(update(QuoteLine).where(QuoteLine.artwork_id == artwork_id).values(artwork_id=None))
    db.session.execute(delete(QuoteRequestFile).where(QuoteRequestFile.artwork_id == artwork_id))
