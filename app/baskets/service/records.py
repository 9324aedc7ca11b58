"""What every verb of baskets needs: the row for writing, loaded through its owner."""

from sqlalchemy import select

from app.baskets.models import BasketItem
from app.baskets.views import Gone, was_here
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

CHANGED = "This job was changed in another window since you opened the page. Look at it as it is now, then send again."


def locked(account_id: int, item_id: int, *, removed: bool = False) -> BasketItem:
    """The job, kept from other writers until the commit.

    Raises:
        Gone: it was removed or ordered meanwhile.
        Missing: there is none in this account's basket; with `removed`, none that can be put back.
    """
    query = select(BasketItem).where(BasketItem.id == item_id, BasketItem.account_id == account_id)
    query = query.where(BasketItem.removed_at.is_not(None) if removed else BasketItem.removed_at.is_(None))
    found: BasketItem | None = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise Gone if not removed and was_here(account_id, item_id) else Missing
    return found


def of_version(account_id: int, item_id: int, version: int) -> BasketItem:
    """The job, if it is still as it was when the form was drawn.

    Raises:
        Missing: there is none in this account's basket.
        Refusal: it was changed since.
    """
    item = locked(account_id, item_id)
    if item.version != version:
        raise Refusal(CHANGED)
    return item


def changed(act: Act, item: BasketItem) -> None:
    """Note that the row was changed, from which its time counts."""
    item.changed_at = act.at
    item.version += 1
    under(act, item)
    db.session.flush()


def under(act: Act, item: BasketItem) -> None:
    """Write down under which texts the job was last spoken of: the policy, and the agreement of the area."""
    item.policy_version = act.policy_version
    item.agreement, item.agreement_version = act.agreement_slug, act.agreement_version
