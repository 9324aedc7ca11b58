"""What a change will do, before anybody sends it on: its least class and why, what it touches, what still misses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.foundation import clock
from app.policy import meaning, views
from app.policy.clauses import Problem
from app.policy.comparison import Changes, Touched, compare
from app.policy.meaning import SlotChange
from app.policy.rendering import Rendered
from app.policy.service import bounds, consequences, drafts, guard, kinds, obstacles
from app.policy.service.classes import FIRST, WIDENS
from app.policy.service.drafts import Wording
from app.policy.service.guard import Guarded
from app.policy.service.obstacles import Obstacle
from app.policy.service.timing import advised
from app.policy.slots import Live, from_json


@dataclass(frozen=True, slots=True)
class Assessment:
    """A wording against the newest posted version.

    `least_class` is the least grave class that the rules let it have ("first" without a version before it), `reasons`
    say why in sentences. `guarded` are the changed clauses that something keeps, `unmarked` those of which nobody
    said how they are kept, `marks` what staff said of clauses that the program does not know. `obstacles` are what
    refuses to send it on, gravest first; `problems` those of the text alone. `earliest` is when it may take effect.
    """

    slug: str
    rendered: Rendered
    least_class: str
    reasons: tuple[str, ...]
    changes: Changes
    guarded: tuple[Guarded, ...]
    unmarked: tuple[Touched, ...]
    marks: dict[str, str]
    slot_changes: tuple[SlotChange, ...]
    obstacles: tuple[Obstacle, ...]
    earliest: datetime
    consequences: tuple[str, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.rendered.problems

    @property
    def missing_answers(self) -> tuple[Guarded, ...]:
        return tuple(clause for clause in self.guarded if not clause.answer)


def assess(
    slug: str,
    live: Live,
    wording: Wording | None = None,
    *,
    base: views.PublishedVersion | None = None,
    at: datetime | None = None,
) -> Assessment:
    """Look at a wording (the open draft's when None) as it would follow `base` (the newest posted version when None).

    `at` is the instant of looking (now when None); `live` the values as of the time at which it is to take effect.
    """
    base, at = base or views.newest(slug), at or clock.now()
    approved = wording is None and views.draft(slug).state == "approved"
    wording = wording or drafts.said(views.draft(slug))
    rendered = drafts.rendered_after(base, wording.body_md, live, slug)
    marks = kinds.marks(rendered.clauses, wording.kinds, base, slug)
    slots = meaning.slot_changes(from_json(base.slots), rendered.slots) if base else ()
    guarded = guard.guarded(base, rendered, wording, live, slug)
    changes = compare(base.clauses if base else (), rendered.clauses)
    unmarked = tuple(
        Touched(clause.anchor, clause.heading)
        for clause in rendered.clauses
        if slug == views.PRIVACY and clause.text and not kinds.kind_of(clause, marks, slug)
    )
    least, reasons = _least(base, rendered, changes, guarded, slots, wording)
    chosen = wording.change_class or least
    starts = advised(base, WIDENS if WIDENS in (least, chosen) else chosen, at)
    seen = obstacles.Seen(slug, base, rendered, wording, least, reasons, guarded, unmarked)
    told = consequences.told(slug, base, changes, slots, wording, chosen, starts, at, approved=approved)
    return Assessment(
        slug, rendered, least, reasons, changes, guarded, unmarked, marks, slots, obstacles.found(seen), starts, told
    )


def _least(
    base: views.PublishedVersion | None,
    rendered: Rendered,
    changes: Changes,
    guarded: Sequence[Guarded],
    slots: Sequence[SlotChange],
    wording: Wording,
) -> tuple[str, tuple[str, ...]]:
    """The least class and the sentences that say why, gravest first."""
    if base is None:
        return FIRST, ()
    found = [("widens", f"“{use.words}” is a new use, so this change widens.") for use in wording.new_uses]
    found += bounds.differences(base.line.not_for, wording.not_for)
    found += bounds.reworded(base, rendered)
    found += [(change.effect, change.sentence) for change in slots]
    found += [
        ("clarify", f"A word of “{clause.heading}” changes, which something keeps: that is more than a typo.")
        for clause in guarded
        if not clause.removed
    ]
    found += [("clarify", f"The clause “{c.heading}” is new: that is more than a typo.") for c in changes.added]
    found += [("clarify", f"The clause “{c.heading}” disappears: that is more than a typo.") for c in changes.removed]
    found.sort(key=lambda one: -meaning.ORDER.index(one[0]))
    return meaning.gravest([kind for kind, _ in found]), tuple(sentence for _, sentence in found)
