"""Putting answers together, sealing them, and handing them out again.

Each answer is two files: the page's words and the download. Both rest in the file store, sealed; nothing of them is
ever mailed.
"""

import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from app.audit import service as audit
from app.cases.service import requesting
from app.foundation import clock, codes, files
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.foundation.facts import Fact
from app.foundation.keys import KeyDestroyed
from app.foundation.keys import store as key_store
from app.mail import service as mail
from app.rights import terms
from app.rights.models import AnswerFile, InformationRequest
from app.rights.service.proofs import Proof, verified
from app.rights.service.sweeping import FOLDER, OWN_KEY, remove

PAGE, ZIP = "page", "zip"
LARGEST = 256 * 1024 * 1024
LEASE = timedelta(minutes=5)
"""A claim older than this belonged to a worker that died."""
FETCHED = "answer.fetched"
READY_MAIL = "rights/ready"
_NONCE = 12


@dataclass(frozen=True)
class Written:
    """An answer in writing: the words of its page as markup, and the download."""

    page: bytes
    download: bytes


Writer = Callable[[Proof, str], Written]
"""Gathers and writes the answer; the text is the network address that the request came from."""


@dataclass(frozen=True)
class Waiting:
    """An answer that waits: since when, until when, and what it shows."""

    made_at: datetime
    until: datetime
    level: str
    size: int


def answer_waiting(act: Act, write: Writer) -> Iterator[None]:
    """Answer every request that waits, one after another; each yield is a commit."""
    while (number := _claim(act)) is not None:
        yield
        prepared = _prepare(act, number)
        yield
        deliver(act, number, prepared, write)
        yield


def deliver(act: Act, number: int, prepared: dict[str, int], write: Writer) -> None:
    """Gather, seal and store the answer of a request, and tell that it is ready.

    `prepared` are the rows of its files, by part.
    """
    row = db.session.get_one(InformationRequest, number)
    proof = verified(number)
    written = write(proof, row.network_address)
    for part, data in ((PAGE, written.page), (ZIP, written.download)):
        _store(act, db.session.get_one(AnswerFile, prepared[part]), data)
    for old in db.session.scalars(
        select(AnswerFile).where(AnswerFile.case_number == number, AnswerFile.id.not_in(prepared.values()))
    ):
        remove(act, old)
    row.answer_wanted_at, row.claimed_at, row.network_address = None, None, ""
    db.session.flush()
    audit.record(act, "answer.made", f"case:{number}", depth=proof.depth)
    requesting.bring(act, number, "ready")
    _tell(act, number)


def waiting(number: int) -> Waiting | None:
    """The answer that waits for whoever asked; None when there is none (any more)."""
    row = _newest(number, ZIP)
    if row is None or not row.size:
        return None
    until = row.made_at + terms.answer_life()
    return Waiting(row.made_at, until, row.level, row.size) if clock.now() < until else None


def read(number: int, part: str) -> bytes:
    """The page's words or the download of the newest answer.

    Raises:
        Missing: there is none, its time is over, or its key was destroyed.
    """
    row = _newest(number, part)
    if row is None or not row.size or clock.now() >= row.made_at + terms.answer_life():
        raise Missing
    key = key_store().key(row.owner)
    if key is None:
        raise Missing
    try:
        sealed = b"".join(files.store().read(row.store_key))
    except files.NoSuchFile:
        raise Missing from None
    return key.cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(row))


def fold_fetched(act: Act, facts: list[Fact]) -> None:
    """What was opened was delivered: noted once for each answer and part."""
    for fact in facts:
        row = _newest(int(fact["case"]), str(fact["part"]))
        if row is None or row.fetched_at is not None:
            continue
        row.fetched_at = datetime.fromisoformat(fact["at"])
        audit.record(act, FETCHED, f"case:{row.case_number}", part=row.part)
        if requesting.request_card(row.case_number).state.code == "ready":
            requesting.bring(act, row.case_number, "delivered")


def _claim(act: Act) -> int | None:
    free = or_(InformationRequest.claimed_at.is_(None), InformationRequest.claimed_at < clock.now() - LEASE)
    wanted = (InformationRequest.answer_wanted_at.is_not(None), free)
    oldest = select(InformationRequest.case_number).where(*wanted).order_by(InformationRequest.answer_wanted_at)
    for number in db.session.scalars(oldest.limit(20)).all():
        claim = update(InformationRequest).where(InformationRequest.case_number == number, *wanted)
        taken = db.session.execute(claim.values(claimed_at=clock.now()).execution_options(synchronize_session=False))
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # an update's result counts its rows
            requesting.bring(act, number, "gathering")
            return int(number)
    return None


def _prepare(act: Act, number: int) -> dict[str, int]:
    """The rows of the files, committed before the files are: a file without a row is nobody's, and goes."""
    proof = verified(number)
    found = {}
    for part in (PAGE, ZIP):
        row = AnswerFile(case_number=number, part=part, owner="", size=0, level=proof.level, made_at=act.at)
        row.store_key = f"{FOLDER}/{codes.random_token(160)}"
        row.owner = f"person:{proof.person_id}" if proof.person_id else f"{OWN_KEY}{row.store_key.rpartition('/')[2]}"
        db.session.add(row)
        db.session.flush()
        found[part] = row.id
    return found


def _store(act: Act, row: AnswerFile, data: bytes) -> None:
    try:
        key = key_store().key_to_seal(row.owner)
    except KeyDestroyed:
        raise Missing from None
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + key.cipher.encrypt(nonce, data, _bound(row))
    files.store().put(row.store_key, io.BytesIO(sealed), LARGEST)
    row.size, row.made_at = len(data), act.at
    db.session.flush()


def _bound(row: AnswerFile) -> bytes:
    """What ties the sealed bytes to their row: moved to another, they do not open."""
    return "\x1f".join(("answer_file", row.store_key, str(row.case_number), row.part)).encode()


def _newest(number: int, part: str) -> AnswerFile | None:
    query = select(AnswerFile).where(AnswerFile.case_number == number, AnswerFile.part == part, AnswerFile.size > 0)
    found: AnswerFile | None = db.session.scalar(query.order_by(AnswerFile.id.desc()).limit(1))
    return found


def _tell(act: Act, number: int) -> None:
    card = requesting.request_card(number)
    if card.email:
        mail.queue(
            act,
            to=card.email,
            template=READY_MAIL,
            purpose="account",
            ref=f"case:{number}",
            number=number,
            until=clock.spoken_date(act.at + terms.answer_life()),
        )
