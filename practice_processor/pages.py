"""The hosted pages that a customer sees."""

from __future__ import annotations

import datetime
import time
from http import HTTPStatus
from sqlite3 import Row
from typing import NamedTuple

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from practice_processor import cards, checkout, notices
from practice_processor.addresses import filled, origin
from practice_processor.notices import Notice
from practice_processor.parts import parts

pages = Blueprint("pages", __name__)

Answer = str | tuple[str, int] | Response

_ERRORS = {
    400: "Your browser sent something that this page does not understand. Go back and try again.",
    404: "There is no such payment. Go back to the shop and start again from there.",
    405: "This address is not used that way. Go back to the shop and start again from there.",
    413: "That was far more than this form holds. Go back and try again.",
}


class Till(NamedTuple):
    """What the templates know about a session."""

    id: str
    form_token: str
    status: str
    paid: bool
    amount: str
    order: str
    brand: str
    last4: str
    success_url: str
    cancel_url: str


@pages.get("/")
def home() -> Answer:
    """What this is."""
    return render_template("home.html")


@pages.get("/pay/<session_id>")
def show(session_id: str) -> Answer:
    """The form of an open session, the receipt of a paid one."""
    till = _till(session_id)
    if till.paid:
        with parts().store.reading() as db:
            return render_template("paid.html", till=till, waiting=notices.waiting(db, session_id))
    if till.status != "open":
        return render_template("closed.html", till=till), HTTPStatus.GONE
    return _form(till)


@pages.post("/pay/<session_id>")
def pay(session_id: str) -> Answer:
    """Take the card that was typed."""
    till = _till(session_id)
    if not _is_own_form(session_id):
        return _form(till, problem="This page was open for too long. Please type the card once more.", status=400)
    card = cards.read(request.form, datetime.datetime.now(datetime.UTC).date())
    notice = _notice()
    if isinstance(card, dict):
        return _form(till, faults=card, status=422)
    if notice is None:
        return _form(till, faults={"notice": "Choose one of the ways listed here."}, status=422)
    result = checkout.pay(parts().store, parts().settings, session_id, card, notice, now=time.time())
    return _after(session_id, result)


@pages.get("/pay/<session_id>/confirm")
def ask_confirmation(session_id: str) -> Answer:
    """The question that some cards' banks ask first."""
    row = _row(session_id)
    if row["status"] != "open" or not row["awaiting_confirmation"]:
        return redirect(url_for("pages.show", session_id=session_id), HTTPStatus.SEE_OTHER)
    return render_template("confirm.html", till=_till(session_id))


@pages.post("/pay/<session_id>/confirm")
def confirm(session_id: str) -> Answer:
    """The customer's answer to it."""
    if not _is_own_form(session_id):
        abort(400)
    confirmed = request.form.get("answer") == "confirm"
    result = checkout.answer_confirmation(parts().store, parts().settings, session_id, confirmed, time.time())
    return _after(session_id, result)


@pages.post("/pay/<session_id>/tell")
def tell(session_id: str) -> Answer:
    """Send what the shop has not been told yet."""
    _row(session_id)
    if not _is_own_form(session_id):
        abort(400)
    with parts().store.writing() as db:
        notices.release(db, session_id, time.time())
    parts().courier.wait_until_tried(session_id)
    return redirect(url_for("pages.show", session_id=session_id), HTTPStatus.SEE_OTHER)


def show_error(error: HTTPException) -> tuple[str, int]:
    """A plain page for what went wrong."""
    code = error.code or 500
    sentence = _ERRORS.get(code, "Something went wrong here. Go back and try again.")
    return render_template("error.html", code=code, sentence=sentence), code


def show_foreign_host(error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """Plain words: under a host name that is not ours no address, not even of the style sheet, can be made."""
    return "This host name is not served here.", HTTPStatus.BAD_REQUEST, {"Content-Type": "text/plain"}


def _row(session_id: str) -> Row:
    with parts().store.reading() as db:
        row = checkout.find(db, session_id)
    if row is None:
        abort(404)
    g.return_origin = origin(row["success_url"])
    return row


def _till(session_id: str) -> Till:
    row = _row(session_id)
    return Till(
        id=session_id,
        form_token=row["form_token"],
        status=row["status"],
        paid=row["payment_status"] == "paid",
        amount=f"${row['amount_total'] // 100:,}.{row['amount_total'] % 100:02d}",
        order=row["client_reference_id"],
        brand=(row["card_brand"] or "").title(),
        last4=row["card_last4"] or "",
        success_url=filled(row["success_url"], session_id),
        cancel_url=filled(row["cancel_url"], session_id),
    )


def _is_own_form(session_id: str) -> bool:
    """Whether the form came from our own page: its token, and what the browser says about its origin."""
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    stated_origin = request.headers.get("Origin", "")
    foreign = stated_origin and stated_origin.partition("://")[2] != request.host
    if came_from != "same-origin" or foreign:
        return False
    return checkout.token_matches(_row(session_id), request.form.get("form_token", ""))


def _notice() -> Notice | None:
    try:
        return Notice(request.form.get("notice", Notice.AT_ONCE.value))
    except ValueError:
        return None


def _form(till: Till, faults: dict[str, str] | None = None, problem: str = "", status: int = 200) -> Answer:
    if till.status != "open":
        return redirect(url_for("pages.show", session_id=till.id), HTTPStatus.SEE_OTHER)
    page = render_template(
        "pay.html",
        till=till,
        faults=faults or {},
        problem=problem,
        expiry=request.form.get("expiry", "")[:20],
        chosen=_notice() or Notice.AT_ONCE,
        ways=notices.SENTENCES,
        test_cards=cards.TEST_CARDS,
    )
    return page, status


def _after(session_id: str, result: str) -> Answer:
    """Where a payment's result leads; a second click finds it paid and goes the same way."""
    till = _till(session_id)
    if result == "confirm":
        return redirect(url_for("pages.ask_confirmation", session_id=session_id), HTTPStatus.SEE_OTHER)
    if result == "closed":
        return redirect(url_for("pages.show", session_id=session_id), HTTPStatus.SEE_OTHER)
    parts().courier.wait_until_tried(session_id)
    if result != "paid":
        return _form(till, problem=result, status=402)
    if _row(session_id)["notice"] == Notice.NEVER:
        return redirect(url_for("pages.show", session_id=session_id), HTTPStatus.SEE_OTHER)
    return redirect(till.success_url, HTTPStatus.SEE_OTHER)
