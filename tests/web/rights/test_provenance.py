"""Where each value came from, what others changed, and the promises that came with it (P39, P40, P50)."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.labels import read_label
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import service as people
from app.permissions import service as permissions
from app.permissions.service import Permit, deciding
from app.permissions.subjects import Subject
from tests.corrections import kinds, order, person_of, stands, told_by
from tests.ordering import open_shop, paid
from tests.pages import Page
from tests.people import LAKE_DRIVE, SignedIn


@pytest.fixture(autouse=True)
def selling(app: Flask) -> None:
    """The shop has its tables."""
    open_shop()


def sources(customer: SignedIn) -> Page:
    return customer.get("/account/profile").open("Where your details came from")


def changed_by_staff(act: Act, customer: SignedIn, field: str, value: str) -> None:
    """A value of staff stands, although the person's own is stronger: as an older program may have left it."""
    told_by(act, customer, field, value, "subject")
    edit = text("UPDATE field_value SET origin = 'staff' WHERE field = :f AND superseded_at IS NULL")
    work.unit(lambda: db.session.execute(edit, {"f": field}) and None)
    if field == "name":
        account = text("UPDATE account SET name = :v WHERE id = :id")
        work.unit(lambda: db.session.execute(account, {"v": value, "id": customer.account_id}) and None)


def test_every_value_says_who_gave_it_when_and_under_which_version(customer: SignedIn) -> None:
    page = sources(customer)
    assert page.h1 == "Where your details came from"
    for words in ("Alex Kim", "alex.kim@example.com", "950 Lake Drive", "you typed it", "under version 1", "confirmed"):
        assert words in page.main
    assert len(page["#values > div"]) == 9
    assert not page['form[action$="/undos"]'], "nobody else changed anything"
    assert page.open("Correct: telephone number").h1 == "Correct: telephone number"


def test_what_others_changed_is_put_back_by_one_button(customer: SignedIn, act: Act) -> None:
    changed_by_staff(act, customer, "name", "Alec Kim")
    number = paid(act, customer.account_id, delivery=LAKE_DRIVE.__class__(**LAKE_DRIVE.parts() | {"name": "Alec Kim"}))
    page = sources(customer)
    assert "our staff entered it" in page.main
    assert "Before, you said: Alex Kim" in page.main
    form = page.form("/undos", "Undo")
    assert form.submit().status == 303
    assert stands(customer, "name") == ("Alex Kim", "corrected")
    assert customer.get("/account/profile").form("/account/profile").values()["name"] == "Alex Kim"
    assert order(number).delivery.name == "Alex Kim"  # type: ignore[union-attr]  # it is shipped
    assert "value.undone" in kinds(f"person:{person_of(customer)}")
    assert form.submit().status == 404, "there is nothing more to put back"


def test_an_address_is_put_back_part_by_part(customer: SignedIn, act: Act) -> None:
    changed_by_staff(act, customer, "address:1", "Alex Kim\n1 Wrong Way\nChanhassen, MN 55317")
    assert sources(customer).form("/undos", "Undo").submit().status == 303
    assert customer.get("/account/addresses/1").form("/account/addresses/1").values()["line1"] == "950 Lake Drive"


@pytest.mark.parametrize(
    "lines",
    [
        ["Alex Kim", "950 Lake Drive", "Chanhassen, MN 55317"],
        ["Alex Kim", "Kim & Kim", "950 Lake Drive", "Chanhassen, MN 55317"],
        ["Alex Kim", "950 Lake Drive", "Suite 4", "Chanhassen, MN 55317-1234"],
        ["Alex Kim", "Kim & Kim", "950 Lake Drive", "Suite 4", "Chanhassen, MN 55317"],
    ],
)
def test_a_label_is_read_back_to_the_same_label(lines: list[str]) -> None:
    found = read_label(lines)
    assert found is not None
    assert found.lines() == lines
    assert found.line1 == "950 Lake Drive"


@pytest.mark.parametrize(
    "lines", [[], ["Alex"], ["A", "B", "C", "D", "E", "Chanhassen, MN 55317"], ["A", "B", "1 Oslo"]]
)
def test_a_label_that_cannot_be_read_is_not_guessed(lines: list[str]) -> None:
    assert read_label(lines) is None


def test_a_weaker_source_only_suggests_and_the_person_decides(customer: SignedIn, act: Act) -> None:
    assert not told_by(act, customer, "name", "A. Kim", "provider")
    assert not told_by(act, customer, "greeting", "Mr. Kim", "ncoa")
    page = sources(customer)
    assert "Suggested to us" in page.main
    assert page.form("/suggestions", "Leave mine").submit("Leave mine").status == 303
    assert stands(customer, "name") == ("Alex Kim", "subject")
    form = sources(customer).form("/suggestions", "Take it")
    assert form.submit("Take it").status == 303
    assert stands(customer, "greeting") == ("Mr. Kim", "corrected")
    assert "Hello Mr. Kim" in customer.get("/account").main
    assert form.submit("Take it").status == 404, "decided is decided"
    assert not people.suggestions(person_of(customer))


def test_nobody_decides_about_what_was_suggested_to_others(
    customer: SignedIn, other_customer: SignedIn, act: Act
) -> None:
    told_by(act, customer, "name", "A. Kim", "provider")
    told_by(act, other_customer, "name", "R. Vale", "provider")
    form = sources(customer).form("/suggestions", "Take it")
    assert form.submit("Take it", suggestion="2").status == 404
    assert stands(other_customer, "name")[0] == "Robin Vale"


def test_the_page_of_promises_names_version_values_and_orders(customer: SignedIn, act: Act) -> None:
    number = paid(act, customer.account_id)
    page = sources(customer).open("the promises you were given")
    assert page.h1 == "The promises you were given"
    assert "Your details: " in page.main
    assert f"Your orders: {number}." in page.main
    assert "You agreed to it." in page.main
    links = {link.get("href") for link in page["#uses tbody a"]}
    assert "/privacy-policy/versions/1#marketing" in links


def uses(customer: SignedIn) -> dict[str, str]:
    rows = customer.get("/account/promises")["#uses tbody tr"]
    return {row[0].text_content(): " ".join(row[1].text_content().split()) for row in rows}


def names(version: int, *left_out: str) -> None:
    """Version 1's purposes again for another version, without some."""
    copied = text(
        "INSERT INTO version_purpose (policy_version, purpose) "
        "SELECT :v, purpose FROM version_purpose WHERE policy_version = 1"
    )
    removed = text("DELETE FROM version_purpose WHERE policy_version = :v AND purpose = :p")

    def write() -> None:
        db.session.execute(copied, {"v": version})
        for purpose in left_out:
            db.session.execute(removed, {"v": version, "p": purpose})

    work.unit(write)


def asked(act: Act, customer: SignedIn, purpose: str, version: int) -> bool:
    """Whether the gate lets the purpose pass while that version is in force."""
    found: list[bool] = []
    now, subject = Act(act.actor, act.at, version), Subject(person_of(customer))

    def ask() -> None:
        found.append(isinstance(permissions.ask(now, subject, purpose, "internal"), Permit))

    work.unit(ask)
    return found[0]


def test_what_todays_version_no_longer_names_stops_for_older_data_too(
    app: Flask, customer: SignedIn, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(2, "survey")
    assert asked(act, customer, "survey", 1)
    assert not asked(act, customer, "survey", 2)
    assert asked(act, customer, "improve", 2)
    monkeypatch.setitem(app.extensions, "shop.policy_version", lambda: 2)
    assert uses(customer)["Asking for your opinion"].startswith("May not be: your version said so, today’s no longer")
    assert uses(customer)["Improving the site and the services"].startswith("May be: your version and today’s")


def test_what_only_todays_version_names_does_not_reach_older_data(
    app: Flask, customer: SignedIn, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(2)
    narrowed = text("DELETE FROM version_purpose WHERE policy_version = 1 AND purpose = 'survey'")
    work.unit(lambda: db.session.execute(narrowed) and None)
    assert not asked(act, customer, "survey", 2)
    monkeypatch.setitem(app.extensions, "shop.policy_version", lambda: 2)
    assert uses(customer)["Asking for your opinion"].startswith("May not be: only today’s version says so")
    assert deciding.governing(Subject(person_of(customer)).keys) == 1


def test_both_pages_are_for_customers(visitor: SignedIn) -> None:
    for path in ("/account/provenance", "/account/promises"):
        assert visitor.get(path).location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("page", "field", "said", "wrong"),
    [
        ("/account/profile", "name", "Alex Kim", "Alec Kim"),
        ("/account/addresses", "address:1", "950 Lake Drive", "Alex Kim\n1 Wrong Way\nChanhassen, MN 55317"),
        ("/account/billing", "billing_company", "Kim & Kim", "Kimm Ltd"),
    ],
)
def test_the_undo_stands_beside_the_value_and_leads_back_to_its_page(
    customer: SignedIn, act: Act, page: str, field: str, said: str, wrong: str
) -> None:
    customer.get("/account/billing").form("/account/billing").submit(company="Kim & Kim")
    assert not customer.get(page)['form[action*="/undos"]'], "nobody else changed anything"
    changed_by_staff(act, customer, field, wrong)
    shown = customer.get(page)
    assert f"Before, you said: {said if field != 'address:1' else 'Alex Kim, 950 Lake Drive'}" in shown.main
    answer = shown.form("/undos", "Put back").submit()
    assert answer.location == page
    back = answer.follow()
    assert "stands again" in back.main
    assert stands(customer, field)[1] == "corrected"
    assert not back['form[action*="/undos"]']


def test_what_staff_or_a_list_changes_is_told_by_one_mail_without_values(customer: SignedIn, act: Act) -> None:
    def change() -> None:
        for field, value in (("name", "Alec Kim"), ("greeting", "Alec")):
            told = people.Told(field, value, "As told by telephone.")
            people.record(act, person_of(customer), told, "staff", asked_for=True)

    work.unit(change)
    mails = db.session.execute(
        text("SELECT recipient, content FROM outbox_mail WHERE template = 'accounts/value_changed'")
    ).all()
    assert [mail.recipient for mail in mails] == ["alex.kim@example.com"]
    assert "Alec" not in str(mails[0].content)
    assert "our staff entered it" in customer.get("/account/provenance").main


def test_what_the_person_types_is_told_by_no_such_mail(customer: SignedIn) -> None:
    customer.get("/account/profile").form("/account/profile").submit(name="Alexandra Kim")
    assert not db.session.scalar(text("SELECT count(*) FROM outbox_mail WHERE template = 'accounts/value_changed'"))


def test_every_value_leads_to_where_it_is_changed(customer: SignedIn) -> None:
    page = sources(customer)
    rows = {row.cssselect("dt")[0].text_content(): row for row in page["#values > div"]}
    for label, row in rows.items():
        (link,) = row.cssselect("dd.action a")
        assert customer.get(str(link.get("href"))).status in {200, 303}, label
    assert rows["User ID"].cssselect("dd.action a")[0].get("href") == "/account/security/user-id"
