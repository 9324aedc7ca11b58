"""The local Maildir of a demonstration shop: letters to an address that was erased are taken out of it."""

import mailbox
from collections.abc import Collection
from email.utils import getaddresses

from app.mail.letters import settings


def forget(addresses: Collection[str]) -> int:
    """Remove every letter to one of these addresses, compared without case; gives how many. Twice does no harm."""
    folder, wanted = settings().instance / "mail", {address.casefold() for address in addresses}
    if not folder.is_dir() or not wanted:
        return 0
    spool = mailbox.Maildir(str(folder), create=True)
    found = [key for key, letter in spool.iteritems() if wanted & _recipients(letter)]
    for key in found:
        spool.discard(key)
    spool.close()
    return len(found)


def _recipients(letter: mailbox.MaildirMessage) -> set[str]:
    return {address.casefold() for _name, address in getaddresses(letter.get_all("To", []))}
