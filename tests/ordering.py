"""What tests of ordering begin with: a shop that sells, files to print, and orders in any state."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import text

from app.accounts.addresses import PostalAddress
from app.catalogue import service as catalogue
from app.foundation import clock, codes, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.orders import service
from app.orders.service import Order, Payment, SentFile, WantedJob
from app.orders.views import OrderView, order_for_staff
from app.permissions import service as permissions
from app.shipping import service as shipping
from app.tax import service as tax

HOME = PostalAddress("Alex Kim", "950 Lake Drive", "Chanhassen", "MN", "55317")
CARDS = {"product": "business-cards", "quantity": "250"}
EVERY = frozenset(
    f"orders:{name}" for name in ("job:check", "job:print", "job:ship", "order:serve", "order:move", "order:read")
)
"""Every permission that a step may ask for."""


def open_shop(at: datetime | None = None) -> None:
    """Load the tables of prices, shipping and tax, and name what version 1 of the policy uses data for."""
    act = Act(Actor("command", "test"), at or clock.now(), 1)
    for load in (catalogue.load_tables, shipping.load_tables, tax.load_tables):
        work.unit(lambda load=load: load(act, act.at - timedelta(days=1)))  # type: ignore[misc]  # bound at once
    work.unit(lambda: permissions.name_purposes(act, 1))


def card_pdf(width_in: float = 3.75, height_in: float = 2.25, pages: int = 2) -> bytes:
    """A PDF of that size in inches, bleed included, ink to the edge."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width_in * 72, height_in * 72))
    for number in range(pages):
        canvas.setFillColorCMYK(0.6, 0, 0, 0)
        canvas.rect(0, 0, width_in * 72, height_in * 72, stroke=0, fill=1)
        canvas.setFillColorCMYK(0, 0, 0, 1)
        canvas.rect(40, 40, 20 + number * 10, 20, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


OF_JOB = ("spec", "name", "file", "drops", "breakdown", "artwork_id", "repeat_of")


def cards(**changes: Any) -> Order:
    """An order of 250 business cards to Chanhassen by ground."""
    if "job_name" in changes:
        changes["name"] = changes.pop("job_name")
    job = card_job(**{name: changes.pop(name) for name in OF_JOB if name in changes})
    values: dict[str, Any] = {
        "nonce": codes.random_token(),
        "jobs": (job,),
        "delivery": HOME,
        "billing": HOME,
        "method": "ground",
    }
    return Order(**values | changes)


def card_job(**changes: Any) -> WantedJob:
    """A job of 250 business cards; `spec` changes its query."""
    spec = catalogue.spec_from(CARDS | changes.pop("spec", {})).spec
    assert spec is not None
    return WantedJob(**{"spec": spec, "name": "Cards for Alex"} | changes)


def done(verb: Any) -> Any:
    """Run a verb as one committed piece of work and give its answer."""
    answers: list[Any] = []
    work.unit(lambda: answers.append(verb()))
    return answers[0]


def drafted(act: Act, account_id: int, **changes: Any) -> int:
    """The number of an order that awaits payment."""
    number: int = done(lambda: service.place(act, account_id, cards(**changes)))
    return number


def payment_for(number: int, ref: str = "", **changes: Any) -> Payment:
    """The payment that fits the order, or nearly."""
    order = order_for_staff(number)
    values = {"ref": ref or f"pay-{number}", "amount_cents": order.total_cents, "currency": "usd"}
    return Payment(number, **values | changes)


def paid(act: Act, account_id: int, **changes: Any) -> int:
    """The number of a paid order."""
    number = drafted(act, account_id, **changes)
    done(lambda: service.settle(act, payment_for(number)))
    return number


def with_file(act: Act, account_id: int, **changes: Any) -> int:
    """The number of a paid order whose file is here."""
    return paid(act, account_id, file=SentFile("cards.pdf", BytesIO(card_pdf())), **changes)


def moved(act: Act, number: int, *codes_: str) -> OrderView:
    """The order after those steps of staff; `approve` is the customer's own."""
    for code in codes_:
        order = order_for_staff(number)
        if code == "approve":
            done(lambda: service.approve(act, order.account_id, number, order.jobs[0].id))  # noqa: B023  # run at once
        else:
            tracking = "1Z999" if code == "ship" else ""
            note = "The text is too close to the edge." if code == "problem" else ""
            done(lambda: service.step(act, number, code, EVERY, version=None, note=note, tracking=tracking))  # noqa: B023
    return order_for_staff(number)


def letters(number: int) -> list[str]:
    """The names of the letters queued about an order, oldest first."""
    rows = db.session.execute(
        text("SELECT template FROM outbox_mail WHERE ref = :ref ORDER BY id"), {"ref": f"order:{number}"}
    )
    return [row[0] for row in rows]


def audited(number: int) -> list[str]:
    """The kinds of the audit entries about an order, oldest first."""
    rows = db.session.execute(
        text("SELECT kind FROM audit_entry WHERE subject_ref = :ref ORDER BY id"), {"ref": f"order:{number}"}
    )
    return [row[0] for row in rows]
