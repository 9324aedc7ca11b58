"""How the keepers of P14, P60, P62, P68, P70 and P80 are disabled where somebody writes an e-mail (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.mail.models import InboundMail
from app.mail.service import answering, correspondents, effects
from app.rights.service import asking

Patch = pytest.MonkeyPatch


def mail_is_read_and_not_obeyed(_app: Flask, patch: Patch) -> None:
    """Stops by e-mail are shown to staff and go no further."""
    patch.setattr(effects.stopping, "stop_address", lambda *_, **__: [])


def nobody_is_registered(_app: Flask, patch: Patch) -> None:
    """The register of who wrote stays empty."""
    patch.setattr(correspondents, "note", lambda *_: None)


def requests_by_mail_are_lost(_app: Flask, patch: Patch) -> None:
    """An e-mail opens no request."""
    patch.setattr(asking, "ask_by_mail", lambda *_: 0)


def answers_repeat_the_mail(_app: Flask, patch: Patch) -> None:
    """Our answer quotes what it answers."""
    queue = answering.queue

    def telling(act: Any, **said: Any) -> int:
        newest = InboundMail.query.order_by(InboundMail.id.desc()).first()
        return queue(act, **said | {"due_on": f"{said['due_on']}: {newest.newest_text}"})

    patch.setattr(answering, "queue", telling)


BY_MAIL: dict[str, Callable[[Flask, Any], None]] = {
    "P14": nobody_is_registered,
    "P60": mail_is_read_and_not_obeyed,
    "P62": mail_is_read_and_not_obeyed,
    "P68": requests_by_mail_are_lost,
    "P70": requests_by_mail_are_lost,
    "P80": answers_repeat_the_mail,
}
"""Beside those that disable the same promise on the site."""
