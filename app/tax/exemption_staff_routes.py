"""Tax exemption certificates at the staff's desk; opening one is a fact that is kept."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.service import cards, staff_names
from app.foundation import clock, downloads, facts
from app.foundation.access import Permission, act, staff, viewer
from app.foundation.forms import ShopForm
from app.foundation.row_numbers import row_number
from app.tax import exemption_reads, exemption_views, exemptions
from app.tax.exemption_forms import RefusalForm
from app.tax.exemption_routes import attached
from app.tax.exemption_views import Line

CHECK = Permission("tax:exemption:check", "See customers' tax exemption certificates, and say whether they hold")

blueprint = Blueprint("exemptions_staff", __name__, url_prefix="/staff/tax-exemptions")


@blueprint.get("")
@staff(CHECK)
def index() -> ResponseReturnValue:
    """What waits, the oldest first, and what was decided lately."""
    found = exemption_views.waiting(row_number(request.args.get("after")) or 0)
    shown = found[: exemption_views.PAGE]
    return render_template(
        "tax/staff/exemptions.html",
        waiting=shown,
        following=shown[-1].id if len(found) > len(shown) else None,
        decided=exemption_views.decided()[: exemption_views.PAGE],
    )


@blueprint.get("/<int:exemption_id>")
@staff(CHECK)
def show(exemption_id: int) -> ResponseReturnValue:
    """One certificate, with whose it is."""
    return _page(_line(exemption_id), RefusalForm())


@blueprint.get("/<int:exemption_id>/file")
@staff(CHECK)
@downloads.shut
def file(exemption_id: int) -> Response:
    """The file, to look at in a program of one's own."""
    line = _line(exemption_id)
    answer = attached(line)
    _read(exemption_id, "file")
    return answer


@blueprint.post("/<int:exemption_id>/check")
@staff(CHECK)
def check(exemption_id: int) -> ResponseReturnValue:
    """Say that it holds."""
    words = "The certificate holds. Orders of this customer to that state go without tax from now on."
    return _decide(exemption_id, ShopForm(), lambda: exemptions.check(act(), exemption_id), words)


@blueprint.post("/<int:exemption_id>/refusal")
@staff(CHECK)
def refuse(exemption_id: int) -> ResponseReturnValue:
    """Say why it does not."""
    form = RefusalForm()
    words = "The certificate is refused. The customer is told why."
    return _decide(exemption_id, form, lambda: exemptions.refuse(act(), exemption_id, form.reason.data or ""), words)


def _decide(exemption_id: int, form: ShopForm, verb: Callable[[], None], words: str) -> ResponseReturnValue:
    line = _line(exemption_id)
    if form.sent() and form.accepts(verb):
        flash(words, "success")
        return redirect(url_for(".index"), 303)
    return _page(line, form), form.status


def _line(exemption_id: int) -> Line:
    return exemption_views.line(exemption_id, clock.now())


def _page(line: Line, form: ShopForm) -> str:
    _read(line.id, "page")
    kind, _, ref = line.decided_by.partition(":")
    by = staff_names([int(ref)]).get(int(ref), "") if kind == "staff" and ref.isdigit() else kind
    return render_template(
        "tax/staff/exemption.html",
        line=line,
        customer=cards.account_card(line.account_id),
        by=by,
        form=form,
        refusal=form if isinstance(form, RefusalForm) else RefusalForm(formdata=None),
    )


def _read(exemption_id: int, what: str) -> None:
    facts.append(exemption_reads.READ, exemption=exemption_id, what=what, staff=viewer().id)
