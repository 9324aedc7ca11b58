"""The order form: one job on one page."""

from app.artwork.forms import artwork_field
from app.catalogue.spec import Spec
from app.foundation.forms import Text
from app.orders.forms.checkout import CheckoutForm
from app.orders.wanted import Order, SentFile, WantedJob


class OrderForm(CheckoutForm):
    """A checkout with the one job's name and file; its specification comes beside."""

    job_name = Text(
        "Name of this job",
        maxlength=80,
        hint="So that you find it again, like “Cards for Alex”. Empty takes the product's name.",
        purpose="Only shown to you and to the people who make this order.",
    )
    artwork = artwork_field("Your file (you can also send it later)")

    def value(self, spec: Spec) -> Order:
        """The order that was typed, once the form is good."""
        sent = self.artwork.data
        file = SentFile(sent.filename, sent.stream) if sent else None
        return self.order((WantedJob(spec, self.job_name.data or "", file=file),))
