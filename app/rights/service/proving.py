"""Proving who asks: a code typed by hand, what only they know, or a fresh sign-in. A link alone opens nothing."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from app.audit import service as audit
from app.cases.service import requesting, tries
from app.foundation import codes, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.people import service as people
from app.people.identifiers import Email
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from app.rights import terms
from app.rights.models import InformationRequest
from app.rights.service import asking, facts_known
from app.rights.service.facts_known import Facts
from app.rights.service.proofs import RANKS, digest_of

NOT_THIS = (
    "This address and this code do not open this request. Please check both, sign by sign. "
    "A code also wears out when it is old or was mistyped often: you can have a new one below."
)
NO_MORE = "These were too many tries. Please ask for a new code, or write to us."


@dataclass(frozen=True)
class Where:
    """From where somebody proves it: the browser's session by its digest, its network, its whole address."""

    browser_sha256: str
    network: str
    address: str


def prove(act: Act, number: int, email: Email | None, typed: str, where: Where) -> None:
    """Take a code that was mailed or sent by letter, with the address that the request is about.

    The try is counted and kept before the code is looked at. Every wrong answer is told in the same words, also for a
    number that is no request's.

    Raises:
        Refusal: beside the field `code`, or because too many tries came.
    """
    tries.refuse_early(act, str(number), where.network)
    row = _counted(number)
    if row is None or not _is_theirs(row, email) or not _fits(act, row, typed):
        tries.wrong(act, str(number), where.network)
        raise Refusal(NOT_THIS, "code")
    tries.right(str(number))
    kind, row.code_kind, row.code_made_at = row.code_kind, "", None
    if email is not None and row.address_digest:
        _known_by(act, number, email)
    level = "post" if kind == "post" else "silent" if facts_known.is_silent(act.at, number) else "mailbox"
    audit.record(act, "request.code-typed", f"case:{number}", sent_by=kind)
    _admit(act, row, where)
    _raise_to(act, row, level)


def tell_facts(act: Act, number: int, facts: Facts) -> None:
    """Take what only the person knows: two facts where a letter proved little, one where a mailbox was silent.

    Raises:
        Missing: nothing is proven yet.
        Refusal: they are not enough, or too many tries came.
    """
    row = db.session.get(InformationRequest, number)
    if row is None or not row.level:
        raise Missing
    if row.fact_tries >= rules.whole("rights.fact-tries"):
        raise Refusal(NO_MORE)
    work.keep(lambda: _count_facts(number))
    found = facts_known.matched(number, facts)
    if found.count < (1 if row.level == "silent" else 2):
        raise Refusal("This does not agree with what we hold. Please check it, or leave out what you are not sure of.")
    if found.email is not None:
        _known_by(act, number, found.email)
    if found.person_id:
        requesting.reach_by(act, number, person_id=found.person_id)
    audit.record(act, "request.facts-told", f"case:{number}", facts=found.count)
    _raise_to(act, row, "mailbox")


def claim(act: Act, number: int, person_id: int) -> None:
    """A fresh sign-in of the person whom the request is about opens everything.

    Raises:
        Missing: it is somebody else's request.
    """
    row = db.session.get(InformationRequest, number)
    if row is None or not row.level or _person_of(number) != person_id:
        raise Missing
    requesting.reach_by(act, number, person_id=person_id)
    audit.record(act, "request.signed-in", f"case:{number}")
    _raise_to(act, row, "values")


def admitted(number: int, browser_sha256: str, at: datetime) -> bool:
    """Whether this browser typed the request's code a while ago."""
    row = db.session.get(InformationRequest, number)
    if row is None or not row.level or row.opened_at is None or not browser_sha256:
        return False
    return hmac.compare_digest(row.browser_sha256, browser_sha256) and at - row.opened_at < terms.open_for()


def _counted(number: int) -> InformationRequest | None:
    """The request after one more try was counted; None when there is none, or its code is worn out."""
    counted = 0

    def count() -> None:
        nonlocal counted
        most = rules.whole("rights.code-tries")
        waiting = (InformationRequest.case_number == number, InformationRequest.code_tries < most)
        change = update(InformationRequest).where(*waiting)
        result = db.session.execute(change.values(code_tries=InformationRequest.code_tries + 1))
        counted = result.rowcount  # type: ignore[attr-defined]  # an update's result has a row count

    work.unit(count)
    if not counted:
        return None
    found: InformationRequest = db.session.get_one(
        InformationRequest, number, with_for_update=True, populate_existing=True
    )
    return found


def _is_theirs(row: InformationRequest, email: Email | None) -> bool:
    """Whether that is the request's address; one that came by letter without any needs none."""
    if not row.address_digest:
        return row.code_kind == "post"
    return email is not None and hmac.compare_digest(row.address_digest, digest_of(email.key))


def _fits(act: Act, row: InformationRequest, typed: str) -> bool:
    if not row.code_kind or row.code_made_at is None or act.at - row.code_made_at > terms.code_life(row.code_kind):
        return False
    if row.code_kind == "post":
        expected = codes.letter_code(asking.LETTER, row.case_number, row.code_number, row.salt).replace("-", "")
        read = codes.read_letters(typed)
    else:
        expected, read = asking.mail_code(row), "".join(sign for sign in typed if sign not in " -\u00a0\t")
    return hmac.compare_digest(expected.encode(), read.encode("utf-8", "replace"))


def _known_by(act: Act, number: int, email: Email) -> None:
    requesting.reach_by(act, number, email=email)
    permissions.open_cause(act, Subject(email_key=email.key), "request", f"case:{number}")


def _person_of(number: int) -> int:
    card = requesting.request_card(number)
    return card.person_id or people.person_of("email", card.email_key)


def _admit(act: Act, row: InformationRequest, where: Where) -> None:
    row.browser_sha256, row.opened_at, row.network_address = where.browser_sha256, act.at, where.address


def _raise_to(act: Act, row: InformationRequest, level: str) -> None:
    """A higher proof goes on with the request; the same one once more only opens what is there.

    A lower one needs its facts again: they were told by another browser, or long ago.
    """
    row.lapses_at = None
    if row.level == "mailbox" and RANKS[level] < RANKS["mailbox"]:
        row.level = level
    if RANKS[level] <= RANKS[row.level]:
        db.session.flush()
        return
    row.level, row.proven_at = level, act.at
    db.session.flush()
    audit.record(act, "request.proven", f"case:{row.case_number}", level=level)
    if RANKS[level] >= RANKS["mailbox"]:
        asking.go_on(act, row.case_number)
    else:
        requesting.bring(act, row.case_number, "verified")
        asking.wait_for_person(act, row.case_number)


def _count_facts(number: int) -> None:
    change = update(InformationRequest).where(InformationRequest.case_number == number)
    db.session.execute(change.values(fact_tries=InformationRequest.fact_tries + 1))
