"""What the site's own checks read in a page: forms as they stand, and whatever a browser would load by itself."""

import pytest

from app.foundation import own_pages

FORM = """
<form action="/sign-in?next=/orders" method="POST">
  <input type="hidden" name="csrf_token" value="abc"><input name="user_id" value="alex">
  <input type="checkbox" name="remember" value="y"><input type="checkbox" name="old" value="y" checked>
  <select name="state"><option value="MN">Minnesota</option><option value="WI" selected>Wisconsin</option></select>
  <select name="country"><option value="US">here</option><option value="CA">there</option></select>
  <textarea name="note">
two
lines</textarea><button>Send</button>
</form><form action="/search"><input name="q"></form>
"""


def test_a_form_holds_what_a_browser_would_send() -> None:
    form = own_pages.read(FORM).form("/sign-in")
    assert form is not None
    assert form.fields == {
        "csrf_token": "abc", "user_id": "alex", "old": "y", "state": "WI", "country": "US", "note": "two\nlines",
    }  # fmt: skip
    assert "remember" in form.names


def test_a_form_that_only_asks_is_not_one_that_sends() -> None:
    assert not own_pages.read('<form action="/search"><input name="q"></form>').posts
    assert own_pages.read(FORM).form("/search") is None


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="//elsewhere.example/x">',
        '<img srcset="/a.png 1x, //elsewhere.example/x 2x" alt="">',
        '<script src="//elsewhere.example/x"></script>',
        '<link rel="stylesheet" href="//elsewhere.example/x">',
        '<link rel="preconnect" href="//elsewhere.example/x">',
        '<iframe src="//elsewhere.example/x"></iframe>',
        '<object data="//elsewhere.example/x"></object>',
        '<video poster="//elsewhere.example/x"></video>',
        '<svg><use href="//elsewhere.example/x"/></svg>',
        '<p style="background: url(//elsewhere.example/x)">',
        '<style>@import "//elsewhere.example/x";</style>',
    ],
)
def test_whatever_a_browser_loads_by_itself_is_found(markup: str) -> None:
    assert "//elsewhere.example/x" in own_pages.read(markup).loads


def test_a_link_loads_nothing_until_somebody_follows_it() -> None:
    page = own_pages.read(
        '<a href="https://elsewhere.example/">there</a><link rel="canonical" href="https://x.example/">'
    )
    assert page.loads == []
    assert page.links == ["https://elsewhere.example/"]


def test_a_style_sheet_tells_what_it_loads() -> None:
    css = "@import 'one.css'; a { background: url( \"two.png\" ) } b { src: url(three.woff2) }"
    assert own_pages.style_loads(css) == ["one.css", "two.png", "three.woff2"]
