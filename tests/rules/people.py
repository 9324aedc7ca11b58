"""Who drives the addresses in the rule tests and the fuzz, and the real things their paths name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import text

from app.accounts.service import staff_invitations
from app.cases import service as cases
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.service import receiving
from app.people import identifiers
from app.policy import live_values
from app.policy import service as policy
from app.tables import service as tables
from app.tables.desks import DESKS
from tests import baskets, certificates, companies, ordering, quoting
from tests.factors import with_factors
from tests.measures import kept_register
from tests.pages import Browser
from tests.people import new_account
from tests.policies import agreement
from tests.suppliers import register

PEOPLE = ("visitor", "customer", "administrator")
AREA = "ordering"
"""The area that has an agreement."""
REAL = {
    "number": "SELECT number FROM print_order ORDER BY number LIMIT 1",
    "job_id": "SELECT id FROM order_job ORDER BY id LIMIT 1",
    "artwork_id": "SELECT id FROM artwork ORDER BY id LIMIT 1",
    "quote_number": "SELECT number FROM quote ORDER BY number LIMIT 1",
    "item_id": "SELECT id FROM basket_item ORDER BY id LIMIT 1",
    "case_number": "SELECT number FROM case_file ORDER BY number LIMIT 1",
    "member_id": "SELECT id FROM company_member WHERE role = 'approver' ORDER BY id LIMIT 1",
    "invitation_id": "SELECT id FROM company_invitation ORDER BY id DESC LIMIT 1",
    "exemption_id": "SELECT id FROM tax_exemption ORDER BY id LIMIT 1",
    "lost_number": "SELECT case_number FROM lost_factors ORDER BY id LIMIT 1",
    "passkey_id": "SELECT id FROM passkey ORDER BY id LIMIT 1",
    "address_id": "SELECT id FROM account_address ORDER BY id LIMIT 1",
    "account_id": "SELECT account_id FROM print_order ORDER BY number LIMIT 1",
    "staff_id": "SELECT account_id FROM staff_role ORDER BY id LIMIT 1",
    "role": "SELECT role FROM staff_role ORDER BY id LIMIT 1",
    "staff_invitation_id": "SELECT id FROM staff_invitation ORDER BY id LIMIT 1",
    "device_id": "SELECT id FROM device ORDER BY id LIMIT 1",
    "measure_id": "SELECT id FROM security_measure ORDER BY id LIMIT 1",
    "supplier_id": "SELECT id FROM vendor ORDER BY id LIMIT 1",
    "mail_id": "SELECT id FROM outbox_mail ORDER BY id LIMIT 1",
    "inbound_id": "SELECT id FROM inbound_mail ORDER BY id LIMIT 1",
}
"""Where the real value of an address's argument stands, by the argument's name."""


def somebody(request: pytest.FixtureRequest, who: str) -> Browser:
    """The browser of one of PEOPLE before a shop that has opened and has an order with a checked file.

    The order is the customer's own; for the others it is a stranger's.
    """
    app: Flask = request.getfixturevalue("app")
    act: Act = request.getfixturevalue("act")
    open_the_shop(act)
    browser = _browser(request, who)
    owner = browser.account_id if who == "customer" else new_account("owner.of.all", "Owen Owner")
    companies.with_company(owner)
    ordering.with_file(act, owner)
    work.unit(lambda: with_factors(act, owner))
    baskets.put(act, owner)
    work.unit(lambda: _agreement_of_an_area(act))
    quoting.saved(act, owner)
    certificates.sent(act, owner)
    work.unit(lambda: _invite_a_clerk(act))
    work.unit(lambda: _open_a_case(act))
    work.unit(lambda: _receive_a_mail(act))
    for desk in DESKS.values():
        work.unit(lambda desk=desk: tables.start(act, desk))  # type: ignore[misc]  # bound at once
    request.getfixturevalue("run_job")("read-mail")
    request.getfixturevalue("run_job")("check-artwork")
    assert len(known_values(app)) > len(REAL)
    return browser


def _agreement_of_an_area(act: Act) -> None:
    """The agreement of an area, to which everybody there has agreed: its pages open as before."""
    agreement(AREA)
    for account_id in db.session.scalars(text("SELECT id FROM account ORDER BY id")).all():
        agree(act, account_id)


def agree(act: Act, account_id: int) -> None:
    """Somebody agrees to the area's agreement, which is only a moment old."""
    person_id = db.session.scalar(text("SELECT person_id FROM account WHERE id = :id"), {"id": account_id})
    policy.agree(replace(act, at=clock.now()), person_id, AREA, 1, "form")


def _open_a_case(act: Act) -> None:
    asked = cases.NewCase("contact", "order", "web", "Do you print on Sundays?", "Casey Caller")
    cases.open_case(act, asked)


def _invite_a_clerk(act: Act) -> None:
    staff_invitations.invite_by_mail(act, identifiers.email("nora.new@example.org"), ["prepress"])


def _receive_a_mail(act: Act) -> None:
    raw = b"From: Casey Caller <casey@example.org>\r\nSubject: Sundays\r\n\r\nDo you print on Sundays?\r\n"
    receiving.receive(act, "casey@example.org", "newsletter@smartpress.com", raw, way="pipe")


def _browser(request: pytest.FixtureRequest, who: str) -> Browser:
    if who == "administrator":
        found: Browser = request.getfixturevalue("staff_member")(who)
        return found
    return request.getfixturevalue(who)  # type: ignore[no-any-return]  # pytest's own


def open_the_shop(act: Act) -> None:
    """Load what a shop needs before its first visitor: tables of prices, shipping and tax, and the policy."""
    ordering.open_shop(act.at - timedelta(hours=1))
    register(current_app.extensions["shop.settings"])
    if policy.version_in_force() is None:
        work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))
    kept_register()


def known_values(_app: Flask) -> dict[str, str]:
    """Real values for the arguments of addresses, by the arguments' names."""
    found = {"no": "1", "slug": "business-cards", "name": "artwork", "room": "orders", "letter": "placed"}
    found["area"] = AREA
    found["section"] = "papers"
    with db.engines["reader"].connect() as connection:
        for name, query in REAL.items():
            if (value := connection.scalar(text(query))) is not None:
                found[name] = str(value)
    return found
