"""What stands in mail: how to stop it, and no secret."""

import re
from collections.abc import Iterator
from email.message import EmailMessage

from flask import current_app
from jinja2 import TemplateError, meta
from sqlalchemy import select

from app.foundation import clock, frame, recent, rules
from app.foundation.card_numbers import holds_card_number
from app.foundation.checks import Check, Result, unchecked
from app.foundation.database import db, looking
from app.foundation.frame import Site
from app.mail import letters
from app.mail.catalogue import Letter
from app.mail.letters import Specimen
from app.mail.models import OutboxMail
from app.people import identifiers
from app.people import service as people

rules.declare(rules.Rule("evidence.mails", 100, "mails", "How many of the newest mails a check draws and reads"))

ASKED = frozenset({"order", "billing", "account", "requested", "policy_notice"})
"""Purposes of mail that somebody ordered or that the law of the site needs; any other must say how to stop it."""
MADE_UP = "sample"
PARTS = ("plain", "html")
OPEN_FIELDS = frozenset({"name", "greeting", "email", "user_id", "marketing_mail"})
"""What a mail may say of its reader; every other value that people gave us rests sealed and stays out of mail."""
SHORTEST = 6
SECRET_NAMES = frozenset({"password", "secret", "card", "card_number", "cvc", "token", "code"})
HASH = "$argon2"


def newest_mails(*where: object) -> list[OutboxMail]:
    most = rules.whole("evidence.mails")
    query = select(OutboxMail).where(recent.newest(OutboxMail, OutboxMail.queued_at), *where)  # type: ignore[arg-type]  # conditions
    return list(db.session.scalars(query.order_by(OutboxMail.id.desc()).limit(most)))


def _bodies(message: EmailMessage) -> Iterator[str]:
    """The text of each form of the message."""
    for kind in PARTS:
        body = message.get_body((kind,))
        yield str(body.get_content()) if body is not None else ""


@looking()
def marketing_says_how() -> Result:
    """Every message that nobody ordered says how to stop it: those sent, and a specimen of each that could be."""
    stored = newest_mails(OutboxMail.purpose.not_in(ASKED))
    specimens = specimens_of({row.template for row in stored})
    every: list[OutboxMail | Specimen] = [*stored, *specimens]
    drawn = [message for row in every if (message := draw(row)) is not None]
    if not drawn:
        return unchecked("No mail of this kind could be drawn to be read.")
    site = frame.site(letters.settings())
    silent = sum(not _says_how(message, site) for message in drawn)
    sent, made = recent.counted(len(stored), "such mail"), recent.counted(len(drawn) - len(stored), "specimen")
    return recent.judged(f"{sent} in {recent.days()} days and {made} read", silent, "without how to stop it")


def _says_how(message: EmailMessage, site: Site) -> bool:
    wanted = ("stop", site.newsletter.casefold(), site.street.casefold(), "/privacy-policy#")
    return all(all(words in body.casefold() for words in wanted) for body in _bodies(message))


def specimens_of(known: set[str]) -> list[Specimen]:
    """A made-up message of each mail of the catalogue that nobody orders; without one, of the first that is known."""
    catalogue: dict[str, Letter] = current_app.extensions["shop.letters"]
    unasked = [letter for letter in catalogue.values() if letter.purpose not in ASKED]
    if unasked or known:
        return [_specimen(letter, letter.purpose) for letter in unasked if letter.template not in known]
    made = (_specimen(letter, "marketing") for letter in catalogue.values())
    return [next(row for row in made if draw(row) is not None)]


def _specimen(letter: Letter, purpose: str) -> Specimen:
    """Each value of its template is a made-up word."""
    content = dict.fromkeys(_values_of(letter.template), MADE_UP)
    return Specimen(letter.template, purpose, content, clock.now())


def _values_of(template: str) -> set[str]:
    room, name = template.split("/")
    env, loader = current_app.jinja_env, current_app.jinja_env.loader
    found: set[str] = set()
    for part in ("subject.txt", "body.txt", "body.html"):
        source = loader.get_source(env, f"{room}/mail/{name}/{part}")[0] if loader else ""
        found |= meta.find_undeclared_variables(env.parse(source))
    return found - set(env.globals) - {"site"}


def draw(row: OutboxMail | Specimen) -> EmailMessage | None:
    """The message without its codes; None where its template cannot be drawn from what rests of it."""
    try:
        return letters.compose(row, show_secrets=False)
    except (TemplateError, LookupError, TypeError, ValueError):
        return None


@looking()
def no_secrets_by_mail() -> Result:
    """No mail holds a card number, a scrambled password, or a value that we keep sealed about its reader."""
    rows = newest_mails()
    if not rows:
        return unchecked("No mail was written yet.")
    site, sealed = frame.site(letters.settings()), _Sealed()
    telling = sum(_tells(row, site, sealed) for row in rows)
    words = f"The newest {recent.counted(len(rows), 'mail')} read"
    return recent.judged(words, telling, "with a card number, a password or a value that we keep encrypted")


class _Sealed:
    """What we keep sealed about the reader of an address, read once for each."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, address: str) -> tuple[str, ...]:
        if address not in self._known:
            person = people.person_of("email", identifiers.email(address).key)
            standing = people.standing(person).values() if person else ()
            told = [value.value for value in standing if value.field not in OPEN_FIELDS]
            lines = {_plain(line) for value in told for line in value.splitlines()}
            self._known[address] = tuple(line for line in lines if _identifies(line))
        return self._known[address]


def _identifies(line: str) -> bool:
    """Whether a line is more than a name: a street, a telephone number, a ZIP code with its city."""
    return len(line) >= SHORTEST and any(char.isdigit() for char in line)


def _plain(text: str) -> str:
    """The text in lower case without what only parts and groups it, so that a number is found however it is written."""
    return re.sub(r"[\s().,+-]+", "", text.casefold())


def _tells(row: OutboxMail, site: Site, sealed: _Sealed) -> bool:
    if SECRET_NAMES & set(row.content):
        return True
    message = draw(row)
    bodies = [*_bodies(message), str(message["Subject"])] if message is not None else [str(row.content)]
    if any(holds_card_number(body) or HASH in body for body in bodies):
        return True
    # Our own address may be the reader's too; it stands under every mail.
    said = [_plain(body.replace(site.street, "").replace(site.city_line, "")) for body in bodies]
    return any(_without_country(line) in body for line in sealed.of(row.recipient) for body in said)


def _without_country(line: str) -> str:
    """A telephone number as it is written in its own country."""
    return line[1:] if re.fullmatch(r"1\d{10}", line) else line


CONTENT = [
    Check(
        "marketing-says-how",
        "Every mail that nobody ordered says how to stop it, why it came and who sent it.",
        marketing_says_how,
        (64,),
        60,
    ),
    Check(
        "no-secrets-by-mail",
        "No mail holds a card number, a password, or a telephone number or address of its reader.",
        no_secrets_by_mail,
        (80,),
        30,
    ),
]
