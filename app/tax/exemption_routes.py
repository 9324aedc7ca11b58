"""A customer's tax exemption certificates."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock, downloads
from app.foundation.access import act, customer, large_body, viewer
from app.foundation.forms import ShopForm
from app.tax import exemption_files, exemption_views, exemptions
from app.tax.exemption_forms import CertificateForm
from app.tax.exemption_views import Line

blueprint = Blueprint("exemptions", __name__, url_prefix="/account/tax-exemptions")


@blueprint.get("")
@customer
def index() -> ResponseReturnValue:
    """Every certificate and how it stands."""
    return _page(None)


@blueprint.route("/new", methods=["GET", "POST"])
@large_body
@customer
def new() -> ResponseReturnValue:
    """Send a certificate."""
    return _send(None)


@blueprint.route("/<int:exemption_id>/replacement", methods=["GET", "POST"])
@large_body
@customer
def replace(exemption_id: int) -> ResponseReturnValue:
    """Send another in the place of one, which stands until the new one is checked."""
    return _send(exemption_views.line(exemption_id, clock.now(), viewer().id))


@blueprint.get("/<int:exemption_id>/file")
@customer
@downloads.shut
def file(exemption_id: int) -> Response:
    """The file, to keep."""
    line = exemption_views.line(exemption_id, clock.now(), viewer().id)
    return attached(line)


@blueprint.post("/<int:exemption_id>/withdrawal")
@customer
def withdraw(exemption_id: int) -> ResponseReturnValue:
    """Take a certificate back."""
    form = ShopForm()
    if form.sent() and form.accepts(lambda: exemptions.withdraw(act(), viewer().id, exemption_id)):
        flash("The certificate is withdrawn. Orders to that state are taxed from now on.", "success")
        return redirect(url_for(".index"), 303)
    return _page(form), form.status


def attached(line: Line) -> Response:
    """The certificate's file as an attachment under a name of ours."""
    pieces = exemption_files.pieces(exemption_views.folder_of(line.id))
    return downloads.attached(pieces, line.size, f'attachment; filename="{line.file_name}"')


def _send(old: Line | None) -> ResponseReturnValue:
    form = CertificateForm(data={"state": old.state, "number": old.number} if old else None)

    def send() -> None:
        chosen = form.certificate.data
        assert chosen is not None  # the form requires it
        exemptions.send(act(), viewer().id, form.value(), chosen.stream, old.id if old else None)

    if form.sent() and form.accepts(send):
        flash("We have your certificate. We write to you as soon as somebody has looked at it.", "success")
        return redirect(url_for(".index"), 303)
    return render_template("tax/send.html", form=form, old=old), form.status


def _page(form: ShopForm | None) -> str:
    return render_template("tax/exemptions.html", lines=exemption_views.of_account(viewer().id, clock.now()), form=form)
