"""The published test cards, and the checks on what is typed beside them.

The numbers are the well-known published test set. Every other number is refused, whether it is a card
or not, so a real one is never taken by mistake and never kept.
"""

from __future__ import annotations

import datetime
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a test card does."""

    PAID = "paid"
    CONFIRM = "confirm"
    CARD_DECLINED = "card_declined"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    EXPIRED_CARD = "expired_card"
    INCORRECT_CVC = "incorrect_cvc"
    PROCESSING_ERROR = "processing_error"


@dataclass(frozen=True)
class TestCard:
    """One line of the published test set."""

    __test__ = False  # the name begins like a test class; it is none

    number: str
    brand: str
    outcome: Outcome
    does: str


TEST_CARDS = (
    TestCard("4242424242424242", "visa", Outcome.PAID, "pays"),
    TestCard("5555555555554444", "mastercard", Outcome.PAID, "pays"),
    TestCard("378282246310005", "amex", Outcome.PAID, "pays (four-digit security code)"),
    TestCard("6011111111111117", "discover", Outcome.PAID, "pays"),
    TestCard("4000002500003155", "visa", Outcome.CONFIRM, "asks you to confirm first"),
    TestCard("4000000000000002", "visa", Outcome.CARD_DECLINED, "is declined"),
    TestCard("4000000000009995", "visa", Outcome.INSUFFICIENT_FUNDS, "has too little money on it"),
    TestCard("4000000000000069", "visa", Outcome.EXPIRED_CARD, "is declined as expired"),
    TestCard("4000000000000127", "visa", Outcome.INCORRECT_CVC, "is declined for its security code"),
    TestCard("4000000000000119", "visa", Outcome.PROCESSING_ERROR, "meets an error on the way"),
)
_BY_NUMBER = {card.number: card for card in TEST_CARDS}

DECLINES = {
    Outcome.CARD_DECLINED: "The card was declined. Try another card.",
    Outcome.INSUFFICIENT_FUNDS: "The card was declined: there is not enough money on it. Try another card.",
    Outcome.EXPIRED_CARD: "The card was declined: it has expired. Try another card.",
    Outcome.INCORRECT_CVC: "The card was declined: the security code does not match. Try another card.",
    Outcome.PROCESSING_ERROR: "Something went wrong on the way to the card's bank. Try again in a moment.",
}


@dataclass(frozen=True)
class Card:
    """All that outlives the form: no number, no security code."""

    token: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    outcome: Outcome


def read(typed: Mapping[str, str], today: datetime.date) -> Card | dict[str, str]:
    """The card that was typed (`number`, `expiry` as MM/YY, `cvc`), or a sentence for each field at fault."""
    number = re.sub(r"[\s-]", "", typed.get("number", ""))
    cvc = typed.get("cvc", "").strip()
    expiry = _expiry(typed.get("expiry", ""))
    test_card = _BY_NUMBER.get(number)
    faults = {
        "number": _fault_in_number(number),
        "expiry": _fault_in_expiry(expiry, today),
        "cvc": _fault_in_cvc(cvc, 4 if test_card and test_card.brand == "amex" else 3),
    }
    faults = {field: sentence for field, sentence in faults.items() if sentence}
    if faults or test_card is None or expiry is None:
        return faults
    token = f"pm_{secrets.token_hex(12)}"
    return Card(token, test_card.brand, number[-4:], *expiry, test_card.outcome)


def passes_luhn(number: str) -> bool:
    """Whether the last digit is the check digit that card numbers carry."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _fault_in_number(number: str) -> str:
    if not number:
        return "Type one of the test card numbers listed on this page."
    if not re.fullmatch(r"[0-9]{13,19}", number):
        return "A card number has 13 to 19 digits. Use one of the test numbers listed on this page."
    if not passes_luhn(number):
        return "A digit of this number is wrong or missing. Check it against the list on this page."
    if number not in _BY_NUMBER:
        return (
            "This is not a test number, so it was not used and not kept. "
            "Never type a real card here. Use one of the test numbers listed on this page."
        )
    return ""


def _expiry(typed: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"\s*([0-9]{1,2})\s*[/-]?\s*((?:20)?[0-9]{2})\s*", typed)
    if not found or not 1 <= int(found[1]) <= 12:
        return None
    return int(found[1]), 2000 + int(found[2][-2:])


def _fault_in_expiry(expiry: tuple[int, int] | None, today: datetime.date) -> str:
    if expiry is None:
        return "Type the month and the year with two digits each, like 04/31."
    month, year = expiry
    if (year, month) < (today.year, today.month):
        return "This date has passed. Any month from now on will do."
    if year > today.year + 20:
        return "This date is too far ahead. Any month in the next 20 years will do."
    return ""


def _fault_in_cvc(cvc: str, length: int) -> str:
    if re.fullmatch(rf"[0-9]{{{length}}}", cvc):
        return ""
    return f"The security code of this card has {'four' if length == 4 else 'three'} digits. Any will do."
