"""What the text says about periods, suppliers and cookies is what the running shop does."""

from dataclasses import replace

import pytest
from flask import Flask

from app.foundation import clock, rules, work
from app.policy import live_values, slots
from tests.suppliers import register
from tests.unit.policy.writers import an_act


@pytest.mark.usefixtures("app")
def test_every_slot_has_a_value_of_its_kind() -> None:
    values = live_values.present().values
    assert set(values) == set(slots.SLOTS)
    for name, slot in slots.SLOTS.items():
        wanted = int if slot.kind in slots.NUMBERS else tuple if slot.kind == "list" else str
        assert isinstance(values[name], wanted), name


@pytest.mark.usefixtures("app")
def test_a_changed_house_rule_changes_the_next_text() -> None:
    work.unit(lambda: rules.set_value(an_act(), "visits.log-full-days", 21, clock.now(), "a test"))
    assert live_values.present().values["retention.access_log_days"] == 21


@pytest.mark.usefixtures("app")
def test_every_cookie_and_log_field_that_the_shop_declares_is_named() -> None:
    values = live_values.present().values
    assert "__Host-session" in slots.written("cookies", values["cookies"])
    assert "__Host-remember" in slots.written("cookies", values["cookies"])
    for field in ("c-ip", "cs(Referer)", "cs(User-Agent)", "sc-status", "cs-method", "cs-uri-stem"):
        assert f"({field})" in slots.written("log.fields", values["log.fields"])


def test_a_relay_and_a_file_store_are_named_as_suppliers_once_they_are_set(app: Flask) -> None:
    settings = app.extensions["shop.settings"]
    register(settings)
    before = slots.written("suppliers", live_values.present().values["suppliers"])
    assert "Card processor (localhost:8444), card processing: amount, order number, customer reference" in before
    assert "it gives back card token" in before
    assert "Mail relay" not in before
    register(replace(settings, smtp_host="relay.example.net", files_url="s3://prints.example.org/files"))
    after = slots.written("suppliers", live_values.present().values["suppliers"])
    assert "Mail relay (relay.example.net), sending our e-mail: e-mail address, message" in after
    assert "File store (prints.example.org)" in after
