"""A small company in the demonstration: somebody who buys up to a limit, somebody who approves, an order that waits."""

import secrets

from app.accounts.addresses import PostalAddress
from app.accounts.service import opening
from app.accounts.service.opening import NewAccount
from app.catalogue import service as catalogue
from app.companies import service as companies
from app.companies.service import Invited, Place, Rules, inviting
from app.foundation.acts import Act, Actor
from app.orders.service import placing
from app.orders.wanted import Order, WantedJob
from app.people import identifiers

NAME = "Example Lakeside Design"
BUYER, VIEWER = "robin.example", "casey.example"
PEOPLE = {BUYER: ("Robin Example", "buyer", 50_00), VIEWER: ("Casey Example", "viewer", None)}
"""User ID to name, role and limit in cents."""
DESK = PostalAddress("Robin Example", "200 Sample Street", "Chanhassen", "MN", "55317", company=NAME)
CARDS = {"product": "business-cards", "quantity": "1000"}
WHY = dict.fromkeys(("user_id", "email", "name", "greeting", "line1"), "For trying this demonstration out.")


def load(act: Act, account_id: int, password_hash: str) -> None:
    """The customer of the demonstration opens a company and administers it; two others join it, and one orders."""
    owner = _as(act, account_id)
    companies.open_company(owner, account_id, Rules(NAME, default_limit_cents=100_00))
    ids = {}
    for user_id, (name, role, limit) in PEOPLE.items():
        email = identifiers.email(f"{user_id}@example.com")
        new = NewAccount(user_id, email, name, name.split()[0], shipping=DESK, billing=DESK, purposes=WHY)
        ids[user_id] = opening.open_account(act, new, password_hash)
        companies.invite(owner, account_id, Invited(email, Place(role, limit)))
        token = inviting.waiting_for(ids[user_id], act.at)[0][1]
        companies.take(_as(act, ids[user_id]), ids[user_id], token)
    _order(_as(act, ids[BUYER]), ids[BUYER])


def _order(act: Act, account_id: int) -> None:
    """Cards for more than the buyer's limit."""
    spec = catalogue.spec_from(CARDS).spec
    assert spec is not None  # the catalogue that was just loaded has this product
    job = WantedJob(spec, "Cards for the whole team")

    placing.place(act, account_id, Order(secrets.token_hex(16), (job,), DESK, DESK, "ground"))


def _as(act: Act, account_id: int) -> Act:
    """The same moment, as that customer."""
    return Act(Actor("customer", str(account_id)), act.at, act.policy_version)
