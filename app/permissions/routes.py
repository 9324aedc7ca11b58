"""New uses, each to be refused or allowed by whom it concerns; and what machines may ask about the browser's signal."""

import json

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock, page_cache
from app.foundation.access import act, customer, public, viewer
from app.foundation.account_lines import DATA, AccountLine
from app.people import service as people
from app.permissions import service
from app.permissions.forms import NewUseForm
from app.permissions.subjects import Subject
from app.policy import timetable

blueprint = Blueprint("permissions", __name__)
ACCOUNT_LINES = [
    AccountLine(
        DATA, 50, "New uses", "What the policy adds one day, to allow or refuse", "/account/new-uses", menu="New uses"
    )
]


@blueprint.get("/.well-known/gpc.json")
@public
def gpc() -> ResponseReturnValue:
    """That we honor Global Privacy Control, as of the day when the policy version in force took effect."""
    stamp = timetable.stamp()
    support = {"gpc": True} | ({"lastUpdate": f"{clock.central(stamp.effective_at):%Y-%m-%d}"} if stamp else {})
    text = json.dumps(support)
    return page_cache.page(("permissions.gpc", text), lambda: text, "application/json")


CHOSEN = {
    "yes": "Thank you. We noted that you allow it, and you can change that here at any time.",
    "no": "We noted that you refuse it. Nothing else in your account changes.",
}


@blueprint.route("/account/new-uses", methods=["GET", "POST"])
@customer
def new_uses() -> ResponseReturnValue:
    """Every new use, how it stands for the viewer, and the buttons to refuse and to allow it."""
    form = NewUseForm()
    wish = form.do.data or ""
    if form.sent() and form.accepts(lambda: service.choose(act(), _me(), form.use.data or 0, wish)):
        flash(CHOSEN[wish], "success")
        return redirect(url_for(".new_uses"), 303)
    return render_template("permissions/new_uses.html", form=form, uses=service.uses_of(act(), _me())), form.status


def _me() -> Subject:
    person = viewer().person_id
    return Subject(person, people.email_of(person))
