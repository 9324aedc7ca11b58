"""The published policy: the text in force, each version for good, and what changed when."""

from flask import Blueprint, Response, render_template

from app.foundation import clock, page_cache
from app.foundation.access import public
from app.foundation.errors import Missing
from app.policy import agreements, evidence, holding, live_values, papers, service, timetable
from app.policy.chapters import chapters

blueprint = Blueprint("policy", __name__)


@blueprint.get("/privacy-policy")
@public
def current() -> Response:
    """The text in force."""
    return page_cache.page(
        ("policy", "current", evidence.stamp(), agreements.stamp()),
        lambda: _text(timetable.number_in_force(), permanent=False),
    )


@blueprint.get("/privacy-policy/versions/<int:no>")
@public
def version(no: int) -> Response:
    """One version, for good."""
    return page_cache.page(("policy", "version", no), lambda: _text(no, permanent=True))


@blueprint.get("/privacy-policy/what-we-hold")
@public
def what_we_hold() -> Response:
    """Everything that the inventory declares, in words."""
    suppliers = live_values.suppliers()
    return page_cache.page(("policy", "held", suppliers), lambda: _held(suppliers))


def _held(suppliers: tuple[str, ...]) -> str:
    number = timetable.number_in_force()
    shown = service.published(number) if number is not None else None
    headings = {clause.anchor: clause.heading for clause in shown.clauses} if shown else {}
    return render_template(
        "policy/what_we_hold.html",
        categories=holding.categories(headings),
        cookies=holding.cookies(headings),
        places=holding.places(headings),
        suppliers=suppliers,
    )


def _text(no: int | None, permanent: bool) -> str:
    shown = service.published(no) if no is not None else None
    if shown is None:
        raise Missing
    current_no = timetable.number_in_force() or 0
    following = [(at, other) for at, other in timetable.times() if other > max(shown.no, current_no)]
    replaced = [at for at, other in timetable.times() if shown.no < other <= current_no]
    standing = {} if permanent else evidence.of_version(shown)
    return render_template(
        "policy/text.html",
        shown=shown.line,
        standing=standing,
        failing=[clause for clause in shown.clauses if clause.anchor in standing and standing[clause.anchor].failing],
        tally=None if permanent else evidence.tally(),
        chapters=chapters(shown.clauses),
        agreements=[] if permanent else [(one, papers.paper(one.slug)) for one in agreements.ruled()],
        changes=service.changes_of(shown.no),
        class_words=service.CLASS_WORDS,
        retired=() if permanent else service.retired(shown.no),
        permanent=permanent,
        current_no=current_no,
        scheduled=shown.line.effective_at > clock.now(),
        replaced_at=replaced[0] if replaced else None,
        following=following[0] if following else None,
    )
