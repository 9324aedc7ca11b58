"""Accounts and what belongs to them; how people sign in is in `sign_in_models`."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.user_ids import OURS
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, Rest, in_words, not_personal, personal
from app.foundation.retention import After, Both, Lasting, With
from app.foundation.sealed import Sealed, reach
from app.people.identifiers import LAST_FOUR, PHONE, STREET

_OURS = text(f"user_id_key LIKE '{OURS}%'")


def _contact(purposes: str = "order account", clause: str = "registering", rest: Rest = "clear") -> dict[str, Any]:
    origins = "subject staff ncoa"
    return personal("contact", purposes=purposes, origins=origins, clause=clause, correctable="self", rest=rest)


def _found_by(what: str, clause: str) -> dict[str, Any]:
    return personal("contact", purposes="order", origins="system", clause=clause, export="withheld",
                    reason=f"a keyed digest of {what}, only to find it again")  # fmt: skip


def _financial(rest: Rest = "clear") -> dict[str, Any]:
    return personal(
        "payment", purposes="billing", origins="subject", clause="registering", correctable="self", rest=rest
    )


SEALED_LINE = _contact("order billing", rest="sealed")


class Account(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Somebody who can sign in. Names and addresses here are a projection of the person's field values."""

    __tablename__ = "account"
    __retention__ = Lasting("until it is closed, then {accounts.closing-days}")
    __person__ = "person_id as person"
    __table_args__ = (
        Index("ix_account_phone_last4", "phone_last4_digest", "id"),
        Index("ix_account_ours", "person_id", sqlite_where=_OURS, postgresql_where=_OURS),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True, info=KEY)
    user_id: Mapped[str] = mapped_column(
        String(64), info=personal("account", purposes="account", clause="registering", correctable="self")
    )
    user_id_key: Mapped[str] = mapped_column(
        String(200), unique=True,
        info=personal("account", purposes="account", origins="system", clause="registering", export="withheld",
                      reason="the user ID again, in the form in which it is compared"),
    )  # fmt: skip
    password_hash: Mapped[str] = mapped_column(
        String(200),
        info=personal("account", purposes="account", clause="registering", export="withheld", correctable="self",
                      reason="a scrambled secret"),
    )  # fmt: skip
    password_set_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    email: Mapped[str] = mapped_column(String(254), info=_contact())
    email_key: Mapped[str] = mapped_column(
        String(320), unique=True,
        info=personal("contact", purposes="account", origins="system", clause="registering", export="withheld",
                      reason="the e-mail address again, in the form in which it is compared"),
    )  # fmt: skip
    email_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    name: Mapped[str] = mapped_column(String(120), info=_contact())
    greeting: Mapped[str] = mapped_column(String(60), info=_contact("account"))
    phone: Mapped[str | None] = mapped_column(
        Sealed("account.phone", "person_id", finders=(("phone_digest", PHONE), ("phone_last4_digest", LAST_FOUR))),
        info=_contact("order", "telephone", rest="sealed"),
    )
    phone_digest: Mapped[str | None] = mapped_column(
        String(64), index=True, info=_found_by("the telephone number", "telephone")
    )
    phone_last4_digest: Mapped[str | None] = mapped_column(
        String(64), info=_found_by("the last four digits of the telephone number", "telephone")
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    agreed_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    version: Mapped[int] = mapped_column(default=1, info=STAMP)


def _owner_of(connection: Connection, account_id: Any) -> str:
    """Whose key seals the rows of an account: its person's."""
    person_id = connection.scalar(select(Account.person_id).where(Account.id == account_id))
    return f"person:{person_id}" if person_id else f"account:{account_id}"


reach("account_id", _owner_of)


class AccountAddress(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """An entry of the address book."""

    __tablename__ = "account_address"
    __retention__ = With("account", "until it is deleted or the account is closed")
    __person__ = "account_id as account"
    __table_args__ = (Index("ix_account_address_street", "line1_digest", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    name: Mapped[str] = mapped_column(String(120), info=_contact("order billing"))
    company: Mapped[str] = mapped_column(String(120), info=_contact("order billing"))
    line1: Mapped[str] = mapped_column(
        Sealed("account_address.line1", "account_id", finders=(("line1_digest", STREET),)), info=SEALED_LINE
    )
    line1_digest: Mapped[str | None] = mapped_column(String(64), info=_found_by("the street line", "registering"))
    line2: Mapped[str] = mapped_column(Sealed("account_address.line2", "account_id"), info=SEALED_LINE)
    city: Mapped[str] = mapped_column(Sealed("account_address.city", "account_id"), info=SEALED_LINE)
    region: Mapped[str] = mapped_column(String(100), info=_contact("order billing"))
    postal_code: Mapped[str] = mapped_column(Sealed("account_address.postal_code", "account_id"), info=SEALED_LINE)
    country: Mapped[str] = mapped_column(String(2), info=_contact("order billing"))
    version: Mapped[int] = mapped_column(default=1, info=STAMP)


class AddressDefault(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Which address is offered first for shipping, which for billing, and since when."""

    __tablename__ = "address_default"
    __retention__ = With("account", "until another is chosen or the account is closed")
    __person__ = "account_id as account"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, info=KEY)
    use: Mapped[str] = mapped_column(String(10), primary_key=True, info=not_personal("shipping or billing"))
    address_id: Mapped[int] = mapped_column(ForeignKey("account_address.id"), index=True, info=KEY)
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class BillingDetail(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """What stands on invoices beside the billing address."""

    __tablename__ = "billing_detail"
    __retention__ = With("account", "until the account is closed")
    __person__ = "account_id as account"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, info=KEY)
    company: Mapped[str] = mapped_column(String(120), default="", info=_financial())
    tax_id: Mapped[str] = mapped_column(
        Sealed("billing_detail.tax_id", "account_id"), default="", info=_financial(rest="sealed")
    )
    po_number: Mapped[str] = mapped_column(String(40), default="", info=_financial())
    version: Mapped[int] = mapped_column(default=1, info=STAMP)


class StaffRole(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A role that a member of staff has, since when, and who gave it."""

    __tablename__ = "staff_role"
    __retention__ = With("account", "as long as the person has the role")
    __person__ = "account_id as account"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True, info=KEY)
    role: Mapped[str] = mapped_column(
        String(30), info=personal("account", subject="staff", purposes="account", origins="staff", clause="security")
    )
    since: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    by: Mapped[str] = mapped_column(String(80), info=not_personal("the id of whoever gave the role, without a name"))


class StaffInvitation(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A one-time address that makes a member of staff; only its digest is kept, and whom it was mailed to while open.

    The token is derived from `salt` when the mail leaves. One that was printed by a command has no e-mail address.
    """

    __tablename__ = "staff_invitation"
    __retention__ = Both(
        (
            After("retention.invitation-days", since="made_at"),
            After(
                "account.invitation-days",
                since=("resent_at", "made_at"),
                which="the e-mail address",
                masks=("email", "email_key"),
                left="only the row",
            ),
        )
    )
    __person__ = "email_key as email-key"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True, info=not_personal("a digest of a random token"))
    salt: Mapped[str | None] = mapped_column(String(64), info=not_personal("random"))
    email: Mapped[str | None] = mapped_column(
        String(254),
        info=personal("contact", subject="staff", purposes="account", origins="staff", clause="registering"),
    )
    email_key: Mapped[str | None] = mapped_column(
        String(320), index=True,
        info=personal("contact", subject="staff", purposes="account", origins="system", clause="registering",
                      export="withheld", reason="the e-mail address again, in the form in which it is compared"),
    )  # fmt: skip
    roles: Mapped[str] = mapped_column(String(200), info=not_personal("the roles that will be given, parted by spaces"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    resent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    by: Mapped[str] = mapped_column(String(80), info=not_personal("the id of whoever invited, without a name"))


in_words(
    Account,
    "Your account",
    user_id="user ID",
    user_id_key="the user ID in the form in which we compare it",
    password_hash="password, scrambled for good",  # noqa: S106  # words, no secret
    email="e-mail address",
    email_key="the e-mail address in the form in which we compare it",
    name="name",
    greeting="how we greet you",
    phone="telephone number",
    phone_digest="fingerprint of the telephone number",
    phone_last4_digest="fingerprint of its last four digits",
)
in_words(
    AccountAddress,
    "Your address book",
    name="name",
    company="company",
    line1="street",
    line1_digest="fingerprint of the street",
    line2="second line",
    city="city",
    region="state",
    postal_code="ZIP code",
    country="country",
)
in_words(AddressDefault, "Your address that comes first")
in_words(
    BillingDetail,
    "Your billing details",
    company="company",
    tax_id="tax exemption or tax number",
    po_number="purchase order number",
)
in_words(
    StaffInvitation,
    "Invitations to our staff",
    email="e-mail address",
    email_key="the e-mail address in the form in which we compare it",
)
in_words(StaffRole, "Roles of our staff", role="role in the shop")
