"""What the checks of orders see: who may order, what an order keeps of its form, and what rests in the database."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from app.accounts.addresses import PostalAddress
from app.cases.models import CaseMessage
from app.foundation import clock, jobs, work
from app.foundation.checks import Result, State
from app.foundation.database import db
from app.foundation.own_site import OwnSite
from app.orders.checks import CHECKS
from app.orders.models import OrderJob, PrintOrder
from app.permissions.subjects import Subject
from tests.cases import opened as opened_case
from tests.evidence.breach import edit, forget, seen
from tests.evidence.planted import act, asked, customer, ordered, permitted
from tests.ordering import HOME

NAMED = {check.name: check for check in CHECKS}
KEPT, FAILING, UNCHECKED = State.KEPT, State.FAILING, State.UNCHECKED
PHONE = "+16125550142"
CARD = "4111 1111 1111 1111"


def found(name: str) -> Result:
    return seen(NAMED[name])


def test_ordering_pages_lead_to_the_sign_in_even_before_there_is_an_order(served: OwnSite) -> None:
    result = found("orders-need-accounts")
    assert result.state == KEPT
    assert result.measured.startswith("4 tries to order without signing in and 0 orders looked at; none got in")


def test_without_an_order_nothing_can_be_said_of_what_orders_keep(served: OwnSite) -> None:
    assert found("order-keeps-form") == Result(UNCHECKED, "There is no order yet.")


@pytest.fixture
def own_visitor(app: Flask, served: OwnSite) -> None:
    """An order, one that is picked up, and the account in which the checks look at the form."""
    ordered(app, phone=PHONE)
    ordered(app, "robin", delivery=None, method="pick-up")
    jobs.run_now("own-visitor")
    forget()


@pytest.mark.usefixtures("own_visitor")
def test_orders_are_held_against_the_form_as_it_is_served(app: Flask) -> None:
    result = found("order-keeps-form")
    assert result.state == KEPT
    assert result.measured.startswith("2 orders held against the ")


def changed(**values: Any) -> None:
    """The newest order with a delivery holds something else."""
    row = db.session.get(PrintOrder, 10001)
    assert row is not None
    for name, value in values.items():
        setattr(row, name, value)
    work.unit(db.session.flush)
    forget()


@pytest.mark.usefixtures("own_visitor")
@pytest.mark.parametrize(
    "values",
    [
        {"delivery": HOME.parts() | {"birthday": "May 5"}},
        {"billing": HOME.parts() | {"tax_number": "12"}},
        {"delivery": HOME.parts() | {"line1": ""}},
        {"delivery": None},
    ],
)
def test_more_or_less_than_the_form_asks_for_is_seen(app: Flask, values: dict[str, Any]) -> None:
    changed(**values)
    assert found("order-keeps-form").state == FAILING


@pytest.mark.usefixtures("own_visitor")
def test_a_choice_that_the_form_does_not_offer_is_seen(app: Flask) -> None:
    row = db.session.query(OrderJob).filter_by(order_number=10001).one()
    row.spec = row.spec | {"choices": [*row.spec["choices"], ["religion", "none"]]}
    work.unit(db.session.flush)
    assert found("order-keeps-form").state == FAILING


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("words", [CARD, "4111111111111111", "call me: 378282246310005"])
def test_a_card_number_in_a_sealed_message_is_found_and_not_told(app: Flask, words: str) -> None:
    opened_case(act())
    assert found("no-card-numbers").state == KEPT
    row = db.session.query(CaseMessage).first()
    assert row is not None
    row.text = f"My card is {words}"
    work.unit(db.session.flush)
    result = found("no-card-numbers")
    assert result.state == FAILING
    assert words not in result.measured
    assert "with a card number" in result.measured


@pytest.mark.usefixtures("opened")
def test_telephones_and_a_carriers_numbers_are_no_cards(app: Flask) -> None:
    ordered(app, phone=PHONE, delivery=PostalAddress("Casey", "42 Quarry Road", "Duluth", "MN", "55802"))
    edit(text("UPDATE order_job SET tracking = '4111111111111111'"))
    edit(text("UPDATE account SET email = '+4111111111111'"))
    assert found("no-card-numbers").state == KEPT


@pytest.mark.usefixtures("opened")
def test_telephones_rest_sealed_and_serve_their_order_alone(app: Flask) -> None:
    assert found("phone-for-order").state == UNCHECKED
    number = ordered(app, phone=PHONE)
    casey = Subject(1, "casey@example.com")
    assert asked(casey, "order", "phone", f"order:{number}") == "allowed"
    words = "1 telephone number of orders, 1 call permitted; none readable without its key, or for something else."
    assert found("phone-for-order") == Result(KEPT, words)
    permitted(casey, "marketing", "phone")
    assert found("phone-for-order").state == FAILING


@pytest.mark.usefixtures("opened")
def test_a_telephone_that_serves_something_else_is_seen(app: Flask) -> None:
    ordered(app, phone=PHONE)
    edit(update(PrintOrder).values(phone_purpose="marketing"))
    assert found("phone-for-order").state == FAILING


def test_before_a_text_there_is_nothing_to_agree_to(app: Flask) -> None:
    assert found("agreement-recorded").state == UNCHECKED


@pytest.mark.usefixtures("opened")
def test_registrations_orders_and_choices_hold_their_version(app: Flask) -> None:
    assert found("agreement-recorded").state == UNCHECKED
    customer(user_id="robin")
    ordered(app)
    words = "2 registrations, 1 order, 2 choices in 90 days; none without the version of its time."
    assert found("agreement-recorded") == Result(KEPT, words)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("print_order", "policy_version", "NULL"),
        ("print_order", "policy_version", "7"),
        ("permission_event", "policy_version", "NULL"),
        ("account", "agreed_version", "NULL"),
    ],
)
def test_one_row_without_the_version_of_its_time_is_seen(app: Flask, table: str, column: str, value: str) -> None:
    ordered(app)
    edit(text(f"UPDATE {table} SET {column} = {value}"))
    assert found("agreement-recorded").state == FAILING


@pytest.mark.usefixtures("opened")
def test_what_was_there_before_the_first_version_agreed_to_none(app: Flask) -> None:
    ordered(app)
    edit(update(PrintOrder).values(policy_version=None, created_at=clock.now() - timedelta(days=1)))
    assert found("agreement-recorded").state == KEPT
