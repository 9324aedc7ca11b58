"""The register of suppliers as tests begin with it: whoever the settings name, each with a statement."""

from datetime import timedelta

from app.config import Settings
from app.disclosures.service import suppliers
from app.disclosures.service.suppliers import Statement
from app.foundation import work
from app.foundation.acts import system_act

SIGNER = "Cora Signer, head of operations"


def register(settings: Settings) -> None:
    """Enter the suppliers of these settings, each with a statement of two days ago."""
    act = system_act("command", "test", 1)

    def enter() -> None:
        for supplier_id in suppliers.fill(act, settings):
            suppliers.attest(act, supplier_id, Statement(SIGNER, (act.at - timedelta(days=2)).date()))

    work.unit(enter)
