"""Corrections as staff see them on a case: what stood, what shall stand, and whom it is passed on to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.service.correcting import LABELS, Holding
from app.foundation.database import db
from app.foundation.errors import Missing
from app.rights.models.corrections import Correction, CorrectionTask
from app.rights.service.correcting import unpacked

STATES = {"asked": ("Waits for a decision", "waiting"), "applied": ("Applied", "good"), "refused": ("Refused", "bad")}
"""Words and tone of a correction's state."""


@dataclass(frozen=True)
class TaskLine:
    """Somebody to be told, or an order to be looked at."""

    id: int
    kind: str
    about: str
    done_at: datetime | None

    @property
    def words(self) -> str:
        if self.kind == "order":
            return f"Order {self.about.partition(':')[2]}: its price rests on the old address"
        return f"Tell {self.about} the right one"


@dataclass(frozen=True)
class CorrectionLine:
    """One correction; `typed_by` is the member of staff who typed it, 0 for the person."""

    id: int
    case_number: int
    account_id: int
    label: str
    old: str
    new: str
    state: str
    asked_at: datetime
    typed_by: int
    decided_at: datetime | None
    tasks: tuple[TaskLine, ...]

    @property
    def status(self) -> tuple[str, str]:
        return STATES[self.state]


def of_case(case_number: int) -> list[CorrectionLine]:
    """Every correction of a case, oldest first, with its tasks."""
    rows = db.session.scalars(select(Correction).where(Correction.case_number == case_number).order_by(Correction.id))
    found = list(rows)
    tasks = _tasks([row.id for row in found])
    return [_line(row, tuple(tasks.get(row.id, ()))) for row in found]


def one(correction_id: int) -> CorrectionLine:
    """A correction without its tasks.

    Raises:
        Missing: there is none.
    """
    row = db.session.get(Correction, min(correction_id, 2**31 - 1))
    if row is None:
        raise Missing
    return _line(row, ())


def open_tasks(case_number: int) -> int:
    """How much of a case's corrections waits for staff: decisions and tasks."""
    return sum((line.state == "asked") + sum(not task.done_at for task in line.tasks) for line in of_case(case_number))


def _tasks(ids: list[int]) -> dict[int, list[TaskLine]]:
    columns = (CorrectionTask.correction_id, CorrectionTask.id, CorrectionTask.kind, CorrectionTask.about)
    query = select(*columns, CorrectionTask.done_at).where(CorrectionTask.correction_id.in_(ids))
    found: dict[int, list[TaskLine]] = {}
    for correction_id, task_id, kind, about, done_at in db.session.execute(query.order_by(CorrectionTask.id)):
        found.setdefault(correction_id, []).append(TaskLine(task_id, kind, about, done_at))
    return found


def _line(row: Correction, tasks: tuple[TaskLine, ...]) -> CorrectionLine:
    label = LABELS.get(row.field, "Address")
    kind, _, ref = row.asked_by.partition(":")
    return CorrectionLine(
        row.id,
        row.case_number,
        row.account_id,
        label,
        Holding(row.field, label, unpacked(row.old)).words,
        Holding(row.field, label, unpacked(row.new)).words,
        row.state,
        row.asked_at,
        int(ref) if kind == "staff" and ref.isdigit() else 0,
        row.decided_at,
        tasks,
    )


def case_of_task(task_id: int) -> int:
    """The number of the case that a task hangs on.

    Raises:
        Missing: there is no such task.
    """
    query = select(Correction.case_number).join(CorrectionTask, CorrectionTask.correction_id == Correction.id)
    found = db.session.scalar(query.where(CorrectionTask.id == min(task_id, 2**31 - 1)))
    if found is None:
        raise Missing
    return int(found)
