"""The rules of *remember me*, pure (accounts.md, Sign-in; P54, P57).

A device holds token number `n`. Each token is HMAC(server key, device salt, n), so that parallel requests can be
given the same successor although the database keeps only digests.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum


@dataclass(frozen=True)
class Terms:
    """How long remembering lasts: house rules, printed in the policy."""

    sliding: timedelta = timedelta(days=90)
    at_most: timedelta = timedelta(days=365)
    grace: timedelta = timedelta(seconds=120)


class Verdict(Enum):
    """What to do with a presented token."""

    ROTATED = "rotated"
    """It was the newest: a successor is made and given."""
    REPEATED = "repeated"
    """It was rotated a moment ago and its successor has not been seen: the same successor is given again."""
    ENDED = "ended"
    """The device was signed out, or remembering ran out: no sign-in, no alarm."""
    STOLEN = "stolen"
    """It was rotated before and comes again: somebody else has it. End the device's sessions, mail the owner."""


@dataclass(frozen=True)
class Remembered:
    """One device's chain of tokens. `newest` is the number of the token given out last."""

    newest: int
    given_at: datetime
    """When `newest` was given out."""
    began_at: datetime
    ended_at: datetime | None = None


def present(device: Remembered, number: int, at: datetime, terms: Terms) -> tuple[Verdict, Remembered]:
    """Judge token `number` of this device, presented at `at`; returns the device as it is afterwards.

    That the newest token has not been presented is plain from its being the newest: presenting it makes another.
    """
    if device.ended_at is not None or at > good_until(device, terms):
        return Verdict.ENDED, device
    if number == device.newest:
        return Verdict.ROTATED, replace(device, newest=number + 1, given_at=at)
    if number == device.newest - 1 and at - device.given_at <= terms.grace:
        return Verdict.REPEATED, device
    return Verdict.STOLEN, replace(device, ended_at=at)


def good_until(device: Remembered, terms: Terms) -> datetime:
    """When the newest token runs out if it is never presented."""
    return min(device.given_at + terms.sliding, device.began_at + terms.at_most)
