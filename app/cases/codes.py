"""The code of a case: twelve characters, typed by hand from a mail or a letter, derived and never stored."""

import hmac

from app.foundation import codes

PURPOSE = "case"


def parts(number: int, salt: str) -> tuple[str, int, str]:
    """What the code is derived from: its purpose, the case's number and its salt."""
    return PURPOSE, number, salt


def code_of(number: int, salt: str) -> str:
    """The code in groups of four: `7K2Q-M4TX-W9HB`."""
    return codes.letter_code(*parts(number, salt))


def fits(typed: str, number: int, salt: str) -> bool:
    """Whether that is the code; letters that look like digits, blanks and hyphens do not matter."""
    read = codes.read_letters(typed)
    return hmac.compare_digest(read.encode("utf-8", "replace"), code_of(number, salt).replace("-", "").encode())
