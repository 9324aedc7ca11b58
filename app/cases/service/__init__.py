"""The verbs of cases, one module for each part of the work; routes and other rooms call them from here."""

from app.cases.service.answering import answer, close, note
from app.cases.service.drafting import approve, give_back, prepare
from app.cases.service.following import follow
from app.cases.service.opening import NewCase, add_message, open_case
from app.cases.service.sweeping import sweep
from app.cases.service.working import release, release_all, take

__all__ = [
    "NewCase",
    "add_message",
    "answer",
    "approve",
    "close",
    "follow",
    "give_back",
    "note",
    "open_case",
    "prepare",
    "release",
    "release_all",
    "sweep",
    "take",
]
