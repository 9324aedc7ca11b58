"""The desk where staff work cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from app.cases import service
from app.cases.views import case_of
from app.foundation import clock, facts, rules
from app.foundation.acts import Act
from app.foundation.database import db
from tests.cases import answered, audited, done, later, mails, opened
from tests.pages import Browser, Page
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]


def listed(page: Page) -> list[int]:
    """The numbers that the queue shows."""
    return [int(cell.text_content()) for cell in page["main tbody th"]]


def test_visitors_customers_and_other_roles_are_kept_out(
    visitor: Browser, customer: SignedIn, staff_member: Staff, act: Act
) -> None:
    number = opened(act).number
    assert visitor.get("/staff/cases").status == 303
    printer = staff_member("production")
    for path in ("/staff/cases", f"/staff/cases/{number}", "/staff/cases/new"):
        assert customer.get(path).status == 403
        assert printer.get(path).status == 403
    for verb in ("answers", "closure", "notes", "assignment"):
        assert printer.post(f"/staff/cases/{number}/{verb}").status == 403


def test_the_privacy_officer_works_there_too(staff_member: Staff) -> None:
    assert staff_member("privacy-officer").get("/staff").open("Cases").h1 == "Cases"


def test_what_is_overdue_stands_first_and_is_counted(act: Act, staff_member: Staff) -> None:
    young, late = opened(act).number, opened(later(act, days=-11)).number
    desk = staff_member("service")
    page = desk.get("/staff/cases")
    assert listed(page) == [late, young]
    assert "1 of them too long" in page.main
    assert page.main.count("1 day overdue") == 1
    assert "1 case should have been answered by now" in desk.get("/staff").main


def test_the_queue_finds_by_number_name_and_mail_and_filters(act: Act, staff_member: Staff) -> None:
    first = opened(act).number
    other = opened(act, name="Robin Vale", email=None, topic="product").number
    desk = staff_member("service")
    page = desk.get("/staff/cases")
    for words in (str(other), f"#{other}", "vale", "ROBIN"):
        assert listed(page.form("/staff/cases").submit(q=words)) == [other], words
    assert listed(page.form("/staff/cases").submit(q="Casey@Example.com")) == [first]
    assert listed(page.form("/staff/cases").submit(topic="product")) == [other]
    assert "No case fits" in page.form("/staff/cases").submit(q="%").main
    answered(act, first)
    assert listed(page.form("/staff/cases").submit(state="answered")) == [first]
    assert listed(page.form("/staff/cases").submit(state="all")) == [other, first]
    desk.get(f"/staff/cases/{other}").form("/assignment").submit("Take it")
    assert listed(page.form("/staff/cases").submit(whose="mine")) == [other]
    assert listed(page.form("/staff/cases").submit(whose="nobody")) == []


@pytest.mark.parametrize(
    "query", ["state=x", "topic=%00", "whose=1", "after=x", "before=99999999999", "after=-1", "q=%00"]
)
def test_an_address_that_makes_no_sense_is_no_error(act: Act, staff_member: Staff, query: str) -> None:
    opened(act)
    assert staff_member("service").get(f"/staff/cases?{query}").status == 200


def test_staff_take_answer_and_close_and_the_person_reads_the_role_not_the_name(
    act: Act, staff_member: Staff, visitor: Browser
) -> None:
    number = opened(act).number
    desk = staff_member("service")
    page = desk.get(f"/staff/cases/{number}")
    taken = page.form("/assignment").submit("Take it").follow()
    assert "Sam Service" in taken.main
    page = taken.form("/answers").submit(text="We print them again.").follow()
    assert "Answered" in page.main
    assert "Sam Service" in page.main
    page.form("/closure").submit()
    assert case_of(number).state.code == "closed"
    assert audited(number) == ["case.opened", "case.taken", "case.answered", "case.closed"]
    form = visitor.get("/contact/follow").form("/contact/follow")
    shown = form.submit(number=str(number), code=case_of(number).code).follow()
    assert "Customer service answered" in shown.main
    assert "Sam" not in shown.text


def test_a_colleagues_case_is_not_taken_and_can_be_given_back(act: Act, staff_member: Staff) -> None:
    number = opened(act).number
    first, second = staff_member("service"), staff_member("privacy-officer")
    stale = second.get(f"/staff/cases/{number}")
    first.get(f"/staff/cases/{number}").form("/assignment").submit("Take it")
    assert "A colleague is working on this case." in stale.form("/assignment").submit("Take it").main
    assert "free again" in second.get(f"/staff/cases/{number}").form("/assignment").submit("Give it back").follow().main


def test_an_empty_answer_is_named_and_a_stale_one_keeps_its_words(act: Act, staff_member: Staff) -> None:
    number = opened(act).number
    desk = staff_member("service")
    page = desk.get(f"/staff/cases/{number}")
    assert "text" in page.form("/answers").submit(text="").errors()
    done(lambda: service.add_message(act, number, "It is solved."))
    stale = page.form("/answers").submit(text="We print again.")
    assert stale.status == 422
    assert "Somebody changed this case" in stale.main
    assert stale.form("/answers").values()["text"].strip() == "We print again."
    assert [said.sort for said in case_of(number).story] == ["message", "message"]


def test_what_nobody_answered_cannot_be_closed(act: Act, staff_member: Staff) -> None:
    number = opened(act).number
    desk = staff_member("service")
    page = desk.get(f"/staff/cases/{number}")
    assert not page['form[action$="/closure"]']
    done(lambda: service.answer(act, number, "Which?", outcome="waiting", role="", version=None))
    open_page = desk.get(f"/staff/cases/{number}")
    done(lambda: service.add_message(act, number, "The left one."))
    assert "Somebody changed this case" in open_page.form("/closure").submit().main


def test_a_note_is_kept_and_named_as_for_staff(act: Act, staff_member: Staff) -> None:
    number = opened(act).number
    page = staff_member("service").get(f"/staff/cases/{number}").form("/notes").submit(words="Called.").follow()
    assert "Called." in page.main
    assert "only for staff" in page.main


def test_a_letter_is_entered_with_the_day_it_came_and_its_code_for_ours(staff_member: Staff) -> None:
    desk = staff_member("service")
    came = clock.central(clock.now() - timedelta(days=3)).date()
    page = (
        desk.get("/staff/cases")
        .open("Enter a letter")
        .form("/staff/cases/new")
        .submit(
            topic="information", message="What do you hold?", name="Old Timer", reach="1 Elm Street", arrived=str(came)
        )
    )
    shown = page.follow()
    case = case_of(int(shown.h1.split()[-1]))
    assert (case.channel, case.reach, clock.central(case.received_at).date()) == ("letter", "1 Elm Street", came)
    assert case.code in shown.main
    assert "entered by Sam Service" in shown.main
    assert mails(case.number) == []
    assert case.due_at - case.received_at == timedelta(days=10)


def test_a_call_with_an_address_gets_its_code_by_mail(staff_member: Staff) -> None:
    desk = staff_member("service")
    form = desk.get("/staff/cases/new").form("/staff/cases/new")
    form.submit(channel="phone", topic="order", message="Asks for a call back.", email="casey@example.com")
    assert mails(40001) == ["cases/received"]
    assert db.session.scalar(text("SELECT person_id FROM case_file")) is None


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "1999-01-01", "2999-01-01", "\x00", "２０２６-01-01"])
def test_a_day_that_cannot_be_is_named_and_the_letter_is_not_lost(staff_member: Staff, day: str) -> None:
    form = staff_member("service").get("/staff/cases/new").form("/staff/cases/new")
    page = form.submit(topic="order", message="A long letter.", arrived=day)
    assert page.status == 422
    assert "arrived" in page.errors()
    assert page.form("/staff/cases/new").values()["message"].strip() == "A long letter."


def test_the_code_of_a_web_case_is_not_shown_to_staff(act: Act, staff_member: Staff) -> None:
    case = opened(act)
    assert case.code not in staff_member("service").get(f"/staff/cases/{case.number}").text


def test_reading_a_case_is_a_fact_that_ends_in_the_audit_record(act: Act, staff_member: Staff) -> None:
    number = opened(act).number
    desk = staff_member("service")
    desk.get(f"/staff/cases/{number}")
    list(facts.fold(later(act, minutes=2)))
    db.session.commit()
    query = text("SELECT actor FROM audit_entry WHERE kind = 'staff.read' AND subject_ref = :ref")
    assert db.session.scalars(query, {"ref": f"case:{number}"}).all() == [f"staff:{desk.account_id}"]


def test_a_case_that_is_none_is_not_found(staff_member: Staff) -> None:
    desk = staff_member("service")
    for number in ("1", "2147483647", "99999999999"):
        assert desk.get(f"/staff/cases/{number}").status == 404


def queries(desk: SignedIn, path: str) -> int:
    """How many statements a page asks."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    rules.forget()
    engine = db.engines["reader"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert desk.get(path).status == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_queue_asks_no_more_of_a_thousand_cases_than_of_one(act: Act, staff_member: Staff) -> None:
    first = opened(act)
    desk = staff_member("service")
    desk.get("/staff/cases")
    paths = ("/staff/cases", "/staff/cases?q=casey", "/staff/cases?state=all", f"/staff/cases?after={first.number}")
    before = [queries(desk, path) for path in paths]
    columns = "kind, topic, channel, name, email, email_key, reach, salt, received_at, due_at, state, clause, version"
    copy = f"INSERT INTO case_file ({columns}) SELECT {columns} FROM case_file"
    for _ in range(10):
        db.session.execute(text(copy))
    db.session.commit()
    assert db.session.scalar(text("SELECT count(*) FROM case_file")) == 1024
    assert [queries(desk, path) for path in paths] == before
