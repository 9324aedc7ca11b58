"""What staff do with a case: answer it, ask back, refuse, close, and leave notes for each other."""

from datetime import timedelta

from sqlalchemy import select

from app.audit import service as audit
from app.cases import pairs
from app.cases.models import Case, CaseDraft
from app.cases.news import Happened
from app.cases.service.records import locked, move, say, tell
from app.cases.states import OURS
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

OUTCOMES: dict[str, Happened] = {"answered": "answered", "waiting": "asked", "refused": "refused"}
"""The states that an answer may bring, and how the news calls it."""


def answer(
    act: Act, number: int, text: str, *, outcome: str, role: str, version: int | None, agreed: bool = False
) -> None:
    """Answer the person: that settles it, asks them something, or refuses with the reason.

    `role` is what the person reads instead of a name. A question's clock is the person's: a case that hears
    nothing lapses. `agreed`: two of our staff have seen to it already, where the house rules want two.

    Raises:
        Missing: there is no such case.
        Refusal: it changed since the form was drawn, cannot be answered, or takes two people.
        KeyError: no such outcome.
    """
    happened = OUTCOMES[outcome]
    case = locked(number, version)
    answerable(case)
    if not agreed:
        _alone(case, outcome)
    if outcome == "waiting":
        case.due_at = act.at + timedelta(days=rules.whole("cases.lapse-days"))
    if outcome == "refused":
        move(act, case, outcome, reason=text)
    else:
        say(act, case, "answer", text, role)
        move(act, case, outcome)
    audit.record(act, f"case.{happened}", f"case:{number}", role=role)
    tell(act, case, happened)


def answerable(case: Case) -> None:
    """Pass when somebody may be answered in the case.

    Raises:
        Refusal: it was refused before, or nobody has proven who asks.
    """
    if case.state == "refused":
        raise Refusal("This case was refused; the person has read that. Open a new one to go on.")
    if case.state == "code-sent":
        raise Refusal("Nobody has proven yet who asks. It is answered after the code was typed.")


def _alone(case: Case, outcome: str) -> None:
    """Pass when one member of staff is enough: a question always is, while no answer is prepared."""
    if outcome != "waiting" and pairs.two_people(case.kind, case.channel):
        raise Refusal("Two people answer this: prepare the answer, and a colleague approves it.")
    prepared = select(CaseDraft.id).where(CaseDraft.case_number == case.number, CaseDraft.decision == "")
    if db.session.scalar(prepared) is not None:
        raise Refusal("An answer is prepared already. Decide about that one first.")


def close(act: Act, number: int, version: int | None) -> None:
    """Close what needs no more words; closing twice is harmless.

    Raises:
        Missing: there is no such case.
        Refusal: it changed since the form was drawn, or nobody has answered it.
    """
    case = locked(number, version)
    if case.state in {"closed", "refused"}:
        return
    if case.state in OURS:
        raise Refusal("Nobody has answered this yet. Answer first, or refuse with a reason.")
    move(act, case, "closed")
    audit.record(act, "case.closed", f"case:{number}")
    tell(act, case, "closed")


def note(act: Act, number: int, text: str, role: str) -> None:
    """Keep a note among staff; the person sees it when they ask what we hold.

    Raises:
        Missing: there is no such case.
    """
    say(act, locked(number), "note", text, role)
    audit.record(act, "case.noted", f"case:{number}")
