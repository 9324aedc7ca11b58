"""The verbs of baskets; routes and other rooms call them from here."""

from app.baskets.service.addressing import add_drop, set_drops, set_pieces
from app.baskets.service.filing import attach, deleted, detach
from app.baskets.service.ordering import checked, emptied, wanted, wanted_job
from app.baskets.service.putting import add, change, copy, put_back, remove, rename

__all__ = [
    "add",
    "add_drop",
    "attach",
    "change",
    "checked",
    "copy",
    "deleted",
    "detach",
    "emptied",
    "put_back",
    "remove",
    "rename",
    "set_drops",
    "set_pieces",
    "wanted",
    "wanted_job",
]
