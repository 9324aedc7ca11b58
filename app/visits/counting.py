"""Counts the pages that people are shown, and hands the totals to the facts."""

import re
import time

from flask import Flask, current_app, request
from flask.wrappers import Response

from app.foundation import clock, facts
from app.foundation.access import mark_of
from app.foundation.own_site import AGENT
from app.visits.agents import BOT, family
from app.visits.fields import CAP, referring_host, template_of
from app.visits.tallies import BROWSERS, PAGES, REFERRERS, Tallies, Totals

_NAME = re.compile(r"[a-z0-9.\-]{1,100}")


def bind(app: Flask) -> None:
    """Count each page that the application shows from now on.

    A process that ends loses what it counted in its last minute: the price of writing no single visit down.
    """
    app.extensions["shop.tallies"] = Tallies()
    app.after_request(count)


def count(response: Response) -> Response:
    """Count the answer if it is a page of the shop shown to a visitor: no files, no errors, no staff pages.

    The site's own checks are no visitors.
    """
    if request.headers.get("User-Agent") == AGENT:
        return response
    if request.method == "GET" and response.status_code in (200, 304) and response.mimetype == "text/html":
        view = current_app.view_functions.get(request.endpoint or "")
        if view is not None and mark_of(view).kind != "staff":
            tallies: Tallies = current_app.extensions["shop.tallies"]
            hand_over(tallies.add(clock.now().date(), _found(), time.monotonic()))
    return response


def hand_over(due: dict[str, Totals]) -> None:
    """Append the totals to the facts, from where a job folds them into the tables."""
    for kind, totals in due.items():
        facts.append(kind, totals=totals)


def _found() -> dict[str, str]:
    """The names to count this visit under. A robot counts as a browser, not as a reader of pages."""
    browser = family(request.headers.get("User-Agent", "")[:CAP])
    if browser == BOT or request.url_rule is None:
        return {BROWSERS: browser}
    found = {BROWSERS: browser, PAGES: template_of(request.url_rule.rule)}
    host = referring_host(request.environ.get("HTTP_REFERER", ""))
    if _NAME.fullmatch(host) and host != request.host.partition(":")[0]:
        found[REFERRERS] = host
    return found
