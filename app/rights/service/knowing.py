"""By what one human is known here: their number, their account, the address that they proved to be theirs.

Two people are never taken for one by a name, a telephone number or a postal address, however alike they are: only
a verified key says whose something is.
"""

from app.accounts.service import cards
from app.foundation.reaching import Keys
from app.people import service as people
from app.permissions.subjects import Subject


def keys_of(person_id: int = 0, email_key: str = "") -> Keys:
    """The keys of a person, of an address that somebody proved to be theirs, or of both.

    Alone, an address leads to what has no other key than itself, never to the account of whoever it reaches. Beside
    a person it counts unless it verifiably reaches somebody else.
    """
    if not person_id:
        return Keys(email_keys=_some(email_key), subjects=frozenset(Subject(0, email_key).keys))
    proved = email_key if people.person_of("email", email_key) in {0, person_id} else ""
    emails = _some(people.email_of(person_id)) | _some(proved)
    card = cards.card_of_person(person_id)
    account = str(card.id) if card else ""
    return Keys(
        persons=frozenset({person_id}),
        accounts=frozenset({card.id} if card else ()),
        email_keys=emails,
        subjects=frozenset(key for email in emails | {""} for key in Subject(person_id, email).keys),
        refs=frozenset({f"person:{person_id}"} | ({f"account:{account}"} if account else set())),
        actors=frozenset({f"customer:{account}", f"staff:{account}"} if account else ()),
    )


def _some(email_key: str) -> frozenset[str]:
    return frozenset({email_key} if email_key else ())
