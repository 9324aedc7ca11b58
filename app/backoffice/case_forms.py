"""The forms of the desk where cases are worked."""

from typing import Any

from app.accounts.forms.fields import Address
from app.cases import house_texts
from app.cases.forms import Arrival
from app.cases.service import NewCase
from app.cases.states import TOPICS
from app.cases.views import CaseView
from app.foundation import rules
from app.foundation.forms import Area, Choice, Hidden, Option, Required, ShopForm, Text
from app.foundation.row_numbers import row_number

rules.declare(rules.Rule("cases.oldest-letter-days", 366, "days", "How old a letter may be when staff enter it"))


class AnswerForm(ShopForm):
    """An answer: what it brings about, and from which version of the case it was written."""

    version = Hidden("")
    outcome = Choice(
        "What this is",
        [Required("Please choose what your words are.")],
        choices=[
            Option("answered", "The answer"),
            Option("waiting", "A question: the case waits for the person"),
            Option("refused", "A refusal, with its reason"),
        ],
        default="answered",
    )
    text = Area(
        "What the person reads",
        [Required("Please write what the person shall read.")],
        maxlength=5000,
        hint="Your role stands beside it, not your name. It is read on the site, never mailed.",
    )

    house_text = Choice("Begin with a text of the house", kind="select")
    do = Hidden("What the pressed button is for", maxlength=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [Option(str(index), text.title) for index, text in enumerate(house_texts.texts(), 1)]
        self.house_text.choices = [Option("", "Please choose"), *titles]

    @property
    def drawn_version(self) -> int:
        """The version of the case that the page showed; 0, which no case has, for anything else."""
        return row_number(self.version.data) or 0

    @property
    def wants_text(self) -> bool:
        """Whether the button was pressed that puts a text of the house into the box."""
        return self.is_submitted() and self.do.data == "text"

    def put_text(self, case: CaseView) -> None:
        """Put the chosen text behind what was typed; nothing is sent to anybody."""
        chosen, typed = row_number(self.house_text.data) or 0, (self.text.data or "").strip()
        found = house_texts.texts()[chosen - 1 : chosen] if chosen else []
        words = [text.filled(case.name, case.number, case.due_at) for text in found]
        self.text.data = "\n\n".join(part for part in (typed, *words) if part)
        # What was sent would be shown in its place.
        self.text.raw_data = None
        self.house_text.data = ""


class CloseForm(ShopForm):
    """Nothing to fill in: the button closes."""

    drawn = Hidden("")

    @property
    def drawn_version(self) -> int:
        """As of `AnswerForm`."""
        return row_number(self.drawn.data) or 0


class ApproveForm(CloseForm):
    """The button of the second person; `draft` is what they read."""

    draft = Hidden("")

    @property
    def draft_id(self) -> int:
        """The prepared answer that the page showed; 0, which none has, for anything else."""
        return row_number(self.draft.data) or 0


class GiveBackForm(ShopForm):
    """A prepared answer is given back."""

    draft = Hidden("")
    why = Area("What to change", maxlength=1000, hint="Your colleague reads it; it stays with the case as a note.")

    @property
    def draft_id(self) -> int:
        """As of `ApproveForm`."""
        return row_number(self.draft.data) or 0


class NoteForm(ShopForm):
    """A note for colleagues."""

    words = Area(
        "Note for colleagues",
        [Required("Please write the note.")],
        maxlength=2000,
        purpose="Kept with the case. The person sees it when they ask what we hold.",
    )


class TakeForm(ShopForm):
    """Nothing to fill in: the button takes the case or gives it back."""


class EntryForm(ShopForm):
    """A letter, a call or a mail that staff enter for the person."""

    channel = Choice(
        "How it came",
        [Required("Please choose how it came.")],
        choices=[Option("letter", "Letter"), Option("phone", "Telephone call"), Option("mail", "E-mail")],
        kind="radio",
        default="letter",
    )
    arrived = Arrival(
        "Day it came",
        maxlength=10,
        inputmode="numeric",
        hint="As 2026-11-20; empty means today. The clock starts here.",
    )
    topic = Choice(
        "What it is about",
        [Required("Please choose what it is about.")],
        choices=[Option("", "Please choose"), *(Option(code, words) for code, words in TOPICS.items())],
    )
    name = Text("Name", maxlength=120, autocomplete="off", purpose="Only to answer.")
    email = Address(
        "E-mail address",
        autocomplete="off",
        hint="Only if the person gave one: the number and code are mailed to it.",
        purpose="Only to answer.",
    )
    reach = Area(
        "Postal address or telephone number",
        maxlength=500,
        hint="Where our answer, or at least the code, can be sent.",
        purpose="Only to answer.",
    )
    message = Area("What it says", [Required("Please write what it says.")], maxlength=10_000)

    def value(self) -> NewCase:
        """What the form opens; an address on a letter makes it nobody's account."""
        return NewCase(
            kind="contact",
            topic=self.topic.data or "",
            channel=self.channel.data or "",
            text=self.message.data or "",
            name=self.name.data or "",
            email=self.email.read if self.email.data else None,
            reach=self.reach.data or "",
            received_at=self.arrived.read,
        )
