"""The small forms of an order that is placed: paying, files, proofs, cancelling, and what staff do."""

from collections.abc import Sequence
from typing import Any

from app.artwork.forms import artwork_field
from app.foundation.forms import Area, Choice, Hidden, Option, Required, ShopForm, Text
from app.foundation.row_numbers import row_number
from app.orders.views import JobView
from app.orders.wanted import SentFile


class PayForm(ShopForm):
    """Nothing to fill in: the card is typed at the processor."""


class ArtworkForm(ShopForm):
    """A file for a job."""

    artwork = artwork_field("Your file", required=True)

    @property
    def file(self) -> SentFile:
        """The file that was chosen, once the form is good."""
        sent: Any = self.artwork.data
        return SentFile(sent.filename, sent.stream)


class ChangesForm(ShopForm):
    """What should change before the customer approves."""

    note = Area(
        "What should be different?",
        [Required("Please write what should be different.")],
        maxlength=2000,
        purpose="Only for the people who make this order.",
    )


class ApprovalForm(ShopForm):
    """Nothing to fill in: the button approves."""


class DecliningForm(ShopForm):
    """Why somebody of the company declines an order."""

    reason = Area(
        "Why do you decline it?",
        [Required("Please say why: whoever placed the order reads it.")],
        maxlength=500,
        purpose="Mailed to whoever placed the order, and kept with it.",
    )


class CancelForm(ShopForm):
    """Nothing to fill in: the button cancels, for the refund that the page showed."""

    due = Hidden("")

    @property
    def shown_cents(self) -> int:
        """The refund in cents that the page showed; -1, which is never due, for anything else."""
        typed = self.due.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else -1


class MoveForm(ShopForm):
    """A step of staff: which one, from which version of the order, and what the customer is told."""

    version = Hidden("")
    job = Choice("For which job", hint="A step without a choice is for every job that it fits.")
    note = Area("What the customer should know", maxlength=2000, hint="Goes into the mail where the step sends one.")
    tracking = Text("Tracking number", maxlength=60, hint="Only for shipping.")

    @property
    def version_number(self) -> int:
        """The version of the order that the page showed; 0, which no order has, for anything else."""
        return row_number(self.version.data) or 0

    def offer(self, jobs: Sequence[JobView]) -> "MoveForm":
        """Give the form the order's jobs to choose from; one job needs no choice."""
        each = [Option(str(job.id), f"{job.name} ({job.state.label.lower()})") for job in jobs]
        self.job.choices = [Option("", "Every job that it fits"), *each] if len(each) > 1 else []
        return self

    @property
    def job_id(self) -> int | None:
        """The chosen job; None for every job."""
        return int(self.job.data) if self.job.data and self.job.choices else None


class NoteForm(ShopForm):
    """A note for colleagues."""

    words = Area(
        "Note for colleagues",
        [Required("Please write the note.")],
        maxlength=2000,
        purpose="Kept with the order. The customer sees it when they ask what we hold.",
    )


class AssignForm(ShopForm):
    """Nothing to fill in: the button takes the order or gives it back."""
