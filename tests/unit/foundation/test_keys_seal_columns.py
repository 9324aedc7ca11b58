"""Sealed columns: unreadable at rest, bound to their row, found by digest, gone with their key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import aliased

from app.accounts import service as accounts
from app.accounts.addresses import PostalAddress
from app.accounts.models import Account, AccountAddress
from app.accounts.service import profile
from app.accounts.service.profile import Profile
from app.foundation import clock, keys, sealed
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.foundation.keys import KeyStore
from app.foundation.sealed import ERASED, Tampered
from app.orders import views
from app.orders.models import PrintOrder
from app.orders.service import moving
from app.orders.views import Wanted
from app.people import service as people
from tests.ordering import done, drafted, open_shop, paid
from tests.pages import Browser
from tests.people import SignedIn, new_account
from tests.unit.foundation.test_keys import opened

PHONE, SPOKEN = "+16125550142", "(612) 555-0142"


@pytest.fixture
def store(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyStore]:
    """A key store of the test's own, so that keys may be destroyed."""
    made = opened(tmp_path)
    monkeypatch.setitem(app.extensions, "shop.keys", made)
    yield made
    made.close()


@pytest.fixture
def alex(store: KeyStore, act: Act) -> int:
    return with_phone(act, new_account("alex.kim", "Alex Kim"), PHONE)


@pytest.fixture
def robin(store: KeyStore, act: Act) -> int:
    return with_phone(act, new_account("robin", "Robin Vale"), "+16125550188")


def with_phone(act: Act, account_id: int, number: str) -> int:
    done(lambda: profile.change(act, account_id, 1, Profile("Somebody", "", number, {})))
    return account_id


def raw(query: str, **values: Any) -> Any:
    """One value as it rests."""
    found = db.session.scalar(text(query), values)
    db.session.rollback()
    return found


def write(statement: str, **values: Any) -> None:
    """Write past the application, as somebody with the database in hand does."""
    done(lambda: db.session.execute(text(statement), values))
    db.session.expunge_all()


def order_of(account_id: int, act: Act) -> int:
    open_shop()
    return drafted(act, account_id, phone=PHONE)


def test_what_is_sealed_rests_unreadable_and_reads_as_it_was(alex: int) -> None:
    found = raw("SELECT phone FROM account WHERE id = :id", id=alex)
    assert found.startswith("v1.person:1.")
    assert PHONE[1:] not in found
    assert accounts.account_card(alex).phone == PHONE
    assert db.session.get(Account, alex).phone == PHONE


def test_the_same_text_rests_differently_each_time(alex: int, act: Act) -> None:
    before = raw("SELECT phone FROM account")
    done(lambda: profile.change(act, alex, 2, Profile("Somebody", "", "", {})))
    assert raw("SELECT phone FROM account") is None
    done(lambda: profile.change(act, alex, 3, Profile("Somebody", "", PHONE, {})))
    assert raw("SELECT phone FROM account") != before


def test_it_reads_through_aliases_and_inner_queries(alex: int) -> None:
    other = aliased(Account)
    inner = select(Account.person_id, Account.phone).subquery()
    assert db.session.scalar(select(other.phone)) == PHONE
    assert db.session.scalar(select(inner.c.phone)) == PHONE
    assert db.session.execute(select(Account.phone.label("number"))).one().number == PHONE
    assert db.session.execute(select(Account.__table__)).one().phone == PHONE


def test_nothing_is_written_in_clear_past_the_orm_and_the_error_holds_no_value(alex: int) -> None:
    values = {"account_id": alex, "line1": "950 Lake Drive", "line2": "", "city": "", "postal_code": ""}
    rest = {"name": "A", "company": "", "region": "MN", "country": "US", "version": 1}
    with pytest.raises(StatementError, match="write it through the ORM") as refused:
        db.session.execute(insert(AccountAddress), [values | rest, values | rest])
    assert "950 Lake Drive" not in str(refused.value)


def test_a_changed_value_is_noticed(alex: int) -> None:
    found = raw("SELECT phone FROM account")
    changed = found[:-6] + ("A" if found[-6] != "A" else "B") + found[-5:]
    write("UPDATE account SET phone = :text", text=changed)
    with pytest.raises(Tampered, match=r"account\.phone"):
        accounts.account_card(alex)


def test_a_value_moved_to_another_persons_row_is_noticed(alex: int, robin: int) -> None:
    write("UPDATE account SET phone = (SELECT phone FROM account WHERE id = :alex) WHERE id = :robin",
          alex=alex, robin=robin)  # fmt: skip
    assert accounts.account_card(alex).phone == PHONE
    with pytest.raises(Tampered, match="moved"):
        accounts.account_card(robin)


def test_a_value_moved_to_another_order_of_the_same_person_is_noticed(alex: int, act: Act) -> None:
    first, second = order_of(alex, act), order_of(alex, act)
    write("UPDATE print_order SET delivery = (SELECT delivery FROM print_order WHERE number = :first) "
          "WHERE number = :second", first=first, second=second)  # fmt: skip
    assert views.order_for_staff(first).delivery is not None
    with pytest.raises(Tampered, match="delivery"):
        views.order_for_staff(second)


def test_a_value_moved_to_another_column_is_noticed(alex: int) -> None:
    write("UPDATE account_address SET city = line1")
    with pytest.raises(Tampered, match="city"):
        accounts.addresses_of(alex)


def test_a_value_planted_in_clear_is_noticed(alex: int) -> None:
    write("UPDATE account SET phone = '+16125550199'")
    with pytest.raises(Tampered, match="does not hold a sealed value"):
        accounts.account_card(alex)


def test_in_an_orders_address_names_stay_readable_and_cannot_be_changed(alex: int, act: Act) -> None:
    number = order_of(alex, act)
    found = raw("SELECT delivery FROM print_order")
    assert "Alex Kim" in found
    assert not [line for line in ("950 Lake Drive", "Chanhassen", "55317") if line in found]
    assert views.order_for_staff(number).delivery == PostalAddress(
        "Alex Kim", "950 Lake Drive", "Chanhassen", "MN", "55317"
    )
    write("UPDATE print_order SET delivery = replace(delivery, 'Alex Kim', 'Eve Else')")
    with pytest.raises(Tampered):
        views.order_for_staff(number)


@pytest.mark.parametrize("words", ["612-555-0142", "+1 612 555 0142", "0142", "950 LAKE  drive"])
def test_staff_find_an_order_by_telephone_last_four_or_street(alex: int, robin: int, act: Act, words: str) -> None:
    number = order_of(alex, act)
    drafted(act, robin, delivery=None, method="pick-up")
    assert [row.number for row in views.queue(Wanted(words=words)).rows] == [number]
    assert views.queue(Wanted(words="612-555-0143")).rows == []


def test_a_number_that_was_taken_back_is_found_no_more(alex: int, act: Act) -> None:
    number = order_of(alex, act)
    write("UPDATE print_order SET phone_digest = NULL")
    assert [row.number for row in views.queue(Wanted(words=SPOKEN)).rows] == [number]
    done(lambda: profile.change(act, alex, 2, Profile("Somebody", "", "", {})))
    assert views.queue(Wanted(words=SPOKEN)).rows == []


def test_with_its_key_a_persons_data_is_gone_and_pages_still_open(
    store: KeyStore, customer: SignedIn, act: Act
) -> None:
    with_phone(act, customer.account_id, PHONE)
    number = order_of(customer.account_id, act)
    assert store.destroy("person:1", clock.now())
    assert {told.value for told in people.standing(1).values()} == {ERASED}
    order = views.order_for_staff(number)
    assert (order.phone, order.phone_text, order.delivery.line1) == (ERASED, ERASED, ERASED)
    assert order.delivery.name == "Alex Kim"
    for path in ("/account", "/account/addresses", "/account/profile", f"/orders/{number}"):
        page = customer.get(path)
        assert (page.status, "950 Lake Drive" in page.main) == (200, False), path
    assert ERASED in customer.get("/account/addresses").main


def test_nothing_new_is_kept_about_somebody_whose_key_is_gone(alex: int, store: KeyStore, act: Act) -> None:
    store.destroy("person:1", clock.now())
    with pytest.raises(Refusal, match="erased"):
        done(lambda: profile.change(act, alex, 2, Profile("Alex", "", "612-555-0199", {})))


def test_mail_is_sealed_by_the_key_of_the_house(alex: int, act: Act) -> None:
    open_shop()
    paid(act, alex)
    assert raw("SELECT content FROM outbox_mail").startswith("{}v1.shop.")


def test_a_lost_key_store_is_named_and_nothing_is_sealed_by_an_empty_one(
    app: Flask, store: KeyStore, customer: SignedIn, visitor: Browser, act: Act, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with_phone(act, customer.account_id, PHONE)
    assert visitor.get("/readyz").response.json["parts"]["keys"] == "ok"
    other = opened(tmp_path / "other")
    monkeypatch.setitem(app.extensions, "shop.keys", other)
    try:
        assert "not the one that sealed" in visitor.get("/readyz").response.json["parts"]["keys"]
        assert customer.get("/account/addresses").status == 503
        assert visitor.get("/sign-in").status == 200
        with pytest.raises(keys.KeysUnavailable, match="Restore"):
            done(lambda: profile.change(act, customer.account_id, 2, Profile("Alex", "", "612-555-0199", {})))
    finally:
        other.close()


def test_a_key_store_whose_file_is_gone_is_named(
    store: KeyStore, customer: SignedIn, visitor: Browser, tmp_path: Path
) -> None:
    (tmp_path / "keys" / "keys.sqlite").unlink()
    answer = visitor.get("/readyz")
    assert answer.status == 503
    assert "file is gone" in answer.response.json["parts"]["keys"]


def test_pages_unwrap_a_key_once_and_lists_of_orders_none(
    store: KeyStore, customer: SignedIn, staff_member: Any, act: Act
) -> None:
    with_phone(act, customer.account_id, PHONE)
    number = order_of(customer.account_id, act)
    desk = staff_member("production")
    store.close()
    asked: list[str] = []
    with store._envelopes.answering() as engine:
        event.listen(engine, "before_cursor_execute", lambda *rest: asked.append(rest[2]))
    assert desk.get("/staff/orders").status == 200
    assert asked == []
    for _ in range(2):
        for path in ("/account", "/account/addresses", f"/orders/{number}"):
            assert customer.get(path).status == 200
    assert desk.get(f"/staff/orders/{number}").status == 200
    assert len(asked) == 1


def test_every_sealed_column_bears_its_own_name() -> None:
    mine = {
        f"{model.__tablename__}.{key}": kind.name
        for model in (Account, AccountAddress, PrintOrder)
        for key, kind in sealed._columns(model.__mapper__)
    }
    assert mine
    assert list(mine) == list(mine.values())


def test_staff_notes_rest_sealed_too(alex: int, act: Act) -> None:
    number = order_of(alex, act)
    done(lambda: moving.note(act, number, "Call 612-555-0142 first."))
    assert "555" not in raw("SELECT note FROM order_event WHERE note <> ''").partition(".")[0]
    assert [event.note for event in views.order_for_staff(number).events][-1] == "Call 612-555-0142 first."
