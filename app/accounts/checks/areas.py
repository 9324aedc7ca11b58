"""Closed areas as visitors meet them, and pages that leave no cookie behind."""

from collections.abc import Callable

from flask import current_app

from app.accounts import own_visit
from app.accounts.own_visit import SIGN_IN
from app.foundation import own_pages
from app.foundation.access import Mark, mark_of
from app.foundation.checks import Check, Result, verdict
from app.foundation.own_site import Answer, own_site

TOLD = 3
"""So many offending addresses stand in the sentence."""
WRONG = "not the password of our own visitor"


def addresses(wanted: Callable[[Mark], bool]) -> list[str]:
    """The addresses without a number or name in them whose pages carry such an access mark."""
    rules = current_app.url_map.iter_rules()
    return sorted(rule.rule for rule in rules if not rule.arguments and "GET" in (rule.methods or ()) and wanted(
        mark_of(current_app.view_functions[rule.endpoint])))  # fmt: skip


def _closed() -> Result:
    """Every closed address asks a stranger to sign in, and a wrong password opens nothing."""
    paths = addresses(lambda mark: mark.kind != "public")
    stranger = own_site()
    open_ones = [path for path in paths if not _leads_to_sign_in(stranger.get(path))]
    if open_ones:
        return verdict(
            False, f"{len(open_ones)} of {len(paths)} closed pages opened without a sign-in: {_some(open_ones)}."
        )
    mine = own_visit.credentials()
    answer = own_visit.try_password(stranger, mine, WRONG)
    if answer.status == 303 or not _leads_to_sign_in(stranger.get("/account")):
        return verdict(False, "A wrong password opened an account.")
    with own_visit.signed_in() as visitor:
        opened = visitor.get("/account").status == 200
    right = "the right one opened" if opened else "the right one did not open"
    return verdict(
        opened, f"{len(paths)} closed pages asked for a sign-in; a wrong password was refused, {right} the account."
    )


def _leads_to_sign_in(answer: Answer) -> bool:
    return answer.status == 303 and answer.header("location").partition("?")[0].endswith(SIGN_IN)


def _some(paths: list[str]) -> str:
    return ", ".join(paths[:TOLD]) + (" and others" if len(paths) > TOLD else "")


def _cookies() -> Result:
    """A cookie is set only where a form is, since its token needs one."""
    paths = addresses(lambda mark: mark.kind == "public")
    with_form, offending = 0, []
    for path in paths:
        answer = own_site().get(path)
        posts = own_pages.read(answer.text).posts
        with_form += posts
        if answer.cookies and not posts:
            offending.append(path)
    if offending:
        return verdict(False, f"A page without a form set a cookie: {_some(offending)}.")
    bare = len(paths) - with_form
    return verdict(bare > 0, f"{bare} pages without a form set no cookie; {with_form} pages hold a form that is sent.")


AREAS_CLOSED = Check(
    "areas-closed",
    "Every page of an account, of orders and of staff asks a stranger to sign in; a wrong password opens nothing, the "
    "right one does.",
    _closed,
    (8, 9),
    minutes=60,
    yourself="Open /account, /orders or /orders/new in a private window: you are led to the sign-in page.",
)
NO_COOKIE_WITHOUT_FORM = Check(
    "no-cookie-without-form",
    "Pages for visitors that hold no form to send set no cookie.",
    _cookies,
    (11,),
    minutes=60,
    yourself="Read this policy and the product pages in a private window, then look at the cookies of this site in the "
    "developer tools: there are none.",
)
