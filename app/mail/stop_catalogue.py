"""The mail about choices: a code, and that something was stopped."""

from app.mail.catalogue import Letter

LETTERS: tuple[Letter, ...] = (
    Letter("mail/choice_code", "The code that opens the mail choices", "account", "your-choices"),
    Letter("mail/stopped", "That somebody stopped mail by its reference", "account", "no-questions"),
)
