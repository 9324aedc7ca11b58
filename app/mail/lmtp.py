"""Mail in by LMTP: a listener for our own mail server, one recipient for each delivery.

A delivery with several recipients has one answer for all of them here, and they may fare differently: so the second
recipient is put off (452), and the mail server brings it in a delivery of its own.
"""

import logging
import threading
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger(__name__)
Store = Callable[[str, str, bytes, str], int]
LARGEST = 64 * 1024 * 1024
"""Bytes; what is larger than we keep is stored by its beginning, but nobody fills the memory."""
ONE_AT_A_TIME = "452 4.5.3 One recipient at a time"


class Handler:
    """What becomes of each command: the mail is stored before it is said to be."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_RCPT(  # noqa: N802  # the library names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """One recipient; the next one comes in a delivery of its own."""
        if envelope.rcpt_tos:
            return ONE_AT_A_TIME
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        """Store the mail. Whatever goes wrong is for now: the mail server keeps it and comes again."""
        raw = envelope.content or b""
        content = raw.encode("utf-8", "replace") if isinstance(raw, str) else bytes(raw)
        try:
            number = await server.loop.run_in_executor(
                None, self._store, envelope.mail_from or "", envelope.rcpt_tos[0], content, ""
            )
        except Exception as trouble:
            log.error("a mail could not be stored: %s", type(trouble).__name__)
            return "451 4.3.0 Not now, please bring it again"
        return f"250 2.0.0 Stored as {number}"


class _Listening(Controller):
    """Answers each connection by LMTP; `name` is what it calls itself, so that nobody has to look it up."""

    def __init__(self, handler: Handler, host: str, port: int, name: str) -> None:
        self._name = name
        super().__init__(handler, hostname=host, port=port)

    def factory(self) -> SMTP:
        return LMTP(self.handler, hostname=self._name, data_size_limit=LARGEST, enable_SMTPUTF8=True)


class Listener:
    """The listener on its own thread."""

    def __init__(self, store: Store, host: str, port: int, name: str = "localhost") -> None:
        self._controller = _Listening(Handler(store), host, port, name)
        self._stopped = threading.Event()

    def start(self) -> None:
        """Listen; an address that is taken raises at once."""
        self._controller.start()

    def wait(self) -> None:
        """Until `stop`."""
        self._stopped.wait()

    def stop(self) -> None:
        """End every connection and the thread."""
        self._controller.stop(no_assert=True)
        self._stopped.set()
