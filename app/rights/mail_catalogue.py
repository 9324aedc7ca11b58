"""The mail about rights: that a code was asked for, that something is ready; never what we hold (P80)."""

from app.mail.catalogue import Letter

LETTERS: tuple[Letter, ...] = (
    Letter("rights/artwork_leaving", "That files will soon be deleted, and when", "order", "retention", "order"),
    Letter("rights/closing", "That an account is being closed, and how to keep it", "account", "account-access"),
    Letter("rights/closing_soon", "That an account is erased in a few days", "account", "account-access"),
    Letter("rights/closing_called_off", "That an account stays open after all", "account", "account-access"),
    Letter("rights/erased", "That an account is erased now: what went and what stays", "account", "account-access"),
    # No stop may stand between a person and this right, so neither mail serves a purpose that can be stopped.
    Letter("rights/code", "The code of a request about oneself", "account", "safe-answers"),
    Letter("rights/corrected", "That something was corrected, to the old and the new address", "account", "correction"),
    Letter("rights/ready", "That the answer to a request is ready on the site", "account", "safe-answers"),
)
