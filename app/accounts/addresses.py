"""Postal addresses: the United States with state and ZIP checked, every other country by its own habits."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.accounts.places import COUNTRIES, STATES, state_code, states_of_zip

LIMITS = {
    "name": 120,
    "company": 120,
    "line1": 120,
    "line2": 120,
    "city": 100,
    "region": 100,
    "postal_code": 20,
}
"""The longest text of each part, in characters; more is refused, never cut."""

_MISSING = {
    "name": "Please say who receives post at this address.",
    "line1": "Please type the street and number, or the box.",
    "city": "Please type the city.",
}
_ZIP = re.compile(r"(\d{5})(?:[- ]?(\d{4}))?")
_CANADIAN = re.compile(r"([A-Za-z]\d[A-Za-z])[ -]?(\d[A-Za-z]\d)")


@dataclass(frozen=True)
class PostalAddress:
    """One address as it is printed on a parcel; `country` is an ISO code, `region` a state or province."""

    name: str
    line1: str
    city: str
    region: str
    postal_code: str
    country: str = "US"
    company: str = ""
    line2: str = ""

    def lines(self) -> list[str]:
        """The lines of the label."""
        place = f"{self.city}, {self.region} {self.postal_code}".strip().rstrip(",")
        if self.country != "US":
            place = " ".join(part for part in (self.postal_code, self.city, self.region) if part)
        land = "" if self.country == "US" else COUNTRIES[self.country]
        return [line for line in (self.name, self.company, self.line1, self.line2, place, land) if line]

    def parts(self) -> dict[str, str]:
        """The parts by name, as the form has them."""
        return asdict(self)


@dataclass(frozen=True)
class AddressResult:
    """Either an address, or a sentence for each part that needs mending."""

    address: PostalAddress | None
    errors: dict[str, str]


def read_address(typed: Mapping[str, str]) -> AddressResult:
    """Check what was typed into an address form (names of the parts as in `PostalAddress`)."""
    parts = {name: _tidy(typed.get(name, "")) for name in LIMITS}
    country = typed.get("country", "US").strip().upper() or "US"
    errors = {name: sentence for name, sentence in _MISSING.items() if not parts[name]}
    errors |= _shapes(parts)
    if country not in COUNTRIES:
        errors["country"] = "Please choose a country from the list."
    elif country == "US":
        errors |= _read_american(parts)
    elif country == "CA":
        errors |= _read_canadian(parts)
    return AddressResult(None, errors) if errors else AddressResult(PostalAddress(**parts, country=country), {})


def _shapes(parts: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    for name, limit in LIMITS.items():
        if len(parts[name]) > limit:
            errors[name] = f"This has {len(parts[name])} characters; we can print at most {limit} here."
        elif any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in parts[name]):
            errors[name] = "This holds an invisible character that cannot be printed. Please type it again."
    return errors


def _read_american(parts: dict[str, str]) -> dict[str, str]:
    """Check state and ZIP, and write both in their usual form into `parts`."""
    errors = {}
    state, code = state_code(parts["region"]), _ZIP.fullmatch(parts["postal_code"])
    if state is None:
        errors["region"] = "Please choose the state, such as MN or Minnesota."
    if code is None or not code[1].isascii():
        errors["postal_code"] = "Please type a ZIP code of five digits, such as 55317, or nine."
    elif state is not None and state not in (fitting := states_of_zip(code[1])):
        where = " or ".join(STATES[one] for one in sorted(fitting)) or "no state that we know"
        errors["postal_code"] = f"ZIP code {code[1]} belongs to {where}. Please check the ZIP code and the state."
    if code is not None:
        parts["postal_code"] = "-".join(group for group in code.groups() if group)
    parts["region"] = state or parts["region"]
    return errors


def _read_canadian(parts: dict[str, str]) -> dict[str, str]:
    code = _CANADIAN.fullmatch(parts["postal_code"])
    if code is None:
        return {"postal_code": "Please type a postal code such as K1A 0B1."}
    parts["postal_code"] = f"{code[1]} {code[2]}".upper()
    return {} if parts["region"] else {"region": "Please type the province, such as ON."}


def _tidy(text: str) -> str:
    """Without blanks at the ends, runs of blanks as one, accents in one form; nothing else is changed."""
    return re.sub(r" +", " ", unicodedata.normalize("NFC", text.strip(" \t\r\n\u00a0")))
