"""Mail that came to the demonstration shop, so that the mail desk has something to show. Every writer is made up."""

from email.message import EmailMessage
from email.policy import SMTP

from app.foundation import rules
from app.foundation.acts import Act
from app.mail.service import receiving

MAILS = (
    ("casey.calder@example.org", "Enough", "Please take me off your list. Thank you.", False),
    ("robin.vale@example.net", "Sundays", "Do you print on Sundays? We need forty posters for a fair.", False),
    ("lucia.prado@example.org", "Correos", "Por favor, no me envíen más correos. Gracias.", False),
    ("lee.marsh@example.net", "My data", "What do you know about me? Please send me a copy of my data.", False),
    ("noor.aziz@example.org", "My data", "Please do not use my data for anything else.", False),
    ("kim.holt@example.net", "Out of office", "I am away until Monday and read your mail then.", True),
)
"""From, subject, text, and whether a machine wrote it."""


def receive_all(act: Act) -> None:
    """Take them in as the mail server would; the job reads them a moment later."""
    desk = rules.text("company.newsletter")
    for sender, subject, text, machine in MAILS:
        receiving.receive(act, sender, desk, _raw(sender, desk, subject, text, machine), way="form")


def _raw(sender: str, to: str, subject: str, text: str, machine: bool) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<demonstration.{sender}>"
    if machine:
        message["Auto-Submitted"] = "auto-replied"
    message.set_content(text)
    return message.as_bytes()
