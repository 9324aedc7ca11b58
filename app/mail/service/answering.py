"""Our answer to a mail that came: one a day for each address, one for each thread, with nothing personal in it (P80).

It goes to the address on record, from the null sender, and says the same to whoever we know and whoever we do not.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from app.cases.views import case_of, code_parts
from app.foundation import clock, codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.inventory import PURPOSES as WORDS
from app.mail.models import InboundMail
from app.mail.reading import Reading
from app.mail.service.noting import Done, effect
from app.mail.service.queueing import Derived, queue
from app.permissions.purposes import ANY
from app.permissions.subjects import address_key

TEMPLATE = "mail/answer"
DAY = timedelta(days=1)


def answer(act: Act, row: InboundMail, reading: Reading, done: Done) -> None:
    """Queue the answer, where there is something to say and somebody to hear it."""
    if not _may(row, reading, done):
        return
    assert done.told is not None  # nobody is told where nobody is known
    if _only_asked(done):
        # The code that the request mails is the answer.
        row.answered_at = act.at
        return
    if _enough(act, row, address_key(done.told.key)):
        effect(act, row, "no-answer", "one a day, one for each thread")
        return
    derived, values = _case(done)
    mail_id = queue(
        act,
        to=done.told.address,
        template=TEMPLATE,
        purpose="account",
        ref=f"case:{done.case}" if done.case else f"inbound:{row.id}",
        derived=derived,
        thread=_thread(reading),
        **values,
        **_stops(act, done),
        asked=done.asked,
    )
    if mail_id:
        row.answered_mail_id, row.answered_at = mail_id, act.at
        effect(act, row, "answer", f"mail:{mail_id}")


def _may(row: InboundMail, reading: Reading, done: Done) -> bool:
    """Machines, lists and loops get no answer; nor does an unknown address whose mail was most likely forged."""
    if done.told is None or not reading.answerable or not (done.stopped or done.case or done.asked):
        return False
    return done.known or not reading.authentication.failed


def _only_asked(done: Done) -> bool:
    return bool(done.asked) and not done.stopped and not done.case


def _enough(act: Act, row: InboundMail, key: str) -> bool:
    same = InboundMail.address_key == (row.address_key or key)
    today = same & (InboundMail.answered_at > act.at - DAY)
    here = (InboundMail.thread_digest == row.thread_digest) & InboundMail.answered_at.is_not(None)
    query = select(InboundMail.id).where(InboundMail.id != row.id, or_(today, here if row.thread_digest else today))
    return db.session.scalar(query.limit(1)) is not None


def _thread(reading: Reading) -> dict[str, str]:
    """The names of the mail that is answered, so that it stands below it; anything odd is left out."""
    name = _name(reading.message_id)
    earlier = [found for found in map(_name, reading.references[-10:]) if found]
    return {"in_reply_to": name, "references": " ".join([*earlier, name]).strip()} if name else {}


def _name(message_id: str) -> str:
    inner = message_id.strip().strip("<>")
    good = inner.isascii() and inner.isprintable() and "@" in inner and len(inner) < 250
    return f"<{inner}>" if good and not set(inner) & set("<> \t") else ""


def _case(done: Done) -> tuple[dict[str, Derived], dict[str, Any]]:
    values: dict[str, Any] = {"number": 0, "due_on": "", "goes_on": False}
    if not done.case:
        return {}, values
    found = case_of(done.case)
    values |= {"number": done.case, "due_on": clock.spoken_date(found.due_at), "goes_on": not done.opened}
    if not done.opened:
        return {}, values
    purpose, *parts = code_parts(done.case)
    return {"code": ("letter-code", purpose, tuple(parts))}, values


def _stops(act: Act, done: Done) -> dict[str, Any]:
    """What was stopped, since when and under which reference, in words."""
    named = sorted({WORDS[one.purpose] for one in done.stopped if one.purpose != ANY and one.purpose in WORDS})
    since: datetime = min((one.since for one in done.stopped), default=act.at)
    return {
        "stopped": [] if done.everything else named,
        "everything": done.everything,
        "since": clock.spoken(since),
        "reference": codes.grouped(done.stopped[0].reference) if done.stopped else "",
    }
