"""Who else gets anything: nobody but the named few, each for its task; and mail that says how to stop it."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import jinja2
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.disclosures.models import Disclosure, Vendor
from app.disclosures.service import ledger
from app.disclosures.service.ledger import Entry
from app.foundation import rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.mail.catalogue import Letter
from app.people import service as people
from app.people.service import Told
from tests.pages import Browser
from tests.people import SignedIn
from tests.promises import steps
from tests.suppliers import register

PAGES = ("/", "/products/business-cards", "/privacy-policy", "/sign-in", "/register", "/contact", "/help/artwork")


def admitted(act: Act, recipient: str, ground: str, *fields: str) -> bool:
    """Whether the ledger lets this leave."""
    entry = Entry(recipient, ground, "account:1", "order:10001", fields, b"{}")  # type: ignore[arg-type]  # hostile
    try:
        ledger.admit(act, entry)
    except PermissionError:
        return False
    return True


@pytest.mark.promise("P2")
def test_no_page_lets_the_browser_tell_anybody_else(visitor: Browser) -> None:
    for path in PAGES:
        page = visitor.get(path)
        named = " ".join(str(item.get(name)) for name in ("src", "action", "srcset") for item in page[f"[{name}]"])
        assert "//" not in named, path
        policy = page.response.headers["Content-Security-Policy"]
        sources = set(re.findall(r"(?:-src|form-action) ([^;]+)", policy))
        assert sources <= {"'none'", "'self'"}, path


@pytest.mark.promise("P44")
def test_nothing_leaves_without_a_ground_and_nothing_more_than_the_recipient_needs(app: Flask, act: Act) -> None:
    register(app.extensions["shop.settings"])
    assert admitted(act, "card-processor", "card", "amount")
    assert not admitted(act, "data-broker", "supplier", "e-mail address")
    assert not admitted(act, "card-processor", "because they asked", "amount")
    assert not admitted(act, "card-processor", "card", "amount", "telephone number")
    assert not admitted(act, "county-sheriff", "legal")
    assert db.session.scalar(select(func.count()).select_from(Disclosure)) == 0


@pytest.mark.promise("P45")
def test_a_subsidiary_counts_as_inside_only_once_it_is_named_and_is_recorded_all_the_same(act: Act) -> None:
    assert not admitted(act, "Lakeside Bindery", "subsidiary", "name")
    work.unit(lambda: rules.set_value(act, "company.subsidiaries", ["Lakeside Bindery"], act.at, "bought in May"))
    assert admitted(act, "Lakeside Bindery", "subsidiary", "name")


@pytest.mark.promise("P48")
def test_a_supplier_whose_yearly_statement_has_lapsed_gets_nothing(app: Flask, customer: SignedIn, act: Act) -> None:
    register(app.extensions["shop.settings"])
    lapsed = update(Vendor).values(attest_until=act.at - timedelta(days=1))
    work.unit(lambda: db.session.execute(lapsed) and None)
    steps.ordered(customer)
    refused = customer.get("/checkout/10001").form("/pay").submit()
    assert refused.status == 422
    assert "Our card processor gets nothing from us right now" in refused.main
    assert "Awaiting payment" in customer.get("/orders").main


@pytest.mark.promise("P50")
def test_a_list_from_outside_never_silently_replaces_what_the_customer_said(visitor: Browser, act: Act) -> None:
    steps.registered(visitor)
    work.unit(lambda: people.record(act, 1, Told("name", "A. Kim", ""), "ncoa", "run:1") and None)
    assert people.standing(1)["name"].value == "Alex Kim"
    assert [waiting.value for waiting in people.suggestions(1)] == ["A. Kim"]
    assert "Where this came from: you typed it" in visitor.get("/account/profile").main


@pytest.fixture
def offer(app: Flask) -> Iterator[None]:
    """A marketing mail whose templates say nothing about stopping it."""
    before, catalogue = app.jinja_env.loader, app.extensions["shop.letters"]
    texts = {"subject.txt": "New papers", "body.txt": "Look.", "body.html": "<html><body><p>Look.</p></body></html>"}
    made = jinja2.DictLoader({f"tests/mail/offer/{name}": text for name, text in texts.items()})
    assert before is not None
    app.jinja_env.loader = jinja2.ChoiceLoader([made, before])
    catalogue["tests/offer"] = Letter("tests/offer", "An offer", "marketing", "marketing")
    yield
    app.jinja_env.loader = before
    del catalogue["tests/offer"]


@pytest.mark.promise("P64")
@pytest.mark.usefixtures("offer")
def test_every_marketing_mail_says_how_to_stop_it_whatever_its_template_says(
    app: Flask, visitor: Browser, act: Act, run_job: Callable[[str], None]
) -> None:
    steps.details_page(visitor).form("/register/details").submit(**steps.DETAILS, marketing="y")
    work.unit(
        lambda: mail.queue(act, to=steps.ALEX, template="tests/offer", purpose="marketing", ref="account:1") and None
    )
    run_job("send-mail")
    page = visitor.get("/local-mail").open("New papers")
    assert "To stop it, open this link: https://localhost:8443/u/" in page.main
    assert "Or write to newsletter@smartpress.com. We ask for no reason." in page.main
    assert "950 Lake Drive, Chanhassen, MN 55317" in page.main
    assert "/privacy-policy#marketing" in page.main
    sent = [path.read_text() for path in (Path(app.instance_path) / "mail" / "new").glob("*")]
    (html,) = [text.partition("text/html")[2] for text in sent if "New papers" in text]
    assert "mailto:newsletter@smartpress.com" in html.replace("=\n", "")
