"""Why did I get this? For every mail by the reference at its foot; mails get forwarded, so no name is told."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation import codes
from app.foundation.access import act, public, viewer
from app.foundation.errors import Missing
from app.foundation.forms import ShopForm
from app.foundation.headers import KEPT_TO_ONESELF
from app.foundation.inventory import PURPOSES as WORDS
from app.mail.choice_routes import opened_here
from app.mail.service import explaining
from app.mail.service.explaining import Explained
from app.mail.stop_forms import ReferenceForm
from app.people import service as people
from app.permissions.subjects import Subject

blueprint = Blueprint("why", __name__)
LENGTH = 12
STOPPED = "Stopped: {}. The reference is {}. We tell the address that the mail went to, and how to take it back."


@blueprint.before_request
def kept_to_oneself() -> None:
    """Nothing of these pages stays in a cache."""
    setattr(g, KEPT_TO_ONESELF, True)


@blueprint.get("/why")
@public
def start() -> ResponseReturnValue:
    """Type the reference of a mail or a letter."""
    typed = request.args.get("reference", "")
    if typed and len(reference := codes.read_letters(typed)) == LENGTH:
        return redirect(url_for(".show", reference=reference), 303)
    form = ReferenceForm(request.args if typed else None, meta={"csrf": False})
    if typed:
        form.validate()
        form.reference.errors = ["A reference has twelve letters and digits. Please look at the foot of the mail."]
    return render_template("mail/why_start.html", form=form), 422 if typed else 200


@blueprint.get("/why/<string:reference>")
@public
def show(reference: str) -> ResponseReturnValue:
    """What that mail was for and what allowed it; to whom it went only for whoever has proven to be them."""
    return _page(codes.read_letters(reference), ShopForm())


@blueprint.post("/why/<string:reference>/stop")
@public
def stop(reference: str) -> ResponseReturnValue:
    """Stop such mail to the address that it went to, without showing it."""
    name, form = codes.read_letters(reference), ShopForm()

    def write() -> None:
        done = explaining.stop(act(), name)
        flash(STOPPED.format(WORDS[done.purpose], codes.grouped(done.reference)), "success")

    if form.sent() and form.accepts(write):
        return redirect(url_for(".show", reference=name), 303)
    return _page(name, form)


def _page(reference: str, form: ShopForm) -> ResponseReturnValue:
    try:
        found = explaining.explain(reference, _me())
    except Missing:
        return render_template("mail/why_unknown.html"), 404
    template = "mail/why.html" if isinstance(found, Explained) else "mail/why_gone.html"
    return render_template(template, mail=found, form=form, reference=codes.grouped(reference)), form.status


def _me() -> Subject | None:
    """Whoever looks: signed in, or with a code from a mailbox."""
    person = viewer().person_id
    return Subject(person, people.email_of(person)) if person else opened_here()
