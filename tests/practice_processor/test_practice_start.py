"""When the practice processor starts, and when it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

import practice_processor
from practice_processor import RefusesToStart, Settings
from practice_processor.cards import TEST_CARDS, passes_luhn
from practice_processor.settings import from_environment
from tests.practice_processor.running import (
    receiving_shop,
    running_processor,
    settings_for,
)

ENVIRONMENT = {
    "PRACTICE_KEY": "sk_test_practice_0123456789",
    "PRACTICE_WEBHOOK_SECRET": "whsec_practice_0123456789",
    "PRACTICE_WEBHOOK_URL": "https://localhost:8443/webhooks/payments",
}


def started(settings: Settings) -> None:
    practice_processor.stop(practice_processor.create_app(settings))


@pytest.mark.parametrize("name", ["production", "Production", " production "])
def test_it_refuses_to_start_in_production(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusesToStart, match="does not start in production"):
        started(settings_for(tmp_path, "http://localhost:1/", shop_env=name))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.com/webhooks/payments",
        "http://10.0.0.1/",
        "http://localhost.example.com/",
        "http://localhost@shop.example.com/",
        "ftp://localhost/",
        "http://[",
        "",
    ],
)
def test_it_refuses_to_send_webhooks_off_this_machine(tmp_path: Path, url: str) -> None:
    with pytest.raises(RefusesToStart, match="this machine only"):
        started(settings_for(tmp_path, url))


@pytest.mark.parametrize("url", ["http://localhost:1/", "https://127.0.0.1/", "http://[::1]:8080/"])
def test_it_starts_with_a_webhook_address_on_this_machine(tmp_path: Path, url: str) -> None:
    started(settings_for(tmp_path, url))
    assert (tmp_path / "practice.sqlite3").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("which", ["secret_key", "webhook_secret"])
def test_it_refuses_a_short_secret(tmp_path: Path, which: str) -> None:
    with pytest.raises(RefusesToStart, match="16 characters"):
        started(settings_for(tmp_path, "http://localhost:1/", **{which: "short"}))


def test_it_refuses_a_certificate_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RefusesToStart, match="no certificate file"):
        started(settings_for(tmp_path, "http://localhost:1/", ca_file=tmp_path / "none.pem"))


def test_it_reads_its_settings_from_the_environment(tmp_path: Path) -> None:
    settings = from_environment({**ENVIRONMENT, "PRACTICE_FOLDER": str(tmp_path), "SHOP_ENV": "production"})
    assert settings.folder == tmp_path
    assert settings.ca_file is None
    with pytest.raises(RefusesToStart, match="production"):
        started(settings)


def test_it_names_the_settings_that_are_missing() -> None:
    with pytest.raises(RefusesToStart, match="PRACTICE_FOLDER"):
        from_environment(ENVIRONMENT)


def test_the_factory_for_the_server_makes_a_working_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**ENVIRONMENT, "PRACTICE_FOLDER": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SHOP_ENV", raising=False)
    app = practice_processor.create_from_environment()
    try:
        assert app.test_client().get("/").status_code == 200
    finally:
        practice_processor.stop(app)


def test_every_published_number_has_a_right_check_digit() -> None:
    assert all(passes_luhn(card.number) for card in TEST_CARDS)
    assert not passes_luhn("4242424242424241")


@pytest.mark.parametrize("trusted", [True, False])
def test_webhooks_go_only_to_a_shop_whose_certificate_it_trusts(tmp_path: Path, trusted: bool) -> None:
    own, other = trustme.CA(), trustme.CA()
    (own if trusted else other).cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with receiving_shop(own) as shop:
        settings = settings_for(tmp_path / "store", shop.url, ca_file=tmp_path / "ca.pem")
        with running_processor(settings) as processor:
            session = processor.open_session()
            processor.pay(session["id"], "4242424242424242")
            page = processor.get(f"/pay/{session['id']}").text
    assert (len(shop.received) == 2) is trusted
    assert ("The shop has been told" in page) is trusted
