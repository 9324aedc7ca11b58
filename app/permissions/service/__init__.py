"""The gate's verbs: ask it, tell it of stops and causes."""

from app.permissions.service.asking import ask_and_use_many
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
from app.permissions.service.deciding import Answered, Permit, Refused, answered, ask, give_back, person_of_permit, use
from app.permissions.service.given import Given, UseGiven, given
from app.permissions.service.many import consider_many
from app.permissions.service.new_uses import add_new_use, end_new_uses, notified, notified_of, post_new_uses
from app.permissions.service.on_page import consider, fold_counts, fold_signals, heard_signal
from app.permissions.service.overview import CellState, DecisionLine, EventLine, PurposeState, decisions, said, state
from app.permissions.service.own_choices import ChoiceCell, ChoiceLine, Goes, arose, choices_of, goes_on
from app.permissions.service.own_uses import UseLine, choose, uses_of
from app.permissions.service.promises import agreed, collected, name_next, name_purposes
from app.permissions.service.standing import Standing, standing_stop, stop_of

__all__ = [
    "Answered",
    "CellState",
    "ChoiceCell",
    "ChoiceLine",
    "DecisionLine",
    "EventLine",
    "Given",
    "Goes",
    "Permit",
    "PurposeState",
    "Refused",
    "Source",
    "Standing",
    "UseGiven",
    "UseLine",
    "add_new_use",
    "agreed",
    "allow",
    "answered",
    "arose",
    "ask",
    "ask_and_use_many",
    "choices_of",
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
    "give_back",
    "given",
    "goes_on",
    "heard_signal",
    "name_next",
    "name_purposes",
    "notified",
    "notified_of",
    "open_cause",
    "outlive",
    "person_of_permit",
    "post_new_uses",
    "said",
    "standing_stop",
    "state",
    "stop",
    "stop_of",
    "suppress",
    "suppress_key",
    "use",
    "uses_of",
]
