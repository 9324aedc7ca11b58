"""Made-up people, each the same whenever asked for, so that a page can be asked for anybody without looking up."""

import hashlib
from base64 import urlsafe_b64encode

PASSWORD = "nine kites over the mill"
FREQUENT = 50
"""Every so manieth is called Smith, half of them Alex Smith: at a million, 20,000 and 10,000."""
FIRST = (
    *("Ada", "Bela", "Cleo", "Dario", "Edda", "Fritz", "Gwen", "Hugo", "Isla", "Jonas", "Kira"),
    *("Leon", "Maya", "Nils", "Olga", "Pia", "Quinn", "Rosa", "Sven", "Tara", "Ugo", "Vera"),
)
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeo"]
STREETS = ("Maple Street", "Lake Drive", "Mill Road", "Prairie Lane")


class Somebody:
    """One of them, by number from 0 on."""

    __slots__ = ("email", "first", "name", "number", "phone", "street", "user_id")

    def __init__(self, number: int) -> None:
        self.number = number
        self.first, last = _smith(number) if number % FREQUENT == 0 else _named(number)
        self.name = f"{self.first} {last}"
        self.user_id = f"{last.lower()}.{number}"
        self.email = f"{self.user_id}@d{number % 400}.example.com"
        self.phone = _phone(number)
        self.street = f"{number // len(STREETS) + 1} {STREETS[number % len(STREETS)]}"

    @property
    def session_token(self) -> str:
        """What the cookie of its signed-in browser says."""
        return self._token("session")

    def digest_of(self, use: str) -> str:
        """SHA-256 of the token of that use, as it rests in the database."""
        return hashlib.sha256(self._token(use).encode()).hexdigest()

    def _token(self, use: str) -> str:
        return urlsafe_b64encode(hashlib.sha256(f"{use} {self.number}".encode()).digest()).decode().rstrip("=")


def _smith(number: int) -> tuple[str, str]:
    return "Sam" if number // FREQUENT % 2 else "Alex", "Smith"


def _named(number: int) -> tuple[str, str]:
    left, last = number * 7919 % 1_000_003, ""
    for _ in range(4):
        left, place = divmod(left, len(SYLLABLES))
        last += SYLLABLES[place]
    return FIRST[number * 31 % len(FIRST)], last.capitalize()


def _phone(number: int) -> str:
    """In E.164, as nobody can have it: an exchange never begins with 1. A hundred endings go round."""
    rest, ending = divmod(number, 100)
    area, exchange = divmod(rest, 100)
    return f"+1{200 + area % 800}1{exchange:02}01{ending:02}"
