"""Opening a case, and the person's own further messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.audit import service as audit
from app.cases.models import Case
from app.cases.service import tries
from app.cases.service.records import locked, move, say, tell
from app.foundation import clock, codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.people.identifiers import Email


@dataclass(frozen=True)
class NewCase:
    """What opens a case: codes of `states.KINDS`, `TOPICS` and `CHANNELS`, what was said, and how to answer.

    `person_id` is only ever that of a signed-in account: an address that somebody typed makes nobody ours.
    `reach` is a postal address or telephone number; `received_at` is when a letter came, now when None. `quiet` when
    whoever opens it confirms it in a mail of their own.
    """

    kind: str
    topic: str
    channel: str
    text: str
    name: str = ""
    email: Email | None = None
    reach: str = ""
    person_id: int | None = None
    received_at: datetime | None = None
    clause: str = ""
    quiet: bool = False


def open_case(act: Act, new: NewCase, network: str = "") -> int:
    """Open a case and start its clock; gives its number. `network` is from where a form was sent.

    Raises:
        Refusal: too many messages came from that network.
    """
    _hold_back(act, network)
    received = new.received_at or act.at
    case = Case(
        kind=new.kind,
        topic=new.topic,
        channel=new.channel,
        person_id=new.person_id,
        name=new.name,
        email=new.email.address if new.email else "",
        email_key=new.email.key if new.email else "",
        reach=new.reach,
        salt=codes.random_token(128),
        received_at=received,
        due_at=_due(received),
        state="received",
        policy_version=act.policy_version,
        clause=new.clause,
        version=0,
    )
    db.session.add(case)
    db.session.flush()
    move(act, case, "received")
    say(act, case, "message", new.text)
    audit.record(act, "case.opened", f"case:{case.number}", case_kind=new.kind, topic=new.topic, channel=new.channel)
    tell(act, case, "received", quiet=new.quiet or _enough_mail(act, case.email_key))
    return case.number


def add_message(act: Act, number: int, text: str, network: str = "") -> None:
    """Another message of the person: the case waits for us again, with a new clock if ours had stopped.

    Raises:
        Missing: there is no such case.
        Refusal: it was refused, or too many messages came from that network.
    """
    case = locked(number)
    if case.state == "refused":
        raise Refusal("This one was refused and takes no more messages. Please begin a new one.")
    _hold_back(act, network)
    say(act, case, "message", text)
    if case.state != "received":
        case.due_at = _due(act.at)
        move(act, case, "received")
    audit.record(act, "case.replied", f"case:{number}")
    tell(act, case, "replied")


def _due(received: datetime) -> datetime:
    return received + timedelta(days=rules.whole("cases.answer-days"))


def _hold_back(act: Act, network: str) -> None:
    if not network:
        return
    most = rules.whole("cases.messages-an-hour")
    if until := tries.free_at(act, "messages", network, most, timedelta(hours=1)):
        raise Refusal(
            f"Many messages came from your network within the hour. Please send this one after {clock.spoken(until)}: "
            f"what you typed is still here. Or write to {rules.text('company.newsletter')}."
        )


def _enough_mail(act: Act, email_key: str) -> bool:
    """Whether the address had its confirmations of today: nobody shall fill another's mailbox through our form."""
    if not email_key:
        return False
    most = rules.whole("cases.mails-a-day")
    return tries.free_at(act, "mails", email_key, most, timedelta(days=1)) is not None
