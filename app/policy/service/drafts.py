"""The open draft: one for each document, saved by whoever works on it, never over somebody else's saving."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal, Stale
from app.policy import views
from app.policy.models import PolicySaving, PolicyVersion
from app.policy.rendering import Rendered, render, tidy
from app.policy.service import opening, states
from app.policy.slots import Live
from app.policy.views import NewUse

PAGE_IDS = frozenset(
    {
        "main",
        "page-title",
        "what-changed",
        "contents",
        "contents-title",
        "removed-clauses",
        "colophon-policy",
        "colophon-shop",
        "colophon-place",
    }
)
"""Ids of the page around the text: no clause may take one."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a draft says: its Markdown, and what its author says about the change.

    `guard` has an answer for each changed clause that something keeps (see `assessing.ANSWERS`), by anchor. `kinds`
    says how a clause is kept that the program does not know: `stance`, or `procedural: who does it, and when`.
    `not_for` are purposes that an agreement rules out for what is gathered in its area.
    """

    body_md: str
    change_class: str = ""
    change_note: str = ""
    guard: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    new_uses: tuple[NewUse, ...] = ()
    not_for: tuple[str, ...] = ()


def said(draft: views.Draft) -> Wording:
    """What a draft says, as it was read."""
    return Wording(
        draft.body_md,
        draft.change_class,
        draft.change_note,
        draft.guard,
        draft.kinds,
        draft.new_uses,
        draft.not_for,
    )


def save(
    act: Act, token: str, wording: Wording, author_name: str, slug: str = views.PRIVACY, *, auto: bool = False
) -> views.Draft:
    """Save the draft; the first saving opens it. `auto` is a saving by the editor's clock.

    `token` is that of the draft on which the writer built (`views.Draft.token`).

    Raises:
        Stale: somebody saved or posted since; nothing is overwritten.
        Refusal: it is being reviewed, or approved.
    """
    doc = opening.locked(slug)
    base, row = views.newest(slug), views.draft_row(slug)
    if row is not None and row.state != "draft":
        raise Refusal(f"{states.STANDS[row.state]} Take it back before you change it.")
    if token != views.token_of(base, row):
        raise Stale(dict(views.values_of(views.draft(slug))))
    if row is None:
        row = _opened(act, doc.id, base, author_name)
    elif _same(row, wording):
        return views.draft(slug)
    _write(act, row, wording, author_name)
    if not _folded(act, row, author_name, auto=auto):
        audit.record(act, "policy.draft-saved", states.subject(row), saving=row.version)
    return views.draft(slug)


def _opened(act: Act, doc_id: int, base: views.PublishedVersion | None, name: str) -> PolicyVersion:
    row = PolicyVersion(doc_id=doc_id, version=0, prev_id=base.line.id if base else None, body_md="")
    row.author, row.author_name, row.saved_at = str(act.actor), name, act.at
    db.session.add(row)
    states.enter(act, row, "draft", name)
    return row


def _same(row: PolicyVersion, wording: Wording) -> bool:
    uses, ruled_out = views.new_uses_of(row.new_uses), tuple(row.not_for)
    stands = Wording(row.body_md, row.change_class, row.change_note, row.guard, row.kinds, uses, ruled_out)
    return (tidy(wording.body_md), *_beside(wording)) == (stands.body_md, *_beside(stands))


def _beside(wording: Wording) -> tuple[object, ...]:
    about = wording.change_class, wording.change_note, dict(wording.guard), dict(wording.kinds)
    return (*about, wording.new_uses, wording.not_for)


def _write(act: Act, row: PolicyVersion, wording: Wording, author_name: str) -> None:
    row.body_md = tidy(wording.body_md)
    row.change_class, row.change_note = wording.change_class, wording.change_note
    row.guard, row.kinds = dict(wording.guard), dict(wording.kinds)
    row.new_uses = [{"purpose": use.purpose, "words": use.words} for use in wording.new_uses]
    row.not_for = list(wording.not_for)
    row.author, row.author_name, row.saved_at = str(act.actor), author_name, act.at
    row.version += 1
    db.session.flush()


def _folded(act: Act, row: PolicyVersion, author_name: str, *, auto: bool) -> bool:
    """Keep what was saved; whether it replaced a saving of the clock's by the same person, who just goes on."""
    newest = select(PolicySaving).where(PolicySaving.version_id == row.id).order_by(PolicySaving.number.desc())
    last = db.session.scalar(newest.limit(1))
    fold = last is not None and last.auto and last.author == str(act.actor)
    if last is None or not fold:
        last = PolicySaving(version_id=row.id)
        db.session.add(last)
    last.number, last.body_md, last.auto = row.version, row.body_md, auto
    last.author, last.author_name, last.at = str(act.actor), author_name, act.at
    db.session.flush()
    return fold and auto


def preview(body_md: str, live: Live, slug: str = views.PRIVACY) -> Rendered:
    """The text as it would be published now, with everything that stands in the way of it."""
    return rendered_after(views.newest(slug), body_md, live, slug)


def rendered_after(base: views.PublishedVersion | None, body_md: str, live: Live, slug: str) -> Rendered:
    """The text as it would follow `base`: it may take no anchor of a clause that went."""
    gone = views.retired(base.no, slug) if base else ()
    reserved = PAGE_IDS | {clause.anchor for clause in gone}
    values = live.values if slug == views.PRIVACY else {}  # an agreement's words are its own
    return render(body_md, values, own_hosts=live.own_hosts, reserved=reserved)
