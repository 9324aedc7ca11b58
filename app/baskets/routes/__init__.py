"""The pages of the basket; importing them hangs them on the blueprint."""

from app.baskets.routes import addresses, again, basket, checkout, jobs
from app.baskets.routes.blueprint import blueprint

__all__ = ["addresses", "again", "basket", "blueprint", "checkout", "jobs"]
