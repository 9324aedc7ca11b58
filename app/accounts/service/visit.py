"""From where somebody acts: what signing in notes about a browser, and nothing more."""

from dataclasses import dataclass

from app.foundation import codes


@dataclass(frozen=True)
class Visit:
    """`session_sha256` names the browser's present session, `network` is approximate, `browser` a family."""

    session_sha256: str
    network: str
    browser: str

    @property
    def network_key(self) -> str:
        """What mails and failures are counted by: a keyed digest of the network."""
        return codes.keyed_hex("network", self.network)
