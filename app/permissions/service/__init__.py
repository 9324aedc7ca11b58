"""The gate's verbs: ask it, tell it of stops and causes."""

from app.permissions.service.causes import close_cause, open_cause
from app.permissions.service.choices import (
    Source,
    allow,
    clear_bounces,
    outlive,
    stop,
    suppress,
    suppress_key,
)
from app.permissions.service.deciding import Permit, Refused, ask, use
from app.permissions.service.given import Given, UseGiven, given
from app.permissions.service.many import consider_many
from app.permissions.service.new_uses import add_new_use, end_new_uses, notified, notified_of, post_new_uses
from app.permissions.service.on_page import consider, fold_counts, fold_signals, heard_signal
from app.permissions.service.overview import CellState, DecisionLine, EventLine, PurposeState, decisions, said, state
from app.permissions.service.own_uses import UseLine, choose, uses_of
from app.permissions.service.promises import agreed, collected, name_next, name_purposes

__all__ = [
    "CellState",
    "DecisionLine",
    "EventLine",
    "Given",
    "Permit",
    "PurposeState",
    "Refused",
    "UseGiven",
    "UseLine",
    "add_new_use",
    "Source",
    "agreed",
    "allow",
    "ask",
    "choose",
    "clear_bounces",
    "close_cause",
    "collected",
    "consider",
    "consider_many",
    "decisions",
    "end_new_uses",
    "fold_counts",
    "fold_signals",
    "given",
    "heard_signal",
    "name_next",
    "name_purposes",
    "notified",
    "notified_of",
    "open_cause",
    "outlive",
    "post_new_uses",
    "said",
    "state",
    "stop",
    "suppress",
    "suppress_key",
    "use",
    "uses_of",
]
