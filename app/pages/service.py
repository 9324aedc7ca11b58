"""What the shop window shows beside the products: the short price form, the help topics, the open addresses."""

from dataclasses import dataclass

from app.catalogue.tables import PriceTables
from app.catalogue.window import Family
from app.foundation import rules

QUICK, QUICK_QUANTITY = "brochures", 500
"""What the home page's price form begins with."""

rules.declare(
    rules.Rule(
        "company.security-mail", "security@smartpress.com", "e-mail", "Where people report a weakness of the site"
    )
)


@dataclass(frozen=True)
class Topic:
    """One help page."""

    slug: str
    title: str
    summary: str

    @property
    def href(self) -> str:
        return f"/help/{self.slug}"


TOPICS = (
    Topic("artwork", "Artwork guide", "Bleed, safe margin, fonts and pictures: a PDF that prints as you see it."),
    Topic("turnaround", "Turnaround and shipping", "When the clock starts, what a day is, and how an order travels."),
    Topic("paying", "How paying works", "One total, paid by card on the processor's page. We never see the number."),
    Topic("privacy", "Privacy in short", "What we know about you, who else sees it, and how to stop it."),
)


@dataclass(frozen=True)
class QuickForm:
    """The price form of the home page: every product in its group, listed quantities, and what it begins with."""

    families: tuple[Family, ...]
    quantities: tuple[int, ...]
    product: str
    quantity: int


def quick_form(families: list[Family], tables: PriceTables) -> QuickForm | None:
    """The price form; None when there is nothing to sell."""
    slugs = [card.slug for family in families for card in family.cards]
    if not slugs:
        return None
    first = QUICK if QUICK in slugs else slugs[0]
    return QuickForm(tuple(families), tables.press.breaks, first, QUICK_QUANTITY)


def open_pages(tables: PriceTables) -> list[str]:
    """The addresses that search engines may keep, most important first."""
    return [
        "/",
        "/products",
        *(f"/products/{slug}" for slug in tables.products),
        "/privacy-policy",
        "/help",
        *(topic.href for topic in TOPICS),
        "/contact",
        "/updates",
    ]
