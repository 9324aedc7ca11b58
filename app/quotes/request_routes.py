"""Asking for a quote of something special, and the thread with whoever works it out.

A request is a case: it has the number and code, the clock and the mail of cases. Only a signed-in customer may send
files, on the request's own page, because a file has an owner who sees it and can delete it; a visitor's request is
words alone, and no visitor can send a large body.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.accounts.visiting import visit
from app.artwork import service as artwork
from app.cases import service as cases
from app.cases import views as case_views
from app.cases.service.following import admit
from app.cases.views import Reader
from app.foundation import clock
from app.foundation.access import act, customer, large_body, public, viewer
from app.foundation.errors import Missing
from app.foundation.forms import ShopForm
from app.quotes import service, views
from app.quotes.forms import ButtonForm
from app.quotes.request_forms import RequestFileForm, RequestForm, RequestReplyForm

blueprint = Blueprint("quote_requests", __name__)


@blueprint.route("/quotes/requests/new", methods=["GET", "POST"])
@public
def new() -> ResponseReturnValue:
    """Say what you would like; a customer's request is their own and opens without a code."""
    form = RequestForm(data=_own())
    form.today = clock.central(clock.now()).date()
    opened: list[int] = []

    def write() -> None:
        where = visit()
        asked = form.value(viewer().person_id or None, viewer().id or None)
        opened.append(service.ask(act(), asked, where.network))
        admit(act(), opened[0], where.session_sha256)

    if form.sent() and form.accepts(write):
        flash("Your request is with us. Keep the number and the code below: they open it again.", "success")
        return redirect(url_for(".show", case_number=opened[0]), 303)
    return render_template("quotes/request_new.html", form=form), form.status


def _own() -> dict[str, str]:
    """What we know already of whoever is signed in."""
    if not viewer().signed_in:
        return {}
    card = accounts.account_card(viewer().id)
    return {"name": card.name, "email": card.email}


@blueprint.route("/quotes/requests/<int:case_number>", methods=["GET", "POST"])
@public
def show(case_number: int) -> ResponseReturnValue:
    """What was said so far, the quotes that answer it, and room to write again."""
    where, now, form = visit(), clock.now(), RequestReplyForm()
    if not _may_read(case_number, writing=form.is_submitted()):
        return redirect(url_for("contact.follow"), 303)

    def write() -> None:
        cases.add_message(act(), case_number, form.message.data or "", where.network)
        admit(act(), case_number, where.session_sha256)

    if form.sent() and form.accepts(write):
        flash("Your message is with us.", "success")
        return redirect(url_for(".show", case_number=case_number), 303)
    asked, found = views.request_of(case_number), case_views.case_of(case_number)
    return _page(asked, found, form, overdue=found.overdue(now))


def _page(
    asked: views.RequestView, found: case_views.CaseView, form: ShopForm, *, overdue: bool = False
) -> ResponseReturnValue:
    own = asked.account_id is not None and asked.account_id == viewer().id
    forms = {
        "reply": form if isinstance(form, RequestReplyForm) else RequestReplyForm(formdata=None),
        "file_form": form if isinstance(form, RequestFileForm) else RequestFileForm(formdata=None),
    }
    page = render_template(
        "quotes/request.html",
        asked=asked,
        case=found,
        overdue=overdue,
        own=own,
        quotes=views.quotes_for_case(asked.case_number, clock.now()),
        files=[artwork.view(asked.account_id, number) for number in asked.artwork_ids] if own else [],
        **forms,
    )
    return page, form.status


def _may_read(case_number: int, *, writing: bool = False) -> bool:
    reader = Reader(visit().session_sha256, viewer().person_id)
    return case_views.may_read(case_number, reader, clock.now(), writing=writing)


@blueprint.post("/quotes/requests/<int:case_number>/files")
@large_body
@customer
def send_file(case_number: int) -> ResponseReturnValue:
    """Another file beside a customer's own request."""
    asked, form = views.request_of(case_number), RequestFileForm()
    if asked.account_id != viewer().id:
        raise Missing
    if form.sent() and form.accepts(lambda: service.attach(act(), viewer().id, case_number, form.file)):
        flash("We have your file.", "success")
        return redirect(url_for(".show", case_number=case_number), 303)
    return _page(asked, case_views.case_of(case_number), form)


@blueprint.post("/quotes/requests/<int:case_number>/quotes/<int:quote_number>")
@customer
def take(case_number: int, quote_number: int) -> ResponseReturnValue:
    """Whoever may read the request takes its quote into their account, to order it."""
    form = ButtonForm()
    if not _may_read(case_number, writing=True):
        return redirect(url_for("contact.follow"), 303)
    if form.sent() and form.accepts(lambda: service.take(act(), viewer().id, quote_number, case_number)):
        flash("The quote is in your account now.", "success")
        return redirect(url_for("quotes.show", quote_number=quote_number), 303)
    return _page(views.request_of(case_number), case_views.case_of(case_number), form)
