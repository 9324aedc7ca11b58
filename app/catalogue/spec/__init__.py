"""A specification: exactly what is to be made, as frozen into an order; and what follows from it."""

from app.catalogue.spec.artwork import ArtworkNeeds, artwork_needs
from app.catalogue.spec.folding import Fold, flat_size, folds
from app.catalogue.spec.made import Spec, color_of, numbers_of, product_of, stock_of
from app.catalogue.spec.paper import sheets_of, weight_lb
from app.catalogue.spec.words import business_days, described, plain

__all__ = [
    "ArtworkNeeds",
    "Fold",
    "Spec",
    "artwork_needs",
    "business_days",
    "color_of",
    "described",
    "flat_size",
    "folds",
    "numbers_of",
    "plain",
    "product_of",
    "sheets_of",
    "stock_of",
    "weight_lb",
]
