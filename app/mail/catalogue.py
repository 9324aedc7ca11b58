"""The catalogue of the mail that the shop sends: what is not in it cannot be queued."""

from dataclasses import dataclass

from flask import current_app


@dataclass(frozen=True)
class Letter:
    """One mail: its `template` (`room/name`), what it is in words, the purpose it serves, the policy clause behind it.

    `cause` is the kind of cause that must be open for it; empty, if the purpose needs none by e-mail.
    """

    template: str
    title: str
    purpose: str
    clause: str
    cause: str = ""


def check(template: str, purpose: str) -> None:
    """Refuse a mail that the catalogue does not know.

    Raises:
        LookupError: it has no mail of that name, or it has it under another purpose.
    """
    known: dict[str, Letter] = current_app.extensions["shop.letters"]
    if template not in known:
        raise LookupError(f"The mail {template} is not in the catalogue.")
    if known[template].purpose != purpose:
        raise LookupError(f"The mail {template} serves the purpose {known[template].purpose}, not {purpose}.")
