"""The link in each mail that nobody ordered: it works without a sign-in, a cookie or a form token (RFC 8058; P61).

Reading it, however often, changes nothing. Whoever holds the mail may stop it, choose more finely, and take it back.
"""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.foundation import clock, codes
from app.foundation.access import public, signed_by_sender
from app.foundation.acts import Act, Actor
from app.foundation.errors import Missing
from app.foundation.headers import KEPT_TO_ONESELF
from app.foundation.inventory import PURPOSES as WORDS
from app.mail.service import stop_links, stopping
from app.mail.service.stop_links import Link
from app.permissions import service as gate
from app.permissions.purposes import PURPOSES
from app.policy import timetable

PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
BY_HAND = "page"
"""What the button of our page sends along; a mail program sends `List-Unsubscribe=One-Click` instead."""

blueprint = Blueprint("stop_mail", __name__)


@blueprint.before_request
def kept_to_oneself() -> None:
    """Nothing of these pages stays in a cache, and no address with a token is told to the page opened next."""
    setattr(g, KEPT_TO_ONESELF, True)


def no_viewer_act() -> Act:
    """The act of whoever holds the mail; the session is not looked at, so a cookie makes no difference."""
    stamp = timetable.stamp()
    request_id = request.environ.get("shop.request_id", "")
    return Act(Actor("visitor"), clock.now(), stamp.number if stamp else None, request_id)


@blueprint.get("/u/<token:token>")
@public
def show(token: str) -> ResponseReturnValue:
    """What the link will stop, what goes on, and one button."""
    return _page(token, _known(token))


@blueprint.post("/u/<token:token>")
@signed_by_sender
def stop(token: str) -> ResponseReturnValue:
    """Stop what the mail was for, asking nothing; a mail program gets one line, whoever pressed the button a page."""
    by_hand = _field("from") == BY_HAND
    stopped = stopping.stop_by_token(no_viewer_act(), token, "web form" if by_hand else "one-click")
    if stopped is None:
        if by_hand:
            raise Missing
        return "Not found: this link is not one of ours.\n", 404, PLAIN
    if by_hand:
        return _page(token, _known(token), just="stopped", reference=stopped.reference)
    words = f"Stopped: {WORDS[stopped.purpose]}, by e-mail, since {clock.spoken(stopped.since)}."
    return f"{words}\nReference: {codes.grouped(stopped.reference)}\n", 200, PLAIN


@blueprint.post("/u/<token:token>/undo")
@signed_by_sender
def undo(token: str) -> ResponseReturnValue:
    """Take back a stop that this link made: whoever holds the mail may."""
    link, reference = _known(token), stopping.undo(no_viewer_act(), token)
    return _page(token, link, just="allowed" if reference else "", reference=reference or "")


@blueprint.get("/u/<token:token>/choices")
@public
def choices(token: str) -> ResponseReturnValue:
    """Everything that whoever holds the mail may stop; what was stopped is allowed again with a code or a sign-in."""
    return _choices(token, _known(token), "")


@blueprint.post("/u/<token:token>/choices")
@signed_by_sender
def choose(token: str) -> ResponseReturnValue:
    """One of the finer choices."""
    link = _known(token)
    purpose, channel, wish = (_field(name) for name in ("purpose", "channel", "do"))
    if wish == "allow":
        raise Missing
    evidence = f"mail:{link.mail_id}"
    reference = stopping.choose(no_viewer_act(), stopping.behind(link), purpose, channel, wish, evidence)
    return _choices(token, link, reference)


def _known(token: str) -> Link:
    link = stop_links.find(token)
    if link is None:
        raise Missing
    return link


def _field(name: str) -> str:
    """A field of the body; what is too large or cannot be read counts as nothing, and stops nothing from stopping."""
    try:
        return request.form.get(name, "")
    except HTTPException:
        return ""


def _page(token: str, link: Link, just: str = "", reference: str = "") -> ResponseReturnValue:
    """`just` is what this very request did."""
    standing = stopping.standing(no_viewer_act(), link)
    return render_template(
        "mail/unsubscribe.html",
        token=token,
        just=just,
        reference=codes.grouped(reference),
        standing=standing,
        takes_back=stopping.made_by(link),
        title=WORDS[link.purpose],
        clause=PURPOSES[link.purpose].clause,
        goes_on=gate.goes_on(),
        why=link.reference,
    )


def _choices(token: str, link: Link, reference: str) -> ResponseReturnValue:
    subject = stopping.behind(link)
    return render_template(
        "mail/choices_by_link.html",
        token=token,
        lines=gate.choices_of(no_viewer_act(), subject),
        goes_on=gate.goes_on(),
        reference=codes.grouped(reference),
        inside=bool(subject.person_id),
    )
