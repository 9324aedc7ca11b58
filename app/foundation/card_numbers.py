"""Recognizes card numbers, so that none is ever kept: cards are typed at the card processor only (P20)."""

import re
import unicodedata

# Digits in one run or in the groups that are printed on cards, and no part of a longer word or number.
# The lookahead lets candidates overlap: another number may stand right before the card's.
_CANDIDATE = re.compile(
    r"(?<![0-9A-Za-z_.])(?=("
    r"[0-9]{13,19}"
    r"|[0-9]{4}([ -])[0-9]{4}\2[0-9]{4}\2[0-9]{1,7}"
    r"|[0-9]{4}([ -])[0-9]{6}\3[0-9]{4,5}"
    r")(?![0-9A-Za-z_]))"
)


def holds_card_number(text: str) -> bool:
    """Whether 13 to 19 digits with a card's check digit stand in the text."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return any(_passes_luhn(found[1]) for found in _CANDIDATE.finditer(plain))


def _passes_luhn(candidate: str) -> bool:
    digits = [int(char) for char in reversed(candidate) if char.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
