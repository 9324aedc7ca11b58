"""The mail desk for staff: what leaves, what is in doubt, how welcome it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from app.foundation import clock, facts
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.mail import stop_addresses, views
from app.mail.models import Bounce, OutboxMail
from tests.ordering import done, paid
from tests.pages import Browser, Page
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
PAGES = ("", "/outbox", "/inbox", "/correspondents", "/catalogue")


@pytest.fixture
def clerk(staff_member: Staff) -> SignedIn:
    return staff_member("service")


def queued(act: Act, **changes: object) -> int:
    """A mail about a password, in the outbox; gives its number."""
    values = {
        "to": "kim@example.com", "template": "accounts/password_changed", "purpose": "account", "ref": "account:1",
        "greeting": "Kim", "when": "today",
    }  # fmt: skip
    number: int = done(lambda: mail.queue(act, **(values | changes)))
    return number


def become(mail_id: int, **values: object) -> None:
    """Make a row of the outbox what a worker would have made of it."""
    db.session.execute(update(OutboxMail).where(OutboxMail.id == mail_id).values(**values))
    db.session.commit()


def listed(page: Page) -> list[int]:
    return [int(str(cell.text_content())) for cell in page["main tbody th"]]


@pytest.mark.parametrize("path", PAGES)
def test_visitors_customers_and_other_roles_are_kept_out(
    visitor: Browser, customer: SignedIn, staff_member: Staff, path: str
) -> None:
    assert visitor.get(f"/staff/mail{path}").status == 303
    assert customer.get(f"/staff/mail{path}").status == 403
    assert staff_member("production").get(f"/staff/mail{path}").status == 403


@pytest.mark.parametrize("role", ["service", "marketing", "privacy-officer", "administrator"])
def test_it_opens_from_the_menu_for_those_who_look_after_mail(staff_member: Staff, role: str) -> None:
    page = staff_member(role).get("/staff").open("Mail")
    assert page.h1 == "Mail"
    for words in ("Outbox", "Inbox", "Who wrote to us", "Every mail that we send", "Public figures"):
        assert page.open(words).status == 200


def test_needed_mail_that_did_not_arrive_is_shown_until_the_address_is_proven(clerk: SignedIn, act: Act) -> None:
    number = queued(act)
    bounced = {"address_key": "0" * 64, "mail_id": number, "kind": "hard", "status": "5.1.1", "source": "relay"}
    for purpose, cleared in (("account", None), ("marketing", None), ("account", act.at)):
        db.session.add(Bounce(**bounced, purpose=purpose, at=act.at, cleared_at=cleared))
    db.session.commit()
    page = clerk.get("/staff/mail")
    (row,) = page["#came-back tbody tr"]
    assert "account 1" in str(row.text_content())
    assert page.browser.get(row.cssselect("a")[0].get("href")).status == 200


def test_the_desk_says_what_waits_and_leads_to_it(clerk: SignedIn, act: Act) -> None:
    numbers = [queued(act) for _ in range(4)]
    become(numbers[1], state="uncertain", claimed_at=act.at)
    become(numbers[2], state="failed", trouble="recipient refused (550)")
    page = clerk.get("/staff/mail")
    board = " ".join(str(item.text_content()).strip() for item in page["ul.board li"])
    assert f"{mail.waiting()} Wait" in board
    assert "1 Are uncertain" in board
    assert "1 Failed in 30 days" in board
    assert listed(page.open("Are uncertain")) == [numbers[1]]
    assert listed(page.open("Failed")) == [numbers[2]]


def test_a_mail_in_doubt_is_told_at_the_top_with_what_to_do(clerk: SignedIn, act: Act) -> None:
    assert "may or may not have left" not in clerk.get("/staff/mail").main
    become(queued(act), state="uncertain", claimed_at=act.at)
    assert "1 mail may or may not have left" in clerk.get("/staff/mail").main
    assert "Nothing is sent twice by itself" in clerk.get("/staff/mail").main


def test_a_mail_shows_why_it_was_permitted_and_what_it_says(clerk: SignedIn, act: Act, run_job: Callable) -> None:  # type: ignore[type-arg]  # runs a job by name
    number = queued(act)
    run_job("send-mail")
    page = clerk.get(f"/staff/mail/outbox/{number}")
    assert "The gate permitted to write it" in page.main
    assert "The gate permitted to send it" in page.main
    assert page.link("mail-we-send").endswith("#mail-we-send")
    assert "the password of your account" in str(page["pre.letter"][0].text_content())
    assert "kim@example.com" in page.main
    assert page.open("In the catalogue").h1 == "That the password was changed"


def test_a_mail_that_waits_in_line_says_when_it_is_tried_again(clerk: SignedIn, act: Act) -> None:
    number = queued(act)
    become(number, attempts=2, trouble="SMTPServerDisconnected", due_at=act.at + timedelta(minutes=5))
    page = clerk.get(f"/staff/mail/outbox/{number}")
    assert "2 tries did not succeed SMTPServerDisconnected" in page.main
    assert clock.spoken(act.at + timedelta(minutes=5)) in page.main


def test_staff_never_see_a_code_nor_the_link_that_stops_a_mail(clerk: SignedIn, customer: SignedIn, act: Act) -> None:
    derived = {"code": ("code", "registration", (1, "salt"))}
    code = queued(act, template="accounts/registration_code", ref="code:1", derived=derived)
    assert "(hidden)" in str(clerk.get(f"/staff/mail/outbox/{code}")["pre.letter"][0].text_content())
    become(code, purpose="site_update")
    token = stop_addresses.token_of(db.session.get_one(OutboxMail, code))
    page = clerk.get(f"/staff/mail/outbox/{code}")
    assert "/u/(hidden)" in str(page["pre.letter"][0].text_content())
    assert token not in page.response.get_data(as_text=True)


def test_a_mail_whose_address_was_erased_says_so(clerk: SignedIn, act: Act) -> None:
    number = queued(act)
    become(number, recipient="", domain="", state="sent", sent_at=act.at)
    page = clerk.get(f"/staff/mail/outbox/{number}")
    assert "the address was erased" in page.main
    assert "Too little of it is left to show" in page.main


def test_a_mail_that_cannot_be_drawn_has_a_page_all_the_same(clerk: SignedIn, act: Act) -> None:
    number = queued(act)
    become(number, template="accounts/new_device", state="failed", trouble="UndefinedError")
    page = clerk.get(f"/staff/mail/outbox/{number}")
    assert page.status == 200
    assert "UndefinedError" in page.main


@pytest.mark.parametrize(
    ("outcome", "state"), [("arrived", "sent"), ("again", "queued")], ids=["it-arrived", "send-again"]
)
def test_staff_settle_a_mail_in_doubt_by_what_the_relay_says(
    clerk: SignedIn, act: Act, outcome: str, state: str
) -> None:
    number = queued(act)
    become(number, state="uncertain", claimed_at=act.at)
    form = clerk.get(f"/staff/mail/outbox/{number}").form("/outcome")
    page = form.submit(outcome=outcome, sure="y").follow()
    assert page.status == 200
    assert db.session.get_one(OutboxMail, number).state == state
    assert not page["main form"] if state == "sent" else True


def test_settling_needs_a_look_into_the_log(clerk: SignedIn, act: Act) -> None:
    number = queued(act)
    become(number, state="uncertain", claimed_at=act.at)
    page = clerk.get(f"/staff/mail/outbox/{number}").form("/outcome").submit(outcome=None, sure=None)
    assert page.status == 422
    assert page.errors()["sure"] == "Please look in the relay’s log first."
    assert db.session.get_one(OutboxMail, number).state == "uncertain"


def test_a_mail_that_somebody_settled_meanwhile_is_not_sent_again(clerk: SignedIn, act: Act) -> None:
    number = queued(act)
    become(number, state="uncertain", claimed_at=act.at)
    form = clerk.get(f"/staff/mail/outbox/{number}").form("/outcome")
    become(number, state="sent", sent_at=act.at)
    page = form.submit(outcome="again", sure="y")
    assert page.status == 422
    assert db.session.get_one(OutboxMail, number).state == "sent"


def test_who_may_only_look_settles_nothing(staff_member: Staff, act: Act) -> None:
    number = queued(act)
    become(number, state="uncertain", claimed_at=act.at)
    reader = staff_member("marketing")
    assert reader.get(f"/staff/mail/outbox/{number}")["main form"] == []
    answer = reader.post(f"/staff/mail/outbox/{number}/outcome", {"outcome": "arrived", "sure": "y"})
    assert answer.status == 403


def test_the_outbox_is_narrowed_by_state_mail_and_domain(clerk: SignedIn, act: Act) -> None:
    kim, lee = queued(act), queued(act, to="lee@example.net")
    become(lee, state="failed")
    page = clerk.get("/staff/mail/outbox")
    assert listed(page)[:2] == [lee, kim]
    form = page.form("/staff/mail/outbox")
    assert listed(form.submit(state="failed")) == [lee]
    assert listed(form.submit(domain="Example.NET")) == [lee]
    assert kim in listed(form.submit(template="accounts/password_changed"))
    assert "No mail fits" in form.submit(template="orders/shipped").main


@pytest.mark.parametrize("query", ["state=gone", "template=x", "before=x", "after=99999999999999", "domain=%00"])
def test_an_address_that_makes_no_sense_shows_the_whole_outbox(clerk: SignedIn, act: Act, query: str) -> None:
    number = queued(act)
    assert number in listed(clerk.get(f"/staff/mail/outbox?{query}"))


def test_pages_of_the_outbox_join_without_a_gap(clerk: SignedIn, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.mail.views.outgoing.PAGE", 3)
    numbers = [queued(act) for _ in range(8)]
    page, seen = clerk.get("/staff/mail/outbox"), []
    seen += listed(page)
    while page["a[rel=next]"]:
        page = page.open("Older")
        seen += listed(page)
    assert [number for number in seen if number in numbers] == numbers[::-1]
    back = []
    while page["a[rel=prev]"]:
        page = page.open("Newer")
        back = listed(page) + back
    assert back == seen[: len(back)]


def test_lists_cost_the_same_with_many_mails(clerk: SignedIn, act: Act) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = db.engines["reader"]
    for number in (1, 30):
        for _ in range(number):
            queued(act)
        clerk.get("/staff/mail/outbox")
        event.listen(engine, "before_cursor_execute", note)
        asked.append("|")
        clerk.get("/staff/mail/outbox")
        event.remove(engine, "before_cursor_execute", note)
    first, second = "\n".join(asked).split("|")[1:]
    assert first.count("SELECT") == second.count("SELECT")


def test_each_look_at_a_mail_becomes_an_audit_entry(clerk: SignedIn, act: Act) -> None:
    from app.audit.models import AuditEntry

    number = queued(act)
    clerk.get(f"/staff/mail/outbox/{number}")
    for _ in facts.fold(replace(act, at=clock.now() + timedelta(minutes=2))):
        db.session.commit()
    entry = db.session.query(AuditEntry).filter_by(kind="staff.read", subject_ref=f"mail:{number}").one()
    assert entry.actor == f"staff:{clerk.account_id}"
    assert clerk.get("/staff/mail/outbox/999999").status == 404


def bounced(mail_id: int, kind: str, **changes: object) -> None:
    """Something came back about a mail."""
    db.session.add(Bounce(**({"address_key": "0" * 64, "mail_id": mail_id, "kind": kind, "source": "mail"} | changes)))
    db.session.commit()


def test_rates_are_counted_from_what_was_handed_over_and_what_came_back(clerk: SignedIn, act: Act) -> None:
    numbers = [queued(act) for _ in range(8)]
    for number in numbers:
        become(number, state="sent", claimed_at=act.at, sent_at=act.at, run_id=7)
    bounced(numbers[0], "hard", at=act.at, run_id=7)
    bounced(numbers[1], "complaint", at=act.at, run_id=7)
    bounced(numbers[2], "complaint", at=act.at - timedelta(days=40))
    found = views.rates(act.at - timedelta(days=30))
    assert (found.sent, found.complaints, found.bounces) == (8, 1, 1)
    assert found.complaint_rate == 12.5
    assert views.rates_of_run(7) == found
    assert views.rates_of_run(8) == views.Rates(0, 0, 0)
    page = clerk.get("/staff/mail")
    assert "12.50 %" in page.main
    newest = [str(cell.text_content()) for cell in page["#rates tbody tr"][-1]]
    assert newest[1:] == ["8", "1", "12.50", "1", "12.50"]


def test_a_shop_that_sent_nothing_has_no_rates_and_no_error(clerk: SignedIn, app: Flask) -> None:
    page = clerk.get("/staff/mail")
    assert "0.00 %" in page.main
    assert len(page["svg rect"]) == 12


def test_the_mail_of_an_order_leads_to_its_own_page(clerk: SignedIn, customer: SignedIn, act: Act) -> None:
    number = paid(act, customer.account_id)
    row = db.session.scalars(select(OutboxMail).where(OutboxMail.ref == f"order:{number}")).first()
    assert row is not None
    assert f"order {number}" in clerk.get(f"/staff/mail/outbox/{row.id}").main


def test_lists_and_counts_use_an_index(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses a scan for an empty table")
    for sql in (
        "SELECT id FROM outbox_mail WHERE state = 'failed' AND id < 500 ORDER BY id DESC LIMIT 51",
        "SELECT id FROM outbox_mail WHERE id < 500 ORDER BY id DESC LIMIT 51",
        "SELECT count(*) FROM outbox_mail WHERE state IN ('queued', 'uncertain')",
        "SELECT count(*) FROM outbox_mail WHERE claimed_at >= '2026-11-01' AND state = 'sent'",
        "SELECT kind, count(*) FROM mail_bounce WHERE at >= '2026-11-01' GROUP BY kind",
        "SELECT id FROM inbound_mail WHERE id < 500 ORDER BY id DESC LIMIT 51",
        "SELECT state, count(*) FROM inbound_mail WHERE state IN ('stored', 'failed') GROUP BY state",
        "SELECT id FROM inbound_effect WHERE inbound_id = 1 ORDER BY id",
    ):
        plan = " ".join(row[3] for row in db.session.execute(db.text(f"EXPLAIN QUERY PLAN {sql}")))
        assert "SEARCH" in plan, sql
        assert "SCAN" not in plan, sql
