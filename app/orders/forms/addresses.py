"""The fields of an address typed into a checkout, and what one of the address book looks like there."""

from typing import Any

from app.accounts.addresses import PostalAddress, read_address
from app.accounts.places import COUNTRIES, STATES
from app.foundation.forms import Choice, Choices, Option, Text

PARTS = ("name", "company", "line1", "line2", "city", "region", "postal_code")
TOKENS = dict(
    zip(
        PARTS,
        ("name", "organization", "address-line1", "address-line2", "address-level2", "address-level1", "postal-code"),
        strict=True,
    )
)
LABELS = dict(
    zip(PARTS, ("Name", "Company", "Street and number", "Suite or floor", "City", "State", "ZIP code"), strict=True)
)
STATE_OPTIONS = Choices([Option("", "Choose a state"), *(Option(code, name) for code, name in STATES.items())])
COUNTRY_OPTIONS = Choices(Option(code, name) for code, name in COUNTRIES.items())


def part(name: str, use: str, purpose: str) -> Text:
    """One line of an address; what it may hold is checked with the whole address."""
    return Text(LABELS[name], maxlength=0, autocomplete=f"{use} {TOKENS[name]}", purpose=purpose)


def states(use: str, purpose: str) -> Choice:
    """The list of states."""
    return Choice("State", choices=STATE_OPTIONS, autocomplete=f"{use} address-level1", purpose=purpose)


def typed(form: Any, prefix: str, rest: dict[str, str]) -> PostalAddress | None:
    """The address in the form's fields of that prefix; None with sentences beside them where it needs mending."""
    read = read_address(words(form, prefix) | rest)
    for name, sentence in read.errors.items():
        beside(form[f"{prefix}_{name}"], sentence)
    return read.address


def words(form: Any, prefix: str) -> dict[str, str]:
    """What stands in the form's fields of that prefix."""
    return {name: form[f"{prefix}_{name}"].data or "" for name in PARTS}


def beside(field: Any, sentence: str) -> None:
    """Put a sentence beside a field, unless it stands there already."""
    if sentence not in field.errors:
        field.errors = [*field.errors, sentence]


def deliverable(key: str, address: PostalAddress) -> Option:
    """An entry of the address book to deliver to, disabled with its reason where we do not ship."""
    reason = "" if address.country == "US" else "We ship inside the United States only."
    return Option(key, ", ".join(address.lines()), disabled=bool(reason), reason=reason)
