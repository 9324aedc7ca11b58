"""How rows lead to their person: what a path may say, and whose a row is."""

from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, select

from app.foundation import reaching
from app.foundation.database import db
from app.foundation.reaching import Keys, models, rows_of
from app.rights.service.knowing import keys_of
from tests import cases
from tests.people import SignedIn

META = MetaData()
Table("account", META, Column("id", Integer, primary_key=True))
SHOE = Table(
    "shoe", META, Column("id", Integer, primary_key=True), Column("email_key", String),
    Column("account_id", ForeignKey("account.id")), Column("case_number", Integer),
)  # fmt: skip


def gap(path: str) -> str:
    return reaching.gap(type("Shoe", (), {"__person__": path}), SHOE)


@pytest.mark.parametrize(
    "path",
    [
        "account_id as account",
        "account_id as account else email_key as email-key",
        "account_id as account | email_key as email-key",
        "case_number -> case_file",
    ],
)
def test_a_path_that_leads_to_somebody_is_good(path: str) -> None:
    assert gap(path) == ""


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("", "no way to a person"),
        ("account_id", "no way to a person"),
        ("account_id as owner", "no way to a person"),
        ("nobody: ", "no way to a person"),
        ("shoe_size as account", "no column “shoe_size”"),
        ("case_number -> shoe_box", "no table “shoe_box”"),
        ("case_number -> price_table", "“price_table” is about nobody"),
        ("nobody: only shoes", "account_id leads to somebody"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused_in_words(path: str, trouble: str) -> None:
    assert trouble in gap(path)


def rows(name: str, keys: Keys) -> list[Any]:
    table = models()[name].__table__
    about = rows_of(table, keys)
    assert about is not None
    return list(db.session.execute(select(table).where(about)))


def test_tables_about_nobody_have_no_rows_of_anybody(app: object) -> None:
    assert rows_of(models()["price_table"].__table__, Keys(persons=frozenset({1}))) is None


def test_nobody_s_keys_find_nothing(customer: SignedIn) -> None:
    assert not any(rows(name, Keys()) for name in models() if rows_of(models()[name].__table__, Keys()) is not None)


def test_a_message_of_a_customer_stays_theirs_whatever_address_they_typed(
    act: Any, customer: SignedIn, other_customer: SignedIn
) -> None:
    """Alex, signed in, typed Robin's address: Robin must not read what Alex wrote."""
    cases.opened(act, person_id=1, email=cases.identifiers.email("robin@example.com"))
    assert [row.number for row in rows("case_file", keys_of(1))] == [40001]
    assert rows("case_file", keys_of(2)) == []
    assert rows("case_message", keys_of(2)) == []


def test_a_message_without_an_account_belongs_to_whoever_proves_the_address(app: object, act: Any) -> None:
    cases.opened(act)
    assert len(rows("case_file", keys_of(email_key="casey@example.com"))) == 1
    assert len(rows("case_message", keys_of(email_key="casey@example.com"))) == 1
    assert rows("case_file", keys_of(email_key="kasey@example.com")) == []


def test_the_record_of_an_order_leads_to_its_customer(act: Any, customer: SignedIn, other_customer: SignedIn) -> None:
    cases.opened(act, person_id=1)
    about = {row.subject_ref for row in rows("audit_entry", keys_of(1))}
    assert {"case:40001", "person:1", f"account:{customer.account_id}"} <= about
    assert not any(row.subject_ref == "case:40001" for row in rows("audit_entry", keys_of(2)))


def test_an_address_in_its_written_form_is_found_by_its_key() -> None:
    assert Keys(email_keys=frozenset({"jo@xn--bcher-kva.example"})).of("email") == {
        "jo@xn--bcher-kva.example",
        "jo@bücher.example",
    }


def test_an_address_of_somebody_else_adds_nothing_to_a_person(customer: SignedIn, other_customer: SignedIn) -> None:
    assert keys_of(1, "robin@example.com") == keys_of(1)
    assert keys_of(1, "free@example.com").email_keys == {"alex.kim@example.com", "free@example.com"}


def test_an_address_alone_opens_no_account(customer: SignedIn) -> None:
    keys = keys_of(email_key="alex.kim@example.com")
    assert (keys.persons, keys.accounts, keys.refs, keys.actors) == (set(), set(), set(), set())
