"""Who a decision is about: a person we know, an address, or both."""

from dataclasses import dataclass

from app.foundation import codes


def address_key(email_key: str) -> str:
    """The keyed digest of a normalised address: all that a stop for an unknown address leaves behind."""
    return codes.keyed_hex("suppression", email_key)


@dataclass(frozen=True)
class Subject:
    """`person_id` is 0 for somebody unknown; `email_key` is the normalised address, empty when none is used.

    Where only the digest of an address is left, as behind the link of an old mail, `digest` is that.
    """

    person_id: int = 0
    email_key: str = ""
    digest: str = ""

    @property
    def address(self) -> str:
        """The digest of the address; empty when there is none."""
        return address_key(self.email_key) if self.email_key else self.digest

    @property
    def key(self) -> str:
        """Where new events and decisions are filed."""
        return f"person:{self.person_id}" if self.person_id else f"address:{self.address or address_key('')}"

    @property
    def keys(self) -> list[str]:
        """Everything that is known about the subject is filed under one of these."""
        found = [f"person:{self.person_id}"] if self.person_id else []
        return found + ([f"address:{self.address}"] if self.address else [])
