"""One case as staff see it, drawn with the forms of what may be done; opening it is a fact that is kept."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.accounts.roles import GRANTS, ROLES
from app.backoffice.case_forms import AnswerForm, ApproveForm, CloseForm, GiveBackForm, NoteForm, TakeForm
from app.cases import views
from app.cases.permissions import ANSWER
from app.cases.states import REQUESTS
from app.cases.views import CaseView
from app.foundation import clock, facts
from app.foundation.access import viewer
from app.orders.service.reads import STAFF_READ
from app.policy import evidence


def page(case: CaseView, **forms: Any) -> ResponseReturnValue:
    """The page of the case; `forms` are those that were sent and come back with what was typed."""
    facts.append(STAFF_READ, staff=viewer().id, subject=f"case:{case.number}")
    worker, draft = views.worker_on(case.number), views.draft_of(case.number)
    ids = {said.staff_id for said in case.story} | ({worker[0]} if worker else set())
    ids |= {draft.staff_id} if draft else set()
    drawn = render_template(
        "cases/staff/case.html",
        case=case,
        overdue=case.overdue(clock.now()),
        clock_words=case.clock(clock.now()),
        doubt=evidence.doubt(case.number),
        worker=worker,
        draft=draft,
        own_draft=draft is not None and draft.staff_id == viewer().id,
        about_oneself=case.kind_code in REQUESTS,
        names=accounts.staff_names(sorted(ids - {0})),
        may_answer=viewer().may(ANSWER),
        **_forms(case, draft.id if draft else 0) | forms,
    )
    sent = next(iter(forms.values()), None)
    return drawn, getattr(sent, "status", 200)


def _forms(case: CaseView, draft_id: int) -> dict[str, Any]:
    version = str(case.version)
    return {
        "answer_form": AnswerForm(formdata=None, version=version),
        "approve_form": ApproveForm(formdata=None, drawn=version, draft=str(draft_id)),
        "back_form": GiveBackForm(formdata=None, draft=str(draft_id)),
        "close_form": CloseForm(formdata=None, drawn=version),
        "note_form": NoteForm(formdata=None),
        "take_form": TakeForm(formdata=None),
    }


def role() -> str:
    """What the person reads in place of a name: the first role of this member of staff that may answer."""
    fitting = [role for role in viewer().roles if ANSWER.name in GRANTS.get(role, ())]
    return ROLES[(fitting or viewer().roles)[0]]
