"""What tests of baskets begin with: jobs in a customer's basket, other price tables, and time that has passed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, text

from app.baskets import service
from app.catalogue import service as catalogue
from app.catalogue.loading import body_from_files
from app.catalogue.spec import Spec
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import UtcDateTime, db
from tests.ordering import CARDS, done

POSTCARDS = {"product": "postcards", "quantity": "100"}


def spec_of(**typed: str) -> Spec:
    """250 business cards, or what is typed."""
    spec = catalogue.spec_from((CARDS if "product" not in typed else {}) | typed).spec
    assert spec is not None
    return spec


def put(act: Act, account_id: int, **typed: Any) -> int:
    """The number of a job that was just put in; `name` and whatever else the verb takes may be given."""
    rest = {name: typed.pop(name) for name in ("name", "artwork_id", "breakdown", "repeat_of") if name in typed}
    number: int = done(lambda: service.add(act, account_id, spec_of(**typed), **rest))
    return number


def other_tables(act: Act, change: Callable[[dict[str, Any]], object]) -> None:
    """The price tables of the repository, changed, as the version in force."""
    body = json.loads(body_from_files())
    change(body)
    work.unit(lambda: catalogue.load_tables(act, act.at - timedelta(minutes=1), json.dumps(body)))
    catalogue.versions.forget()


def dearer(body: dict[str, Any]) -> None:
    """Setting up business cards costs ten dollars more."""
    body["products"]["business-cards"]["price"]["setup"] = 22


def without_matte(body: dict[str, Any]) -> None:
    """The paper on which business cards are printed at first is no longer sold for them."""
    body["products"]["business-cards"]["parts"]["stock"].remove("CM130C")


def without_cards(body: dict[str, Any]) -> None:
    """Business cards are no longer sold."""
    del body["products"]["business-cards"]


def priced(act: Act, item_id: int, days_ago: int) -> None:
    """As if the job's price had been made that many days ago."""
    statement = text("UPDATE basket_item SET priced_at = :at WHERE id = :id")
    then = {"at": act.at - timedelta(days=days_ago), "id": item_id}
    work.unit(lambda: db.session.execute(statement.bindparams(bindparam("at", type_=UtcDateTime)), then))  # type: ignore[func-returns-value]
