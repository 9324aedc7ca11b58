"""What changed when: the list of versions as page and feeds, and each version word by word against an earlier one."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, render_template, request

from app.audit import heads
from app.foundation import page_cache, rules
from app.foundation.access import public
from app.foundation.row_numbers import row_number
from app.policy import change_pages, feeds, papers, service, timetable
from app.policy import other_sites as links
from app.policy.feeds import Channel

blueprint = Blueprint("policy_changes", __name__, url_prefix="/privacy-policy")

LONGEST_ANCHOR = 60


@blueprint.get("/changes")
@public
def changes() -> Response:
    """Every version with what it changed."""
    head = heads.newest()
    return page_cache.page(
        ("policy", "changes", head),
        lambda: change_pages.listing(papers.paper(), head),
    )


@blueprint.get("/changes.atom")
@public
def changes_atom() -> Response:
    """The same for feed readers."""
    return _feed("atom", feeds.atom, feeds.ATOM_TYPE)


@blueprint.get("/changes.json")
@public
def changes_json() -> Response:
    """The same for programs."""
    return _feed("json", feeds.json_feed, feeds.JSON_TYPE)


@blueprint.get("/versions/<int:no>/changes")
@public
def differences(no: int) -> Response:
    """What a version changed, word by word: against the one before it, or an earlier one that the address names."""
    sides = request.args.get("view") == "side"
    typed = request.args.get("against")
    against = (row_number(typed) or 0) if typed else None
    anchor = request.args.get("clause", "")[:LONGEST_ANCHOR]
    key = ("policy", "differences", no, against, sides, anchor)
    return page_cache.page(key, lambda: change_pages.differences(papers.paper(), no, against, anchor, sides=sides))


@blueprint.get("/other-sites")
@public
def other_sites() -> Response:
    """Every other site that a page of ours links to."""
    return page_cache.page(("policy", "other-sites"), _other_sites)


def _other_sites() -> str:
    number = timetable.number_in_force()
    shown = service.published(number) if number is not None else None
    return render_template("policy/other_sites.html", sites=links.register(shown))


def _feed(name: str, write: Callable[[Channel], str], content_type: str) -> Response:
    head = heads.newest()

    def render() -> str:
        base = current_app.extensions["shop.settings"].base_url
        return write(Channel(rules.text("company.name"), base, change_pages.entries(papers.paper()), head))

    return page_cache.page(("policy", "changes", name, head), render, content_type)
