"""The account in which the shop looks after itself: nobody's, out of everybody's reach, and no burden."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts import own_visit, user_ids, views
from app.accounts.service import own_visitor
from app.foundation import checks, jobs
from app.foundation.checks import Check, NotYet, State
from app.foundation.database import db
from app.foundation.own_site import AGENT, OwnSite
from app.visits.tallies import Tallies
from tests.pages import Browser
from tests.people import new_account


def ours() -> str:
    return own_visitor.credentials().user_id


def rows(table: str) -> int:
    return int(db.session.scalar(text(f"SELECT count(*) FROM {table}")))


def test_only_who_has_the_shops_key_knows_what_it_signs_in_with(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = own_visitor.credentials()
    assert own_visitor.credentials() == before
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key")
    after = own_visitor.credentials()
    assert (after.user_id != before.user_id, after.password != before.password) == (True, True)


def test_a_second_run_opens_no_second_account(app: Flask) -> None:
    jobs.run_now("own-visitor")
    before = ours()
    jobs.run_now("own-visitor")
    assert (ours(), rows("account")) == (before, 1)


def test_nobody_else_can_have_such_a_user_id() -> None:
    assert user_ids.complaint("own-check-mine")
    assert user_ids.complaint("OWN-CHECK-mine")
    assert user_ids.complaint("own-checker") is None


def test_lists_of_people_can_leave_it_out(app: Flask) -> None:
    jobs.run_now("own-visitor")
    new_account("alex.kim", "Alex Kim")
    assert len(db.session.scalars(views.OURS_ALONE).all()) == 1
    assert len(views.newest_customers()) == 1


def test_signing_in_writes_no_mail_and_slows_nobody_down(app: Flask, served: OwnSite) -> None:
    jobs.run_now("own-visitor")
    for _ in range(2):
        with own_visit.signed_in(remember=True) as visitor:
            assert visitor.get("/account").status == 200
    assert rows("outbox_mail") == 0
    assert rows("sign_in_attempt") == 0
    assert rows("web_session") == 0


def test_a_wrong_password_of_its_own_is_not_counted_against_the_network(app: Flask, served: OwnSite) -> None:
    jobs.run_now("own-visitor")
    for _ in range(3):
        own_visit.try_password(served.visitor(), own_visit.credentials(), "wrong")
    kinds = db.session.scalars(text("SELECT kind FROM sign_in_attempt")).all()
    assert kinds == ["account"]


def test_devices_on_which_it_signed_out_are_forgotten(app: Flask, served: OwnSite) -> None:
    jobs.run_now("own-visitor")
    with own_visit.signed_in(remember=True):
        pass
    assert rows("device") == 1
    db.session.rollback()
    jobs.run_now("own-visitor")
    assert (rows("device"), rows("remember_token")) == (0, 0)


def test_it_is_a_customer_of_nothing(app: Flask) -> None:
    jobs.run_now("own-visitor")
    assert rows("cause") == 0
    assert rows("identifier") == 0


def test_without_its_account_a_check_says_that_it_has_not_looked(app: Flask, served: OwnSite) -> None:
    def run() -> checks.Result:
        with own_visit.signed_in():
            return checks.kept("never reached")

    assert checks.look(Check("tried", "We try.", run, ())).state == State.UNCHECKED
    with pytest.raises(NotYet):
        own_visit.credentials()


def test_a_site_that_turns_its_own_visitor_away_is_failing(app: Flask, served: OwnSite) -> None:
    jobs.run_now("own-visitor")
    db.session.execute(text("UPDATE account SET password_hash = 'spoiled'"))
    db.session.commit()

    def run() -> checks.Result:
        with own_visit.signed_in():
            return checks.kept("never reached")

    result = checks.look(Check("tried", "We try.", run, ()))
    assert result.state == State.FAILING
    assert "right password" in result.measured


def test_its_visits_are_not_counted_as_readers(
    app: Flask, visitor: Browser, opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tallies = Tallies()
    monkeypatch.setitem(app.extensions, "shop.tallies", tallies)
    visitor.get("/help", headers={"User-Agent": AGENT})
    assert "/help" not in str(vars(tallies))
    visitor.get("/help", headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
    assert "/help" in str(vars(tallies))
