"""Checks: small functions that look whether a promise is kept, and say what they measured.

A room that keeps a promise lists its checks in its ``checks.py``; `registry` joins them, the policy room runs and
shows them. A check reads data or the served site, never a claim: not a setting, not a constant of its own room. What
it measured is shown to everybody, so it holds nobody's data.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flask import current_app

from app.foundation.database import db
from app.foundation.own_site import Unreachable

log = logging.getLogger(__name__)


class NotYet(Exception):
    """There is nothing to look at so far; the message says what is missing, as a sentence."""


class Broken(Exception):
    """The promise is not kept; the message says what was seen, as a sentence."""


class State(StrEnum):
    """`UNCHECKED` is for what could not be looked at: no data yet, or the site could not be reached."""

    KEPT = "kept"
    FAILING = "failing"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Result:
    """What one look found; `measured` is one plain sentence with the figures."""

    state: State
    measured: str


def kept(measured: str) -> Result:
    return Result(State.KEPT, measured)


def failing(measured: str) -> Result:
    return Result(State.FAILING, measured)


def unchecked(measured: str) -> Result:
    return Result(State.UNCHECKED, measured)


def verdict(good: bool, measured: str) -> Result:
    """Kept or failing, with what was measured."""
    return kept(measured) if good else failing(measured)


@dataclass(frozen=True)
class Check:
    """`name` in kebab-case; `sentence` says in plain words what is looked at; `minutes` lie between two looks.

    `promises` are numbers of the specification's list (77 for P77). `yourself` tells a reader how to test it without
    us, empty where nobody outside can.
    """

    name: str
    sentence: str
    run: Callable[[], Result]
    promises: tuple[int, ...]
    minutes: int = 10
    yourself: str = ""


def look(check: Check) -> Result:
    """Run the check in a session of its own, with no transaction open: the site that it looks at can write meanwhile.

    A site that does not answer proves nothing, nor does a check that breaks: both are said. Nothing that it tried
    to write stays.
    """
    with current_app.app_context():
        try:
            return check.run()
        except NotYet as missing:
            return unchecked(str(missing))
        except Broken as breach:
            return failing(str(breach))
        except Unreachable as error:
            return unchecked(f"The site could not be reached as an outsider reaches it ({error}).")
        except Exception as error:
            log.exception("check %s broke", check.name)
            return unchecked(f"The check itself broke off ({type(error).__name__}).")
        finally:
            db.session.rollback()
