"""Writing to us by a form, and following what became of it by number and code (P80: the answer is never mailed)."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.accounts.visiting import visit
from app.cases import service, views
from app.cases.service.following import admit
from app.cases.views import Reader
from app.foundation import clock
from app.foundation.access import act, public, viewer
from app.pages.forms import FollowForm, MessageForm, ReplyForm
from app.policy import evidence

blueprint = Blueprint("contact", __name__)


@blueprint.route("/contact/message", methods=["GET", "POST"])
@public
def message() -> ResponseReturnValue:
    """The contact form; a signed-in customer's message is their own, and opens without a code."""
    form = MessageForm(data=_own())
    opened: list[int] = []

    def write() -> None:
        where = visit()
        opened.append(service.open_case(act(), form.value(viewer().person_id or None), where.network))
        admit(act(), opened[0], where.session_sha256)

    if form.sent() and form.accepts(write):
        flash("Your message is with us. Keep the number and the code below: they open it again.", "success")
        return redirect(url_for(".case", case_number=opened[0]), 303)
    return render_template("cases/message.html", form=form), form.status


def _own() -> dict[str, str]:
    """What we know already of whoever is signed in."""
    if not viewer().signed_in:
        return {}
    card = accounts.account_card(viewer().id)
    return {"name": card.name, "email": card.email}


@blueprint.route("/contact/follow", methods=["GET", "POST"])
@public
def follow() -> ResponseReturnValue:
    """Number and code open a case in this browser; customers find their own below."""
    form = FollowForm()
    opened: list[int] = []

    def open_it() -> None:
        where = visit()
        typed = form.number.data or "", form.code.data or ""
        opened.append(service.follow(act(), *typed, browser_sha256=where.session_sha256, network=where.network))

    if form.sent() and form.accepts(open_it):
        return redirect(url_for(".case", case_number=opened[0]), 303)
    own = views.own_cases(viewer().person_id) if viewer().signed_in else []
    return render_template("cases/follow.html", form=form, own=own), form.status


@blueprint.route("/contact/follow/<int:case_number>", methods=["GET", "POST"])
@public
def case(case_number: int) -> ResponseReturnValue:
    """What was said so far, the clock, and room to write again."""
    where, now, form = visit(), clock.now(), ReplyForm()
    reader = Reader(where.session_sha256, viewer().person_id)
    if not views.may_read(case_number, reader, now, writing=form.is_submitted()):
        return redirect(url_for(".follow"), 303)

    def write() -> None:
        service.add_message(act(), case_number, form.message.data or "", where.network)
        admit(act(), case_number, where.session_sha256)

    if form.sent() and form.accepts(write):
        flash("Your message is with us.", "success")
        return redirect(url_for(".case", case_number=case_number), 303)
    found = views.case_of(case_number)
    doubt, late = evidence.doubt(case_number), found.overdue(now)
    return render_template("cases/case.html", case=found, form=form, overdue=late, doubt=doubt), form.status
