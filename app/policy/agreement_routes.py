"""The agreements of areas, for everybody: the text in force, each version for good, and what changed when (P12)."""

from flask import Blueprint, Response, render_template, request

from app.foundation import areas, clock, page_cache
from app.foundation.access import public
from app.foundation.errors import Missing
from app.foundation.inventory import PURPOSES
from app.foundation.row_numbers import row_number
from app.policy import agreements, change_pages, papers, service
from app.policy.changes_routes import LONGEST_ANCHOR
from app.policy.chapters import chapters
from app.policy.papers import Paper
from app.policy.views import PRIVACY

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")


@blueprint.get("")
@public
def index() -> Response:
    """Every area that has an agreement."""
    return page_cache.page(("agreements", agreements.stamp()), _index)


@blueprint.get("/<slug:area>")
@public
def current(area: str) -> Response:
    """The text in force."""
    doc, standing = _paper(area), agreements.in_force(area)
    number = standing.no if standing else 0
    return page_cache.page((*_key(area), "text"), lambda: _text(doc, number, permanent=False))


@blueprint.get("/<slug:area>/versions/<int:no>")
@public
def version(area: str, no: int) -> Response:
    """One version, for good."""
    doc = _paper(area)
    return page_cache.page((*_key(area), "version", no), lambda: _text(doc, no, permanent=True))


@blueprint.get("/<slug:area>/changes")
@public
def changes(area: str) -> Response:
    """Every version with what it changed."""
    doc = _paper(area)
    return page_cache.page((*_key(area), "changes"), lambda: change_pages.listing(doc, None))


@blueprint.get("/<slug:area>/versions/<int:no>/changes")
@public
def differences(area: str, no: int) -> Response:
    """What a version changed, word by word: against the one before it, or an earlier one that the address names."""
    doc, sides = _paper(area), request.args.get("view") == "side"
    typed, anchor = request.args.get("against"), request.args.get("clause", "")[:LONGEST_ANCHOR]
    against = (row_number(typed) or 0) if typed else None
    key = (*_key(area), "differences", no, against, sides, anchor)
    return page_cache.page(key, lambda: change_pages.differences(doc, no, against, anchor, sides=sides))


def _paper(slug: str) -> Paper:
    """The agreement, once a version of it was posted."""
    if slug == PRIVACY or not any(one.slug == slug for one in agreements.kept()):
        raise Missing
    return papers.paper(slug)


def _key(slug: str) -> tuple[object, ...]:
    """Everything that the pages of an agreement depend on."""
    standing = agreements.in_force(slug)
    posted = tuple(one.version_id for one in agreements.kept() if one.slug == slug)
    return "agreement", slug, posted, standing.no if standing else 0


def _index() -> str:
    found = [(papers.paper(one.slug), one, areas.AREAS.get(one.slug)) for one in agreements.ruled()]
    return render_template("policy/agreements.html", agreements=found)


def _text(doc: Paper, no: int, permanent: bool) -> str:
    shown, standing = service.published(no, doc.slug), agreements.in_force(doc.slug)
    if shown is None:
        raise Missing
    now = clock.now()
    coming = [one for one in agreements.kept() if one.slug == doc.slug and one.effective_at > now]
    return render_template(
        "policy/agreement.html",
        doc=doc,
        area=areas.AREAS.get(doc.slug),
        shown=shown.line,
        chapters=chapters(shown.clauses),
        ruled_out=[PURPOSES[code] for code in shown.line.not_for],
        permanent=permanent,
        current_no=standing.no if standing else 0,
        scheduled=shown.line.effective_at > now,
        following=coming[0] if coming else None,
    )
