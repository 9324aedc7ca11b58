"""The mail about companies, for the catalogue."""

from app.mail.catalogue import Letter


def _notice(name: str, title: str) -> Letter:
    return Letter(f"companies/{name}", title, "account", "mail-we-send")


LETTERS = (
    _notice("administrator_made", "That a company has another administrator"),
    _notice("closed", "That a company is closed"),
    _notice("ended", "That somebody belongs to a company no more"),
    Letter("companies/invitation", "That a company invites somebody", "requested", "account-benefits", "request"),
    _notice("role_changed", "That somebody has another role or limit in a company"),
)
