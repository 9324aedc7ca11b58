"""`flask shop open`: the first opening of a real shop, once, under two names."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.catalogue import service as catalogue
from app.disclosures import views
from app.foundation import clock
from app.foundation.database import db
from app.policy import service as policy
from tests.pages import Browser

NAMES = ("--author", "Paige Turner", "--reviewer", "Reed Moore")


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    return tmp_path / "version-1.txt"


def open_shop(app: Flask, *options: str, typed: str | None = None) -> Result:
    """Run the command as at a terminal."""
    return app.test_cli_runner().invoke(args=["shop", "open", *options], input=typed)


def test_opening_fills_the_register_loads_the_tables_publishes_version_1_and_invites(
    app: Flask, text_file: Path, visitor: Browser
) -> None:
    told = open_shop(app, *NAMES, "--signed", "card-processor=Cora Signer", "--text", str(text_file), "--yes")
    assert told.exit_code == 0, told.output
    [card] = views.cards(clock.now())
    assert (card.name, card.standing, card.signer) == ("card-processor", "open", "Cora Signer")
    assert catalogue.current_tables()
    [line] = policy.history()
    assert (line.no, line.author_name, line.reviewer_name) == (1, "Paige Turner", "Reed Moore")
    address = told.output.split("one time: ")[1].strip()
    assert visitor.get("/welcome/" + address.rpartition("/")[2]).status == 200
    assert "shop.opened" in db.session.scalars(select(AuditEntry.kind)).all()


def test_the_text_is_shown_with_its_live_values_before_anybody_signs_it(app: Flask, text_file: Path) -> None:
    told = open_shop(app, *NAMES, "--text", str(text_file), "--yes")
    assert told.exit_code == 0, told.output
    text = text_file.read_text()
    assert "Card processor (localhost:8444), card processing: amount" in text
    assert "{{" not in text
    published = policy.newest()
    assert published is not None
    assert all(clause.text in text for clause in published.clauses)


def test_at_a_terminal_it_asks_for_names_signers_and_consent(app: Flask) -> None:
    told = open_shop(app, typed="Paige Turner\nReed Moore\nCora Signer\ny\n")
    assert told.exit_code == 0, told.output
    assert "How long the log is kept" in told.output, "the text was shown"
    assert [card.signer for card in views.cards(clock.now())] == ["Cora Signer"]
    assert "has signed nothing yet" not in told.output


def test_without_consent_nothing_is_published_and_it_can_be_run_again(app: Flask, text_file: Path) -> None:
    told = open_shop(app, *NAMES, "--text", str(text_file), typed="\nn\n")
    assert told.exit_code == 1
    assert policy.history() == ()
    assert open_shop(app, *NAMES, "--text", str(text_file), "--yes").exit_code == 0


def test_a_supplier_that_has_signed_nothing_is_named_with_what_will_happen(app: Flask, text_file: Path) -> None:
    told = open_shop(app, *NAMES, "--text", str(text_file), "--yes")
    assert "Card processor has signed nothing yet: its door shuts" in told.output
    assert [card.standing for card in views.cards(clock.now())] == ["warned"]


def test_an_open_shop_is_not_opened_again(app: Flask, text_file: Path) -> None:
    assert open_shop(app, *NAMES, "--text", str(text_file), "--yes").exit_code == 0
    told = open_shop(app, *NAMES, "--text", str(text_file), "--yes")
    assert told.exit_code == 1
    assert "open already" in told.output
    assert len(policy.history()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--author", "Paige Turner", "--reviewer", "PAIGE  turner"), "two people"),
        (("--author", "Paige Turner", "--reviewer", "R" * 41), "at most 40"),
        (("--author", "Paige Turner", "--reviewer", " "), "reviewer's name"),
        ((*NAMES, "--signed", "list-broker=Cora"), "no supplier list-broker"),
        ((*NAMES, "--signed", "card-processor"), "like card-processor="),
        (("--author", "Paige Turner"), "--reviewer"),
    ],
)
def test_what_cannot_be_signed_opens_nothing(app: Flask, text_file: Path, options: tuple[str, ...], words: str) -> None:
    told = open_shop(app, *options, "--text", str(text_file), "--yes")
    assert told.exit_code != 0
    assert words in told.output
    db.session.rollback()
    assert policy.history() == ()


def test_a_changed_relay_is_followed_and_a_new_supplier_only_when_told(
    app: Flask, text_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_shop(app, *NAMES, "--text", str(text_file), "--yes").exit_code == 0
    settings = app.extensions["shop.settings"]
    changed = replace(settings, smtp_host="relay.example.net", processor_url="https://cards.example.net")
    monkeypatch.setitem(app.extensions, "shop.settings", changed)
    told = app.test_cli_runner().invoke(args=["shop", "suppliers"]).output.splitlines()
    assert told == [
        "card-processor: warned, cards.example.net",
        "mail-relay: not in the register, so nothing goes there; publish its name, then --add",
    ]
    told = app.test_cli_runner().invoke(args=["shop", "suppliers", "--add"]).output.splitlines()
    assert "mail-relay: warned, relay.example.net" in told
