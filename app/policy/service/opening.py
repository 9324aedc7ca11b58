"""Documents: the privacy policy, and the agreement of each area that has one."""

from collections.abc import Mapping

from sqlalchemy import select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.areas import AREAS
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.policy import views
from app.policy.models import PolicyDoc

TITLES: Mapping[str, str] = {views.PRIVACY: "Privacy policy"}
"""Documents that exist from the beginning."""
LONGEST_TITLE = 120


def open_document(act: Act, slug: str, title: str) -> None:
    """Begin the agreement of an area, which gives it its name; its first version is drafted like any other text.

    Raises:
        Refusal: beside `slug` or `title`.
    """
    title = " ".join(title.split())
    if slug not in AREAS:
        raise Refusal("There is no such area.", "slug")
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise Refusal(f"Please give the document a title, in at most {LONGEST_TITLE} characters.", "title")
    if db.session.scalar(select(PolicyDoc.id).where(PolicyDoc.slug == slug)) is not None:
        raise Refusal(f"“{AREAS[slug].name}” has an agreement already.", "slug")
    row = PolicyDoc(slug=slug, title=title)
    db.session.add(row)
    db.session.flush()
    audit.record(act, "policy.document-opened", f"policy-document:{row.id}")


def title_of(slug: str) -> str:
    """What a document is called.

    Raises:
        Missing: there is no such document.
    """
    title = db.session.scalar(select(PolicyDoc.title).where(PolicyDoc.slug == slug)) or TITLES.get(slug)
    if title is None:
        raise Missing
    return title


def locked(slug: str) -> PolicyDoc:
    """The document, locked until the end of the transaction: whatever changes its versions queues here.

    Raises:
        Missing: there is no such document.
    """
    found = db.session.scalar(select(PolicyDoc).where(PolicyDoc.slug == slug).with_for_update())
    if found is None:
        if slug not in TITLES:
            raise Missing
        found = PolicyDoc(slug=slug, title=TITLES[slug])
        db.session.add(found)
        db.session.flush()
    return found
