"""What becomes of each table's rows when whoever they are about is erased (privacy.md section 7).

A table that is not named here follows the inventory: what the retention rule keeps for good stays for its reason,
everything else goes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.foundation import clock
from app.foundation.inventory import words_of
from app.foundation.reaching import models
from app.foundation.retention import Keep
from app.foundation.sealed import ERASED

REGION = ("region", "country")
"""The parts of an address that the tax on an order rests on."""


@dataclass(frozen=True)
class Goes:
    """The rows are deleted; `files` is the column that names their place in the file store."""

    files: str = ""


@dataclass(frozen=True)
class Masked:
    """The rows stay, because of `why`, without whose they were: each column gets its value, or what its maker gives.

    A maker is handed the row. `left` says in words what stays.
    """

    left: str
    why: str
    values: Mapping[str, Any | Callable[[Any], Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Stays:
    """The rows stay as they are, by numbers and fingerprints only, because of `why`."""

    why: str


Fate = Goes | Masked | Stays
TAX = "tax law asks us to keep orders and what was paid for them"
OBEY = "so that we go on obeying what you told us to stop"
ANSWERED = "to show that we answered, and when"
WORK = "it says which member of staff worked on something, not whose it was"
AUTHOR = "it says who of our staff wrote something"


def _only_region(column: str) -> Callable[[Any], Any]:
    def mask(row: Any) -> Any:
        address = getattr(row, column)
        return address and {part: value if part in REGION else ERASED for part, value in address.items()}

    return mask


FATES: dict[str, Fate] = {
    "person": Stays("a number that means nothing elsewhere, so that the rows below still fit together"),
    "account": Masked(
        "a number without a name",
        "orders, payments and the record hang on it",
        {
            "user_id": "",
            "user_id_key": lambda row: f"erased:{row.id}",
            "password_hash": "",
            # By convention this domain reaches nobody.
            "email": lambda row: f"erased-{row.id}@erased.invalid",
            "email_key": lambda row: f"erased-{row.id}@erased.invalid",
            "email_verified_at": None,
            "name": ERASED,
            "greeting": "",
            "phone": None,
            "phone_digest": None,
            "phone_last4_digest": None,
        },
    ),
    "print_order": Masked(
        "what was ordered, the amounts, the tax with its state and country, the days",
        TAX,
        {
            "phone": "",
            "phone_digest": None,
            "phone_last4_digest": None,
            "delivery": _only_region("delivery"),
            "street_digest": None,
            "billing": _only_region("billing"),
            "po_number": "",
            "carrier_account": "",
        },
    ),
    "order_delivery": Masked(
        "what went to another address, and for how much",
        TAX,
        {"address": None, "street_digest": None, "tracking": ""},
    ),
    "order_job": Masked(
        "product, quantity and price",
        TAX,
        {"name": lambda row: row.product_name, "tracking": "", "artwork_id": None},
    ),
    "order_event": Masked("what happened and when, without notes", TAX, {"note": ""}),
    "promotion_redemption": Stays(TAX),
    "tax_exemption": Masked(
        "a certificate that we checked, with its file, its state and its days; one that we did not check goes in days",
        "tax law asks us to keep what shows why an order went without tax",
        {
            "number": "",
            "reason": "",
            "withdrawn_at": lambda row: row.withdrawn_at or clock.now(),
            "refused_at": lambda row: row.refused_at or (None if row.checked_at else clock.now()),
            "over_at": lambda row: row.over_at or (clock.now() if row.checked_at else None),
        },
    ),
    "payment_attempt": Masked("amounts and days", TAX, {"session_id": None, "session_digest": None, "page_url": ""}),
    "payment_state": Stays(TAX),
    "payment_event": Stays(TAX),
    "outbox_mail": Masked(
        "that a mail went out, of which kind and when",
        "to show that each mail had its permission",
        {
            "recipient": "",
            "domain": "",
            "content": dict,
            "derived": dict,
            "state": lambda row: "refused" if row.state in {"queued", "held"} else row.state,
        },
    ),
    "outbound_call": Masked(
        "that something was sent to a supplier, when, and a fingerprint of it",
        "the record of what left us is kept for its time",
        {"url": "", "payload": None},
    ),
    "disclosure": Stays("the record of what left us, by number and without the values"),
    "gate_decision": Stays("to show that each use was permitted, by number"),
    "permission_event": Stays(OBEY),
    "suppression": Stays(OBEY),
    "permission_collection": Goes(),
    "use_notice": Goes(),
    "audit_entry": Stays("the record of who did what cannot have holes; details that named you are taken out of it"),
    "case_file": Masked(
        "that there was a request, of which kind, and its days",
        ANSWERED,
        {"name": "", "email": "", "email_key": "", "reach": "", "person_id": None},
    ),
    "case_event": Masked("its states and days, without reasons", ANSWERED, {"reason": ""}),
    "case_visit": Stays("so that you can read here what became of your request; gone within days"),
    "case_work": Stays(WORK),
    "policy_concern": Stays("that somebody doubted a clause, and what its checks said then"),
    "order_assignment": Stays(WORK),
    "order_approval": Stays("it shows that somebody else agreed to what was paid, by number"),
    "company": Masked(
        "the company with its name, until nobody belongs to it",
        "the others in it go on ordering together",
        {"opened_by": ""},
    ),
    "information_request": Masked(
        "that somebody asked, and when",
        ANSWERED,
        {"address_digest": "", "network_address": ""},
    ),
    "answer_file": Goes(files="store_key"),
    "artwork": Goes(files="folder"),
    "policy_saving": Stays(AUTHOR),
    "legal_hold": Stays("a legal duty"),
    "erasure": Stays("that we erased, and when"),
    "acting": Masked("that our staff acted for you, in which role and when", WORK, {"reason": ""}),
    "account_closing": Stays("that the account was closed, and when"),
}


def fate_of(table: str) -> Fate:
    """What becomes of the rows of a table."""
    if table in FATES:
        return FATES[table]
    kept = getattr(models()[table], "__retention__", None)
    return Stays(kept.reason) if isinstance(kept, Keep) else Goes()


@dataclass(frozen=True)
class Line:
    """How many rows of one table there are, and what becomes of them."""

    table: str
    count: int

    @property
    def title(self) -> str:
        """The table in plain words."""
        return words_of(self.table).title

    @property
    def goes(self) -> bool:
        return isinstance(fate_of(self.table), Goes)

    @property
    def left(self) -> str:
        """What stays of it, in words."""
        fate = fate_of(self.table)
        return fate.left if isinstance(fate, Masked) else "" if self.goes else "all of it, by number"

    @property
    def why(self) -> str:
        """Why something stays."""
        return str(getattr(fate_of(self.table), "why", ""))

    @property
    def until(self) -> str:
        """How long it stays, in the words of the retention rule."""
        kept = str(models()[self.table].__retention__)
        return "" if kept.startswith("for good: ") else kept


@dataclass(frozen=True)
class Erased:
    """What goes and what stays, the same before and after."""

    lines: tuple[Line, ...]

    @property
    def gone(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.goes)

    @property
    def kept(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.goes)

    def stored(self) -> list[list[Any]]:
        """The counts as they are stored."""
        return [[line.table, line.count] for line in self.lines]


def restored(stored: list[list[Any]]) -> Erased:
    """The counts of an erasure as it was stored."""
    return Erased(tuple(Line(table, count) for table, count in stored if table in models()))


__all__ = ["FATES", "Erased", "Fate", "Goes", "Line", "Masked", "Stays", "fate_of", "restored"]
