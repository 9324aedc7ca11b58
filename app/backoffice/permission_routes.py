"""How somebody stands with the gate: what is allowed, who said stop, what was decided. Staff may add a stop."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.backoffice.forms import CHANNEL_WORDS, StopForm
from app.backoffice.looking_up import Somebody, cleaned, look_up
from app.foundation import facts
from app.foundation.access import Permission, act, staff, viewer
from app.foundation.errors import Missing
from app.foundation.inventory import PURPOSES
from app.orders.service.reads import STAFF_READ
from app.permissions import service
from app.permissions.reasons import SOURCES
from app.permissions.service import EventLine

READ = Permission("permissions:decision:read", "See what each person allowed and stopped, and what was decided")
STOP = Permission("permissions:stop:add", "Enter a stop that a person told us of")

blueprint = Blueprint("permission_desk", __name__)


@blueprint.get("/staff/permissions")
@staff(READ)
def show() -> ResponseReturnValue:
    """Look somebody up."""
    who = cleaned(request.args.get("who", ""))
    found = look_up(who) if who else None
    if found is None:
        return render_template("backoffice/permissions.html", who=who, found=None)
    return _page(found, StopForm(formdata=None, who=found.who))


@blueprint.post("/staff/permissions/stops")
@staff(STOP)
def add_stop() -> ResponseReturnValue:
    """A stop, as the person said it; it holds at once."""
    form = StopForm()
    found = look_up(form.who.data or "")
    if found is None:
        raise Missing
    if form.sent() and form.accepts(lambda: _stop(found, form)):
        flash("The stop holds from now on.", "success")
        return redirect(url_for(".show", who=found.who), 303)
    return _page(found, form), form.status


def _stop(found: Somebody, form: StopForm) -> None:
    purpose, channel = form.purpose.data or "", form.channel.data or ""
    service.stop(act(), found.subject, purpose, channel, form.source.data, form.evidence)


def _page(found: Somebody, form: StopForm) -> str:
    facts.append(STAFF_READ, staff=viewer().id, subject=found.subject.key)
    said = service.said(found.subject)
    return render_template(
        "backoffice/permissions.html",
        who=found.who,
        found=found,
        form=form,
        may_stop=viewer().may(STOP),
        state=service.state(act(), found.subject),
        said=said,
        speakers=_speakers(said, found),
        decisions=service.decisions(found.subject),
        channels=CHANNEL_WORDS,
        purposes=PURPOSES,
        sources=SOURCES,
    )


def _speakers(said: list[EventLine], found: Somebody) -> dict[str, str]:
    """Who recorded each event, in words: staff by name, others by what they are."""
    actors = {event.actor for event in said}
    staff_ids = {actor: int(actor.removeprefix("staff:")) for actor in actors if actor.startswith("staff:")}
    names = accounts.staff_names(sorted(staff_ids.values()))
    own = f"customer:{found.card.id}" if found.card else ""
    words = {actor: "the person, signed in" if actor == own else "the shop" for actor in actors}
    words |= {actor: "a visitor of the site" for actor in actors if actor == "visitor"}
    return words | {actor: names.get(number, "staff") for actor, number in staff_ids.items()}
