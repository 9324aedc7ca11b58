"""What somebody wants to have quoted: plain values; `service.save` makes them true."""

from dataclasses import dataclass
from datetime import date

from app.accounts.addresses import PostalAddress
from app.orders.wanted import WantedJob
from app.people.identifiers import Email


@dataclass(frozen=True)
class NewQuote:
    """The jobs of a quote; `nonce` is random and drawn with the form.

    With a `method` shipping and tax are reckoned and held too: to `delivery`, or for a pick-up (None). Without one they
    are added when it is ordered. `case_number` names the request that the quote answers.
    """

    nonce: str
    jobs: tuple[WantedJob, ...]
    name: str = ""
    delivery: PostalAddress | None = None
    method: str = ""
    case_number: int | None = None


@dataclass(frozen=True)
class Agreed:
    """A price that staff agreed with a customer for one line: `words` say what it is for, `reason` why."""

    cents: int
    words: str
    reason: str


@dataclass(frozen=True)
class NewRequest:
    """What a request for a quote says; `person_id` and `account_id` only of whoever is signed in."""

    what: str
    quantity: int
    wanted_by: date | None
    name: str
    email: Email
    person_id: int | None = None
    account_id: int | None = None
