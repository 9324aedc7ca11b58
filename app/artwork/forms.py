"""The upload field and the forms of a file's own page."""

from collections.abc import Sequence
from typing import Any

from app.foundation import rules
from app.foundation.forms import Required, ShopForm, Upload

HINT = "One PDF with all pages, at the finished size plus bleed. At most {0} MB."
PURPOSE = "We use the file to check, proof and print your order, and keep it for reorders. You can delete it."


class ArtworkUpload(Upload):
    """An upload field that says today's limit: the field is made anew for each form that is drawn."""

    def __init__(self, label: str, validators: Sequence[Any] = (), **rest: Any) -> None:
        hint = HINT.format(rules.whole("artwork.largest-mb"))
        super().__init__(label, validators, hint=hint, purpose=PURPOSE, **rest)


def artwork_field(label: str = "Artwork", *, required: bool = False) -> ArtworkUpload:
    """The upload field as it stands on every form that takes a file; it is always named `artwork`."""
    return ArtworkUpload(label, [Required("Please choose the PDF to send.")] if required else [])


class NewFileForm(ShopForm):
    """Another file in the place of this one."""

    artwork = artwork_field("New PDF", required=True)


class DeleteForm(ShopForm):
    """Only a button: the form token is all that it carries."""
