"""The editor: the draft with its preview, its savings, two texts brought together, what is pasted, remarks."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.foundation import clock, rules
from app.foundation.access import act, staff, viewer
from app.foundation.errors import Missing
from app.policy import desk, live_values, service, views
from app.policy.anchors import marks
from app.policy.desk import Document
from app.policy.forms import DraftForm, MergeForm, PasteForm, RemarkForm, with_braces
from app.policy.pasting import LONGEST_PASTE, markdown_of
from app.policy.permissions import EDIT
from app.policy.rendering import LONGEST_TEXT
from app.policy.service import Assessment, comments, merging
from app.policy.service.comments import Remark

blueprint = Blueprint("policy_editing", __name__, url_prefix="/staff/policy")
QUIETLY = frozenset({"autosave", "keep"})
"""Savings by the editor's script: the answer is a line of the page, not a page."""


@desk.at(blueprint, "/draft", "GET", "POST")
@staff(EDIT)
def draft(slug: str) -> ResponseReturnValue:
    """The editor. Its buttons save, show the preview, or save and send to review; its script saves quietly."""
    doc, form = desk.document(slug), DraftForm()
    standing = service.draft(slug)
    if not form.is_submitted():
        if standing.state != "draft":
            return redirect(f"{doc.base}/draft/review", 303)
        form.fill(service.said(standing), standing.token)
    assessed = _asked(doc, form, standing)
    if form.do.data == "preview" or not form.is_submitted():
        return _editor(doc, form, assessed, standing), 200
    done = form.sent() and _agreed(form, assessed) and form.accepts(lambda: _save(form, doc))
    if form.do.data in QUIETLY:
        return _quietly(doc, form)
    return _saved(doc, form) if done else _refused(doc, form, assessed)


@desk.at(blueprint, "/draft/merge", "POST")
@staff(EDIT)
def merge(slug: str) -> ResponseReturnValue:
    """Two texts brought together: saved, or shown again with the choices so far taken into the result."""
    doc, posted = desk.document(slug), MultiDict(request.form)
    posted["body_md"] = posted.pop("merged", "")
    form = DraftForm(formdata=posted)
    good = form.sent()
    if form.do.data == "save" and good and form.accepts(lambda: _save(form, doc)):
        return _saved(doc, form)
    if form.stale is not None:
        return _merge_page(doc, form), 422
    return _merge_page(doc, form, request.form), form.status


@desk.at(blueprint, "/draft/preview", "POST")
@staff(EDIT)
def preview(slug: str) -> ResponseReturnValue:
    """The parts of the editor that follow the text, for its script."""
    doc, form = desk.document(slug), DraftForm()
    assessed = _asked(doc, form, service.draft(slug))
    shown = _parts(doc, form, assessed, comments.remarks(slug))
    return render_template("policy/staff/parts.html", **shown)


@desk.at(blueprint, "/draft/pasted", "POST")
@staff(EDIT)
def pasted(slug: str) -> ResponseReturnValue:
    """What was pasted from a word processor or a web page, as Markdown."""
    desk.document(slug)
    form = PasteForm()
    html = form.html.data or ""
    if not form.sent() or len(html) > LONGEST_PASTE:
        return Response("", 422, content_type="text/plain; charset=utf-8")
    body = (form.body_md.data or "")[:LONGEST_TEXT]
    return Response(markdown_of(html, marks(body)), content_type="text/plain; charset=utf-8")


@desk.at(blueprint, "/draft/remarks", "GET", "POST")
@staff(EDIT)
def remarks(slug: str) -> ResponseReturnValue:
    """What was remarked on the text in work, and the form for one more."""
    doc = desk.document(slug)
    headings = desk.headings(doc)
    form = RemarkForm()
    form.offer(list(headings.items()))
    if form.sent() and form.accepts(
        lambda: comments.remark(act(), form.clause.data or "", form.text.data or "", viewer().name, slug)
    ):
        flash("The remark is written.", "success")
        return redirect(f"{doc.base}/draft/remarks", 303)
    found = desk.remark_lines(comments.remarks(slug), headings)
    shown = {"doc": doc, "remarks": found, "remarking": form, "draft": service.draft(slug)}
    return render_template("policy/staff/remarks_page.html", **shown), form.status


@desk.at(blueprint, "/draft/remarks/<int:remark_id>/settlement", "POST")
@staff(EDIT)
def settlement(slug: str, remark_id: int) -> ResponseReturnValue:
    """A remark is settled."""
    doc = desk.document(slug)
    comments.settle(act(), remark_id, slug)
    flash("The remark is settled.", "success")
    return redirect(f"{doc.base}/draft/remarks", 303)


@desk.at(blueprint, "/draft/savings")
@staff(EDIT)
def savings(slug: str) -> ResponseReturnValue:
    """Every kept saving of the draft: who and when."""
    doc, standing = desk.document(slug), service.draft(slug)
    return render_template("policy/staff/savings.html", doc=doc, draft=standing, savings=service.savings(standing.id))


@desk.at(blueprint, "/draft/savings/<int:number>", "GET", "POST")
@staff(EDIT)
def saving(slug: str, number: int) -> ResponseReturnValue:
    """An earlier saving, and the button that brings its text back into the draft."""
    doc, standing = desk.document(slug), service.draft(slug)
    found = next((one for one in service.savings(standing.id) if one.number == number), None)
    if found is None:
        raise Missing
    form = DraftForm()
    if request.method == "POST" and form.sent() and form.accepts(lambda: _save(form, doc)):
        flash(f"The text is again what {found.author_name or 'the shop'} saved then.", "success")
        return redirect(f"{doc.base}/draft", 303)
    if form.stale is not None:
        return _merge_page(doc, form), 422
    if not form.is_submitted():
        form.fill(service.said(standing), standing.token)
        form.body_md.data = found.body_md
    shown = {"doc": doc, "form": form, "saving": found, "carried": _carried(form)}
    return render_template("policy/staff/saving.html", **shown), form.status


def _asked(doc: Document, form: DraftForm, standing: views.Draft) -> Assessment:
    """Look at what stands in the form, and let it ask what the change raises."""
    wording = form.wording() if form.is_submitted() else service.said(standing)
    assessed = service.assess(doc.slug, live_values.present(), wording)
    form.ask(wording, assessed.guarded, desk.marked(assessed, wording, doc.slug))
    return assessed


def _agreed(form: DraftForm, assessed: Assessment) -> bool:
    """Before a text is sent on, everything in its way is told at once."""
    if form.do.data == "submit":
        form.oppose(assessed.obstacles)
    return not form.errors and not form.form_errors


def _save(form: DraftForm, doc: Document) -> None:
    name, token = viewer().name, form.version.data or ""
    auto = form.do.data == "autosave"
    saved = service.save(act(), token, form.wording(), name, doc.slug, auto=auto)
    if form.do.data == "submit":
        service.submit(act(), saved.token, live_values.present(), name, doc.slug)


def _saved(doc: Document, form: DraftForm) -> ResponseReturnValue:
    if form.do.data == "submit":
        flash("The text is sent to review. It cannot be changed until somebody takes it back.", "success")
        return redirect(f"{doc.base}/draft/review", 303)
    flash("The draft is saved. Nobody outside sees it until it is published.", "success")
    return redirect(f"{doc.base}/draft", 303)


def _refused(doc: Document, form: DraftForm, assessed: Assessment) -> ResponseReturnValue:
    if form.stale is not None:
        return _merge_page(doc, form), 422
    return _editor(doc, form, assessed, service.draft(doc.slug)), form.status


def _quietly(doc: Document, form: DraftForm) -> ResponseReturnValue:
    """The line that the editor's script shows: saved when, or why not."""
    standing = service.draft(doc.slug)
    errors = [sentence for field in form for sentence in field.errors] + list(form.form_errors)
    minute = clock.spoken(clock.now()).partition(" at ")[2]
    shown = {"draft": standing, "errors": errors, "stale": form.stale is not None, "clock": minute}
    status = 409 if form.stale is not None else 422 if errors else 200
    return render_template("policy/staff/saved.html", **shown), status


def _editor(doc: Document, form: DraftForm, assessed: Assessment, standing: views.Draft) -> str:
    headings = {clause.anchor: clause.heading for clause in assessed.rendered.clauses}
    remarks, remarking = comments.remarks(doc.slug), RemarkForm(formdata=None)
    remarking.offer(list(headings.items()))
    return render_template(
        "policy/staff/draft.html",
        form=form,
        draft=standing,
        values=desk.values(),
        autosave=rules.whole(desk.AUTOSAVE),
        remarks=desk.remark_lines(remarks, headings),
        remarking=remarking,
        sent_back=comments.sent_back(doc.slug),
        **_parts(doc, form, assessed, remarks),
    )


def _parts(doc: Document, form: DraftForm, assessed: Assessment, remarks: Sequence[Remark]) -> dict[str, Any]:
    return desk.parts(doc, assessed, form.change_class.data or "", remarks, form.guard_fields, form.kind_fields)


def _merge_page(doc: Document, form: DraftForm, choices: Mapping[str, str] | None = None) -> str:
    """Both texts and one of both: `choices` are those of the page's own form, None when it is shown anew."""
    standing, sent = service.draft(doc.slug), MergeForm()
    origin = (form.version.data if choices is None else sent.origin.data) or ""
    mine = (form.body_md.data if choices is None else sent.mine.data) or ""
    merged = merging.merge(merging.ancestor(origin, doc.slug), mine, standing.body_md)
    chosen = {part.key: (choices or {}).get(f"clash-{n}", "both") for n, part in enumerate(merged.clashes, 1)}
    typed = choices is not None and form.do.data == "save"
    return render_template(
        "policy/staff/merge.html",
        doc=doc,
        form=form,
        draft=standing,
        merged=merged,
        picked=chosen,
        origin=origin,
        mine=with_braces(mine),
        result=form.body_md.shown if typed else with_braces(merged.text(chosen)),
        carried=_carried(form),
        braces=with_braces,
    )


def _carried(form: DraftForm) -> list[tuple[str, str]]:
    """What else the form holds beside its text, to be sent along unseen."""
    if form.is_submitted():
        left = {"csrf_token", "version", "body_md", "merged", "do", "origin", "mine"}
        return [(name, value) for name, value in request.form.items() if name not in left and "clash-" not in name]
    pairs = [(field.name, str(field.data or "")) for field in form if field.name not in {"csrf_token", "version", "do"}]
    return [(name, value) for name, value in pairs if value and name != "body_md"]
