"""Carries events to the shop in a thread of its own, and tries again until the shop says 2xx."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

import urllib3

from practice_processor import checkout, notices
from practice_processor.settings import Settings
from practice_processor.signature import HEADER, sign
from practice_processor.store import Store

_log = logging.getLogger(__name__)
_LONGEST_SLEEP = 1.0
_WAITING = (
    "SELECT delivery.id, delivery.attempts, event.body, delivery.due_at FROM delivery"
    " JOIN event ON event.id = delivery.event_id"
    " LEFT JOIN delivery AS before ON before.id = delivery.after_delivery"
    " WHERE delivery.delivered_at IS NULL AND delivery.due_at IS NOT NULL"
    " AND (before.id IS NULL OR before.delivered_at IS NOT NULL)"
    " ORDER BY delivery.due_at, delivery.id LIMIT 1"
)


class Courier(threading.Thread):
    """One delivery at a time; the queue is in the store, so a restart goes on where this one stopped."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(name="courier", daemon=True)
        self._store = store
        self._settings = settings
        self._bell = threading.Event()
        self._stopping = False
        self._pool = urllib3.PoolManager(
            cert_reqs="CERT_REQUIRED",
            ca_certs=str(settings.ca_file) if settings.ca_file else None,
            timeout=urllib3.Timeout(connect=3, read=10),
            retries=False,
        )

    def wake(self) -> None:
        """Look at the queue now."""
        self._bell.set()

    def stop(self) -> None:
        """End the thread after the delivery in hand."""
        self._stopping = True
        self._bell.set()
        self.join(timeout=15)
        self._pool.clear()

    def run(self) -> None:
        """Deliver what is due, then sleep until the next is, or until woken."""
        while not self._stopping:
            self._bell.clear()
            self._bell.wait(self._round())

    def wait_until_tried(self, session_id: str) -> None:
        """Return when each due delivery of a session was tried once, or when patience ends."""
        patience = time.monotonic() + self._settings.wait_for_notice_seconds
        self.wake()
        while time.monotonic() < patience:
            with self._store.reading() as db:
                if not notices.untried(db, session_id, time.time()):
                    return
            time.sleep(0.02)

    def _round(self) -> float:
        try:
            checkout.expire_old(self._store, self._settings, time.time())
            return self._deliver_due()
        except sqlite3.Error:
            _log.exception("The store could not be used; trying again.")
            return _LONGEST_SLEEP

    def _deliver_due(self) -> float:
        while not self._stopping:
            with self._store.reading() as db:
                delivery = db.execute(_WAITING).fetchone()
            if delivery is None:
                return _LONGEST_SLEEP
            early = delivery["due_at"] - time.time()
            if early > 0:
                return min(float(early), _LONGEST_SLEEP)
            self._deliver(delivery)
        return 0

    def _deliver(self, delivery: sqlite3.Row) -> None:
        answer = self._post(delivery["body"].encode())
        now = time.time()
        accepted = answer.startswith("2")
        wait = min(
            self._settings.retry_first_seconds * 2 ** min(delivery["attempts"], 30),
            self._settings.retry_longest_seconds,
        )
        with self._store.writing() as db:
            db.execute(
                "UPDATE delivery SET attempts = attempts + 1, last_answer = ?,"
                " delivered_at = ?, due_at = ? WHERE id = ?",
                (answer, now if accepted else None, now if accepted else now + wait, delivery["id"]),
            )

    def _post(self, body: bytes) -> str:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "practice-processor/1",
            HEADER: sign(self._settings.webhook_secret, body, int(time.time())),
        }
        try:
            response = self._pool.request(
                "POST", self._settings.webhook_url, body=body, headers=headers, redirect=False
            )
        except urllib3.exceptions.HTTPError as error:
            return type(error).__name__
        return str(response.status)
