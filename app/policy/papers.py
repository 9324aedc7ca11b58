"""What a text with versions is called, and where everybody reads it."""

from dataclasses import dataclass

from app.policy import service
from app.policy.views import PRIVACY


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as its readers meet it: `page` is the address of the text in force, and of all beside it."""

    slug: str
    title: str
    page: str


def paper(slug: str = PRIVACY) -> Paper:
    """The document of that name.

    Raises:
        Missing: there is none.
    """
    page = f"/{PRIVACY}" if slug == PRIVACY else f"/agreements/{slug}"
    return Paper(slug, service.title_of(slug), page)
