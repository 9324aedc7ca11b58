"""Making, changing and ending promotion codes; each step is a row with who and when."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.promotions.codes import normalized
from app.promotions.models import Promotion, PromotionEvent
from app.promotions.views import has_ended, stored_words


@dataclass(frozen=True)
class Wanted:
    """A code as staff want it; exactly one of `percent` (1 to 100) and `off_cents` is set."""

    code: str
    label: str
    percent: int | None
    off_cents: int | None
    starts_at: datetime
    ends_at: datetime | None = None
    least_cents: int = 0
    products: tuple[str, ...] = ()
    most_uses: int | None = None
    most_each: int | None = None


def make(act: Act, wanted: Wanted) -> int:
    """Make a code; gives its id.

    Raises:
        Refusal: the code is taken, or what it says cannot be.
    """
    row = Promotion(version=1, **_values(wanted))
    _saved(row)
    _happened(act, row, "made")
    audit.record(act, "promotion.made", f"promotion:{row.id}", code=row.code)
    return row.id


def change(act: Act, promotion_id: int, version: int, wanted: Wanted) -> None:
    """Change a code; orders that used it stay as they are.

    Raises:
        Missing: there is none.
        Stale: somebody saved it meanwhile.
        Refusal: it has ended, the code is taken, or what it says cannot be.
    """
    row = _locked(promotion_id)
    _refuse_ended(promotion_id)
    if row.version != version:
        raise Stale({"version": str(row.version), **stored_words(row)})
    for name, value in _values(wanted).items():
        setattr(row, name, value)
    row.version += 1
    _saved(row)
    _happened(act, row, "changed")
    audit.record(act, "promotion.changed", f"promotion:{row.id}", code=row.code)


def end(act: Act, promotion_id: int) -> None:
    """End a code at once, for good; ending it twice is harmless.

    Raises:
        Missing: there is none.
    """
    row = _locked(promotion_id)
    if has_ended(promotion_id):
        return
    if row.ends_at is None or row.ends_at > act.at:
        row.ends_at = act.at
    row.version += 1
    _happened(act, row, "ended")
    audit.record(act, "promotion.ended", f"promotion:{row.id}", code=row.code)


def _values(wanted: Wanted) -> dict[str, object]:
    code = normalized(wanted.code)
    if not code:
        raise Refusal("Please use letters and digits only, at most 20.", "code")
    if (wanted.percent is None) == (wanted.off_cents is None):
        raise Refusal("Please give either a percentage or an amount.", "percent")
    if wanted.ends_at is not None and wanted.ends_at <= wanted.starts_at:
        raise Refusal("It would end before it begins. Please choose a later last day.", "until")
    return asdict(wanted) | {"code": code, "products": sorted(wanted.products)}


def _saved(row: Promotion) -> None:
    taken = select(Promotion.id).where(Promotion.code == row.code)
    with db.session.no_autoflush:
        other = db.session.scalar(taken)
    if other is not None and other != row.id:
        raise Refusal("There is a code of this name already, perhaps an ended one. Please choose another.", "code")
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        raise Refusal("There is a code of this name already. Please choose another.", "code") from None


def _locked(promotion_id: int) -> Promotion:
    row: Promotion | None = db.session.scalar(select(Promotion).where(Promotion.id == promotion_id).with_for_update())
    if row is None:
        raise Missing
    return row


def _refuse_ended(promotion_id: int) -> None:
    if has_ended(promotion_id):
        raise Refusal("This code was ended, and stays ended. Make a new one instead.")


def _happened(act: Act, row: Promotion, step: str) -> None:
    db.session.add(PromotionEvent(promotion_id=row.id, step=step, at=act.at, actor=str(act.actor)))
    db.session.flush()
