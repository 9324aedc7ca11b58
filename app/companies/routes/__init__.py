"""The pages of companies: the company itself, its members, and invitations."""

from app.companies.routes import company, invitations, members
from app.companies.routes.blueprint import blueprint

__all__ = ["blueprint", "company", "invitations", "members"]
