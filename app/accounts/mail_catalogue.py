"""The mail about accounts, for the catalogue."""

from app.mail.catalogue import Letter


def _letter(name: str, title: str, clause: str) -> Letter:
    return Letter(f"accounts/{name}", title, "account", clause)


LETTERS = (
    _letter("acting_begun", "That somebody of our staff began to act for the customer", "account-access"),
    _letter("already_registered", "That an address to register with has an account already", "registering"),
    _letter("billing_changed", "That the billing details of the account were changed", "mail-we-send"),
    _letter("email_changed", "That the account has another e-mail address now", "mail-we-send"),
    _letter("email_put_back", "That the e-mail address was put back, and how to get in", "mail-we-send"),
    _letter("email_taken_back", "That an address no longer belongs to the account", "mail-we-send"),
    _letter("email_code", "The code that proves a new e-mail address", "mail-we-send"),
    _letter("factor_added", "That a second factor was added", "signing-in"),
    _letter("factor_ended", "That a second factor was ended", "signing-in"),
    _letter("lost_factors_asked", "That somebody asked to sign in without the second factors", "signing-in"),
    _letter("lost_factors_code", "The code to say with that every second factor is lost", "signing-in"),
    _letter("lost_factors_stopped", "To staff: that an owner stopped such a request", "signing-in"),
    _letter("new_device", "That somebody signed in on another computer", "signing-in"),
    _letter("no_account", "That an address to sign in with has no account", "signing-in"),
    _letter("passkey_copied", "That a passkey may have been copied", "signing-in"),
    _letter("password_changed", "That the password was changed", "mail-we-send"),
    _letter("recovery_code_used", "That a recovery code was used", "signing-in"),
    _letter("recovery_codes_new", "That new recovery codes were made", "signing-in"),
    _letter("registration_code", "The code that begins a registration", "registering"),
    _letter("remember_replayed", "That a computer was signed out for safety", "signing-in"),
    _letter("staff_ended", "That somebody's work for the shop ended", "signing-in"),
    _letter("staff_invitation", "The invitation to work for the shop", "signing-in"),
    _letter("staff_role_given", "That a member of staff has another role", "signing-in"),
    _letter("staff_role_taken", "That a role of a member of staff ended", "signing-in"),
    _letter("sign_in_code", "The code to sign in with", "signing-in"),
    _letter("user_id_changed", "That the account has another user ID now", "signing-in"),
    _letter("value_changed", "That our staff or a list changed something about the account", "mail-we-send"),
)
