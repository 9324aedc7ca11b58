"""The mail to many, for the catalogue."""

from app.mail.catalogue import Letter


def _letter(name: str, title: str) -> Letter:
    return Letter(f"campaigns/{name}", title, "policy_notice", "new-uses")


LETTERS = (
    _letter("policy_notice", "That the policy changes, and how to say no"),
    _letter("policy_withdrawn", "That a change of the policy was taken back"),
    Letter("campaigns/site_update", "What is new on the site", "site_update", "site-updates"),
    Letter("campaigns/site_update_test", "To one of our staff: a site update to try", "account", "mail-we-send"),
)
