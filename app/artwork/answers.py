"""Answers that carry a customer's file or a picture of it."""

from flask import Response, make_response, request

from app.artwork.names import attachment
from app.artwork.service import Original
from app.foundation.downloads import attached, closed, shut

__all__ = ["download", "jpeg", "page_number", "shut"]


def page_number() -> int:
    """The page that the address asks for (`?page=3`); 1 for anything else."""
    typed = request.args.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def download(original: Original) -> Response:
    """The file as an attachment under the customer's own name, piece by piece."""
    return attached(original.pieces, original.size, attachment(original.name))


def jpeg(data: bytes) -> Response:
    """A picture that we drew."""
    response = make_response(data)
    response.content_type = "image/jpeg"
    return closed(response)
