"""The record of who did what, as staff read it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from app.audit import heads, kinds
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.audit.views import PAGE
from app.foundation import facts, jobs, rules, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.orders import service as orders
from tests.ordering import done, paid
from tests.pages import Browser
from tests.people import SignedIn, new_account

Staff = Callable[[str], SignedIn]


def sentences(page: object) -> list[str]:
    return [" ".join(line.text_content().split()) for line in page["ol.story li > p:first-child"]]  # type: ignore[index]


def sealed() -> None:
    """Everything written so far has its place in the chain."""
    audit.seal()
    db.session.commit()


@pytest.fixture
def officer(staff_member: Staff) -> SignedIn:
    return staff_member("privacy-officer")


def test_it_reads_like_a_story_with_links(act: Act, staff_member: Staff, officer: SignedIn) -> None:
    number = paid(act, new_account("alex.kim", "Alex Kim"))
    service = staff_member("service")
    taker = Act(Actor("staff", str(service.account_id)), act.at, 1)
    done(lambda: orders.take(taker, number, service.account_id))
    page = officer.get("/staff/audit")
    assert f"Sam Service (Customer service) took order {number}." in sentences(page)
    assert page[f"a[href='/staff/orders/{number}']"]


def test_it_is_filtered_by_person_actor_and_kind(act: Act, officer: SignedIn) -> None:
    alex, robin = new_account("alex.kim", "Alex Kim"), new_account("robin", "Robin Vale")
    mine, other = paid(act, alex), paid(act, robin)
    for words in ("alex.kim", "alex.kim@example.com", f"account:{alex}"):
        told = sentences(officer.get(f"/staff/audit?about={words}"))
        assert f"The command test settled the payment of order {mine}." in told
        assert not any(str(other) in line or "Robin" in line for line in told)
    told = sentences(officer.get(f"/staff/audit?about={mine}&kind=order.made"))
    assert told == [f"The command test made order {mine}."]
    told = sentences(officer.get("/staff/audit?actor=visitor"))
    assert "A visitor signed in to the account of Sam Privacy-Officer." in told
    assert {line.split()[1] for line in told} == {"visitor"}


def test_somebody_unknown_has_no_story(officer: SignedIn) -> None:
    assert "Nothing is recorded here" in officer.get("/staff/audit?about=nobody.at.all").main


def test_a_filter_that_makes_no_sense_is_left_out(officer: SignedIn) -> None:
    page = officer.get("/staff/audit?kind=no.such&actor=nobody&before=99x&about=%00")
    assert page.status == 200
    assert sentences(page)


def test_pages_follow_each_other_without_gap_or_repeat(app: Flask, act: Act, officer: SignedIn) -> None:
    for number in range(PAGE * 2 + 5):
        audit.record(act, "test.done", f"test:{number}")
    db.session.commit()
    seen, page = [], officer.get("/staff/audit?kind=test.done")
    for _ in range(2):
        seen += sentences(page)
        page = page.open("Older")
    seen += sentences(page)
    assert seen == [f"The command test did test {number}." for number in reversed(range(PAGE * 2 + 5))]
    assert page.open("Newer").main == officer.get("/staff/audit?kind=test.done").main


def test_the_number_of_queries_does_not_grow(app: Flask, act: Act, officer: SignedIn) -> None:
    def asked() -> int:
        sent: list[str] = []

        def note(*args: object) -> None:
            sent.append(str(args[2]))

        rules.forget()
        heads.forget()
        event.listen(db.engines["reader"], "before_cursor_execute", note)
        officer.get("/staff/audit")
        event.remove(db.engines["reader"], "before_cursor_execute", note)
        return len(sent)

    first = asked()
    alex = new_account("alex.kim", "Alex Kim")
    for _ in range(3):
        paid(act, alex)
    assert asked() == first


def test_a_removed_payload_is_said_to_be_removed(act: Act, officer: SignedIn) -> None:
    audit.record(act, "order.moved", "order:10001", step="check", to="in-production")
    entry = db.session.scalars(select(AuditEntry.id).where(AuditEntry.kind == "order.moved")).one()
    audit.redact(act, entry, "a word too much")
    db.session.commit()
    told = sentences(officer.get("/staff/audit"))
    assert "The command test moved order 10001 to (removed)." in told
    assert f"The command test removed the details of entry {entry}: a word too much." in told


def test_reading_the_record_of_somebody_is_recorded(act: Act, officer: SignedIn) -> None:
    alex = new_account("alex.kim", "Alex Kim")
    officer.get("/staff/audit?about=alex.kim")
    list(facts.fold(replace(act, at=act.at + timedelta(minutes=2))))
    db.session.commit()
    told = sentences(officer.get(f"/staff/audit?about=account:{alex}"))
    assert "Sam Privacy-Officer (Privacy officer) read the record of the account of Alex Kim." in told


@pytest.mark.parametrize("role", ["service", "production", "marketing", "policy-editor"])
def test_other_staff_do_not_read_it(staff_member: Staff, role: str) -> None:
    assert staff_member(role).get("/staff/audit").status == 403


def test_an_unknown_kind_cannot_be_recorded(act: Act) -> None:
    with pytest.raises(kinds.UnknownKind):
        audit.record(act, "order.vanished", "order:1")


def test_the_days_head_goes_to_two_of_the_staff_once(act: Act, staff_member: Staff, officer: SignedIn) -> None:
    for role in ("administrator", "service"):
        staff_member(role)
    sealed()
    jobs.run_now("publish-audit-head")
    for _ in range(2):
        jobs.run_now("mail-audit-head")
    rows = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "backoffice/audit_head")).all()
    assert [row.recipient for row in rows] == ["privacy-officer.staff@example.com", "administrator.staff@example.com"]
    heads.forget()
    head = heads.newest()
    assert head is not None
    assert all(row.content["row_hash"] == head.row_hash for row in rows)


def test_the_next_head_is_mailed_again(act: Act, officer: SignedIn) -> None:
    for at in (act.at, act.at + timedelta(days=1)):
        later = Act(act.actor, at, 1)
        sealed()
        work.unit(lambda later=later: audit.publish_head(later))  # type: ignore[misc]  # bound at once
        jobs.run_now("mail-audit-head")
    mails = "SELECT count(*) FROM outbox_mail WHERE template = 'backoffice/audit_head'"
    assert db.session.scalar(text(mails)) == 2


def test_the_newest_head_stands_beside_the_changes_of_the_policy(visitor: Browser, officer: SignedIn) -> None:
    before = visitor.get("/privacy-policy/changes")
    sealed()
    jobs.run_now("publish-audit-head")
    heads.forget()
    head = heads.newest()
    assert head is not None
    assert head.row_hash not in before.main
    assert head.row_hash in visitor.get("/privacy-policy/changes").main
    assert head.row_hash in officer.get("/staff/audit").main
