"""Devices and sessions: signing a browser in, remembering it, ending it."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update

from app.accounts import news, terms
from app.accounts.factor_models import PendingSignIn
from app.accounts.models import Account
from app.accounts.remember import Remembered, Verdict, present
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import Device, RememberToken, WebSession
from app.accounts.user_ids import is_ours
from app.audit import service as audit
from app.foundation import clock, codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail


@dataclass(frozen=True)
class SignedIn:
    """What the browser gets: the new session's token, and the remember token if one was asked for."""

    account_id: int
    device_id: int
    session_token: str
    remember_token: str | None


def sign_in(act: Act, account_id: int, visit: Visit, *, remember: bool = False, opening: bool = False) -> SignedIn:
    """Sign this browser in under a new session id. `opening`: the account was made just now (no notice)."""
    device, before = _device(act, account_id, visit, quiet=opening), None
    if remember:
        before = _remember(act, device)
    token = codes.random_token(256)
    _open(act, device, token, fresh_at=act.at)
    audit.record(act, "sign-in.done", f"account:{account_id}", device=device.id, remembered=remember)
    news.signed_in.send(act, account_id=account_id)
    return SignedIn(account_id, device.id, token, before)


def _device(act: Act, account_id: int, visit: Visit, quiet: bool) -> Device:
    """The device of the browser's present session if it is this account's, else a new one."""
    before = db.session.scalar(select(WebSession).where(WebSession.token_sha256 == visit.session_sha256))
    device = db.session.get(Device, before.device_id) if before is not None and before.device_id else None
    if before is not None:
        db.session.delete(before)
        db.session.flush()
    if device is not None and device.account_id == account_id and device.ended_at is None:
        return device
    if device is not None and device.ended_at is None:
        end(act, device.account_id, device.id, "another-account")
    if not quiet:
        _tell_if_new(act, account_id, visit)
    device = Device(
        account_id=account_id,
        browser=visit.browser,
        network=visit.network,
        salt=codes.random_token(256),
        first_seen_at=act.at,
        last_seen_at=act.at,
        newest_token=0,
        ended_by="",
    )
    db.session.add(device)
    db.session.flush()
    return device


def _tell_if_new(act: Act, account_id: int, visit: Visit) -> None:
    """A notice to the owner when no device of that browser family and network was seen before."""
    same = exists().where(
        Device.account_id == account_id, Device.browser == visit.browser, Device.network == visit.network
    )
    if not db.session.scalar(select(same)):
        notify(act, account_id, "accounts/new_device", browser=visit.browser, network=visit.network)


def notify(act: Act, account_id: int, notice: str, to: str = "", **values: Any) -> None:
    """Queue a security notice (always sent) to the account's address, or to `to`; none to the shop's own visitor."""
    columns = (Account.greeting, Account.email, Account.user_id)
    row = db.session.execute(select(*columns).where(Account.id == account_id)).one()
    if is_ours(row.user_id):
        return
    mail.queue(
        act,
        to=to or row.email,
        template=notice,
        purpose="account",
        ref=f"account:{account_id}",
        greeting=row.greeting,
        when=clock.spoken(act.at),
        **values,
    )


def _remember(act: Act, device: Device) -> str:
    device.remembered_at, device.token_given_at = act.at, act.at
    device.newest_token += 1
    return _give(act, device)


def _give(act: Act, device: Device) -> str:
    token = _derived("remember", device.salt, device.newest_token)
    db.session.add(
        RememberToken(
            token_sha256=codes.digest(token), device_id=device.id, number=device.newest_token, given_at=act.at
        )
    )
    db.session.flush()
    return token


def _derived(use: str, salt: str, number: int) -> str:
    """256 bits that only the server's key can make again."""
    return urlsafe_b64encode(codes.keyed(use, salt, number)).decode().rstrip("=")


def _open(act: Act, device: Device, token: str, fresh_at: datetime | None) -> None:
    db.session.add(
        WebSession(
            token_sha256=codes.digest(token),
            account_id=device.account_id,
            device_id=device.id,
            created_at=act.at,
            last_seen_at=act.at,
            fresh_at=fresh_at,
            messages=[],
        )
    )
    device.last_seen_at = act.at
    db.session.flush()


def exchange(act: Act, token: str) -> SignedIn | None:
    """A remember token for a session that is not fresh, with the token's successor; None if it does not hold.

    Parallel requests with the same token get the same successor and the same session. A token that comes back
    too late ends the device and mails the owner (accounts.md, Sign-in).
    """
    found = db.session.execute(
        select(RememberToken.number, Device)
        .join(Device, Device.id == RememberToken.device_id)
        .where(RememberToken.token_sha256 == codes.digest(token))
        .with_for_update()
    ).one_or_none()
    if found is None:
        return None
    number, device = found
    given, began = device.token_given_at or device.first_seen_at, device.remembered_at or device.first_seen_at
    state = Remembered(device.newest_token, given, began, device.ended_at)
    verdict, after = present(state, number, act.at, terms.remember())
    if verdict is Verdict.STOLEN:
        _stolen(act, device)
    if verdict in {Verdict.STOLEN, Verdict.ENDED}:
        return None
    if verdict is Verdict.ROTATED:
        device.newest_token, device.token_given_at = after.newest, after.given_at
        _give(act, device)
        audit.record(act, "remember.used", f"account:{device.account_id}", device=device.id)
    return _remembered(act, device)


def _remembered(act: Act, device: Device) -> SignedIn:
    session = _derived("session", device.salt, device.newest_token)
    if db.session.scalar(select(WebSession.id).where(WebSession.token_sha256 == codes.digest(session))) is None:
        _open(act, device, session, fresh_at=None)
    successor = _derived("remember", device.salt, device.newest_token)
    return SignedIn(device.account_id, device.id, session, successor)


def _stolen(act: Act, device: Device) -> None:
    notify(act, device.account_id, "accounts/remember_replayed", browser=device.browser, network=device.network)
    end(act, device.account_id, device.id, "replayed-token")


def end(act: Act, account_id: int, device_id: int, why: str) -> None:
    """End a device of this account: its sessions are gone, its tokens no longer work."""
    ended = db.session.execute(
        update(Device)
        .where(Device.id == device_id, Device.account_id == account_id, Device.ended_at.is_(None))
        .values(ended_at=act.at, ended_by=why)
    )
    db.session.execute(delete(WebSession).where(WebSession.device_id == device_id))
    if ended.rowcount:  # type: ignore[attr-defined]  # an update's result has a row count
        audit.record(act, "device.ended", f"account:{account_id}", device=device_id, why=why)


def end_others(act: Act, account_id: int, device_id: int, why: str) -> None:
    """End every device of the account but this one, and every sign-in that waits for its second factor."""
    db.session.execute(delete(PendingSignIn).where(PendingSignIn.account_id == account_id))
    others = db.session.scalars(
        select(Device.id).where(Device.account_id == account_id, Device.ended_at.is_(None), Device.id != device_id)
    )
    for other in others.all():
        end(act, account_id, other, why)


def end_all(act: Act, account_id: int, why: str) -> None:
    """End every device of the account, this browser's too."""
    end_others(act, account_id, 0, why)


def accounts_with_devices() -> list[int]:
    """The accounts that are signed in or remembered anywhere."""
    query = select(Device.account_id).where(Device.ended_at.is_(None)).distinct()
    return list(db.session.scalars(query.order_by(Device.account_id)))


def keep_messages(act: Act, token_sha256: str, messages: list[list[str]]) -> None:
    """Store the messages to show next; a visitor's row begins here."""
    changed = db.session.execute(
        update(WebSession).where(WebSession.token_sha256 == token_sha256).values(messages=messages, last_seen_at=act.at)
    )
    if changed.rowcount == 0:  # type: ignore[attr-defined]  # as above
        db.session.add(WebSession(token_sha256=token_sha256, created_at=act.at, last_seen_at=act.at, messages=messages))
        db.session.flush()


def seen(act: Act, facts: list[dict[str, object]]) -> None:
    """Fold `device.seen` facts: when each session and device was last used."""
    for fact in facts:
        at = datetime.fromisoformat(str(fact["at"]))
        for table, row in ((WebSession, fact["session"]), (Device, fact["device"])):
            db.session.execute(update(table).where(table.id == row, table.last_seen_at < at).values(last_seen_at=at))
