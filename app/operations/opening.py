"""`flask shop open`: the first opening of a real shop. Version 1 of the policy has no window (privacy.md section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app

from app.accounts.roles import ADMINISTRATOR
from app.accounts.service import staff_invitations
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.config import Settings
from app.disclosures import views
from app.disclosures.service import suppliers
from app.disclosures.service.suppliers import Statement
from app.disclosures.views import SupplierCard
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.errors import Refusal
from app.policy import live_values
from app.policy import service as policy
from app.policy.service import measures, publishing
from app.shipping import service as shipping
from app.tax import service as tax

LONGEST_NAME = 40


@dataclass(frozen=True)
class Signatures:
    """Who answers for the text, and who signed our requirements for which supplier (by its name)."""

    author: str
    reviewer: str
    suppliers: Mapping[str, str]


@dataclass(frozen=True)
class Opened:
    """What opening leaves to tell: the policy's version, and the first administrator's address, once."""

    version: int
    administrator: str


def check_closed() -> None:
    """Refuse to open a shop twice.

    Raises:
        Refusal: a policy is published here already.
    """
    if policy.history():
        raise Refusal("This shop is open already: its policy is published. Nothing was changed.")


def prepare(act: Act, settings: Settings) -> None:
    """Fill the register of suppliers from the settings, and load the tables of prices, shipping and tax."""
    suppliers.fill(act, settings)
    for load in (catalogue.load_tables, shipping.load_tables, tax.load_tables):
        load(act, act.at)


def text() -> str:
    """Version 1 as its readers will see it, in plain words.

    Raises:
        Refusal: it cannot be published as it stands.
    """
    source = publishing.FIRST_TEXT.read_text(encoding="utf-8")
    rendered = policy.preview(source, live_values.present())
    if rendered.problems:
        raise Refusal(f"The text cannot be published yet. {rendered.problems[0]}")
    return "\n\n".join(f"{'#' * clause.level} {clause.heading}\n\n{clause.text}".strip() for clause in rendered.clauses)


def unsigned(act: Act) -> list[SupplierCard]:
    """Suppliers that have signed nothing yet; their doors shut after the days of warning."""
    return [card for card in views.cards(act.at) if card.attested_at is None]


def open_shop(act: Act, settings: Settings, signatures: Signatures) -> Opened:
    """Publish version 1, record what suppliers signed, and invite the first administrator.

    Raises:
        Refusal: it is open already, author and reviewer are not two people, or a supplier is unknown.
    """
    check_closed()
    author, reviewer = _name(signatures.author, "author"), _name(signatures.reviewer, "reviewer")
    if author.casefold() == reviewer.casefold():
        raise Refusal("Author and reviewer are two people: nobody reviews their own text.")
    line = policy.publish_first(act, live_values.present(), author, reviewer)
    act = Act(act.actor, act.at, line.no, act.request_id)
    _record_statements(act, signatures.suppliers)
    measures.fill_first(act)
    audit.record(act, "shop.opened", f"policy-version:{line.id}", number=line.no)
    return Opened(line.no, f"{settings.base_url}/welcome/{staff_invitations.invite(act, ADMINISTRATOR)}")


def _name(typed: str, role: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refusal(f"Please give the {role}'s name, in at most {LONGEST_NAME} characters.")
    return name


def _record_statements(act: Act, signers: Mapping[str, str]) -> None:
    known = {card.name: card.id for card in views.cards(act.at)}
    for name, signer in signers.items():
        if name not in known:
            raise Refusal(f"There is no supplier {name}. The suppliers are: {', '.join(known) or 'none'}.")
        suppliers.attest(act, known[name], Statement(_name(signer, "signer"), clock.central(act.at).date()))


def bring_suppliers(act: Act, settings: Settings, add: bool) -> None:
    """Follow a changed host or a setting that is gone; a new supplier only where `add` says so."""
    suppliers.fill(act, settings, add)


def supplier_lines(act: Act, settings: Settings) -> list[str]:
    """The register, and what the settings name beyond it."""
    cards = views.cards(act.at)
    lines = [f"{card.name}: {card.standing}, {', '.join(card.hosts)}" for card in cards]
    known = {card.name for card in cards}
    new = [wish.name for wish in suppliers.wanted(settings) if wish.name not in known]
    return lines + [f"{name}: not in the register, so nothing goes there; publish its name, then --add" for name in new]


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["shop.settings"]
    return found
