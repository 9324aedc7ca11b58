"""Forms of staff who act for a customer."""

from app.accounts.forms.fields import FOR_NAME, FOR_PHONE, VersionedForm
from app.accounts.service.profile import Profile
from app.foundation import forms
from app.foundation.forms import Required, ShopForm, Text, Whole

LONGEST = 300


class BeginForm(ShopForm):
    """Why somebody of the staff begins to act."""

    reason = Text(
        "What did the customer ask for?",
        [Required("Please say what the customer asked for.")],
        maxlength=LONGEST,
        hint="The customer reads this at once, in a mail and on their activity page.",
        autocomplete="off",
    )
    case_number = Whole("Case number", least=1, hint="If there is one.")


class CustomerProfileForm(VersionedForm):
    """Names and telephone, as the customer told them."""

    name = Text("Name", [Required("Please type the name.")], maxlength=120, autocomplete="off", purpose=FOR_NAME)
    greeting = Text(
        "How to address them",
        hint="What stands after “Hello”. Empty means the whole name.",
        maxlength=60,
        autocomplete="off",
        purpose="For greeting them on pages and in mail.",
    )
    phone = forms.Telephone("Telephone", purpose=FOR_PHONE, hint="With +, country code and number if outside the US.")

    def value(self) -> Profile:
        return Profile(self.name.data or "", self.greeting.data or "", self.phone.data or "", self.purposes())
