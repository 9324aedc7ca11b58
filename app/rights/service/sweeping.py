"""What time does to requests: unproven ones lapse and forget who asked; answers that waited long enough go."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from app.audit import service as audit
from app.cases.service import requesting
from app.foundation import files
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.keys import store as key_store
from app.mail import service as mail
from app.permissions import service as permissions
from app.rights import terms
from app.rights.models import AnswerFile, InformationRequest
from app.rights.service.asking import CODE_MAIL

BATCH = 500
FOLDER = "answers"
OWN_KEY = "answer:"
"""Owners of keys that are made for one answer and destroyed with it."""


def sweep(act: Act) -> Iterator[None]:
    """One commit for each request that lapses and each answer that goes."""
    late = select(InformationRequest.case_number).where(InformationRequest.lapses_at < act.at).limit(BATCH)
    old = select(AnswerFile.id).where(AnswerFile.made_at < act.at - terms.answer_life()).limit(BATCH)
    lapsing, going = db.session.scalars(late).all(), db.session.scalars(old).all()
    yield
    for number in lapsing:
        _lapse(act, number)
        yield
    for file_id in going:
        _end(act, file_id)
        yield
    _forget_orphans()


def _lapse(act: Act, number: int) -> None:
    row = db.session.get_one(InformationRequest, number, with_for_update=True, populate_existing=True)
    if row.level or row.lapses_at is None:
        return
    audit.record(act, "request.lapsed", f"case:{number}")
    # The news of it leads to `forget`.
    requesting.bring(act, number, "lapsed", happened="lapsed")


def forget(act: Act, number: int) -> None:
    """Keep of a request that nobody proved only that there was one; a proven one that lapsed keeps whose it was."""
    row = db.session.get(InformationRequest, number)
    if row is None:
        return
    row.lapses_at, row.answer_wanted_at, row.code_kind = None, None, ""
    row.browser_sha256, row.network_address = "", ""
    if not row.level:
        row.address_digest = ""
        requesting.forget(act, number)
        mail.forget_recipients(f"case:{number}", CODE_MAIL)
    db.session.flush()
    permissions.close_cause(act, "request", f"case:{number}", expires_at=act.at + timedelta(days=1))


def forget_recipient(mail_id: int) -> None:
    """The code was sent: the outbox keeps of it only that it was."""
    mail.forget_recipients(mail.ref_of(mail_id), CODE_MAIL)


def _end(act: Act, file_id: int) -> None:
    row = db.session.get(AnswerFile, file_id)
    if row is None:
        return
    number = row.case_number
    remove(act, row)
    left = db.session.scalar(select(AnswerFile.id).where(AnswerFile.case_number == number).limit(1))
    if left is None:
        requesting.bring(act, number, "closed", happened="closed")


def remove(act: Act, row: AnswerFile) -> None:
    """Remove an answer with its file; the key that was made for it is destroyed."""
    files.store().delete(row.store_key)
    if row.owner.startswith(OWN_KEY):
        key_store().destroy(row.owner, act.at)
    db.session.delete(row)
    db.session.flush()
    audit.record(act, "answer.removed", f"case:{row.case_number}", part=row.part)


def _forget_orphans() -> None:
    """Files without a row: their row is always written, and committed, before them."""
    known = set(db.session.scalars(select(AnswerFile.store_key)))
    for key in files.store().keys(FOLDER):
        if key not in known:
            files.store().delete(key)
