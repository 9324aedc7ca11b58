"""The devices on which somebody is signed in: each can be signed out, and all others at once."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.signing_in import EmptyForm
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import device_list, devices
from app.foundation.access import act, customer, fresh, viewer
from app.foundation.forms import ShopForm


@blueprint.get("/account/devices")
@customer
def devices_page() -> ResponseReturnValue:
    """Every device, this one first, then the one that was used last."""
    return _page(EmptyForm(formdata=None))


def _page(form: ShopForm) -> ResponseReturnValue:
    who = viewer()
    return render_template("accounts/devices.html", form=form, found=device_list.of(who.id, who.device_id)), form.status


@blueprint.post("/account/devices/<int:device_id>/end")
@fresh
@customer
def end_device(device_id: int) -> ResponseReturnValue:
    """Sign one device out; ending this one is signing out."""
    who, form = viewer(), EmptyForm()
    device_list.own(who.id, device_id)
    if form.sent() and form.accepts(lambda: devices.end(act(), who.id, device_id, "by-owner")):
        flash("That device is signed out.", "success")
        return redirect(url_for(".devices_page") if device_id != who.device_id else "/", 303)
    return _page(form)


@blueprint.post("/account/devices/others/end")
@fresh
@customer
def end_other_devices() -> ResponseReturnValue:
    """Sign every other device out."""
    who, form = viewer(), EmptyForm()
    if form.sent() and form.accepts(lambda: devices.end_others(act(), who.id, who.device_id, "by-owner")):
        flash("Every other device is signed out.", "success")
        return redirect(url_for(".devices_page"), 303)
    return _page(form)
