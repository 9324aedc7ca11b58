"""Forms for whoever lost every second factor."""

from app.accounts.forms.fields import known_password, typed_code
from app.foundation.forms import Area, ShopForm


class LostFactorsForm(ShopForm):
    """The password and the mailed code, and what the staff should know."""

    password = known_password()
    code = typed_code()
    words = Area(
        "What happened",
        maxlength=2000,
        hint="For instance: the phone with the app was stolen on Monday. It helps us to be sure that it is you.",
        purpose="For deciding about this request.",
    )
