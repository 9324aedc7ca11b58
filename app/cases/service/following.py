"""Following a case by its number and code. A wrong number and a wrong code are told in the same words."""

from sqlalchemy import select

from app.audit import service as audit
from app.cases import codes
from app.cases.models import Case, CaseVisit
from app.cases.service import tries
from app.cases.service.records import LARGEST
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

NOT_TOGETHER = "This number and this code do not belong together. Please check both, sign by sign."


def follow(act: Act, number: str, code: str, *, browser_sha256: str, network: str) -> int:
    """Open the case to this browser for a while; gives its number.

    Raises:
        Refusal: number and code do not belong together, or the wait after wrong ones is not over.
    """
    read = _number(number)
    tries.refuse_early(act, str(read), network)
    salt = db.session.scalar(select(Case.salt).where(Case.number == read))
    # A number that is nobody's is compared all the same, so that it takes the same time.
    if not codes.fits(code, read, salt or "nobody") or salt is None:
        tries.wrong(act, str(read), network)
        raise Refusal(NOT_TOGETHER, "code")
    tries.right(str(read))
    admit(act, read, browser_sha256)
    audit.record(act, "case.followed", f"case:{read}")
    return read


def admit(act: Act, number: int, browser_sha256: str) -> None:
    """Let this browser read the case for a while: it opened it, or typed its code."""
    db.session.add(CaseVisit(browser_sha256=browser_sha256, case_number=number, opened_at=act.at))
    db.session.flush()


def _number(typed: str) -> int:
    """The number that was typed, without what hands add; 0, which is no case's, for anything else."""
    digits = "".join(sign for sign in typed if sign not in " #,.\u00a0")
    return min(int(digits), LARGEST) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else 0
