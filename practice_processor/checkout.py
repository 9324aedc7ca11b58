"""Sessions, payments and refunds. Each verb is one transaction; amounts are integer cents."""

from __future__ import annotations

import hmac
import json
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

from practice_processor import notices
from practice_processor.cards import DECLINES, Card, Outcome
from practice_processor.notices import Moment, Notice
from practice_processor.settings import Settings
from practice_processor.store import Store


@dataclass(frozen=True)
class Order:
    """What the shop asks to be paid."""

    amount_total: int
    currency: str
    client_reference_id: str
    customer: str
    metadata: dict[str, str]
    success_url: str
    cancel_url: str


class RefundRefused(ValueError):
    """Nothing was captured, or more was asked for than is left; the sentence says which."""


def create(moment: Moment, order: Order) -> str:
    """Open a session inside the caller's transaction; returns its id."""
    session_id = f"cs_test_{secrets.token_hex(24)}"
    moment.db.execute(
        "INSERT INTO session (id, payment_intent, form_token, status, payment_status, amount_total, currency,"
        " client_reference_id, customer, metadata, success_url, cancel_url, created, expires_at)"
        " VALUES (?, ?, ?, 'open', 'unpaid', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session_id,
            f"pi_{secrets.token_hex(12)}",
            secrets.token_urlsafe(24),
            order.amount_total,
            order.currency,
            order.client_reference_id,
            order.customer or f"cus_{secrets.token_hex(8)}",
            json.dumps(order.metadata),
            order.success_url,
            order.cancel_url,
            int(moment.now),
            int(moment.now) + moment.settings.session_seconds,
        ),
    )
    return session_id


def find(db: sqlite3.Connection, session_id: str) -> sqlite3.Row | None:
    """The session's row, or None."""
    row: sqlite3.Row | None = db.execute("SELECT * FROM session WHERE id = ?", (session_id,)).fetchone()
    return row


def token_matches(row: sqlite3.Row, typed: str) -> bool:
    """Whether a form carries the token that its page was given."""
    return hmac.compare_digest(str(row["form_token"]).encode(), typed.encode("utf-8", "replace"))


def pay(store: Store, settings: Settings, session_id: str, card: Card, notice: Notice, *, now: float) -> str:
    """Charge, ask for confirmation, or decline.

    Returns "paid" (also when it was paid before), "confirm", "closed", or the sentence of a decline.
    """
    with store.writing() as db:
        moment = Moment(db, settings, now)
        row = find(db, session_id)
        if row is None or row["status"] != "open":
            return "paid" if row is not None and row["payment_status"] == "paid" else "closed"
        if card.outcome in DECLINES:
            _forget_card(db, session_id)
            _tell_of_decline(moment, row, notice, card.outcome.value, DECLINES[card.outcome])
            return DECLINES[card.outcome]
        _keep_card(db, session_id, card, notice)
        if card.outcome is Outcome.CONFIRM:
            db.execute("UPDATE session SET awaiting_confirmation = 1 WHERE id = ?", (session_id,))
            return "confirm"
        _charge(moment, session_id, notice)
        return "paid"


def answer_confirmation(store: Store, settings: Settings, session_id: str, confirmed: bool, now: float) -> str:
    """Finish what a card that needs confirmation began; returns as `pay` does."""
    with store.writing() as db:
        moment = Moment(db, settings, now)
        row = find(db, session_id)
        if row is None or row["status"] != "open":
            return "paid" if row is not None and row["payment_status"] == "paid" else "closed"
        if not row["awaiting_confirmation"]:
            return "Choose a card first."
        notice = Notice(row["notice"])
        if confirmed:
            _charge(moment, session_id, notice)
            return "paid"
        sentence = "The payment was not confirmed, so the card was not charged."
        _forget_card(db, session_id)
        _tell_of_decline(moment, row, notice, "authentication_required", sentence)
        return sentence


def expire(moment: Moment, session_id: str) -> bool:
    """Close an open session so that it can no longer be paid; False when it was not open."""
    closed = moment.db.execute(
        "UPDATE session SET status = 'expired', awaiting_confirmation = 0, card_token = NULL,"
        " card_brand = NULL, card_last4 = NULL, card_exp_month = NULL, card_exp_year = NULL"
        " WHERE id = ? AND status = 'open'",
        (session_id,),
    )
    if closed.rowcount != 1:
        return False
    row = _reread(moment.db, session_id)
    news = [("checkout.session.expired", describe(moment.db, row))]
    notices.tell(moment, session_id, news, Notice.AT_ONCE)
    return True


def expire_old(store: Store, settings: Settings, now: float) -> None:
    """Close the open sessions whose time is over."""
    overdue = "SELECT id FROM session WHERE status = 'open' AND expires_at <= ?"
    with store.reading() as db:
        old = [row["id"] for row in db.execute(overdue, (now,))]
    for session_id in old:
        with store.writing() as db:
            expire(Moment(db, settings, now), session_id)


def refund(moment: Moment, payment_intent: str, amount: int | None, reason: str) -> dict[str, Any]:
    """Give back part of a payment, or all that is left of it (`amount` None), in the caller's transaction.

    Raises RefundRefused when nothing was captured or more is asked for than is left.
    """
    row = moment.db.execute("SELECT * FROM session WHERE payment_intent = ?", (payment_intent,)).fetchone()
    if row is None or row["payment_status"] != "paid":
        raise RefundRefused("Nothing was captured on this payment, so nothing can be refunded.")
    left = row["amount_total"] - refunded(moment.db, payment_intent)
    wanted = left if amount is None else amount
    if left == 0:
        raise RefundRefused("This payment has been refunded in full already.")
    if wanted > left:
        raise RefundRefused(f"Only {left} cents of this payment are left to refund; {wanted} were asked for.")
    made = {
        "id": f"re_{secrets.token_hex(12)}",
        "object": "refund",
        "payment_intent": payment_intent,
        "amount": wanted,
        "currency": row["currency"],
        "reason": reason,
        "status": "succeeded",
        "created": int(moment.now),
    }
    moment.db.execute(
        "INSERT INTO refund VALUES (?, ?, ?, ?, ?)",
        (made["id"], payment_intent, wanted, reason, made["created"]),
    )
    news = [("charge.refunded", _charge_object(moment.db, row))]
    notices.tell(moment, row["id"], news, Notice.AT_ONCE)
    return made


def detach(moment: Moment, payment_method: str) -> dict[str, Any] | None:
    """Let go of a card for good, in the caller's transaction; None when none of that token ever paid.

    What was paid with it stays paid, and can be refunded.
    """
    row = moment.db.execute(
        "SELECT * FROM session WHERE card_token = ? AND payment_status = 'paid'", (payment_method,)
    ).fetchone()
    if row is None:
        return None
    moment.db.execute("INSERT OR IGNORE INTO detached VALUES (?, ?)", (payment_method, int(moment.now)))
    return {"id": payment_method, "object": "payment_method", "type": "card", "customer": None}


def refunded(db: sqlite3.Connection, payment_intent: str) -> int:
    """Cents given back so far."""
    total = "SELECT coalesce(sum(amount), 0) FROM refund WHERE payment_intent = ?"
    return int(db.execute(total, (payment_intent,)).fetchone()[0])


def describe(db: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    """The session as the protocol shows it."""
    shown = (
        "id payment_intent status payment_status amount_total currency client_reference_id customer"
        " success_url cancel_url created expires_at"
    )
    return {
        "object": "checkout.session",
        **{name: row[name] for name in shown.split()},
        "metadata": json.loads(row["metadata"]),
        "payment_method": _payment_method(db, row),
        "amount_refunded": refunded(db, row["payment_intent"]),
        "livemode": False,
    }


def _charge(moment: Moment, session_id: str, notice: Notice) -> None:
    moment.db.execute(
        "UPDATE session SET status = 'complete', payment_status = 'paid', awaiting_confirmation = 0"
        " WHERE id = ? AND status = 'open'",
        (session_id,),
    )
    row = _reread(moment.db, session_id)
    news = [
        ("payment_intent.succeeded", _intent_object(row, "succeeded")),
        ("checkout.session.completed", describe(moment.db, row)),
    ]
    notices.tell(moment, session_id, news, notice)


def _tell_of_decline(moment: Moment, row: sqlite3.Row, notice: Notice, code: str, sentence: str) -> None:
    intent = _intent_object(row, "requires_payment_method")
    intent["last_payment_error"] = {"code": code, "message": sentence}
    notices.tell(moment, row["id"], [("payment_intent.payment_failed", intent)], notice)


def _reread(db: sqlite3.Connection, session_id: str) -> sqlite3.Row:
    row: sqlite3.Row = db.execute("SELECT * FROM session WHERE id = ?", (session_id,)).fetchone()
    return row


def _keep_card(db: sqlite3.Connection, session_id: str, card: Card, notice: Notice) -> None:
    db.execute(
        "UPDATE session SET card_token = ?, card_brand = ?, card_last4 = ?, card_exp_month = ?,"
        " card_exp_year = ?, notice = ? WHERE id = ?",
        (card.token, card.brand, card.last4, card.exp_month, card.exp_year, notice.value, session_id),
    )


def _forget_card(db: sqlite3.Connection, session_id: str) -> None:
    db.execute(
        "UPDATE session SET card_token = NULL, card_brand = NULL, card_last4 = NULL, card_exp_month = NULL,"
        " card_exp_year = NULL, notice = NULL, awaiting_confirmation = 0 WHERE id = ?",
        (session_id,),
    )


def _payment_method(db: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any] | None:
    gone = "SELECT 1 FROM detached WHERE payment_method = ?"
    if row["payment_status"] != "paid" or db.execute(gone, (row["card_token"],)).fetchone():
        return None
    card = {name: row[f"card_{name}"] for name in ("brand", "last4", "exp_month", "exp_year")}
    return {"id": row["card_token"], "type": "card", "card": card}


def _intent_object(row: sqlite3.Row, status: str) -> dict[str, Any]:
    return {
        "id": row["payment_intent"],
        "object": "payment_intent",
        "amount": row["amount_total"],
        "amount_received": row["amount_total"] if status == "succeeded" else 0,
        "currency": row["currency"],
        "status": status,
        "metadata": json.loads(row["metadata"]),
    }


def _charge_object(db: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    given_back = refunded(db, row["payment_intent"])
    return {
        "id": f"ch_{row['payment_intent'].removeprefix('pi_')}",
        "object": "charge",
        "payment_intent": row["payment_intent"],
        "amount": row["amount_total"],
        "amount_captured": row["amount_total"],
        "amount_refunded": given_back,
        "refunded": given_back == row["amount_total"],
        "currency": row["currency"],
        "metadata": json.loads(row["metadata"]),
    }
