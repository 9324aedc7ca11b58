"""Measures against loss, misuse and alteration; processing that is confidential, accurate and secure."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit import service as audit
from app.config import ROOT
from app.foundation.acts import Act
from app.foundation.database import db
from tests.pages import Browser
from tests.people import PASSWORD, SignedIn, code_for
from tests.promises import steps
from tests.promises.security_breaches import take_down_walls

DURABLE = "FULL"
"""The breach of P73 lets the database answer before the disk does."""
Staff = Callable[[str], SignedIn]

WRITER = """
import os, sys, time
from app import create_app
from app.audit import kinds, service as audit
from app.foundation import work
from app.foundation.acts import system_act
from app.foundation.database import db
kinds.WORDS["test.done"] = "did {subject}"
app = create_app()
with app.app_context():
    def write():
        audit.record(system_act("command", "test"), "test.done", "test:kept")
        if os.environ.get("TEST_LOSES"):
            print("committed", flush=True)
            time.sleep(60)
    work.unit(write)
    print("committed", flush=True)
    time.sleep(60)
"""


@pytest.mark.promise("P73")
def test_what_was_said_to_be_kept_is_there_after_the_power_fails(app: Flask) -> None:
    settings = app.extensions["shop.settings"]
    named = {"SHOP_INSTANCE": str(settings.instance), "SHOP_DATABASE_URL": settings.database_url, "SHOP_ENV": "test"}
    loses = {"TEST_LOSES": "y"} if DURABLE != "FULL" else {}
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER], cwd=ROOT, env={**os.environ, **named, **loses}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"committed\n"
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    process.stdout.close()
    db.session.remove()
    assert db.session.scalar(text("SELECT count(*) FROM audit_entry WHERE subject_ref = 'test:kept'")) == 1
    if db.engine.dialect.name == "sqlite":
        # Full: a commit is on the disk before it is answered.
        assert db.session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert db.session.scalar(text("PRAGMA synchronous")) == 2
    else:
        assert db.session.scalar(text("SHOW synchronous_commit")) in {"on", "remote_apply"}


@pytest.mark.promise("P74")
def test_nobody_uses_what_is_not_theirs_to_use(visitor: Browser, customer: SignedIn, staff_member: Staff) -> None:
    for path in ("/account", "/orders", "/staff", "/staff/orders", "/staff/audit", "/staff/rules"):
        assert visitor.get(path).status in {302, 303}, path
    for path in ("/staff", "/staff/orders", "/staff/audit", "/staff/rules", "/staff/jobs"):
        assert customer.get(path).status == 403, path
    packer = staff_member("shipping")
    for path in ("/staff/audit", "/staff/rules", "/staff/jobs", "/staff/suppliers", "/staff/cases"):
        assert packer.get(path).status == 403, path


def name_of(customer: SignedIn) -> str:
    return str(customer.get("/account/profile").form("/account/profile").values()["name"])


@pytest.mark.promise("P74")
def test_another_site_cannot_act_in_a_customers_name(customer: SignedIn) -> None:
    form = customer.get("/account/profile").form("/account/profile").values()
    forged = form | {"name": "Somebody Else", "csrf_token": "forged"}
    assert customer.post("/account/profile", forged).status == 422
    assert name_of(customer) == "Alex Kim"
    from_outside = {"Sec-Fetch-Site": "cross-site"}
    customer.post("/account/profile", form | {"name": "Somebody Else"}, headers=from_outside)
    assert name_of(customer) == "Alex Kim"


@pytest.mark.promise("P74")
def test_guessing_is_slowed_and_the_owner_is_not_kept_out(customer: SignedIn, visitor: Browser) -> None:
    form = visitor.get("/sign-in").form("/sign-in")
    told = [form.submit(user_id="alex.kim", password=f"a wrong guess no. {number}").main for number in range(5)]
    assert "too many tries" in told[-1]
    assert "too many tries" in form.submit(user_id="alex.kim", password=PASSWORD).main, "even the right one waits"
    assert customer.get("/account").status == 200, "whoever is signed in notices nothing"
    owner = Browser(customer.app)
    page = owner.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    page.form("/sign-in/code/typed").submit(code=code_for("alex.kim@example.com", "sign-in"))
    assert owner.get("/account").status == 200, "a mailed code opens meanwhile"


WALLS = {
    "UPDATE audit_entry SET actor = 'nobody'": "never changed",
    "DELETE FROM audit_entry": "never deleted",
    "UPDATE policy_version SET body_md = 'We sell everything.'": "permanent",
    "DELETE FROM policy_clause": "permanent",
}
"""What somebody might try, and the database's answer."""


@pytest.mark.promise("P75")
@pytest.mark.parametrize("statement", WALLS)
def test_the_database_itself_refuses_to_change_the_record_and_the_policy(customer: SignedIn, statement: str) -> None:
    audit.seal()
    db.session.commit()
    answer = ""
    try:
        db.session.execute(text(statement))
    except DBAPIError as error:
        answer = str(error)
    db.session.rollback()
    assert WALLS[statement] in answer


@pytest.mark.promise("P75")
def test_a_change_past_every_wall_is_named_by_verifying(customer: SignedIn, act: Act) -> None:
    audit.seal()
    db.session.commit()
    assert audit.verify(act).breaks == []
    take_down_walls()
    db.session.execute(text("UPDATE audit_entry SET actor = 'customer:99' WHERE seq = 2"))
    db.session.commit()
    assert audit.verify(act).breaks != []


@pytest.mark.promise("P76")
def test_another_customers_pages_are_not_there(customer: SignedIn, other_customer: SignedIn) -> None:
    steps.ordered(customer)
    assert "10001" in customer.get("/orders/10001").h1
    for path in ("/orders/10001", "/orders/10001/receipt", "/checkout/10001"):
        page = other_customer.get(path)
        assert page.status == 404, path
        assert "Alex" not in page.text


@pytest.mark.promise("P76")
def test_every_value_says_where_it_came_from(customer: SignedIn) -> None:
    customer.get("/account/profile").form("/account/profile").submit(name="Alexandra Kim")
    rows = db.session.execute(text("SELECT field, origin FROM field_value")).all()
    assert {"name"} <= {row[0] for row in rows}
    assert all(row[1] for row in rows)
    assert "Alexandra Kim" in customer.get("/account/profile").form("/account/profile").values().values()
