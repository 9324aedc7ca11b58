"""A shop with its policy, and the ways of the policy's writers (see `tests/unit/policy`)."""

from tests.unit.policy.conftest import first, publish

__all__ = ["first", "publish"]
