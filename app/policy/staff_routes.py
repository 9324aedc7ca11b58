"""Every document's history, and the way of a text from review to its readers."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.foundation import areas, clock
from app.foundation.access import act, staff, viewer
from app.foundation.errors import Missing
from app.policy import agreements, desk, difference_view, differences, live_values, service, views
from app.policy.chapters import chapters
from app.policy.desk import Document
from app.policy.forms import (
    DocumentForm,
    PublicationForm,
    RemarkForm,
    SendBackForm,
    TakeBackForm,
    WithdrawalForm,
    with_braces,
)
from app.policy.permissions import EDIT, PUBLISH, REVIEW
from app.policy.service import comments, one_person

blueprint = Blueprint("policy_staff", __name__, url_prefix="/staff/policy")


@desk.at(blueprint, "")
@staff(EDIT)
def history(slug: str) -> ResponseReturnValue:
    """Every version, and how the draft stands."""
    doc, standing = desk.document(slug), service.draft(slug)
    lines, now = service.history(slug), clock.now()
    return render_template(
        "policy/staff/history.html",
        doc=doc,
        versions=lines,
        draft=standing,
        sent_back=comments.sent_back(slug) if standing.state == "draft" else None,
        current_no=service.version_in_force(now, slug) or 0,
        newest_no=next((line.no for line in lines if line.state != "withdrawn"), 0),
        documents=len(service.documents()),
        class_words=service.CLASS_WORDS,
        may_publish=viewer().may(PUBLISH),
        now=now,
    )


@desk.at(blueprint, "/versions/<int:no>")
@staff(EDIT)
def version(slug: str, no: int) -> ResponseReturnValue:
    """How one version came about: who did what and when, and whom it reached."""
    doc, shown = desk.document(slug), service.published(no, slug)
    if shown is None:
        raise Missing
    waits = shown.line.state == "scheduled" and shown.line.effective_at > clock.now()
    return render_template(
        "policy/staff/version.html",
        doc=doc,
        line=shown.line,
        events=service.events(shown.line.id),
        savings=service.savings(shown.line.id),
        reached=views.engagement_counts(shown.line.id),
        class_words=service.CLASS_WORDS,
        may_withdraw=waits and viewer().may(PUBLISH),
    )


@desk.at(blueprint, "/versions/<int:no>/withdrawal", "GET", "POST")
@staff(PUBLISH)
def withdrawal(slug: str, no: int) -> ResponseReturnValue:
    """Withdraw a version before it takes effect."""
    doc, shown = desk.document(slug), service.published(no, slug)
    if shown is None:
        raise Missing
    form = WithdrawalForm()
    if form.sent() and form.accepts(lambda: service.withdraw(act(), no, viewer().name, form.note.data or "", slug)):
        flash(f"Version {no} is withdrawn. It stays listed, with your note.", "success")
        return redirect(doc.base, 303)
    return render_template("policy/staff/withdrawal.html", doc=doc, line=shown.line, form=form), form.status


@desk.at(blueprint, "/draft/review", "GET", "POST")
@staff(EDIT)
def review(slug: str) -> ResponseReturnValue:
    """The text that was sent to review: what it changes, and the reviewer's word."""
    doc, standing, form = desk.document(slug), service.draft(slug), SendBackForm()
    if standing.state == "draft" and not form.is_submitted():
        return redirect(f"{doc.base}/draft", 303)
    if not form.is_submitted():
        form.version.data = standing.token
    if form.sent() and form.accepts(lambda: _review(form, doc)):
        approved = form.do.data == "approve"
        flash("The text is approved." if approved else "The text is sent back to its author.", "success")
        return redirect(f"{doc.base}/draft/review" if approved else doc.base, 303)
    form.rebase()
    return _review_page(doc, form), form.status


@desk.at(blueprint, "/draft/recall", "POST")
@staff(EDIT)
def recall(slug: str) -> ResponseReturnValue:
    """Take a text back from review to change it."""
    doc, form = desk.document(slug), TakeBackForm()
    if form.sent() and form.accepts(lambda: service.take_back(act(), form.version.data or "", viewer().name, slug)):
        flash("The text is a draft again.", "success")
        return redirect(f"{doc.base}/draft", 303)
    form.rebase()
    return _review_page(doc, SendBackForm(formdata=None, data={"version": service.draft(slug).token}), form), 422


@desk.at(blueprint, "/draft/publication", "GET", "POST")
@staff(PUBLISH)
def publication(slug: str) -> ResponseReturnValue:
    """What publishing will change, and the button that does it."""
    doc, standing, form = desk.document(slug), service.draft(slug), PublicationForm()
    if not standing.saved:
        raise Missing
    if standing.state == "draft":
        return redirect(f"{doc.base}/draft", 303)
    assessed = service.assess(slug, live_values.present())
    if not form.is_submitted():
        form = _proposed(standing, assessed.earliest)
    if form.sent() and form.accepts(lambda: _publish(form, doc)):
        flash(_announcement(service.history(slug)[0]), "success")
        return redirect(doc.base, 303)
    form.rebase()
    page = "policy/staff/publication.html"
    shown = {"form": form, "draft": service.draft(slug), "alone": _alone(standing)}
    shown["waits"] = assessed.earliest > clock.now()
    return render_template(page, **shown, **_changes(doc, assessed)), form.status


@desk.at(blueprint, "/draft/as-visitor")
@staff(EDIT)
def as_visitor(slug: str) -> ResponseReturnValue:
    """The public page as it would be on a date, with the draft in force as soon as it may be."""
    doc, now = desk.document(slug), clock.now()
    assessed = service.assess(slug, live_values.present())
    typed = request.args.get("on", "").strip()[:10]
    day = _day(typed) if typed else None
    end = (day or clock.central(max(now, assessed.earliest))).replace(hour=23, minute=59)
    in_force = service.version_in_force(end, slug)
    posted = service.published(in_force, slug) if in_force else None
    draft_shown = assessed.earliest <= end and bool(assessed.changes)
    clauses = assessed.rendered.clauses if draft_shown or posted is None else posted.clauses
    return render_template(
        "policy/staff/as_visitor.html",
        doc=doc,
        day=end,
        wrong=bool(typed) and day is None,
        draft=service.draft(slug) if draft_shown else None,
        posted=posted.line if posted else None,
        earliest=assessed.earliest,
        chapters=chapters(clauses),
        class_words=service.CLASS_WORDS,
    )


@desk.at(blueprint, "/draft/print")
@staff(EDIT)
def to_print(slug: str) -> ResponseReturnValue:
    """The draft on paper: what it changes, the remarks, the text."""
    doc = desk.document(slug)
    assessed = service.assess(slug, live_values.present())
    remarks = desk.remark_lines(comments.remarks(slug), desk.headings(doc))
    shown = {"draft": service.draft(slug), "remarks": remarks, "printed_at": clock.now()}
    return render_template("policy/staff/print.html", **shown, **_changes(doc, assessed))


@blueprint.route("/documents", methods=["GET", "POST"])
@staff(EDIT)
def documents() -> ResponseReturnValue:
    """Every document, and the form that begins the agreement of an area."""
    form, found = DocumentForm(), service.documents()
    form.offer([line.slug for line in found])
    if form.sent() and form.accepts(lambda: service.open_document(act(), form.slug.data or "", form.title.data or "")):
        flash("The agreement is there. It asks nobody anything until its first version is published.", "success")
        return redirect(desk.document(form.slug.data or "").base, 303)
    lines = [(desk.document(line.slug), line, agreements.in_force(line.slug)) for line in found]
    return render_template("policy/staff/documents.html", documents=lines, areas=areas.AREAS, form=form), form.status


def _review(form: SendBackForm, doc: Document) -> None:
    if not viewer().may(REVIEW):
        raise Missing
    token, note, name = form.version.data or "", form.note.data or "", viewer().name
    if form.do.data == "approve":
        service.approve(act(), token, name, note, doc.slug)
    else:
        service.reject(act(), token, name, note, doc.slug)


def _review_page(doc: Document, form: SendBackForm, refused: TakeBackForm | None = None) -> str:
    standing = service.draft(doc.slug)
    if not standing.saved:
        raise Missing
    assessed = service.assess(doc.slug, live_values.present())
    headings = {clause.anchor: clause.heading for clause in assessed.rendered.clauses}
    remarking = RemarkForm(formdata=None)
    remarking.offer(list(headings.items()))
    own = str(act().actor) in {standing.author, *service.writers(standing.id)}
    return render_template(
        "policy/staff/review.html",
        form=form,
        refused=refused,
        draft=standing,
        own=own,
        alone=_alone(standing),
        may_review=viewer().may(REVIEW) and not own and standing.state == "in_review",
        may_publish=viewer().may(PUBLISH),
        events=service.events(standing.id),
        remarks=desk.remark_lines(comments.remarks(doc.slug), headings),
        remarking=remarking,
        **_changes(doc, assessed),
    )


def _changes(doc: Document, assessed: service.Assessment) -> dict[str, object]:
    """What a text changes against the newest posted version, word by word, and the text itself."""
    newest = service.newest(doc.slug)
    body = differences.compute(newest.clauses if newest else (), assessed.rendered.clauses)
    return {
        "doc": doc,
        "newest_no": newest.no if newest else 0,
        "next_no": (service.history(doc.slug)[0].no if service.history(doc.slug) else 0) + 1,
        "assessed": assessed,
        "sheet": difference_view.sheet(body),
        "note": differences.note(body),
        "chapters": chapters(assessed.rendered.clauses),
        "problems": [with_braces(str(problem)) for problem in assessed.problems],
        "class_words": service.CLASS_WORDS,
        "answers": service.ANSWERS,
    }


def _proposed(standing: views.Draft, earliest: datetime) -> PublicationForm:
    waits = earliest > clock.now()
    minute = clock.central(earliest + timedelta(minutes=1)) if waits else None
    form = PublicationForm(data={"version": standing.token, "starts": "at-minute" if waits else "at-once"})
    form.effective_at.data = f"{minute:%Y-%m-%dT%H:%M}" if minute else None
    return form


def _publish(form: PublicationForm, doc: Document) -> None:
    live = live_values.present(form.minute)
    service.publish(act(), form.version.data or "", live, viewer().name, effective_at=form.minute, slug=doc.slug)


def _announcement(line: views.VersionLine) -> str:
    if line.effective_at <= clock.now():
        return f"Version {line.no} is in force."
    return f"Version {line.no} is published. It takes effect on {clock.spoken(line.effective_at)}."


def _alone(standing: views.Draft) -> bool:
    """Whether nobody but its author has read the text, and the shop may publish it all the same."""
    return standing.state == "in_review" and one_person.allowed()


def _day(typed: str) -> datetime | None:
    try:
        day = datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=clock.CENTRAL)
        return day if 2000 < day.year < 2200 else None
    except ValueError:
        return None
