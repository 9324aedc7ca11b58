"""Error pages: what happened, what to do, and a reference; and the one that cannot fail."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template
from jinja2 import DictLoader

from tests.pages import Browser

CODES = (400, 403, 404, 410, 413, 422, 429, 500, 503)


@pytest.mark.parametrize("code", CODES)
def test_an_error_page_says_what_happened_what_to_do_and_a_reference(app: Flask, code: int) -> None:
    with app.test_request_context("/somewhere", environ_overrides={"shop.request_id": "a1b2c3d4"}):
        page = render_template(f"errors/{code}.html", code=code)
    assert "<h1>" in page
    assert 'class="lead">' in page
    assert "<code>a1b2c3d4</code>" in page
    assert 'content="noindex"' in page


def test_the_reference_on_a_page_is_the_one_in_the_header(visitor: Browser) -> None:
    page = visitor.get("/no-such-page")
    assert page.response.headers["X-Request-Id"] in page.main


@pytest.fixture
def broken(app: Flask) -> Iterator[Browser]:
    """A browser at a shop whose templates have all been lost."""
    kept, cache = app.jinja_env.loader, app.jinja_env.cache
    app.jinja_env.loader, app.jinja_env.cache = DictLoader({}), None
    yield Browser(app)
    app.jinja_env.loader, app.jinja_env.cache = kept, cache


def test_an_error_page_that_cannot_be_drawn_is_still_an_answer(broken: Browser) -> None:
    page = broken.get("/no-such-page")
    assert page.status == 404
    assert "Something broke on our side" in page.text
    assert page.response.headers["X-Request-Id"] in page.text
