"""Breaches of the checks of companies and of what they order."""

from flask import Flask
from sqlalchemy import text

from app.companies import service as companies
from app.foundation import jobs
from app.orders import approval_routes, service
from app.orders.service import approving
from tests.companies import People, account_of, by, lakeside, waiting
from tests.evidence.breach import Breach, Patch, edit, forget
from tests.evidence.planted import gone
from tests.ordering import done, drafted, payment_for


def with_a_company(_app: Flask) -> None:
    """A company with people in every role."""
    lakeside()
    forget()


def without_a_leader(_app: Flask, _patch: Patch) -> None:
    """Nobody administers the company any more."""
    edit(text("UPDATE company_member SET role = 'viewer', version = 9 WHERE role = 'administrator'"))


def with_a_leader(_app: Flask) -> None:
    edit(text("UPDATE company_member SET role = 'administrator' WHERE version = 9"))


def approved_and_paid(_app: Flask) -> None:
    """An order over its buyer's limit was approved by somebody else, and paid."""
    people: People = lakeside()
    number = waiting(people)
    done(lambda: service.approve_order(by(people.approver), people.approver, number))
    done(lambda: service.settle(by(people.buyer), payment_for(number)))
    forget()


def asks_nobody(_app: Flask, patch: Patch) -> None:
    """An order over the limit does not wait, and is paid."""
    patch.setattr(approving.companies, "needs_approval", lambda _held, _total: False)
    buyer = account_of("lake.buyer")
    number = drafted(by(buyer), buyer)
    done(lambda: service.settle(by(buyer), payment_for(number)))
    forget()


def gone_again(_app: Flask) -> None:
    """The second order was never placed."""
    for table in ("order_event", "order_job", "print_order"):
        key = "number" if table == "print_order" else "order_number"
        gone(table, f"{key} > 10001")


def with_own_visitor(app: Flask) -> None:
    """An order of a company, and the account in which the checks sign in."""
    waiting(lakeside())
    jobs.run_now("own-visitor")
    forget()


def open_to_all(_app: Flask, patch: Patch) -> None:
    """Everybody is taken for somebody of the company."""
    patch.setattr(approval_routes, "_seeing", lambda: companies.standing(account_of("lake.viewer")))


COMPANIES: dict[str, Breach] = {
    "companies-are-led": Breach(without_a_leader, with_a_company, with_a_leader),
    "company-orders-approved": Breach(asks_nobody, approved_and_paid, gone_again),
    "companies-kept-apart": Breach(open_to_all, with_own_visitor),
}
