"""The verbs of cases: opening, answering, asking back, refusing, closing, and what time does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from app.cases import service, views
from app.cases.views import Wanted, case_of
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.foundation.sealed import Tampered
from tests.cases import answered, audited, done, later, opened


@pytest.fixture(autouse=True)
def _in_the_shop(app: object) -> None:
    pass


def sorts(number: int) -> list[str]:
    return [said.sort for said in case_of(number).story]


def test_a_new_case_waits_for_us_and_is_due_in_ten_days(act: Act) -> None:
    case = opened(act)
    assert case.number >= 40001
    assert (case.state.code, case.kind, case.policy_version) == ("received", "A message", 1)
    assert case.due_at - case.received_at == timedelta(days=10)
    assert [(said.sort, said.text) for said in case.story] == [("message", "Two boxes are crushed.")]
    assert audited(case.number) == ["case.opened"]


def test_the_clock_follows_the_house_rule(act: Act) -> None:
    done(lambda: rules.set_value(act, "cases.answer-days", 3, act.at, "we are faster now"))
    case = opened(later(act, seconds=1))
    assert case.due_at - case.received_at == timedelta(days=3)


def test_a_letters_clock_starts_on_the_day_it_came(act: Act) -> None:
    came = act.at - timedelta(days=4)
    case = opened(act, channel="letter", received_at=came)
    assert (case.received_at, case.due_at) == (came, came + timedelta(days=10))


def test_a_typed_address_makes_nobody_a_customer(act: Act) -> None:
    assert opened(act).person_id is None


def test_an_answer_settles_it_and_a_further_message_starts_a_new_clock(act: Act) -> None:
    number = opened(act).number
    assert answered(act, number).state.code == "answered"
    week = later(act, days=7)
    done(lambda: service.add_message(week, number, "It happened again."))
    case = case_of(number)
    assert (case.state.code, case.due_at) == ("received", week.at + timedelta(days=10))
    assert sorts(number) == ["message", "answer", "message"]
    assert audited(number) == ["case.opened", "case.answered", "case.replied"]


def test_a_second_message_does_not_move_a_clock_that_runs(act: Act) -> None:
    case = opened(act)
    done(lambda: service.add_message(later(act, days=9), case.number, "Hello?"))
    assert case_of(case.number).due_at == case.due_at


def test_a_question_waits_for_the_person_and_lapses_when_nothing_comes(act: Act) -> None:
    number = opened(act).number
    asked = answered(act, number, "Which box?", outcome="waiting")
    assert (asked.state.code, asked.due_at) == ("waiting", act.at + timedelta(days=35))
    list(service.sweep(later(act, days=34)))
    assert case_of(number).state.code == "waiting"
    list(service.sweep(later(act, days=36)))
    list(service.sweep(later(act, days=37)))
    assert case_of(number).state.code == "lapsed"
    assert sorts(number) == ["message", "answer", "lapsed"]
    assert audited(number) == ["case.opened", "case.asked", "case.lapsed"]
    done(lambda: service.add_message(later(act, days=40), number, "The left one."))
    assert case_of(number).state.code == "received"


def test_a_refusal_gives_its_reason_and_ends_it(act: Act) -> None:
    number = opened(act).number
    refused = answered(act, number, "This is not ours to decide.", outcome="refused")
    assert refused.story[-1].sort == "refused"
    assert refused.story[-1].text == "This is not ours to decide."
    with pytest.raises(Refusal, match="takes no more messages"):
        service.add_message(act, number, "But")
    with pytest.raises(Refusal, match="was refused"):
        service.answer(act, number, "Well", outcome="answered", role="", version=None)


def test_what_nobody_answered_is_not_closed_and_closing_twice_is_harmless(act: Act) -> None:
    number = opened(act).number
    with pytest.raises(Refusal, match="Answer first"):
        service.close(act, number, None)
    answered(act, number)
    done(lambda: service.close(act, number, None))
    done(lambda: service.close(act, number, None))
    assert case_of(number).state.code == "closed"
    assert audited(number).count("case.closed") == 1


def test_two_answers_from_the_same_page_do_not_both_stand(act: Act) -> None:
    case = opened(act)
    done(lambda: service.answer(act, case.number, "One", outcome="answered", role="", version=case.version))
    with pytest.raises(Refusal, match="Somebody changed this case"):
        service.answer(act, case.number, "Two", outcome="answered", role="", version=case.version)


def test_a_message_that_came_meanwhile_makes_the_answer_look_again(act: Act) -> None:
    case = opened(act)
    done(lambda: service.add_message(act, case.number, "It is solved, thank you."))
    with pytest.raises(Refusal, match="Somebody changed this case"):
        service.answer(act, case.number, "We print again", outcome="answered", role="", version=case.version)


def test_a_note_is_for_staff_only(act: Act) -> None:
    number = opened(act).number
    done(lambda: service.note(act, number, "Called the carrier.", "Customer service"))
    case = case_of(number)
    assert [said.text for said in case.story if said.sort == "note"] == ["Called the carrier."]
    assert "note" not in [said.sort for said in case.public_story]
    assert audited(number)[-1] == "case.noted"


def test_the_same_answer_shape_is_given_for_cases_that_do_not_exist(act: Act) -> None:
    for number in (1, 2**31 - 1, 10**18):
        with pytest.raises(Missing):
            case_of(number)
        with pytest.raises(Missing):
            service.add_message(act, number, "Hello")


def test_counts_tell_what_is_late(act: Act) -> None:
    first, _, third = (opened(act).number for _ in range(3))
    answered(act, third, outcome="waiting")
    answered(act, opened(act).number)
    counts = views.counts(act.at + timedelta(days=11))
    assert (counts.received, counts.overdue, counts.waiting) == (2, 2, 1)
    assert views.counts(act.at).overdue == 0
    assert case_of(first).overdue(act.at + timedelta(days=11))


def test_the_queue_stands_by_the_clock_and_ended_cases_newest_first(act: Act) -> None:
    young, old = opened(act).number, opened(later(act, days=-9)).number
    assert [row.number for row in views.queue(Wanted()).rows] == [old, young]
    answered(act, young)
    answered(act, old)
    assert [row.number for row in views.queue(Wanted()).rows] == []
    assert [row.number for row in views.queue(Wanted(state="all")).rows] == [young, old]
    assert [row.number for row in views.queue(Wanted(state="answered")).rows] == [young, old]


def test_pages_of_the_queue_neither_repeat_nor_leave_out(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.cases.views.lists.PAGE", 3)
    numbers = [opened(later(act, hours=hour // 2)).number for hour in range(8)]
    for state, expected in (("", numbers), ("all", numbers[::-1])):
        pages, after = [], None
        while after is not None or not pages:
            page = views.queue(Wanted(state=state, after=after))
            pages.append([row.number for row in page.rows])
            after = page.following
        assert [number for page in pages for number in page] == expected
        last = views.queue(Wanted(state=state, after=pages[1][-1]))
        back = views.queue(Wanted(state=state, before=last.previous))
        assert [row.number for row in back.rows] == pages[1]
        first = views.queue(Wanted(state=state, before=back.previous))
        assert [row.number for row in first.rows] == pages[0]
        assert first.previous is None


def test_a_list_that_begins_after_a_case_that_is_gone_is_empty_not_broken(act: Act) -> None:
    opened(act)
    assert views.queue(Wanted(after=999_999_999)).rows == []


def test_what_was_said_and_where_somebody_lives_rest_sealed(act: Act) -> None:
    number = opened(act, channel="letter", reach="1 Elm Street, Chaska", text="Please look at my file.").number
    answered(act, number, "We looked.")
    answered(act, number, "No more of this.", outcome="refused")
    with db.engines["reader"].connect() as connection:
        for table in inspect(connection).get_table_names():
            kept = str(connection.execute(text(f'SELECT * FROM "{table}"')).all())
            for words in ("Elm Street", "look at my file", "We looked.", "No more of this."):
                assert words not in kept, table
    case = case_of(number)
    assert case.reach == "1 Elm Street, Chaska"
    assert [said.text for said in case.story] == ["Please look at my file.", "We looked.", "No more of this."]


def test_an_answer_cannot_be_put_into_the_persons_mouth(act: Act) -> None:
    number = opened(act).number
    db.session.execute(text("UPDATE case_message SET sort = 'answer'"))
    db.session.commit()
    with pytest.raises(Tampered):
        case_of(number)


def test_the_job_lapses_what_waits_in_vain(act: Act, run_job: Callable[[str], None]) -> None:
    number = opened(later(act, days=-40)).number
    answered(later(act, days=-36), number, "Which box?", outcome="waiting")
    other = opened(act).number
    answered(act, other, "Which box?", outcome="waiting")
    run_job("sweep-cases")
    assert [case_of(each).state.code for each in (number, other)] == ["lapsed", "waiting"]


def test_our_mail_about_a_case_has_a_cause_that_ends_soon_after_the_case(act: Act) -> None:
    number = opened(act).number
    query = text("SELECT closed_at, expires_at FROM cause WHERE kind = 'request' AND ref = :ref")
    assert db.session.execute(query, {"ref": f"case:{number}"}).one() == (None, None)
    answered(act, number, "No.", outcome="refused")
    expires = db.session.scalars(text("SELECT expires_at FROM cause WHERE ref = :ref"), {"ref": f"case:{number}"}).one()
    assert str(expires).startswith(str((act.at + timedelta(days=7)).date()))
