"""The exact text of a posted version: the bytes that its SHA-256 covers."""

from sqlalchemy import select

from app.foundation.database import db
from app.policy.models import PERMANENT, PolicyDoc, PolicyVersion
from app.policy.views.shapes import PRIVACY


def text_of(no: int, slug: str = PRIVACY) -> str | None:
    """The text as it was digested when it was posted; None when there is no such version."""
    query = (
        select(PolicyVersion.body_html)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(PolicyDoc.slug == slug, PolicyVersion.no == no, PolicyVersion.state.in_(PERMANENT))
    )
    found: str | None = db.session.scalar(query)
    return found
