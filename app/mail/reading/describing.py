"""One plain sentence for staff about how a mail was read."""

from app.mail.reading.shapes import Reading


def describe(reading: Reading) -> str:
    """Such as: Read as: stop all marketing e-mail, because the text says "unsubscribe"."""
    return f"Read as: {', '.join(sorted(reading.wishes)) or reading.kind} ({reading.rule})."
