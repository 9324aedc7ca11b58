"""Header values that try to break a line, a column or a reader of the log (as WSGI gives them: latin-1)."""


def as_received(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


VALUES = (
    "a\r\nb",
    "a\nInjected: 1",
    "\r\n#Fields: date time",
    "#Fields: x",
    '"',
    '""""',
    'x" 200 - "y',
    "\x1b[2J\x1b[31mred",
    "\x00\x01\x07\x7f",
    "a\tb\x0b\x0cc",
    as_received("line\u2028paragraph\u2029end"),
    as_received("\u0085next"),
    as_received("名前 \U0001f5a8 Żółć"),
    "\xff\xfe\x80\xc3",
    "%0d%0a%00%22",
    "100% %",
    "\\",
    "A" * 10_000,
    as_received("é") * 5_000,
    "%" * 600,
    " ",
    "-",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
)
REFERRERS = (
    *(f"https://example.com/{value}" for value in VALUES),
    "",
    "://",
    "http://",
    "http://[",
    "http://[::1",
    "http://[::1]:99999999/",
    "http://user:pass\\@example.com/",
    "javascript:alert(1)",
    "not an address?secret=1",
    "https://user:secret@example.com:8080/a?token=secret#secret",
    "https://a@b@example.com/",
    "HTTPS://EXAMPLE.COM",
)
