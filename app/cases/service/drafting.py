"""Answers that take two: one member of staff prepares the words, another lets the person read them."""

from sqlalchemy import select

from app.audit import service as audit
from app.cases.models import CaseDraft
from app.cases.service.answering import OUTCOMES, answer, answerable, note
from app.cases.service.records import locked
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal


def prepare(act: Act, number: int, text: str, *, outcome: str, role: str, version: int | None) -> int:
    """Prepare an answer for a colleague to approve; gives its id. The arguments are those of `answer`.

    Raises:
        Missing: there is no such case.
        Refusal: it changed since the form was drawn, cannot be answered, or an answer is prepared already.
        KeyError: no such outcome.
    """
    case = locked(number, version)
    answerable(case)
    if _open(number) is not None:
        raise Refusal("An answer is prepared already. Decide about that one first.")
    row = CaseDraft(case_number=number, outcome=outcome, text=text, role=role, prepared_by=str(act.actor))
    row.prepared_at = act.at
    db.session.add(row)
    case.version += 1
    db.session.flush()
    audit.record(act, "case.prepared", f"case:{number}", brings=OUTCOMES[outcome], role=role)
    return row.id


def approve(act: Act, number: int, draft_id: int, version: int | None) -> None:
    """Let the person read what a colleague prepared.

    Raises:
        Missing: there is no such case, or nothing is prepared in it.
        Refusal: the case changed since the form was drawn, or whoever approves prepared it.
    """
    case = locked(number, version)
    row = _that(number, draft_id)
    if row.prepared_by == str(act.actor):
        raise Refusal("You prepared this answer, so a colleague approves it.")
    _decide(act, row, "approved")
    audit.record(act, "case.approved", f"case:{number}", prepared=row.prepared_by)
    answer(act, number, row.text, outcome=row.outcome, role=row.role, version=case.version, agreed=True)


def give_back(act: Act, number: int, draft_id: int, *, reason: str, role: str) -> None:
    """Give a prepared answer back, or take one's own back. The reason stays as a note for colleagues.

    Raises:
        Missing: there is no such case, or nothing is prepared in it.
    """
    case = locked(number)
    row = _that(number, draft_id)
    _decide(act, row, "returned")
    case.version += 1
    audit.record(act, "case.returned", f"case:{number}", prepared=row.prepared_by)
    if reason:
        note(act, number, f"Answer not approved: {reason}", role)


def _decide(act: Act, row: CaseDraft, decision: str) -> None:
    row.decision, row.decided_by, row.decided_at = decision, str(act.actor), act.at
    db.session.flush()


def _that(number: int, draft_id: int) -> CaseDraft:
    row = _open(number)
    if row is None or row.id != draft_id:
        raise Missing
    return row


def _open(number: int) -> CaseDraft | None:
    query = select(CaseDraft).where(CaseDraft.case_number == number, CaseDraft.decision == "")
    return db.session.scalar(query.with_for_update())
