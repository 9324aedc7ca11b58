"""Pages that are the same for every visitor, kept as bytes with their ETag and brotli form.

Only for viewers who are not signed in and only for pages without a POST form (they set no cookie).
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import brotli
from flask import Response, current_app, request, session

from app.foundation import rules
from app.foundation.access import viewer

ROOM = 512


@dataclass(frozen=True)
class Kept:
    """One page: its bytes in three encodings, each with its own strong ETag."""

    bodies: dict[str, bytes]
    etags: dict[str, str]
    content_type: str


def page(
    key: tuple[object, ...], render: Callable[[], str], content_type: str = "text/html; charset=utf-8"
) -> Response:
    """The page under `key` (put every version that its content depends on into the key).

    The policy's stamp and the house rules, which the frame of every page shows, are added here.
    """
    environ = request.environ
    if "HTTP_COOKIE" in environ and (viewer().signed_in or "_flashes" in session):
        response = Response(render(), content_type=content_type)
        response.headers["Cache-Control"] = "no-store"
        return response
    extensions = current_app.extensions
    kept = _kept(_shelf(extensions), (*key, extensions["shop.policy_stamp"](), rules.version()), render, content_type)
    return _answer(kept, environ)


def clear() -> None:
    """Forget every kept page of this process."""
    _shelf(current_app.extensions).clear()


Shelf = OrderedDict[tuple[object, ...], Kept]


def _shelf(extensions: dict[str, Any]) -> Shelf:
    shelf: Shelf = extensions.setdefault("shop.pages", OrderedDict())
    return shelf


def _kept(shelf: Shelf, key: tuple[object, ...], render: Callable[[], str], content_type: str) -> Kept:
    kept = shelf.get(key)
    if kept is None:
        kept = shelf[key] = _make(render().encode(), content_type)
        while len(shelf) > ROOM:
            shelf.popitem(last=False)
    return kept


def _make(body: bytes, content_type: str) -> Kept:
    tag = hashlib.sha256(body).hexdigest()[:24]
    bodies = {"": body, "br": brotli.compress(body, quality=9), "gzip": gzip.compress(body, 9, mtime=0)}
    return Kept(bodies, {name: f'"{tag}{name and "-" + name}"' for name in bodies}, content_type)


def _answer(kept: Kept, environ: dict[str, Any]) -> Response:
    offered = environ.get("HTTP_ACCEPT_ENCODING", "")
    encoding = "br" if "br" in offered else "gzip" if "gzip" in offered else ""
    etag = kept.etags[encoding]
    unchanged = etag in environ.get("HTTP_IF_NONE_MATCH", "")
    headers = [("ETag", etag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding, Cookie")]
    if encoding and not unchanged:
        headers.append(("Content-Encoding", encoding))
    status, body = (304, b"") if unchanged else (200, kept.bodies[encoding])
    return Response(body, status, headers, content_type=kept.content_type)
