"""The catalogue of the mail that the shop sends: what is not in it cannot be queued."""

from dataclasses import dataclass

from flask import current_app


@dataclass(frozen=True)
class Letter:
    """One mail: its `template` (`room/name`), what it is in words, the purpose it serves, the policy clause behind it.

    `cause` is the kind of cause that must be open for it; empty, if the purpose needs none by e-mail. A mail with a
    `null_sender` answers one that came in: no machine may answer it in turn.
    """

    template: str
    title: str
    purpose: str
    clause: str
    cause: str = ""
    null_sender: bool = False


def known(template: str) -> Letter | None:
    """The mail of that name, if the catalogue has it."""
    letters: dict[str, Letter] = current_app.extensions["shop.letters"]
    return letters.get(template)


def check(template: str, purpose: str) -> None:
    """Refuse a mail that the catalogue does not know.

    Raises:
        LookupError: it has no mail of that name, or it has it under another purpose.
    """
    letter = known(template)
    if letter is None:
        raise LookupError(f"The mail {template} is not in the catalogue.")
    if letter.purpose != purpose:
        raise LookupError(f"The mail {template} serves the purpose {letter.purpose}, not {purpose}.")
