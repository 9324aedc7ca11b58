"""Forms for second factors: a code to type, or what a passkey answers."""

from app.accounts import passwords
from app.accounts.forms.fields import FOR_ACCOUNT
from app.foundation.forms import Hidden, Password, Required, ShopForm, Text, Tick

MOST = 20_000


class Answered(Hidden):
    """What the browser's passkey says; never shown again, since it is good once."""

    secret = True
    refuses_cards = False  # long runs of letters and digits, in which chance finds anything


class PasskeyForm(ShopForm):
    """What a passkey answers."""

    credential = Answered("Passkey", maxlength=MOST)


class PasskeySignInForm(PasskeyForm):
    """Signing in with a passkey and nothing else."""

    remember = Tick("Remember me on this device")


class NewPasskeyForm(PasskeyForm):
    """A new passkey and its name."""

    name = Text(
        "Name of the passkey",
        [Required("Please give it a name by which you will know it.")],
        hint="Where it lives, for instance: office laptop, blue key.",
        maxlength=60,
        purpose=FOR_ACCOUNT,
    )


class FirstCodeForm(ShopForm):
    """The first code of an authenticator app."""

    code = Text(
        "Code that the app shows now",
        [Required("Please type the six digits that the app shows.")],
        inputmode="numeric",
        autocomplete="one-time-code",
        maxlength=40,
    )


class ProofForm(PasskeyForm):
    """A second factor: a code of the app, a recovery code, or a passkey."""

    code = Text(
        "Code from your app, or a recovery code",
        hint="Six digits that the app shows, or twelve signs of a recovery code.",
        autocomplete="one-time-code",
        maxlength=40,
    )

    @property
    def typed(self) -> str:
        return self.code.data or ""

    @property
    def answered(self) -> str:
        """What a passkey answered; empty where a code was typed."""
        return self.credential.data or ""


class LastForm(ShopForm):
    """What stands beside a proof where the last factor ends: the password must then be able to stand alone."""

    present = Password("Your password", autocomplete="current-password")
    new = Password(
        "A longer password",
        autocomplete="new-password",
        hint=f"Only if yours has fewer than {passwords.SHORTEST} characters.",
        purpose=FOR_ACCOUNT,
    )

    def without(self, needed: bool) -> None:
        """Leave them away where another factor stays."""
        if not needed:
            del self.present
            del self.new


class EndForm(ProofForm, LastForm):
    """What ends a passkey."""


class RecoveryForm(ProofForm):
    """A recovery code or a passkey."""

    code = Text(
        "A recovery code",
        hint="Twelve signs, like 7K2Q-M4TX-W9HB. It is used up by this.",
        autocomplete="off",
        maxlength=40,
    )


class EndAppForm(RecoveryForm, LastForm):
    """What ends the authenticator app."""
