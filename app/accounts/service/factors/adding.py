"""What happens whenever a factor is added: the notice, the entry, and the first recovery codes."""

from app.accounts.service import devices
from app.accounts.service.factors import held, recovery
from app.audit import service as audit
from app.foundation.acts import Act

APP, PASSKEY = "an authenticator app", "a passkey"


def added(act: Act, account_id: int, what: str) -> list[str]:
    """Record it and tell the owner; gives the recovery codes to show, where the account had none left."""
    audit.record(act, "factor.added", f"account:{account_id}", what=what)
    devices.notify(act, account_id, "accounts/factor_added", what=what)
    if held.of(account_id).codes_left:
        return []
    return recovery.make(act, account_id, first=True)
