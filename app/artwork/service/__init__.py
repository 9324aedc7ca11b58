"""The verbs of this room and what it shows."""

from app.artwork.service.checking import check_waiting, waiting_count
from app.artwork.service.reads import READ, fold_reads
from app.artwork.service.receiving import ProductNeeds, receive, replace, require
from app.artwork.service.removing import delete, sweep_leftovers, sweep_orphans
from app.artwork.service.showing import ArtworkView, Original, PageView, original, picture, view

__all__ = [
    "READ",
    "ArtworkView",
    "Original",
    "PageView",
    "ProductNeeds",
    "check_waiting",
    "delete",
    "fold_reads",
    "original",
    "picture",
    "receive",
    "replace",
    "require",
    "sweep_leftovers",
    "sweep_orphans",
    "view",
    "waiting_count",
]
