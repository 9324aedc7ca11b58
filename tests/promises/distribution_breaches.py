"""How the keepers of P2, P44, P45, P48, P50 and P64 are disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.disclosures.service import ledger
from app.extensions import talisman
from app.mail import letters
from app.orders import views as orders
from app.people.service import values

Patch = pytest.MonkeyPatch


def pages_ask_others(_app: Flask, patch: Patch) -> None:
    """The content policy lets pages tell other sites what visitors do."""
    policy = dict(talisman.content_security_policy) | {"connect-src": "*", "img-src": "*"}
    patch.setattr(talisman, "content_security_policy", policy)


def everybody_is_admitted(_app: Flask, patch: Patch) -> None:
    """Anything may be recorded, so anything may leave."""
    patch.setattr(ledger, "admit", lambda _act, _entry: None)


class _Everybody:
    def __contains__(self, _name: object) -> bool:
        return True


def everybody_is_a_subsidiary(_app: Flask, patch: Patch) -> None:
    """Whoever is named counts as inside, and every company is shown the orders of all."""
    patch.setattr(ledger, "_subsidiaries", _Everybody)
    patch.setattr(orders, "order_of_company", lambda _company, number: orders.order_for_staff(number))


def statements_never_lapse(_app: Flask, patch: Patch) -> None:
    """A supplier stays open without its yearly statement."""
    patch.setattr(ledger, "_stands_open", lambda _act, _row: True)


def lists_win(_app: Flask, patch: Patch) -> None:
    """What a list says replaces what the customer said."""
    patch.setattr(values, "_rank", lambda *_: -1)


def no_way_to_stop(_app: Flask, patch: Patch) -> None:
    """Marketing mail goes out as its template has it."""
    patch.setattr(letters, "with_stop", lambda text, html, *_: (text, html))


DISTRIBUTION: dict[str, Callable[[Flask, Any], None]] = {
    "P2": pages_ask_others,
    "P44": everybody_is_admitted,
    "P45": everybody_is_a_subsidiary,
    "P48": statements_never_lapse,
    "P50": lists_win,
    "P64": no_way_to_stop,
}
