"""Our own visitor enters an area that has an agreement: it agrees for one visit, and takes it back when it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.accounts import own_visit
from app.foundation.own_site import Answer, OwnSite

AGREEMENTS = "/account/agreements/"


@contextmanager
def entered(visitor: OwnSite, path: str) -> Iterator[Answer]:
    """The page at that address, whether or not its area asks for an agreement first."""
    answer = visitor.get(path)
    _host, asked, slug = answer.header("location").partition("?")[0].partition(AGREEMENTS)
    if answer.status != 303 or not asked:
        yield answer
        return
    own_visit.send(visitor, f"{AGREEMENTS}{slug}")
    try:
        yield visitor.get(path)
    finally:
        own_visit.send(visitor, f"{AGREEMENTS}{slug}/end")
