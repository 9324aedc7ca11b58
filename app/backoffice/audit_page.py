"""The address of the audit pages: whose story is asked for, by whom, of what kind, and where a page begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlalchemy import Select, select

from app.accounts import user_ids
from app.accounts.service.cards import id_of
from app.accounts.views import ACCOUNT_CARD
from app.audit import kinds
from app.audit.views import Wanted
from app.cases import views as cases
from app.foundation.database import db
from app.foundation.forms import Option
from app.foundation.row_numbers import row_number
from app.orders import views as orders
from app.people import identifiers
from app.people import service as people
from app.people.identifiers import NotUsableError

MOST_LETTERS = 254
ACTORS = {
    "": "Anybody",
    "staff": "Staff",
    "customer": "Customers",
    "visitor": "Visitors",
    "processor": "The card processor",
    "job": "Jobs",
    "command": "Commands",
}


@dataclass(frozen=True)
class AuditPage:
    """What was asked for. `subject` is the ref that the reading itself is recorded under."""

    wanted: Wanted
    about: str
    subject: str
    filters: list[tuple[str, str, list[Option]]]
    query: dict[str, str]

    def href(self, before: int | None) -> str:
        """The address of another page of the same list; its first when `before` is None."""
        asked = self.query | ({} if before is None else {"before": str(before)})
        return f"/staff/audit?{urlencode(asked)}" if asked else "/staff/audit"


def read(args: Mapping[str, str]) -> AuditPage:
    """What the address asks for; a word that fits nothing is left out, never an error."""
    about = " ".join(args.get("about", "").replace("\0", "").split())[:MOST_LETTERS]
    actor = args.get("actor", "") if args.get("actor", "") in ACTORS else ""
    kind = args.get("kind", "") if args.get("kind", "") in kinds.WORDS else ""
    refs = _refs(about) if about else None
    wanted = Wanted(actor=actor, kind=kind, before=row_number(args.get("before", "")))
    subject = "audit:all"
    if refs is not None:
        wanted = replace(wanted, refs=refs)
        subject = next((ref for ref in refs if isinstance(ref, str)), "audit:nobody")
    of_kinds = {"": "Anything", **{name: name for name in sorted(kinds.WORDS)}}
    filters = [
        ("actor", "Done by", [Option(code, words, selected=code == actor) for code, words in ACTORS.items()]),
        ("kind", "What", [Option(code, words, selected=code == kind) for code, words in of_kinds.items()]),
    ]
    query = {name: text for name, text in (("about", about), ("actor", actor), ("kind", kind)) if text}
    return AuditPage(wanted, about, subject, filters, query)


def _refs(about: str) -> Sequence[str | Select[str]]:
    """What the words may mean: a user ID, an e-mail address, the number of an order or case, or a ref itself."""
    if row_number(about) is not None:
        return [f"order:{int(about)}", f"case:{int(about)}"]
    named, _, number = about.partition(":")
    if named in {"account", "customer", "staff"} and row_number(number) is not None:
        return _of_account(int(number))
    if named == "person" and row_number(number) is not None:
        return _of_account(_account_of(int(number))) or [about]
    if number and "@" not in about:
        return [about]
    return _of_account(_account_named(about))


def _account_named(words: str) -> int:
    try:
        person_id = people.person_of("email", identifiers.email(words).key)
    except NotUsableError:
        return id_of(user_ids.key(words)) or 0
    return _account_of(person_id)


def _account_of(person_id: int) -> int:
    card = ACCOUNT_CARD.subquery("card")
    found: int | None = db.session.scalar(select(card.c.id).where(card.c.person_id == person_id))
    return found or 0


def _of_account(account_id: int) -> list[str | Select[str]]:
    """Everything that is about the account or done by it; nothing when there is no such account."""
    card = ACCOUNT_CARD.subquery("card")
    person_id = db.session.scalar(select(card.c.person_id).where(card.c.id == account_id))
    if person_id is None:
        return []
    own: list[str | Select[str]] = [f"{kind}:{account_id}" for kind in ("account", "customer", "staff")]
    return [*own, f"person:{person_id}", orders.refs_of(account_id), cases.refs_of(person_id)]
