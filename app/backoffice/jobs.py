"""The end of the audit chain goes to two people by mail each day: whoever cuts the record must reach them, too."""

from app.accounts import service as accounts
from app.audit import heads
from app.backoffice.audit_routes import READ
from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.mail import service as mail

READERS = 2


def mail_head(act: Act) -> None:
    """Mail the newest head once, to at most two of those who may read the record."""
    readers = accounts.who_may(READ.name, READERS)
    head = heads.take_for_mail(act) if readers else None
    if head is None:
        return
    for account_id in readers:
        mail.queue(
            act,
            to=accounts.account_card(account_id).email,
            template="backoffice/audit_head",
            purpose="account",
            ref=f"account:{account_id}",
            day=head.day.isoformat(),
            seq=head.seq,
            row_hash=head.row_hash,
        )


MAIL_HEAD = Job(
    "mail-audit-head",
    mail_head,
    60,
    "Mail the day's end of the audit chain to two of the staff",
    purposes="account",
    clause="security-measures",
)
