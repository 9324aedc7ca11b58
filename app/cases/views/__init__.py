"""Read-only values of cases: one case with its story, and lists."""

from app.cases.views.lists import Counts, Listed, OwnRow, Row, Wanted, counts, own_cases, queue, refs_of
from app.cases.views.one import CaseView, Draft, Reader, Said, case_of, code_parts, draft_of, may_read, worker_on

__all__ = [
    "CaseView",
    "Counts",
    "Draft",
    "Listed",
    "OwnRow",
    "Reader",
    "Row",
    "Said",
    "Wanted",
    "case_of",
    "code_parts",
    "counts",
    "draft_of",
    "may_read",
    "own_cases",
    "queue",
    "refs_of",
    "worker_on",
]
