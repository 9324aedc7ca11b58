"""Mail to many: writing it, the dry run, approval, sending, and how it goes."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.campaigns import letters, progress, service, views
from app.campaigns.forms import ApprovalForm, RunForm, ScheduleForm, WithdrawalForm
from app.campaigns.permissions import APPROVE, COMPOSE
from app.campaigns.views import RunLine
from app.foundation import facts, rules
from app.foundation.access import act, staff, viewer
from app.foundation.errors import Missing
from app.foundation.forms import ShopForm
from app.foundation.row_numbers import row_number
from app.mail import previews

blueprint = Blueprint("mail_runs", __name__, url_prefix="/staff/mail/runs")


@blueprint.get("")
@staff(COMPOSE)
def index() -> ResponseReturnValue:
    """Every mail to many, the newest first."""
    lines = views.runs(row_number(request.args.get("before")) or 0)
    shown, more = lines[: views.PAGE], len(lines) > views.PAGE
    return render_template(
        "campaigns/staff/runs.html",
        runs=shown,
        written=views.written([line.id for line in shown]),
        older=shown[-1].id if more else None,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@staff(COMPOSE)
def new() -> ResponseReturnValue:
    """Begin a site update."""
    form = RunForm(data={"version": 0})
    made: list[int] = []
    if form.sent() and form.accepts(lambda: made.append(service.draft(act(), form.value()))):
        flash("The update is saved. Look at it below, then count whom it reaches.", "success")
        return redirect(url_for(".show", run_id=made[0]), 303)
    return render_template("campaigns/staff/write.html", form=form, run=None), form.status


@blueprint.route("/<int:run_id>/text", methods=["GET", "POST"])
@staff(COMPOSE)
def change(run_id: int) -> ResponseReturnValue:
    """Say something else."""
    line = _update(run_id)
    form = RunForm(data={"subject": line.subject, "body": line.body, "version": line.version})
    if form.sent() and form.accepts(lambda: service.change(act(), run_id, form.drawn_version, form.value())):
        return _done(run_id, "The text is saved.")
    return render_template("campaigns/staff/write.html", form=form, run=line), form.status


@blueprint.get("/<int:run_id>")
@staff(COMPOSE)
def show(run_id: int) -> ResponseReturnValue:
    """One mail to many: what it says, whom it reaches, how it stands."""
    return _page(_run(run_id))


@blueprint.get("/<int:run_id>/preview")
@staff(COMPOSE)
def preview(run_id: int) -> ResponseReturnValue:
    """The mail as a made-up customer would get it: as text, as HTML, on a desk and on a phone."""
    line = _update(run_id)
    return render_template(
        "campaigns/staff/preview.html",
        run=line,
        preview=letters.preview(run_id, line.subject),
        look=previews.look_of(request.args.get("look", "")),
        looks=previews.LOOKS,
    )


@blueprint.get("/<int:run_id>/preview/html")
@staff(COMPOSE)
def document(run_id: int) -> Response:
    """The HTML alone, in which nothing but its own style holds."""
    line = _update(run_id)
    html = letters.preview(run_id, line.subject).html
    return Response(previews.in_look(html, previews.look_of(request.args.get("look", ""))))


@blueprint.post("/<int:run_id>/tests")
@staff(COMPOSE)
def test(run_id: int) -> ResponseReturnValue:
    """Send the mail to whoever asks for it, and to nobody else."""
    sent: list[str] = []
    return _do(
        run_id,
        lambda: sent.append(service.send_test(act(), run_id, viewer().id)),
        "A test mail is on its way to your own address.",
    )


@blueprint.post("/<int:run_id>/counting")
@staff(COMPOSE)
def count(run_id: int) -> ResponseReturnValue:
    """The dry run: put everybody of the audience before the gate, and send nothing."""
    return _do(run_id, lambda: service.ask_count(act(), run_id), "Counting has begun. It sends nothing.")


@blueprint.post("/<int:run_id>/approval")
@staff(APPROVE)
def approve(run_id: int) -> ResponseReturnValue:
    """Say that this text may go to those whom the dry run found."""
    form = ApprovalForm()
    return _do(run_id, lambda: service.approve(act(), run_id, form.drawn_version), "The mail is approved.", form)


@blueprint.post("/<int:run_id>/return")
@staff(COMPOSE)
def take_back(run_id: int) -> ResponseReturnValue:
    """Take the approval back, so that the text can be changed."""
    return _do(run_id, lambda: service.take_back(act(), run_id), "The approval is taken back. Nothing was sent.")


@blueprint.post("/<int:run_id>/schedule")
@staff(APPROVE)
def schedule(run_id: int) -> ResponseReturnValue:
    """Let it go, at once or later."""
    form = ScheduleForm()
    words = "The mail will go within a minute." if form.starts.data == "at-once" else "The mail has its time."
    return _do(run_id, lambda: service.schedule(act(), run_id, form.minute), words, form)


@blueprint.post("/<int:run_id>/pause")
@staff(COMPOSE)
def pause(run_id: int) -> ResponseReturnValue:
    """Let nothing more of it leave for now."""
    return _do(run_id, lambda: service.pause(act(), run_id), "The mail pauses. Nothing more of it leaves.")


@blueprint.post("/<int:run_id>/resumption")
@staff(APPROVE)
def go_on(run_id: int) -> ResponseReturnValue:
    """Let it go on."""
    return _do(run_id, lambda: service.go_on(act(), run_id), "The mail goes on.")


@blueprint.post("/<int:run_id>/end")
@staff(COMPOSE)
def stop(run_id: int) -> ResponseReturnValue:
    """Let nothing more of it leave, for good."""
    return _do(run_id, lambda: service.stop(act(), run_id), "The mail is stopped for good.")


@blueprint.post("/<int:run_id>/publication")
@staff(APPROVE)
def publish(run_id: int) -> ResponseReturnValue:
    """Put the text on the list of updates, without any mail."""
    return _do(run_id, lambda: service.publish(act(), run_id), "The update is on the list for everybody.")


@blueprint.route("/<int:run_id>/withdrawal", methods=["GET", "POST"])
@staff(APPROVE)
def withdraw(run_id: int) -> ResponseReturnValue:
    """Take an update back from the list."""
    line, form = _update(run_id), WithdrawalForm()
    if form.sent() and form.accepts(lambda: service.withdraw(act(), run_id, form.why.data or "")):
        return _done(run_id, "The update is withdrawn. It stays listed as withdrawn.")
    return render_template("campaigns/staff/withdrawal.html", form=form, run=line), form.status


def _do(run_id: int, verb: Callable[[], object], words: str, form: ShopForm | None = None) -> ResponseReturnValue:
    """Run the verb and go back to the page; a refusal stands there."""
    line, sent = _update(run_id), form or ShopForm()
    if sent.sent() and sent.accepts(verb):
        return _done(run_id, words)
    return _page(line, sent), sent.status


def _done(run_id: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".show", run_id=run_id), 303)


def _run(run_id: int) -> RunLine:
    found = views.run(run_id)
    if found is None:
        raise Missing
    return found


def _update(run_id: int) -> RunLine:
    """A run that staff wrote: the notice of a policy version has nothing to change."""
    line = _run(run_id)
    if line.is_notice:
        raise Missing
    return line


def _page(line: RunLine, form: ShopForm | None = None) -> str:
    dry = views.dry_run(line.id)
    for group in dry.refused:
        for sample in group.samples:
            facts.append("staff.read", staff=viewer().id, subject=f"account:{sample.account_id}")
    return render_template(
        "campaigns/staff/run.html",
        run=line,
        worded=letters.worded(line.body),
        history=views.history(line.id),
        dry=dry,
        progress=progress.of(line),
        form=form,
        schedule_form=form if isinstance(form, ScheduleForm) else ScheduleForm(data={"starts": "at-once"}),
        approval_form=ApprovalForm(data={"version": line.version}),
        limit=rules.whole("campaigns.two-people-above"),
        own=service.needs_another(line.id, str(act().actor)),
        may_approve=viewer().may(APPROVE),
    )


@blueprint.record
def open_the_frame(state: BlueprintSetupState) -> None:
    """The preview may hold a frame of ours; the document in it runs nothing and fetches nothing."""
    previews.open_frame(state.app.jinja_env, preview, document)
