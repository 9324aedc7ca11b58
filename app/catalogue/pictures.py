"""Which picture stands for a product: its own, or plain sheets for one that staff have just made."""

from pathlib import Path

PICTURES = Path(__file__).parents[2] / "static" / "img" / "products"
DRAWN = frozenset(path.stem for path in PICTURES.glob("*.svg"))
OTHER = "other"


def picture_of(slug: str) -> str:
    """The static file of a product's picture."""
    return f"img/products/{slug if slug in DRAWN else OTHER}.svg"
