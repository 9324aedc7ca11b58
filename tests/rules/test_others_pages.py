"""What belongs to another is not there, and a field that no form offers changes nothing."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from app.foundation import work
from app.foundation.access import mark_of
from app.foundation.database import db
from tests.pages import BASE, Browser
from tests.rules.address_table import unsafe
from tests.rules.driving import ARGUMENT, CHOICE, instead, rules, sample_path, watched
from tests.rules.people import agree, known_values, somebody

MISSING = 404
ASKS_FOR_A_CODE = {"/quotes/requests/<int:case_number>/quotes/<int:quote_number>": "/contact/follow"}
"""Addresses that lead whoever has not proven it to the page that asks for the code, whatever the number."""


def about_somebody(app: Flask) -> Iterator[Rule]:
    """The addresses for customers that name a record."""
    for rule in rules(app):
        records = ARGUMENT.search(rule.rule.replace("<slug:area>", ""))  # an area is everybody's
        if records and mark_of(app.view_functions[rule.endpoint]).kind == "customer":
            yield rule


def token_of(browser: Browser) -> str:
    """A form token that is good for this browser."""
    return str(browser.get("/account/profile").form("/account/profile").values()["csrf_token"])


def reached(app: Flask, stranger: Browser) -> set[str]:
    """What a stranger gets of the records that `known_values` names, by a good form token, too."""
    found, known, token = set(), known_values(app), token_of(stranger)
    for rule in about_somebody(app):
        path = sample_path(rule.rule, known)
        for method in [*("GET" for _ in range("GET" in (rule.methods or ()))), *unsafe(rule)]:
            sent = {"query_string": CHOICE} if method == "GET" else {"data": {"csrf_token": token}}
            with watched() as watch:
                answer = stranger.client.open(path, method=method, base_url=BASE, buffered=True, **sent)
            led = str(answer.headers.get("Location", "")).removeprefix(BASE)
            if answer.status_code != MISSING and led != ASKS_FOR_A_CODE.get(rule.rule, "?"):
                found.add(f"{method} {path} gave {answer.status_code}")
            if watch.written:
                found.add(f"{method} {path} changed {sorted(set(watch.written))}")
    return found


def two(request: pytest.FixtureRequest) -> tuple[Browser, Browser]:
    """An owner of everything, who came first, and somebody else."""
    owner, stranger = somebody(request, "customer"), request.getfixturevalue("other_customer")
    work.unit(lambda: agree(request.getfixturevalue("act"), stranger.account_id))
    return owner, stranger


def test_what_belongs_to_another_is_not_there(app: Flask, request: pytest.FixtureRequest) -> None:
    owner, stranger = two(request)
    assert reached(app, stranger) == set()
    known = known_values(app)
    mine = [sample_path(rule.rule, known) for rule in about_somebody(app) if "GET" in (rule.methods or ())]
    there = [path for path in mine if owner.get(path, CHOICE).status != MISSING]
    assert len(there) >= 20, "else nothing is proven: the records do not exist"


def test_a_record_that_opens_for_a_stranger_is_noticed(app: Flask, request: pytest.FixtureRequest) -> None:
    _owner, stranger = two(request)

    def planted(**_arguments: str) -> str:
        return "Alex Kim, 950 Lake Drive"

    with instead(app, "orders.show", planted):
        assert reached(app, stranger) == {"GET /orders/10001 gave 200"}


SMUGGLED = {
    "id": "1", "account_id": "1", "person_id": "1", "owner": "1", "customer": "1", "by": "staff:1", "origin": "staff",
    "role": "administrator", "roles": "administrator", "permissions": "rules:rule:edit", "is_staff": "y",
    "user_id_key": "admin", "email_key": "thief@example.com", "email_verified_at": "2020-01-01",
    "password_hash": "x", "total_cents": "1", "total": "0.01", "price": "0.01", "discount_cents": "100000",
    "tax_cents": "0", "state": "paid", "paid_at": "2020-01-01", "company_id": "1", "policy_version": "999",
}  # fmt: skip
"""What somebody might add to a form."""
FORMS = (
    "/account/profile",
    "/account/billing",
    "/account/addresses/new",
    "/account/addresses/1",
    "/orders/new",
)
GUARDED = (
    "SELECT id, person_id, user_id, email, password_hash FROM account ORDER BY id",
    "SELECT account_id, role FROM staff_role ORDER BY id",
    "SELECT DISTINCT account_id FROM account_address",
    "SELECT DISTINCT origin FROM field_value",
    "SELECT count(*) FROM field_value WHERE policy_version > 1",
    "SELECT number, account_id, paid_cents, total_cents > 1000 FROM print_order WHERE number > 10001",
)


def smuggled(browser: Browser) -> None:
    """Fill each form as it stands and send it with everything that it does not offer."""
    for address in FORMS:
        form = browser.get(address, CHOICE).form(address)
        extra = {name: value for name, value in SMUGGLED.items() if name not in form.names()}
        typed = {"line1": "7 Mill Road", "city": "Chanhassen", "region": "MN", "postal_code": "55317", "name": "Alex"}
        values = form.values() | {name: value for name, value in typed.items() if name in form.names()}
        answer = browser.post(form.action, {name: value for name, value in (values | extra).items() if value})
        assert answer.status == 303, (address, answer.text[:300])


def guarded() -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in db.session.execute(text(question))] for question in GUARDED]


def test_fields_that_no_form_offers_change_nothing(request: pytest.FixtureRequest) -> None:
    owner = somebody(request, "customer")
    before = guarded()
    smuggled(owner)
    *same, (order,) = guarded()
    assert same == before[:-1]
    assert order[1:] == (owner.account_id, 0, True)  # type: ignore[attr-defined]  # a customer
