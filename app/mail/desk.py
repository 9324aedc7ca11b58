"""The words of the mail desk, and what its addresses ask for. What makes no sense is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from app.foundation import codes
from app.foundation.forms import NEVER_SHOWN, Option
from app.foundation.inventory import PURPOSES
from app.foundation.row_numbers import row_number
from app.mail.previews import catalogue
from app.mail.views import Asked, Wanted
from app.people import identifiers
from app.people.identifiers import NotUsableError
from app.permissions.purposes import ANY

STAFF_READ = "staff.read"
"""The fact that somebody of the staff opened a page about a person; folded with those of orders and cases."""
STATES = {
    "queued": ("waits", "waiting"),
    "sending": ("being handed over", "working"),
    "uncertain": ("uncertain", "bad"),
    "held": ("paused with its run", "waiting"),
    "failed": ("failed", "bad"),
    "refused": ("not sent", "neutral"),
    "sent": ("handed over", "good"),
}
"""Each state of the outbox: its word and its tone."""
KINDS = {
    "human": "from a person",
    "token": "to an unsubscribe address",
    "bounce": "a mail of ours that came back",
    "complaint": "a complaint about a mail of ours",
    "machine": "from a machine",
    "unreadable": "could not be read",
    "again": "the same mail once more",
}
WISHES = {
    "stop": "to stop mail",
    "purpose": "to stop a use",
    "access": "to know what we hold",
    "correction": "to have something corrected",
    "erasure": "to have everything erased",
}
INBOUND_STATES = {
    "stored": ("not read yet", "waiting"),
    "read": ("read", "good"),
    "failed": ("reading it failed", "bad"),
    "too-big": ("too big, only its head was kept", "bad"),
}
WAYS = {"pipe": "the mail server", "lmtp": "the mail server", "imap": "the mailbox", "form": "the page for trying out"}
MOST = 254
EVERYTHING = "Everything but orders, bills, the account and policy notices"


EFFECTS = {
    "access": "Opened a request about own information",
    "bounce": "Noted that a mail came back",
    "case": "Went to a case",
    "complaint": "Noted a complaint",
    "correction": "Opened a correction",
    "erasure": "Opened a request to erase",
    "stopped": "Stopped",
    "unknown-link": "Its link is none of ours",
    "widened": "Stopped as well, by our staff",
}
PAGES = {"case": "/staff/cases/{}", "mail": "/staff/mail/outbox/{}"}
"""Where a reference of an effect is shown, by what it begins with."""


@dataclass(frozen=True)
class Done:
    """One thing that was done because of a mail, in words; `href` is empty where it has no page."""

    words: str
    about: str
    href: str
    at: datetime


def effect_words(what: str, ref: str, at: datetime) -> Done:
    """An effect as staff read it: `marketing 7K2QM4TXW9HB` is a stop with the reference that the person was told."""
    kind, _, number = ref.partition(":")
    words = EFFECTS.get(what, what.replace("-", " ").capitalize())
    if kind in PAGES and number.isdigit():
        return Done(words, f"{kind} {number}", PAGES[kind].format(number), at)
    purpose, _, reference = ref.partition(" ")
    if purpose == ANY or purpose in PURPOSES:
        about = words_of(purpose) + (f", reference {codes.grouped(reference)}" if reference else "")
        return Done(words, about, "", at)
    return Done(words, ref, "", at)


def shown(text: str) -> str:
    """What somebody wrote, without signs that no page may hold."""
    return NEVER_SHOWN.sub("", text)


def words_of(purpose: str) -> str:
    """A purpose in words."""
    return EVERYTHING if purpose == ANY else PURPOSES[purpose][:1].upper() + PURPOSES[purpose][1:]


@dataclass(frozen=True)
class Filtered:
    """What one filter form shows, and the query that other pages of the same list repeat."""

    path: str
    filters: list[tuple[str, str, list[Option]]]
    query: dict[str, str]

    def href(self, **changed: int | None) -> str | None:
        """The address of another page; None when there is none."""
        kept = {name: str(value) for name, value in changed.items() if value is not None}
        return f"{self.path}?{urlencode(self.query | kept)}" if kept else None

    @property
    def filtered(self) -> bool:
        return bool(self.query)


def outbox_asked(args: Mapping[str, str]) -> tuple[Wanted, Filtered]:
    """What the outbox's address asks for."""
    known = catalogue()
    states = {"": "Any state", **{code: words.capitalize() for code, (words, _) in STATES.items()}}
    templates = {"": "Every mail", **{code: known[code].title for code in sorted(known)}}
    chosen = {"state": _of(states, args.get("state", "")), "template": _of(templates, args.get("template", ""))}
    domain = _cleaned(args.get("domain", "")).lower()
    wanted = Wanted(**chosen, domain=domain, before=number(args, "before"), after=number(args, "after"))
    filters = [
        ("state", "State", _options(states, chosen["state"])),
        ("template", "Mail", _options(templates, chosen["template"])),
    ]
    return wanted, Filtered("/staff/mail/outbox", filters, _query(chosen | {"domain": domain}))


def inbox_asked(args: Mapping[str, str]) -> tuple[Asked, Filtered]:
    """What the inbox's address asks for."""
    kinds = {"": "Any kind", **{code: words.capitalize() for code, words in KINDS.items()}}
    wishes = {"": "Any wish", **{code: words.capitalize() for code, words in WISHES.items()}}
    looks = {"": "Everything", "y": "What needs a look"}
    lists = {"kind": kinds, "wish": wishes, "look": looks}
    chosen = {name: _of(words, args.get(name, "")) for name, words in lists.items()}
    asked = Asked(
        chosen["kind"],
        chosen["wish"],
        chosen["look"] == "y",
        before=number(args, "before"),
        after=number(args, "after"),
    )
    labels = {"kind": "Kind", "wish": "Wish", "look": "Shown"}
    filters = [(name, labels[name], _options(words, chosen[name])) for name, words in lists.items()]
    return asked, Filtered("/staff/mail/inbox", filters, _query(chosen))


def address_asked(args: Mapping[str, str]) -> tuple[str, str]:
    """The address as typed and as it is compared; the second is empty where no address was typed."""
    typed = _cleaned(args.get("q", ""))
    try:
        return typed, identifiers.email(typed).key if typed else ""
    except NotUsableError:
        return typed, ""


def number(args: Mapping[str, str], name: str) -> int | None:
    """The number that the address gives under that name."""
    return row_number(args.get(name))


def _cleaned(typed: str) -> str:
    return " ".join(typed.replace("\0", "").split())[:MOST]


def _of(words: Mapping[str, str], typed: str) -> str:
    return typed if typed in words else ""


def _options(words: Mapping[str, str], chosen: str) -> list[Option]:
    return [Option(code, label, selected=code == chosen) for code, label in words.items()]


def _query(chosen: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in chosen.items() if value}
