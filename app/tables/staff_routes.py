"""The table editor of staff: prices, delivery and taxes, each with its draft, its preview and its versions.

The three tables share their pages: every address below stands once under the address of each table.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.access import act, staff, viewer
from app.foundation.errors import Missing, Refusal
from app.foundation.forms import NEVER_SHOWN, ShopForm
from app.tables import cells, pages, service
from app.tables.desks import DESKS, READ, Desk
from app.tables.forms import CheckForm, PublishForm, SectionForm, WithdrawalForm, section_form
from app.tables.service import Draft, Publication

Answer = ResponseReturnValue


def index(desk: Desk, form: ShopForm | None = None) -> Answer:
    """What holds, what comes, what held; the draft, and its sections."""
    page = pages.desk_page(desk, clock.now())
    check = form if isinstance(form, CheckForm) else CheckForm()
    shown = render_template(
        "tables/desk.html", page=page, desk=desk, form=form, check_form=check, may_edit=viewer().may(desk.edit)
    )
    return shown, form.status if form else 200


def start(desk: Desk) -> Answer:
    """Begin a change."""
    return _step(desk, lambda: service.start(act(), desk), "The change is begun. Choose a section below.")


def give_up(desk: Desk) -> Answer:
    """Throw the change away."""
    return _step(desk, lambda: service.give_up(act(), desk), "The change is given up. Nothing was published.")


def section(desk: Desk, section: str) -> Answer:
    """The rows of a section: to be read, or to be changed where a change is begun."""
    draft = service.draft_of(desk)
    body = draft.body if draft else pages.body_of(desk, desk.versions.number_in_force(clock.now()))
    found = desk.section(body, section)
    editing = draft is not None and viewer().may(desk.edit)
    form = section_form(found, body, draft.version if draft else 0, blank=True)
    return render_template(
        "tables/section.html", desk=desk, section=found, form=form, editing=editing, draft=draft, typed=[]
    )


def save_section(desk: Desk, section: str) -> Answer:
    """Put what was typed into the draft."""
    draft = _draft(desk)
    found = desk.section(draft.body, section)
    form = section_form(found, draft.body, draft.version)
    typed: list[tuple[str, str]] = []
    if form.moved:
        form, typed = _redrawn(form, desk, draft, section)
    elif form.sent() and form.accepts(lambda: service.save(act(), desk, form.drawn_version, found.code, form.typed())):
        flash("Saved in the draft. Nothing is published yet.", "success")
        return redirect(f"{desk.href}/sections/{section}", 303)
    shown = render_template(
        "tables/section.html", desk=desk, section=found, form=form, editing=True, draft=draft, typed=typed
    )
    return shown, 422


def _redrawn(form: SectionForm, desk: Desk, draft: Draft, code: str) -> tuple[SectionForm, list[tuple[str, str]]]:
    """The rows as they stand now, and beside them what was typed while they moved."""
    found = desk.section(draft.body, code)
    fresh = section_form(found, draft.body, draft.version, blank=True)
    fresh.refuse(Refusal("Rows came or went since you opened the page, so nothing was saved. Please enter it again."))
    told = cells.left_over(found, draft.body, request.form)
    return fresh, [(place, NEVER_SHOWN.sub("", value)) for place, value in told]


def preview(desk: Desk) -> Answer:
    """What the draft would do."""
    draft = _draft(desk)
    return _preview(desk, draft, PublishForm(data={"version": draft.version, "starts": "at-once"}))


def publish(desk: Desk) -> Answer:
    """Publish the draft, now or later."""
    draft, form = _draft(desk), PublishForm()
    made: list[int] = []
    if form.sent() and form.accepts(lambda: made.append(service.publish(act(), desk, _wanted(form)))):
        when = f"begins on {clock.spoken(form.minute)}" if form.minute else "is in force"
        flash(f"Version {made[0]} {when}. Orders and quotes that were placed keep their prices.", "success")
        return redirect(desk.href, 303)
    return _preview(desk, draft, form)


def _wanted(form: PublishForm) -> Publication:
    return Publication(form.drawn_version, form.minute, form.reason.data or "", bool(form.sure.data))


def _preview(desk: Desk, draft: Draft, form: PublishForm) -> Answer:
    try:
        seen = service.outlook(desk, draft.body, draft.based_on, clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return render_template("tables/preview.html", desk=desk, draft=draft, form=form, seen=None), 422
    held = pages.held_prices(clock.now())
    return render_template("tables/preview.html", desk=desk, draft=draft, form=form, seen=seen, held=held), form.status


def version(desk: Desk, no: int, form: WithdrawalForm | None = None) -> Answer:
    """One version and what it changed."""
    page = pages.version_page(desk, no, clock.now())
    if page is None:
        raise Missing
    shown = form or WithdrawalForm()
    may_edit = viewer().may(desk.edit)
    return render_template("tables/version.html", desk=desk, page=page, form=shown, may_edit=may_edit), (
        form.status if form else 200
    )


def withdraw(desk: Desk, no: int) -> Answer:
    """Take back a version that has not begun."""
    form = WithdrawalForm()
    if form.sent() and form.accepts(lambda: service.withdraw(act(), desk, no, form.reason.data or "")):
        flash(f"Version {no} is withdrawn. It stays in the history and never begins.", "success")
        return redirect(desk.href, 303)
    return version(desk, no, form)


def return_to(desk: Desk, no: int) -> Answer:
    """Begin a change that brings an older version back."""
    verb = lambda: service.start(act(), desk, returns_to=no)  # noqa: E731  # a verb of one line
    return _step(desk, verb, f"This is version {no} again, as a draft. Look at what it does.", "/preview")


def check(desk: Desk) -> Answer:
    """Note who checked the table."""
    form = CheckForm()
    if not desk.wants_check:
        raise Missing
    verb = lambda: service.note_check(act(), desk, form.by.data or "", form.on.read)  # type: ignore[arg-type]  # noqa: E731
    if form.sent() and form.accepts(verb):
        flash("The check is noted.", "success")
        return redirect(desk.href, 303)
    return index(desk, form)


def _step(desk: Desk, verb: Callable[[], None], words: str, to: str = "") -> Answer:
    form = ShopForm()
    if form.sent() and form.accepts(verb):
        flash(words, "success")
        return redirect(f"{desk.href}{to}", 303)
    return index(desk, form)


def _draft(desk: Desk) -> Draft:
    found = service.draft_of(desk)
    if found is None:
        raise Missing
    return found


READING: dict[str, tuple[str, Callable[..., Answer]]] = {
    "index": ("", index),
    "section": ("/sections/<slug:section>", section),
    "preview": ("/preview", preview),
    "version": ("/versions/<int:no>", version),
}
DOING: dict[str, tuple[str, Callable[..., Answer]]] = {
    "start": ("/draft", start),
    "give_up": ("/draft/end", give_up),
    "save_section": ("/sections/<slug:section>", save_section),
    "publish": ("/preview", publish),
    "withdraw": ("/versions/<int:no>/withdrawal", withdraw),
    "return_to": ("/versions/<int:no>/return", return_to),
    "check": ("/checks", check),
}
"""Endpoint, address under the table's own, and handler."""


def _bound(handler: Callable[..., Answer], desk: Desk) -> Callable[..., Answer]:
    def view(**parts: str | int) -> Answer:
        return handler(desk, **parts)

    return view


def _blueprint(desk: Desk) -> Blueprint:
    made = Blueprint(f"tables_{desk.code}", __name__, url_prefix=desk.href)
    for name, (rule, handler) in READING.items():
        made.add_url_rule(rule, name, staff(READ)(_bound(handler, desk)), methods=["GET"])
    for name, (rule, handler) in DOING.items():
        if name != "check" or desk.wants_check:
            made.add_url_rule(rule, name, staff(desk.edit)(_bound(handler, desk)), methods=["POST"])
    return made


BLUEPRINTS = [_blueprint(desk) for desk in DESKS.values()]
