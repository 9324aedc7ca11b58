"""The mail about messages to us, for the catalogue."""

from app.mail.catalogue import Letter

LETTERS = (
    Letter(
        "cases/received", "That a message arrived, with its number and code", "requested", "writing-to-us", "request"
    ),
    Letter("cases/news", "That an answer or a question waits", "requested", "writing-to-us", "request"),
)
