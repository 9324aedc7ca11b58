"""The small forms of an order that is placed: paying, files, proofs, cancelling, and what staff do."""

from typing import Any

from app.artwork.forms import artwork_field
from app.foundation.forms import Area, Hidden, Required, ShopForm, Text
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


class CancelForm(ShopForm):
    """Nothing to fill in: the button cancels."""


class MoveForm(ShopForm):
    """A step of staff: which one, from which version of the order, and what the customer is told."""

    version = Hidden("")
    note = Area("What the customer should know", maxlength=2000, hint="Goes into the mail where the step sends one.")
    tracking = Text("Tracking number", maxlength=60, hint="Only for shipping.")

    @property
    def version_number(self) -> int:
        """The version of the order that the page showed; 0, which no order has, for anything else."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else 0


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
