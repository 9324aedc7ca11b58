"""How an e-mail address, a telephone number and a postal address are compared (privacy.md section 2).

What a person typed is kept as typed; the key made here is only for finding and comparing.
"""

import unicodedata
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from app.foundation.keys import Finder

EMAIL_LIMIT = 254


class NotUsableError(ValueError):
    """An identifier that cannot be used; the message says how to mend it."""


@dataclass(frozen=True)
class Email:
    """`address` is what mail is sent to; `key` is what it is compared by."""

    address: str
    key: str


def email(text: str) -> Email:
    """Read an e-mail address: trimmed, NFC, domain in IDNA, local part compared without case.

    Nothing clever is done with plus tags or dots: they may be different people.

    Raises:
        NotUsableError: it is not an address.
    """
    typed = unicodedata.normalize("NFC", text.strip())
    if len(typed) > EMAIL_LIMIT:
        raise NotUsableError(f"An e-mail address has at most {EMAIL_LIMIT} characters.")
    try:
        found = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        raise NotUsableError("Please type a whole e-mail address, such as alex@example.com.") from None
    return Email(found.normalized, f"{found.local_part.casefold()}@{found.ascii_domain}")


def phone(text: str, region: str = "US") -> str:
    """Read a telephone number into E.164, `+16125550142`; without a country code it is a number of `region`.

    Raises:
        NotUsableError: it is not a number, or it has an extension (which E.164 cannot hold, and we cut nothing).
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise NotUsableError("Please type a telephone number, such as 612-555-0142 or +44 20 7946 0958.") from None
    if number.extension:
        raise NotUsableError("Please leave the extension out; add it to the order's notes if we need it.")
    if not phonenumbers.is_possible_number(number):
        raise NotUsableError("This number has too few or too many digits for its country. Please check it.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken_phone(number: str) -> str:
    """An E.164 number as its country writes it: `(612) 555-0142`, others with their country code.

    What is no number, such as the word for an erased one, stays as it is.
    """
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number, None)
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if parsed.country_code == 1 else style.INTERNATIONAL)


def postal_key(*lines: str) -> str:
    """A key for matching postal addresses only: letters and digits of all lines, without case or marks."""
    text = unicodedata.normalize("NFKD", " ".join(lines)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c)).split())


PHONE = Finder("phone", str)
"""Finds a sealed telephone number in E.164."""
LAST_FOUR = Finder("phone-last-four", lambda number: number[-4:])
"""Finds sealed telephone numbers by their last four digits."""
STREET = Finder("street", postal_key)
"""Finds a sealed street line, however it is spelled in case, marks and blanks."""
