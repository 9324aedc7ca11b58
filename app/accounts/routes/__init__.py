"""The pages of accounts: one module for signing in, one for registering, one for the account itself."""

from app.accounts.routes import account, books, registering, signing_in
from app.accounts.routes.blueprint import blueprint

__all__ = ["account", "blueprint", "books", "registering", "signing_in"]
