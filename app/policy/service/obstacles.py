"""What refuses to send a text on, each with the field where it can be mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.foundation.inventory import PURPOSES
from app.policy import meaning, views
from app.policy.comparison import Touched
from app.policy.rendering import Rendered
from app.policy.service.bounds import REFUSABLE
from app.policy.service.classes import CLASSES, FIRST
from app.policy.service.drafts import Wording
from app.policy.service.guard import CODE, Guarded

LONGEST_USE = 300


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A sentence for the editor, and the field that it belongs to."""

    sentence: str
    field: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules look at."""

    slug: str
    base: views.PublishedVersion | None
    rendered: Rendered
    wording: Wording
    least_class: str
    reasons: tuple[str, ...]
    guarded: tuple[Guarded, ...]
    unmarked: tuple[Touched, ...]


def found(seen: Seen) -> tuple[Obstacle, ...]:
    """Everything in the way, in the order in which an editor would mend it."""
    return tuple(obstacle for rule in RULES for obstacle in rule(seen))


def _text(seen: Seen) -> Iterator[Obstacle]:
    for problem in seen.rendered.problems[:1]:
        yield Obstacle(f"The text cannot be published yet. {problem}", "body_md")
    same_uses = seen.base is not None and set(seen.base.line.not_for) == set(seen.wording.not_for)
    if seen.base is not None and same_uses and seen.rendered.sha256 == seen.base.line.sha256:
        sentence = f"Nothing differs from version {seen.base.no}, so there is nothing to publish."
        yield Obstacle(sentence, "body_md")


def _class(seen: Seen) -> Iterator[Obstacle]:
    chosen = seen.wording.change_class
    if seen.base is None:
        return
    if chosen not in CLASSES:
        yield Obstacle("Please say what kind of change this is.", "change_class")
    elif meaning.ORDER.index(chosen) < meaning.ORDER.index(seen.least_class):
        yield Obstacle(seen.reasons[0], "change_class")


def _note(seen: Seen) -> Iterator[Obstacle]:
    if not seen.wording.change_note.strip():
        yield Obstacle("Please say in a sentence or two what changed, for the readers.", "change_note")


def _kept(seen: Seen) -> Iterator[Obstacle]:
    for clause in seen.unmarked:
        how = "Mark it as a stance, or as kept by somebody, with who and when."
        yield Obstacle(f"Nothing says how “{clause.heading}” is kept. {how}", "kinds")


def _guard(seen: Seen) -> Iterator[Obstacle]:
    for clause in seen.guarded:
        if not clause.answer:
            yield Obstacle(f"Please say what the new words of “{clause.heading}” need.", "guard")
        elif clause.answer == CODE:
            sentence = f"“{clause.heading}” needs the program changed first. Until then this text cannot go on."
            yield Obstacle(sentence, "guard")


def _uses(seen: Seen) -> Iterator[Obstacle]:
    if seen.base is None and seen.wording.new_uses:
        yield Obstacle("A first version has no new uses: nobody was promised anything before it.", "new_uses")
    for use in seen.wording.new_uses:
        if use.purpose not in PURPOSES:
            yield Obstacle("Please choose what the new use is for from the list.", "new_uses")
        elif not use.words.strip() or len(use.words) > LONGEST_USE:
            sentence = f"Please describe each new use for its readers, in at most {LONGEST_USE} characters."
            yield Obstacle(sentence, "new_uses")
    purposes = [use.purpose for use in seen.wording.new_uses]
    if len(set(purposes)) < len(purposes):
        yield Obstacle("Please name each purpose once: people refuse or allow it as a whole.", "new_uses")


def _bounds(seen: Seen) -> Iterator[Obstacle]:
    if seen.slug != views.PRIVACY and seen.wording.new_uses:
        yield Obstacle("An agreement adds no use: only the privacy policy can, for everybody.", "new_uses")
    if seen.slug == views.PRIVACY and seen.wording.not_for:
        yield Obstacle("The policy itself says what information is used for; an agreement rules uses out.", "not_for")
    elif not set(seen.wording.not_for) <= set(REFUSABLE):
        yield Obstacle("Please choose the uses that it rules out from the list.", "not_for")


RULES: tuple[Callable[[Seen], Iterator[Obstacle]], ...] = (_text, _class, _note, _kept, _guard, _uses, _bounds)


def class_of(seen_class: str, base: views.PublishedVersion | None) -> str:
    """The class that a version gets: the chosen one, and `first` where nothing came before."""
    return seen_class if base is not None else FIRST
