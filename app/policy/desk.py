"""What the pages for writing and reviewing show: the document, its clauses with how they stand, what a change does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app

from app.foundation import rules
from app.foundation.checks import Check
from app.foundation.rules import Rule
from app.policy import bindings, live_values, papers, service, slots, views
from app.policy.chapters import chapters
from app.policy.comparison import Touched
from app.policy.forms import with_braces
from app.policy.service import Assessment, Guarded, Wording
from app.policy.service.comments import Remark
from app.policy.views import PRIVACY

AUTOSAVE = "policy.autosave-seconds"
rules.declare(
    Rule(AUTOSAVE, 4, "seconds", "The pause in typing after which the policy editor saves", least=1, most=600)
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document at the desk: `base` is the address of its staff pages, `page` that of its public ones."""

    slug: str
    title: str
    base: str
    page: str

    @property
    def is_policy(self) -> bool:
        """Whether it is the privacy policy: an agreement has no live values, no evidence and no new uses."""
        return self.slug == PRIVACY


def document(slug: str) -> Document:
    """The document of that name.

    Raises:
        Missing: there is none.
    """
    path = "/staff/policy" if slug == PRIVACY else f"/staff/policy/documents/{slug}"
    found = papers.paper(slug)
    return Document(slug, found.title, path, found.page)


def at(blueprint: Blueprint, path: str, *methods: str) -> Callable[[Any], Any]:
    """Two addresses for one view: the privacy policy's, and that of any other document."""

    def bind(view: Any) -> Any:
        asked = list(methods or ("GET",))
        blueprint.route(path, methods=asked, defaults={"slug": PRIVACY})(view)
        blueprint.route(f"/documents/<slug:slug>{path}", methods=asked)(view)
        return view

    return bind


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause in the list: `state` is reworded, new, removed or "" for one as it was posted."""

    anchor: str
    heading: str
    level: int
    state: str
    remarks: int
    asks: bool


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One remark with its clause's heading."""

    id: int
    heading: str
    text: str
    at: datetime
    actor_name: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Keepers:
    """What hangs on a changed clause, in words; `rules` are names and titles of house rules."""

    clause: Guarded
    how: str
    checks: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]
    question: Any


def headings(doc: Document) -> dict[str, str]:
    """The headings of the text in work, by anchor."""
    rendered = service.preview(service.draft(doc.slug).body_md, live_values.present(), doc.slug)
    return {clause.anchor: clause.heading for clause in rendered.clauses}


def marked(assessed: Assessment, wording: Wording, slug: str) -> list[Touched]:
    """The clauses that the program does not know and that nobody spoke of, or of which the draft itself says it."""
    own = [
        Touched(clause.anchor, clause.heading)
        for clause in assessed.rendered.clauses
        if clause.anchor in wording.kinds and not service.known_kind(clause.anchor, slug)
    ]
    return list({touched.anchor: touched for touched in (*assessed.unmarked, *own)}.values())


def remark_lines(remarks: Sequence[Remark], headings: Mapping[str, str]) -> list[RemarkLine]:
    """The remarks with their clauses' headings, open ones first."""
    found = sorted(remarks, key=lambda remark: remark.settled)
    return [
        RemarkLine(
            one.id,
            headings.get(one.anchor, one.anchor or "The text as a whole"),
            one.text,
            one.at,
            one.actor_name,
            one.settled,
        )
        for one in found
    ]


def parts(
    doc: Document,
    assessed: Assessment,
    chosen: str,
    remarks: Sequence[Remark],
    questions: Mapping[str, Any],
    kinds: Sequence[Any],
) -> dict[str, Any]:
    """What the editor's script draws anew while somebody types: clauses, preview, effects."""
    return {
        "doc": doc,
        "newest_no": max((no for _at, no in views.timetable(doc.slug)), default=0),
        "chapters": chapters(assessed.rendered.clauses),
        "problems": [with_braces(str(problem)) for problem in assessed.problems],
        "lines": lines(assessed, remarks),
        "assessed": assessed,
        "keepers": [_keepers(clause, questions.get(clause.anchor)) for clause in assessed.guarded],
        "kind_questions": kinds,
        "class_words": service.CLASS_WORDS,
        "audience": _audience(assessed, chosen),
    }


def lines(assessed: Assessment, remarks: Sequence[Remark]) -> list[ClauseLine]:
    """The clauses in the order of the text, those that are gone last."""
    changed = {touched.anchor: "reworded" for touched in assessed.changes.changed}
    changed |= {touched.anchor: "new" for touched in assessed.changes.added}
    asking = {clause.anchor for clause in assessed.missing_answers} | {one.anchor for one in assessed.unmarked}
    counts: dict[str, int] = {}
    for remark in remarks:
        counts[remark.anchor] = counts.get(remark.anchor, 0) + (not remark.settled)
    standing = [(c.anchor, c.heading, c.level, changed.get(c.anchor, "")) for c in assessed.rendered.clauses]
    gone = [(touched.anchor, touched.heading, 2, "removed") for touched in assessed.changes.removed]
    return [
        ClauseLine(anchor, heading, level, state, counts.get(anchor, 0), anchor in asking)
        for anchor, heading, level, state in standing + gone
    ]


def values() -> list[tuple[str, Any, str, str]]:
    """Every live value: its name, how it is written, what it means, what it is now."""
    live = live_values.present()
    return [
        (name, with_braces(f"{{{{ {name} }}}}"), slot.description, slots.written(name, live.values[name]))
        for name, slot in slots.SLOTS.items()
    ]


def _audience(assessed: Assessment, chosen: str) -> int:
    """How many customers are written to: of a use that widens, and of a supplier that takes another's place."""
    supplier = any(change.name == "suppliers" for change in assessed.slot_changes)
    if assessed.slug != PRIVACY or not ({chosen, assessed.least_class} & {"widens"} or supplier):
        return 0
    counted: int = current_app.extensions["shop.notice_audience"]()
    return counted


def _keepers(clause: Guarded, question: Any) -> Keepers:
    binding = bindings.binding_of(clause.anchor)
    if binding is None:
        return Keepers(clause, "", (), (), question)
    known: Mapping[str, Check] = current_app.extensions["shop.checks"]
    checks = tuple(known[name].sentence for name in binding.checks if name in known)
    named = tuple((name, rules.RULES[name].title) for name in binding.rules if name in rules.RULES)
    return Keepers(clause, bindings.WORDS[binding.kind], checks, named, question)
