"""Every endpoint has one access mark, stands in the frozen table, and has an address in kebab-case."""

import re

import pytest
from flask import Flask

from app.foundation.access import check_marks, mark_of, public, signed_by_sender
from tests.rules.address_table import FROZEN, entries, unsafe

WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FIXED = re.compile(rf"\.?{WORD}(?:\.(?:txt|json|xml|atom|ico|pdf|csv|jpg|svg))?")
TYPED = re.compile(r"<[a-z]+(?:\([^)]*\))?:[a-z_]+>")
ENDINGS = re.compile(rf"(?:<[^<>]+>|{WORD})(?:[.\-](?:<[^<>]+>|{WORD}))*")

UNTOKENED: dict[str, str] = {
    "/webhooks/payments": "the card processor signs what it sends",
    "/u/<token:token>": "whoever holds the mail may stop it (RFC 8058)",
    "/u/<token:token>/choices": "whoever holds the mail may choose more finely, without a cookie",
    "/u/<token:token>/undo": "whoever holds the mail may take back what its link stopped",
}
"""Addresses that take a POST without a form token, each with what proves the sender."""


def plain_app(*rules: str) -> Flask:
    """An application with just these addresses, to plant in."""
    app = Flask("planted", static_folder=None)
    for number, rule in enumerate(rules):
        app.add_url_rule(rule, f"planted{number}", public(lambda: ""))
    return app


def misspelt(app: Flask) -> set[str]:
    """Addresses that are not nouns in kebab-case with typed parts and no slash at the end."""
    found = set()
    for rule in (rule.rule for rule in app.url_map.iter_rules()):
        parts = rule.lstrip("/").split("/") if rule != "/" else []
        for part in parts:
            holes = re.findall(r"<[^<>]*>", part)
            spelt = ENDINGS.fullmatch(part) if holes else FIXED.fullmatch(part)
            if spelt is None or not all(TYPED.fullmatch(hole) for hole in holes):
                found.add(rule)
    return found


def test_the_table_of_addresses_is_the_frozen_one(app: Flask) -> None:
    frozen = FROZEN.read_text().splitlines()
    missing, new = set(frozen) - set(entries(app)), set(entries(app)) - set(frozen)
    assert not missing, f"published addresses are gone or changed: {sorted(missing)}"
    assert not new, f"not in the table (python -m tests.rules.address_table writes it): {sorted(new)}"


def test_a_new_or_a_lost_address_changes_the_table() -> None:
    first, second = entries(plain_app("/a")), entries(plain_app("/a", "/b"))
    (new,) = set(second) - set(first)
    assert new.split() == ["GET", "/b", "public"]


@pytest.mark.usefixtures("app")
def test_every_endpoint_has_its_access_mark(app: Flask) -> None:
    check_marks(app)
    assert {str(mark_of(view)).split("(")[0].split()[0] for view in app.view_functions.values()} <= {
        "public",
        "customer",
        "staff",
    }


def test_an_endpoint_without_a_mark_stops_the_application_from_starting() -> None:
    planted = Flask("planted", static_folder=None)
    planted.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RuntimeError, match="no access mark"):
        check_marks(planted)


def test_staff_pages_and_only_they_are_marked_for_staff(app: Flask) -> None:
    astray = set()
    for rule in app.url_map.iter_rules():
        staff = mark_of(app.view_functions[rule.endpoint]).kind == "staff"
        if staff != (rule.rule == "/staff" or rule.rule.startswith("/staff/")):
            astray.add(rule.rule)
    assert astray == set()


def test_every_permission_in_a_mark_is_declared_to_the_registry(app: Flask) -> None:
    declared = app.extensions["shop.permissions"]
    asked = {mark.permission for mark in map(mark_of, app.view_functions.values()) if mark.permission}
    assert {permission.name for permission in asked if permission.name not in declared} == set()


def test_addresses_are_in_kebab_case_with_typed_parts(app: Flask) -> None:
    assert misspelt(app) == set()


@pytest.mark.parametrize("rule", ["/Account", "/my_information", "/orders/", "/orders/<number>", "/a//b", "/a.php"])
def test_a_misspelt_address_is_noticed(rule: str) -> None:
    assert misspelt(plain_app(rule)) == {rule}


@pytest.mark.parametrize(
    "rule", ["/", "/orders/<int:number>", "/robots.txt", "/.well-known/gpc.json", "/x/<slug:a>.json"]
)
def test_a_well_spelt_address_passes(rule: str) -> None:
    planted = plain_app()
    planted.url_map.converters["slug"] = planted.url_map.converters["string"]
    planted.add_url_rule(rule, "planted", public(lambda: ""))
    assert misspelt(planted) == set()


def untokened(app: Flask) -> set[str]:
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if unsafe(rule) and not mark_of(app.view_functions[rule.endpoint]).token
    }


def test_only_the_listed_addresses_take_a_post_without_a_token(app: Flask) -> None:
    assert untokened(app) == set(UNTOKENED)


def test_an_unlisted_post_without_a_token_is_noticed() -> None:
    planted = plain_app("/a")
    planted.add_url_rule("/b", "planted", signed_by_sender(lambda: ""), methods=["POST"])
    assert untokened(planted) == {"/b"}
