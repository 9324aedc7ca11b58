"""Members of a company, as its administrators change them. Another company's number is a 404 (P45)."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.companies import service, views
from app.companies.forms import EndingForm, PlaceForm
from app.companies.routes.blueprint import administered, blueprint
from app.foundation.access import act, customer, fresh, viewer
from app.foundation.areas import area


@blueprint.route("/account/company/members/<int:member_id>", methods=["GET", "POST"])
@fresh
@customer
@area("companies")
def member(member_id: int) -> ResponseReturnValue:
    """A member's role and limit."""
    one = views.member(administered().company_id, member_id)
    form = PlaceForm(data={"role": one.role, "limit": views.limit_typed(one.limit_cents), "version": str(one.version)})
    if form.sent() and form.accepts(
        lambda: service.change(act(), viewer().id, member_id, form.place, form.drawn_version)
    ):
        flash(f"The role of {one.name} is saved.", "success")
        return redirect(url_for(".show"), 303)
    return render_template("companies/member.html", form=form, member=one), form.status


@blueprint.route("/account/company/members/<int:member_id>/ending", methods=["GET", "POST"])
@fresh
@customer
@area("companies")
def end_member(member_id: int) -> ResponseReturnValue:
    """End somebody's membership; the page says first what that means."""
    held = administered()
    one, form = views.member(held.company_id, member_id), EndingForm()
    if not form.is_submitted():
        form.version.data = str(one.version)
    if form.sent() and form.accepts(lambda: service.end(act(), viewer().id, member_id, form.drawn_version)):
        flash(f"{one.name} belongs to {held.name} no more.", "success")
        return redirect(url_for(".show"), 303)
    return render_template("companies/ending.html", form=form, member=one, held=held), form.status
