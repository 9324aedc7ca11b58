"""What tests of companies begin with: a company with people in every role, and orders that its buyers place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from app.companies import service, views
from app.companies.service import Invited, Place, Rules, inviting
from app.companies.views import MemberView
from app.foundation import clock, codes
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.people import identifiers
from tests.ordering import done, drafted, open_shop
from tests.people import new_account

LAKESIDE = "Lakeside Design"
LIMIT = 1000
"""Ten dollars: every order of cards is over it."""


@dataclass(frozen=True)
class People:
    """The accounts of those who belong to a company."""

    company_id: int
    administrator: int
    buyer: int
    approver: int
    viewer: int

    def role(self, role: str) -> int:
        found: int = getattr(self, role)
        return found


def by(account_id: int) -> Act:
    """An act of a customer, now."""
    return Act(Actor("customer", str(account_id)), clock.now(), 1)


def opened(owner: int, name: str = LAKESIDE, **rules: Any) -> int:
    """Open a company; gives its number."""
    number: int = done(lambda: service.open_company(by(owner), owner, Rules(name, **rules)))
    return number


def joined(owner: int, user_id: str, role: str, limit_cents: int | None = None) -> None:
    """Whoever has that user ID takes up an invitation of the company that `owner` administers."""
    email = identifiers.email(f"{user_id}@example.com")
    done(lambda: service.invite(by(owner), owner, Invited(email, Place(role, limit_cents))))
    account_id = account_of(user_id)
    token = inviting.waiting_for(account_id, clock.now())[-1][1]
    done(lambda: service.take(by(account_id), account_id, token))


def account_of(user_id: str) -> int:
    """The number of the account with that user ID."""
    found: int = db.session.scalar(text("SELECT id FROM account WHERE user_id = :user_id"), {"user_id": user_id})
    return found


def lakeside(limit_cents: int | None = LIMIT, prefix: str = "lake", **rules: Any) -> People:
    """A company with one person in each role; its buyer has that limit."""
    owner = new_account(f"{prefix}.owner", f"{prefix.title()} Owner")
    company_id = opened(owner, f"{prefix.title()}side Design", **rules)
    ids = {}
    for role in ("buyer", "approver", "viewer"):
        ids[role] = new_account(f"{prefix}.{role}", f"{prefix.title()} {role.title()}")
        joined(owner, f"{prefix}.{role}", role, limit_cents if role == "buyer" else None)
    return People(company_id, owner, **ids)


def member(people: People, role: str) -> MemberView:
    """The membership of somebody."""
    account_id = people.role(role)
    return next(one for one in views.members(people.company_id) if one.account_id == account_id)


def waiting(people: People, **changes: Any) -> int:
    """The number of an order of the company's buyer that waits for approval."""
    open_shop()
    return drafted(by(people.buyer), people.buyer, **changes)


def token_of(user_id: str) -> str:
    """The secret of the newest invitation that waits for somebody."""
    return inviting.waiting_for(account_of(user_id), clock.now())[-1][1]


def newest_token() -> str:
    """The secret of the newest invitation, whoever it is for, as its mail shows it."""
    row = db.session.execute(text("SELECT company_id, salt FROM company_invitation ORDER BY id DESC")).first()
    assert row is not None
    return codes.keyed_hex(inviting.PURPOSE, row.company_id, row.salt)


def letters(template: str) -> list[str]:
    """To whom that letter was queued, oldest first."""
    query = text("SELECT recipient FROM outbox_mail WHERE template = :template ORDER BY id")
    return list(db.session.scalars(query, {"template": template}))


def with_company(owner: int) -> None:
    """The owner administers a company to which somebody else belongs, and has invited a third."""
    opened(owner)
    new_account("company.mate", "Company Mate")
    joined(owner, "company.mate", "approver")
    email = identifiers.email("not.yet@example.com")
    done(lambda: service.invite(by(owner), owner, Invited(email, Place("viewer"))))
