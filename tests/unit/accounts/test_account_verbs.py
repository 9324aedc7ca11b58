"""The verbs that open and change accounts, without any page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account, StaffRole
from app.accounts.service import (
    account_card,
    address_book,
    billing,
    opening,
    overview,
    profile,
    staff,
    staff_invitations,
)
from app.accounts.service.address_book import Entry
from app.accounts.service.billing import Billing
from app.accounts.service.profile import Profile
from app.audit.models import AuditEntry
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.people import service as people
from app.people.models import FieldValue
from app.people.service import Told
from tests.people import LAKE_DRIVE, WEAK, WEAK_HASH, person

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def alex(act: Act, app: Flask) -> int:
    return opening.open_account(act, person("alex.kim", "Alex Kim"), WEAK_HASH)


def audited() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.kind).order_by(AuditEntry.id)))


def test_opening_an_account_makes_a_person_values_and_an_address(act: Act, alex: int) -> None:
    card = account_card(alex)
    assert (card.name, card.greeting, card.email) == ("Alex Kim", "Alex", "alex.kim@example.com")
    assert set(people.standing(card.person_id)) == {"user_id", "email", "name", "greeting", "address:1"}
    assert "account.opened" in audited()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"user_id": "ALEX.kim"}, "user_id"), ({"user_id": "a@b"}, "user_id"), ({"user_id": "someone"}, None)],
)
def test_a_taken_or_unusable_identity_is_refused(
    act: Act, alex: int, change: dict[str, str], field: str | None
) -> None:
    with pytest.raises(Refusal) as refusal:
        opening.open_account(act, replace(person("alex.kim", "Alex Kim"), **change), WEAK_HASH)
    assert refusal.value.field == field


def test_the_cards_of_unknown_accounts_do_not_exist() -> None:
    for ask in (account_card, overview.of, profile.own):
        with pytest.raises(Missing):
            ask(99)


def test_the_overview_counts_the_addresses(act: Act, alex: int) -> None:
    assert (overview.of(alex).email, overview.of(alex).user_id) == ("alex.kim@example.com", "alex.kim")


def test_a_profile_change_keeps_the_old_value_and_its_origin(act: Act, alex: int) -> None:
    profile.change(act, alex, 1, Profile("A. Kim", "", "612-555-0142", {"name": "For your orders."}))
    card = account_card(alex)
    assert (card.name, card.greeting, card.phone, card.version) == ("A. Kim", "A. Kim", "+16125550142", 2)
    values = db.session.execute(
        select(FieldValue.value, FieldValue.superseded_at.is_(None)).where(FieldValue.field == "name")
    )
    assert sorted(map(tuple, values)) == [("A. Kim", True), ("Alex Kim", False)]
    assert "profile.changed" in audited()


def test_an_emptied_telephone_is_forgotten(act: Act, alex: int) -> None:
    profile.change(act, alex, 1, Profile("Alex Kim", "Alex", "612-555-0142", {}))
    profile.change(act, alex, 2, Profile("Alex Kim", "Alex", "", {}))
    assert account_card(alex).phone is None
    assert "phone" not in people.standing(account_card(alex).person_id)


def test_a_stale_profile_gives_the_values_that_stand(act: Act, alex: int) -> None:
    with pytest.raises(Stale) as stale:
        profile.change(act, alex, 7, Profile("A. Kim", "", "", {}))
    assert stale.value.current == {"name": "Alex Kim", "greeting": "Alex", "phone": "", "version": "1"}


def test_a_telephone_that_is_none_is_refused_beside_its_field(act: Act, alex: int) -> None:
    with pytest.raises(Refusal) as refusal:
        profile.change(act, alex, 1, Profile("Alex", "", "call me", {}))
    assert refusal.value.field == "phone"


def test_the_first_address_is_offered_first_and_another_can_take_its_place(act: Act, alex: int) -> None:
    person_id = account_card(alex).person_id
    second = replace(LAKE_DRIVE, line1="1 Main Street")
    address_book.add(act, alex, person_id, Entry(second, True, True))
    first, added = address_book.addresses_of(alex)
    assert (first.for_shipping, first.for_billing) == (False, False)
    assert (added.for_shipping, added.for_billing) == (True, True)


def test_an_address_change_is_recorded_and_versioned(act: Act, alex: int) -> None:
    person_id = account_card(alex).person_id
    entry = Entry(replace(LAKE_DRIVE, line1="1 Main Street"), True, False, "For sending your orders.")
    address_book.change(act, alex, person_id, 1, version=1, entry=entry)
    assert "1 Main Street" in people.standing(person_id)["address:1"].value
    with pytest.raises(Stale) as stale:
        address_book.change(act, alex, person_id, 1, version=1, entry=entry)
    assert (stale.value.current["line1"], stale.value.current["version"]) == ("1 Main Street", "2")


def test_an_address_of_another_account_is_missing(act: Act, alex: int) -> None:
    for verb in (
        lambda: address_book.address_of(alex + 1, 1),
        lambda: address_book.remove(act, alex + 1, 1, 1),
        lambda: address_book.change(act, alex + 1, 1, 1, version=1, entry=Entry(LAKE_DRIVE, True, True)),
    ):
        with pytest.raises(Missing):
            verb()


def test_a_deleted_address_leaves_no_standing_value(act: Act, alex: int) -> None:
    person_id = account_card(alex).person_id
    address_book.remove(act, alex, person_id, 1)
    assert address_book.addresses_of(alex) == []
    assert "address:1" not in people.standing(person_id)


def test_the_address_book_has_an_end(act: Act, alex: int) -> None:
    rules.set_value(act, "account.most-addresses", 1, act.at, "a test")
    with pytest.raises(Refusal, match="at most 1"):
        address_book.add(act, alex, account_card(alex).person_id, Entry(LAKE_DRIVE, True, True))


def test_billing_details_are_versioned(act: Act, alex: int) -> None:
    person_id, details = account_card(alex).person_id, Billing("Kim & Co", "41-0", "PO 7")
    assert billing.billing_of(alex) == (Billing(), 0)
    billing.change(act, alex, person_id, version=0, new=details, purposes={"company": "For billing."})
    assert billing.billing_of(alex) == (details, 1)
    assert people.standing(person_id)["billing_company"].value == "Kim & Co"
    with pytest.raises(Stale) as stale:
        billing.change(act, alex, person_id, version=0, new=Billing(), purposes={})
    assert stale.value.current["po_number"] == "PO 7"


def test_an_unchanged_value_keeps_its_date(act: Act, alex: int) -> None:
    person_id = account_card(alex).person_id
    before = people.standing(person_id)["name"]
    people.record(act, person_id, Told("name", "Alex Kim", "another sentence"))
    assert people.standing(person_id)["name"] == before
    assert before.origin_words == "you typed it"


def test_a_role_is_given_once_and_only_if_it_exists(act: Act, alex: int) -> None:
    for _ in range(2):
        staff.grant(act, alex, "prepress")
    assert list(db.session.scalars(select(StaffRole.role))) == ["prepress"]
    with pytest.raises(Refusal, match="janitor"):
        staff.grant(act, alex, "janitor")
    with pytest.raises(Refusal, match="at least one role"):
        staff_invitations.invite(act, "janitor")


def test_demonstration_staff_have_their_roles_and_names(act: Act, app: Flask) -> None:
    new = person("prue", "Prue Fisher", None)
    account_id = staff.create_staff(act, new, "nine kites over the mill", ["prepress", "shipping"], WEAK)
    assert staff.staff_names([account_id]) == {account_id: "Prue Fisher"}
    assert staff.first_administrator_needed()


@pytest.mark.parametrize("own", ["alex.kim", "Smartpress"])
def test_a_password_made_of_names_is_refused_beside_its_field(own: str) -> None:
    with pytest.raises(Refusal) as refusal:
        opening.check_password(f"{own}-{own}-2026!", "alex.kim")
    assert refusal.value.field == "password"


def test_every_change_of_an_account_is_audited(act: Act, alex: int) -> None:
    person_id = account_card(alex).person_id
    verbs: dict[str, Callable[[], object]] = {
        "profile.changed": lambda: profile.change(act, alex, 1, Profile("A", "", "", {})),
        "address.changed": lambda: address_book.change(
            act, alex, person_id, 1, version=1, entry=Entry(LAKE_DRIVE, False, False)
        ),
        "address.added": lambda: address_book.add(act, alex, person_id, Entry(LAKE_DRIVE, False, False)),
        "address.removed": lambda: address_book.remove(act, alex, person_id, 1),
        "billing.changed": lambda: billing.change(act, alex, person_id, version=0, new=Billing("X"), purposes={}),
        "staff.role-given": lambda: staff.grant(act, alex, "service"),
        "staff.invited": lambda: staff_invitations.invite(act, "service"),
    }
    for kind, verb in verbs.items():
        before = audited().count(kind)
        verb()
        assert audited().count(kind) == before + 1, kind
    entries = db.session.scalars(select(AuditEntry.payload)).all()
    assert not any("Lake Drive" in str(payload) or "Alex" in str(payload) for payload in entries)


def test_the_account_s_own_row_holds_no_plain_password(act: Act, alex: int) -> None:
    assert db.session.scalars(select(Account.password_hash)).one().startswith("$argon2id$")
