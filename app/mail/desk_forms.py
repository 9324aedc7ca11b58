"""Forms of the mail desk: settling a mail of which nobody knows whether it left, and widening how one was read."""

from app.foundation.forms import Choice, Option, Required, ShopForm, Tick
from app.mail.desk import words_of
from app.permissions.purposes import ANY, PURPOSES


class SettleForm(ShopForm):
    """What the relay's own log says of the mail."""

    outcome = Choice(
        "What does the relay’s log say?",
        [Required("Please say what the relay’s log says.")],
        kind="radio",
        choices=[
            Option("arrived", "It left: mark it as handed over", hint="Nothing is sent again."),
            Option(
                "again",
                "It did not leave: send it again",
                hint="It is sent once more. If it had left after all, it arrives twice.",
            ),
        ],
    )
    sure = Tick("I have looked for it in the relay’s log", [Required("Please look in the relay’s log first.")])


class WidenForm(ShopForm):
    """What else the mail means; a reading can grow and never shrink."""

    purpose = Choice("What else stops?", [Required("Please choose what else stops.")])

    def offer(self, purposes: list[str]) -> "WidenForm":
        """Offer what is not stopped yet."""
        self.purpose.choices = [Option(code, words_of(code)) for code in wider_than(purposes)]
        return self


def wider_than(purposes: list[str]) -> list[str]:
    """What a reading with those purposes can be widened to; nothing is wider than everything."""
    if ANY in purposes:
        return []
    return [ANY, *(code for code, purpose in PURPOSES.items() if purpose.stoppable and code not in purposes)]
