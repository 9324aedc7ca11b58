"""The mail desk for staff: what came, how it was read, what was done, and who wrote."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from zlib import crc32

import pytest
from sqlalchemy import update

from app.audit.models import AuditEntry
from app.foundation import clock, facts
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import Correspondent, InboundMail, OutboxMail, StopWave
from app.mail.service import receiving
from app.people import identifiers
from app.permissions.models import PermissionEvent
from app.permissions.subjects import Subject
from tests.ordering import done
from tests.pages import Browser, Page
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
Read = Callable[..., int]
CASEY = "casey@example.org"


@pytest.fixture
def clerk(staff_member: Staff) -> SignedIn:
    return staff_member("service")


@pytest.fixture
def came(act: Act, run_job: Callable[[str], None]) -> Read:
    """A mail to the newsletter desk, received and read; gives its number."""

    def write(text: str, sender: str = CASEY, subject: str = "Hello", **headers: str) -> int:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, "newsletter@smartpress.com", subject
        message["Message-ID"] = f"<{crc32(f'{text}{sender}{subject}'.encode())}@example.org>"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        raw = message.as_bytes()
        to = "newsletter@smartpress.com"
        number: int = done(lambda: receiving.receive(act, sender, to, raw, way="pipe"))
        run_job("read-mail")
        db.session.expire_all()
        return number

    return write


def become(number: int, **values: Any) -> None:
    """Make a row what the reading could have made of it."""
    db.session.execute(update(InboundMail).where(InboundMail.id == number).values(**values))
    db.session.commit()


def listed(page: Page) -> list[int]:
    return [int(str(cell.text_content())) for cell in page["main tbody th"]]


def test_a_mail_without_a_clear_wish_shows_its_text_its_reading_and_its_case(clerk: SignedIn, came: Read) -> None:
    number = came("Do you print on Sundays?", subject="Posters")
    page = clerk.get("/staff/mail/inbox").open(str(number))
    row = db.session.get_one(InboundMail, number)
    assert "Do you print on Sundays?" in str(page["pre.letter"][0].text_content())
    assert row.reading_words in page.main
    assert "Posters" in page.main
    assert CASEY in page.main
    assert page.link(f"case {row.case_number}") == f"/staff/cases/{row.case_number}"


def test_who_only_asks_to_stop_is_shown_without_an_address_and_with_what_stopped(clerk: SignedIn, came: Read) -> None:
    number = came("unsubscribe")
    page = clerk.get(f"/staff/mail/inbox/{number}")
    assert "not kept" in page.main
    assert CASEY not in page.main
    assert "Stopped" in page.main
    assert "reference" in page.main


def test_attachments_are_named_and_never_opened(clerk: SignedIn, came: Read) -> None:
    number = came("Please look at my file.")
    row = db.session.get_one(InboundMail, number)
    row.attachments = {"files": [["cards.pdf<script>", "application/pdf", 1200]]}
    db.session.commit()
    page = clerk.get(f"/staff/mail/inbox/{number}")
    assert "cards.pdf<script> (application/pdf, 1,200 bytes), never opened" in page.main
    assert [link for link in page["main a"] if "cards" in str(link.get("href"))] == []


def test_a_hostile_subject_is_only_text(clerk: SignedIn, came: Read) -> None:
    number = came("<img src=x onerror=alert(1)>", subject="<script>alert(1)</script>")
    for path in ("/staff/mail/inbox", f"/staff/mail/inbox/{number}"):
        page = clerk.get(path)
        assert page["main script"] == page["main img"] == []


def test_signs_that_no_page_may_hold_are_left_out(clerk: SignedIn, came: Read) -> None:
    number = came("Do you print\x0c on\x1b Sundays\ufffe?")
    row = db.session.get_one(InboundMail, number)
    row.subject, row.newest_text = "Sun\x1bdays", "On\x01 Sundays\ufffe?"
    db.session.commit()
    assert "Sundays" in clerk.get("/staff/mail/inbox").main
    assert "On Sundays?" in str(clerk.get(f"/staff/mail/inbox/{number}")["pre.letter"][0].text_content())


def test_the_inbox_is_narrowed_by_kind_and_wish_and_by_what_needs_a_look(clerk: SignedIn, came: Read) -> None:
    stop, question = came("unsubscribe"), came("Do you print on Sundays?")
    away = came("I am away.", subject="Out of office", Auto_Submitted="auto-replied")
    form = clerk.get("/staff/mail/inbox").form("/staff/mail/inbox")
    assert listed(form.submit(kind="machine")) == [away]
    assert listed(form.submit(kind="human")) == [question, stop]
    assert stop in listed(form.submit(wish="stop"))
    assert listed(form.submit(look="y")) == [question]
    assert "No mail fits" in form.submit(kind="complaint").main


@pytest.mark.parametrize("state", ["failed", "too-big", "stored"])
def test_a_mail_that_could_not_be_read_needs_a_look(clerk: SignedIn, came: Read, state: str) -> None:
    number = came("unsubscribe")
    become(number, state=state)
    page = clerk.get("/staff/mail/inbox?look=y")
    assert listed(page) == [number]
    assert "needs a look" in page.main
    assert clerk.get(f"/staff/mail/inbox/{number}").status == 200


@pytest.mark.parametrize("query", ["kind=x", "wish=x", "look=maybe", "after=x", "before=99999999999999"])
def test_an_address_that_makes_no_sense_shows_everything(clerk: SignedIn, came: Read, query: str) -> None:
    number = came("unsubscribe")
    assert listed(clerk.get(f"/staff/mail/inbox?{query}")) == [number]


def test_staff_read_more_out_of_a_mail_and_it_holds_at_once(clerk: SignedIn, came: Read) -> None:
    number = came("unsubscribe")
    form = clerk.get(f"/staff/mail/inbox/{number}").form("/widening")
    page = form.submit(purpose="*").follow()
    assert "It is stopped from now on." in page.main
    assert "a member of our staff" in page.main
    assert page.link("a member of our staff").endswith(f"account:{clerk.account_id}")
    digest = Subject(0, identifiers.email(CASEY).key).key
    stops = db.session.query(PermissionEvent).filter_by(subject_key=digest, purpose="*", effect="stop")
    assert stops.count() == 1
    entry = db.session.query(AuditEntry).filter_by(kind="inbound.widened").one()
    assert entry.actor == f"staff:{clerk.account_id}"


def test_nothing_on_the_page_reads_less_out_of_a_mail(clerk: SignedIn, came: Read) -> None:
    number = came("unsubscribe")
    page = clerk.get(f"/staff/mail/inbox/{number}")
    (form,) = page["main form"]
    assert str(form.get("action")).endswith("/widening")
    offered = {str(option.get("value")) for option in form.cssselect("option")}
    assert not offered & set(db.session.get_one(InboundMail, number).purposes)
    page = page.form("/widening").submit(purpose="*").follow()
    assert page["main form"] == []


def test_what_stands_already_or_cannot_be_stopped_is_refused(clerk: SignedIn, came: Read) -> None:
    number = came("unsubscribe")
    form = clerk.get(f"/staff/mail/inbox/{number}").form("/widening")
    for purpose in ("order", "account", "", "nonsense"):
        page = form.submit(purpose=purpose)
        assert page.status == 422
        assert page.errors()["purpose"]


def test_who_may_only_look_widens_nothing(staff_member: Staff, came: Read) -> None:
    number = came("unsubscribe")
    reader = staff_member("marketing")
    assert reader.get(f"/staff/mail/inbox/{number}")["main form"] == []
    assert reader.post(f"/staff/mail/inbox/{number}/widening", {"purpose": "*"}).status == 403


def test_the_answer_that_went_out_is_linked(clerk: SignedIn, came: Read) -> None:
    number = came("Do you print on Sundays?")
    row = db.session.get_one(InboundMail, number)
    assert row.answered_mail_id
    page = clerk.get(f"/staff/mail/inbox/{number}").open(f"Mail {row.answered_mail_id}")
    assert db.session.get_one(OutboxMail, row.answered_mail_id).template == "mail/answer"
    assert page.status == 200


def test_each_look_at_a_mail_that_came_becomes_an_audit_entry(clerk: SignedIn, came: Read, act: Act) -> None:
    number = came("unsubscribe")
    clerk.get(f"/staff/mail/inbox/{number}")
    for _ in facts.fold(replace(act, at=clock.now() + timedelta(minutes=2))):
        db.session.commit()
    assert db.session.query(AuditEntry).filter_by(kind="staff.read", subject_ref=f"inbound:{number}").count() == 1
    assert clerk.get("/staff/mail/inbox/999999").status == 404


def test_a_wave_of_stops_is_told_on_the_desk(clerk: SignedIn, act: Act) -> None:
    db.session.add(StopWave(relay_digest="0" * 64, began_at=act.at, last_at=act.at, count=31))
    db.session.commit()
    page = clerk.get("/staff/mail")
    assert "31 stops by mail from one mail server" in page.main
    assert "All of them hold." in page.main
    assert "Nobody was asked yet" in page.main


def test_the_owners_of_many_stopped_addresses_are_asked_once_whether_it_was_them(clerk: SignedIn, act: Act) -> None:
    db.session.add(StopWave(relay_digest="0" * 64, began_at=act.at, last_at=act.at, count=31))
    db.session.commit()
    told = clerk.get("/staff/mail").form("/questions").submit().follow()
    assert "nobody was written to" in told.text
    assert "Their owners were asked" in told.main
    assert not told["form[action$='/questions']"]


def test_a_wave_that_never_was_is_not_found(clerk: SignedIn) -> None:
    db.session.add(StopWave(relay_digest="0" * 64, began_at=clock.now(), last_at=clock.now(), count=31))
    db.session.commit()
    form = clerk.get("/staff/mail").form("/questions")
    assert clerk.post("/staff/mail/waves/99999/questions", form.values()).status == 404


def test_the_register_names_who_wrote_and_finds_one_address(clerk: SignedIn, came: Read) -> None:
    came("Do you print on Sundays?")
    came("Do you print at night?", sender="Robin@Example.net")
    page = clerk.get("/staff/mail").open("Who wrote to us")
    assert len(page["main tbody tr"]) == 2
    found = page.form("/correspondents").submit(q="ROBIN@example.net")
    assert "example.net" in found.main
    assert len(found["main tbody tr"]) == 1
    assert "is not in the register" in page.form("/correspondents").submit(q="nobody@example.net").main


@pytest.mark.parametrize("typed", ["@", "a@", "robin", "x" * 400, "\0", "%"])
def test_a_part_of_an_address_finds_nobody(clerk: SignedIn, came: Read, typed: str) -> None:
    came("Do you print on Sundays?", sender="robin@example.net")
    page = clerk.get("/staff/mail/correspondents", query={"q": typed})
    assert page.status == 200
    if typed.strip("\0"):
        assert "is not in the register" in page.main


def test_who_only_asks_to_stop_is_not_in_the_register(clerk: SignedIn, came: Read) -> None:
    came("unsubscribe")
    assert "Nobody has written by e-mail yet" in clerk.get("/staff/mail/correspondents").main


def test_pages_of_the_register_join_without_a_gap(clerk: SignedIn, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.mail.views.incoming.PAGE", 2)
    for number in range(5):
        address = f"writer{number}@example.org"
        key = Subject(0, address).address
        row = Correspondent(address=address, address_key=key, first_at=act.at, last_at=act.at, count=1)
        db.session.add(row)
    db.session.commit()
    page, seen = clerk.get("/staff/mail/correspondents"), []
    while True:
        seen += [str(cell.text_content()) for cell in page["main tbody th"]]
        if not page["a[rel=next]"]:
            break
        page = page.open("Older")
    assert sorted(seen) == [f"writer{number}@example.org" for number in range(5)]


def test_visitors_have_no_way_in(visitor: Browser) -> None:
    for path in ("/staff/mail/inbox/1", "/staff/mail/outbox/1", "/staff/mail/correspondents"):
        assert visitor.get(path).status == 303
