"""Tax exemption certificates for tests."""

from io import BytesIO
from typing import Any

from app.foundation import clock
from app.foundation.acts import Act
from app.tax import exemptions
from app.tax.exemptions import Certificate
from tests.ordering import done

PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def sent(act: Act, account_id: int, data: bytes = PDF, replaces: int | None = None, **changes: Any) -> int:
    """The number of a certificate for Minnesota that the customer has sent today."""
    today = clock.central(act.at).date()
    values: dict[str, Any] = {"state": "MN", "number": "ST3-1234", "first_day": today, "last_day": None}
    told = Certificate(**values | changes)
    number: int = done(lambda: exemptions.send(act, account_id, told, BytesIO(data), replaces))
    return number
