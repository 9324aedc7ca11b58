"""Members of a company: one company each, roles and limits, and always somebody who leads."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.companies import service, views
from app.companies.service import Place, Rules
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from tests.companies import LAKESIDE, People, by, joined, lakeside, letters, member, opened
from tests.ordering import done
from tests.people import new_account


@pytest.fixture
def people(app: Flask) -> People:
    return lakeside()


def change(people: People, role: str, place: Place, who: str = "administrator", version: int | None = None) -> None:
    one = member(people, role)
    actor = people.role(who)
    done(lambda: service.change(by(actor), actor, one.id, place, one.version if version is None else version))


def test_whoever_opens_a_company_administers_it_and_belongs_to_no_other(app: Flask) -> None:
    owner = new_account("alex.kim", "Alex Kim")
    opened(owner)
    held = service.standing(owner)
    assert held is not None
    assert (held.name, held.role, held.limit_cents) == (LAKESIDE, "administrator", None)
    with pytest.raises(Refusal, match="belong to a company already"):
        opened(owner, "Another")
    assert service.standing(new_account("robin", "Robin Vale")) is None


def test_the_database_itself_knows_one_open_membership_for_each_account(people: People) -> None:
    copy = text(
        "INSERT INTO company_member (company_id, account_id, role, since, by, changed_by, ended_by, version)"
        " SELECT company_id, account_id, role, since, by, '', '', 1 FROM company_member WHERE account_id = :buyer"
    )
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.execute(copy, {"buyer": people.buyer})
    db.session.rollback()


def test_another_role_is_told_to_its_owner_and_to_every_other_administrator(people: People) -> None:
    change(people, "approver", Place("administrator"))
    assert letters("companies/role_changed") == ["lake.approver@example.com"]
    assert letters("companies/administrator_made") == ["lake.owner@example.com"]
    assert member(people, "approver").role == "administrator"
    kinds = list(db.session.scalars(text("SELECT kind FROM audit_entry WHERE kind LIKE 'company.member%'")))
    assert kinds == ["company.member-changed"]


def test_saving_what_stands_already_tells_nobody(people: People) -> None:
    change(people, "buyer", Place("buyer", 1000))
    assert letters("companies/role_changed") == []


def test_a_viewer_has_no_limit_since_viewers_order_nothing(people: People) -> None:
    change(people, "buyer", Place("viewer", 5000))
    assert member(people, "buyer").limit_cents is None


@pytest.mark.parametrize("limit", [0, -5, 2**31])
def test_a_limit_that_is_no_amount_is_refused(people: People, limit: int) -> None:
    with pytest.raises(Refusal) as refused:
        change(people, "buyer", Place("buyer", limit))
    assert refused.value.field == "limit"


def test_a_page_that_is_too_old_shows_what_stands_now(people: People) -> None:
    change(people, "buyer", Place("buyer", 2500))
    with pytest.raises(Stale) as late:
        change(people, "buyer", Place("approver"), version=1)
    assert late.value.current == {"role": "buyer", "limit": "$25.00", "version": "2"}


@pytest.mark.parametrize("who", ["buyer", "approver", "viewer"])
def test_nobody_but_administrators_changes_anything(people: People, who: str) -> None:
    actor, one = people.role(who), member(people, "buyer")
    verbs = (
        lambda: service.change(by(actor), actor, one.id, Place("administrator"), one.version),
        lambda: service.end(by(actor), actor, one.id, one.version),
        lambda: service.change_rules(by(actor), actor, Rules("Ours"), 1),
        lambda: service.close(by(actor), actor),
    )
    for verb in verbs:
        with pytest.raises(Missing):
            done(verb)


def test_the_last_administrator_can_neither_step_down_nor_leave(people: People) -> None:
    with pytest.raises(Refusal, match="administrator first"):
        change(people, "administrator", Place("viewer"))
    with pytest.raises(Refusal, match="administrator first"):
        done(lambda: service.leave(by(people.administrator), people.administrator))
    change(people, "approver", Place("administrator"))
    done(lambda: service.leave(by(people.administrator), people.administrator))
    assert service.standing(people.administrator) is None
    assert [one.role for one in views.members(people.company_id)] == ["buyer", "administrator", "viewer"]


def test_an_administrator_ends_memberships_of_others_at_once(people: People) -> None:
    one = member(people, "buyer")
    done(lambda: service.end(by(people.administrator), people.administrator, one.id, one.version))
    assert service.standing(people.buyer) is None
    assert letters("companies/ended") == ["lake.buyer@example.com"]
    with pytest.raises(Missing):
        done(lambda: service.end(by(people.administrator), people.administrator, one.id, one.version + 1))
    joined(people.administrator, "lake.buyer", "viewer")
    assert member(people, "buyer").role == "viewer"


def test_members_of_another_company_do_not_exist(people: People) -> None:
    others = lakeside(prefix="hill")
    theirs = member(others, "buyer")
    for verb in (
        lambda: service.change(by(people.administrator), people.administrator, theirs.id, Place("viewer"), 1),
        lambda: service.end(by(people.administrator), people.administrator, theirs.id, 1),
    ):
        with pytest.raises(Missing):
            done(verb)
    assert member(others, "buyer").version == theirs.version


def test_the_last_one_who_leaves_closes_the_company(app: Flask) -> None:
    owner = new_account("alex.kim", "Alex Kim")
    number = opened(owner)
    done(lambda: service.leave(by(owner), owner))
    assert db.session.scalar(text("SELECT empty_since FROM company WHERE id = :id"), {"id": number}) is not None


def test_closing_ends_everything_and_tells_everybody(people: People) -> None:
    done(lambda: service.close(by(people.administrator), people.administrator))
    assert views.members(people.company_id) == []
    assert len(letters("companies/closed")) == 4


def test_a_company_without_people_goes_by_its_retention_rule_with_all_that_hangs_on_it(
    people: People, act: Act, run_job: object
) -> None:
    done(lambda: service.close(by(people.administrator), people.administrator))
    long_ago = act.at - timedelta(days=rules.whole("retention.company-days") + 1)
    done(lambda: db.session.execute(text("UPDATE company SET empty_since = :at"), {"at": long_ago}))
    run_job("keep-retention")  # type: ignore[operator]  # a fixture of pytest
    for table in ("company", "company_member", "company_invitation"):
        assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # names of ours
    assert opened(new_account("later", "Later Person")) > people.company_id


def test_what_an_erasure_leaves_behind_is_tended(people: People, run_job: object) -> None:
    done(lambda: db.session.execute(text("DELETE FROM company_member WHERE role = 'administrator'")))
    run_job("tend-companies")  # type: ignore[operator]  # as above
    assert member(people, "approver").role == "administrator"
    done(lambda: db.session.execute(text("DELETE FROM company_member")))
    run_job("tend-companies")  # type: ignore[operator]  # as above
    assert db.session.scalar(text("SELECT empty_since FROM company")) is not None
