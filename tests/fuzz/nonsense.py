"""What clients send that no form of ours would: for every part of a request."""

import os

from hypothesis import strategies as st

IN_CI = os.environ.get("HYPOTHESIS_PROFILE") == "ci"
EXAMPLES = int(
    os.environ.get("SHOP_FUZZ_EXAMPLES") or (4 if not IN_CI else 30 if "DATABASE_URL" in os.environ else 300)
)
"""How many tries each address gets from each person: 300 in the continuous integration (30 more on PostgreSQL),
a few by default, so that ``make test`` stays short."""

ODD = (
    "", " ", "0", "-1", "1", "2147483648", "9" * 30, "1.5", "1e999", "NaN", "null", "true", "on", "[]", "{}",
    "'", '"', "' OR 1=1 --", "<script>alert(1)</script>", "${7*7}", "../../etc/passwd", "%00", "\x00",
    "\r\nX: y", "\x1b[31m", "\u202e\u2028", "\N{GRINNING FACE}", "\uffff", "İ", "é" * 300, "a" * 5000,
    "2026-02-30", "0001-01-01", "99999-01-01", "pat@example.com", "a@b", "@", "https://evil.example/",
    "//evil.example", "/\\evil.example", "+1 952 555 0100", "55317", "business-cards", "250", "MN",
)  # fmt: skip

values: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
)
"""One value of a field, of the query or of a path."""

NAMES = st.sampled_from(
    ("", "id", "page", "after", "q", "a[]", "__class__", "csrf_token", "submit", "x" * 300, "é", "a.b")
)

FORMED: dict[str, st.SearchStrategy[str]] = {
    "int": st.integers(0, 10**12).map(str),
    "slug": st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
    "token": st.from_regex(r"[A-Za-z0-9_-]{20,128}", fullmatch=True),
    "path": st.sampled_from(("a/b", "../x", "a//b", "%2e%2e/x")),
    "uuid": st.uuids().map(str),
    "string": st.text("abc-_.%", min_size=1, max_size=20),
}
"""Values that a rule's converter lets pass, by its name."""

_header = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=60)
headers: st.SearchStrategy[dict[str, str]] = st.dictionaries(
    st.sampled_from(
        (
            "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Length", "Cookie",
            "If-Modified-Since", "If-None-Match", "Origin", "Range", "Referer", "Sec-Fetch-Site", "Sec-GPC",
            "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "X-Requested-With",
        )
    ),
    _header,
    max_size=3,
)  # fmt: skip

files: st.SearchStrategy[tuple[str, bytes]] = st.tuples(
    st.sampled_from(
        ("cards.pdf", "", "..", "../../x.pdf", "a\x00b.pdf", "é\u202egpj.pdf", "x" * 400 + ".pdf", "con", ".pdf")
    ),
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=300).map(lambda rest: b"%PDF-1.7\n" + rest),
        st.sampled_from(
            (b"", b"%PDF-1.4\n%%EOF", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<html>", b"%PDF-" + b"9" * 5000)
        ),
    ),
)
"""Name and content of an uploaded file."""
