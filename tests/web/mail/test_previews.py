"""The catalogue of mail for staff: what each is for, and how it looks, without sending or fetching anything."""

import base64
import hashlib
import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from jinja2 import meta

from app import registry
from app.foundation.database import db
from app.mail import previews
from app.mail.letters import UNASKED
from app.mail.models import OutboxMail
from tests.pages import Browser
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
EVERY = sorted(letter.template for letter in registry.LETTERS)
TEXT_ALONE = "mail/answer"
DRAWN = [template for template in EVERY if template != TEXT_ALONE]
GLOBAL = {"site", "rule"}


@pytest.fixture
def clerk(staff_member: Staff) -> SignedIn:
    return staff_member("service")


def test_the_catalogue_opens_from_the_mail_desk_and_names_every_mail(clerk: SignedIn) -> None:
    page = clerk.get("/staff").open("Mail").open("Every mail that we send")
    linked = {str(link.get("href")) for link in page["main th a"]}
    assert linked == {f"/staff/mail/catalogue/{template}" for template in EVERY}


def test_the_catalogue_says_which_mails_carry_the_link_that_stops_them(clerk: SignedIn) -> None:
    page = clerk.get("/staff/mail/catalogue")
    stopping = {
        str(row.cssselect("th a")[0].get("href")).removeprefix("/staff/mail/catalogue/")
        for row in page["main tbody tr"]
        if "unsubscribe link" in str(row.text_content())
    }
    assert stopping == {letter.template for letter in registry.LETTERS if letter.purpose in UNASKED}


@pytest.mark.parametrize("path", ["", "/orders/placed", "/orders/placed/html"])
def test_the_catalogue_is_shut_to_others(visitor: Browser, customer: SignedIn, staff_member: Staff, path: str) -> None:
    assert visitor.get(f"/staff/mail/catalogue{path}").status == 303
    assert customer.get(f"/staff/mail/catalogue{path}").status == 403
    assert staff_member("production").get(f"/staff/mail/catalogue{path}").status == 403


def test_an_answer_is_shown_as_text_alone(clerk: SignedIn) -> None:
    page = clerk.get(f"/staff/mail/catalogue/{TEXT_ALONE}")
    assert "goes as text alone" in page.main
    assert not page["iframe"]
    assert clerk.get(f"/staff/mail/catalogue/{TEXT_ALONE}/html").status == 404


@pytest.mark.parametrize("template", DRAWN)
def test_each_mail_is_shown_as_text_with_its_headers_and_as_html_in_a_shut_frame(
    clerk: SignedIn, template: str
) -> None:
    page = clerk.get(f"/staff/mail/catalogue/{template}")
    frames = page["iframe"]
    assert {frame.get("sandbox") for frame in frames} == {""}
    assert [str(frame.get("class")) for frame in frames] == ["mail-frame desk", "mail-frame phone"]
    assert len(str(page["pre.letter"][0].text_content())) > 80
    assert "Subject" in page.main
    inside = clerk.client.get(str(frames[0].get("src")), base_url="https://localhost:8443")
    assert inside.status_code == 200
    assert inside.get_data(as_text=True).count("<style>") == 1


def policy_of(clerk: SignedIn, path: str) -> dict[str, str]:
    answer = clerk.client.get(path, base_url="https://localhost:8443")
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("template", DRAWN)
def test_in_the_frame_only_the_mails_own_style_holds(clerk: SignedIn, template: str, look: str) -> None:
    path = f"/staff/mail/catalogue/{template}/html?look={look}"
    policy = policy_of(clerk, path)
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == ""
    assert policy["frame-ancestors"] == "'self'"
    html = clerk.client.get(path, base_url="https://localhost:8443").get_data(as_text=True)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy["style-src"]
    assert "unsafe" not in policy["style-src"]
    assert 'style="' not in html


def test_the_page_itself_frames_nothing_but_our_own(clerk: SignedIn) -> None:
    policy = policy_of(clerk, "/staff/mail/catalogue/orders/placed")
    assert policy["frame-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    answer = clerk.client.get("/staff/mail/catalogue/orders/placed", base_url="https://localhost:8443")
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_dark_screen_can_be_tried_out_on_any_screen(clerk: SignedIn) -> None:
    page = clerk.get("/staff/mail/catalogue/orders/placed").open("On a dark screen")
    source = str(page["iframe"][0].get("src"))
    html = clerk.client.get(source, base_url="https://localhost:8443").get_data(as_text=True)
    assert "@media all" in html
    assert "prefers-color-scheme" not in html


def test_each_case_of_a_mail_can_be_looked_at(clerk: SignedIn) -> None:
    page = clerk.get("/staff/mail/catalogue/orders/placed")
    assert "still need your file" not in str(page["pre.letter"][0].text_content())
    assert "still need your file" in str(page.open("the file is missing")["pre.letter"][0].text_content())


@pytest.mark.parametrize("path", ["orders/nothing", "nowhere/placed", "orders/placed/html/x", "../x/y"])
def test_a_mail_that_is_not_in_the_catalogue_has_no_page(clerk: SignedIn, path: str) -> None:
    assert clerk.get(f"/staff/mail/catalogue/{path}").status == 404


@pytest.mark.parametrize("query", ["?sample=99", "?sample=x", "?look=pink", "?sample=" + "9" * 40])
def test_an_address_that_makes_no_sense_shows_the_first_case(clerk: SignedIn, query: str) -> None:
    assert clerk.get(f"/staff/mail/catalogue/orders/placed{query}").status == 200


def test_looking_sends_nothing(clerk: SignedIn) -> None:
    before = db.session.query(OutboxMail).count()
    clerk.get("/staff/mail/catalogue/orders/placed")
    assert db.session.query(OutboxMail).count() == before


def drawn(template: str) -> list[previews.Preview]:
    letter = previews.letter(template)
    return [previews.preview(letter, sample) for sample in previews.samples(template)]


def asked_for(app: Flask, template: str) -> set[str]:
    """The values that a mail's three templates ask for."""
    room, name = template.split("/")
    env, loader = app.jinja_env, app.jinja_env.loader
    assert loader is not None
    found: set[str] = set()
    for part in ("subject.txt", "body.txt", "body.html"):
        source = loader.get_source(env, f"{room}/mail/{name}/{part}")[0]
        found |= meta.find_undeclared_variables(env.parse(source))
    return found - GLOBAL


@pytest.mark.parametrize("template", EVERY)
def test_the_samples_of_each_mail_give_what_it_asks_for_and_no_more(app: Flask, template: str) -> None:
    given = [set(sample.content) for sample in previews.samples(template)]
    assert given
    # A value may bear the name of something that every template could use.
    assert set().union(*given) - set(app.jinja_env.globals) == asked_for(app, template)


@pytest.mark.parametrize("template", EVERY)
def test_the_samples_of_each_mail_differ(app: Flask, template: str) -> None:
    texts = [mail.subject + mail.text for mail in drawn(template)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("template", EVERY)
def test_each_mail_reads_well_as_text(app: Flask, template: str) -> None:
    for mail in drawn(template):
        assert "\n\n\n" not in mail.text
        assert not re.search(r"[ \t]\n|<[a-z]+>|&[a-z]+;", mail.text), mail.text
        assert mail.subject
        assert "\n" not in mail.subject


def test_a_specimen_of_mail_nobody_ordered_shows_the_headers_that_stop_it(app: Flask) -> None:
    for template in EVERY:
        letter = previews.letter(template)
        names = {name for name, _ in previews.preview(letter, previews.samples(template)[0]).headers}
        assert ("List-Unsubscribe" in names) == (letter.purpose in UNASKED)


def test_a_preview_hides_nothing_of_the_headers_but_how_the_body_is_wrapped() -> None:
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content("y")
    assert {name.lower() for name in message} - previews.WRAPPING == {"subject"}
