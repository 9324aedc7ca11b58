"""The register of security measures: for everybody without its details, and for staff to keep."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation import page_cache
from app.foundation.access import Permission, act, public, staff, viewer
from app.foundation.errors import Missing
from app.policy import measures, timetable, views
from app.policy.measure_forms import CLAUSE, EndForm, LookForm, MeasureForm, filled
from app.policy.service import measures as service
from app.policy.views import measures as reading
from app.policy.views.measures import MeasureLine

READ = Permission("policy:measure:read", "See the register of security measures, with every look at each")
KEEP = Permission("policy:measure:keep", "Keep the register of security measures: add, change, look at and end them")

blueprint = Blueprint("measures", __name__)


@blueprint.get("/privacy-policy/measures")
@public
def told() -> Response:
    """Every measure with its days: no names of people, nothing that would help a burglar."""
    return page_cache.page(("policy", "measures", measures.stamp()), _told)


def _told() -> str:
    return render_template("policy/measures.html", register=measures.register(), kinds=reading.KINDS)


@blueprint.get("/staff/measures")
@staff(READ)
def index() -> ResponseReturnValue:
    """Every measure, what is due first."""
    today = reading.today()
    lines = sorted(reading.measures(), key=lambda line: (line.due_on, line.title))
    return render_template(
        "policy/staff/measures.html",
        measures=lines,
        late=[line for line in lines if line.standing(today) != "good"],
        ended=reading.measures(ended=True),
        today=today,
        may_keep=viewer().may(KEEP),
    )


@blueprint.route("/staff/measures/new", methods=["GET", "POST"])
@staff(KEEP)
def new() -> ResponseReturnValue:
    """The form of another measure."""
    form = _offered(MeasureForm(data={"clause": CLAUSE}))
    made: list[int] = []
    if form.sent() and form.accepts(lambda: made.append(service.add(act(), form.value()))):
        return _done("The measure is in the register. Its first look is due soon.", made[0])
    return render_template("policy/staff/measure_form.html", form=form, measure=None), form.status


@blueprint.get("/staff/measures/<int:measure_id>")
@staff(READ)
def show(measure_id: int) -> ResponseReturnValue:
    """One measure with every look at it."""
    line = _line(measure_id)
    return _page(line, EndForm(data={"version": line.version}))


@blueprint.route("/staff/measures/<int:measure_id>/change", methods=["GET", "POST"])
@staff(KEEP)
def change(measure_id: int) -> ResponseReturnValue:
    """The form that says something else of a measure."""
    line = _line(measure_id)
    form = _offered(MeasureForm(data=filled(line)))
    if form.sent() and form.accepts(lambda: service.change(act(), measure_id, form.drawn_version, form.value())):
        return _done("The measure is changed.", measure_id)
    return render_template("policy/staff/measure_form.html", form=form, measure=line), form.status


@blueprint.route("/staff/measures/<int:measure_id>/looks", methods=["GET", "POST"])
@staff(KEEP)
def look(measure_id: int) -> ResponseReturnValue:
    """The form of a look at a measure."""
    line = _line(measure_id)
    form = LookForm(data={"done_on": reading.today()})
    if form.sent() and form.accepts(lambda: service.look(act(), measure_id, form.value(), viewer().name)):
        return _done("Your look is in the register.", measure_id)
    return render_template("policy/staff/measure_look.html", form=form, measure=line), form.status


@blueprint.post("/staff/measures/<int:measure_id>/ending")
@staff(KEEP)
def end(measure_id: int) -> ResponseReturnValue:
    """Take the measure out of service."""
    line, form = _line(measure_id), EndForm()
    if form.sent() and form.accepts(lambda: service.end(act(), measure_id, form.drawn_version)):
        return _done("The measure is ended. It stays in the register with every look at it.", measure_id)
    return _page(line, form), form.status


def _line(measure_id: int) -> MeasureLine:
    found = reading.measure(measure_id)
    if found is None:
        raise Missing
    return found


def _page(line: MeasureLine, form: EndForm) -> str:
    return render_template(
        "policy/staff/measure.html",
        measure=line,
        looks=reading.looks(line.id),
        today=reading.today(),
        form=form,
        may_keep=viewer().may(KEEP) and line.ended_at is None,
    )


def _done(words: str, measure_id: int) -> ResponseReturnValue:
    measures.forget()
    flash(words, "success")
    return redirect(url_for(".show", measure_id=measure_id), 303)


def _offered(form: MeasureForm) -> MeasureForm:
    """The form with the clauses of the text in force, or of the newest one before there is any."""
    number = timetable.number_in_force()
    text = views.published(number) if number is not None else None
    clauses = [(clause.anchor, clause.heading) for clause in text.clauses] if text else []
    form.offer(clauses or [(CLAUSE, "What protects your information")])
    return form
