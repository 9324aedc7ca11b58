"""What staff may do with promotion codes."""

from app.foundation.access import Permission

KEEP = Permission("promotions:promotion:keep", "Make, change and end promotion codes, and see what they gave away")
ALL = [KEEP]
