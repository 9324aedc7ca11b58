"""The register of security measures: its verbs, its days, and what it tells of a clause."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.audit import views as record
from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.checks import State, look
from app.foundation.errors import Missing, Refusal, Stale
from app.policy import measure_checks, measures
from app.policy.service import measures as service
from app.policy.service.measures import Look, Wanted
from app.policy.views import measures as views
from app.policy.views.measures import MeasureLine
from tests.measures import kept_register, looked

LOCKS = Wanted("Locks", "Doors and dock", "physical", "security-measures", "Production lead", 30)
(CHECK,) = measure_checks.CHECKS
pytestmark = pytest.mark.usefixtures("app")


def added(act: Act, wanted: Wanted = LOCKS) -> int:
    made: list[int] = []
    work.unit(lambda: made.append(service.add(act, wanted)))
    measures.forget()
    return made[0]


def line(measure_id: int) -> MeasureLine:
    found = views.measure(measure_id)
    assert found is not None
    return found


def told(kind: str) -> list[str]:
    return [entry.subject_ref for entry in record.entries(record.Wanted(kind=kind)).lines]


def test_a_new_measure_waits_for_its_first_look_until_the_days_of_warning_are_over(act: Act) -> None:
    number = added(act)
    today = views.today()
    assert line(number).standing(today) == "new"
    assert line(number).due_on == today + timedelta(days=rules.whole(views.WARNING_DAYS))
    assert line(number).standing(line(number).due_on + timedelta(days=1)) == "overdue"
    assert told("measure.added") == [f"measure:{number}"]


def test_a_measure_is_due_again_after_its_days(act: Act) -> None:
    number = added(act)
    looked(number, days_ago=10)
    due = views.today() + timedelta(days=20)
    assert line(number).due_on == due
    assert [line(number).standing(due + timedelta(days=days)) for days in (-20, -7, 0, 1)] == [
        "good",
        "soon",
        "soon",
        "overdue",
    ]


def test_the_newest_look_counts_by_its_day_and_not_by_when_it_was_written_down(act: Act) -> None:
    number = added(act)
    looked(number, days_ago=2)
    looked(number, days_ago=20, in_place=False, note="Written down late.")
    assert line(number).standing(views.today()) == "good"
    assert [look.note for look in views.looks(number)] == ["Seen.", "Written down late."]


def test_a_look_cannot_lie_ahead_and_says_what_is_missing(act: Act) -> None:
    number = added(act)
    tomorrow = views.today() + timedelta(days=1)
    with pytest.raises(Refusal, match="lies ahead") as early:
        service.look(act, number, Look(tomorrow, in_place=True), "Sam Vale")
    assert early.value.field == "done_on"
    with pytest.raises(Refusal, match="what is missing") as silent:
        service.look(act, number, Look(views.today(), in_place=False), "Sam Vale")
    assert silent.value.field == "note"
    assert views.looks(number) == ()


def test_two_measures_in_service_cannot_have_one_name(act: Act) -> None:
    number = added(act)
    with pytest.raises(Refusal, match="of that name"):
        service.add(act, LOCKS)
    work.unit(lambda: service.end(act, number, 1))
    assert added(act) != number


def test_a_kind_that_does_not_exist_is_refused(act: Act) -> None:
    with pytest.raises(Refusal, match="what kind"):
        service.add(act, replace(LOCKS, kind="magic"))


def test_a_change_that_comes_too_late_replaces_nothing(act: Act) -> None:
    number = added(act)
    work.unit(lambda: service.change(act, number, 1, replace(LOCKS, owner="Administrator")))
    with pytest.raises(Stale) as late:
        service.change(act, number, 1, replace(LOCKS, owner="Front desk"))
    assert late.value.current["owner"] == "Administrator"
    assert line(number).owner == "Administrator"
    assert told("measure.changed") == [f"measure:{number}"]


def test_a_change_that_changes_nothing_leaves_no_trace(act: Act) -> None:
    number = added(act)
    work.unit(lambda: service.change(act, number, 1, LOCKS))
    assert line(number).version == 1
    assert told("measure.changed") == []


def test_an_ended_measure_stays_with_its_looks_and_takes_no_more(act: Act) -> None:
    number = added(act)
    looked(number)
    with pytest.raises(Stale):
        service.end(act, number, 7)
    work.unit(lambda: service.end(act, number, 1))
    assert [found.id for found in views.measures(ended=True)] == [number]
    assert views.measures() == ()
    assert len(views.looks(number)) == 1
    with pytest.raises(Missing):
        service.look(act, number, Look(views.today(), in_place=True), "Sam Vale")


def test_the_first_measures_fill_an_empty_register_once(act: Act) -> None:
    made: list[int] = []
    work.unit(lambda: made.extend(number for number, _ in service.fill_first(act)))
    assert len(made) >= 10
    assert {found.kind for found in views.measures()} == {"online", "physical", "people"}
    assert {found.standing(views.today()) for found in views.measures()} == {"new"}
    assert service.fill_first(act) == []


def test_what_the_register_says_of_a_clause(act: Act) -> None:
    kept_register()
    (counted,) = measures.of_clause("security-measures")
    assert counted.startswith("The register has 10 measures for this, the last look was on ")
    locks = next(found.id for found in views.measures() if found.title == "Locks at the plant")
    looked(locks, in_place=False, note="A broken lock.")
    assert measures.of_clause("security-measures")[1:] == ("Not in place: Locks at the plant.",)
    assert measures.of_clause("contact") == ()
    assert [found.id for found in views.measures_of("contact")] == []


def test_a_register_without_measures_in_the_buildings_keeps_no_promise(act: Act) -> None:
    online = added(act, replace(LOCKS, title="Updates", kind="online"))
    looked(online)
    assert look(CHECK).state == State.FAILING
    assert "in our buildings" in look(CHECK).measured
    added(act)
    assert look(CHECK).state == State.KEPT


def test_a_register_at_which_nobody_has_looked_yet_proves_nothing(act: Act) -> None:
    work.unit(lambda: service.fill_first(act) and None)
    assert look(CHECK).state == State.UNCHECKED


def test_nothing_about_a_person_stands_in_what_the_check_says(app: Flask) -> None:
    kept_register()
    assert "Sam Vale" not in look(CHECK).measured
    assert str(clock.now().year) in look(CHECK).measured
