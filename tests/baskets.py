"""What tests of baskets begin with: jobs in a customer's basket."""

from typing import Any

from app.baskets import service
from app.catalogue import service as catalogue
from app.catalogue.spec import Spec
from app.foundation.acts import Act
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
