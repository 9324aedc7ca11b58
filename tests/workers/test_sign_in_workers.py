"""Signing in through the real server with two worker processes: what one of them counts holds in the other."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.sign_in_models import Device, RememberToken
from app.config import Settings
from app.foundation.database import db
from app.mail.models import OutboxMail
from bench.attack_stuffing import Flood, flooded
from bench.served import Caller, Served, free_port, served, sign_in
from tests.conftest import Stage
from tests.people import PASSWORD, code_for, new_account

REMEMBER, SESSION = "__Host-remember", "__Host-session"
HOME = "127.200.1.7"
Seen = TypeVar("Seen")


@pytest.fixture
def site(app: Flask, stage: Stage, settings: Settings) -> Iterator[Served]:
    """A shop on the test's database, served by two processes; Alex has an account."""
    new_account("alex.kim", "Alex Kim")
    db.session.rollback()
    named = {
        "SHOP_DATABASE_URL": stage.url,
        "SHOP_SECRET_KEY": settings.secret_key,
        "SHOP_PASSWORD_MEMORY_KIB": str(settings.password_memory_kib),
        "SHOP_PASSWORD_PASSES": str(settings.password_passes),
    }
    with served(replace(settings, port=free_port(), workers=2, threads=4), **named) as running:
        yield running
    stage.dirty = True


def remembered(site: Served) -> str:
    """The remember token that Alex's own browser was given."""
    caller = Caller(site, HOME)
    assert sign_in(caller, "alex.kim", PASSWORD, remember="y").status == 303
    return caller.cookies[REMEMBER]


def looked(read: Callable[[], Seen]) -> Seen:
    """What stands in the database now; no transaction stays open, or the served shop would wait for us."""
    db.session.rollback()
    try:
        return read()
    finally:
        db.session.rollback()


def with_token(site: Served, token: str) -> Caller:
    return Caller(site, HOME, cookies={REMEMBER: token})


def test_a_flood_is_throttled_over_all_workers_and_the_owner_gets_in(site: Served) -> None:
    token, flood = remembered(site), Flood()
    flooded(site, flood, "alex.kim", tries=300, rate=10_000)
    assert flood.done == 300
    assert set(flood.statuses) <= {422, 429, 503}
    assert 4 <= flood.owner_looked_at <= 12, "four, and one after each growing wait"
    assert all(looked_at <= 25 for looked_at in flood.looked_at_of.values())
    assert with_token(site, token).get("/account").status == 200
    caller = Caller(site, HOME)
    caller.post("/sign-in/code", email="alex.kim@example.com", csrf_token=caller.get("/sign-in/code").token)
    code = looked(lambda: code_for("alex.kim@example.com", "sign-in"))
    typed = {"code": code, "csrf_token": caller.get("/sign-in/code/typed").token}
    assert caller.post("/sign-in/code/typed", **typed).header("location") == "/account"
    assert sign_in(Caller(site, HOME), "alex.kim", PASSWORD).status == 303, "and the code ended the wait"


def test_a_remember_token_rotates_once_over_both_workers_and_a_replay_ends_the_device(site: Served) -> None:
    token = remembered(site)
    columns = (RememberToken.token_sha256, Device.salt)
    digests = looked(lambda: [db.session.scalars(select(column)).one() for column in columns])
    callers = [with_token(site, token) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        assert list(pool.map(lambda caller: caller.get("/account").status, callers)) == [200] * 5
    assert [len({caller.cookies[name] for caller in callers}) for name in (REMEMBER, SESSION)] == [1, 1]
    successor = callers[0].cookies[REMEMBER]
    assert successor != token

    late = with_token(site, token)
    assert late.get("/account").status == 200, "the answer with the successor never arrived"
    assert late.cookies[REMEMBER] == successor

    assert [with_token(site, stolen).get("/account").status for stolen in digests] == [303, 303], "a thief's database"

    assert with_token(site, successor).get("/account").status == 200
    assert with_token(site, token).get("/account").status == 303, "replayed after its successor was presented"
    assert late.get("/account").status == 303, "the device is over in every worker"
    db.session.rollback()
    assert db.session.scalars(select(Device.ended_by)).one() == "replayed-token"
    notice = select(OutboxMail.recipient).where(OutboxMail.template == "accounts/remember_replayed")
    assert db.session.scalars(notice).all() == ["alex.kim@example.com"]
