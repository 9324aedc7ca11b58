"""The forms of the staff's pages."""

from app.foundation.forms import Choice, Hidden, Option, Required, ShopForm, Whole
from app.foundation.inventory import PURPOSES as PURPOSE_WORDS
from app.permissions.purposes import ANY, PURPOSES

CHANNEL_WORDS = {"email": "E-mail", "post": "Post", "phone": "Telephone", "internal": "On the site and in house"}


class StopForm(ShopForm):
    """A stop that a person told staff of. Staff add stops; only the person takes one back."""

    who = Hidden("")
    purpose = Choice(
        "What stops",
        [Required("Please choose what stops.")],
        choices=[
            Option("", "Please choose"),
            Option(ANY, "Everything but orders, bills, the account and policy notices"),
            *(Option(code, PURPOSE_WORDS[code].capitalize()) for code, row in PURPOSES.items() if row.stoppable),
        ],
    )
    channel = Choice(
        "By which way",
        [Required("Please choose a way.")],
        choices=[Option(ANY, "Every way"), *(Option(code, words) for code, words in CHANNEL_WORDS.items())],
        default=ANY,
    )
    source = Choice(
        "How we heard of it",
        [Required("Please choose how we heard of it.")],
        choices=[
            Option("mail", "By e-mail"),
            Option("letter", "By letter"),
            Option("phone", "By telephone"),
            Option("staff", "In another way"),
        ],
        kind="radio",
    )
    case_number = Whole("Case number", least=1, hint="If there is one.")

    @property
    def evidence(self) -> str:
        """What stands behind the stop: the case, when there is one."""
        return f"case:{self.case_number.data}" if self.case_number.data else ""
