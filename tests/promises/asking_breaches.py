"""How the keepers of P67 and P68 are disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.foundation.reaching import Keys
from app.rights import answers
from app.rights.service import proving

Patch = pytest.MonkeyPatch


def nobody_is_looked_up(_app: Flask, patch: Patch) -> None:
    """The answer is put together for somebody whom no row is about."""
    gather = answers.gather
    patch.setattr(answers, "gather", lambda _keys, *rest, **named: gather(Keys(), *rest, **named))


def letters_lead_nowhere(_app: Flask, patch: Patch) -> None:
    """A code that came by post is never the right one."""
    fits = proving._fits

    def only_mail(act: Any, row: Any, typed: str) -> bool:
        return row.code_kind != "post" and fits(act, row, typed)

    patch.setattr(proving, "_fits", only_mail)


ASKING: dict[str, Callable[[Flask, Any], None]] = {"P67": nobody_is_looked_up, "P68": letters_lead_nowhere}
