"""The live values that a policy text may name, as ``{{ slot.name }}``.

A slot is filled from the running shop when a version is published and is frozen into that version, so the
text never states a period, a name or a list that the shop does not really use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Direction = Literal["longer", "shorter", "neither"]
Kind = Literal["text", "mail", "list", "count", "minutes", "hours", "days", "months", "years"]
SlotValue = str | int | tuple[str, ...]
SlotValues = Mapping[str, SlotValue]

DURATIONS: frozenset[str] = frozenset({"minutes", "hours", "days", "months", "years"})
NUMBERS = DURATIONS | {"count"}


@dataclass(frozen=True, slots=True)
class Live:
    """What rendering needs from the running shop: slot values, and the host names that are this site."""

    values: SlotValues
    own_hosts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Slot:
    """What a slot means to a clerk, how its value is written, and a value for trying the text out.

    A ``list`` holds a tuple of sentences and stands alone in its paragraph; a duration and a ``count`` hold a
    whole number; ``text`` and ``mail`` hold one line.
    """

    description: str
    kind: Kind
    example: SlotValue
    rule: str = ""
    """The house rule that holds the value, where one does."""
    less_is_wider: bool = False
    """A smaller number lets us do more: a shorter notice, a smaller count that is shown."""

    @property
    def widens_when(self) -> Direction:
        """Which change of its number lets us do more with information; of other kinds none does by itself."""
        if self.kind not in NUMBERS:
            return "neither"
        return "shorter" if self.less_is_wider else "longer"


SLOTS: Mapping[str, Slot] = {
    "company.name": Slot("The company's name", "text", "Smartpress.com"),
    "contact.address": Slot("The company's postal address", "text", "950 Lake Drive, Chanhassen, MN 55317"),
    "contact.newsletter": Slot(
        "The desk for opt-outs, requests and corrections",
        "mail",
        "newsletter@smartpress.com",
    ),
    "cookies": Slot(
        "Every cookie the site sets, with its work",
        "list",
        (
            "__Host-session: names your session on our server; ends after 30 days without use.",
            "__Host-remember: only if you choose “Remember me”; recognizes this computer after you sign in.",
        ),
    ),
    "log.fields": Slot(
        "Every field of a line in the web server's log",
        "list",
        (
            "the date and the time of your visit",
            "your IP address",
            "the method (such as GET for reading) and the path of the page",
            "the status: a number that says whether the page was found",
            "the referring address: the page that led you here",
            "your browser's type",
        ),
    ),
    "subsidiaries": Slot("Every subsidiary, with its work", "list", ("We have none at present.",)),
    "suppliers": Slot(
        "Every outside company that receives information, its role and what it receives",
        "list",
        (
            "Practice Processor, card processing: amount, billing address, card token",
            "Practice Carrier, shipping: name, address and, where needed, telephone number",
        ),
    ),
    "counts.smallest": Slot(
        "The smallest page count shown as a number", "count", 5, "visits.smallest-count", less_is_wider=True
    ),
    "policy.notice_days": Slot("The notice given before a new use starts", "days", 30, less_is_wider=True),
    "access.answer_days": Slot("The time we take to answer a request about held information", "days", 10),
    "access.download_days": Slot("The time an answer waits for its reader", "days", 7),
    "accounts.remember_days": Slot("“Remember me” after the last visit", "days", 90, "account.remember-days"),
    "accounts.remember_max_days": Slot("“Remember me” at most", "days", 365, "account.remember-most-days"),
    "accounts.closing_days": Slot("From closing an account to its erasure", "days", 14),
    "retention.access_log_days": Slot("Full lines of the web server's log", "days", 30, "visits.log-full-days"),
    "retention.access_log_cut_months": Slot("Cut lines of the web server's log", "months", 13, "visits.log-months"),
    "retention.mail_sent_years": Slot("E-mail that we send about orders and accounts", "years", 2),
    "retention.device_days": Slot("A computer that signed in, after its last use", "days", 90),
    "retention.attempt_days": Slot("Counts of failed sign-ins", "days", 1),
    "retention.session_days": Slot("A sign-in session without use", "days", 30, "account.session-days"),
    "retention.unverified_case_hours": Slot("A request that nobody confirmed", "hours", 24),
    "retention.case_years": Slot("Requests and complaints", "years", 3),
    "retention.contact_mail_years": Slot("E-mail that people send to us", "years", 2),
    "retention.raw_mail_days": Slot("The raw copy of e-mail sent to us", "days", 90),
    "retention.survey_years": Slot("Single survey answers", "years", 2),
    "retention.quote_years": Slot("Quotes", "years", 1),
    "retention.artwork_months": Slot("Artwork after delivery", "months", 24),
    "retention.mailing_list_days": Slot("A customer's mailing list after the mailing", "days", 90),
    "retention.ncoa_file_days": Slot("The raw file of an address check", "days", 45),
    "retention.order_years": Slot("Orders and invoices", "years", 7),
    "retention.order_contact_years": Slot("Telephone and shipping contact in an order", "years", 2),
    "retention.bounce_years": Slot("Notes of mail that could not be delivered", "years", 1),
    "retention.prospect_months": Slot("A possible customer who did not answer", "months", 6),
    "retention.ledger_years": Slot("The record of disclosures", "years", 6),
    "retention.audit_years": Slot("The details in the record of who did what", "years", 7),
    "retention.backup_days": Slot("Backups", "days", 35),
    "retention.key_backup_days": Slot("Backups of the keys to encrypted values", "days", 7),
}


def rule_of(name: str) -> str:
    """The house rule behind a number: the slot's own, or the one of the same name in kebab-case."""
    return SLOTS[name].rule or name.replace("_", "-")


def examples() -> dict[str, SlotValue]:
    """A value for every slot: for previews where the shop has none yet, and for tests."""
    return {name: slot.example for name, slot in SLOTS.items()}


def written(name: str, value: SlotValue) -> str:
    """The value as one line of plain text: ``30 days``, ``1 year``, ``a; b``."""
    if isinstance(value, tuple):
        return "; ".join(value)
    kind = SLOTS[name].kind
    if kind in DURATIONS:
        return f"{value} {kind if value != 1 else kind.removesuffix('s')}"
    return str(value)


def suggestion(name: str) -> str | None:
    """The known slot that looks most like an unknown ``name``, if any does."""
    close = get_close_matches(name, SLOTS, n=1, cutoff=0.5)
    return close[0] if close else None


def to_json(values: SlotValues) -> dict[str, object]:
    """The values in the shape that a version freezes: JSON strings, numbers and lists."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def from_json(frozen: Mapping[str, object]) -> dict[str, SlotValue]:
    """The inverse of :func:`to_json`; a name or a value of another shape raises ``ValueError``."""
    values: dict[str, SlotValue] = {}
    for name, value in frozen.items():
        match value:
            case str() | int():
                values[name] = value
            case list():
                values[name] = tuple(str(line) for line in value)
            case _:
                raise ValueError(f"slot {name} holds {value!r}")
    return values
