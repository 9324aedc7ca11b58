"""Read-only values of accounts: columns, never entities."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Executable, Row, Select, bindparam, exists, false, func, select
from sqlalchemy.orm import aliased

from app.accounts import name_words
from app.accounts.addresses import PostalAddress
from app.accounts.factor_models import Passkey, TotpFactor
from app.accounts.models import Account, AccountAddress, AddressDefault, StaffRole
from app.accounts.name_words import AccountNameWord
from app.accounts.roles import permissions_of
from app.accounts.sign_in_models import Device, WebSession
from app.accounts.user_ids import OURS
from app.foundation.access import Viewer
from app.foundation.database import db, rows
from app.people.identifiers import LAST_FOUR, PHONE


@dataclass(frozen=True)
class OpenSession:
    """One signed-in or visiting browser, with everything that a request needs to know about it."""

    id: int
    last_seen_at: datetime
    messages: list[list[str]]
    viewer: Viewer


@dataclass(frozen=True)
class AccountCard:
    """Who an account belongs to, for the pages of other rooms."""

    id: int
    person_id: int
    user_id: str
    name: str
    greeting: str
    email: str
    phone: str | None
    version: int


@dataclass(frozen=True)
class AddressView:
    """An entry of the address book."""

    id: int
    address: PostalAddress
    version: int
    for_shipping: bool
    for_billing: bool

    @property
    def lines(self) -> list[str]:
        return self.address.lines()


NAMESAKES = 200
"""How many accounts of one name are looked at where something else of theirs is looked for."""
FREQUENT = 1000
"""Beginnings of words that so many names have are not told apart."""

_FACTORED = exists().where(
    TotpFactor.account_id == WebSession.account_id, TotpFactor.confirmed_at.is_not(None)
).correlate(WebSession) | exists().where(Passkey.account_id == WebSession.account_id).correlate(WebSession)
_SESSION = (
    select(
        WebSession.id,
        WebSession.last_seen_at,
        WebSession.messages,
        WebSession.fresh_at,
        WebSession.device_id,
        WebSession.account_id,
        Account.person_id,
        Account.user_id,
        Account.name,
        Account.greeting,
        StaffRole.role,
        _FACTORED.label("factored"),
    )
    .outerjoin(Device, Device.id == WebSession.device_id)
    .outerjoin(Account, Account.id == WebSession.account_id)
    .outerjoin(StaffRole, StaffRole.account_id == WebSession.account_id)
    .where(
        WebSession.token_sha256 == bindparam("token_sha256"),
        WebSession.last_seen_at > bindparam("idle_since"),
        WebSession.created_at > bindparam("begun_since"),
        Device.ended_at.is_(None),
    )
)
"""Built once: putting a query together costs more than asking it."""


def reader_rows(query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
    """The rows of a query on the reading engine: takes no lock, whatever the request is."""
    with db.engines["reader"].connect() as connection:
        return connection.execute(query, values).all()


def work_rows(query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
    """The rows of a query inside the work in hand: sees what it has written."""
    return db.session.execute(query, values).all()


def open_session(
    token_sha256: str, bounds: tuple[datetime, datetime], rows_of: Callable[..., Sequence[Row[Any]]] = reader_rows
) -> OpenSession | None:
    """The session with that digest, its account and permissions in one query; None if it ended, was unused since the
    first of the two `bounds`, or begun before the second."""
    idle_since, begun_since = bounds
    rows = rows_of(_SESSION, {"token_sha256": token_sha256, "idle_since": idle_since, "begun_since": begun_since})
    return _session(rows) if rows else None


def _session(rows: Sequence[Row[Any]]) -> OpenSession:
    first = rows[0]
    roles = tuple(sorted(row.role for row in rows if row.role))
    viewer = Viewer()
    if first.account_id is not None:
        viewer = Viewer(
            id=first.account_id,
            person_id=first.person_id,
            user_id=first.user_id,
            name=first.name,
            greeting=first.greeting,
            permissions=permissions_of(roles),
            roles=roles,
            signed_in_at=first.fresh_at,
            device_id=first.device_id,
            factored=bool(first.factored),
        )
    return OpenSession(first.id, first.last_seen_at, first.messages, viewer)


ACCOUNT_CARD = select(
    Account.id,
    Account.person_id,
    Account.user_id,
    Account.name,
    Account.greeting,
    Account.email,
    Account.phone,
    Account.version,
)
"""Joinable by other rooms: the columns of `AccountCard`."""


# Written into the statement, not handed over beside it: only then is the small index of just these rows used.
_BEGINNING: BindParameter[str] = bindparam(None, f"{OURS}%", literal_execute=True)
OURS_ALONE = select(Account.person_id).where(Account.user_id_key.like(_BEGINNING))
"""Persons behind whom nobody stands, since their accounts are the shop's own: lists and counts leave them out."""


def reached_by(number: str) -> Select[int]:
    """The accounts with this telephone number in E.164, or with these last four digits."""
    if len(number) == len("0142"):
        return select(Account.id).where(Account.phone_last4_digest == LAST_FOUR.digest(number))
    return select(Account.id).where(Account.phone_digest == PHONE.digest(number))


def named(words: str, most: int = NAMESAKES) -> Select[int, str]:
    """Accounts (with the word that was met) in whose names a word begins with each of these words, in any order.

    Who has the rarest of them as a whole word stands first, then by that word and the account's number; at most so
    many, so that a frequent name costs no more than a rare one.
    """
    met = aliased(AccountNameWord)
    query = select(met.account_id, met.word).order_by(met.word, met.account_id).limit(most)
    wanted = _rarest_first(name_words.typed(words))
    if not wanted:
        return query.where(false())
    query = query.where(name_words.begins(met.word, wanted[0]))
    # Asked row by row, until there are enough: joined, all who have either word would be put together first.
    earlier = aliased(AccountNameWord)
    again = (earlier.account_id == met.account_id, name_words.begins(earlier.word, wanted[0]), earlier.word < met.word)
    query = query.where(select(earlier.account_id).where(*again).limit(1).scalar_subquery().is_(None))
    for word in wanted[1:]:
        other = aliased(AccountNameWord)
        also = (other.account_id == met.account_id, name_words.begins(other.word, word))
        query = query.where(select(other.account_id).where(*also).limit(1).scalar_subquery().is_not(None))
    return query


def _rarest_first(words: list[str]) -> list[str]:
    """The words by how many names have one that begins so; whatever is frequent counts alike."""
    if len(words) < 2:
        return words
    met = [select(AccountNameWord.word).where(name_words.begins(AccountNameWord.word, word)) for word in words]
    counts = [select(func.count()).select_from(query.limit(FREQUENT).subquery()).scalar_subquery() for query in met]
    found = db.session.execute(select(*counts)).one()
    return [word for _, word in sorted(zip(found, words, strict=True), key=lambda pair: pair[0])]


_CARD = ACCOUNT_CARD.where(Account.id == bindparam("account"))


def account_card(account_id: int) -> AccountCard | None:
    found = rows(_CARD, {"account": account_id})
    return AccountCard(*tuple(found[0])) if found else None


_PARTS = tuple(
    getattr(AccountAddress, part)
    for part in ("name", "line1", "city", "region", "postal_code", "country", "company", "line2")
)


_ADDRESSES = (
    select(AccountAddress.id, AccountAddress.version, AddressDefault.use, *_PARTS)
    .outerjoin(AddressDefault, AddressDefault.address_id == AccountAddress.id)
    .where(AccountAddress.account_id == bindparam("account"))
    .order_by(AccountAddress.id)
)
"""Put together once: that costs more than the query itself."""


def _postal(row: Row[Any]) -> PostalAddress:
    name, line1, city, region, postal_code, country, company, line2 = tuple(row)[3:11]
    return PostalAddress(name, line1, city, region, postal_code, country, company, line2)


def addresses(account_id: int, address_id: int | None = None) -> list[AddressView]:
    """The address book (or one entry of it), oldest first."""
    query = _ADDRESSES if address_id is None else _ADDRESSES.where(AccountAddress.id == address_id)
    found: dict[int, tuple[Row[Any], set[str]]] = {}
    for row in rows(query, {"account": account_id}):
        found.setdefault(row.id, (row, set()))[1].add(row.use)
    return [
        AddressView(row.id, _postal(row), row.version, "shipping" in uses, "billing" in uses)
        for row, uses in found.values()
    ]


def newest_customers(most: int = 50) -> dict[int, datetime]:
    """Who registered last, by person, and when; neither staff nor the shop's own visitor."""
    staff = select(StaffRole.account_id)
    query = select(Account.person_id, Account.created_at).where(
        Account.id.not_in(staff), Account.person_id.not_in(OURS_ALONE)
    )
    return {row.person_id: row.created_at for row in db.session.execute(query.order_by(Account.id.desc()).limit(most))}


def password_hashes() -> Iterator[str]:
    """Every stored password hash: to look at how it was made."""
    # In pieces by number: a cursor of the server's would need a transaction, and readers have none.
    last = 0
    query = select(Account.id, Account.password_hash).order_by(Account.id).limit(1000)
    while rows := db.session.execute(query.where(Account.id > last)).all():
        yield from (row.password_hash for row in rows)
        last = rows[-1].id
