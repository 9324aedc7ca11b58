"""The tables of companies: a company, who belongs to it, and who is invited."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.companies import terms  # noqa: F401  # declares the periods that the tables name
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import After, Both, With

BY = not_personal("the number of whoever did it, without a name")
GIVEN = personal("account", purposes="order", origins="company", clause="account-benefits")
"""What an administrator of the company decided about somebody."""
OPEN = "ended_at IS NULL"


class Company(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Several people who order together. `empty_since` tells that nobody belongs to it any more.

    Its numbers are never given twice: orders keep theirs after the company is gone.
    """

    __tablename__ = "company"
    __retention__ = After(
        "retention.company-days", since="empty_since", until="as long as anybody belongs to it, then "
    )
    __person__ = "opened_by as actor"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    name: Mapped[str] = mapped_column(
        String(120), info=personal("account", purposes="order", clause="account-benefits", correctable="self")
    )
    opened_by: Mapped[str] = mapped_column(String(80), default="", index=True, info=BY)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    default_limit_cents: Mapped[int | None] = mapped_column(info=not_personal("a rule of the company for new buyers"))
    po_required: Mapped[bool] = mapped_column(default=False, info=not_personal("a rule of the company for its orders"))
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    agreement: Mapped[str | None] = mapped_column(String(60), info=not_personal("the name of an agreement"))
    agreement_version: Mapped[int | None] = mapped_column(info=not_personal("the number of an agreement's version"))
    empty_since: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, info=STAMP)
    version: Mapped[int] = mapped_column(default=1, info=STAMP)


class CompanyMember(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """That an account belongs to a company, from when to when; to one at a time at most."""

    __tablename__ = "company_member"
    __retention__ = Both(
        (
            After(
                "retention.company-member-days", since="ended_at", until="as long as the person belongs to it, then "
            ),
            With("company"),
        )
    )
    __person__ = "account_id as account"
    __table_args__ = (
        Index(
            "uq_company_member_open",
            "account_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_company_member_of_company", "company_id", "id"),
        Index("ix_company_member_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    role: Mapped[str] = mapped_column(String(20), info=GIVEN)
    limit_cents: Mapped[int | None] = mapped_column(info=GIVEN)
    since: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    by: Mapped[str] = mapped_column(String(80), info=BY)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    changed_by: Mapped[str] = mapped_column(String(80), default="", info=BY)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, info=STAMP)
    ended_by: Mapped[str] = mapped_column(String(80), default="", info=BY)
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    agreement: Mapped[str | None] = mapped_column(String(60), info=not_personal("the name of an agreement"))
    agreement_version: Mapped[int | None] = mapped_column(info=not_personal("the number of an agreement's version"))
    version: Mapped[int] = mapped_column(default=1, info=STAMP)


class CompanyInvitation(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A one-time address by which somebody joins a company. The secret and the whole e-mail address rest nowhere."""

    __tablename__ = "company_invitation"
    __retention__ = Both((After("retention.company-invitation-days", since="made_at"), With("company")))
    __person__ = "address_digest as address-digest"
    __table_args__ = (
        Index("ix_company_invitation_of_company", "company_id", "made_at"),
        Index("ix_company_invitation_address", "address_digest", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), info=KEY)
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    token_sha256: Mapped[str] = mapped_column(
        String(64), unique=True, info=not_personal("a digest of a secret that is stored nowhere")
    )
    address_digest: Mapped[str] = mapped_column(
        String(64),
        default="",
        info=personal(
            "contact",
            subject="correspondent",
            purposes="requested",
            origins="system",
            clause="account-benefits",
            export="withheld",
            reason="a keyed digest of the e-mail address that was invited, only to know it again",
        ),
    )
    shown: Mapped[str] = mapped_column(
        String(120),
        default="",
        info=personal(
            "contact",
            subject="correspondent",
            purposes="requested",
            origins="company",
            clause="account-benefits",
        ),
    )
    role: Mapped[str] = mapped_column(String(20), info=not_personal("the role that was offered"))
    limit_cents: Mapped[int | None] = mapped_column(info=not_personal("the limit that was offered"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    by: Mapped[str] = mapped_column(String(80), info=BY)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    policy_version: Mapped[int | None] = mapped_column(info=not_personal("the number of a policy version"))
    agreement: Mapped[str | None] = mapped_column(String(60), info=not_personal("the name of an agreement"))
    agreement_version: Mapped[int | None] = mapped_column(info=not_personal("the number of an agreement's version"))


in_words(Company, "A company that you opened", name="its name")
in_words(CompanyMember, "Your companies", role="your role", limit_cents="your limit for one order")
in_words(
    CompanyInvitation,
    "Invitations into companies",
    address_digest="fingerprint of the e-mail address",
    shown="the e-mail address, shortened",
)
