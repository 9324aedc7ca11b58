"""The pages of accounts: one module for signing in, one for registering, those for the account itself."""

from app.accounts.routes import account, books, factors, names, registering, second, signing_in
from app.accounts.routes.blueprint import blueprint

__all__ = ["account", "blueprint", "books", "factors", "names", "registering", "second", "signing_in"]
