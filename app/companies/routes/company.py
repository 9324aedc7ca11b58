"""The company of whoever looks: its page, opening one, its rules, leaving and closing it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.companies import service, views
from app.companies.forms import ButtonForm, CompanyForm
from app.companies.roles import ROLES, SEEN
from app.companies.routes.blueprint import administered, blueprint, own
from app.companies.service import inviting
from app.foundation import clock
from app.foundation.access import act, customer, fresh, viewer
from app.foundation.areas import area


@blueprint.get("/account/company")
@customer
@area("companies")
def show() -> ResponseReturnValue:
    """The company with everybody in it; without one, what a company is good for and who invites."""
    held = views.standing(viewer().id)
    if held is None:
        waiting = inviting.waiting_for(viewer().id, clock.now())
        return render_template("companies/none.html", waiting=waiting, roles=ROLES.values())
    manages = held.may.manages
    return render_template(
        "companies/company.html",
        held=held,
        company=views.company(held.company_id),
        members=views.members(held.company_id),
        pending=views.pending(held.company_id, clock.now()) if manages else [],
        limit=views.limit_text(held.role, held.limit_cents),
        seen=SEEN,
    )


@blueprint.route("/account/company/new", methods=["GET", "POST"])
@customer
@area("companies")
def new() -> ResponseReturnValue:
    """Open a company and become its administrator."""
    form = CompanyForm()
    if views.standing(viewer().id) is not None:
        return redirect(url_for(".show"), 303)
    if form.sent() and form.accepts(lambda: service.open_company(act(), viewer().id, form.rules)):
        flash(f"{form.rules.name} is open, and you administer it. Now invite the others.", "success")
        return redirect(url_for(".show"), 303)
    return render_template("companies/new.html", form=form), form.status


@blueprint.route("/account/company/rules", methods=["GET", "POST"])
@fresh
@customer
@area("companies")
def rules() -> ResponseReturnValue:
    """Change the company's name and rules."""
    company = views.company(administered().company_id)
    form = CompanyForm(
        data={
            "name": company.name,
            "limit": views.limit_typed(company.default_limit_cents),
            "po_required": company.po_required,
            "version": str(company.version),
        }
    )
    if form.sent() and form.accepts(lambda: service.change_rules(act(), viewer().id, form.rules, form.drawn_version)):
        flash("The rules of your company are saved.", "success")
        return redirect(url_for(".show"), 303)
    return render_template("companies/rules.html", form=form, company=company), form.status


@blueprint.route("/account/company/leaving", methods=["GET", "POST"])
@fresh
@customer
@area("companies")
def leave() -> ResponseReturnValue:
    """Leave the company; the page says first what stays where."""
    held, form = own(), ButtonForm()
    if form.sent() and form.accepts(lambda: service.leave(act(), viewer().id)):
        flash(f"You belong to {held.name} no more.", "success")
        return redirect(url_for(".show"), 303)
    alone = len(views.members(held.company_id)) == 1
    return render_template("companies/leaving.html", held=held, form=form, alone=alone), form.status


@blueprint.route("/account/company/closing", methods=["GET", "POST"])
@fresh
@customer
@area("companies")
def close() -> ResponseReturnValue:
    """Close the company for everybody."""
    held, form = administered(), ButtonForm()
    if form.sent() and form.accepts(lambda: service.close(act(), viewer().id)):
        flash(f"{held.name} is closed.", "success")
        return redirect(url_for(".show"), 303)
    return render_template(
        "companies/closing.html", held=held, form=form, members=views.members(held.company_id)
    ), form.status
