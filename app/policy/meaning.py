"""What a change means by rule: which words of a clause changed, and which live values say more or less than before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.policy.slots import DURATIONS, SLOTS, SlotValue, SlotValues, written

ORDER = ("typo", "clarify", "narrows", "widens")
"""Classes of change, each at least as grave as the one before."""
TYPOGRAPHY = re.compile(r"(?<!\d)[.,;:!?'\"’‘“”«»()\[\]…–—-]|[.,;:!?'\"’‘“”«»()\[\]…–—-](?!\d)")
"""Marks that carry no word; between two digits they do: 1.5 is not 15."""
HREF = re.compile(r'href="([^"]*)"')
PERIOD = re.compile(r"(\d+) (minute|hour|day|month|year)s?\b")
LISTS: Mapping[str, tuple[str, str]] = {
    "suppliers": ("The list of suppliers", "a new recipient"),
    "subsidiaries": ("The list of subsidiaries", "a new recipient"),
    "cookies": ("The list of cookies", "a new cookie"),
    "log.fields": ("The list of what the log holds", "a new log field"),
}


class Worded(Protocol):
    """A clause, of a rendered text or of a posted version."""

    @property
    def anchor(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A live value that differs: what it does at least (a class), and why, in a sentence.

    `gained` and `lost` are entries of a list; a value of another kind has `before` and `after` only.
    """

    name: str
    effect: str
    sentence: str
    before: str
    after: str
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def gravest(classes: Sequence[str]) -> str:
    """The gravest of some classes; `typo` when there are none."""
    return max(classes, key=ORDER.index, default="typo")


def words(text: str) -> tuple[str, ...]:
    """The words of a text: without case and without marks that carry no word."""
    return tuple(TYPOGRAPHY.sub("", text.casefold()).split())


def reworded(before: Worded, after: Worded) -> bool:
    """Whether any word of a clause or the target of a link in it differs."""
    if before.sha256 == after.sha256:
        return False
    return _said(before) != _said(after)


def _said(clause: Worded) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    return words(clause.heading), words(clause.text), HREF.findall(clause.html)


def slot_changes(before: SlotValues, after: SlotValues) -> tuple[SlotChange, ...]:
    """How the live values of two texts differ, in the order of the list of slots; one that is new changes nothing."""
    used = [name for name in SLOTS if name in before and before[name] != after.get(name)]
    return tuple(
        _changed(name, before[name], after[name]) if name in after else _gone(name, before[name]) for name in used
    )


def _gone(name: str, old: SlotValue) -> SlotChange:
    """A text that no longer names a live value does not follow the shop there any more."""
    sentence = f"The text no longer states “{SLOTS[name].description}” from the shop: that is more than a typo."
    return SlotChange(name, "clarify", sentence, written(name, old), "")


def _changed(name: str, old: SlotValue, new: SlotValue) -> SlotChange:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _list_changed(name, old, new)
    was, now = written(name, old), written(name, new)
    title = SLOTS[name].description
    if isinstance(old, int) and isinstance(new, int) and SLOTS[name].widens_when != "neither":
        wider = (new > old) == (SLOTS[name].widens_when == "longer")
        how = "longer" if SLOTS[name].kind in DURATIONS and new > old else "shorter" if new < old else "more"
        effect = "widens" if wider else "narrows"
        sentence = f"“{title}” goes from {was} to {now}: that is {how}, so this change {effect}."
        return SlotChange(name, effect, sentence, was, now)
    sentence = f"“{title}” goes from “{was}” to “{now}”: that is more than a typo."
    return SlotChange(name, "clarify", sentence, was, now)


def _list_changed(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> SlotChange:
    gained, lost = _without(new, old), _without(old, new)
    title, what = LISTS.get(name, (f"“{SLOTS[name].description}”", "something new"))
    was, now = written(name, old), written(name, new)
    wider, left = [], list(lost)
    for entry in gained:
        partner = _partner(name, entry, left)
        if partner is not None:
            left.remove(partner)
        if partner is None:
            wider.append(f"{title} gains “{_title(entry)}”: that is {what}, so this change widens.")
        elif _says_more(name, partner, entry):
            wider.append(f"{title} says more of “{_title(entry)}” than before, so this change widens.")
    if wider:
        return SlotChange(name, "widens", " ".join(wider), was, now, gained, lost)
    if gained:
        sentence = f"{title} changes, and gains nothing by it: “{_title(gained[0])}”. That is more than a typo."
    elif lost:
        sentence = f"{title} loses “{_title(lost[0])}”: that is more than a typo."
    else:
        sentence = f"{title} is in another order: that is more than a typo."
    return SlotChange(name, "clarify", sentence, was, now, gained, lost)


def _without(entries: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    known = {words(other) for other in others}
    return tuple(entry for entry in entries if words(entry) not in known)


def _partner(name: str, entry: str, lost: Sequence[str]) -> str | None:
    """The entry that went and that this one stands for: the same name, or a supplier of the same role and fields."""
    for other in lost:
        if _key(other) == _key(entry):
            return other
    if name == "suppliers":
        for other in lost:
            if _role(other) == _role(entry) != ((), ()):
                return other
    return None


def _says_more(name: str, old: str, new: str) -> bool:
    """Whether an entry that stayed has words that it had not, or a longer period; a log field is only named."""
    if name == "log.fields" or (name == "suppliers" and _key(old) != _key(new)):
        return False
    longer = any(
        unit != other or int(count) > int(was)
        for (count, unit), (was, other) in zip(PERIOD.findall(new), PERIOD.findall(old), strict=False)
    )
    bare_new, bare_old = PERIOD.sub("", new), PERIOD.sub("", old)
    more_periods = len(PERIOD.findall(new)) > len(PERIOD.findall(old))
    return longer or more_periods or not set(words(bare_new)) <= set(words(bare_old))


def _key(entry: str) -> str:
    """The name of an entry: what stands before its colon, or a last word in parentheses, or all of it."""
    head, colon, _rest = entry.partition(": ")
    if colon:
        return re.split(r" \(|, ", head)[0].casefold()
    found = re.search(r"\((\S+)\)$", entry)
    return (found[1] if found else entry).casefold()


def _title(entry: str) -> str:
    head, colon, _rest = entry.partition(": ")
    return re.split(r" \(|, ", head)[0] if colon else entry


def _role(entry: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A supplier's role and what it receives, in words: `Name (host), role: fields`."""
    head, _colon, fields = entry.partition(": ")
    _name, comma, role = head.rpartition(", ")
    return (words(role), tuple(sorted(words(fields)))) if comma else ((), ())
