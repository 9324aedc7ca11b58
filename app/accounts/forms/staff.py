"""Forms about staff: inviting somebody, giving a role."""

from app.accounts.forms.fields import email_address
from app.accounts.roles import ROLES
from app.foundation.forms import Choice, Option, Required, ShopForm
from app.foundation.several_field import Several


class InviteForm(ShopForm):
    """Whom to invite, and to which roles."""

    email = email_address("For this invitation alone: we forget it once it is taken up, withdrawn or over.")
    roles = Several("Roles", choices=[Option(code, words) for code, words in ROLES.items()], kind="checkbox")


class GiveRoleForm(ShopForm):
    """One more role."""

    role = Choice(
        "Another role",
        [Required("Please choose a role.")],
        choices=[Option("", "Choose a role"), *(Option(code, words) for code, words in ROLES.items())],
    )
