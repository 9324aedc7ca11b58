"""Asking the gate about many subjects at once: the same answers as one by one, each stored as a permit of its own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import facts
from app.permissions.facts import Known, Outcome
from app.permissions.models import Decision
from app.permissions.purposes import PURPOSES, Channel
from app.permissions.service.deciding import Permit, Refused, digest
from app.permissions.service.many import know_many
from app.permissions.subjects import Subject


def ask_and_use_many(
    act: Act, subjects: Sequence[Subject], purpose: str, channel: Channel, refs: Sequence[str], stage: str = "queue"
) -> list[Permit | Refused]:
    """Ask about each subject with its cause, in their order; each permit is spent on the spot."""
    if not subjects:
        return []
    every = know_many(act, subjects, purpose, refs)
    rows = [
        _row(act, who, purpose, channel, ref, stage, known)
        for who, ref, known in zip(subjects, refs, every, strict=True)
    ]
    stored = insert(Decision).returning(Decision.id, sort_by_parameter_order=True)
    numbers = db.session.scalars(stored, rows).all()
    return [
        Permit(number, purpose, channel) if row["allowed"] else Refused(number, row["reason"], row["clause"])
        for number, row in zip(numbers, rows, strict=True)
    ]


def _row(
    act: Act, subject: Subject, purpose: str, channel: Channel, cause_ref: str, stage: str, known: Known
) -> dict[str, Any]:
    outcome: Outcome = facts.decide(known, purpose, channel)
    lasts = timedelta(minutes=rules.whole("gate.send-permit-minutes", act.at))
    return {
        "subject_key": subject.key,
        "purpose": purpose,
        "channel": channel,
        "cause_ref": cause_ref,
        "allowed": outcome.allowed,
        "reason": outcome.reason,
        "clause": PURPOSES[purpose].clause,
        "events": list(outcome.events),
        "inputs_sha256": digest(known),
        "stage": stage,
        "policy_version": act.policy_version,
        "at": act.at,
        "expires_at": act.at + lasts if stage == "send" and outcome.allowed else None,
        "used_at": act.at if outcome.allowed else None,
    }
