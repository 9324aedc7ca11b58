"""Answers that take two of our staff, texts of the house, and answers on paper."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from app.cases import service
from app.cases.views import case_of, draft_of
from app.foundation import rules
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from tests.cases import answered, audited, done, later, mails, opened
from tests.pages import Browser
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]


def erasure(act: Act) -> int:
    """A letter that asks for erasure, in the hands of staff."""
    return opened(act, kind="erasure", channel="letter", reach="1 Elm Street", email=None).number


def prepared(act: Act, number: int, who: str = "1", words: str = "It is gone.") -> int:
    desk = replace(act, actor=Actor("staff", who))
    found: int = done(
        lambda: service.prepare(desk, number, words, outcome="answered", role="Customer service", version=None)
    )
    return found


def test_a_letter_is_entered_prepared_by_one_approved_by_another_and_read_by_its_code(
    act: Act, staff_member: Staff, visitor: Browser
) -> None:
    done(lambda: rules.set_value(act, "cases.two-person-kinds", ["contact by letter"], act.at, "a trial"))
    first, second = staff_member("service"), staff_member("privacy-officer")
    entry = first.get("/staff/cases/new").form("/staff/cases/new")
    page = entry.submit(topic="order", message="Two boxes are crushed.", name="Old Timer", reach="1 Elm Street")
    page = page.follow()
    number = int(page.h1.split()[-1])
    assert "Two people answer this" in page.main
    page = page.form("/answers").submit(text="We print them again.").follow()
    assert "so a colleague approves it" in page.main
    assert not page['form[action$="/approval"]']
    assert "We print them again." not in [said.text for said in case_of(number).story]
    queue = second.get("/staff").open("Wait for a colleague's approval")
    assert "for approval" in queue.main
    shown = queue.open(str(number))
    assert "Sam Service prepared this" in shown.main
    done_page = shown.form("/approval").submit().follow()
    assert "the person can read it now" in done_page.main
    letter = done_page.open("Print it as a letter")
    for words in ("Old Timer", "1 Elm Street", "We print them again.", case_of(number).code):
        assert words in letter.main
    read = visitor.get("/contact/follow").form("/contact/follow")
    story = read.submit(number=str(number), code=case_of(number).code).follow()
    assert "Customer service answered" in story.main
    assert audited(number) == [
        "case.opened", "case.prepared", "case.approved", "case.answered", "case.followed",
    ]  # fmt: skip


def test_one_person_alone_neither_answers_nor_approves(act: Act) -> None:
    number = erasure(act)
    with pytest.raises(Refusal, match="Two people answer this"):
        service.answer(act, number, "Gone.", outcome="answered", role="", version=None)
    with pytest.raises(Refusal, match="Two people answer this"):
        service.answer(act, number, "No.", outcome="refused", role="", version=None)
    draft = prepared(act, number)
    with pytest.raises(Refusal, match="You prepared this"):
        service.approve(replace(act, actor=Actor("staff", "1")), number, draft, None)
    db.session.rollback()
    assert case_of(number).state.code == "received"


def test_the_database_refuses_the_same_person_too(act: Act) -> None:
    prepared(act, erasure(act))
    for who in ("staff:1", ""):
        with pytest.raises(IntegrityError):
            db.session.execute(text("UPDATE case_draft SET decision = 'approved', decided_by = :who"), {"who": who})
        db.session.rollback()
    db.session.execute(text("UPDATE case_draft SET decision = 'approved', decided_by = 'staff:2'"))


def test_a_question_takes_one_but_not_while_an_answer_is_prepared(act: Act) -> None:
    number = erasure(act)
    assert answered(act, number, "Which account?", outcome="waiting").state.code == "waiting"
    done(lambda: service.add_message(act, number, "The old one."))
    prepared(act, number)
    with pytest.raises(Refusal, match="prepared already"):
        service.answer(act, number, "And?", outcome="waiting", role="", version=None)
    with pytest.raises(Refusal, match="prepared already"):
        prepared(act, number)


def test_what_is_approved_is_what_was_read(act: Act) -> None:
    number = erasure(act)
    draft, seen = prepared(act, number), case_of(number).version
    done(lambda: service.add_message(act, number, "Wait, please."))
    second = replace(act, actor=Actor("staff", "2"))
    with pytest.raises(Refusal, match="Somebody changed this case"):
        service.approve(second, number, draft, seen)
    db.session.rollback()
    done(lambda: service.give_back(second, number, draft, reason="They wrote again.", role="Privacy officer"))
    with pytest.raises(Missing):
        service.approve(second, number, draft, None)
    assert [said.text for said in case_of(number).story][-1] == "Answer not approved: They wrote again."
    assert draft_of(number) is None
    prepared(act, number, "2")


def test_a_colleague_gives_an_answer_back_with_a_reason_that_the_person_never_reads(
    act: Act, staff_member: Staff
) -> None:
    number = erasure(act)
    prepared(act, number, "77")
    page = staff_member("service").get(f"/staff/cases/{number}")
    page = page.form("/return").submit(why="Say until when.").follow()
    assert "Answer not approved: Say until when." in page.main
    assert "Say until when." not in str(case_of(number).public_story)
    assert mails(number) == []
    assert page.form("/answers")


def test_prepared_words_rest_sealed(act: Act) -> None:
    prepared(act, erasure(act), words="Nothing of Elm Street is left.")
    with db.engines["reader"].connect() as connection:
        assert "Elm Street" not in str(connection.execute(text("SELECT * FROM case_draft")).all())


def test_nobody_is_answered_who_has_not_proven_who_they_are(act: Act, staff_member: Staff) -> None:
    number = opened(act, kind="information", channel="letter").number
    db.session.execute(text("UPDATE case_file SET state = 'code-sent'"))
    db.session.commit()
    with pytest.raises(Refusal, match="proven"):
        service.answer(act, number, "Here.", outcome="answered", role="", version=None)
    db.session.rollback()
    desk = staff_member("service")
    page = desk.get(f"/staff/cases/{number}")
    assert not page['form[action$="/answers"]']
    assert desk.get(f"/staff/cases/{number}/letter").status == 404


def test_a_text_of_the_house_joins_what_was_typed_and_nothing_is_sent(act: Act, staff_member: Staff) -> None:
    number = opened(act).number
    form = staff_member("service").get(f"/staff/cases/{number}").form("/answers")
    page = form.submit("Put it into the box", house_text="2", text="First words.")
    kept = page.form("/answers").values()["text"]
    assert "First words." in kept
    assert f"Hello Casey Calder,\n\nwe are looking into this and answer case {number} by" in kept.replace("\r", "")
    assert [said.sort for said in case_of(number).story] == ["message"]


def test_a_name_that_looks_like_a_placeholder_stays_a_name(act: Act, staff_member: Staff) -> None:
    number = opened(act, name="{number}").number
    form = staff_member("service").get(f"/staff/cases/{number}").form("/answers")
    assert "Hello {number}," in form.submit("Put it into the box", house_text="2").form("/answers").values()["text"]


def test_staff_change_texts_and_kinds_by_house_rules_and_a_wrong_kind_is_named(staff_member: Staff) -> None:
    desk = staff_member("privacy-officer")
    page = desk.get("/staff/rules/cases/two-person-kinds")
    form = page.form("/staff/rules/cases/two-person-kinds")
    wrong = form.submit(value="erasure\nerasures", reason="A slip.")
    assert "erasures" in wrong.errors()["value"]
    assert form.submit(value="erasure", reason="Fewer.").status == 303
    assert rules.value("cases.two-person-kinds") == ["erasure"]


def test_the_queue_narrows_to_a_kind_to_what_is_due_and_to_what_is_prepared(act: Act, staff_member: Staff) -> None:
    plain, late, wish = opened(act).number, opened(later(act, days=-11)).number, erasure(act)
    prepared(act, wish)
    desk = staff_member("service")

    def listed(query: str) -> list[int]:
        return [int(cell.text_content()) for cell in desk.get(f"/staff/cases?{query}")["main tbody th"]]

    assert listed("kind=erasure") == listed("needs=approval") == [wish]
    assert listed("kind=contact") == [late, plain]
    assert listed("due=overdue") == listed("due=today") == [late]
    assert listed("state=ours") == [late, plain, wish]
    assert f"Case {late}" in desk.get("/staff").main


def test_one_case_asks_no_more_with_a_long_story(act: Act, staff_member: Staff) -> None:
    number = opened(act).number
    desk = staff_member("service")
    desk.get(f"/staff/cases/{number}")
    before = _queries(desk, number)
    for turn in range(12):
        done(lambda turn=turn: service.add_message(later(act, minutes=turn), number, f"Word {turn}"))
        answered(later(act, minutes=turn), number)
    assert _queries(desk, number) <= before + 1  # the name of the one who answered


def _queries(desk: SignedIn, number: int) -> int:
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    rules.forget()
    engine = db.engines["reader"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert desk.get(f"/staff/cases/{number}").status == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
