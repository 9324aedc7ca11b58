"""Parts of addresses: `token` marks a secret part, which the access log masks."""

import re

from flask import Flask, request
from werkzeug.routing import BaseConverter, IntegerConverter, UnicodeConverter

ARGUMENT = re.compile(r"<(?:[^<>]*:)?([A-Za-z_]\w*)>")


class TokenConverter(UnicodeConverter):
    """A secret in an address (`/u/<token:token>`): url-safe base64, 20 to 128 characters."""

    regex = "[A-Za-z0-9_-]{20,128}"
    part_isolating = True

    def __init__(self, map_: object) -> None:
        BaseConverter.__init__(self, map_)  # type: ignore[arg-type]  # the map is werkzeug's own


class IdConverter(IntegerConverter):
    """A number that fits a column: a larger one names nothing (404), and would break both databases' drivers."""

    def __init__(self, map_: object) -> None:
        super().__init__(map_, max=2**31 - 1)  # type: ignore[arg-type]  # as above


class SlugConverter(UnicodeConverter):
    """A noun in kebab-case."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"
    part_isolating = True

    def __init__(self, map_: object) -> None:
        BaseConverter.__init__(self, map_)  # type: ignore[arg-type]  # as above


def bind(app: Flask) -> None:
    """Add the converters, and tell the access log the template of routes that hold a secret."""
    app.url_map.converters.update(int=IdConverter, token=TokenConverter, slug=SlugConverter)

    @app.before_request
    def name_route() -> None:
        rule = request.url_rule
        if rule is None:
            return
        secret = any(
            isinstance(rule._converters[name], TokenConverter) for name in rule.arguments if name in rule._converters
        )
        if secret:
            request.environ["shop.route_template"] = ARGUMENT.sub(r"{\1}", rule.rule)
