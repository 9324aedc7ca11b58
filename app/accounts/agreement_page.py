"""What somebody sees before they enter an area: its agreement, and what changed since they last agreed."""

from dataclasses import dataclass
from typing import Any

from app.foundation import areas
from app.foundation.areas import Area
from app.foundation.errors import Missing
from app.foundation.inventory import PURPOSES
from app.policy import agreements, difference_view, papers, views
from app.policy import service as policy
from app.policy.chapters import Chapter, chapters
from app.policy.papers import Paper
from app.policy.service import comparing
from app.policy.views import Agreed, VersionLine


@dataclass(frozen=True)
class AgreementPage:
    """The text in force for one reader; `before` is the number they agreed to last (0 for none).

    `sheet` and `note` say word by word and in a sentence what changed since then; they are empty where nothing did.
    """

    doc: Paper
    area: Area | None
    line: VersionLine
    chapters: tuple[Chapter, ...]
    ruled_out: list[str]
    standing: Agreed | None
    before: int
    note: str
    sheet: Any


def page_of(slug: str, person_id: int) -> AgreementPage:
    """The agreement in force, as that person finds it.

    Raises:
        Missing: none is in force.
    """
    in_force = agreements.in_force(slug)
    shown = policy.published(in_force.no, slug) if in_force else None
    if shown is None:
        raise Missing
    given = [one for one in views.agreed_by(person_id) if one.slug == slug]
    enough = {one.no for one in agreements.enough(slug)}
    standing = next((one for one in given if one.ended_at is None and one.no in enough), None)
    before = max((one.no for one in given), default=0)
    changed = comparing.comparison(shown.no, before, slug) if 0 < before < shown.no else None
    return AgreementPage(
        papers.paper(slug),
        areas.AREAS.get(slug),
        shown.line,
        chapters(shown.clauses),
        [PURPOSES[code] for code in shown.line.not_for],
        standing,
        before,
        changed.note if changed else "",
        difference_view.sheet(changed.body) if changed else None,
    )
