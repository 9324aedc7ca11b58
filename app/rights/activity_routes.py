"""What happened to the account, for its owner; and the owner's word about changes by our staff."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.service import acting
from app.foundation import clock
from app.foundation.access import act, customer, viewer
from app.foundation.forms import ShopForm
from app.foundation.row_numbers import row_number
from app.rights import activity

blueprint = Blueprint("activity", __name__)


@blueprint.get("/account/activity")
@customer
def show() -> ResponseReturnValue:
    """Newest first, page by page."""
    return _page(ShopForm(formdata=None))


def _page(form: ShopForm) -> ResponseReturnValue:
    who, before = viewer().id, row_number(request.args.get("before", ""))
    page = render_template(
        "rights/activity.html",
        form=form,
        page=activity.page_of(who, before),
        before=before,
        acting=acting.open_for(who, clock.now()),
        barred_since=acting.barred_since(who),
    )
    return page, form.status


@blueprint.post("/account/activity/acting/end")
@customer
def end_acting() -> ResponseReturnValue:
    """Whoever of our staff acts for this customer now does so no more."""
    form = ShopForm()
    if form.sent() and form.accepts(lambda: acting.end_for(act(), viewer().id)):
        flash("Nobody of our staff acts for you any more.", "success")
        return redirect(url_for(".show"), 303)
    return _page(form)


@blueprint.post("/account/activity/staff-changes")
@customer
def staff_changes() -> ResponseReturnValue:
    """Our staff may not change the account, or may again: only the customer says so."""
    form, allowed = ShopForm(), request.form.get("wish") == "allow"
    verb = acting.lift if allowed else acting.bar
    if form.sent() and form.accepts(lambda: verb(act(), viewer().id)):
        flash("Our staff may change your account again when you ask them to." if allowed else
              "Our staff may not change your account from now on.", "success")  # fmt: skip
        return redirect(url_for(".show"), 303)
    return _page(form)
