"""Everything that is held about one human, source by source; drawn from the inventory, so nothing is listed twice.

`gather` walks every declared table (here) and store (`stores`). A source that does not report, a value that is
withheld without a reason and a table that nobody declared are errors, never a shorter answer.
"""

from collections.abc import Iterator

from app.disclosures.service import ledger
from app.foundation import clock, inventory, retention
from app.foundation.database import Base
from app.foundation.inventory import STORES
from app.foundation.reaching import ADDRESS, Keys
from app.people import service as people
from app.rights.holdings import Depth, Group, Holdings, Shared
from app.rights.service import searching
from app.rights.service.sources import Asked
from app.rights.service.stores import report
from app.rights.service.tables import of_table
from app.rights.service.telling import Teller


class Unreported(LookupError):
    """A declared source did not report, or one is there that nobody declared; the message names it."""


def gather(keys: Keys, depth: Depth = "values", *, mailbox: bool = True, network: str = "") -> Holdings:
    """The answer for whoever has these keys.

    With `categories` values are shown only of what has no other key than the e-mail address, and not even those
    without `mailbox`. `network` is the address that the asker's request came from: all that the access log knows.

    Raises:
        Unreported: a source is missing, so the answer would not be whole.
    """
    at = clock.now()
    lines = ledger.of_person(sorted(keys.of("ref")), at)
    asked = Asked(
        keys=keys,
        full=depth == "values",
        open_to=keys if depth == "values" else _mailbox(keys) if mailbox else Keys(),
        network=network,
        at=at,
        teller=Teller(keys),
        lines=lines,
        recipients=ledger.recipients_by_case(keys.of("ref"), at),
        told={field: told for person_id in keys.persons for field, told in people.standing(person_id).items()},
    )
    groups = tuple(_groups(asked))
    _whole(groups)
    shared = tuple(
        Shared(line.recipient, line.fields, line.why, line.clause, line.first, line.last, line.count, line.sure)
        for line in lines
    )
    return Holdings(at, depth, groups, shared, _copies())


def _mailbox(keys: Keys) -> Keys:
    """What the mailbox alone proves."""
    subjects = frozenset(key for key in keys.subjects if key.startswith(ADDRESS))
    return Keys(email_keys=keys.email_keys, subjects=subjects)


def _groups(asked: Asked) -> Iterator[Group]:
    pairs = sorted(inventory.mapped_tables(), key=lambda pair: inventory.words_of(pair[1].name).title)
    for model, table in pairs:
        yield of_table(asked, model, table)
    for store in STORES.values():
        yield report(asked, store, searching.WAYS)


def _whole(groups: tuple[Group, ...]) -> None:
    reported = {group.name for group in groups}
    declared = {*Base.metadata.tables, *(store.name for store in STORES.values())}
    if missing := sorted(declared - reported):
        raise Unreported(f"Not in the answer: {', '.join(missing)}.")


def _copies() -> str:
    return (
        f"Backups hold copies of the same, at most {retention.period('retention.backup-days')} old, and of the keys "
        f"to encrypted values at most {retention.period('retention.key-backup-days')} old. They are not searched: "
        "what is gone here is gone there after that time."
    )
