"""Second factors: what an account has beside its password, and sign-ins that wait for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, in_words, not_personal, personal
from app.foundation.retention import Swept, With
from app.foundation.sealed import Sealed


def _held(origins: str = "system", **rest: Any) -> dict[str, Any]:
    return personal("account", purposes="account", origins=origins, clause="security", **rest)


def _when() -> dict[str, Any]:
    return _held(correctable="no", reason="a record of what happened is not changed")


def _secret(what: str, rest: Any = "clear") -> dict[str, Any]:
    return _held(export="withheld", correctable="no", reason=what, rest=rest)


class TotpFactor(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The authenticator app of an account: its secret, sealed, and the newest step that was used."""

    __tablename__ = "totp_factor"
    __retention__ = With("account", "until it is ended or the account is closed")
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True, info=KEY)
    secret: Mapped[str] = mapped_column(
        Sealed("totp_factor.secret", "account_id"), info=_secret("whoever knows it has your codes", rest="sealed")
    )
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=_when())
    """None until the first code proved that the app has the secret; nothing is asked by it before."""
    last_step: Mapped[int] = mapped_column(default=0, info=STATE)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=_when())


class Passkey(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A passkey: only its public half is here, with which nobody can sign in."""

    __tablename__ = "passkey"
    __retention__ = With("account", "until it is ended or the account is closed")
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    credential_sha256: Mapped[str] = mapped_column(
        String(64), unique=True, info=_secret("a fingerprint, only to find the passkey again")
    )
    credential: Mapped[str] = mapped_column(Text, info=_secret("a random number that your device made"))
    public_key: Mapped[str] = mapped_column(Text, info=_secret("the public half of a random key of your device"))
    sign_count: Mapped[int] = mapped_column(BigInteger, info=STATE)
    transports: Mapped[str] = mapped_column(String(60), info=not_personal("how a browser finds such a device"))
    name: Mapped[str] = mapped_column(String(60), info=_held("subject"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, info=_when())
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=_when())


class RecoveryCode(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The keyed digest of one recovery code; the code itself was shown once."""

    __tablename__ = "recovery_code"
    __retention__ = With("account", "until new ones are made, the last factor is ended or the account is closed")
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    digest: Mapped[str] = mapped_column(String(64), unique=True, info=_secret("a scrambled secret"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=_when())
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=_when())


class PendingSignIn(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A browser that gave the right password or mailed code and owes the second factor."""

    __tablename__ = "pending_sign_in"
    __retention__ = Swept("sweep-sign-ins", rule="retention.attempt-days", since="begun_at")
    __person__ = "account_id as account"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    session_sha256: Mapped[str] = mapped_column(
        String(64), unique=True, info=not_personal("a digest of a random token")
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    remember: Mapped[bool] = mapped_column(info=STATE)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)


class SpentChallenge(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A question that a passkey has answered: it is never taken a second time."""

    __tablename__ = "spent_challenge"
    __retention__ = Swept("sweep-sign-ins", rule="retention.attempt-days", since="spent_at")
    __person__ = "nobody: digests of random numbers"

    challenge_sha256: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=not_personal("a digest of a random number")
    )
    spent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)


in_words(
    TotpFactor,
    "Your authenticator app",
    secret="its secret, sealed",  # noqa: S106  # words, no secret
    confirmed_at="when it was set up",
    last_used_at="when it was last used",
)
in_words(
    Passkey,
    "Your passkeys",
    credential_sha256="fingerprint of its number",
    credential="the number by which your device knows it",
    public_key="its public half",
    name="name that you gave it",
    added_at="when it was added",
    last_used_at="when it was last used",
)
in_words(
    RecoveryCode,
    "Your recovery codes",
    digest="the code, scrambled for good",
    made_at="when it was made",
    used_at="when it was used",
)
in_words(PendingSignIn, "A sign-in that you began")
