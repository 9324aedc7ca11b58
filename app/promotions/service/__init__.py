"""The verbs of this room and what they answer."""

from app.promotions.service.discounting import Discount, discount, redeem, release
from app.promotions.service.keeping import Wanted, change, end, make

__all__ = ["Discount", "Wanted", "change", "discount", "end", "make", "redeem", "release"]
