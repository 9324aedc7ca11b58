"""Forms for signing in, and the typed code."""

from app.accounts.forms.fields import email_address, known_password, typed_code
from app.foundation.forms import Required, ShopForm, Text, Tick


class EmailForm(ShopForm):
    """The first step of registration, and asking for a sign-in code."""

    email = email_address()


class CodeForm(ShopForm):
    """A typed code."""

    code = typed_code()


class SignInCodeForm(CodeForm):
    """A typed code that signs in."""

    remember = Tick("Remember me on this device")


class SignInForm(ShopForm):
    """Signing in by user ID or e-mail address."""

    user_id = Text(
        "User ID or e-mail address",
        [Required("Please type your user ID or e-mail address.")],
        autocomplete="username webauthn",
        maxlength=254,
    )
    password = known_password()
    remember = Tick("Remember me on this device")


class AgainForm(ShopForm):
    """The password once more, before a sensitive change."""

    password = known_password()


class EmptyForm(ShopForm):
    """A button."""
