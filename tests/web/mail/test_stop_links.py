"""The link in a mail stops it without a cookie, a sign-in or a word; looking at it, however often, changes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import Base, db
from app.mail.models import StopLink
from app.permissions.models import PermissionEvent, Suppression
from tests.pages import BASE, Browser
from tests.people import SignedIn
from tests.web.mail.unasked import in_catalogue, letter_to, link_of, links_of, queued, send

ALEX = "alex.kim@example.com"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def news(app: Flask) -> Iterator[None]:
    with in_catalogue(app, "site_update", "marketing", "survey"):
        yield


@pytest.fixture
def link(app: Flask, customer: SignedIn, act: Act) -> str:
    """The link of a mail about news that Alex got."""
    return link_of(send(act, ALEX))


def everything(app: Flask) -> dict[str, int]:
    """How many rows each table holds."""
    db.session.rollback()
    found = {name: db.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables()}
    db.session.rollback()
    return found


def tables() -> list[tuple[str, object]]:
    return sorted(Base.metadata.tables.items())  # type: ignore[return-value]  # pairs of name and table


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_stops_at_once_without_a_cookie_or_a_redirect(link: str, app: Flask, act: Act, kind: str) -> None:
    answer = app.test_client().post(link, data=ONE_CLICK, content_type=kind, base_url=BASE)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text.startswith("Stopped: telling you about updates of the site, by e-mail, since ")
    assert "Set-Cookie" not in answer.headers
    assert queued(act, ALEX) == 0
    event = db.session.scalars(select(PermissionEvent).where(PermissionEvent.source == "one-click")).one()
    assert codes.grouped(event.reference or "") in answer.text
    assert (event.purpose, event.channel, event.effect) == ("site_update", "email", "stop")


def test_a_second_click_says_the_same_and_writes_no_second_stop(link: str, app: Flask) -> None:
    first, second = (app.test_client().post(link, data=ONE_CLICK, base_url=BASE) for _ in range(2))
    assert (second.status_code, second.text) == (200, first.text)
    assert db.session.scalar(select(func.count()).where(PermissionEvent.source == "one-click")) == 1


def test_a_link_that_is_nobodys_answers_in_the_same_shape(link: str, app: Flask) -> None:
    wrong = f"/u/{'0' * 40}"
    answer = app.test_client().post(wrong, data=ONE_CLICK, base_url=BASE)
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert app.test_client().get(wrong, base_url=BASE).status_code == 404
    assert app.test_client().post(f"{wrong}/undo", base_url=BASE).status_code == 404
    assert app.test_client().get(f"{wrong}/choices", base_url=BASE).status_code == 404


def test_no_session_and_no_foreign_page_keeps_a_stop_from_holding(link: str, customer: SignedIn, act: Act) -> None:
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    db.session.commit()
    with customer.app.app_context():
        answer = customer.client.post(link, data=ONE_CLICK, headers=foreign, base_url=BASE)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert queued(act, ALEX) == 0


def test_a_stop_of_one_thing_leaves_the_others(link: str, app: Flask, act: Act) -> None:
    app.test_client().post(link, data=ONE_CLICK, base_url=BASE)
    assert queued(act, ALEX, "survey") > 0


def test_a_body_that_is_too_large_or_empty_stops_all_the_same(link: str, app: Flask, act: Act) -> None:
    large = {"List-Unsubscribe": "One-Click", "rest": "x" * 3_000_000}
    assert app.test_client().post(link, data=large, base_url=BASE).status_code == 200
    assert queued(act, ALEX) == 0


def test_a_scanner_that_opens_every_link_twenty_times_changes_nothing(link: str, app: Flask, act: Act) -> None:
    letter = letter_to(app, ALEX)
    paths = {path for path in links_of(letter) if not path.startswith("/privacy-policy")}
    assert any(path.startswith("/u/") for path in paths)
    assert any(path.startswith("/why/") for path in paths)
    paths |= {f"{link}/choices"}
    before = everything(app)
    for path in sorted(paths):
        for method in ("GET", "HEAD", "OPTIONS"):
            for _ in range(20):
                answer = app.test_client().open(path, method=method, base_url=BASE, headers={"Purpose": "prefetch"})
                assert answer.status_code == 200, path
    assert everything(app) == before
    assert queued(act, ALEX) > 0


def test_the_page_says_what_stops_and_what_goes_on_and_names_nobody(link: str, visitor: Browser) -> None:
    page = visitor.get(link)
    assert page.h1 == "Stop this mail"
    assert "telling you about updates of the site" in page.main
    assert "Billing your orders" in page.main
    assert not [word for word in ("alex", "Kim", "@example") if word in page.main]
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert not visitor.cookies()


def test_the_button_stops_and_the_next_takes_it_back(link: str, visitor: Browser, act: Act) -> None:
    stopped = visitor.get(link).form(link).submit()
    assert stopped.status == 200
    assert stopped.h1 == "Stopped"
    assert "It holds since" in stopped.main
    assert queued(act, ALEX) == 0
    again = visitor.get(link)
    assert "It is stopped already" in again.main
    back = again.form(f"{link}/undo").submit()
    assert back.h1 == "Taken back"
    assert queued(act, ALEX) > 0
    assert not visitor.cookies()


def test_a_new_stop_after_an_undo_holds_again(link: str, visitor: Browser, act: Act) -> None:
    visitor.get(link).form(link).submit()
    visitor.get(link).form(f"{link}/undo").submit()
    visitor.get(link).form(link).submit()
    assert queued(act, ALEX) == 0


def test_whoever_holds_the_mail_chooses_more_finely(link: str, visitor: Browser, act: Act) -> None:
    page = visitor.get(link).open("all choices")
    page["form"]
    answer = next(form for form in page["form"] if {"survey", "email"} <= set(dict(form.form_values()).values()))
    done = visitor.post(f"{link}/choices", dict(answer.form_values()) | {"do": "stop"})
    assert "The reference is" in done.main
    assert queued(act, ALEX, "survey") == 0
    assert queued(act, ALEX) > 0
    visitor.post(f"{link}/choices", {"do": "only-orders"})
    assert queued(act, ALEX) == 0
    assert not visitor.cookies()


def test_a_mail_takes_back_only_what_its_own_link_stopped(
    link: str, visitor: Browser, customer: SignedIn, act: Act
) -> None:
    page = customer.get("/account/mail-choices")
    said = {"purpose": "site_update", "channel": "email", "do": "stop"}
    form = next(form for form in page["form"] if said.items() <= dict(form.form_values()).items() | {("do", "stop")})
    customer.post("/account/mail-choices", dict(form.form_values()) | said)
    assert queued(act, ALEX) == 0
    page = visitor.get(link)
    assert not page["form[action$='/undo']"]
    assert "type a code from your mailbox" in page.main
    visitor.post(f"{link}/undo")
    visitor.post(link, {"from": "page"})
    visitor.post(f"{link}/undo")
    assert queued(act, ALEX) == 0


def test_a_mail_allows_nothing_that_was_stopped(link: str, visitor: Browser, act: Act) -> None:
    visitor.post(f"{link}/choices", {"do": "only-orders"})
    page = visitor.get(f"{link}/choices")
    assert not page["button[value=allow]"]
    assert "type a code from this mailbox" in page.main
    assert visitor.post(f"{link}/choices", {"do": "allow", "purpose": "survey", "channel": "email"}).status == 404
    assert queued(act, ALEX, "survey") == 0


@pytest.mark.parametrize("sent", [{"do": "allow", "purpose": "order", "channel": "email"}, {"do": "dance"}, {}])
def test_a_choice_that_is_none_is_refused(link: str, visitor: Browser, sent: dict[str, str]) -> None:
    assert visitor.post(f"{link}/choices", sent).status == 404


def test_the_link_works_after_its_mail_is_gone_and_of_an_address_leaves_only_the_digest(
    link: str, app: Flask, act: Act
) -> None:
    held = db.session.scalars(select(StopLink)).one()
    held.mail_id = None
    db.session.commit()
    assert app.test_client().post(link, data=ONE_CLICK, base_url=BASE).status_code == 200
    event = db.session.scalars(select(PermissionEvent).where(PermissionEvent.source == "one-click")).one()
    assert event.subject_key == f"address:{held.address_key}"
    listed = db.session.scalars(select(Suppression)).one()
    assert (listed.address_key, listed.purpose) == (held.address_key, "site_update")
    assert queued(act, ALEX) == 0


def test_the_token_is_nowhere_in_the_database_or_the_log(link: str, app: Flask, visitor: Browser) -> None:
    token = link.removeprefix("/u/")
    visitor.get(link).form(link).submit()
    rows = db.session.execute(select(StopLink.token_sha256, StopLink.reference)).all()
    assert token not in str(rows)
    folder = app.extensions["shop.settings"].instance / "log"
    written = "".join(path.read_text() for path in folder.glob("*.log"))
    assert "/u/{token}" in written
    assert token not in written
