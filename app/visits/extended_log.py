"""The middleware that writes one line of the extended log for every answer. It is the outermost one."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app.visits.fields import Mask, bare, masked, quoted, referrer
from app.visits.log_file import LogWriter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE_TEMPLATE = "shop.route_template"


class ExtendedLog:
    """Logs date, time, address, method, path, status, referrer and agent of each request, and nothing else.

    The path is ``environ["shop.route_template"]`` where the application has set it (routes that hold a
    token), the masked template where the path merely looks like such a route, and otherwise the path
    itself; never the query. The address is the one the inner middlewares leave in ``REMOTE_ADDR``.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        folder: Path,
        masks: Sequence[Mask] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.app = app
        self.masks = tuple(masks)
        self.writer = LogWriter(folder, clock)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        status = "500"

        def note_status(line: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, headers, exc_info)

        def write_line() -> None:
            self._write(environ, path, status)

        try:
            body = self.app(environ, cast("StartResponse", note_status))
        except BaseException:
            write_line()
            raise
        if isinstance(body, list):
            # Granian sends a list in one piece; wrapping it would cost that.
            write_line()
            return body
        return LoggedBody(body, write_line)

    def _write(self, environ: "WSGIEnvironment", path: str, status: str) -> None:
        stem = environ.get(ROUTE_TEMPLATE) or masked(path, self.masks) or bare(path)
        address = bare(environ.get("REMOTE_ADDR", ""))
        method = bare(environ.get("REQUEST_METHOD", ""))
        referring = referrer(environ.get("HTTP_REFERER", ""), self.masks)
        agent = quoted(environ.get("HTTP_USER_AGENT", ""))
        self.writer.write(f"{address} {method} {stem} {status} {referring} {agent}")


class LoggedBody:
    """A body whose line is written when the server closes it: sent whole, broken off, or failed midway."""

    def __init__(self, body: Iterable[bytes], write_line: Callable[[], None]) -> None:
        self._body = body
        self._write_line = write_line

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            self._write_line()
