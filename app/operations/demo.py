"""Setting up: migrations always; outside production the demonstration shop, loaded once."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app
from flask_migrate import upgrade

from app.accounts.addresses import PostalAddress
from app.accounts.hashing import Hasher
from app.accounts.jobs import OWN_VISITOR
from app.accounts.roles import ADMINISTRATOR, ROLES
from app.accounts.service import cards, opening, staff, staff_invitations
from app.accounts.service.factors import authenticator
from app.accounts.service.opening import NewAccount
from app.campaigns import service as campaigns
from app.catalogue import service as catalogue
from app.config import Settings
from app.disclosures.service import suppliers
from app.disclosures.service.suppliers import Statement
from app.foundation import clock, jobs, work
from app.foundation.acts import Act, Actor
from app.operations import demo_agreements, demo_art, demo_companies, demo_mails, demo_sales
from app.orders.service import Order, SentFile, WantedJob, moving, placing, records, settling
from app.people import identifiers
from app.policy import live_values
from app.policy import service as policy
from app.policy.service import measures, publishing
from app.shipping import service as shipping
from app.tax import service as tax

WORDS = [
    "bleed",
    "coated",
    "deckle",
    "foil",
    "gloss",
    "kraft",
    "linen",
    "matte",
    "offset",
    "pica",
    "ream",
    "satin",
    "score",
    "trim",
    "vellum",
    "wove",
]
CUSTOMER = "alex.example"
PEOPLE = {
    "policy-editor": "Paige Turner",
    "policy-reviewer": "Reed Moore",
    "counsel": "Lex Wright",
    "prepress": "Prue Fisher",
    "production": "Pat Presser",
    "shipping": "Miles Carter",
    "service": "Sue Swift",
    "marketing": "Mark Ettinger",
    "privacy-officer": "Polly Seye",
    "administrator": "Ada Minster",
}
HOME = PostalAddress("Alex Example", "100 Sample Street", "Chanhassen", "MN", "55317")
CARDS = {"product": "business-cards", "quantity": "250"}
PURPOSES = dict.fromkeys(("user_id", "email", "name", "greeting", "line1"), "For trying this demonstration out.")
MADE = ("check", "proof", "print", "pack", "ship")
UPDATE = campaigns.Wanted(
    "This shop has a list of its updates",
    "What changes on the site now stands on [a list of its own](/updates), the newest first.\n\n"
    "- Customers get each update by mail, and one link in it stops that for good.\n"
    "- Whoever leaves no address can follow the list in a feed reader.\n\n"
    "This is a demonstration: nothing was printed to celebrate it.",
)


@dataclass(frozen=True)
class Done:
    """What the loading left to print: the first administrator's token, once."""

    administrator_token: str = ""


def set_up(app: Flask) -> str:
    """Bring the database up to date and load what is missing; gives the welcome text."""
    settings: Settings = app.extensions["shop.settings"]
    with app.app_context():
        upgrade()
        if settings.production:
            return ""
        done: list[Done] = []
        work.unit(lambda: done.append(_load()))
        jobs.run_now(OWN_VISITOR.name)  # the checks sign in from the first minute on
        return welcome(settings, done[0])


def demo_password(settings: Settings) -> str:
    """The one password of all demonstration sign-ins on this machine, made at the first asking."""
    path = settings.instance / "secrets" / "demo_password"
    if not path.exists():
        words = "-".join(secrets.choice(WORDS) for _ in range(4))
        _keep(path, f"{words}-{secrets.randbelow(9000) + 1000}")
    return path.read_text().strip()


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _load() -> Done:
    """The catalogue, policy version 1, one member of staff a role, a customer and three orders."""
    act = Act(Actor("command", "set-up"), clock.now(), policy.version_in_force(clock.now()))
    for load in (catalogue.load_tables, shipping.load_tables, tax.load_tables):
        load(act, act.at)
    _suppliers(act)
    added = measures.fill_first(act)
    if not staff.first_administrator_needed():
        return Done()
    people = PEOPLE["policy-editor"], PEOPLE["policy-reviewer"]
    publishing.publish_first(act, live_values.present(), *people)
    act = Act(act.actor, act.at, 1)
    token = staff_invitations.invite(act, ADMINISTRATOR)
    _people(act)
    measures.look_as_the_list_says(act, added, PEOPLE["privacy-officer"])
    demo_mails.receive_all(act)
    campaigns.publish(act, campaigns.draft(act, UPDATE))
    return Done(token)


def _suppliers(act: Act) -> None:
    """The practice processor's door is opened by a statement of the demonstration itself."""
    signed = Statement("Practice signer (made up)", clock.central(act.at).date())
    for supplier_id in suppliers.fill(act, current_app.extensions["shop.settings"]):
        suppliers.attest(act, supplier_id, signed)


def _people(act: Act) -> None:
    hasher: Hasher = current_app.extensions["shop.hasher"]
    password_hash = hasher.hash(demo_password(current_app.extensions["shop.settings"]))
    writers: dict[str, tuple[int, str]] = {}
    for role, name in PEOPLE.items():
        account_id = opening.open_account(act, _account(user_id_of(name), name), password_hash)
        writers[role] = account_id, name
        staff.grant(act, account_id, role)
        authenticator.give(act, account_id)
    customer = _account(CUSTOMER, "Alex Example", HOME)
    account_id = opening.open_account(act, customer, password_hash)
    _orders(act, account_id)
    demo_sales.load(act, account_id)
    demo_companies.load(act, account_id, password_hash)
    demo_agreements.load(act, writers["policy-editor"], writers["policy-reviewer"])
    demo_agreements.agree(act, account_id, cards.account_card(account_id).person_id)


def user_id_of(name: str) -> str:
    """`Pat Presser` signs in as `pat.presser`."""
    return name.lower().replace(" ", ".")


def _account(user_id: str, name: str, address: PostalAddress | None = None) -> NewAccount:
    email = identifiers.email(f"{user_id}@example.com")
    return NewAccount(
        user_id, email, name, name.split(maxsplit=1)[0], shipping=address, billing=address, purposes=PURPOSES
    )


def _orders(act: Act, account_id: int) -> None:
    """One that waits for its file, one whose file is here, one that is on its way."""
    _placed(act, account_id, "Cards without a file yet", with_file=False)
    _placed(act, account_id, "Cards for the front desk", with_file=True)
    sent = _placed(act, account_id, "Cards for Alex", with_file=True)
    every = frozenset(current_app.extensions["shop.permissions"])
    for code in MADE:
        if code == "print":
            _approve(act, account_id, sent)
        moving.step(act, sent, code, every, version=None, tracking="PRACTICE-0001" if code == "ship" else "")


def _approve(act: Act, account_id: int, number: int) -> None:
    for job in records.jobs_of(number):
        moving.approve(act, account_id, number, job.id)


def _placed(act: Act, account_id: int, name: str, *, with_file: bool) -> int:
    spec = catalogue.spec_from(CARDS).spec
    assert spec is not None  # the catalogue that was just loaded has this product
    file = SentFile("cards.pdf", demo_art.card(3.5, 2)) if with_file else None
    wanted = Order(secrets.token_hex(16), (WantedJob(spec, name, file=file),), HOME, HOME, "ground")
    number = placing.place(act, account_id, wanted)
    total = _total(number)
    settling.settle(act, settling.Payment(number, f"demonstration-{number}", total, settling.CURRENCY))
    return number


def _total(number: int) -> int:
    """What the order costs, in cents."""
    return records.locked(number).total_cents


def welcome(settings: Settings, done: Done) -> str:
    """What `make run` prints when the shop is open."""
    width = max(len(user_id_of(name)) for name in PEOPLE.values())
    sign_ins = [f"    {CUSTOMER:<{width}}  a customer with three orders, a basket and a quote"]
    sign_ins += [f"    {user_id_of(name):<{width}}  {ROLES[role].lower()}" for role, name in PEOPLE.items()]
    first = (
        f"{settings.base_url}/welcome/{done.administrator_token}"
        if done.administrator_token
        else "was shown at the first start (a new one: flask --app app accounts first-admin --again)"
    )
    return "\n".join(
        [
            "",
            f"  The shop is open:  {settings.base_url}",
            f"  Port {settings.plain_port} only redirects there. Your browser warns once: the certificate is local.",
            "",
            "  First administrator, one time:",
            f"    {first}",
            "",
            f"  Demonstration sign-ins, password {demo_password(settings)}",
            *sign_ins,
            "",
            f"  Local mail:  {settings.base_url}/local-mail",
            f"  Codes of the staff's authenticator apps:  {settings.base_url}/local-codes",
            "  Current code of somebody:  make code WHO=user-id-or-address",
            "  Test card:  4242 4242 4242 4242, any date ahead, any three digits. No money moves.",
            f"  Promotion code:  {demo_sales.CODE}",
            "",
            "  Stop with Ctrl-C.",
            "",
        ]
    )
