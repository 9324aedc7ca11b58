"""Requests that come by letter or telephone: staff enter them, and send the code by letter."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.cases.permissions import ANSWER
from app.foundation import facts
from app.foundation.access import act, staff, viewer
from app.orders.service.reads import STAFF_READ
from app.rights.service import requests
from app.rights.staff_forms import PostForm

blueprint = Blueprint("request_desk", __name__)


@blueprint.route("/staff/requests/new", methods=["GET", "POST"])
@staff(ANSWER)
def enter() -> ResponseReturnValue:
    """A letter or a call becomes a request with the same clock; the letter with its code is printed next."""
    form = PostForm()
    opened: list[int] = []
    if form.sent() and form.accepts(lambda: opened.append(requests.ask_by_post(act(), form.value()))):
        return redirect(url_for(".letter", case_number=opened[0]), 303)
    return render_template("rights/staff/new.html", form=form), form.status


@blueprint.get("/staff/requests/<int:case_number>/letter")
@staff(ANSWER)
def letter(case_number: int) -> ResponseReturnValue:
    """The letter with the code, to be printed; it shows the code only until somebody has typed it."""
    card = requests.request_card(case_number)
    facts.append(STAFF_READ, staff=viewer().id, subject=f"case:{case_number}")
    return render_template("rights/staff/letter.html", card=card, code=requests.letter_code(case_number))
