"""A shop with its policy (see `tests/unit/policy`)."""

from tests.unit.policy.conftest import first, publish

__all__ = ["first", "publish"]
