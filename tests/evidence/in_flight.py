"""Answers of the served site, changed on their way out: what a careless release, or somebody in between, would do."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request

from tests.evidence.breach import Patch

Change = Callable[[Any], Any]


def change(app: Flask, patch: Patch, of: Change) -> None:
    """Run `of` on every answer after everything else has."""
    handed = app.process_response

    def changed(response: Any) -> Any:
        answer = handed(response)
        of(answer)
        return answer

    patch.setattr(app, "process_response", changed)


def header(app: Flask, patch: Patch, name: str, value: str | None) -> None:
    """Send that header with every answer, or none of that name."""

    def of(answer: Any) -> None:
        answer.headers.pop(name, None)
        if value is not None:
            answer.headers[name] = value

    change(app, patch, of)


def body(app: Flask, patch: Patch, path: str, added: str) -> None:
    """Put a piece of HTML (or of a style sheet) at the end of that page's main part; an empty path means every page."""

    def of(answer: Any) -> None:
        if path in ("", request.path) and answer.status_code == 200 and answer.mimetype == "text/html":
            answer.direct_passthrough = False
            answer.set_data(answer.get_data(as_text=True).replace("</form>", f"{added}</form>").replace(
                "</main>", f"{added}</main>"))  # fmt: skip

    change(app, patch, of)
