"""Corrections: asked for, applied where the person proved who they are, else decided by staff; then carried on (P69).

A case of the kind *correction* stands behind each, so that it has a number, a clock and an answer. What was applied
stands with the origin *corrected by the person*; open orders follow at once, suppliers become tasks of staff.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.addresses import PostalAddress
from app.accounts.service import correcting as values
from app.accounts.service.correcting import Value
from app.audit import service as audit
from app.cases import pairs, views
from app.cases import service as cases
from app.cases.service import NewCase
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail import service as mail
from app.orders.service import correcting as orders
from app.orders.service.correcting import Carried
from app.people import identifiers
from app.permissions.subjects import Subject
from app.rights.models.corrections import Correction, CorrectionTask
from app.rights.service import passing_on

KIND = "correction"
SITE = "This site"
"""What the person reads in place of a role where nobody had to decide."""
UNPROVEN = "Nobody has proved yet that this account is theirs. Ask for the code of the case first, or a sign-in."

rules.declare(
    rules.Rule(
        "corrections.two-people", True, "yes or no",
        "Whether a correction that staff typed is decided by somebody else than who typed it",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What shall stand in a field: a text, or an address as a whole; empty where it shall be taken out."""

    field: str
    new: Value


def correct(act: Act, account_id: int, wish: Wish, network: str = "") -> int:
    """The signed-in person's own correction: a case of its own, applied at once; gives the case's number.

    `network` is from where it was sent.

    Raises:
        Missing: no such field.
        Refusal: the value cannot be read or stands already, or too many were sent.
    """
    card = accounts.account_card(account_id)
    label = _held(account_id, wish.field).label.lower()
    new = NewCase(KIND, "information", "web", f"Please correct: {label}.", card.name, person_id=card.person_id)
    number = cases.open_case(act, new, network)
    row = _asked(act, account_id, number, wish)
    _answer(act, row, _apply(act, row), SITE)
    return number


def ask(act: Act, account_id: int, case_number: int, wish: Wish, *, proven: bool) -> int:
    """A correction within a case; gives its id. `proven`: the person asks and proved who they are, as for values.

    Raises:
        Missing: no such field, account or case.
        Refusal: the value cannot be read, or stands already.
    """
    row = _asked(act, account_id, case_number, wish)
    if proven and wish.field != "email":
        _answer(act, row, _apply(act, row), SITE)
    return row.id


def decide(act: Act, correction_id: int, *, apply: bool, role: str, reason: str, proven: bool) -> None:
    """Staff apply or refuse what was asked; the person reads it as the answer of `role`.

    Raises:
        Missing: there is no such correction.
        Refusal: it was decided before, by whom it was typed, unproven, or refused without a reason.
    """
    row = _locked(correction_id)
    if row.state != "asked":
        raise Refusal("A colleague decided about this meanwhile. Look at it again.")
    if str(act.actor) == row.asked_by and _takes_two(row.case_number):
        raise Refusal("You typed this one, so somebody else decides about it.")
    if not apply and not reason:
        raise Refusal("Please write why not: the person reads it.", "reason")
    if apply and not proven:
        raise Refusal(UNPROVEN)
    row.decided_at, row.decided_by = act.at, str(act.actor)
    if apply:
        _answer(act, row, _apply(act, row), role)
        return
    row.state = "refused"
    db.session.flush()
    audit.record(act, "correction.refused", f"correction:{row.id}")
    label = values.LABELS.get(row.field, "Address")
    words = f"We did not correct: {label.lower()}. {reason}"
    cases.answer(act, row.case_number, words, outcome="answered", role=role, version=None, agreed=True)


def _takes_two(case_number: int) -> bool:
    """Whether who typed a correction may not decide about it: by this room's rule, or by that of all cases."""
    if rules.value("corrections.two-people"):
        return True
    case = views.case_of(case_number)
    return pairs.two_people(case.kind_code, case.channel)


def pass_on(act: Act, task_id: int) -> int:
    """Staff told the supplier, or looked after the order; gives the case's number. Twice is harmless.

    Raises:
        Missing: there is no such task.
    """
    task = db.session.get(CorrectionTask, task_id, with_for_update=True)
    if task is None:
        raise Missing
    number = _locked(task.correction_id).case_number
    if task.done_at is None:
        task.done_at, task.done_by = act.at, str(act.actor)
        db.session.flush()
        audit.record(act, "correction.passed-on", f"correction:{task.correction_id}", about=task.about)
    return number


def _held(account_id: int, field: str) -> values.Holding:
    held = values.holdings(account_id).get(field)
    if held is None:
        raise Missing
    return held


def _asked(act: Act, account_id: int, case_number: int, wish: Wish) -> Correction:
    held, new = _held(account_id, wish.field), values.readable(wish.field, wish.new)
    if new == held.value:
        raise Refusal("This is what we hold already.", "new")
    row = Correction(
        case_number=case_number,
        account_id=account_id,
        field=wish.field,
        old=packed(held.value),
        new=packed(new),
        state="asked",
        asked_at=act.at,
        asked_by=str(act.actor),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(act, "correction.asked", f"correction:{row.id}", field=wish.field.partition(":")[0])
    return row


def _apply(act: Act, row: Correction) -> Carried:
    """Put the value right, carry it over to orders, find who else has the wrong one, and confirm it by mail."""
    old, new = unpacked(row.old), unpacked(row.new)
    before = accounts.account_card(row.account_id)
    values.correct(act, row.account_id, row.field, new, f"correction:{row.id}")
    carried = orders.carry_over(act, row.account_id, row.field, old, new)
    row.state = "applied"
    row.decided_at = row.decided_at or act.at
    passing_on.find(act, row, carried.waiting, _refs(before.id, before.person_id, before.email))
    audit.record(act, "correction.applied", f"correction:{row.id}", field=row.field.partition(":")[0])
    _confirm(act, row, {before.email, accounts.account_card(row.account_id).email})
    return carried


def _refs(account_id: int, person_id: int, email: str) -> list[str]:
    """Everything under which the ledger may know the person."""
    return [f"account:{account_id}", *Subject(person_id, identifiers.email(email).key).keys]


def _confirm(act: Act, row: Correction, addresses: Iterable[str]) -> None:
    """Tell the address that stood and the one that stands; never the values (P80)."""
    label = values.LABELS.get(row.field, "Address")
    for address in sorted(addresses):
        mail.queue(
            act,
            to=address,
            template="rights/corrected",
            purpose="account",
            ref=f"case:{row.case_number}",
            number=row.case_number,
            what=label.lower(),
        )


def _answer(act: Act, row: Correction, carried: Carried, role: str) -> None:
    """What was done, as the case's answer: numbers of orders and names of suppliers, no values."""
    label = values.LABELS.get(row.field, "Address")
    told = [f"We corrected: {label.lower()}. It stands as corrected by you, and no list or supplier replaces it."]
    if carried.changed:
        told.append(f"Changed in open orders: {_numbers(carried.changed)}.")
    if carried.waiting:
        told.append(f"We look at these orders first, since their price rests on it: {_numbers(carried.waiting)}.")
    if carried.noted:
        told.append(f"Noted beside the invoices of these orders, which stay as sent: {_numbers(carried.noted)}.")
    suppliers = passing_on.suppliers_of(row.id)
    if suppliers:
        told.append(f"Received the old one and are told of the right one: {', '.join(suppliers)}.")
    cases.answer(act, row.case_number, "\n".join(told), outcome="answered", role=role, version=None, agreed=True)


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def _locked(correction_id: int) -> Correction:
    query = select(Correction).where(Correction.id == min(correction_id, 2**31 - 1)).with_for_update()
    row: Correction | None = db.session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise Missing
    return row


def packed(value: Value) -> dict[str, str]:
    """A value as it is sealed: an address by its parts, everything else as a text."""
    return value.parts() if isinstance(value, PostalAddress) else {"text": value}


def unpacked(parts: dict[str, str]) -> Value:
    """The value again."""
    return parts["text"] if "text" in parts else PostalAddress(**parts)
