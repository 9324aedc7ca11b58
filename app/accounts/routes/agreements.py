"""Agreements of areas in the account: reading and agreeing before one enters, what was agreed to, taking it back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import agreement_page, carrying
from app.accounts.carrying import Carried
from app.accounts.forms.agreements import AgreementEndForm, AgreementForm
from app.accounts.routes.blueprint import blueprint
from app.foundation import areas
from app.foundation.access import act, customer, viewer
from app.foundation.areas import AgreementNeeded
from app.foundation.errors import Missing
from app.policy import agreements, views
from app.policy import service as policy


@blueprint.get("/account/agreements")
@customer
def agreements_page() -> ResponseReturnValue:
    """What one agreed to, with date and version, and which areas ask for what."""
    given = views.agreed_by(viewer().person_id)
    enough = {(one.slug, one.no) for ruled in agreements.ruled() for one in agreements.enough(ruled.slug)}
    return render_template(
        "accounts/agreements.html",
        given=sorted(given, key=lambda one: one.at, reverse=True),
        standing={one.slug for one in given if one.ended_at is None and (one.slug, one.no) in enough},
        ruled=[(one, areas.AREAS.get(one.slug)) for one in agreements.ruled()],
    )


@blueprint.route("/account/agreements/<slug:area>", methods=["GET", "POST"])
@customer
def agreement(area: str) -> ResponseReturnValue:
    """The agreement before one enters; afterwards it goes on where it was wanted, with what was typed."""
    form, carried = AgreementForm(), carrying.from_form() if request.method == "POST" else None

    def agree() -> None:
        policy.agree(act(), viewer().person_id, area, form.number.data or 0, "form")

    if form.sent() and form.accepts(agree):
        if carried is not None:
            return render_template("accounts/carry_on.html", carried=carried, heading="You agreed")
        flash("You agreed. The area is open to you.", "success")
        return redirect(carrying.next_page() or url_for(".agreements_page"), 303)
    return _page(area, form, carried, carrying.next_page()), form.status


@blueprint.route("/account/agreements/<slug:area>/end", methods=["GET", "POST"])
@customer
def agreement_end(area: str) -> ResponseReturnValue:
    """Taking an agreement back: what that does, and the button."""
    form, page = AgreementEndForm(), agreement_page.page_of(area, viewer().person_id)
    if page.standing is None:
        raise Missing
    if form.sent() and form.accepts(lambda: policy.end_agreement(act(), viewer().person_id, area)):
        flash("You took your agreement back. The area is closed to you until you agree again.", "success")
        return redirect(url_for(".agreements_page"), 303)
    return render_template("accounts/agreement_end.html", page=page, form=form), form.status


@blueprint.app_errorhandler(AgreementNeeded)
def agreement_needed(error: AgreementNeeded) -> ResponseReturnValue:
    """Lead to the agreement of the area; what was typed into a form is carried along."""
    carried = carrying.from_refused()
    if carried is None and request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.agreement", area=error.slug, next=request.full_path.rstrip("?")), 303)
    return _page(error.slug, AgreementForm(formdata=None), carried, ""), 403


def _page(slug: str, form: AgreementForm, carried: Carried | None, wanted: str) -> str:
    page = agreement_page.page_of(slug, viewer().person_id)
    return render_template("accounts/agreement.html", page=page, form=form, carried=carried, next=wanted)
