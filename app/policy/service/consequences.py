"""What a change will do, in the words of somebody who explains it to a colleague."""

from collections.abc import Sequence
from datetime import datetime

from app.foundation import clock
from app.policy import views
from app.policy.comparison import Changes
from app.policy.meaning import SlotChange
from app.policy.service import bounds, one_person
from app.policy.service.classes import FIRST, WIDENS
from app.policy.service.drafts import Wording
from app.policy.service.timing import notice_days
from app.policy.slots import SLOTS


def told(
    slug: str,
    base: views.PublishedVersion | None,
    changes: Changes,
    slots: Sequence[SlotChange],
    wording: Wording,
    change_class: str,
    starts: datetime,
    at: datetime,
    *,
    approved: bool = False,
) -> tuple[str, ...]:
    """Sentences, in the order in which things will happen; of a text that is approved, only what is still to come."""
    lines = [_clauses(changes)] if base is not None else []
    lines += [line for change in slots for line in _values(change)]
    lines += [] if approved else [_review()]
    if slug == views.PRIVACY:
        lines.append(_effect(change_class, starts, at))
    else:
        lines += [_entering(change_class, starts, at), *bounds.told(wording.not_for)]
    lines += [f"Nobody’s information is put to this use before then: {use.words}" for use in wording.new_uses]
    lines.append("The version gets its number and stays readable for good; the list of changes says what it changed.")
    return tuple(lines)


def _values(change: SlotChange) -> list[str]:
    title = SLOTS[change.name].description
    if not change.after:
        return [f"{title}: the text no longer follows the shop here, whatever it does."]
    if change.gained or change.lost:
        came = [f"{title}: new is “{entry}”." for entry in change.gained]
        return came + [f"{title}: gone is “{entry}”." for entry in change.lost]
    return [f"{title}: {change.before} becomes {change.after}."]


def _clauses(changes: Changes) -> str:
    counts = ((len(changes.changed), "reworded"), (len(changes.added), "new"), (len(changes.removed), "gone"))
    parts = [f"{_number(count)} {word}" for count, word in counts if count]
    return f"Clauses: {', '.join(parts)}." if parts else "No clause changes its words."


def _number(count: int) -> str:
    small = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return small[count] if count < len(small) else str(count)


def _review() -> str:
    if one_person.allowed():
        return (
            "A colleague may approve it. Without one it can be published "
            f"{one_person.hours()} hours after it was sent on, and the page says that no second person reviewed it."
        )
    return "Somebody who wrote nothing of it reads and approves it before it can be published."


def _effect(change_class: str, starts: datetime, at: datetime) -> str:
    if change_class == FIRST:
        return "It may take effect at once: it is the first version."
    if change_class == WIDENS:
        return (
            f"It takes effect on {clock.spoken(starts)} at the earliest, after {notice_days()} days of notice: "
            "customers are told by e-mail and on the site, and can refuse each new use."
        )
    when = "at once" if starts <= at else f"from {clock.spoken(starts)}, after the version that waits"
    return f"It may take effect {when}. Nobody is written to; readers find it in the list of changes."


def _entering(change_class: str, starts: datetime, at: datetime) -> str:
    """What the agreement of an area does when it takes effect."""
    when = "at once" if starts <= at else f"on {clock.spoken(starts)} at the earliest"
    if change_class == "typo":
        return f"It may take effect {when}. Whoever has agreed is not asked again: no word of meaning changes."
    asked = "is asked to agree" if change_class == FIRST else "is asked to agree again"
    return f"It may take effect {when}. From then on everybody who enters the area {asked} before anything else."
