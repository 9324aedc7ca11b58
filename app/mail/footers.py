"""How each mail, letter and call that nobody ordered says how to stop the next one (P64)."""

from flask import current_app

from app.config import Settings
from app.foundation import codes, frame
from app.foundation.inventory import PURPOSES as WORDS

LETTER, CALL = "mail/stop_letter.txt", "mail/stop_call.txt"


def holds(text: str) -> bool:
    """Whether a message as it will leave says how to stop such mail, why it came and who sent it."""
    site, said = _site(), " ".join(text.casefold().split())
    ways = ("/u/", "/mail-choices")
    needed = ("stop", site.newsletter.casefold(), site.street.casefold())
    return all(words in said for words in needed) and any(f"{site.public_url}{way}".casefold() in said for way in ways)


def letter(purpose: str, reference: str) -> str:
    """What stands at the foot of a letter that nobody ordered."""
    return _drawn(LETTER, purpose, reference)


def call(purpose: str, reference: str) -> str:
    """What is read out in a call that is about our services."""
    return _drawn(CALL, purpose, reference)


def _drawn(template: str, purpose: str, reference: str) -> str:
    values = {"purpose": WORDS[purpose], "reference": codes.grouped(reference), "site": _site()}
    return current_app.jinja_env.get_template(template).render(values).strip() + "\n"


def _site() -> frame.Site:
    settings: Settings = current_app.extensions["shop.settings"]
    return frame.site(settings)
