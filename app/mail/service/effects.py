"""What a mail brings about: stops without a question, a case, a request; each thing is written down.

A stop is applied whoever the sender says to be: the harm of a false one is small and can be undone, and asking for a
proof would break P63. Access and correction never act on a sender's word: they only have a code mailed.
"""

from collections.abc import Sequence

from sqlalchemy import select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail import news
from app.mail.models import InboundMail, OutboxMail
from app.mail.reading import EVERY_USE, Reading
from app.mail.service import bounces, case_letters, correspondents, raw_copies, stop_links, stopping, waves
from app.mail.service.noting import Done, effect
from app.mail.service.stopping import Stopped
from app.people import identifiers
from app.people import service as people
from app.people.identifiers import Email
from app.permissions.purposes import ANY, PURPOSES

ALL_MAIL = ("marketing", "site_update", "survey", "prospect")
"""All marketing e-mail: what stops when somebody only says stop."""
WITH_CASE = frozenset({"fresh-no-words", "thread-no-words", "privacy-no-words"})
"""Rules of reading under which a person has to look at the words as well."""
ERASES = "words-erase"
LONG = 600
"""Signs; a longer text is read by a person, too: it may say more than the program found."""


def carry_out(act: Act, row: InboundMail, reading: Reading) -> Done:
    """Do what the mail says, within one commit."""
    done = Done()
    if reading.kind == "bounce":
        for one in reading.bounces:
            bounces.reported(act, row, one)
    elif reading.kind == "complaint":
        _complaint(act, row, reading)
    elif reading.kind == "token":
        _token(act, row, reading, done)
    elif reading.kind == "human":
        _human(act, row, reading, done)
    elif reading.kind == "unreadable":
        _case(act, row, reading, done)
    if done.stopped:
        waves.count(act, row)
    return done


def sender_of(reading: Reading) -> Email | None:
    """Whom the mail says to come from, where that is an address at all."""
    return Email(reading.sender, reading.sender_key) if reading.sender_key else None


def _token(act: Act, row: InboundMail, reading: Reading, done: Done) -> None:
    """Exactly what the link stops, from whatever mailbox; a link of nobody's stops all marketing for the sender."""
    stopped = stopping.stop_by_token(
        act, reading.token, "mail", received_at=row.received_at, evidence=f"inbound:{row.id}"
    )
    if stopped is None:
        effect(act, row, "unknown-link", "")
        _human(act, row, reading, done, words=False)
        return
    done.told = _recipient_of(reading.token)
    done.known = True
    _stopped(act, row, done, [stopped])


def _recipient_of(token: str) -> Email | None:
    """The address on record: where the mail with that link went."""
    link = stop_links.find(token)
    sent_to = db.session.scalar(select(OutboxMail.recipient).where(OutboxMail.id == (link.mail_id if link else None)))
    return identifiers.email(sent_to) if sent_to else None


def _human(act: Act, row: InboundMail, reading: Reading, done: Done, words: bool = True) -> None:
    email, left = sender_of(reading), _asks(reading) if words else []
    if email is not None:
        done.told, done.known = email, _is_known(email)
        _stop(act, row, reading, email, done, words)
        left = [wish for wish in left if not _taken_up(act, row, reading, email, done, wish)]
    looks = reading.rule in WITH_CASE or row.state == "too-big" or len(reading.newest_text) > LONG
    if words and (looks or left or not (done.stopped or done.asked)):
        _case(act, row, reading, done)


def _asks(reading: Reading) -> list[str]:
    asked = [wish for wish in ("access", "correction") if wish in reading.wishes]
    return [*asked, *(["erasure"] if reading.rule == ERASES else [])]


def _is_known(email: Email) -> bool:
    return bool(people.person_of("email", email.key)) or correspondents.is_known(email.key)


def _stop(act: Act, row: InboundMail, reading: Reading, email: Email, done: Done, words: bool) -> None:
    """All marketing e-mail where somebody says stop or nothing that we know; the named uses by every channel."""
    wanted: list[tuple[Sequence[str], str]] = []
    if "stop" in reading.wishes or not words:
        mail_only = [code for code in reading.purposes if code not in (*reading.uses, ANY)]
        wanted.append(([code for code in mail_only if _stops(code)] or ALL_MAIL, "email"))
    if "purpose" in reading.wishes:
        wanted.append((_uses(reading), ANY))
    for purposes, channel in wanted:
        found = stopping.stop_address(
            act, email, purposes, "mail", channel=channel, received_at=row.received_at, evidence=f"inbound:{row.id}"
        )
        _stopped(act, row, done, found)


def _uses(reading: Reading) -> Sequence[str]:
    named = reading.uses or reading.purposes
    if ANY in named or not named:
        return EVERY_USE
    return [code for code in named if _stops(code)] or EVERY_USE


def _stops(code: str) -> bool:
    return code in PURPOSES and PURPOSES[code].stoppable


def _stopped(act: Act, row: InboundMail, done: Done, stopped: Sequence[Stopped]) -> None:
    done.stopped += stopped
    done.everything = done.everything or any(one.purpose == ANY for one in stopped)
    for one in stopped:
        effect(act, row, "stopped", f"{one.purpose} {one.reference}")


def _taken_up(act: Act, row: InboundMail, reading: Reading, email: Email, done: Done, wish: str) -> bool:
    """Whether `rights` has a code mailed for it; nobody is mailed whom our answer may not reach either."""
    if not reading.answerable or (reading.authentication.failed and not done.known):
        return False
    heard = news.asked.send(act, inbound_id=row.id, wish=wish, email=email, received_at=row.received_at)
    number = next((found for _, found in heard if found), 0)
    if number:
        done.asked, row.case_number = wish, number
        effect(act, row, wish, f"case:{number}")
    return bool(number)


def _case(act: Act, row: InboundMail, reading: Reading, done: Done) -> None:
    """A person reads it: in the case that it answers, or in a new one."""
    email = sender_of(reading)
    number = case_letters.thread(reading, row, email)
    if number:
        try:
            with db.session.begin_nested():
                case_letters.go_on(act, number, reading, row)
        except Refusal:
            number = 0
    if not number:
        number, done.opened = case_letters.open_new(act, reading, row, email), True
    done.case = row.case_number = number
    effect(act, row, "case", f"case:{number}")


def _complaint(act: Act, row: InboundMail, reading: Reading) -> None:
    """Somebody told their provider that our mail is unwelcome: marketing stops, and it is counted."""
    if reading.complaint is None:
        return
    for one in bounces.complained(act, row, reading.complaint):
        effect(act, row, "stopped", f"{one.purpose} {one.reference}")


def widen(act: Act, inbound_id: int, purposes: Sequence[str]) -> list[Stopped]:
    """Staff read more out of a mail: these purposes (`*`: every use) stop, too. There is no verb to narrow.

    Raises:
        Refusal: the mail's sender is not known any more, or these are no uses that can be stopped.
    """
    # Read again from the raw copy: of whoever only asked to stop no address stands in the row.
    row = db.session.get_one(InboundMail, inbound_id, with_for_update=True)
    email = identifiers.email(row.sender_address) if row.sender_address else raw_copies.sender_of(inbound_id)
    if email is None:
        raise Refusal("The raw copy of this mail is gone, so nobody can say whose address to stop.")
    if not purposes or any(code != ANY and not _stops(code) for code in purposes):
        raise Refusal("Choose uses that can be stopped.")
    found = []
    for code in purposes:
        channel = "email" if code in ALL_MAIL else ANY
        evidence = f"inbound:{inbound_id}"
        found += stopping.stop_address(
            act, email, (code,), "mail", channel=channel, received_at=row.received_at, evidence=evidence
        )
    row.widened_at, row.widened_by = act.at, str(act.actor)
    row.purposes = sorted({*row.purposes, *purposes})
    for one in found:
        effect(act, row, "widened", f"{one.purpose} {one.reference}")
    audit.record(act, "inbound.widened", f"inbound:{inbound_id}", purposes=sorted(purposes))
    return found


__all__ = ["ALL_MAIL", "carry_out", "sender_of", "widen"]
