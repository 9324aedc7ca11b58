"""What the reader of mail has to know about this house."""

from app.foundation import rules
from app.mail import headers, letters
from app.mail.reading import Ours


def ours() -> Ours:
    """Our domain and addresses, and the name by which our mail server signs what it found out."""
    newsletter = rules.text("company.newsletter")
    settings = letters.settings()
    return Ours(
        domain=headers.domain(),
        newsletter=newsletter,
        privacy_addresses=(f"privacy@{newsletter.rpartition('@')[2]}",),
        authserv_id=settings.mail_authserv_id,
        loop_mark=headers.loop_mark(),
    )
