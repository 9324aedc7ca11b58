"""Asking: the same for everybody, whether anything is held about them or not. Nothing here looks whether there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.audit import service as audit
from app.cases.service import requesting, tries
from app.foundation import clock, codes, jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail import service as mail
from app.people.identifiers import Email
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from app.rights import terms
from app.rights.models import InformationRequest
from app.rights.service.proofs import digest_of

CODE = "my-information"
"""What codes of requests are derived for."""
LETTER = "my-information-letter"
CODE_MAIL = "rights/code"
JOB = "answer-requests"


@dataclass(frozen=True)
class ByPost:
    """A request that came by letter or telephone, as staff enter it: `kind` and `channel` are codes of cases."""

    kind: str
    channel: str
    name: str
    reach: str
    email: Email | None = None
    received_at: datetime | None = None


def ask(act: Act, kind: str, email: Email, network: str) -> int:
    """Open a request of somebody unknown and mail a code to the address that they typed; gives the case's number.

    Raises:
        Refusal: too many requests came from that network.
    """
    _hold_back(act, network)
    number = requesting.open_request(act, kind, "web", "received")
    db.session.add(_row(act, number, "mail", email))
    audit.record(act, "request.asked", f"case:{number}", wish=kind, channel="web")
    _mail_code(act, number, email)
    requesting.bring(act, number, "code-sent")
    return number


def ask_by_mail(act: Act, kind: str, email: Email, received_at: datetime) -> int:
    """Open a request that came by e-mail: who it says to come from proves nothing, so a code goes to that address.

    Gives the case's number. Whoever forged the sender gets nothing, and the owner of the address one code mail.
    """
    number = requesting.open_request(act, kind, "mail", "received", received_at=received_at)
    db.session.add(_row(act, number, "mail", email))
    audit.record(act, "request.asked", f"case:{number}", wish=kind, channel="mail")
    _mail_code(act, number, email)
    requesting.bring(act, number, "code-sent")
    return number


def ask_by_post(act: Act, new: ByPost) -> int:
    """Open a request that came by letter or telephone; its code goes by letter. Gives the case's number."""
    number = requesting.open_request(act, new.kind, new.channel, "received", received_at=new.received_at)
    requesting.reach_by(act, number, name=new.name, reach=new.reach)
    db.session.add(_row(act, number, "post", new.email))
    audit.record(act, "request.asked", f"case:{number}", wish=new.kind, channel=new.channel)
    requesting.bring(act, number, "code-sent")
    return number


def ask_signed_in(act: Act, kind: str, person_id: int, email: Email, network_address: str) -> int:
    """Open a request of somebody who has just signed in: that proves everything. Gives the case's number."""
    number = requesting.open_request(act, kind, "web", "verified", person_id=person_id)
    requesting.reach_by(act, number, email=email)
    row = _row(act, number, "", email)
    row.level, row.proven_at, row.lapses_at, row.network_address = "values", act.at, None, network_address
    db.session.add(row)
    permissions.open_cause(act, Subject(email_key=email.key), "request", f"case:{number}")
    audit.record(act, "request.asked", f"case:{number}", wish=kind, channel="web")
    go_on(act, number)
    return number


def go_on(act: Act, number: int) -> None:
    """What follows a proof: information is gathered at once; for everything else the person says what they want."""
    row = db.session.get_one(InformationRequest, number)
    requesting.bring(act, number, "verified")
    if requesting.request_card(number).kind == "information":
        row.answer_wanted_at, row.claimed_at = act.at, None
        jobs.nudge(JOB)
    else:
        wait_for_person(act, number)
    db.session.flush()


def wait_for_person(act: Act, number: int) -> None:
    """The next step is theirs; a case that hears nothing lapses."""
    due = act.at + timedelta(days=rules.whole("cases.lapse-days"))
    requesting.bring(act, number, "waiting", due_at=due)


def new_code(act: Act, number: int, email: Email, network: str) -> None:
    """Mail another code, if that is the request's address; whether it is, nothing tells.

    Raises:
        Refusal: too many requests came from that network.
    """
    _hold_back(act, network)
    row = db.session.get(InformationRequest, number, with_for_update=True)
    if row is None or not row.address_digest or row.address_digest != digest_of(email.key):
        return
    row.code_kind, row.code_number, row.code_tries, row.code_made_at = "mail", row.code_number + 1, 0, act.at
    db.session.flush()
    _mail_code(act, number, email)


def letter_code(number: int) -> str:
    """The code that a letter about the request shows; empty once it was typed, is too old, or goes by mail."""
    row = db.session.get(InformationRequest, number)
    if row is None or row.code_kind != "post" or row.code_made_at is None:
        return ""
    late = clock.now() - row.code_made_at > terms.code_life("post")
    return "" if late else codes.letter_code(LETTER, number, row.code_number, row.salt)


def mail_code(row: InformationRequest) -> str:
    """The six digits that were mailed last."""
    return codes.typed_code(CODE, row.case_number, row.code_number, row.salt)


def _row(act: Act, number: int, code_kind: str, email: Email | None) -> InformationRequest:
    return InformationRequest(
        case_number=number,
        address_digest=digest_of(email.key) if email else "",
        salt=codes.random_token(128),
        code_kind=code_kind,
        code_number=1,
        code_made_at=act.at if code_kind else None,
        code_tries=0,
        fact_tries=0,
        lapses_at=act.at + terms.unproven_life(code_kind),
        level="",
    )


def _mail_code(act: Act, number: int, email: Email) -> None:
    """Queue the mail, unless the address had its share of today: nobody fills another's mailbox through our form."""
    row = db.session.get_one(InformationRequest, number)
    ref = f"case:{number}"
    permissions.open_cause(act, Subject(email_key=email.key), "request", ref, expires_at=row.lapses_at)
    most = rules.whole("rights.mails-a-day")
    if tries.free_at(act, "request-mails", email.key, most, timedelta(days=1)):
        return
    mail.queue(
        act,
        to=email.address,
        template=CODE_MAIL,
        purpose="account",
        ref=ref,
        derived={"code": ("code", CODE, (number, row.code_number, row.salt))},
        number=number,
        minutes=rules.whole("rights.code-minutes"),
    )
    audit.record(act, "request.code-sent", ref)


def _hold_back(act: Act, network: str) -> None:
    most = rules.whole("rights.requests-an-hour")
    if until := tries.free_at(act, "requests", network, most, timedelta(hours=1)):
        raise Refusal(
            f"Many requests came from your network within the hour, so this one has to wait until "
            f"{clock.spoken(until)}. Please send it again then: what you typed is still here. "
            f"Or write to {rules.text('company.newsletter')}; your right stays the same."
        )
