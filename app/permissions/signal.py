"""`Sec-GPC: 1`, the browser's word that data is not to be sold or shared (Global Privacy Control).

We sell to nobody, so nothing changes there; we take it as a stop of fitting pages and of drawing conclusions
(policy clause `browser-signal`): for the request at once, and for the account of whoever is signed in.
"""

from flask import Flask, request

from app.foundation import facts
from app.foundation.access import SAFE, act, viewer
from app.people import service as people
from app.permissions import service
from app.permissions.facts import Outcome
from app.permissions.subjects import Subject

SEEN, COUNTED = "gpc.seen", "gate.counted"


def bind(app: Flask) -> None:
    """Listen to the signal on every page from now on."""
    app.before_request(note)


def given() -> bool:
    """Whether this request carries the signal: exactly `1`, anything else says nothing."""
    return bool(request.headers.get("Sec-GPC") == "1")


def note() -> None:
    """Leave a fact when the signal comes from somebody signed in whose account does not hold it yet."""
    if not given() or request.method not in SAFE or request.endpoint in {None, "static"}:
        return
    who = viewer()
    if who.signed_in and not service.heard_signal(who.person_id):
        facts.append(SEEN, person=who.person_id)


def may(purpose: str) -> bool:
    """Whether this page may use what it knows of its viewer for the purpose; counted, not stored one by one."""
    return decide(purpose).allowed


def decide(purpose: str) -> Outcome:
    """The answer behind `may`, with its reason.

    Raises:
        KeyError: the table has no such purpose.
    """
    person = viewer().person_id
    subject = Subject(person, people.email_of(person) if person else "")
    outcome = service.consider(act(), subject, purpose, signal=given())
    facts.append(COUNTED, purpose=purpose, channel="internal", reason=outcome.reason)
    return outcome
