"""The present value of every slot, read from the house rules, the inventory, the log and the settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

from flask import current_app

from app.foundation import inventory, rules
from app.policy.slots import NUMBERS, SLOTS, Live, SlotValue, rule_of
from app.policy.views.wishes import waiting
from app.visits.log_file import FIELDS

SUBSIDIARIES = "company.subsidiaries"
SUPPLIERS = "company.suppliers"
BY_HAND = ["Practice Carrier, shipping: the name and address on the parcel, a telephone number where it is needed"]
LOG_WORDS = {
    "date": "the date of your visit (date)",
    "time": "the time of your visit, in Greenwich time (time)",
    "c-ip": "your IP address (c-ip)",
    "cs-method": "the method, such as GET for reading (cs-method)",
    "cs-uri-stem": "the path of the page or file (cs-uri-stem)",
    "sc-status": "the status, a number that says how we answered (sc-status)",
    "cs(Referer)": "the referring address: the page that led you here (cs(Referer))",
    "cs(User-Agent)": "your browser's type (cs(User-Agent))",
}

for _name, _slot in SLOTS.items():
    if _slot.kind in NUMBERS and not _slot.rule:
        rules.declare(rules.Rule(rule_of(_name), cast("int", _slot.example), _slot.kind, _slot.description))
rules.declare(rules.Rule(SUPPLIERS, BY_HAND, "list", "Suppliers that the site itself never calls, each with its data"))
rules.declare(rules.Rule(SUBSIDIARIES, [], "list", "The company's subsidiaries, each with its work"))


def present(at: datetime | None = None, wishes: Mapping[str, rules.Value] | None = None) -> Live:
    """What a text says: values and hosts of the running application, with house rules as of `at` (now when None).

    `wishes` are values by the name of their rule that are to hold from then on, and are not set yet: those that wait
    for a version when None. With none (`{}`) the values are those that the shop runs by.
    """
    read = _Reading(at, {wish.name: wish.value for wish in waiting()} if wishes is None else wishes)
    return Live({name: _value(name, read) for name in SLOTS}, own_hosts())


@dataclass(frozen=True)
class _Reading:
    """House rules as of a time, wishes before what is set."""

    at: datetime | None
    wishes: Mapping[str, rules.Value]

    def value(self, rule: str) -> rules.Value:
        return self.wishes[rule] if rule in self.wishes else rules.value(rule, self.at)

    def text(self, rule: str) -> str:
        return str(self.value(rule))

    def whole(self, rule: str) -> int:
        found = self.value(rule)
        if not isinstance(found, int):
            raise TypeError(f"The rule {rule} is no whole number.")
        return found

    def lines(self, rule: str) -> tuple[str, ...]:
        found = self.value(rule)
        return tuple(str(line) for line in found) if isinstance(found, list) else (str(found),)


def _value(name: str, read: _Reading) -> SlotValue:
    source = SOURCES.get(name)
    return source(read) if source else read.whole(rule_of(name))


def own_hosts() -> frozenset[str]:
    """The host names that are this site."""
    settings = current_app.extensions["shop.settings"]
    return frozenset({urlsplit(settings.base_url).hostname or "", settings.host, *settings.trusted_hosts})


def _address(read: _Reading) -> str:
    return f"{read.text('company.street')}, {read.text('company.city-line')}"


def _cookies(_read: _Reading) -> SlotValue:
    cookies = [store for store in inventory.STORES.values() if store.kind == "cookie"]
    return tuple(f"{cookie.name}: {cookie.holds}; kept {cookie.retention}" for cookie in cookies)


def suppliers() -> tuple[str, ...]:
    """Every supplier of the register, and those whom we reach by hand."""
    return _suppliers(_Reading(None, {}))


def _suppliers(read: _Reading) -> tuple[str, ...]:
    return (*current_app.extensions["shop.suppliers"](), *read.lines(SUPPLIERS))


def _log_fields(_read: _Reading) -> SlotValue:
    """The log's fields in words, by their names in its ``#Fields`` line; an unknown one keeps its name."""
    return tuple(LOG_WORDS.get(field, field) for field in FIELDS.split())


SOURCES: dict[str, Callable[[_Reading], SlotValue]] = {
    "company.name": lambda read: read.text("company.name"),
    "contact.address": _address,
    "contact.newsletter": lambda read: read.text("company.newsletter"),
    "cookies": _cookies,
    "log.fields": _log_fields,
    "subsidiaries": lambda read: read.lines(SUBSIDIARIES),
    "suppliers": _suppliers,
}
SHOWN: dict[str, tuple[str, ...]] = {
    "company.name": ("company.name",),
    "contact.address": ("company.street", "company.city-line"),
    "contact.newsletter": ("company.newsletter",),
    "subsidiaries": (SUBSIDIARIES,),
    "suppliers": (SUPPLIERS,),
}
"""The house rules behind the slots that are put together."""


def slots_of(rule: str) -> tuple[str, ...]:
    """The slots that show a house rule."""
    return tuple(name for name in SLOTS if rule in rules_of(name))


def rules_of(slot: str) -> tuple[str, ...]:
    """The house rules that a slot shows; none where it is drawn from the program itself."""
    return SHOWN.get(slot, ()) if slot in SOURCES else (rule_of(slot),)
