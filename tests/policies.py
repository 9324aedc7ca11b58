"""How a version of the policy comes about in tests: one person writes it, another approves it, the first posts it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.foundation import clock
from app.foundation.acts import Act, Actor
from app.policy import live_values, service
from app.policy.service import NewUse, Wording
from app.policy.service.guard import SAME
from app.policy.views import PRIVACY, Draft, VersionLine

AUTHOR, REVIEWER = "Pat Editor", "Reed Moore"


@dataclass(frozen=True)
class Change:
    """What somebody does to the newest text, and says about it."""

    reword: Callable[[str], str]
    note: str = "Clearer words."
    kind: str = "clarify"
    uses: tuple[NewUse, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    slug: str = PRIVACY
    not_for: tuple[str, ...] = ()


def by(number: str) -> Act:
    """An act of a member of staff, now."""
    return Act(Actor("staff", number), clock.now(), service.version_in_force())


def an_act() -> Act:
    """An act of the policy editor, now."""
    return by("7")


def a_reviewer() -> Act:
    """An act of somebody who writes nothing."""
    return by("8")


def drafted(change: Change, at: datetime | None = None) -> Draft:
    """The change, saved: clauses that nobody knows are a stance, and what is reworded means the same.

    `at` is when it is to take effect (now when None): live values are as of then.
    """
    standing = service.draft(change.slug)
    body = change.reword(standing.body_md)
    first = Wording(body, change.kind, change.note, {}, dict(change.marks), change.uses, change.not_for)
    seen = service.assess(change.slug, live_values.present(at), first)
    kinds = {clause.anchor: "stance" for clause in seen.unmarked} | dict(change.marks)
    guard = {clause.anchor: SAME for clause in seen.guarded}
    wording = Wording(body, change.kind, change.note, guard, kinds, change.uses, change.not_for)
    return service.save(an_act(), standing.token, wording, AUTHOR, change.slug)


def sent(change: Change, at: datetime | None = None) -> Draft:
    """The change, sent to review."""
    token = drafted(change, at).token
    return service.submit(an_act(), token, live_values.present(at), AUTHOR, change.slug)


def approved(change: Change, at: datetime | None = None) -> Draft:
    """The change, approved by somebody else."""
    return service.approve(a_reviewer(), sent(change, at).token, REVIEWER, slug=change.slug)


def posted(change: Change, at: datetime | None = None) -> VersionLine:
    """The change, posted: in force at once or from a later minute on."""
    token, live = approved(change, at).token, live_values.present(at)
    return service.publish(an_act(), token, live, AUTHOR, effective_at=at, slug=change.slug)


TERMS = "## What you find here {#terms}\n\nThis area is for our customers. What you write here stays here.\n"


def agreement(slug: str, text: str = TERMS, *, not_for: tuple[str, ...] = ()) -> VersionLine:
    """The first version of an area's agreement, in force."""
    service.open_document(an_act(), slug, f"Agreement for {slug}")
    return posted(Change(lambda _text: text, kind="", slug=slug, not_for=not_for))


def new_terms(slug: str, reword: Callable[[str], str], kind: str = "clarify", **said: Any) -> VersionLine:
    """The next version of an area's agreement."""
    return posted(Change(reword, kind=kind, slug=slug, **said))
