"""The form with which a visitor of a demonstration shop writes it an e-mail."""

from email.header import Header
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any

from app.foundation import clock, codes, rules
from app.foundation.forms import Area, Required, ShopForm, Text

TO_TRY = "Only to try the mail desk of this demonstration."


class LocalMailForm(ShopForm):
    """An e-mail: from, to, subject and text, as anybody could send it."""

    sender = Text(
        "From",
        [Required("Please type the address that the e-mail comes from.")],
        maxlength=254,
        autocomplete="off",
        hint="Any address: nobody proves the sender of an e-mail.",
        purpose=TO_TRY,
    )
    recipient = Text(
        "To",
        [Required("Please type the address that the e-mail goes to.")],
        maxlength=254,
        autocomplete="off",
        hint="The newsletter address, or one that a mail names for stopping it.",
        purpose=TO_TRY,
    )
    subject = Text("Subject", maxlength=200, autocomplete="off", purpose=TO_TRY)
    text = Area("Text", maxlength=5000, hint="An empty one is an e-mail, too.", purpose=TO_TRY)

    def __init__(self, **given: Any) -> None:
        super().__init__(**({"data": {"recipient": rules.text("company.newsletter")}} | given))

    def message(self) -> bytes:
        """The e-mail as it would come over the wire; what is typed is taken as it is, however odd."""
        mail = MIMEText(self.text.data or "", "plain", "utf-8")
        for name, value in (("From", self.sender.data), ("To", self.recipient.data), ("Subject", self.subject.data)):
            typed = " ".join((value or "").split())
            mail[name] = typed if typed.isascii() else Header(typed, "utf-8").encode()
        mail["Date"] = format_datetime(clock.now())
        mail["Message-ID"] = f"<{codes.random_token(128)}@demonstration.invalid>"
        return mail.as_bytes()
