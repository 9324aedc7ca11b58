"""Whether anybody can ask, and whether requests and answers hold no more and no longer than we say."""

from datetime import timedelta

from sqlalchemy import func, select

from app.foundation import clock, files, rules
from app.foundation.checks import Check, Result, verdict
from app.foundation.database import db, looking
from app.foundation.own_site import own_site
from app.rights import terms
from app.rights.models import AnswerFile, InformationRequest
from app.rights.service.sweeping import FOLDER

FORM, START = "/my-information/requests/new", "/my-information"
NOBODYS = 2_000_000_000
"""A number that is no request's."""
FIELDS = ('name="email"', 'name="wish"', 'name="csrf_token"')
GRACE = timedelta(hours=2)
"""So long the sweep of requests may take to come round."""


def _open() -> Result:
    """A stranger gets the form, the postal address beside it, and nothing behind a number without its code."""
    stranger = own_site()
    form, start = stranger.get(FORM), stranger.get(START)
    if form.status != 200 or not all(field in form.text for field in FIELDS):
        return verdict(False, f"A stranger did not get the form to ask by: it answered {form.status}.")
    street = rules.text("company.street")
    if start.status != 200 or street not in start.text:
        return verdict(False, "The page about asking did not name the postal address.")
    for path in ("", "/answer", "/download"):
        answer = own_site().get(f"{START}/requests/{NOBODYS}{path}")
        if answer.status != (303 if path else 200) or "Your request" in answer.text:
            return verdict(False, "A number alone opened a request.")
    return verdict(True, "A stranger gets the form and the postal address; a number alone opens nothing.")


@looking()
def _kept_short() -> Result:
    """What unproven requests and stored answers hold, by rows and by files."""
    now = clock.now()
    late = _count(InformationRequest.case_number, InformationRequest.lapses_at < now - GRACE)
    named = _count(
        InformationRequest.case_number, InformationRequest.level == "", InformationRequest.lapses_at.is_(None),
        InformationRequest.address_digest != "",
    )  # fmt: skip
    old = _count(AnswerFile.id, AnswerFile.made_at < now - terms.answer_life() - GRACE)
    known = set(db.session.scalars(select(AnswerFile.store_key)))
    left = sum(key not in known for key in files.store().keys(FOLDER))
    waiting = _count(InformationRequest.case_number, InformationRequest.lapses_at.is_not(None))
    if late or named or old or left:
        return verdict(
            False,
            f"{late + named} requests that nobody proved still say who asked; {old} answers are older than "
            f"{terms.answer_life().days} days; {left} files belong to no answer.",
        )
    return verdict(
        True,
        f"{waiting} requests wait for their code and hold nothing but a fingerprint; {len(known) // 2} answers wait "
        f"to be fetched, none of them for more than {terms.answer_life().days} days.",
    )


def _count(column: object, *where: object) -> int:
    return db.session.scalar(select(func.count(column)).where(*where)) or 0  # type: ignore[arg-type]  # columns, as given


CHECKS: list[Check] = [
    Check(
        "asking-open",
        "Anybody can ask what we hold, without an account; the number of a request alone opens nothing.",
        _open,
        (67, 68),
        yourself="Ask by the form: the page and the mail are the same whether we hold anything or not.",
    ),
    Check(
        "answers-kept-short",
        "Requests that nobody proved and answers that waited long enough are gone.",
        _kept_short,
        (67, 80),
        minutes=60,
    ),
]
