"""What tests of quotes begin with: a quote of some cards, saved for somebody."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from app.catalogue import service as catalogue
from app.catalogue.loading import body_from_files
from app.catalogue.spec import Spec
from app.foundation import codes
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.orders.wanted import WantedJob
from app.quotes import service
from app.quotes.views import QuoteView, quote_for_staff
from app.quotes.wanted import NewQuote
from app.shipping import service as shipping
from app.shipping.rates import body_from_file as rates_from_file
from tests.ordering import CARDS, done


def spec_of(**changes: str) -> Spec:
    """The specification of 250 business cards, or of something else."""
    spec = catalogue.spec_from(CARDS | changes).spec
    assert spec is not None
    return spec


def job(name: str = "Cards for Alex", **changes: str) -> WantedJob:
    return WantedJob(spec_of(**changes), name)


def new_quote(*jobs: WantedJob, **changes: Any) -> NewQuote:
    """A quote of these jobs, or of one job of cards."""
    return NewQuote(**{"nonce": codes.random_token(), "jobs": jobs or (job(),)} | changes)


def saved(act: Act, account_id: int | None, *jobs: WantedJob, **changes: Any) -> QuoteView:
    """A quote that somebody saved."""
    number: int = done(lambda: service.save(act, account_id, new_quote(*jobs, **changes)))
    return quote_for_staff(number, act.at)


def earlier(act: Act) -> Act:
    """An act of an hour before: what was saved by it knows nothing of tables that came since."""
    return replace(act, at=act.at - timedelta(hours=1))


def desk(act: Act) -> Act:
    """The act of a member of staff."""
    return replace(act, actor=Actor("staff", "1"))


def dearer(act: Act) -> None:
    """From this act on business cards and all shipping cost more."""
    prices, rates = json.loads(body_from_files()), json.loads(rates_from_file())
    prices["products"]["business-cards"]["price"]["setup"] = "50"
    rates["base"] = "30.00"
    done(lambda: catalogue.load_tables(act, act.at, json.dumps(prices)))
    done(lambda: shipping.load_tables(act, act.at, json.dumps(rates)))


def audited(number: int) -> list[str]:
    """The kinds of the audit entries about a quote, oldest first, without its mails and causes."""
    query = text("SELECT kind FROM audit_entry WHERE subject_ref = :ref ORDER BY id")
    kinds = [row[0] for row in db.session.execute(query, {"ref": f"quote:{number}"})]
    return [kind for kind in kinds if kind.startswith("quote.")]
