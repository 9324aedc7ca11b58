"""Devices, sessions, remember tokens, mailed codes and the throttle: all that signing in leaves behind."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, Store, declare_store, in_words, not_personal, personal
from app.foundation.retention import After, Lasting, Swept, With


def _technical(origins: str = "system", **rest: Any) -> dict[str, Any]:
    return personal("technical", purposes="account enforce", origins=origins, clause="cookie-list",
                    correctable="no", reason="a record of what happened is not changed", **rest)  # fmt: skip


DIGEST = not_personal("a digest of a random token")

SESSION_COOKIE = declare_store(
    Store("cookie", "__Host-session", "one random number that names a row of ours",
          Lasting("until the browser is closed"), _technical()["inventory"])
)  # fmt: skip
REMEMBER_COOKIE = declare_store(
    Store("cookie", "__Host-remember", "one random number that names a device of yours, if you asked for it",
          Lasting("{account.remember-days} after its last use, {account.remember-most-days} at most"),
          _technical()["inventory"])
)  # fmt: skip


class Device(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One browser in which somebody signed in, from that sign-in until its end; the chain of its tokens."""

    __tablename__ = "device"
    __retention__ = Swept(
        "sweep-sign-ins", "after its end or its last use", rule="retention.device-days", since="last_seen_at"
    )
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    browser: Mapped[str] = mapped_column(String(40), info=_technical("subject"))
    network: Mapped[str] = mapped_column(String(64), info=_technical("subject"))
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    first_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, info=_technical())
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, info=_technical())
    remembered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    newest_token: Mapped[int] = mapped_column(default=0, info=STATE)
    token_given_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    ended_by: Mapped[str] = mapped_column(String(20), default="", info=not_personal("the reason of the end, one word"))


class RememberToken(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The digest of one token of a device's chain."""

    __tablename__ = "remember_token"
    __retention__ = With("device", "with its device")
    __person__ = "device_id -> device"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True, info=DIGEST)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True, info=KEY)
    number: Mapped[int] = mapped_column(info=STATE)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class WebSession(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The server's side of `__Host-session`: who is signed in, and messages to show."""

    __tablename__ = "web_session"
    __retention__ = Swept("sweep-sign-ins", "without use", rule="account.session-days", since="last_seen_at")
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True, info=DIGEST)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), index=True, info=KEY)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=_technical())
    fresh_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    messages: Mapped[list[list[str]]] = mapped_column(
        JSON,
        info=personal("communication", purposes="account order", origins="system", clause="cookie-list",
                      export="category-only", correctable="no", reason="a message is shown once and gone"),
    )  # fmt: skip


class MailedCode(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A code that was mailed to an address, for the browser that asked; the code itself is never stored.

    A decoy is the row of an address for which no code may work: an address that has an account already, or has
    none. It keeps the page from telling the difference.
    """

    __tablename__ = "mailed_code"
    __retention__ = Swept("sweep-sign-ins", rule="account.confirmed-hours", since="made_at")
    __person__ = "account_id as account else email_key as email-key"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    purpose: Mapped[str] = mapped_column(String(10), info=not_personal("register, sign-in or email"))
    browser_sha256: Mapped[str] = mapped_column(String(64), index=True, info=DIGEST)
    network_key: Mapped[str] = mapped_column(String(64), index=True, info=_technical("subject", export="category-only"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    email: Mapped[str] = mapped_column(
        String(254), info=personal("contact", subject="visitor", purposes="account", clause="registering")
    )
    email_key: Mapped[str] = mapped_column(
        String(320), index=True,
        info=personal("contact", subject="visitor", purposes="account", origins="system", clause="registering",
                      export="withheld", reason="the e-mail address again, in the form in which it is compared"),
    )  # fmt: skip
    decoy: Mapped[bool] = mapped_column(info=STATE)
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    tries: Mapped[int] = mapped_column(default=0, info=STATE)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class EmailChange(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A finished change of an account's e-mail address; whoever holds the old one may take it back until `undo_until`.

    Changes that the person had us make as a correction have no link, and so none of the `undo` columns.
    """

    __tablename__ = "email_change"
    __retention__ = After("retention.email-change-days", since="changed_at")
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    old_email: Mapped[str] = mapped_column(
        String(254), info=personal("contact", purposes="account", clause="registering")
    )
    new_email: Mapped[str] = mapped_column(
        String(254), info=personal("contact", purposes="account", clause="registering")
    )
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    undo_sha256: Mapped[str | None] = mapped_column(String(64), unique=True, index=True, info=DIGEST)
    undo_salt: Mapped[str | None] = mapped_column(String(64), info=not_personal("random"))
    undo_until: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class SignInAttempt(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Failed sign-ins and wrong promotion codes counted against an account or network, known by a keyed digest only."""

    __tablename__ = "sign_in_attempt"
    __retention__ = Swept("sweep-sign-ins", rule="retention.attempt-days", since="last_at")
    __person__ = "nobody: keyed digests that cannot be turned back"

    key: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=not_personal("a keyed digest that cannot be turned back")
    )
    kind: Mapped[str] = mapped_column(String(10), info=not_personal("account, network, user-id or promotion"))
    failures: Mapped[int] = mapped_column(info=STATE)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)


in_words(
    Device,
    "Computers on which you signed in",
    browser="kind of browser and system",
    network="rough network address",
    first_seen_at="when it was first seen",
    last_seen_at="when it was last seen",
)
in_words(
    EmailChange,
    "Changes of your e-mail address",
    old_email="the address before",
    new_email="the address after",
)
in_words(
    MailedCode,
    "Codes that we mailed",
    network_key="fingerprint of the network that asked",
    email="e-mail address",
    email_key="the e-mail address in the form in which we compare it",
)
in_words(RememberToken, "Computers on which you stay signed in")
in_words(
    WebSession,
    "Your sign-in",
    last_seen_at="when you were last here",
    messages="messages that the next page shows you",
)
