"""Putting jobs into the basket, changing them, taking them out and back."""

from sqlalchemy import func, select

from app.artwork import service as artwork
from app.audit import service as audit
from app.baskets import views
from app.baskets.lines import today
from app.baskets.models import BasketItem
from app.baskets.service.records import changed, locked, under
from app.catalogue import pricing
from app.catalogue import service as catalogue
from app.catalogue.pricing import Breakdown
from app.catalogue.spec import Spec
from app.foundation import codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

rules.declare(rules.Rule("baskets.most-jobs", 50, "jobs", "The most jobs that a basket holds", most=200))


def add(
    act: Act,
    account_id: int,
    spec: Spec,
    name: str = "",
    artwork_id: int | None = None,
    breakdown: Breakdown | None = None,
    repeat_of: int | None = None,
) -> int:
    """Put a job into the basket, after those that are there; gives its number. Its price is frozen now.

    `artwork_id` is a file of this account's own. `breakdown` is a price that was held for the customer elsewhere.

    Raises:
        Missing: the file is not this account's.
        Refusal: the basket is full, or the job cannot be made any more.
    """
    _check_room(account_id)
    if artwork_id is not None:
        artwork.view(account_id, artwork_id)
    item = _item(act, account_id, spec, breakdown or _priced(act, spec))
    item.name, item.artwork_id, item.repeat_of = name, artwork_id, repeat_of
    under(act, item)
    db.session.add(item)
    db.session.flush()
    audit.record(act, "basket.added", f"basket-item:{item.id}", account=account_id, product=spec.product)
    return item.id


def _item(act: Act, account_id: int, spec: Spec, price: Breakdown) -> BasketItem:
    return BasketItem(
        account_id=account_id,
        mark=codes.random_token(),
        position=_last(account_id) + 1,
        product=spec.product,
        spec=spec.to_json(),
        breakdown=price.to_json(),
        tables_version=price.tables_version,
        priced_at=act.at,
        drops={},
        added_at=act.at,
        changed_at=act.at,
        version=1,
    )


def change(act: Act, account_id: int, item_id: int, spec: Spec) -> None:
    """Put another specification in the place of a job's own, at today's price; its name, file and addresses stay.

    Raises:
        Missing: it is not in this account's basket.
        Refusal: it cannot be made.
    """
    item = locked(account_id, item_id)
    price = _priced(act, spec)
    item.product, item.spec = spec.product, spec.to_json()
    item.breakdown, item.tables_version, item.priced_at = price.to_json(), price.tables_version, act.at
    changed(act, item)
    audit.record(act, "basket.changed", f"basket-item:{item_id}", product=spec.product)


def rename(act: Act, account_id: int, item_id: int, name: str) -> None:
    """Give a job another name.

    Raises:
        Missing: it is not in this account's basket.
    """
    item = locked(account_id, item_id)
    if item.name == name:
        return
    item.name = name
    changed(act, item)
    audit.record(act, "basket.renamed", f"basket-item:{item_id}")


def copy(act: Act, account_id: int, item_id: int) -> int:
    """Put the same job in once more, right after itself, with its file and addresses; gives the number of the copy.

    Raises:
        Missing: it is not in this account's basket.
        Refusal: the basket is full.
    """
    _check_room(account_id)
    item = locked(account_id, item_id)
    kept = ("account_id", "position", "name", "product", "spec", "breakdown", "tables_version", "priced_at")
    twin = BasketItem(**{column: getattr(item, column) for column in (*kept, "artwork_id", "repeat_of")})
    twin.mark, twin.drops, twin.version = codes.random_token(), dict(item.drops), 1
    twin.added_at = twin.changed_at = act.at
    under(act, twin)
    db.session.add(twin)
    _move_down(account_id, item)
    db.session.flush()
    audit.record(act, "basket.copied", f"basket-item:{twin.id}", of=item_id)
    return twin.id


def _move_down(account_id: int, item: BasketItem) -> None:
    """Make room for a copy behind this job."""
    later = select(BasketItem).where(
        BasketItem.account_id == account_id,
        (BasketItem.position > item.position) | ((BasketItem.position == item.position) & (BasketItem.id > item.id)),
    )
    with db.session.no_autoflush:
        for other in db.session.scalars(later).all():
            other.position += 1


def remove(act: Act, account_id: int, item_id: int) -> None:
    """Take a job out; for a while it can be put back.

    Raises:
        Missing: it is not in this account's basket.
    """
    item = locked(account_id, item_id)
    item.removed_at = act.at
    changed(act, item)
    audit.record(act, "basket.removed", f"basket-item:{item_id}")


def put_back(act: Act, account_id: int, item_id: int) -> None:
    """Put a removed job back in its place.

    Raises:
        Missing: it was not removed from this account's basket, or its time is over.
        Refusal: it was ordered meanwhile, or the basket is full.
    """
    item = locked(account_id, item_id, removed=True)
    if item.ordered_as is not None:
        raise Refusal(f"This job is part of order {item.ordered_as} now.")
    _check_room(account_id)
    item.removed_at = None
    changed(act, item)
    audit.record(act, "basket.put-back", f"basket-item:{item_id}")


def _check_room(account_id: int) -> None:
    most = rules.whole("baskets.most-jobs")
    if views.count(account_id) >= most:
        raise Refusal(f"A basket holds at most {most} jobs. Please order or remove some first.")


def _priced(act: Act, spec: Spec) -> Breakdown:
    tables = catalogue.current_tables(act.at)
    errors = today(spec, tables).errors
    if errors:
        raise Refusal(next(iter(errors.values())))
    return pricing.price(spec, tables)


def _last(account_id: int) -> int:
    return db.session.scalar(select(func.max(BasketItem.position)).where(BasketItem.account_id == account_id)) or 0
