"""The mail about tax exemption certificates, for the catalogue."""

from app.mail.catalogue import Letter


def _letter(name: str, title: str) -> Letter:
    return Letter(f"tax/{name}", title, "account", "mail-we-send")


LETTERS = (
    _letter("exemption_checked", "That a tax exemption certificate holds"),
    _letter("exemption_ends", "That a tax exemption certificate ends soon"),
    _letter("exemption_refused", "That a tax exemption certificate cannot be used, and why"),
)
