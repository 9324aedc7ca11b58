"""The mail desk: what leaves, what comes, who wrote. Opening a mail is a fact that is kept before the page."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import TemplateError

from app.foundation import clock, facts
from app.foundation.access import act, staff, viewer
from app.foundation.forms import ShopForm
from app.foundation.inventory import PURPOSES
from app.mail import desk, letters, previews, stop_addresses, views
from app.mail.charts import bars
from app.mail.desk_forms import SettleForm, WidenForm, wider_than
from app.mail.models import OutboxMail
from app.mail.permissions import READ, WORK
from app.mail.service import effects, outbox
from app.mail.service import waves as stop_waves
from app.permissions.service.overview import answers

blueprint = Blueprint("mail_desk", __name__)
DAYS = 30
ANSWER = "answer"
"""The effect that stands on the page by itself, with what became of it."""
NOBODY = "None of these addresses belongs to anybody whom we know, so nobody was written to."
COMPLAINT_LIMIT = 0.1
"""Per cent of complaints at which a run to many pauses."""


@blueprint.get("/staff/mail")
@staff(READ)
def today() -> ResponseReturnValue:
    """What waits, what is in doubt, and how often mail came back or was complained about."""
    return _today(ShopForm(formdata=None))


@blueprint.post("/staff/mail/waves/<int:wave_id>/questions")
@staff(WORK)
def ask_owners(wave_id: int) -> ResponseReturnValue:
    """Ask the owners of addresses that were stopped in such numbers whether that was them. Their stops hold."""
    form, asked = ShopForm(), list[int]()
    if form.sent() and form.accepts(lambda: asked.append(stop_waves.offer_undo(act(), wave_id))):
        flash(f"{asked[0]:,} of them were written to: the others we do not know." if asked[0] else NOBODY, "success")
        return redirect(url_for(".today"), 303)
    return _today(form)


def _today(form: ShopForm) -> ResponseReturnValue:
    now = clock.now()
    buckets = views.rates_by_days(now)
    labels = [f"{clock.central(bucket.since):%b} {clock.central(bucket.since).day}" for bucket in buckets]
    page = render_template(
        "mail/staff/today.html",
        form=form,
        may_work=viewer().may(WORK),
        counts=views.counts(now, DAYS),
        waiting=views.waiting(),
        waves=views.waves(now),
        came_back=views.came_back(now - timedelta(days=DAYS)),
        titles=_titles(),
        days=DAYS,
        rates=views.rates(now - timedelta(days=DAYS)),
        buckets=list(zip(labels, buckets, strict=True)),
        complaints=bars(
            [(label, bucket.rates.complaint_rate) for label, bucket in zip(labels, buckets, strict=True)],
            COMPLAINT_LIMIT,
        ),
        bounces=bars([(label, bucket.rates.bounce_rate) for label, bucket in zip(labels, buckets, strict=True)]),
        limit=COMPLAINT_LIMIT,
    )
    return page, form.status


@blueprint.get("/staff/mail/outbox")
@staff(READ)
def outgoing() -> ResponseReturnValue:
    """The outbox: filters stand in the address, pages go by the number."""
    wanted, page = desk.outbox_asked(request.args)
    found = views.outbox(wanted)
    return render_template(
        "mail/staff/outbox.html", wanted=wanted, page=page, found=found, states=desk.STATES, titles=_titles()
    )


@blueprint.get("/staff/mail/outbox/<int:mail_id>")
@staff(READ)
def mail(mail_id: int) -> ResponseReturnValue:
    """One mail that leaves or left."""
    return _mail(mail_id, SettleForm(formdata=None))


@blueprint.post("/staff/mail/outbox/<int:mail_id>/outcome")
@staff(WORK)
def settle(mail_id: int) -> ResponseReturnValue:
    """Somebody looked at the relay: the mail left, or it did not and goes again."""
    form = SettleForm()
    verb = outbox.settle if form.outcome.data == "arrived" else outbox.resend
    if form.sent() and form.accepts(lambda: verb(act(), mail_id)):
        flash("Noted." if verb is outbox.settle else "It is in line to be sent again.", "success")
        return redirect(url_for(".mail", mail_id=mail_id), 303)
    return _mail(mail_id, form)


def _mail(mail_id: int, form: SettleForm) -> ResponseReturnValue:
    row = views.mail_of(mail_id)
    facts.append(desk.STAFF_READ, staff=viewer().id, subject=f"mail:{mail_id}")
    permits = answers([number for number in (row.queue_permit_id, row.send_permit_id) if number])
    page = render_template(
        "mail/staff/mail.html",
        mail=row,
        title=_titles().get(row.template, row.template),
        purpose=PURPOSES[row.purpose],
        state=desk.STATES[row.state],
        permits=permits,
        text=_text(row),
        stops=row.purpose in letters.UNASKED,
        form=form,
        may_work=viewer().may(WORK),
    )
    return page, form.status


def _text(row: OutboxMail) -> str:
    """What the mail says, its secrets hidden; empty where too little of it is left to draw."""
    if not row.recipient:
        return ""
    try:
        body = letters.compose(row, show_secrets=False).get_body(("plain",))
    except (TemplateError, LookupError, TypeError, ValueError):
        return ""
    text = str(body.get_content()) if body is not None else ""
    # Whoever holds the link of a mail can stop for its reader and undo it.
    return text.replace(stop_addresses.token_of(row), letters.HIDDEN)


def _titles() -> dict[str, str]:
    return {code: letter.title for code, letter in previews.catalogue().items()}


@blueprint.get("/staff/mail/inbox")
@staff(READ)
def incoming() -> ResponseReturnValue:
    """What came, and how each was read."""
    asked, page = desk.inbox_asked(request.args)
    return render_template(
        "mail/staff/inbox.html",
        page=page,
        found=views.inbox(asked),
        kinds=desk.KINDS,
        wishes=desk.WISHES,
        states=desk.INBOUND_STATES,
        needs_a_look=views.needs_a_look,
        shown=desk.shown,
    )


@blueprint.get("/staff/mail/inbox/<int:inbound_id>")
@staff(READ)
def came(inbound_id: int) -> ResponseReturnValue:
    """One mail that came: what it says, how it was read, what was done."""
    return _came(inbound_id, WidenForm(formdata=None))


@blueprint.post("/staff/mail/inbox/<int:inbound_id>/widening")
@staff(WORK)
def widen(inbound_id: int) -> ResponseReturnValue:
    """Stop more than was read out of the mail. Nothing here stops less."""
    form = WidenForm().offer(views.inbound(inbound_id).mail.purposes)

    def more() -> None:
        effects.widen(act(), inbound_id, (form.purpose.data or "",))

    if form.sent() and form.accepts(more):
        flash("It is stopped from now on.", "success")
        return redirect(url_for(".came", inbound_id=inbound_id), 303)
    return _came(inbound_id, form)


def _came(inbound_id: int, form: WidenForm) -> ResponseReturnValue:
    found = views.inbound(inbound_id)
    facts.append(desk.STAFF_READ, staff=viewer().id, subject=f"inbound:{inbound_id}")
    wider = wider_than(found.mail.purposes) if found.mail.state == "read" and found.mail.address_key else []
    page = render_template(
        "mail/staff/inbound.html",
        mail=found.mail,
        effects=[
            desk.effect_words(effect.what, effect.ref, effect.at) for effect in found.effects if effect.what != ANSWER
        ],
        answer_state=desk.STATES[found.answer_state] if found.answer_state else None,
        kinds=desk.KINDS,
        wishes=desk.WISHES,
        states=desk.INBOUND_STATES,
        ways=desk.WAYS,
        words_of=desk.words_of,
        shown=desk.shown,
        form=form.offer(found.mail.purposes),
        wider=wider,
        may_work=viewer().may(WORK),
    )
    return page, form.status


@blueprint.get("/staff/mail/correspondents")
@staff(READ)
def correspondents() -> ResponseReturnValue:
    """The register of who wrote to us (P14)."""
    typed, key = desk.address_asked(request.args)
    searched = bool(typed)
    found = views.correspondents(key, desk.number(request.args, "after")) if key or not searched else None
    facts.append(desk.STAFF_READ, staff=viewer().id, subject="correspondents:list")
    return render_template("mail/staff/correspondents.html", typed=typed, found=found)
