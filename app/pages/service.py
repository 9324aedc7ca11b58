"""What the shop window shows beside the products: the short price form, the help topics, the open addresses."""

from dataclasses import dataclass

from app.catalogue.spec import plain
from app.catalogue.tables import PriceTables
from app.foundation import rules

QUICK = "postcards"
"""The product that the home page prices."""

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
    """The price form of the home page: sizes as code and words, listed quantities, the one to begin with."""

    action: str
    sizes: tuple[tuple[str, str], ...]
    quantities: tuple[int, ...]
    start: int


def quick_form(tables: PriceTables) -> QuickForm | None:
    """The price form; None when these tables do not sell its product."""
    product = tables.products.get(QUICK)
    if product is None:
        return None
    return QuickForm(
        action=f"/products/{product.slug}",
        sizes=tuple(
            (size.code, f"{plain(size.width_in)} × {plain(size.height_in)} in, {size.name.lower()}")
            for size in product.sizes
        ),
        quantities=tuple(n for n in tables.press.breaks if product.min_quantity <= n <= product.max_quantity),
        start=product.start_quantity,
    )


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
