"""A small real IMAP server over TLS on this machine: one mailbox, the commands that fetching and moving need."""

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import trustme

FETCH = re.compile(rb"UID FETCH (\d+)", re.IGNORECASE)
COPY = re.compile(rb'UID COPY (\d+) "([^"]+)"', re.IGNORECASE)
STORE = re.compile(rb"UID STORE (\d+)", re.IGNORECASE)


class Mailbox:
    """What lies in each folder, by its number; `broken` commands are refused."""

    def __init__(self, *messages: bytes) -> None:
        self.folders: dict[str, dict[int, bytes]] = {"INBOX": dict(enumerate(messages, 1))}
        self.deleted: set[int] = set()
        self.broken: set[bytes] = set()


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    box: Mailbox

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            tag, _, command = line.strip().partition(b" ")
            word = b" ".join(command.upper().split()[: 2 if command.upper().startswith(b"UID") else 1])
            good = word not in self.box.broken and self._do(word, command)
            self.wfile.write(tag + (b" OK done\r\n" if good else b" NO not now\r\n"))
            if word == b"LOGOUT":
                return

    def _do(self, word: bytes, command: bytes) -> bool:
        inbox = self.box.folders["INBOX"]
        if word == b"CAPABILITY":
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif word == b"SELECT":
            self.wfile.write(b"* %d EXISTS\r\n" % len(inbox))
        elif word == b"UID SEARCH":
            self.wfile.write(b"* SEARCH %s\r\n" % " ".join(map(str, sorted(inbox))).encode())
        elif word == b"UID FETCH" and (found := FETCH.search(command)):
            raw = inbox[int(found[1])]
            self.wfile.write(b"* 1 FETCH (UID %s BODY[] {%d}\r\n" % (found[1], len(raw)) + raw + b")\r\n")
        elif word == b"CREATE":
            self.box.folders[command.split(b'"')[1].decode()] = {}
        elif word == b"UID COPY" and (found := COPY.search(command)):
            folder = self.box.folders.get(found[2].decode())
            if folder is None:
                return False
            folder[len(folder) + 1] = inbox[int(found[1])]
        elif word == b"UID STORE" and (found := STORE.search(command)):
            self.box.deleted.add(int(found[1]))
        elif word == b"EXPUNGE":
            for uid in self.box.deleted & set(inbox):
                del inbox[uid]
        return True


class Server(socketserver.ThreadingTCPServer):
    """Each connection is wrapped in TLS."""

    daemon_threads = True
    allow_reuse_address = True
    context: ssl.SSLContext

    def get_request(self) -> Any:
        raw, address = super().get_request()
        return self.context.wrap_socket(raw, server_side=True), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that refuses our certificate is no error of this server."""


@contextmanager
def serving(box: Mailbox, folder: Path) -> Iterator[tuple[int, Path]]:
    """Serve the mailbox; gives the port and the file of the authority that signed the certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    trusted = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    server = Server(("127.0.0.1", 0), type("Bound", (Talk,), {"box": box}))
    server.context = context
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], trusted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
