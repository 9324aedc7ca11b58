"""Corrections as tests make them, and what they leave behind."""

from typing import Any

from sqlalchemy import text

from app.disclosures.service import ledger, suppliers
from app.disclosures.service.ledger import Entry
from app.disclosures.service.suppliers import Wanted
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.orders.views import order_for_staff
from app.orders.views.orders import OrderView
from app.people import service as people
from app.people.service import Told
from tests.pages import Browser, Page
from tests.people import SignedIn

CARRIER = Wanted(
    "carrier", "Prairie Parcel", "ship", "shipping-company", ("carrier.example",), ("name and address", "telephone")
)


def person_of(customer: SignedIn) -> int:
    query = text("SELECT person_id FROM account WHERE id = :id")
    return int(db.session.scalar(query, {"id": customer.account_id}))


def corrected(browser: Browser, field: str, **typed: str) -> Page:
    """Fill in the form of that value in the account; gives the answer to it."""
    page = browser.get("/account/corrections/new", {"field": field})
    return page.form("/account/corrections/new").submit(**typed)


def outcome(browser: Browser, answer: Page) -> str:
    """The words of the case to which a correction led."""
    assert answer.status == 303, answer.main
    return browser.get(answer.location).main


def shipped_by_carrier(act: Act, customer: SignedIn, number: int) -> None:
    """The ledger says that the carrier got name, address and telephone for an order."""
    entry = Entry("carrier", "ship", f"account:{customer.account_id}", f"order:{number}", CARRIER.data_fields, b"label")

    def leave() -> None:
        suppliers._add(act, CARRIER)
        ledger.record(act, entry)

    work.unit(leave)


def told_by(act: Act, customer: SignedIn, field: str, value: str, origin: str) -> bool:
    """Somebody else brings a value; gives whether it stands."""
    stands: list[bool] = []
    told = Told(field, value, "For your orders.")
    work.unit(lambda: stands.append(people.record(act, person_of(customer), told, origin)))
    return stands[0]


def stands(customer: SignedIn, field: str) -> tuple[str, str]:
    """Value and origin of what stands in a field."""
    found = people.standing(person_of(customer))[field]
    return found.value, found.origin


def order(number: int) -> OrderView:
    return order_for_staff(number)


def outbox(template: str) -> list[Any]:
    """Recipient and content of every letter of that kind."""
    query = text("SELECT recipient, content FROM outbox_mail WHERE template = :t ORDER BY id")
    return [tuple(row) for row in db.session.execute(query, {"t": template})]


def kinds(subject: str) -> list[str]:
    """The kinds of the entries of the record about a subject, oldest first."""
    query = text("SELECT kind FROM audit_entry WHERE subject_ref = :ref ORDER BY id")
    return list(db.session.scalars(query, {"ref": subject}))
