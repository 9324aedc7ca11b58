"""Objecting to uses: stops through the gate, for some purposes or for every one that can be stopped (P62, P63)."""

from collections.abc import Collection, Iterable

from app.foundation.acts import Act
from app.foundation.errors import Refusal
from app.foundation.inventory import PURPOSES as WORDS
from app.foundation.reaching import Keys
from app.permissions import service as gate
from app.permissions.purposes import ANY, PURPOSES
from app.permissions.service.choices import Source
from app.permissions.subjects import Subject


def choices() -> list[tuple[str, str]]:
    """What can be objected to: code and words, every use together first."""
    each = [(code, WORDS[code].capitalize()) for code, purpose in PURPOSES.items() if purpose.stoppable]
    return [(ANY, "Every use but the one I gave it for"), *each]


def object_to(
    act: Act, keys: Keys, purposes: Collection[str], source: Source = "web form", evidence: str = ""
) -> list[int]:
    """Stop the purposes by every channel, for everything that the person is known by; gives the numbers of the stops.

    Raises:
        Refusal: nothing was chosen, or something that cannot be stopped.
    """
    known = {code for code, _words in choices()}
    if not purposes or set(purposes) - known:
        raise Refusal("Please choose at least one use.", "purposes")
    wanted = [ANY] if ANY in purposes else sorted(purposes)
    return [
        gate.stop(act, subject, purpose, ANY, source, evidence) for subject in _subjects(keys) for purpose in wanted
    ]


def _subjects(keys: Keys) -> Iterable[Subject]:
    """The person, and each address by itself, so that the stop holds whoever is known by it later."""
    yield from (Subject(person_id) for person_id in sorted(keys.persons))
    yield from (Subject(email_key=email_key) for email_key in sorted(keys.email_keys))
