"""How often a test tries random cases: a few each time, many where `.ci/run` asks for it by THOROUGH=1."""

import os

THOROUGH = os.environ.get("THOROUGH") == "1"


def tries(many: int, few: int) -> int:
    """How many cases to try here."""
    return many if THOROUGH else few
