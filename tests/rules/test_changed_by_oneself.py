"""What the inventory says people change themselves has a page with a field for it (P40), and what is sensitive asks for
a fresh sign-in, is told by mail and stands in the record.
"""

import re
from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import Table

from app.audit.kinds import WORDS
from app.companies.forms import CompanyForm
from app.foundation import work
from app.foundation.access import mark_of
from app.foundation.acts import Act
from app.foundation.inventory import Personal, mapped_tables, personal
from app.mail.catalogue import Letter
from app.people import service as people
from app.people.service import Told
from tests.pages import Browser
from tests.rules.driving import rules, sample_path
from tests.rules.people import known_values, somebody
from tests.rules.test_inventory import planted_table

BOOK = "/account/addresses/<int:address_id>"
CERTIFICATE = "/account/tax-exemptions/<int:exemption_id>/replacement"
JOB = "/basket/jobs/<int:item_id>"
AGAIN = "/basket/new?product=business-cards&quantity=250"
WHERE: dict[str, tuple[str, str]] = {
    "account.user_id": ("/account/security/user-id", "user_id"),
    "account.password_hash": ("/account/security/password", "password"),
    "account.email": ("/account/security/email", "email"),
    "account.name": ("/account/profile", "name"),
    "account.greeting": ("/account/profile", "greeting"),
    "account.phone": ("/account/profile", "phone"),
    "account_address.name": (BOOK, "name"),
    "account_address.company": (BOOK, "company"),
    "account_address.line1": (BOOK, "line1"),
    "account_address.line2": (BOOK, "line2"),
    "account_address.city": (BOOK, "city"),
    "account_address.region": (BOOK, "region"),
    "account_address.postal_code": (BOOK, "postal_code"),
    "account_address.country": (BOOK, "country"),
    "artwork.name": ("/artwork/<int:artwork_id>", "artwork"),
    "basket_item.name": (JOB, "job_name"),
    "basket_item.product": (AGAIN, "product"),
    "basket_item.spec": (AGAIN, "quantity"),
    "basket_item.drops": (f"{JOB}/addresses", "source"),
    "billing_detail.company": ("/account/billing", "company"),
    "billing_detail.tax_id": ("/account/billing", "tax_id"),
    "billing_detail.po_number": ("/account/billing", "po_number"),
    "company.name": ("/account/company/rules", "name"),
    "field_value.value": ("/account/corrections/new?field=name", "new"),
    "tax_exemption.state": (CERTIFICATE, "state"),
    "tax_exemption.number": (CERTIFICATE, "number"),
    "tax_exemption.first_day": (CERTIFICATE, "first_day"),
    "tax_exemption.last_day": (CERTIFICATE, "last_day"),
    "value_suggestion.value": ("/account/provenance", "suggestion"),
}
"""The page and the field where each column is changed by whom it is about."""
OF_LEADERS = {"company.name": CompanyForm}
"""Pages that not every customer has: of those the form itself is looked at."""


def own(tables: Iterable[tuple[type, Table]]) -> set[str]:
    """Every column that its person changes, as the inventory says."""
    return {
        f"{table.name}.{column.name}"
        for _, table in tables
        for column in table.columns
        if isinstance(column.info["inventory"], Personal) and column.info["inventory"].correctable == "self"
    }


def without_field(browser: Browser, known: dict[str, str]) -> set[str]:
    """Columns whose page does not open, or has no such field."""
    found = set()
    for column, (rule, name) in WHERE.items():
        if column in OF_LEADERS:
            missing = not hasattr(OF_LEADERS[column], name)
        else:
            page = browser.get(sample_path(rule, known))
            missing = page.status != 200 or not page[f'.page [name="{name}"], main [name="{name}"]']
        if missing:
            found.add(column)
    return found


def test_every_column_that_its_person_changes_has_its_place_in_the_table() -> None:
    assert own(mapped_tables()) == set(WHERE)


def test_a_new_column_without_a_place_is_noticed() -> None:
    table = planted_table(shoe_size=personal("contact", clause="registering", correctable="self"))
    assert own([*mapped_tables(), table]) - set(WHERE) == {"planted.shoe_size"}


def test_every_such_place_has_the_field(
    app: Flask, request: pytest.FixtureRequest, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = somebody(request, "customer")
    told = Told("greeting", "A. Kim", "For addressing you.")
    work.unit(lambda: people.record(act, 1, told, "provider") and None)
    assert without_field(customer, known_values(app)) == set()
    monkeypatch.setitem(WHERE, "account.name", ("/account/profile", "shoe_size"))
    assert without_field(customer, known_values(app)) == {"account.name"}, "a field that is gone would be noticed"


SENSITIVE: dict[str, tuple[str, str]] = {
    "/account/security/password": ("password.changed", "accounts/password_changed"),
    "/account/security/email": ("code.mailed", "accounts/email_code"),
    "/account/security/email/code": ("email.changed", "accounts/email_changed"),
    "/account/security/user-id": ("user-id.changed", "accounts/user_id_changed"),
    "/account/security/factors/app": ("factor.added", "accounts/factor_added"),
    "/account/security/factors/app/end": ("factor.ended", "accounts/factor_ended"),
    "/account/security/factors/app/new": ("", ""),
    "/account/security/factors/passkeys/new": ("factor.added", "accounts/factor_added"),
    "/account/security/factors/passkeys/<int:passkey_id>/end": ("factor.ended", "accounts/factor_ended"),
    "/account/security/factors/recovery-codes": ("recovery-codes.made", "accounts/recovery_codes_new"),
    "/account/billing": ("billing.changed", "accounts/billing_changed"),
    "/account/cards/removal": ("card.removed", "payments/card_removed"),
    "/account/closing": ("account.closing", "rights/closing"),
    "/account/information": ("case.opened", ""),
    "/account/corrections/new": ("account.corrected", ""),
    "/account/provenance/undos": ("value.undone", ""),
    "/account/provenance/suggestions": ("suggestion.decided", ""),
}
"""What takes a fresh sign-in: what the record says of it, and the mail that tells the owner. A copy of one's data and
corrections have a case that tells; the secret of an app that nobody confirmed counts for nothing yet."""
FAMILIES = re.compile(r"/account/(security|billing|cards|closing|information|corrections|provenance)(/|$)")
"""Under these addresses every change is sensitive."""


def stale_doors(app: Flask) -> set[str]:
    """Addresses of sensitive changes that open without a fresh sign-in."""
    return {
        rule.rule
        for rule in rules(app)
        if (FAMILIES.match(rule.rule) or rule.rule in SENSITIVE)
        and "POST" in (rule.methods or ())
        and not mark_of(app.view_functions[rule.endpoint]).fresh
    }


def test_every_sensitive_change_asks_for_a_fresh_sign_in(app: Flask) -> None:
    assert stale_doors(app) == set()
    changing = {rule.rule for rule in rules(app) if FAMILIES.match(rule.rule) and "POST" in (rule.methods or ())}
    assert changing == set(SENSITIVE)


def test_a_sensitive_change_without_a_fresh_sign_in_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def view() -> str:
        return ""

    view.access_mark = mark_of(app.view_functions["accounts.profile_page"])  # type: ignore[attr-defined]  # as a mark does
    monkeypatch.setitem(app.view_functions, "accounts.billing_page", view)
    assert stale_doors(app) == {"/account/billing"}


@pytest.mark.parametrize("kind", ["in the record", "by mail"])
def test_every_sensitive_change_is_told(app: Flask, kind: str) -> None:
    letters: dict[str, Letter] = app.extensions["shop.letters"]
    entries = {entry for entry, _ in SENSITIVE.values() if entry}
    mails = {mail for _, mail in SENSITIVE.values() if mail}
    assert (entries <= set(WORDS)) if kind == "in the record" else (mails <= set(letters))
