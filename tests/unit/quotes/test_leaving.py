"""Whoever leaves takes their quotes along; what we tell them of what we hold names them."""

from sqlalchemy import text

from app.accounts.service import account_card
from app.foundation.acts import Act
from app.foundation.database import db
from app.orders import service as orders
from app.quotes import service
from app.rights.service import erasing
from app.rights.service.gathering import gather
from app.rights.service.knowing import keys_of
from app.rights.writing import Answer, for_machines
from tests.ordering import HOME, done
from tests.quoting import saved
from tests.unit.quotes.test_using import ordered
from tests.unit.rights.erasure_stage import keys_for_the_next_test

__all__ = ["keys_for_the_next_test"]
TABLES = ("quote", "quote_line", "quote_event", "quote_share")


def rows() -> dict[str, int]:
    """How many rows each table of quotes has."""
    return {name: int(db.session.scalar(text(f"SELECT count(*) FROM {name}")) or 0) for name in TABLES}


def busy(act: Act, account_id: int) -> None:
    """A shared quote with an address, and one that was ordered and cancelled."""
    quote = saved(act, account_id, delivery=HOME, method="ground", name="Wedding of Zephyrine")
    done(lambda: service.share(act, account_id, quote.number))
    number = ordered(act, account_id, saved(act, account_id))
    done(lambda: orders.cancel(act, account_id, number))


def test_what_we_hold_tells_of_their_quotes(act: Act, alex: int) -> None:
    busy(act, alex)
    told = str(for_machines(Answer(gather(keys_of(account_card(alex).person_id)), {}, None)))
    assert "Wedding of Zephyrine" in told
    assert "950 Lake Drive" in told


def test_an_erased_persons_quotes_are_gone(act: Act, alex: int) -> None:
    busy(act, alex)
    assert all(rows().values())
    done(lambda: erasing.erase(act, keys_of(account_card(alex).person_id)))
    assert rows() == dict.fromkeys(TABLES, 0)
