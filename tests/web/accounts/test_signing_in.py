"""Signing in and out."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from app.accounts import hashing
from app.accounts.models import Account
from app.accounts.sign_in_models import Device, SignInAttempt, WebSession
from app.audit.models import AuditEntry
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn, code_for, new_account


@pytest.fixture
def alex(app: object) -> int:
    return new_account("alex.kim", "Alex Kim")


def try_once(browser: Browser, user_id: str, password: str = PASSWORD, **rest: str) -> Page:
    return browser.get("/sign-in").form("/sign-in").submit(user_id=user_id, password=password, **rest)


@pytest.mark.parametrize("who", ["alex.kim", "ALEX.Kim", "alex.kim@example.com", " Alex.Kim@EXAMPLE.com "])
def test_user_id_or_email_and_password_sign_in(visitor: Browser, alex: int, who: str) -> None:
    page = try_once(visitor, who)
    assert (page.status, page.location) == (303, "/account")
    assert "Hello Alex" in page.follow().main


@pytest.mark.parametrize("path", ["/account", "/account/profile", "/account/addresses", "/account/security"])
def test_signed_out_the_pages_of_an_account_lead_to_signing_in_and_back(visitor: Browser, alex: int, path: str) -> None:
    page = visitor.get(path)
    assert page.location == f"/sign-in?next={path}"
    page = page.follow().form("/sign-in").submit(user_id="alex.kim", password=PASSWORD)
    assert page.location == path
    assert page.follow().status == 200


ELSEWHERE = (
    "https://evil.test/", "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "javascript:x", "/a\tb",
    "/\t/evil.test", "/\r\nSet-Cookie: a=b", " //evil.test", "http:evil.test", "evil.test", "",
)  # fmt: skip


@pytest.mark.parametrize("where", ELSEWHERE)
def test_next_never_leads_to_another_site(visitor: Browser, alex: int, where: str) -> None:
    page = visitor.get("/sign-in", query={"next": where})
    assert page.form("/sign-in").submit(user_id="alex.kim", password=PASSWORD).location == "/account"


@pytest.mark.parametrize("path", ["/sign-in/code", "/register", "/sign-in/again"])
def test_no_other_form_on_the_way_carries_a_foreign_next_along(customer: SignedIn, path: str) -> None:
    browser = customer if path.endswith("again") else Browser(customer.app)
    typed = {"password": PASSWORD} if path.endswith("again") else {"email": "alex.kim@example.com"}
    for where in ELSEWHERE:
        page = browser.get(path, query={"next": where})
        assert not [link for link in page["main a, main form"] if "evil" in str(dict(link.attrib))]
    answer = page.form(path).submit(**typed)
    assert (answer.status, "evil" in answer.location) == (303, False)


def shown(page: Page) -> tuple[object, ...]:
    headers = {name for name, _ in page.response.headers}
    return page.status, page.errors(), headers, [button.text for button in page["main button"]]


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(visitor: Browser, alex: int) -> None:
    known = try_once(visitor, "alex.kim", "not the password")
    unknown = try_once(visitor, "nobody.here", "not the password")
    assert known.status == 422
    assert shown(known) == shown(unknown)
    assert known["#user_id"][0].get("value") == "alex.kim"


def test_failures_slow_down_the_same_way_with_and_without_an_account(visitor: Browser, alex: int) -> None:
    for who in ("alex.kim", "nobody.here"):
        statuses = [try_once(visitor, who, "not the password").status for _ in range(5)]
        assert statuses == [422, 422, 422, 422, 429]


def test_the_wait_does_not_tell_which_user_id_and_address_belong_together(visitor: Browser, alex: int) -> None:
    for _ in range(5):
        try_once(visitor, "alex.kim", "not the password")
    for who in ("alex.kim@example.com", "nobody@example.com"):
        assert try_once(visitor, who, "not the password").status == 422


def test_a_mailed_code_ends_the_wait_of_user_id_and_address(visitor: Browser, alex: int) -> None:
    for who in ("alex.kim", "alex.kim@example.com"):
        for _ in range(4):
            try_once(visitor, who, "not the password")
    page = visitor.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    page.form("/sign-in/code/typed").submit(code=code_for("alex.kim@example.com", "sign-in"))
    assert db.session.scalar(select(func.count()).where(SignInAttempt.kind == "account")) == 0


def test_while_the_wait_lasts_the_right_password_waits_but_a_mailed_code_enters(visitor: Browser, alex: int) -> None:
    for _ in range(5):
        page = try_once(visitor, "alex.kim", "not the password")
    assert "Please wait 2 seconds, or have a code mailed" in page.main
    assert page.response.headers["Retry-After"] == "2"
    assert try_once(visitor, "alex.kim").status == 429
    page = page.open("Mail me a code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    page = page.form("/sign-in/code/typed").submit(code=code_for("alex.kim@example.com", "sign-in"))
    assert page.follow().path == "/account"


def test_the_wait_holds_for_every_browser_and_passes_with_time(visitor: Browser, alex: int) -> None:
    for _ in range(4):
        try_once(Browser(visitor.app), "alex.kim", "not the password")
    assert try_once(visitor, "alex.kim").status == 429
    earlier = SignInAttempt.last_at
    row = db.session.scalars(select(SignInAttempt).where(SignInAttempt.kind == "account")).one()
    db.session.execute(update(SignInAttempt).values({earlier: row.last_at - timedelta(minutes=20)}))
    assert try_once(visitor, "alex.kim").status == 303


def test_signing_in_forgets_the_account_s_failures(visitor: Browser, alex: int) -> None:
    for _ in range(3):
        try_once(visitor, "alex.kim", "not the password")
    try_once(visitor, "alex.kim")
    assert db.session.scalar(select(func.count()).where(SignInAttempt.kind == "account")) == 0


def test_the_throttle_keeps_no_names_and_no_addresses(visitor: Browser, alex: int) -> None:
    try_once(visitor, "alex.kim", "not the password")
    rows = db.session.scalars(select(SignInAttempt)).all()
    assert {row.kind for row in rows} == {"account", "network"}
    assert all(len(row.key) == 64 and "alex" not in row.key for row in rows)


def test_failed_sign_ins_of_a_minute_are_one_entry_each_account_without_the_password(
    visitor: Browser, alex: int, act: Act
) -> None:
    for who in ("alex.kim", "nobody.here", "alex.kim", "nobody.else"):
        try_once(visitor, who, "not the password")
    lines = "".join(path.read_text() for path in (Path(visitor.app.instance_path) / "facts").glob("*.jsonl"))
    assert "not the password" not in lines
    assert "alex" not in lines
    found = [fact for fact in map(json.loads, lines.splitlines()) if fact["kind"] == "sign-in.failed"]
    work.unit(lambda: visitor.app.extensions["shop.folds"]["sign-in.failed"](act, found))
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "sign-in.failed")).all()
    told = {(entry.subject_ref, str(entry.actor), str(entry.payload)) for entry in entries}
    assert told == {(f"account:{alex}", "visitor", "{'tries': 2}"), ("account:none", "visitor", "{'tries': 2}")}


def test_a_code_for_an_unknown_address_looks_the_same_and_never_works(visitor: Browser, alex: int) -> None:
    pages = []
    for email in ("alex.kim@example.com", "nobody@example.com"):
        page = visitor.get("/sign-in/code").form("/sign-in/code").submit(email=email)
        pages.append((page.status, page.location, page.follow().main))
    assert pages[0] == pages[1]
    templates = db.session.scalars(select(OutboxMail.template)).all()
    assert list(templates) == ["accounts/sign_in_code", "accounts/no_account"]


def test_every_sign_in_begins_a_new_session(visitor: Browser, alex: int) -> None:
    before = visitor.get("/sign-in").browser.cookies()["__Host-session"]
    try_once(visitor, "alex.kim")
    after = visitor.cookies()["__Host-session"]
    assert before != after
    visitor.client.set_cookie("__Host-session", before, domain="localhost", path="/", secure=True)
    assert visitor.get("/account").status == 303


def test_a_sign_in_raises_old_hash_parameters(visitor: Browser, alex: int) -> None:
    weaker = hashing.Hasher(memory_kib=32, passes=1).hash(PASSWORD)
    db.session.execute(update(Account).values(password_hash=weaker))
    try_once(visitor, "alex.kim")
    assert "m=64," in str(db.session.scalar(select(Account.password_hash)))


def test_signing_out_ends_both_sides(customer: SignedIn) -> None:
    kept = customer.cookies()["__Host-session"]
    page = customer.get("/account").form("/sign-out").submit()
    assert page.response.headers["Clear-Site-Data"] == '"cookies"'
    assert customer.cookies() == {}
    assert "no cookie of ours" in page.follow().main
    assert customer.cookies() == {}
    assert db.session.scalar(select(func.count(WebSession.id))) == 0
    customer.client.set_cookie("__Host-session", kept, domain="localhost", path="/", secure=True)
    assert customer.get("/account").status == 303


def test_signing_out_needs_the_form(customer: SignedIn) -> None:
    assert customer.post("/sign-out").status == 422
    assert customer.get("/account").status == 200


def test_a_session_ends_after_thirty_days_without_use(customer: SignedIn) -> None:
    old = db.session.scalars(select(WebSession)).one().last_seen_at - timedelta(days=30, minutes=1)
    db.session.execute(update(WebSession).values(last_seen_at=old))
    assert customer.get("/account").status == 303


def test_a_session_in_daily_use_ends_after_ninety_days(customer: SignedIn, run_job: Callable[[str], None]) -> None:
    begun = db.session.scalars(select(WebSession)).one().created_at
    for days, status in ((89, 200), (91, 303)):
        db.session.execute(update(WebSession).values(created_at=begun - timedelta(days=days)))
        assert customer.get("/account").status == status
    db.session.commit()
    run_job("sweep-sign-ins")
    assert db.session.scalar(select(func.count(WebSession.id))) == 0


def test_in_a_crowd_a_kind_page_says_at_once_when_to_come_again(visitor: Browser, alex: int) -> None:
    queue = visitor.app.extensions["shop.hasher"].queue
    form = visitor.get("/sign-in").form("/sign-in")
    with ExitStack() as held:
        for number in range(queue.places):
            held.enter_context(queue.place(f"network {number}"))
        page = form.submit(user_id="alex.kim", password=PASSWORD)
    assert (page.status, page.response.headers["Retry-After"]) == (503, "3")
    assert "Please try again in a few seconds" in page.main
    assert page["#user_id"][0].get("value") == "alex.kim"
    assert page.form("/sign-in").submit(user_id="alex.kim", password=PASSWORD).status == 303


def test_strangers_who_ask_for_codes_elsewhere_do_not_keep_the_owner_from_theirs(customer: SignedIn) -> None:
    for number in range(1, 6):
        stranger = Browser(customer.app)
        stranger.client.environ_base["REMOTE_ADDR"] = f"198.51.{number}.7"
        for _ in range(5):
            stranger.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com")
    sent = select(func.count(OutboxMail.id)).where(OutboxMail.template == "accounts/sign_in_code")
    assert db.session.scalar(sent) == 20
    owner = Browser(customer.app)
    page = owner.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    page = page.form("/sign-in/code/typed").submit(code=code_for("alex.kim@example.com", "sign-in"))
    assert page.location == "/account"
    for _ in range(5):
        owner.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com")
    assert db.session.scalar(sent) == 25, "at home, too, an hour has its share"


def test_whoever_is_signed_in_does_not_wait_for_strangers_on_the_same_network(customer: SignedIn) -> None:
    for number in range(21):
        page = try_once(Browser(customer.app), f"somebody{number}", "not the password")
    assert page.status == 429
    assert customer.get("/sign-in/again").form("/sign-in/again").submit(password=PASSWORD).status == 303


def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(customer: SignedIn) -> None:
    firefox = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    for _ in range(2):
        other = Browser(customer.app)
        token = other.get("/sign-in").form("/sign-in").values() | {"user_id": "alex.kim", "password": PASSWORD}
        other.post("/sign-in", {key: value for key, value in token.items() if value}, headers=firefox)
    notices = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "accounts/new_device")).all()
    assert [notice.content["browser"] for notice in notices if notice.content["browser"] == "Firefox"] == ["Firefox"]


def test_use_is_noted_through_the_fact_files(customer: SignedIn, run_job: Callable[[str], None], app: object) -> None:
    from app.accounts.service import devices
    from app.foundation import clock
    from app.foundation.acts import Act, Actor

    device = db.session.scalars(select(Device)).one()
    at = clock.now() + timedelta(hours=1)
    session = db.session.scalars(select(WebSession)).one()
    devices.seen(Act(Actor("job"), at), [{"at": at.isoformat(), "session": session.id, "device": device.id}])
    db.session.expire_all()
    assert (device.last_seen_at, session.last_seen_at) == (at, at)


def test_a_day_old_session_leaves_a_fact_when_it_is_used(customer: SignedIn, app: object) -> None:
    from pathlib import Path

    yesterday = db.session.scalars(select(WebSession)).one().last_seen_at - timedelta(days=1)
    db.session.execute(update(WebSession).values(last_seen_at=yesterday))
    customer.get("/account")
    lines = [path.read_text() for path in Path(customer.app.instance_path, "facts").glob("*.jsonl")]
    assert any('"device.seen"' in line for line in lines)
