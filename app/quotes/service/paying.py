"""Links on which one order is paid without signing in: mailed to the customer, ended by payment or time."""

from datetime import timedelta

from sqlalchemy import update

from app.accounts import service as accounts
from app.audit import service as audit
from app.foundation import clock, codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.foundation.money import dollars
from app.mail import service as mail
from app.orders import views as orders
from app.orders.views import OrderView
from app.quotes.models import PayLink

PURPOSE = "pay-link"


def mail_link(act: Act, number: int) -> None:
    """Make a link on which the order can be paid, end older ones, and mail it to the customer.

    Raises:
        Missing: there is no such order.
        Refusal: it does not wait for payment.
    """
    order = orders.order_for_staff(number)
    if order.state.code != "draft":
        raise Refusal("This order does not wait for payment.")
    older = update(PayLink).where(PayLink.order_number == number, PayLink.withdrawn_at.is_(None))
    db.session.execute(older.values(withdrawn_at=act.at))
    salt = codes.random_token(128)
    expires = act.at + timedelta(days=rules.whole("quotes.pay-link-days"))
    digest = codes.digest(codes.keyed_hex(PURPOSE, number, salt))
    db.session.add(PayLink(order_number=number, salt=salt, token_sha256=digest, made_at=act.at, expires_at=expires))
    db.session.flush()
    audit.record(act, "pay-link.made", f"order:{number}", expires=expires.isoformat())
    _write(act, order, salt, clock.spoken_date(expires))


def _write(act: Act, order: OrderView, salt: str, until: str) -> None:
    card = accounts.account_card(order.account_id)
    mail.queue(
        act,
        to=card.email,
        template="quotes/pay",
        purpose="order",
        ref=f"order:{order.number}",
        derived={"token": ("token", PURPOSE, (order.number, salt))},
        greeting=card.greeting,
        number=order.number,
        jobs=[[job.name, f"{job.quantity:,} {job.product_name}", dollars(job.cents)] for job in order.jobs],
        total=dollars(order.total_cents),
        until=until,
    )
