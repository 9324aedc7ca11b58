"""Removing what signing in leaves behind, when its time is over."""

from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts import terms
from app.accounts.factor_models import PendingSignIn, SpentChallenge
from app.accounts.sign_in_models import Device, MailedCode, RememberToken, SignInAttempt, WebSession
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db


def sweep(act: Act) -> None:
    """Remove sessions unused for their time, devices long gone with their tokens, old codes and counted tries."""
    day = act.at - timedelta(days=rules.whole("retention.attempt-days"))
    unused_since, begun_since = terms.session_bounds(act.at)
    over = (WebSession.last_seen_at < unused_since) | (WebSession.created_at < begun_since)
    db.session.execute(delete(WebSession).where(over))
    db.session.execute(delete(MailedCode).where(MailedCode.made_at < act.at - _unfinished()))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.last_at < day))
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.begun_at < day))
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.spent_at < day))
    _old_devices(act)


def _unfinished() -> timedelta:
    """How long a code may still lead to a registration: its own life, and that of the confirmed address."""
    return terms.codes().life + terms.confirmed()


def _old_devices(act: Act) -> None:
    life = timedelta(days=rules.whole("retention.device-days"))
    idle = Device.last_seen_at < act.at - max(life, terms.remember().sliding)
    gone = select(Device.id).where((Device.ended_at < act.at - life) | idle)
    for table in (WebSession, RememberToken):
        db.session.execute(delete(table).where(table.device_id.in_(gone)))
    db.session.execute(delete(Device).where(Device.id.in_(gone)))
