"""An address read back from its label, so that an earlier one can be put back."""

import re
from collections.abc import Sequence

from app.accounts.addresses import PostalAddress, read_address

_PLACE = re.compile(r"(?P<city>.+), (?P<region>[A-Z]{2}) (?P<postal_code>\d{5}(?:-\d{4})?)")


def read_label(lines: Sequence[str]) -> PostalAddress | None:
    """The American address whose label is exactly these lines; None where they can be read in no such way.

    The line between name and street is a company, the one after the street a suite: which of the two a single line
    is, a street's number tells.
    """
    place = _PLACE.fullmatch(lines[-1]) if len(lines) in {3, 4, 5} else None
    if place is None:
        return None
    middle = list(lines[1:-1])
    if len(middle) == 1 or (len(middle) == 2 and middle[0][:1].isdigit()):
        middle.insert(0, "")
    company, line1, line2 = (*middle, "")[:3]
    typed = {"name": lines[0], "company": company, "line1": line1, "line2": line2} | place.groupdict()
    found = read_address(typed).address
    return found if found is not None and found.lines() == list(lines) else None
