"""How the keepers of P60, P62 and P80 are disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.cases.views import case_of
from app.mail import service as mail
from app.permissions import facts as gate_facts

Patch = pytest.MonkeyPatch


def talkative_mail(_app: Flask, patch: Patch) -> None:
    """The mail about a message says what was said."""
    queue = mail.queue

    def telling(act: Any, **said: Any) -> int:
        if "title" in said:
            said["title"] = f"{said['title']}: {case_of(said['number']).story[-1].text}"
        return queue(act, **said)

    patch.setattr("app.pages.listeners.mail.queue", telling)


def stops_of_mail_are_forgotten(_app: Flask, patch: Patch) -> None:
    """The gate overlooks a stop that is about e-mail alone."""
    standing = gate_facts.standing_stop

    def overlooking(events: Any, *about: Any) -> Any:
        return standing(tuple(e for e in events if e.channel != "email"), *about)

    patch.setattr(gate_facts, "standing_stop", overlooking)


def one_purpose_at_a_time(_app: Flask, patch: Patch) -> None:
    """A stop of every use reaches none: each would have to be named."""
    covers = gate_facts.covers
    patch.setattr(gate_facts, "covers", lambda stopped, purpose: stopped != "*" and covers(stopped, purpose))


SAFE_MAIL: dict[str, Callable[[Flask, Any], None]] = {
    "P60": stops_of_mail_are_forgotten,
    "P62": one_purpose_at_a_time,
    "P80": talkative_mail,
}
