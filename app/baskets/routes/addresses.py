"""Where the pieces of one job go: address by address, or a whole list at once."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.baskets import service, views
from app.baskets.forms import DropForm, ListForm, PiecesForm
from app.baskets.routes.blueprint import blueprint
from app.foundation import rules
from app.foundation.access import act, customer, viewer
from app.foundation.areas import area
from app.foundation.forms import ShopForm
from app.foundation.version_form import VersionForm


@blueprint.get("/basket/jobs/<int:item_id>/addresses")
@customer
@area("ordering")
def addresses(item_id: int) -> ResponseReturnValue:
    """The addresses of a job, with what is missing or too many."""
    return _page(item_id)


def _page(item_id: int, **sent: ShopForm) -> ResponseReturnValue:
    """The page with its three forms; the one that was sent shows what is wrong in it."""
    line = views.line_of(viewer().id, item_id)
    book = accounts.addresses_of(viewer().id)
    drawn = {name: sent.get(name) or _drawn(kind, line.version) for name, kind in FORMS.items()}
    if "adding" not in sent:
        form = drawn["adding"]
        assert isinstance(form, DropForm)
        form.offer(book)
        form.pieces.data = line.missing if line.missing > 0 else None
    most = rules.whole("baskets.most-addresses")
    status = next((form.status for form in sent.values()), 200)
    return render_template("baskets/addresses.html", line=line, most=most, **drawn), status


FORMS: dict[str, type[VersionForm]] = {"counting": PiecesForm, "adding": DropForm, "listing": ListForm}


def _drawn(kind: type[VersionForm], version: int) -> VersionForm:
    form = kind(formdata=None)
    form.version.data = str(version)
    return form


def _saved(item_id: int, name: str, form: VersionForm, verb: Callable[[], object]) -> ResponseReturnValue:
    if form.accepts(verb):
        return redirect(url_for(".addresses", item_id=item_id), 303)
    return _page(item_id, **{name: form})


@blueprint.post("/basket/jobs/<int:item_id>/addresses")
@customer
@area("ordering")
def set_pieces(item_id: int) -> ResponseReturnValue:
    """Other numbers of pieces, or an address taken off."""
    line, form = views.line_of(viewer().id, item_id), PiecesForm()
    counts = form.counts(line)
    if not form.sent() or form.form_errors:
        return _page(item_id, counting=form)
    return _saved(
        item_id,
        "counting",
        form,
        lambda: service.set_pieces(act(), viewer().id, item_id, form.drawn_version, counts),
    )


@blueprint.post("/basket/jobs/<int:item_id>/addresses/new")
@customer
@area("ordering")
def add_address(item_id: int) -> ResponseReturnValue:
    """One more address."""
    views.line_of(viewer().id, item_id)
    form = DropForm()
    form.offer(accounts.addresses_of(viewer().id))
    if not form.sent():
        return _page(item_id, adding=form)
    return _saved(
        item_id,
        "adding",
        form,
        lambda: service.add_drop(act(), viewer().id, item_id, form.drawn_version, form.drop),
    )


@blueprint.post("/basket/jobs/<int:item_id>/addresses/list")
@customer
@area("ordering")
def read_list(item_id: int) -> ResponseReturnValue:
    """A whole list in the place of what is there."""
    views.line_of(viewer().id, item_id)
    form = ListForm()
    if not form.sent():
        return _page(item_id, listing=form)
    return _saved(
        item_id,
        "listing",
        form,
        lambda: service.set_drops(act(), viewer().id, item_id, form.drawn_version, form.read.drops),
    )


@blueprint.post("/basket/jobs/<int:item_id>/addresses/removal")
@customer
@area("ordering")
def send_to_one(item_id: int) -> ResponseReturnValue:
    """All of it goes where the order goes, as at first."""
    form = PiecesForm()
    if not form.sent():
        return _page(item_id, counting=form)
    if form.accepts(lambda: service.set_drops(act(), viewer().id, item_id, form.drawn_version, ())):
        flash("All of it goes where the order goes.", "success")
        return redirect(url_for(".show"), 303)
    return _page(item_id, counting=form)
