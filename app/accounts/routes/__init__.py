"""The pages of accounts: one module for signing in, one for registering, those for the account itself."""

from app.accounts.routes import (
    account,
    agreements,
    books,
    devices,
    factors,
    lost,
    names,
    registering,
    registrations,
    second,
    signing_in,
    staff_invitations,
    staff_people,
)
from app.accounts.routes.blueprint import blueprint

__all__ = [
    "account",
    "agreements",
    "blueprint",
    "books",
    "devices",
    "factors",
    "lost",
    "names",
    "registering",
    "registrations",
    "second",
    "signing_in",
    "staff_invitations",
    "staff_people",
]
