"""Answers that carry a customer's file or a picture of it: never shown inline from this site's origin."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, make_response, request

from app.artwork.names import attachment
from app.artwork.service import Original
from app.extensions import talisman

View = TypeVar("View", bound=Callable[..., Any])


def shut(view: View) -> View:
    """A browser that shows the answer all the same runs nothing in it."""
    wrapped: View = talisman(content_security_policy={"default-src": "'none'", "sandbox": ""})(view)
    return wrapped


def page_number() -> int:
    """The page that the address asks for (`?page=3`); 1 for anything else."""
    typed = request.args.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def download(original: Original) -> Response:
    """The file as an attachment under the customer's own name, piece by piece."""
    response = Response(original.pieces, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = attachment(original.name)
    response.headers["Content-Length"] = str(original.size)
    return _closed(response)


def jpeg(data: bytes) -> Response:
    """A picture that we drew."""
    response = make_response(data)
    response.content_type = "image/jpeg"
    return _closed(response)


def _closed(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
