"""One box for everything that staff look for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text

from app.accounts.models import Account
from app.accounts.name_words import AccountNameWord
from app.backoffice import search
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.orders.models import PrintOrder
from app.people.models import Person
from tests.ordering import drafted, paid
from tests.pages import Page
from tests.people import SignedIn, new_account

Staff = Callable[[str], SignedIn]
PHONE = "+16125550142"


@pytest.fixture
def desk(staff_member: Staff) -> SignedIn:
    return staff_member("service")


@pytest.fixture
def alex(act: Act) -> int:
    """Alex with an order, the only one who can be meant."""
    new_account("robin", "Robin Vale")
    return new_account("alex.kim", "Alex Kim")


def find(desk: SignedIn, words: str) -> Page:
    """Type it into the box that stands on every staff page."""
    return desk.get("/staff").form("/staff/search").submit(words=words)


def kinds(page: Page) -> dict[str, int]:
    """How many of each kind were found."""
    return {str(table.get("id")): len(table.cssselect("tbody tr")) for table in page["main table"]}


@pytest.mark.parametrize(
    "words",
    ["alex.kim", "ALEX.KIM", "Kim", "alex kim", "alex.kim@example.com", "Alex.Kim@Example.COM", "950 lake drive"],
)
def test_a_customer_and_their_orders_are_found(words: str, desk: SignedIn, alex: int, act: Act) -> None:
    number = drafted(act, alex)
    if words == "950 lake drive":
        db.session.execute(text("UPDATE account_address SET line1_digest = NULL WHERE account_id <> :me"), {"me": alex})
        db.session.commit()
    page = find(desk, words)
    assert kinds(page)["customers"] == 1
    assert page[f"#orders a[href='/staff/orders/{number}']"]


@pytest.mark.parametrize("words", ["(612) 555-0142", "612.555.0142", "+1 612 555 0142", "0142"])
def test_a_telephone_number_is_found_in_any_spelling(words: str, desk: SignedIn, alex: int, act: Act) -> None:
    number = drafted(act, alex, phone=PHONE)
    assert find(desk, words)[f"#orders a[href='/staff/orders/{number}']"]


def test_an_order_is_found_by_its_number_however_it_is_said(desk: SignedIn, alex: int, act: Act) -> None:
    number = drafted(act, alex)
    for words in (f"{number}", f"#{number}", f"order {number}", f"Order #{number}"):
        assert kinds(find(desk, words)).get("orders") == 1, words


def test_a_mail_is_found_by_its_reference(desk: SignedIn, alex: int, act: Act) -> None:
    paid(act, alex)
    reference = str(db.session.scalar(text("SELECT max(reference) FROM outbox_mail WHERE template = 'orders/placed'")))
    for words in (reference, codes.grouped(reference).lower()):
        assert kinds(find(desk, words)) == {"mails": 1}


def test_what_was_typed_stands_in_no_address_and_each_customer_shown_is_recorded(
    desk: SignedIn, alex: int, app: Flask
) -> None:
    page = find(desk, "alex.kim@example.com")
    assert page.path == "/staff/search"
    assert not [link for link in page["main a"] if "alex" in str(link.get("href"))]
    facts = [path.read_text() for path in (Path(app.instance_path) / "facts").glob("*.jsonl")]
    lines = [json.loads(line) for line in "".join(facts).splitlines()]
    read = [line["subject"] for line in lines if line["kind"] == "staff.read"]
    assert read == [f"account:{alex}"]
    log = "".join(path.read_text() for path in (Path(app.instance_path) / "log").glob("*"))
    assert "alex.kim" not in log


def test_each_kind_is_found_only_by_those_who_may_see_it(staff_member: Staff, alex: int, act: Act) -> None:
    number = drafted(act, alex)
    marketing = staff_member("marketing")
    assert not {"customers", "orders"} & set(kinds(find(marketing, "alex.kim")))
    assert kinds(find(marketing, str(number))) == {}
    assert "orders" in kinds(find(staff_member("production"), "alex.kim"))


def test_customers_do_not_search(customer: SignedIn) -> None:
    assert customer.get("/staff/search").status == 403


@pytest.mark.parametrize("words", ["", "a", "  x "])
def test_too_little_finds_nothing(words: str, desk: SignedIn) -> None:
    page = desk.get("/staff/search").form("/staff/search").submit(words=words)
    assert page.status == 422
    assert "words" in page.errors()


@pytest.mark.parametrize(
    "words", ["%%%", "___", "999999999", "9" * 120, "'; DROP TABLE account; --", "\u202etxt", "a@b"]
)
def test_odd_words_find_nothing_and_break_nothing(words: str, desk: SignedIn, alex: int) -> None:
    page = find(desk, words)
    assert page.status == 200
    assert "Nothing was found" in page.main


def test_the_number_of_queries_does_not_grow(desk: SignedIn, alex: int, act: Act) -> None:
    order = drafted(act, alex)
    few = _queries(desk)
    person = db.session.execute(select(Person.__table__).limit(1)).mappings().one()
    first = db.session.execute(select(Account.__table__).where(Account.id == alex)).mappings().one()
    people = [dict(person) | {"id": 5000 + n} for n in range(1000)]
    accounts = [
        {name: value for name, value in first.items() if not name.startswith("phone")}
        | {"id": 5000 + n, "person_id": 5000 + n, "email_key": f"{n}@x", "user_id_key": f"kim-{n}", "phone": ""}
        for n in range(1000)
    ]
    db.session.execute(insert(Person.__table__), people)
    db.session.execute(insert(Account.__table__), accounts)
    words = [{"account_id": row["id"], "word": word} for row in accounts for word in ("alex", "kim")]
    db.session.execute(insert(AccountNameWord), words)
    db.session.execute(
        insert(PrintOrder.__table__).from_select(
            [c.name for c in PrintOrder.__table__.columns],
            _copies(order),
        )
    )
    db.session.commit()
    assert _queries(desk) == few
    page = find(desk, "Kim")
    assert kinds(page)["customers"] == search.MOST


def _copies(order: int) -> object:
    table, accounts = PrintOrder.__table__, Account.__table__
    columns = [
        (accounts.c.id + 20000) if c.name == "number" else accounts.c.id if c.name == "account_id" else c
        for c in table.columns
    ]
    return select(*columns).join(accounts, accounts.c.id >= 5000).where(table.c.number == order)


def _queries(desk: SignedIn) -> int:
    seen: list[str] = []

    def note(_c: object, _x: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    form = desk.get("/staff/search").form("/staff/search")
    engines = set(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        assert form.submit(words="Kim").status == 200
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return len(seen)
