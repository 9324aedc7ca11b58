"""Whatever somebody sends, reading answers, in time, and never raises."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.reading import Reading, describe, read
from app.mail.reading.opening import DEPTH, PARTS, SIZE, Budget, open_mail
from tests.unit.mail.reading.test_corpus import EXPECTED, MAILS, OURS

HEAD = b"From: alex@example.com\nTo: newsletter@example.org\nSubject: Hello\n"
STORED = [(MAILS / f"{name}.eml").read_bytes() for name in sorted(EXPECTED)]
MEGABYTE = 1_000_000
PATIENCE = 8.0
"""Seconds on a busy machine; what is quadratic takes minutes."""


def read_here(raw: bytes, envelope_to: str = "newsletter@example.org") -> Reading:
    return read(raw, "alex@example.com", envelope_to, OURS)


def times(piece: bytes, size: int = MEGABYTE) -> bytes:
    return piece * (size // len(piece))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert describe(read_here(raw)).startswith("Read as: ")
    assert describe(read_here(HEAD + raw)).startswith("Read as: ")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STORED), st.randoms(use_true_random=False))
def test_stored_mails_with_bytes_changed_cut_and_doubled_are_read(raw: bytes, chance: random.Random) -> None:
    changed = bytearray(raw[:20_000])
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(changed) + 1)
        length = chance.randint(0, 40)
        piece = chance.choice([b"", chance.randbytes(length), bytes(changed[place : place + length]) * 2])
        changed[place : place + length] = piece
    reading = read_here(bytes(changed))
    assert reading.rule != "failed"
    assert describe(reading)
    reading.newest_text.encode()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=100), st.text(max_size=60))
def test_any_text_subject_and_sender_are_read(text: str, subject: str, sender: str) -> None:
    raw = f"From: {sender}\nSubject: {subject}\nContent-Type: text/plain; charset={sender}\n\n{text}"
    assert read_here(raw.encode("utf-8", "surrogatepass")).rule != "failed"


@pytest.mark.parametrize(
    "envelope", ["", "<>", "@", "bounce+@example.org", "newsletter+u.@example.org", "\0", "a" * 9999]
)
def test_any_envelope_is_read(envelope: str) -> None:
    assert read(HEAD + b"\nunsubscribe", envelope, envelope, OURS).rule != "failed"


BODIES: dict[str, Callable[[], bytes]] = {
    "quotation signs": lambda: b"\n" + times(b">"),
    "quoted lines": lambda: b"\n" + times(b"> x\n"),
    "blanks": lambda: b"\n" + times(b" "),
    "empty lines": lambda: b"\n" + times(b"\n"),
    "one word": lambda: b"\n" + times(b"a"),
    "attributions": lambda: b"\n" + times(b"On Mon, Alex wrote\n"),
    "fields": lambda: b"\n" + times(b"From: a\nSent: b\n"),
    "stops": lambda: b"\n" + times(b"unsubscribe "),
    "nots": lambda: b"\n" + times(b"do not want to "),
    "drawn out": lambda: b"\n" + times(b"s t o p "),
    "at signs": lambda: b"\n" + times(b"a@"),
    "div": lambda: b"Content-Type: text/html\n\n" + times(b"<div>"),
    "open tags": lambda: b"Content-Type: text/html\n\n" + times(b"<a "),
    "open values": lambda: b"Content-Type: text/html\n\n" + times(b'<a b="'),
    "comments": lambda: b"Content-Type: text/html\n\n" + times(b"<!--"),
    "hidden": lambda: b"Content-Type: text/html\n\n" + times(b"<p hidden>"),
    "signs": lambda: b"Content-Type: text/html\n\n" + times(b"&lt;&#"),
    "quotations": lambda: b"Content-Type: text/html\n\n" + times(b"<blockquote>"),
    "parts": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + times(b"--b\n\n"),
    "no parts": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + times(b"--bb\n"),
    "heads": lambda: times(b"A: b\n"),
    "folded": lambda: times(b" b\n"),
    "parameters": lambda: b"Content-Type: text/plain; " + times(b'a="b;') + b"\n\nx",
    "encoded words": lambda: b"Subject: " + times(b"=?utf-8?q?a?= ") + b"\n\nx",
    "senders": lambda: b"From: " + times(b"<a@") + b"\n\nx",
    "results": lambda: b"Authentication-Results: mx.example.org; " + times(b"(dkim=") + b"\n\nx",
    "base64": lambda: b"Content-Transfer-Encoding: base64\n\n" + times(b"Pj4+Cg=="),
    "printable": lambda: b"Content-Transfer-Encoding: quoted-printable\n\n" + times(b"=3E=\n"),
    "status": lambda: b"Content-Type: message/delivery-status\n\n" + times(b"Final-Recipient: x;y\n"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_megabyte_made_to_be_slow_is_read_in_time(name: str) -> None:
    raw = HEAD + BODIES[name]()
    began = time.process_time()
    assert read_here(raw).rule != "failed"
    assert time.process_time() - began < PATIENCE


def test_more_than_ten_megabytes_are_not_read_but_who_wrote_is_known() -> None:
    reading = read_here(HEAD + b"\nunsubscribe\n" + b"x" * SIZE)
    assert (reading.kind, reading.rule) == ("unreadable", "too-big")
    assert (reading.sender, reading.subject, reading.wishes) == ("alex@example.com", "Hello", frozenset())


def test_ten_megabytes_are_read() -> None:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nunsubscribe\n--b\nContent-Type: image/png\n\n"
    reading = read_here(head + b"x" * (SIZE - len(head) - 10) + b"\n--b--\n")
    assert (reading.rule, reading.wishes) == ("words", frozenset({"stop"}))


def test_a_link_address_is_obeyed_however_large_the_mail_is() -> None:
    reading = read_here(HEAD + b"\n" + b"x" * SIZE, f"newsletter+u.{'ab' * 20}@example.org")
    assert (reading.kind, reading.token) == ("token", "ab" * 20)


def test_parts_and_levels_have_a_limit_that_is_noted() -> None:
    wide, deep = Budget(), Budget()
    mail = open_mail(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * (PARTS * 3), wide)
    assert len(mail.walk()) <= PARTS
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(DEPTH * 3))
    open_mail(nested, deep)
    assert "too-many-parts" in wide.notes
    assert "too-deep" in deep.notes
