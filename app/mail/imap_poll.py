"""Mail in by IMAP: for a house whose mailbox lies with somebody else. A message is moved only after it is stored."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses, parseaddr
from typing import Any

from app.config import Settings
from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.foundation.rules import text
from app.mail import headers, letters
from app.mail.service import receiving

JOB = "poll-imap"
MOST = 200
"""How many messages one run takes at most."""
TIMEOUT = 30
HEAD = 64 * 1024
UNKNOWN = "unknown@sender.invalid"


class MailboxTrouble(Exception):
    """The mailbox does not answer as it should; the message says at which step, and nothing else."""


def poll(act: Act) -> Iterator[None]:
    """Fetch what lies in the mailbox: each message is stored in a commit of its own, then moved."""
    settings = letters.settings()
    if not settings.imap_host:
        return
    recipient = text("company.newsletter")
    yield
    with _mailbox(settings) as box:
        for uid in _waiting(box):
            raw = _fetched(box, uid)
            sender, to = envelope_of(raw, recipient)
            receiving.receive(act, sender, to, raw, way="imap")
            yield
            # Stored for good now. A message that is fetched twice is known by its bytes.
            _move(box, uid, settings.imap_done)


def envelope_of(raw: bytes, usual: str) -> tuple[str, str]:
    """From where and to where it was brought, as the mailbox's own server noted it on top; `usual` is our address.

    Without a note the sender is nobody's: only a server may say that a mail came from the null sender.
    """
    head = BytesHeaderParser(policy=compat32).parsebytes(raw[:HEAD])
    back = head.get("Return-Path")
    sender = parseaddr(str(back))[1] if back is not None else UNKNOWN
    user, _, domain = usual.lower().partition("@")
    noted = [str(head.get(name, "")) for name in ("Delivered-To", "X-Original-To", "Envelope-To")]
    named = [*noted, *map(str, head.get_all("To", [])), *map(str, head.get_all("Cc", []))]
    for _, address in getaddresses(named[:50]):
        box, _, at = address.lower().rpartition("@")
        if at == domain and box.partition("+")[0] in {user, headers.BOUNCES}:
            return sender, address
    return sender, usual


@contextmanager
def _mailbox(settings: Settings) -> Iterator[imaplib.IMAP4_SSL]:
    context = ssl.create_default_context(cafile=settings.ca_file or None)
    box = imaplib.IMAP4_SSL(settings.imap_host, settings.imap_port, ssl_context=context, timeout=TIMEOUT)
    try:
        box.login(settings.imap_user, settings.imap_password)
        _good(box.select(_quoted(settings.imap_folder)), "open the folder")
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _waiting(box: imaplib.IMAP4_SSL) -> list[str]:
    found = _good(box.uid("SEARCH", "ALL"), "search")
    return [uid.decode() for uid in (found[0] or b"").split()][:MOST]


def _fetched(box: imaplib.IMAP4_SSL, uid: str) -> bytes:
    """The message as it is; looking at it marks nothing."""
    for part in _good(box.uid("FETCH", uid, "(BODY.PEEK[])"), "fetch"):
        if isinstance(part, tuple):
            return bytes(part[1])
    raise MailboxTrouble("fetch")


def _move(box: imaplib.IMAP4_SSL, uid: str, folder: str) -> None:
    """Copy, then delete: every server can do that."""
    if box.uid("COPY", uid, _quoted(folder))[0] != "OK":
        _good(box.create(_quoted(folder)), "make the folder")
        _good(box.uid("COPY", uid, _quoted(folder)), "copy")
    _good(box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"), "mark")
    _good(box.expunge(), "remove")


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _good(answer: tuple[str, list[Any]], step: str) -> list[Any]:
    if answer[0] != "OK":
        raise MailboxTrouble(step)
    return answer[1]


POLL = Job(
    JOB,
    poll,
    5,
    "Fetch e-mail to us from the mailbox of the settings, where there is one",
    purposes="requested",
    clause="writing-to-us",
)
