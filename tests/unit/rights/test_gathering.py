"""What is held about one human: all of it, and nothing of anybody else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.addresses import PostalAddress
from app.disclosures.service import ledger
from app.foundation import facts, inventory, work
from app.foundation.acts import Act, Actor
from app.foundation.database import Base, db
from app.foundation.inventory import STORES
from app.foundation.keys import KeyStore
from app.foundation.reaching import Keys, models
from app.orders.service import moving
from app.rights.holdings import Group, Holdings, Item
from app.rights.service import searching
from app.rights.service.columns import Undeclared
from app.rights.service.gathering import Unreported, gather
from app.rights.service.knowing import keys_of
from app.rights.service.marking import Marked, mark_address, mark_everything
from app.rights.service.stores import Silent
from app.rights.writing import Answer, for_machines
from tests import cases, ordering
from tests.cases import done
from tests.pages import Browser
from tests.people import SignedIn, new_account
from tests.unit.foundation.test_keys import opened

NOBODY = Keys(email_keys=frozenset({"nobody@example.com"}))
LAKE = PostalAddress("Kim Olson", "12 Lake Street", "Excelsior", "MN", "55331")


def group(holdings: Holdings, name: str) -> Group:
    return next(one for one in holdings.groups if one.name == name)


def items(holdings: Holdings, column: str) -> list[Item]:
    table = column.partition(".")[0]
    return [one for record in group(holdings, table).records for one in record.items if one.column == column]


def everything(holdings: Holdings) -> str:
    """All that is told, as machines read it."""
    return str(for_machines(Answer(holdings, {}, None)))


@pytest.fixture
def two(app: Flask, act: Act) -> tuple[Marked, Marked]:
    """Two made-up people with an account and a row in every table, each personal column with words of its own."""
    return done(lambda: mark_everything(act)), done(lambda: mark_everything(act))


def test_each_declared_source_reports_even_when_it_holds_nothing(app: Flask) -> None:
    holdings = gather(NOBODY)
    assert {one.name for one in holdings.groups} == {*Base.metadata.tables, *(name for _, name in STORES)}
    assert holdings.held == ()
    assert all(one.kept for one in holdings.groups)
    assert all(one.note for one in holdings.about_nobody)


def test_every_personal_column_is_told_or_withheld_with_its_reason(two: tuple[Marked, Marked]) -> None:
    """The symmetric test: a row in every table, and each mark in it is found again."""
    one, _ = two
    holdings = gather(one.keys)
    told = everything(holdings)
    for mark in one.marks:
        found = items(holdings, mark.place)
        reached = models()[mark.place.partition(".")[0]].__person__
        assert found or reached.startswith("nobody"), mark.place
        for word in mark.words if found else ():
            assert word in told or any(item.why for item in found), mark.place


def test_neither_of_two_people_is_told_a_word_about_the_other(two: tuple[Marked, Marked]) -> None:
    one, other = two
    for person, stranger in ((one, other), (other, one)):
        told = everything(gather(person.keys))
        assert not [word for word in stranger.words if word in told]


def test_somebody_without_an_account_gets_all_that_has_no_key_but_their_address(
    app: Flask, act: Act, two: tuple[Marked, Marked]
) -> None:
    stranger = done(lambda: mark_address(act))
    told = everything(gather(stranger.keys))
    assert any(word in told for word in stranger.words)
    assert not [word for person in two for word in person.words if word in told]


@pytest.fixture
def lookalikes(app: Flask, act: Act) -> tuple[int, int]:
    """Two people of the same name, at the same address, with the same telephone; their mailboxes differ."""
    ordering.open_shop(act.at - timedelta(hours=1))
    made = []
    for user_id, job in (("kim.olson", "Kim's wedding"), ("kim.olson.2", "Olson Bakery")):
        account_id = new_account(user_id, "Kim Olson", LAKE)
        ordering.with_file(act, account_id, job_name=job, delivery=LAKE, phone="+16125550142")
        said = cases.ASKED
        address = cases.identifiers.email(f"{user_id}@example.com")
        cases.opened(act, name="Kim Olson", email=address, text=f"{job}: {said.text}")
        made.append(account_id)
    return made[0], made[1]


def test_two_people_who_look_alike_do_not_cross(lookalikes: tuple[int, int]) -> None:
    one, other = (everything(gather(keys_of(person_id))) for person_id in (1, 2))
    assert "Kim's wedding: Two boxes" in one
    assert "Olson Bakery: Two boxes" in other
    assert "Olson Bakery" not in one
    assert "Kim's wedding" not in other
    assert "kim.olson.2@example.com" not in one
    assert "order 10002" not in one
    assert "order 10001" not in other


def test_a_table_that_is_left_out_of_the_walk_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [pair for pair in inventory.mapped_tables() if pair[1].name != "order_event"]
    monkeypatch.setattr(inventory, "mapped_tables", lambda: iter(pairs))
    with pytest.raises(Unreported, match="order_event"):
        gather(NOBODY)


def test_a_store_that_nobody_searches_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(searching.WAYS, "instance/mail")
    with pytest.raises(Silent, match="instance/mail"):
        gather(NOBODY)


def test_a_new_store_needs_its_search(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = STORES["mail", "instance/mail"]
    monkeypatch.setitem(STORES, ("files", "instance/shoes"), replace(declared, name="instance/shoes", kind="files"))
    with pytest.raises(Silent, match="instance/shoes"):
        gather(NOBODY)


@pytest.fixture
def unreasoned(monkeypatch: pytest.MonkeyPatch) -> str:
    """A column that is withheld and does not say why."""
    column = models()["account"].__table__.columns["greeting"]
    bare = replace(column.info["inventory"], export="withheld", reason=" ")
    monkeypatch.setitem(column.info, "inventory", bare)
    return "account.greeting"


def test_a_column_withheld_without_a_reason_stops_the_answer_and_the_build(app: Flask, unreasoned: str) -> None:
    with pytest.raises(Undeclared, match=unreasoned):
        gather(NOBODY)
    assert inventory.gaps(inventory.mapped_tables()) == [
        f"Column {unreasoned} is not shown to its person, without a reason."
    ]


def test_a_column_without_a_declaration_stops_the_answer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(models()["account"].__table__.columns["greeting"].info, "inventory")
    with pytest.raises(Undeclared, match=r"account\.greeting"):
        gather(NOBODY)


def test_each_thing_tells_its_whole_story(customer: SignedIn) -> None:
    (street,) = items(gather(keys_of(1)), "account_address.line1")
    assert (street.what, street.text, street.why) == ("street", "950 Lake Drive", "")
    assert street.origin == "you typed it"
    assert street.since is not None
    assert street.purposes
    assert street.clause == "registering"
    assert street.shared == ()
    assert street.kept
    assert street.correct == "You can change it yourself in your account."
    (digest,) = items(gather(keys_of(1)), "account_address.line1_digest")
    assert (digest.text, digest.data) == ("", None)
    assert digest.why == "a keyed digest of the street line, only to find it again"


def test_staff_become_a_role_and_their_notes_are_told(
    act: Act, customer: SignedIn, staff_member: Callable[[str], SignedIn]
) -> None:
    clerk = staff_member("service")
    ordering.open_shop(act.at - timedelta(hours=1))
    number = ordering.with_file(act, customer.account_id)
    desk = replace(act, actor=Actor("staff", str(clerk.account_id)))
    work.unit(lambda: moving.note(desk, number, "Pays late, is friendly."))
    holdings = gather(keys_of(1))
    assert "Pays late, is friendly." in [item.text for item in items(holdings, "order_event.note")]
    assert "our staff (Customer service)" in [item.text for item in items(holdings, "order_event.actor")]
    told = everything(holdings)
    assert "Sam Service" not in told
    assert f"staff:{clerk.account_id}" not in told


def test_what_another_customer_wrote_in_a_thread_is_not_told(
    act: Act, customer: SignedIn, other_customer: SignedIn
) -> None:
    shown = cases.opened(act, person_id=1)
    robin = replace(act, actor=Actor("customer", str(other_customer.account_id)))
    done(lambda: cases.service.add_message(robin, shown.number, "This is Robin's own secret."))
    holdings = gather(keys_of(1))
    assert "This is Robin's own secret." not in everything(holdings)
    whys = [item.why for item in items(holdings, "case_message.text")]
    assert whys == ["", "somebody else wrote it"]
    assert "somebody else" in [item.text for item in items(holdings, "case_message.actor")]


def test_a_value_that_was_changed_in_the_database_hides_no_other(customer: SignedIn) -> None:
    db.session.execute(text("UPDATE account_address SET city = 'Chaska'"))
    holdings = gather(keys_of(1))
    (city,) = items(holdings, "account_address.city")
    assert city.why == "it was changed in the database and does not open"
    assert items(holdings, "account_address.name")[0].text == "Alex Kim"


@pytest.fixture
def own_keys(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyStore]:
    """A key store of the test's own, so that a key may be destroyed."""
    made = opened(tmp_path)
    monkeypatch.setitem(app.extensions, "shop.keys", made)
    yield made
    made.close()


def test_a_value_whose_key_was_destroyed_says_so(act: Act, own_keys: KeyStore) -> None:
    new_account("alex.kim", "Alex Kim")
    own_keys.destroy("person:1", act.at)
    (street,) = items(gather(keys_of(1)), "account_address.line1")
    assert street.why == "the key to it was destroyed, so nobody can read it any more"


def disclosed(act: Act, **changes: Any) -> None:
    entry = ledger.Entry("County court", "legal", "person:1", "order:10001", ("name", "address"), b"sealed")
    work.unit(lambda: ledger.record(act, replace(entry, **changes)))


def test_what_left_stands_with_its_order_and_in_the_ledger(act: Act, customer: SignedIn) -> None:
    ordering.open_shop(act.at - timedelta(hours=1))
    ordering.with_file(act, customer.account_id)
    disclosed(act)
    holdings = gather(keys_of(1))
    assert [line.recipient for line in holdings.shared] == ["County court"]
    assert items(holdings, "print_order.delivery")[0].shared == ("County court",)
    assert group(holdings, "order_job").shared == ("County court",)


def test_what_a_court_forbids_to_tell_is_told_when_the_ban_ends(act: Act, customer: SignedIn) -> None:
    disclosed(act, visible_from=act.at + timedelta(days=30))
    holdings = gather(keys_of(1))
    assert holdings.shared == ()
    assert group(holdings, "disclosure").count == 0
    assert "County court" not in everything(holdings)


def test_the_mailbox_alone_opens_categories_and_what_has_no_other_key(act: Act, customer: SignedIn) -> None:
    address = cases.identifiers.email("alex.kim@example.com")
    cases.opened(act, email=address, text="Do you print on linen?")
    holdings = gather(keys_of(1), "categories")
    assert group(holdings, "account").count == 1
    assert group(holdings, "account").records == ()
    told = everything(holdings)
    assert "950 Lake Drive" not in told
    assert "Do you print on linen?" in told
    silent = gather(keys_of(1), "categories", mailbox=False)
    assert group(silent, "case_message").count == 1
    assert "Do you print on linen?" not in everything(silent)


def test_the_log_is_searched_by_the_network_alone_and_says_that_others_may_share_it(
    visitor: Browser, customer: SignedIn
) -> None:
    visitor.get("/")
    log = group(gather(keys_of(1), network="127.0.0.1"), "instance/log")
    assert log.count == 1
    assert "others may have used the same address" in log.note
    assert group(gather(keys_of(1), network="192.0.2.77"), "instance/log").count == 0
    assert "no network address" in group(gather(keys_of(1)), "instance/log").note


def test_facts_that_wait_for_their_tables_are_found(act: Act, customer: SignedIn, other_customer: SignedIn) -> None:
    shown = cases.opened(act, person_id=1)
    facts.append("staff.read", staff=999, subject=f"case:{shown.number}")
    mine = group(gather(keys_of(1)), "instance/facts")
    assert "case:40001" in [item.text for record in mine.records for item in record.items][-1]
    theirs = group(gather(keys_of(2)), "instance/facts")
    assert "case:40001" not in str(theirs.records)


def test_mail_in_the_spool_of_a_demonstration_is_found(
    act: Act, customer: SignedIn, other_customer: SignedIn, run_job: Callable[[str], None]
) -> None:
    cases.opened(act, person_id=1, email=cases.identifiers.email("alex.kim@example.com"))
    run_job("send-mail")
    spool = group(gather(keys_of(1)), "instance/mail")
    assert any("40001" in item.text for record in spool.records for item in record.items)
    assert not any("40001" in str(record) for record in group(gather(keys_of(2)), "instance/mail").records)


def test_files_are_told_by_name_and_size(act: Act, customer: SignedIn) -> None:
    ordering.open_shop(act.at - timedelta(hours=1))
    ordering.with_file(act, customer.account_id)
    (record,) = group(gather(keys_of(1)), "files/artwork").records
    assert record.items[0].text.startswith("cards.pdf, ")


def test_the_age_of_backups_is_told(app: Flask) -> None:
    assert "at most 35 days old" in gather(NOBODY).copies


def test_the_day_on_which_something_goes_is_told_where_a_rule_says_it(act: Act, customer: SignedIn) -> None:
    ordering.open_shop(act.at - timedelta(hours=1))
    ordering.with_file(act, customer.account_id)
    cases.opened(act, person_id=1)
    holdings = gather(keys_of(1))
    gone = act.at.replace(year=act.at.year + 7).date()
    for column in ("print_order.total_cents", "order_job.name", "order_event.state"):
        until = items(holdings, column)[0].until
        assert until is not None, column
        assert until.date() == gone, column
    assert items(holdings, "account.name")[0].until is None
    assert items(holdings, "artwork.name")[0].until is None, "a job still needs the file"


def test_every_row_of_every_table_can_tell_its_day_or_that_there_is_none(two: tuple[Marked, Marked]) -> None:
    told = [item for one in gather(two[0].keys).groups for record in one.records for item in record.items]
    assert any(item.until for item in told)
    assert all(item.kept for item in told)
