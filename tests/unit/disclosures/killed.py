"""A shop process that is killed in the middle of speaking to a supplier: run by the tests as a child.

python -m tests.unit.disclosures.killed STEP '{"the settings": "as JSON"}'
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from app import create_app
from app.config import load_settings
from app.disclosures import egress
from app.disclosures.egress import Parcel
from app.disclosures.service.ledger import Entry
from app.foundation import work
from app.foundation.acts import system_act
from app.payments import service as payments

PAYMENT = ("trial:10001", 5114, "account:17")
URLS = {
    "success_url": "https://localhost:8443/orders/10001/return",
    "cancel_url": "https://localhost:8443/orders/10001",
}
MESSAGE = b"Subject: Hello"


def die(*_anything: Any) -> NoReturn:
    """End as a machine does that loses its power."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


def main(step: str, values: dict[str, Any]) -> None:
    """Begin a payment, or hand a mail over, and die at the step."""
    settings = load_settings({}, **(values | {"instance": Path(values["instance"])}))
    app = create_app(settings)
    with app.app_context():
        act = system_act("customer", "17", 1)
        if step == "mail":
            entry = Entry("mail-relay", "supplier", "account:17", "order:10001", ("message",), MESSAGE)
            work.unit(lambda: egress.hand_over(act, Parcel(entry, "mail", settings.smtp_host, "m1"), die, int))
        if step == "before the call":
            egress._send = die
        if step == "before the record":
            egress.ended = die
        work.unit(lambda: payments.begin(act, *PAYMENT, **URLS))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
