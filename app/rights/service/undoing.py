"""Putting back what the person said before others changed it, and deciding about what others suggest."""

from app.accounts import service as accounts
from app.accounts.labels import read_label
from app.accounts.service import correcting as values
from app.accounts.service.correcting import Value
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.orders.service import correcting as orders
from app.people import service as people

BY_HAND = "This one cannot be put back by a button. Please correct it: what you type stands as yours."


def undo(act: Act, account_id: int, field: str) -> None:
    """Put back the person's own earlier value in the place of one that others gave; it stands as corrected by them.

    Raises:
        Missing: nothing of theirs stood there before.
        Refusal: what stood there cannot be read back into its parts.
    """
    person_id = accounts.account_card(account_id).person_id
    earlier, stands = people.said_before(person_id).get(field), people.standing(person_id).get(field)
    if earlier is None or field not in values.holdings(account_id):
        raise Missing
    new = _read(field, earlier.value)
    wrong = _read(field, stands.value) if stands else ""
    values.correct(act, account_id, field, new, "undo")
    orders.carry_over(act, account_id, field, wrong, new)
    audit.record(act, "value.undone", f"person:{person_id}", field=field.partition(":")[0])


def decide(act: Act, account_id: int, suggestion_id: int, *, take: bool) -> None:
    """Take what was suggested, or leave it; taken, it stands as corrected by the person.

    Raises:
        Missing: it is not theirs, or was decided before.
        Refusal: it cannot be read into its parts.
    """
    person_id = accounts.account_card(account_id).person_id
    waiting = {item.id: item for item in people.suggestions(person_id)}
    if suggestion_id not in waiting:
        raise Missing
    item = waiting[suggestion_id]
    if take and item.field in values.holdings(account_id):
        values.correct(act, account_id, item.field, _read(item.field, item.value), f"suggestion:{item.id}")
    people.decide(act, person_id, suggestion_id, take=take)


def _read(field: str, words: str) -> Value:
    if not field.startswith(values.ADDRESS):
        return words
    found = read_label(words.split("\n"))
    if found is None:
        raise Refusal(BY_HAND)
    return found
