"""House rules that the policy states: what the text allows changes at once, what it does not waits for a version.

Either way a draft appears by itself, so that the text says what the shop does.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.audit import service as audit
from app.foundation import clock, rules, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.policy import live_values, meaning, views
from app.policy.markdown import SLOT
from app.policy.meaning import SlotChange
from app.policy.models import RuleWish
from app.policy.service import comments, drafts, opening, reviewing
from app.policy.service.classes import WIDENS
from app.policy.slots import SLOTS, SlotValue, from_json
from app.policy.views import wishes

AUTHOR, AUTHOR_NAME = Actor("job", "settings"), "The house rules"
LONGEST_NOTE = 1_500


@dataclass(frozen=True, slots=True)
class Foresight:
    """What a rule's new value would do to the text: `effect` is a class of change, "" where no text states the rule."""

    effect: str
    changes: tuple[SlotChange, ...]

    @property
    def waits(self) -> bool:
        """Whether it needs a version first."""
        return self.effect == WIDENS


def foresee(name: str, new: rules.Value, starts: datetime) -> Foresight:
    """What the value would do, from that time on: held against every posted text that is in force then or later."""
    times = views.timetable()
    first = views.in_force(times, starts)
    numbers = [no for at, no in times if at > starts or (first and no == first[1])]
    found: dict[str, SlotChange] = {}
    for no in numbers:
        shown = views.published(no)
        for change in _against(shown, name, new, starts) if shown else ():
            known = found.get(change.name)
            if known is None or meaning.gravest([known.effect, change.effect]) != known.effect:
                found[change.name] = change
    effects = [change.effect for change in found.values()]
    return Foresight(meaning.gravest(effects) if effects else "", tuple(found.values()))


def _against(shown: views.PublishedVersion, name: str, new: rules.Value, starts: datetime) -> tuple[SlotChange, ...]:
    """How the slots that show the rule would differ from what a version says."""
    frozen = from_json(shown.slots)
    at = max(starts, shown.line.effective_at)
    now, then = live_values.present(at, {}).values, live_values.present(at, {name: new}).values
    bound = [slot for slot in live_values.slots_of(name) if slot in frozen and frozen[slot] != then[slot]]
    before = {slot: _known(frozen[slot], now[slot]) for slot in bound}
    return meaning.slot_changes(before, {slot: then[slot] for slot in bound})


def _known(frozen: SlotValue, now: SlotValue) -> SlotValue:
    """What a list may hold already: an entry that waits for its own version is no doing of this rule."""
    if isinstance(frozen, tuple) and isinstance(now, tuple):
        return tuple(dict.fromkeys((*frozen, *now)))
    return frozen


def change(act: Act, name: str, new: rules.Value, reason: str, starts: datetime | None = None) -> Foresight:
    """Give the rule another value: at once (or from `starts` on), or with the version that will say so.

    Raises:
        Refusal: a day was chosen for a value whose day its version chooses.
    """
    if live_values.slots_of(name):
        opening.locked(views.PRIVACY)
    begins = starts or act.at
    seen = foresee(name, new, begins)
    if seen.waits and starts is not None:
        raise Refusal("This value begins with the version of the policy that states it. Leave the day empty.", "starts")
    for older in wishes.waiting():
        if older.name == name:
            _settle(act, older.id, "replaced")
    if seen.waits:
        _wish(act, name, new, reason)
    else:
        _set(act, name, new, begins, reason)
    if seen.effect:
        _draft(act, seen.changes, begins)
    return seen


def drop(act: Act, wish_id: int) -> None:
    """Give up a value that waits; the rule stays as it is, and so does the draft.

    Raises:
        Missing: nothing of that id waits.
    """
    for wish in wishes.waiting():
        if wish.id == wish_id:
            _settle(act, wish_id, "dropped")
            audit.record(act, "rule.wish-dropped", f"rule:{wish.name}", value=rules.in_words(wish.value))
            return
    raise Missing


def bring(act: Act, version: views.VersionLine) -> None:
    """A version was posted: what it says of a waiting rule becomes the rule's value when the version takes effect."""
    shown, waiting = views.published(version.no), wishes.waiting()
    if shown is None or not waiting:
        return
    frozen = from_json(shown.slots)
    said = live_values.present(version.effective_at, {wish.name: wish.value for wish in waiting}).values
    for wish in waiting:
        bound = [slot for slot in live_values.slots_of(wish.name) if slot in frozen]
        if bound and all(frozen[slot] == said[slot] for slot in bound):
            _set(act, wish.name, wish.value, version.effective_at, wish.reason)
            _settle(act, wish.id, "posted", version.id)


def take_back(act: Act, version: views.VersionLine) -> None:
    """A version was withdrawn: what it would have brought waits again."""
    for wish in wishes.of_version(version.id):
        for given in rules.settings(wish.name):
            if given.effective_at == version.effective_at and not given.withdrawn:
                rules.withdraw(act, given.id, f"Version {version.no} of the policy was withdrawn.")
                audit.record(act, "rule.withdrawn", f"rule:{wish.name}", value=rules.in_words(given.value))
        row = _row(wish.id)
        row.settled_at, row.outcome, row.version_id = None, "", None
    db.session.flush()
    work.afterwards(rules.forget)


def follow(act: Act) -> bool:
    """Open a draft where the newest text says something else than the shop does and nobody works on it yet."""
    opening.locked(views.PRIVACY)
    if views.draft_row() is not None or not _changes(act.at):
        return False
    _draft(act, (), act.at)
    return True


def _changes(at: datetime) -> tuple[SlotChange, ...]:
    """How the values that the newest posted text uses differ from the present ones, waiting ones among them."""
    newest = views.newest()
    return meaning.slot_changes(from_json(newest.slots), live_values.present(at).values) if newest else ()


def _wish(act: Act, name: str, new: rules.Value, reason: str) -> None:
    db.session.add(RuleWish(name=name, value=new, reason=reason, asked_by=str(act.actor), asked_at=act.at))
    db.session.flush()
    audit.record(act, "rule.wished", f"rule:{name}", value=rules.in_words(new), reason=reason)


def _set(act: Act, name: str, new: rules.Value, starts: datetime, reason: str) -> None:
    rules.set_value(act, name, new, starts, reason)
    value = rules.in_words(new)
    audit.record(act, "rule.changed", f"rule:{name}", value=value, reason=reason, starts=clock.iso(starts))
    work.afterwards(rules.forget)


def _settle(act: Act, wish_id: int, outcome: str, version_id: int | None = None) -> None:
    row = _row(wish_id)
    row.settled_at, row.outcome, row.version_id = act.at, outcome, version_id
    db.session.flush()


def _row(wish_id: int) -> RuleWish:
    row = db.session.get(RuleWish, wish_id)
    if row is None:
        raise LookupError(f"The wish {wish_id} was read just now.")
    return row


def _draft(act: Act, changes: tuple[SlotChange, ...], at: datetime) -> None:
    """Open the draft that says so; one that only this job wrote goes on; a person's is left alone, with a remark.

    A text in review goes back to its author: whoever reads it would approve another value than is published.
    """
    ours, row = replace(act, actor=AUTHOR), views.draft_row()
    if row is not None and (row.state != "draft" or set(views.writers(row.id)) - {str(AUTHOR)}):
        comments.remark(ours, "", f"A live value of this text changes. {_told(changes)}", AUTHOR_NAME)
        if row.state != "draft" and _uses(row.body_md, changes):
            reviewing.reopen(ours, views.PRIVACY, views.newest(), "A live value changed after it was sent to review.")
        return
    found = _changes(at)
    if found:
        draft = views.draft()
        kind = meaning.gravest([change.effect for change in found])
        wording = replace(drafts.said(draft), change_class=kind, change_note=_told(found))
        drafts.save(ours, draft.token, wording, AUTHOR_NAME)


def _uses(source: str, changes: tuple[SlotChange, ...]) -> bool:
    return bool({found[1] for found in SLOT.finditer(source)} & {change.name for change in changes})


def _told(changes: tuple[SlotChange, ...]) -> str:
    """The changes for the readers of the list of changes."""
    told = " ".join(sentence for change in changes for sentence in _sentences(change))
    return told if len(told) <= LONGEST_NOTE else told[:LONGEST_NOTE].rsplit(" ", 1)[0] + " …"


def _sentences(change: SlotChange) -> list[str]:
    title = SLOTS[change.name].description
    if change.gained or change.lost:
        return [f"{title}: new is “{entry}”." for entry in change.gained] + [
            f"{title}: gone is “{entry}”." for entry in change.lost
        ]
    return [f"{title}: {change.after} instead of {change.before}."]
