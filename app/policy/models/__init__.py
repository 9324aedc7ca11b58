"""The tables of the policy room: texts and their making, evidence, and the register of measures."""

from app.policy.models.evidence import CheckDelay, CheckRun, CheckState, Concern, Measure, MeasureCheck
from app.policy.models.making import (
    Engagement,
    PolicyComment,
    PolicyComparison,
    PolicyEvent,
    PolicySaving,
    RuleWish,
)
from app.policy.models.versions import OPEN, PERMANENT, PolicyClause, PolicyDoc, PolicyVersion

__all__ = [
    "OPEN",
    "PERMANENT",
    "CheckDelay",
    "CheckRun",
    "CheckState",
    "Concern",
    "Engagement",
    "Measure",
    "MeasureCheck",
    "PolicyClause",
    "PolicyComment",
    "PolicyComparison",
    "PolicyDoc",
    "PolicyEvent",
    "PolicySaving",
    "PolicyVersion",
    "RuleWish",
]
