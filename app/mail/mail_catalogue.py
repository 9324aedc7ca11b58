"""The mail that the mail desk itself sends, for the catalogue."""

from app.mail.catalogue import Letter

LETTERS = (
    Letter(
        "mail/answer",
        "That an e-mail came, what was stopped, and how it goes on",
        "account",
        "writing-to-us",
        null_sender=True,
    ),
    Letter("mail/was_it_you", "Whether a stop that came among many was theirs", "account", "opt-out-mail"),
)
