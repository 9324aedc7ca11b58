"""The forms of the contact pages. Each field says what it is for (P32)."""

from app.accounts.forms.fields import Address, email_address
from app.cases.service import NewCase
from app.cases.states import TOPICS
from app.foundation.forms import Area, Choice, Hidden, Option, Required, ShopForm, Text

ONLY_TO_ANSWER = "Only to answer you."


def message_area(label: str) -> Area:
    return Area(
        label,
        [Required("Please write your message.")],
        maxlength=5000,
        hint="Never a password or a card number; we need neither.",
        purpose="Only for the people who answer you.",
    )


class MessageForm(ShopForm):
    """A first message."""

    topic = Choice(
        "What is it about?",
        [Required("Please choose what it is about.")],
        choices=[Option("", "Please choose"), *(Option(code, words) for code, words in TOPICS.items())],
        purpose="So that the right person reads it.",
    )
    name = Text("Your name", autocomplete="name", maxlength=120, purpose="For addressing you in our answer.")
    email = email_address(f"{ONLY_TO_ANSWER} The answer itself is not mailed: it waits on this site.")
    message = message_area("Your message")

    def value(self, person_id: int | None) -> NewCase:
        """What the form opens; only a sign-in makes it somebody's own."""
        return NewCase(
            kind="contact",
            topic=self.topic.data or "",
            channel="web",
            text=self.message.data or "",
            name=self.name.data or "",
            email=self.email.read,
            person_id=person_id,
        )


class FollowForm(ShopForm):
    """The number and code of a case."""

    number = Text(
        "Number",
        [Required("Please type the number of your message, such as 40001.")],
        inputmode="numeric",
        autocomplete="off",
        maxlength=40,
        hint="Five digits or more, from our mail or letter.",
    )
    code = Text(
        "Code",
        [Required("Please type the code that stands beside the number.")],
        autocomplete="off",
        maxlength=60,
        hint="Twelve letters and digits, such as 7K2Q-M4TX-W9HB. Capitals and hyphens do not matter.",
    )


class ReplyForm(ShopForm):
    """A further message of the same case."""

    message = message_area("Write again")


class ConcernForm(ShopForm):
    """A doubt about one clause of the policy; who has it need not be said."""

    clause = Hidden("Clause", [Required("Please open this form from the clause that you mean.")], maxlength=60)
    message = message_area("What makes you think so?")
    email = Address("E-mail address", purpose="Only to tell you that an answer waits; the answer itself is not mailed.")
