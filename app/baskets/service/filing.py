"""The file of a job in the basket: sent now, taken off again, or gone because its owner deleted it."""

from sqlalchemy import select

from app.artwork import service as artwork
from app.audit import service as audit
from app.baskets.models import BasketItem
from app.baskets.service.records import changed, locked
from app.catalogue import service as catalogue
from app.catalogue import spec as specs
from app.catalogue.spec import Spec
from app.foundation.acts import Act
from app.foundation.database import db
from app.orders.wanted import SentFile


def attach(act: Act, account_id: int, item_id: int, file: SentFile) -> None:
    """Receive a file for a job. One that it had stays among the customer's files: an order may have been made from it.

    Raises:
        Missing: it is not in this account's basket.
        Refusal: at the field `artwork`: the file cannot be used.
    """
    item = locked(account_id, item_id)
    needs = specs.artwork_needs(Spec.from_json(item.spec), catalogue.tables_of(item.tables_version))
    item.artwork_id = artwork.receive(act, account_id, file.name, file.stream, needs).id
    changed(act, item)
    audit.record(act, "basket.file-received", f"basket-item:{item_id}", artwork=item.artwork_id)


def detach(act: Act, account_id: int, item_id: int) -> None:
    """Let a job go without its file.

    Raises:
        Missing: it is not in this account's basket.
    """
    item = locked(account_id, item_id)
    if item.artwork_id is None:
        return
    item.artwork_id = None
    changed(act, item)
    audit.record(act, "basket.file-taken-off", f"basket-item:{item_id}")


def deleted(act: Act, account_id: int, artwork_id: int) -> None:
    """A file is about to be deleted: jobs of the basket go without it."""
    mine = select(BasketItem).where(BasketItem.account_id == account_id, BasketItem.artwork_id == artwork_id)
    for item in db.session.scalars(mine.with_for_update()).all():
        item.artwork_id = None
        item.version += 1
        audit.record(act, "basket.file-taken-off", f"basket-item:{item.id}")
    db.session.flush()
