"""Somebody with unique words in everything that they told us, and where such words are found afterwards."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.accounts.addresses import PostalAddress
from app.accounts.service import NewAccount, account_card, open_account, profile
from app.accounts.service.profile import Profile
from app.cases.service import NewCase, open_case
from app.config import Settings
from app.foundation import work
from app.foundation.acts import Act, Actor
from app.foundation.database import db, dispose
from app.people import identifiers
from tests.ordering import moved, with_file
from tests.people import WEAK_HASH, act_under_version_1

STORES = ("shop.sqlite", "shop.sqlite-wal", "keys", "mail", "files", "facts", "log", "jobs.sqlite", "scratch")
"""What of a shop's folder may hold words of people."""
WORDS = ("Quillon", "Ferrowick", "quillon.ferrowick", "Marzipan", "6125550177", "wedding of Zephyrine", "by a yak")
HOME = PostalAddress("Quillon Ferrowick", "77 Marzipan Row", "Chanhassen", "MN", "55317")


def somebody(user_id: str = "quillon.ferrowick", name: str = "Quillon Ferrowick", address: PostalAddress = HOME) -> int:
    """An account with a telephone number and an address; gives its number."""
    email = identifiers.email(f"{user_id}@example.com")
    new = NewAccount(user_id, email, name, name.split(maxsplit=1)[0], shipping=address, billing=address)
    act = act_under_version_1()
    account_id: int = done(lambda: open_account(act, new, WEAK_HASH))
    told = Profile(name, name.split(maxsplit=1)[0], "612-555-0177", {})
    done(lambda: profile.change(act, account_id, account_card(account_id).version, told))
    return account_id


def busy(act: Act, account_id: int) -> int:
    """They ordered, had it delivered, and wrote to us; gives the order's number."""
    own = Act(Actor("customer", str(account_id)), act.at, 1)
    number = with_file(own, account_id, job_name="wedding of Zephyrine", delivery=HOME, billing=HOME)
    moved(act, number, "check", "proof", "approve", "print", "finish", "pack", "ship", "deliver")
    card = account_card(account_id)
    case = NewCase(
        "contact", "order", "web", "One box was crushed by a yak.", card.name, identifiers.email(card.email),
        person_id=card.person_id,
    )  # fmt: skip
    done(lambda: open_case(own, case, ""))
    return number


def done(verb: Any) -> Any:
    """Run the verb as one committed piece of work; gives what it gave."""
    made: list[Any] = []
    work.unit(lambda: made.append(verb()))
    return made[0]


def found_in(settings: Settings, words: Iterable[str] = WORDS) -> dict[str, list[str]]:
    """The stores in whose raw bytes the words stand, by word."""
    dispose()
    holds: dict[str, list[str]] = {}
    for word in words:
        for path in _files(settings.instance):
            if word.casefold().encode() in path.read_bytes().lower():
                holds.setdefault(word, []).append(path.relative_to(settings.instance).parts[0])
    return holds


def _files(folder: Path) -> Iterable[Path]:
    for name in STORES:
        store = folder / name
        yield from [store] if store.is_file() else [path for path in store.rglob("*") if path.is_file()]


def rows_with(words: Iterable[str] = WORDS) -> list[str]:
    """`table.column` of every stored value in which one of the words stands, whichever database it is."""
    found = []
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            stored = db.session.execute(text(f'SELECT CAST("{column.name}" AS TEXT) FROM "{table.name}"')).scalars()
            everything = " ".join(value for value in stored if value).casefold()
            found += [f"{table.name}.{column.name}" for word in words if word.casefold() in everything]
    return sorted(set(found))
