"""The staff forms: the draft's text with what its author says about it, remarks, reviews, and publishing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import request
from markupsafe import Markup, escape
from wtforms.validators import StopValidation

from app.foundation.areas import AREAS
from app.foundation.clock import CENTRAL
from app.foundation.errors import Refusal
from app.foundation.forms import Area, Choice, Hidden, Option, Required, ShopForm, Text, Tick
from app.foundation.inventory import PURPOSES
from app.policy.comparison import Touched
from app.policy.rendering import LONGEST_TEXT
from app.policy.service import ANSWERS, CLASSES, Guarded, NewUse, Wording
from app.policy.service.bounds import REFUSABLE
from app.policy.service.comments import LONGEST as LONGEST_REMARK
from app.policy.service.obstacles import Obstacle

USES = (1, 2, 3)
GUARD, KIND, WHO, NOT_FOR = "guard-", "kind-", "who-", "not-for-"
STANCE, PROCEDURAL = "stance", "procedural"


def with_braces(text: str) -> Markup:
    """The text for a page, where doubled braces are written so that no template could take them for its own."""
    return escape(text).replace("{{", Markup("&#123;&#123;"))


class Source(Area):
    """The Markdown of a policy."""

    @property
    def shown(self) -> Markup:
        return with_braces(super().shown)


class Minute(Text):
    """A minute in Central time, as a browser's date and time box sends it. `data` is aware, in UTC, or None."""

    kind = "datetime-local"
    data: Any
    typed = ""

    def __init__(self, label: str, validators: Any = (), **rest: Any) -> None:
        super().__init__(label, validators, **{"maxlength": 0, **rest})

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = (valuelist[0] if valuelist else "").strip()
        self.data = _minute(self.typed)

    def pre_validate(self, form: Any) -> None:
        if self.data is None and self.typed:
            raise StopValidation("Please write date and time like 2027-01-31T09:00, in Central time.")


def _minute(typed: str) -> datetime | None:
    try:
        local = datetime.strptime(typed, "%Y-%m-%dT%H:%M").replace(tzinfo=CENTRAL)
        return local.astimezone(UTC) if 2000 < local.year < 2200 else None
    except ValueError:
        return None


class StandingForm(ShopForm):
    """A form that says on which state of the draft it builds."""

    version = Hidden("State of the draft", maxlength=60)

    def rebase(self) -> None:
        """After a refusal as stale: the next sending builds on what stands now, which the page shows."""
        if self.stale is not None:
            self.version.raw_data = [self.stale["version"]]  # type: ignore[assignment]  # wtforms' stub knows only None


def _use(number: int) -> tuple[Choice, Area]:
    purposes = [Option("", "No new use"), *(Option(code, PURPOSES[code].capitalize()) for code in REFUSABLE)]
    return (
        Choice(f"New use {number}: what for", choices=purposes),
        Area(f"New use {number}, in words for those who may refuse it", maxlength=300),
    )


class DraftForm(StandingForm):
    """The editor. `ask` adds the questions that the change itself raises."""

    body_md = Source(
        "The text",
        [Required("Please write the policy's text.")],
        maxlength=LONGEST_TEXT,
        hint="In Markdown. A clause begins like this: ## Your mail {#your-mail}",
    )
    change_class = Choice(
        "What kind of change is this?",
        kind="radio",
        choices=[Option(name, words) for name, words in CLASSES.items()],
    )
    change_note = Area(
        "What changed, for the readers",
        maxlength=2000,
        hint="A sentence or two for the public list of changes. Needed before it is sent to review.",
    )
    use_1, use_1_words = _use(1)
    use_2, use_2_words = _use(2)
    use_3, use_3_words = _use(3)
    do = Hidden("What the pressed button wishes", maxlength=10)

    @property
    def use_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"use_{number}"], self[f"use_{number}_words"]) for number in USES]

    @property
    def bound_fields(self) -> list[Any]:
        """The boxes of the uses that an agreement rules out."""
        return [self[f"{NOT_FOR}{code}"] for code in REFUSABLE]

    @property
    def uses_typed(self) -> bool:
        """Whether a new use is named, or was tried to be."""
        return any(field.data or field.errors for pair in self.use_rows for field in pair)

    @property
    def guard_fields(self) -> dict[str, Any]:
        """The questions about changed clauses, by anchor."""
        return {name.removeprefix(GUARD): field for name, field in self._fields.items() if name.startswith(GUARD)}

    @property
    def kind_fields(self) -> list[tuple[Any, Any]]:
        """The questions about clauses that the program does not know: the kind, and who does it when."""
        anchors = [name.removeprefix(KIND) for name in self._fields if name.startswith(KIND)]
        return [(self[f"{KIND}{anchor}"], self[f"{WHO}{anchor}"]) for anchor in anchors]

    def fill(self, wording: Wording, token: str) -> None:
        """Show what the draft says."""
        self.version.data, self.body_md.data = token, wording.body_md
        self.change_class.data, self.change_note.data = wording.change_class, wording.change_note
        for number, use in zip(USES, wording.new_uses, strict=False):
            self[f"use_{number}"].data, self[f"use_{number}_words"].data = use.purpose, use.words
        for code in REFUSABLE:
            self[f"{NOT_FOR}{code}"].data = code in wording.not_for

    def wording(self) -> Wording:
        """What was typed, the answers to the questions included."""
        typed = request.form
        return Wording(
            self.body_md.data or "",
            self.change_class.data or "",
            self.change_note.data or "",
            {name.removeprefix(GUARD): answer for name, answer in typed.items() if name.startswith(GUARD)},
            {anchor: mark for anchor, mark in _marks(typed) if mark},
            tuple(NewUse(use.data, words.data or "") for use, words in self.use_rows if use.data),
            tuple(code for code in REFUSABLE if self[f"{NOT_FOR}{code}"].data),
        )

    def ask(self, wording: Wording, guarded: Iterable[Guarded], unmarked: Iterable[Touched]) -> None:
        """Add a question for each changed clause that something keeps, and for each that nothing is known of."""
        for clause in guarded:
            if not clause.by_value:
                options = [Option(name, words) for name, words in ANSWERS.items()]
                label = f"What do the new words of “{clause.heading}” need?"
                question = Choice(label, kind="radio", choices=options)
                self._add(f"{GUARD}{clause.anchor}", question, wording.guard.get(clause.anchor, ""))
        for touched in unmarked:
            kind, _colon, who = wording.kinds.get(touched.anchor, "").partition(":")
            label = f"How is “{touched.heading}” kept?"
            options = [Option(STANCE, "It says what we think"), Option(PROCEDURAL, "Somebody of us keeps it")]
            self._add(f"{KIND}{touched.anchor}", Choice(label, kind="radio", choices=options), kind)
            words = Text(f"Who keeps “{touched.heading}”, and when", maxlength=200)
            self._add(f"{WHO}{touched.anchor}", words, who.strip())

    def oppose(self, obstacles: Iterable[Obstacle]) -> None:
        """Put everything that is in the way of sending the text on beside its field."""
        for obstacle in obstacles:
            self.refuse(Refusal(obstacle.sentence, self._where(obstacle.field)))

    def _where(self, field: str) -> str:
        first = {"guard": GUARD, "kinds": KIND, "new_uses": "use_1", "not_for": NOT_FOR}.get(field)
        names = [name for name in self._fields if first and name.startswith(first) and not self._fields[name].errors]
        unanswered = [name for name in names if not self._fields[name].data]
        return next(iter(unanswered or names), field)

    def _add(self, name: str, unbound: Any, data: str) -> None:
        self._fields[name] = field = unbound.bind(form=self, name=name)
        field.process(request.form if self.is_submitted() else None, data)


for _code in REFUSABLE:
    setattr(DraftForm, f"{NOT_FOR}{_code}", Tick(PURPOSES[_code].capitalize()))


def _marks(typed: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for name, kind in typed.items():
        if name.startswith(KIND):
            anchor = name.removeprefix(KIND)
            yield anchor, f"{PROCEDURAL}: {typed.get(f'{WHO}{anchor}', '').strip()}" if kind == PROCEDURAL else kind


class Carried(Hidden):
    """A whole text that is carried along; whoever reads it cleans it."""

    def pre_validate(self, form: Any) -> None:
        """Anything goes."""


class MergeForm(ShopForm):
    """Two texts to be brought together: what somebody typed, and the state that it was built on."""

    origin = Hidden("The state that yours began with", maxlength=60)
    mine = Carried("Your text")


class PasteForm(ShopForm):
    """What was pasted, as HTML, and the text that it goes into."""

    html = Carried("What was pasted")
    body_md = Carried("The text")


class RemarkForm(ShopForm):
    """A remark about one clause."""

    clause = Choice("Which clause?", choices=[Option("", "The text as a whole")])
    text = Area("What do you want to say?", [Required("Please write your remark.")], maxlength=LONGEST_REMARK)

    def offer(self, clauses: Sequence[tuple[str, str]]) -> None:
        """The clauses to choose from: anchors and headings."""
        self.clause.choices = [Option("", "The text as a whole"), *(Option(key, words) for key, words in clauses)]


class SendBackForm(StandingForm):
    """The reviewer's word: approved, or sent back with what should be changed."""

    note = Area("A note for the author", maxlength=2000, hint="Needed when you send it back.")
    do = Hidden("What the pressed button wishes", maxlength=10)


class TakeBackForm(StandingForm):
    """Taking a text back into the draft."""


class WithdrawalForm(ShopForm):
    """Withdrawing a version that waits for its minute."""

    note = Area(
        "Why is it withdrawn?",
        [Required("Please say why it is withdrawn, for the readers of the list of changes.")],
        maxlength=2000,
        hint="For the public list of changes.",
    )


class DocumentForm(ShopForm):
    """The agreement of an area, to be begun."""

    slug = Choice("For which area?", [Required("Please choose an area.")], kind="radio")
    title = Text(
        "Title",
        [Required("Please give the agreement a title.")],
        maxlength=120,
        hint="As its readers see it, such as “Agreement for company accounts”.",
    )

    def offer(self, opened: Collection[str]) -> None:
        """The areas that have no agreement yet, not even a draft of one."""
        left = [area for area in AREAS.values() if area.slug not in opened]
        self.slug.choices = [Option(area.slug, area.name, f"For {area.what}.") for area in left]


class PublicationForm(StandingForm):
    """The confirmation: this text, at once or at a minute to come."""

    starts = Choice(
        "When does it take effect?",
        [Required("Please choose when it takes effect.")],
        kind="radio",
        choices=[Option("at-once", "At once"), Option("at-minute", "At a later minute")],
    )
    effective_at = Minute("Date and time, in Central time", hint="Only for a later minute.")

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if good and self.starts.data == "at-minute" and self.effective_at.data is None:
            self.effective_at.errors = ["Please say when it takes effect."]
            return False
        return good

    @property
    def minute(self) -> datetime | None:
        """When it is to take effect; None means at once."""
        return self.effective_at.data if self.starts.data == "at-minute" else None
