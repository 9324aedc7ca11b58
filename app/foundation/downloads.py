"""Answers that carry somebody's file: never shown inline from this site's origin."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Response

from app.extensions import talisman

View = TypeVar("View", bound=Callable[..., Any])


def shut(view: View) -> View:
    """A browser that shows the answer all the same runs nothing in it."""
    wrapped: View = talisman(content_security_policy={"default-src": "'none'", "sandbox": ""})(view)
    return wrapped


def attached(pieces: Iterator[bytes], size: int, disposition: str) -> Response:
    """The file as an attachment, piece by piece."""
    response = Response(pieces, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Length"] = str(size)
    return closed(response)


def closed(response: Response) -> Response:
    """The answer with its type as it is said, not as a browser may guess."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
