"""How far somebody has proven who they are, and what that opens.

post      a code from a letter: somebody reads what is sent to that postal address, which says nothing yet about
          whose data they may see
silent    a code from a mailbox that nobody here has heard of for years, so that it may be somebody else's by now
mailbox   a code from a mailbox: categories, counts and dates, and whatever is known by that address alone
values    a fresh sign-in to the account: everything
"""

from dataclasses import dataclass
from typing import Literal

from app.cases.service import requesting
from app.foundation.codes import keyed_hex
from app.foundation.database import db
from app.foundation.errors import Missing
from app.foundation.reaching import Keys
from app.people import service as people
from app.rights.models import InformationRequest
from app.rights.service.knowing import keys_of

Level = Literal["", "post", "silent", "mailbox", "values"]
RANKS: dict[str, int] = {"": 0, "post": 1, "silent": 2, "mailbox": 3, "values": 4}


@dataclass(frozen=True)
class Proof:
    """Who somebody has proven to be. `person_id` is 0 for somebody whom we know by an address alone, if at all."""

    case_number: int
    level: Level
    person_id: int
    email_key: str
    keys: Keys

    @property
    def opens(self) -> bool:
        """Whether it opens anything at all."""
        return RANKS[self.level] >= RANKS["mailbox"]

    @property
    def whole(self) -> bool:
        """Whether it opens values, not only categories: what correcting and erasing need as well."""
        return self.level == "values" or (self.level == "mailbox" and not self.person_id)

    @property
    def depth(self) -> Literal["categories", "values"]:
        """What `gathering` may show."""
        return "values" if self.whole else "categories"


def digest_of(email_key: str) -> str:
    """What an unproven request keeps of an address."""
    return keyed_hex("request-address", email_key)


def verified(case_number: int) -> Proof:
    """What whoever asks in that case has proven.

    Raises:
        Missing: there is no such request, or nothing is proven yet.
    """
    row = db.session.get(InformationRequest, case_number)
    if row is None or not row.level:
        raise Missing
    card = requesting.request_card(case_number)
    person_id = card.person_id or people.person_of("email", card.email_key)
    level: Level = row.level  # type: ignore[assignment]  # only these are ever written
    return Proof(case_number, level, person_id, card.email_key, keys_of(person_id, card.email_key))
