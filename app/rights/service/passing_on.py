"""Who else has the wrong value: suppliers of the ledger, and orders whose price rests on it; each a task of staff."""

from collections.abc import Iterable

from sqlalchemy import select

from app.disclosures.grounds import GROUND_OF_ROLE
from app.disclosures.service import ledger
from app.foundation.acts import Act
from app.foundation.database import db
from app.rights.models.corrections import Correction, CorrectionTask

WITH_SUPPLIER = frozenset(GROUND_OF_ROLE.values())
KINDS = {
    "name": ("name", "recipient", "address"),
    "email": ("mail",),
    "phone": ("phone",),
    "address": ("address", "street", "city", "zip", "postal"),
    "billing_company": ("company", "billing"),
    "billing_tax_id": ("tax",),
    "billing_po_number": ("purchase",),
}
"""Words in the ledger's names of kinds of data, by what was corrected."""


def find(act: Act, row: Correction, orders: Iterable[int], refs: list[str]) -> None:
    """Make a task of each supplier to whom this kind of value went, and of each order that staff must look at."""
    words = KINDS.get(row.field.partition(":")[0], ())
    lines = [line for line in ledger.of_person(refs, act.at) if line.ground in WITH_SUPPLIER]
    holders = {line.recipient for line in lines if _names(line.fields, words)}
    wanted = [("supplier", name) for name in sorted(holders)] + [("order", f"order:{number}") for number in orders]
    for kind, about in wanted:
        db.session.add(CorrectionTask(correction_id=row.id, kind=kind, about=about, made_at=act.at))
    db.session.flush()


def _names(fields: Iterable[str], words: tuple[str, ...]) -> bool:
    """Whether one of the kinds of data is meant by the words; an e-mail address is no address that parcels go to."""
    said = [field.lower().replace("e-mail address", "e-mail") for field in fields]
    return any(word in field for field in said for word in words)


def suppliers_of(correction_id: int) -> list[str]:
    """The suppliers who are told of this correction."""
    mine = (CorrectionTask.correction_id == correction_id, CorrectionTask.kind == "supplier")
    return list(db.session.scalars(select(CorrectionTask.about).where(*mine).order_by(CorrectionTask.about)))
