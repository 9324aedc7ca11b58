"""A thief reads the database: names and e-mail addresses, but no telephone number, postal line, code or token."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.addresses import PostalAddress
from app.accounts.service import acting
from app.accounts.service.acting import Begun
from app.baskets import service as in_basket
from app.config import Settings
from app.foundation import inventory, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.inventory import mapped_tables
from app.foundation.retention import Keep
from app.mail.service import receiving
from app.orders.service import moving
from app.orders.wanted import Drop, WantedJob
from app.payments import service as payments
from app.policy import live_values
from app.policy import service as policy
from app.quotes import service as quotes
from app.quotes.wanted import Agreed
from app.tax import exemptions
from tests import baskets, certificates, companies, factors, ordering, quoting
from tests.journeys.paying import settled
from tests.ordering import card_pdf, open_shop
from tests.pages import Browser
from tests.people import code_for, new_account
from tests.practice_processor.beside_the_shop import PracticeBeside, practice_beside

EMAIL, NAME, PASSWORD = "quincy@example.com", "Quincy Thornbury", "nine kites over the old mill"
PHONE = ("612-555-0142", "+16125550142", "6125550142", "(612) 555-0142", "555-0142")
POSTAL = ("1742 Larkspur Hollow", "Larkspur", "Unit 9Q", "Marquette", "49855")
TAX_ID = "41-7654321"
NEWSLETTER = "newsletter@smartpress.com"
NOTE = "Ring at the blue door on Larkspur"
CARRIER_ACCOUNT, CERTIFICATE = "QT9X4417Z", "ST3-7745120"
SEALED = re.compile(r"(\{.*\})?v1\.[^.]+\.[A-Za-z0-9+/]+=*")

Secrets = dict[str, tuple[str, ...]]


@pytest.fixture
def practice(app: Flask, act: Act, tmp_path: Path) -> Iterator[PracticeBeside]:
    """The shop opened, the practice processor beside it."""
    open_shop()
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))
    with practice_beside(app, tmp_path) as practice:
        yield practice


@pytest.fixture
def secrets(
    app: Flask, visitor: Browser, practice: PracticeBeside, act: Act, run_job: Callable[[str], None]
) -> Secrets:
    """Somebody registers, signs in to be remembered, says where they live, orders and pays: all that was secret."""
    codes = [registered(visitor)]
    told_about_themselves(visitor)
    visitor.get("/account").form("/sign-out").submit()
    visitor.get("/sign-in").form("/sign-in").submit(user_id="quincy", password=PASSWORD, remember="y")
    visitor.get("/account/security/email").form("/account/security/email").submit(email="new.quincy@example.com")
    codes.append(code_for("new.quincy@example.com", "email"))
    page = ordered_and_paid(visitor, practice)
    work.unit(lambda: moving.note(act, 10001, NOTE))
    work.unit(lambda: receiving.receive(act, EMAIL, NEWSLETTER, written_to_us(), way="pipe") and None)
    asked_and_kept(act, account_id=1)
    companies.with_company(1)
    for job in ("read-mail", "send-mail", "fold-facts", "seal-audit"):
        run_job(job)
    card = payments.card_of("account:1")
    assert card is not None
    db.session.rollback()
    cookies = tuple(cookie.value for cookie in visitor.client._cookies.values())
    assert len(cookies) == 2
    return {
        "telephone number": PHONE,
        "postal line": POSTAL,
        "code": tuple(codes),
        "token": (companies.newest_token(), *cookies, card.token, page, urlsplit(page).path.rpartition("/")[2]),
        "password": (PASSWORD,),
        "tax id": (TAX_ID,),
        "note": (NOTE,),
        "number of an account or a certificate": (CARRIER_ACCOUNT, CERTIFICATE),
    }


def written_to_us() -> bytes:
    """A question by mail that tells where somebody lives, with a file beside it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = EMAIL, NEWSLETTER, f"Parcels to {POSTAL[0]}"
    mail.set_content(f"Do you deliver to {POSTAL[0]}, {POSTAL[3]}? Please call {PHONE[0]}.")
    mail.add_attachment(b"a map", maintype="image", subtype="png", filename=f"{POSTAL[1]}.png")
    return mail.as_bytes()


def registered(visitor: Browser) -> str:
    """Open the account; gives the code that was mailed."""
    page = visitor.get("/register").form("/register").submit(email=EMAIL).follow()
    code = code_for(EMAIL, "register")
    page = page.form("/register/code").submit(code=code).follow()
    page.form("/register/details").submit(
        user_id="quincy", password=PASSWORD, full_name=NAME, line1=POSTAL[0], line2=POSTAL[2], city=POSTAL[3],
        region="MI", postal_code=POSTAL[4], agree="y",
    ).follow()  # fmt: skip
    return code


def told_about_themselves(visitor: Browser) -> None:
    visitor.get("/account/profile").form("/account/profile").submit(phone=PHONE[0])
    visitor.get("/account/billing").form("/account/billing").submit(company="Thornbury Press", tax_id=TAX_ID)


def ordered_and_paid(visitor: Browser, practice: PracticeBeside) -> str:
    """Order and pay; gives the address of the payment page."""
    form = visitor.get("/orders/new?product=business-cards&quantity=250").form("/orders/new")
    checkout = form.submit(artwork=("cards.pdf", card_pdf()), phone=PHONE[3]).follow()
    url = checkout.form("/pay").submit().location
    practice.pay_at(url, "4242424242424242")
    page = settled(visitor, 10001).open("See the order")
    assert PHONE[3] in page.main
    assert POSTAL[0] in page.main
    return url


def asked_and_kept(act: Act, account_id: int) -> None:
    """A quote to their door, a parcel to two doors, a certificate that was refused, a phone that makes codes."""
    home = PostalAddress(NAME, POSTAL[0], POSTAL[3], "MI", POSTAL[4], line2=POSTAL[2])
    split = (Drop(home, 200), Drop(replace(home, line2=""), 50))
    quote = quoting.saved(act, account_id, delivery=home, method="ground")
    agreed = Agreed(9900, "As agreed", NOTE)
    work.unit(lambda: quotes.agree(act, quote.number, quote.lines[0].id, agreed, quote.version))
    item = baskets.put(act, account_id)
    work.unit(lambda: in_basket.set_drops(act, account_id, item, 1, split))
    job = WantedJob(quoting.spec_of(), "Two doors", split)
    ordering.drafted(act, account_id, jobs=(job,), delivery=home, billing=home, carrier_account=CARRIER_ACCOUNT)
    certificate = certificates.sent(act, account_id, number=CERTIFICATE)
    work.unit(lambda: exemptions.refuse(act, certificate, NOTE))
    work.unit(lambda: factors.with_factors(act, account_id))
    clerk = new_account("clerk", "Sam Clerk", None)
    work.unit(lambda: acting.begin(act, account_id, Begun(clerk, "service", NOTE)) and None)


def dump(app: Flask, settings: Settings) -> str:
    """All that a thief gets: the files of the databases as they lie there, or a dump of PostgreSQL."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("postgresql"):
        command = ["pg_dump", "--dbname", url.replace("postgresql+psycopg", "postgresql")]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()
    files = [*settings.instance.glob("shop.sqlite*"), *settings.instance.glob("jobs.sqlite*")]
    return b"".join(path.read_bytes() for path in files).decode("latin-1")


def texts() -> Iterator[tuple[str, str]]:
    """Each value of each table as it rests, with the name of its column."""
    for _, table in mapped_tables():
        for row in db.session.execute(text(f"SELECT * FROM {table.name}")).mappings():
            yield from ((f"{table.name}.{column}", str(value)) for column, value in row.items() if value is not None)
    db.session.rollback()


def found_in_clear(secrets: Secrets) -> set[str]:
    """Which secret stands in which column; short ones count only as words of their own."""
    words = {
        kind: re.compile("|".join(rf"(?<![\w.]){re.escape(word)}(?!\w)" for word in known))
        for kind, known in secrets.items()
    }
    return {f"{kind} in {where}" for where, value in texts() for kind, sought in words.items() if sought.search(value)}


def test_a_thief_with_the_database_learns_names_and_addresses_of_mail_only(
    app: Flask, settings: Settings, secrets: Secrets
) -> None:
    stolen = dump(app, settings)
    assert EMAIL in stolen
    assert NAME in stolen
    long = {word for kind in secrets.values() for word in kind if len(word) > 6}
    assert {word for word in long if word in stolen} == set()
    assert found_in_clear(secrets) == set()


def test_the_search_for_secrets_finds_one_that_is_planted(app: Flask, settings: Settings, secrets: Secrets) -> None:
    planted = f"{PHONE[0]}, {POSTAL[4]}, {secrets['code'][0]}"
    work.unit(lambda: db.session.execute(text("UPDATE artwork SET name = :planted"), {"planted": planted}))
    assert PHONE[0] in dump(app, settings)
    kinds = ("telephone number", "postal line", "code")
    assert found_in_clear(secrets) == {f"{kind} in artwork.name" for kind in kinds}


def sealed_columns() -> list[tuple[str, str]]:
    """Table and column of everything that the inventory declares sealed."""
    return [
        (table.name, column.name)
        for _, table in mapped_tables()
        for column in table.columns
        if getattr(column.info["inventory"], "rest", "") == "sealed"
    ]


NOT_IN_THIS_JOURNEY = {
    "value_suggestion.value",
    "case_file.reach",
    "case_event.reason",
    "case_draft.text",
    "correction.old",
    "correction.new",
    "erasure.reached_by",
    "information_request.network_address",
}


@pytest.mark.usefixtures("secrets")
def test_what_is_declared_sealed_is_sealed_in_the_file() -> None:
    unseen, open_ = set(), set()
    for table, column in sealed_columns():
        found: list[Any] = list(db.session.scalars(text(f"SELECT {column} FROM {table} WHERE {column} <> ''")))
        if not found:
            unseen.add(f"{table}.{column}")
        open_ |= {f"{table}.{column}" for value in found if not SEALED.fullmatch(value)}
    db.session.rollback()
    assert open_ == set()
    assert unseen - {"outbound_call.payload"} <= NOT_IN_THIS_JOURNEY


def test_a_column_declared_sealed_that_is_not_is_noticed() -> None:
    class Kept:
        __retention__ = Keep("a test wants it")
        __person__ = "id as person"

    from sqlalchemy import Column, Integer, MetaData, String, Table

    info = inventory.personal("contact", clause="telephone", rest="sealed")
    key = Column("id", Integer, primary_key=True, info=inventory.KEY)
    made = Table("kept", MetaData(), key, Column("phone", String, info=info))
    assert inventory.gaps(iter([(Kept, made)])) == ["Column kept.phone is not kept sealed, as it is declared."]


def test_the_key_store_is_not_part_of_what_the_thief_has(app: Flask, settings: Settings, secrets: Secrets) -> None:
    (sealed,) = {value for where, value in texts() if where == "account.phone"}
    owner = sealed.split(".")[1]
    assert app.extensions["shop.keys"].key(owner) is not None
    assert "wrapped_key" not in dump(app, settings)
