"""Placing an order beside inserting one row, both durable: by the clock on the wall, since both wait for the disk."""

import secrets
import time

from sqlalchemy import insert

from app.accounts import user_ids
from app.accounts.service import cards
from app.catalogue import service as catalogue
from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.rules import HouseRule
from app.operations import demo
from app.orders.service import Order, WantedJob, placing
from bench.measure import Ratio, compare
from bench.stage import Stage


def placing_an_order(stage: Stage) -> Ratio:
    """Checks, price, rows, audit, one transaction; against one row in one transaction."""
    with stage.app.app_context():
        account_id = cards.id_of(user_ids.key(demo.CUSTOMER))
        assert account_id is not None
        spec = catalogue.spec_from(demo.CARDS).spec
        assert spec is not None
        act = Act(Actor("customer", str(account_id)), clock.now(), 1)

        def place() -> None:
            wanted = Order(secrets.token_hex(16), (WantedJob(spec, "Cards"),), demo.HOME, demo.HOME, "ground")
            work.unit(lambda: placing.place(act, account_id, wanted))

        def row() -> None:
            values = {
                "name": "bench",
                "value": 1,
                "effective_at": act.at,
                "set_by": "bench",
                "set_at": act.at,
                "reason": "",
            }
            work.unit(lambda: db.session.execute(insert(HouseRule).values(**values)))

        return compare(row, place, clock=time.perf_counter)
